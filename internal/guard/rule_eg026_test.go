package guard

import (
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestEligibleExclusions(t *testing.T) {
	t.Parallel()
	activated := ca.RoleAssignment{PrincipalID: alice, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/", AssignmentType: "Activated"}
	eligible := ca.RoleAssignment{PrincipalID: alice, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"}
	for _, c := range []struct {
		name   string
		tenant func(*ca.Tenant)
		policy []func(*ca.Policy)
		fires  bool
	}{
		{"active", func(*ca.Tenant) {}, nil, false},
		{"eligible", onlyEligible(eligible), nil, true},
		{"eligible-through-a-group", onlyEligible(ca.RoleAssignment{PrincipalID: everyone, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"}), nil, true},
		{"eligible-elsewhere", onlyEligible(eligible, ca.RoleAssignment{PrincipalID: alice, RoleDefinitionID: ca.RoleSecurityAdministrator, DirectoryScopeID: "/"}), to(func(p *ca.Policy) {
			p.Conditions.Users.ExcludeRoles = []string{"29232cdf-9323-42fd-ade2-1d097af3e4de"}
		}), false},
		{"activated-for-now", func(t *ca.Tenant) {
			t.EligibleSchedules = ca.Known([]ca.RoleAssignment{eligible})
			t.AssignmentSchedules = ca.Known([]ca.RoleAssignment{activated})
		}, nil, true},
		{"excluded-by-id", onlyEligible(eligible), to(excluding(alice)), false},
		{"excluded-by-group", onlyEligible(eligible), to(excludingGroups(everyone), func(p *ca.Policy) {
			p.Conditions.Users.ExcludeRoles = []string{ca.RoleGlobalAdministrator}
		}), false},
		{"not-included", onlyEligible(eligible), to(including(carol)), false},
		{"report-only", onlyEligible(eligible), to(in(ca.StateReportOnly)), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := contoso()
			c.tenant(tenant)
			p := policy("", "Policy", append([]func(*ca.Policy){excluding(), func(p *ca.Policy) {
				p.Conditions.Users.ExcludeRoles = []string{ca.RoleGlobalAdministrator}
			}}, c.policy...)...)
			findings := Judge(tenant, []Change{create(p)}, settings(loose), noon).Findings
			if got := len(of(findings, "EG026")) > 0; got != c.fires {
				t.Errorf("fires: %t", got)
			}
		})
	}
}

func onlyEligible(assignments ...ca.RoleAssignment) func(*ca.Tenant) {
	return func(t *ca.Tenant) {
		t.EligibleSchedules = ca.Known(assignments)
		t.RoleAssignments = ca.Known(slices.DeleteFunc(t.RoleAssignments.Value(), func(a ca.RoleAssignment) bool { return a.PrincipalID == alice }))
	}
}
