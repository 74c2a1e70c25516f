package reference

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestRepairers(t *testing.T) {
	t.Parallel()
	no, role := false, ca.RoleGlobalAdministrator
	assign := func(principal, role, scope string) ca.RoleAssignment {
		return ca.RoleAssignment{PrincipalID: principal, RoleDefinitionID: role, DirectoryScopeID: scope}
	}
	type found struct {
		Active, Eligible []string
		Complete         bool
	}
	active := func(a ...ca.RoleAssignment) func(*ca.Tenant) {
		return func(t *ca.Tenant) { t.RoleAssignments = ca.Known(a) }
	}
	for _, c := range []struct {
		name   string
		change func(*ca.Tenant)
		want   found
	}{
		{"direct", active(assign("ADA", role, "/")), found{Active: []string{ada}, Complete: true}},
		{"nobody", active(), found{Complete: true}},
		{"administrative-unit", active(assign(ada, role, "/administrativeUnits/1")), found{Complete: true}},
		{"no-scope", active(assign(ada, role, "")), found{Complete: true}},
		{"through-a-group", active(assign("group", role, "/")), found{Active: []string{ada}, Complete: true}},
		{"through-a-group-that-was-not-read", active(assign("unread", role, "/")), found{}},
		{"through-a-group-that-is-gone", active(assign("gone", role, "/")), found{Complete: true}},
		{"through-a-service-principal", active(assign("robot", role, "/")), found{Complete: true}},
		{"custom-role", active(assign(ada, "custom", "/")), found{Active: []string{ada}, Complete: true}},
		{"custom-role-for-something-else", active(assign(ada, "custom-other", "/")), found{Complete: true}},
		{"custom-role-that-is-off", active(assign(ada, "custom-off", "/")), found{Complete: true}},
		{"built-in-role-for-something-else", active(assign(ada, "reader", "/")), found{Complete: true}},
		{"security-administrator-without-a-definition", active(assign(ada, ca.RoleSecurityAdministrator, "/")), found{Active: []string{ada}, Complete: true}},
		{"definition-with-another-id", active(assign(ada, "alias", "/")), found{Active: []string{ada}, Complete: true}},
		{"role-without-definition", active(assign(ada, "gone", "/")), found{Complete: true}},
		{"definitions-not-read", func(t *ca.Tenant) { t.RoleDefinitions = ca.Fact[[]ca.RoleDefinition]{} }, found{Active: []string{ada}, Complete: true}},
		{"definitions-not-read-and-a-custom-role", func(t *ca.Tenant) {
			t.RoleDefinitions = ca.Fact[[]ca.RoleDefinition]{}
			t.RoleAssignments = ca.Known([]ca.RoleAssignment{assign(ada, "custom", "/")})
		}, found{}},
		{"schedules-are-enough", func(t *ca.Tenant) {
			t.AssignmentSchedules, t.RoleAssignments = t.RoleAssignments, ca.Fact[[]ca.RoleAssignment]{}
		}, found{Active: []string{ada}, Complete: true}},
		{"eligible", func(t *ca.Tenant) {
			t.EligibleSchedules, t.RoleAssignments = t.RoleAssignments, ca.Known([]ca.RoleAssignment{})
		}, found{Eligible: []string{ada}, Complete: true}},
		{"active-and-eligible", func(t *ca.Tenant) { t.EligibleSchedules = t.RoleAssignments }, found{Active: []string{ada}, Complete: true}},
		{"eligible-and-nothing-active-read", func(t *ca.Tenant) {
			t.EligibleSchedules = t.RoleAssignments
			t.RoleAssignments, t.AssignmentSchedules = ca.Fact[[]ca.RoleAssignment]{}, ca.Fact[[]ca.RoleAssignment]{}
		}, found{Eligible: []string{ada}}},
		{"eligibility-not-read", func(t *ca.Tenant) { t.EligibleSchedules = ca.Fact[[]ca.RoleAssignment]{} }, found{Active: []string{ada}}},
		{"users-not-read", func(t *ca.Tenant) { t.Users = ca.Fact[map[string]ca.User]{} }, found{}},
		{"disabled", func(t *ca.Tenant) { t.Users.Value()[ada] = ca.User{ID: ada, AccountEnabled: &no} }, found{Complete: true}},
		{"guest", func(t *ca.Tenant) { t.Users.Value()[ada] = ca.User{ID: ada, UserType: "guest"} }, found{Complete: true}},
		{"older-than-user-types", func(t *ca.Tenant) { t.Users.Value()[ada] = ca.User{ID: ada} }, found{Active: []string{ada}, Complete: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := small()
			tenant.Groups = ca.Known(map[string]ca.Group{"group": {ID: "group"}, "unread": {ID: "unread"}})
			tenant.GroupMembers["group"] = []ca.Member{{ID: ada, Kind: kindUser}}
			tenant.ServicePrincipals.Value()["robot"] = ca.ServicePrincipal{ID: "robot"}
			tenant.RoleDefinitions = ca.Known([]ca.RoleDefinition{
				{ID: ca.RoleGlobalAdministrator, TemplateID: ca.RoleGlobalAdministrator, IsBuiltIn: true, IsEnabled: &no},
				{ID: "alias", TemplateID: ca.RoleGlobalAdministrator, IsBuiltIn: true},
				{ID: "reader", IsBuiltIn: true, AllowedActions: []string{ca.ActionUpdatePolicies}},
				{ID: "custom", AllowedActions: []string{"other", ca.ActionAllTasksPolicies}},
				{ID: "custom-other", AllowedActions: []string{"other"}},
				{ID: "custom-off", IsEnabled: &no, AllowedActions: []string{ca.ActionUpdatePolicies}},
			})
			c.change(tenant)
			report := Decide(question(tenant))
			got := found{Complete: report.Complete}
			for _, r := range report.Repairers {
				if r.Eligible {
					got.Eligible = append(got.Eligible, r.UserID)
				} else {
					got.Active = append(got.Active, r.UserID)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestBreakGlassAccounts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		named ca.BreakGlass
		want  bool
	}{
		{"nobody", ca.BreakGlass{}, false},
		{"by-id", ca.BreakGlass{Users: []string{"ADA"}}, true},
		{"by-name", ca.BreakGlass{Users: []string{"ada@CONTOSO.com"}}, true},
		{"by-group", ca.BreakGlass{Groups: []string{"group"}}, true},
		{"by-a-group-that-was-not-read", ca.BreakGlass{Groups: []string{"unread"}}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := small()
			tenant.Groups = ca.Known(map[string]ca.Group{"group": {ID: "group"}, "unread": {ID: "unread"}})
			tenant.GroupMembers["group"] = []ca.Member{{ID: ada}}
			r := Decide(Question{Tenant: tenant, BreakGlass: c.named}).Repairers[0]
			if r.BreakGlass != c.want || (r.Robustness != "") != c.want {
				t.Errorf("got %+v, want break-glass %t", r, c.want)
			}
		})
	}
}

func TestOrder(t *testing.T) {
	t.Parallel()
	tenant := small()
	for id, upn := range map[string]string{"1": "b@contoso.com", "2": "a@contoso.com", "3": "a@contoso.com"} {
		tenant.Users.Value()[id] = ca.User{ID: id, UserPrincipalName: upn}
		tenant.RoleAssignments = ca.Known(append(tenant.RoleAssignments.Value(),
			ca.RoleAssignment{PrincipalID: id, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"}))
	}
	var ids []string
	for _, r := range Decide(question(tenant)).Repairers {
		ids = append(ids, r.UserID)
	}
	if want := []string{"2", "3", ada, "1"}; !slices.Equal(ids, want) {
		t.Errorf("got %v, want %v", ids, want)
	}
}
