package difference_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestTargetsInWords: targets are named in one order, whatever the order of the policies: an application that people
// know, those that policies name, other applications, actions, contexts; each kind in the order of ids.
func TestTargetsInWords(t *testing.T) {
	t.Parallel()
	const custom, other = "urn:user:first", "urn:user:second"
	for _, c := range []struct {
		name    string
		targets ca.Applications
		want    []string
		example ca.SignInContext
	}{
		{"the-plainest-first", ca.Applications{
			IncludeApplications:                         []string{"b", ca.AppMicrosoftGraph, ca.Office365Apps[1], "A", ca.Office365Apps[0]},
			IncludeUserActions:                          []string{other, ca.UserActionRegisterDevice, custom},
			IncludeAuthenticationContextClassReferences: []string{"c5", "c3"},
		}, []string{
			ca.Office365Apps[0], ca.AppMicrosoftGraph, ca.Office365Apps[1], "a", "b",
			ca.UserActionRegisterDevice, custom, other, "c3", "c5",
		}, ca.SignInContext{Applications: []string{ca.Office365Apps[0]}}},
		{"one-that-a-policy-names-before-others", ca.Applications{IncludeApplications: []string{ca.Office365Apps[1], "0"}},
			[]string{"0", ca.Office365Apps[1]}, ca.SignInContext{Applications: []string{"0"}}},
		{"none-beside-another", ca.Applications{IncludeApplications: []string{ca.None, "z"}},
			[]string{"z"}, ca.SignInContext{Applications: []string{"z"}}},
		{"a-suite", ca.Applications{IncludeApplications: []string{ca.Office365}},
			[]string{ca.Office365}, ca.SignInContext{Applications: []string{ca.Office365Apps[0]}}},
		{"a-suite-and-another", ca.Applications{IncludeApplications: []string{"a", ca.Office365}},
			[]string{ca.Office365, "a"}, ca.SignInContext{Applications: []string{ca.Office365Apps[0]}}},
		{"a-suite-but-one", ca.Applications{IncludeApplications: []string{ca.Office365}, ExcludeApplications: ca.Office365Apps[1:]},
			ca.Office365Apps[:1], ca.SignInContext{Applications: []string{ca.Office365Apps[0]}}},
		{"a-new-action", ca.Applications{IncludeUserActions: []string{custom}},
			[]string{custom}, ca.SignInContext{UserAction: custom}},
		{"an-action-before-a-context", ca.Applications{
			IncludeUserActions: []string{custom}, IncludeAuthenticationContextClassReferences: []string{"c1"},
		}, []string{custom, "c1"}, ca.SignInContext{UserAction: custom}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := one(t, tenant(), tenant(blocking(func(conditions *ca.Conditions) { conditions.Applications = c.targets })))
			if diff := cmp.Diff(difference.Values{Only: c.want}, b.Targets); diff != "" {
				t.Errorf("the targets (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.example, b.Example.Context); diff != "" || !b.Holds(b.Example) {
				t.Errorf("the example, which is in the box: %v (-want +got):\n%s", b.Holds(b.Example), diff)
			}
		})
	}
}

// TestTargetsNotYetKnown: what is not known yet may be any action, or any context, and is none of its own.
func TestTargetsNotYetKnown(t *testing.T) {
	t.Parallel()
	b := one(t, tenant(), tenant(blocking(func(c *ca.Conditions) {
		c.Applications = ca.Applications{IncludeUserActions: []string{ca.NotYetKnown}}
	})))
	want := []string{ca.UserActionRegisterSecurityInfo, ca.UserActionRegisterDevice}
	if !slices.Equal(b.Targets.Only, want) || len(b.Assuming) != 1 {
		t.Errorf("the targets are %+v, assuming %q", b.Targets, b.Assuming)
	}
	b = one(t, tenant(), tenant(blocking(func(c *ca.Conditions) {
		c.Applications = ca.Applications{IncludeAuthenticationContextClassReferences: []string{ca.NotYetKnown}}
	})))
	if !slices.Equal(b.Targets.Only, []string{difference.OtherContexts}) || len(b.Assuming) != 1 {
		t.Errorf("the targets are %+v, assuming %q", b.Targets, b.Assuming)
	}
}

// TestNoTarget: a policy for no application changes nothing.
func TestNoTarget(t *testing.T) {
	t.Parallel()
	r := difference.Of(tenant(), tenant(blocking(func(c *ca.Conditions) { c.Applications.IncludeApplications = []string{ca.None} })))
	if !r.None() || r.Policies[0].Decision != difference.NoEffect {
		t.Errorf("the policy is %s: %+v", r.Policies[0].Decision, r.Boxes)
	}
}

// TestTargetsOfAWorkload: a service principal does no user action.
func TestTargetsOfAWorkload(t *testing.T) {
	t.Parallel()
	workload := func(targets ca.Applications) *difference.Box {
		return one(t, tenant(), tenant(blocking(func(c *ca.Conditions) {
			c.Users = ca.Users{}
			c.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
			c.Applications = targets
		})))
	}
	b := workload(ca.Applications{IncludeApplications: []string{ca.All}})
	if !slices.Equal(b.Targets.Except, []string{difference.OtherContexts}) {
		t.Errorf("all resources are %+v", b.Targets)
	}
	b = workload(ca.Applications{IncludeApplications: []string{"app"}, IncludeUserActions: []string{ca.UserActionRegisterDevice}})
	if !slices.Equal(b.Targets.Only, []string{"app"}) {
		t.Errorf("an application and an action are %+v", b.Targets)
	}
}

// TestOtherContexts: the example of a context that no policy names is the first that is free; where every context that
// there is has its own policy, there is no other.
func TestOtherContexts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		named int
		want  string
	}{{0, "c1"}, {1, "c2"}, {98, "c99"}, {99, ""}} {
		own := blocking(func(conditions *ca.Conditions) {
			conditions.Applications = ca.Applications{}
			for n := range c.named {
				list := &conditions.Applications.IncludeAuthenticationContextClassReferences
				*list = append(*list, "c"+strconv.Itoa(n+1))
			}
		})
		own.ID = "own"
		unknown := blocking(func(conditions *ca.Conditions) {
			conditions.Applications = ca.Applications{IncludeAuthenticationContextClassReferences: []string{ca.NotYetKnown}}
		})
		r := difference.Of(tenant(own), tenant(own, unknown))
		if c.want == "" {
			if !r.None() {
				t.Errorf("where all contexts are named, there is another: %+v", r.Boxes)
			}
			continue
		}
		if len(r.Boxes) != 1 {
			t.Fatalf("found %+v", r.Boxes)
		}
		b := &r.Boxes[0]
		others := slices.Equal(b.Targets.Only, []string{difference.OtherContexts})
		if got := b.Example.Context.AuthenticationContext; got != c.want || !others || !b.Holds(b.Example) {
			t.Errorf("where %d are named, the example is %q, of %+v", c.named, got, b.Targets)
		}
	}
}

// TestFilterThatSaysLittle: a filter is there as soon as one part of it is, and what it means is assumed.
func TestFilterThatSaysLittle(t *testing.T) {
	t.Parallel()
	const matches = "the application matches the filter "
	for _, c := range []struct {
		name   string
		filter ca.Filter
		want   []string
	}{
		{"nothing", ca.Filter{Rule: " "}, nil},
		{"no-rule", ca.Filter{Mode: ca.FilterExclude}, []string{"it is not so that " + matches}},
		{"no-mode", ca.Filter{Rule: "a"}, []string{"it is not so that " + matches + "a in mode , as excluded"}},
		{"something-new", ca.Filter{Extra: ca.Extra{"new": json.RawMessage("1")}}, []string{
			"the condition conditions.applications.applicationFilter.new of Policy p, which is not known, holds",
			"it is not so that " + matches + " in mode , as excluded",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(tenant(), tenant(blocking(func(conditions *ca.Conditions) {
				conditions.Applications.IncludeApplications = []string{"app"}
				conditions.Applications.ApplicationFilter = &c.filter
			})))
			at := slices.IndexFunc(r.Boxes, func(b difference.Box) bool { return slices.Equal(b.Targets.Only, []string{"app"}) })
			if at < 0 {
				t.Fatalf("no box is about the application: %+v", r.Boxes)
			}
			if diff := cmp.Diff(c.want, r.Boxes[at].Assuming); diff != "" {
				t.Errorf("it assumes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFiltersNotYetKnown: what is not known yet of one policy's filter says nothing of another's.
func TestFiltersNotYetKnown(t *testing.T) {
	t.Parallel()
	later := func(id string) *ca.Tenant {
		p := blocking(func(c *ca.Conditions) {
			c.Applications.ApplicationFilter = &ca.Filter{Mode: ca.FilterExclude, Rule: ca.NotYetKnown}
		})
		p.ID = id
		return tenant(p)
	}
	if r := difference.Of(later("p"), later("q")); r.None() {
		t.Error("two filters that are not known yet are the same")
	}
	if r := difference.Of(later("p"), later("p")); !r.None() {
		t.Errorf("one filter that is not known yet is two: %+v", r.Boxes)
	}
}
