package engine

import (
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestEligibleRolesBesideActiveOnes: an eligible administrator who activates a role keeps the ones that are active: what
// those exempt from exempts in both sign-ins, and a witness names them all.
func TestEligibleRolesBesideActiveOnes(t *testing.T) {
	t.Parallel()
	const reader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
	except := func(role string) ca.Policy {
		return blockEverybody(func(p *ca.Policy) { p.Conditions.Users.ExcludeRoles = []string{role} })
	}
	for _, c := range []struct {
		name   string
		policy ca.Policy
		want   Verdict
	}{
		{"exempt-by-the-active-role", except(reader), Reachable},
		{"exempt-by-the-eligible-role", except(ca.RoleGlobalAdministrator), LockedOut},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(c.policy)}
			q.Tenant.EligibleSchedules = q.Tenant.RoleAssignments
			q.Tenant.RoleAssignments = ca.Known([]ca.RoleAssignment{{PrincipalID: alice, RoleDefinitionID: reader, DirectoryScopeID: "/"}})
			r := aliceIn(t, q)
			if r.Verdict != c.want || !r.Eligible {
				t.Fatalf("alice is %s, and eligible: %t, want %s", r.Verdict, r.Eligible, c.want)
			}
			if want := []string{ca.RoleGlobalAdministrator, reader}; r.Witness != nil && !slices.Equal(r.Witness.RolesActive, want) {
				t.Errorf("the active roles are %v, want %v", r.Witness.RolesActive, want)
			}
		})
	}
}
