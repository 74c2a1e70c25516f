package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// guarded is a policy that concerns everybody but the break-glass accounts.
func guarded(name, state string) words {
	return words{
		"display_name": name, "state": state,
		"conditions": words{
			"users":        words{"include_users": []string{"All"}, "exclude_users": []string{breakGlass1, breakGlass2}},
			"applications": words{"include_applications": []string{"All"}},
		},
		"grant_controls": words{"operator": "OR", "built_in_controls": []string{"mfa"}},
	}
}

// TestMissingPermissionsAreSaidOnce does the same with several policies in one run, without some permissions. However many requests are refused, one diagnostic lists all that is missing, and no other does.
func TestMissingPermissionsAreSaidOnce(t *testing.T) {
	t.Parallel()
	const (
		nothing = "Nothing can be planned or judged without:"
		unknown = "Some facts are unknown, and what rests on them is undecided, without:"
		unsaved = "Nothing can be written without:"
	)
	for _, test := range []struct {
		name    string
		do      string // read, plan or apply
		without []string
		fails   bool
		says    []string // in this order
		silent  []string // none of it is said
	}{
		{name: "nothing", do: "apply"},
		{name: "reading", do: "read", without: []string{"Policy.Read.All"}, fails: true,
			says: []string{nothing, "- Policy.Read.All: reading policies, named locations", "consent of an administrator"}, silent: []string{unknown, unsaved, "User.Read.All"}},
		{name: "everything", do: "read", without: guideScopes, fails: true,
			says: []string{nothing, "- Policy.Read.All:", unknown, "- RoleManagement.Read.Directory: who holds an administrative role",
				"- UserAuthenticationMethod.Read.All:", "- Device.Read.All:", unsaved, "- Policy.ReadWrite.ConditionalAccess:", "- Application.Read.All:"},
			silent: []string{"AuthenticationContext", "AuditLog.Read.All"}},
		{name: "planning-what-is-new", do: "plan", without: []string{"Policy.Read.All", "Domain.Read.All"}, fails: true,
			says: []string{nothing, "- Policy.Read.All:", unknown, "- Domain.Read.All: which domains are federated"}},
		{name: "facts", do: "plan", without: []string{"GroupMember.Read.All", "Domain.Read.All"},
			says: []string{unknown, "- GroupMember.Read.All: whom a policy includes and excludes through groups", "- Domain.Read.All:"}, silent: []string{nothing, unsaved}},
		{name: "facts-that-decide", do: "plan", without: []string{"RoleManagement.Read.Directory", "UserAuthenticationMethod.Read.All"}, fails: true,
			says: []string{unknown, "- RoleManagement.Read.Directory:", "- UserAuthenticationMethod.Read.All: what an account can sign in with"}},
		{name: "writing", do: "apply", without: []string{"Policy.ReadWrite.ConditionalAccess", "Application.Read.All"}, fails: true,
			says: []string{unsaved, "- Policy.ReadWrite.ConditionalAccess: writing policies", "- Application.Read.All:"}, silent: []string{nothing, "needs the permission Policy.Read.All"}},
		{name: "writing-needs-no-plan", do: "plan", without: []string{"Policy.ReadWrite.ConditionalAccess"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			held := slices.DeleteFunc(slices.Clone(guideScopes), func(s string) bool { return slices.Contains(test.without, s) })
			inBubble(t, graphsim.Options{RequireScopes: append(held, "Mail.Read"), Quota: 1}, func(t *testing.T, _ *fixture, newCore func(words) *core) {
				planning, applying := newCore(nil), newCore(nil)
				var said []*tfprotov6.Diagnostic
				for i := range 3 {
					run := *planning
					run.between = func() { run.server = applying.server } // an apply is a process of its own
					said = append(said, doTo(&run, test.do, fmt.Sprintf("CA00%d", i))...)
				}
				if failed(said) != test.fails {
					t.Errorf("failed: %t, want %t: %s", failed(said), test.fails, told(said))
				}
				lists := slices.DeleteFunc(slices.Clone(said), func(d *tfprotov6.Diagnostic) bool { return !strings.Contains(d.Detail, "\n- ") })
				if want := min(1, len(test.says)); len(lists) != want {
					t.Fatalf("%d lists, want %d: %s", len(lists), want, told(said))
				}
				rest := told(lists)
				for _, want := range test.says {
					_, after, found := strings.Cut(rest, want)
					if !found {
						t.Errorf("without %q, or not in this order: %s", want, told(lists))
						continue
					}
					rest = after
				}
				for _, never := range test.silent {
					if strings.Contains(told(said), never) {
						t.Errorf("with %q: %s", never, told(said))
					}
				}
			})
		})
	}
}

// doTo reads a policy that is in no list yet, plans one or applies one.
func doTo(run *core, what, name string) []*tfprotov6.Diagnostic {
	ctx := context.Background()
	switch what {
	case "read":
		kind := run.schemas[policyType].ValueType()
		_, said := run.read(ctx, policyType, keptObject{run.dynamic(kind, words{"id": someGUID, "display_name": name})})
		return said
	case "plan":
		none := keptObject{run.null(run.schemas[policyType].ValueType())}
		_, said := run.plan(ctx, policyType, none, guarded(name, "enabled"))
		return said
	}
	_, said := run.apply(ctx, policyType, keptObject{}, guarded(name, "enabledForReportingButNotEnforced"))
	return said
}
