package engine

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestActiveRolesStay: who activates an eligible role still has the roles that were active before.
func TestActiveRolesStay(t *testing.T) {
	t.Parallel()
	const reader = "5d6b6bb7-de71-4623-b4af-96380a352509"
	q := Question{Tenant: office(blockEverybody(func(p *ca.Policy) { p.Conditions.Users.ExcludeRoles = []string{reader} }))}
	q.Tenant.EligibleSchedules = q.Tenant.RoleAssignments
	for _, c := range []struct {
		name   string
		active []ca.RoleAssignment
		want   Verdict
	}{
		{"role-is-active", []ca.RoleAssignment{{PrincipalID: alice, RoleDefinitionID: reader, DirectoryScopeID: "/"}}, Reachable},
		{"role-is-another-ones", []ca.RoleAssignment{{PrincipalID: bob, RoleDefinitionID: reader, DirectoryScopeID: "/"}}, LockedOut},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := *q.Tenant
			tenant.RoleAssignments = ca.Known(c.active)
			if r := aliceIn(t, Question{Tenant: &tenant}); !r.Eligible || r.Verdict != c.want {
				t.Errorf("alice is %s (eligible: %t), want %s", r.Verdict, r.Eligible, c.want)
			}
		})
	}
}
