package engine

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestConcernsRegistration: a policy concerns registering where it names that action or all resources, and may
// where what it names is not known yet.
func TestConcernsRegistration(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		of   ca.Applications
		want Value
	}{
		{"the-action", ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}, Yes},
		{"all-resources", ca.Applications{IncludeApplications: []string{ca.All}}, Yes},
		{"an-application", ca.Applications{IncludeApplications: []string{ca.AppMicrosoftGraph}}, No},
		{"an-application-not-yet-known", ca.Applications{IncludeApplications: []string{ca.NotYetKnown}}, Unknown},
		{"an-action-not-yet-known", ca.Applications{IncludeUserActions: []string{ca.NotYetKnown}}, Unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got, _ := matchRegistration(c.of); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestRoleHeldThroughUnreadGroup: where a group that holds a role was not read, anybody may hold that role.
func TestRoleHeldThroughUnreadGroup(t *testing.T) {
	t.Parallel()
	const role, group = "5d6b6bb7-de71-4623-b4af-96380a352509", "readers"
	q := Question{Tenant: office(blockEverybody(func(p *ca.Policy) {
		p.Conditions.Users.IncludeUsers, p.Conditions.Users.IncludeRoles = nil, []string{role}
	}))}
	if r := aliceIn(t, q); r.Verdict != Reachable {
		t.Fatalf("nobody holds the role, and alice is %s", r.Verdict)
	}
	q.Tenant.Groups = ca.Known(map[string]ca.Group{group: {ID: group}})
	q.Tenant.RoleAssignments = ca.Known(append(q.Tenant.RoleAssignments.Value(), ca.RoleAssignment{PrincipalID: group, RoleDefinitionID: role, DirectoryScopeID: "/"}))
	if r := aliceIn(t, q); r.Verdict != Undecided {
		t.Errorf("the group was not read, and alice is %s", r.Verdict)
	}
	q.Tenant.GroupMembers = map[string][]ca.Member{group: {{ID: bob, Kind: "#microsoft.graph.user"}}}
	if r := aliceIn(t, q); r.Verdict != Reachable {
		t.Errorf("alice is not in the group, and is %s", r.Verdict)
	}
}
