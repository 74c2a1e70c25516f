package guard

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func authContext(id string, changes ...func(*ca.AuthenticationContext)) ca.AuthenticationContext {
	c := ca.AuthenticationContext{ID: id, DisplayName: "Sensitive", IsAvailable: true}
	for _, change := range changes {
		change(&c)
	}
	return c
}

func createContext(c ca.AuthenticationContext) Change {
	return Change{Object: ObjectContext, Address: "entraguard_authentication_context.new", ContextAfter: &c}
}

func updateContext(before, after ca.AuthenticationContext) Change {
	return Change{Object: ObjectContext, Address: "entraguard_authentication_context.one", ID: before.ID, ContextBefore: &before, ContextAfter: &after}
}

func removeContext(c ca.AuthenticationContext) Change {
	return Change{Object: ObjectContext, Address: "entraguard_authentication_context.one", ID: c.ID, ContextBefore: &c}
}

// forContexts has a policy aim at authentication contexts and nothing else.
func forContexts(ids ...string) func(*ca.Policy) {
	return func(p *ca.Policy) {
		p.Conditions.Applications = ca.Applications{IncludeAuthenticationContextClassReferences: ids}
	}
}

func TestCheckContext(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		id, name string
		want     string
	}{
		{"c1", "Sensitive", ""},
		{"c99", "Sensitive", ""},
		{ca.NotYetKnown, ca.NotYetKnown, ""},
		{"c0", "Sensitive", "id has an id that does not exist"},
		{"c100", "Sensitive", "id has an id that does not exist"},
		{"c01", "Sensitive", "id has an id that does not exist"},
		{"C1", "Sensitive", "id has an id that does not exist"},
		{"1", "Sensitive", "id has an id that does not exist"},
		{"c1", "  ", "display_name has no name"},
	} {
		t.Run(c.id+" "+c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, f := range CheckContext(ca.AuthenticationContext{ID: c.id, DisplayName: c.name}) {
				got = append(got, f.Attribute+" "+f.Harm)
				if f.Rule != "EG060" || f.Severity != Error {
					t.Errorf("%s is a %s of %s", f.Harm, f.Severity, f.Rule)
				}
			}
			if got := strings.Join(got, "; "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestContexts: no sign-in of a repairer asks for a context, so nothing about one locks anybody out.
func TestContexts(t *testing.T) {
	t.Parallel()
	named := policy("p1", "Keys for what is sensitive", forContexts("c1"))
	free := policy("p1", "Keys for what is sensitive", forContexts("c2"))
	withdrawn := authContext("c1", func(c *ca.AuthenticationContext) { c.IsAvailable = false })
	second := authContext("c2")
	for _, c := range []struct {
		name    string
		changes []Change
		want    []string
	}{
		{"created", []Change{createContext(authContext("c2"))}, nil},
		{"created-under-an-id-that-is-taken", []Change{createContext(authContext("c1"))}, []string{"EG060!"}},
		{"created-in-place-of-another", []Change{removeContext(authContext("c1")), createContext(authContext("c1")), update(named, free), createContext(second)}, nil},
		{"withdrawn", []Change{updateContext(authContext("c1"), withdrawn)}, nil},
		{"deleted-while-named", []Change{removeContext(authContext("c1"))}, []string{"EG027!"}},
		{"deleted-with-its-policy", []Change{removeContext(authContext("c1")), remove(named)}, nil},
		{"named-before-it-is-created", []Change{create(policy("", "New", forContexts("c2")))}, []string{"EG027!"}},
		{"named-and-created", []Change{create(policy("", "New", forContexts("c2"))), createContext(second)}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := ruleIDs(Judge(contoso(named), c.changes, settings(), noon).Findings)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
