package difference_test

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

func policy(id string, change func(*ca.Policy)) ca.Policy {
	p := ca.Policy{ID: id, DisplayName: "Policy " + id, State: ca.StateEnabled}
	p.Conditions.Users.IncludeUsers = []string{ca.All}
	p.Conditions.Applications.IncludeApplications = []string{ca.All}
	p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, BuiltInControls: []ca.BuiltInControl{ca.ControlMFA}}
	if change != nil {
		change(&p)
	}
	return p
}

func tenant(policies ...ca.Policy) *ca.Tenant {
	users := []ca.User{
		{ID: "u1", UserPrincipalName: "ada@contoso.com", UserType: "Member"},
		{ID: "u2", UserPrincipalName: "bo@contoso.com", UserType: "Member"},
		{ID: "u3", UserPrincipalName: "cy_fabrikam#EXT#@contoso.com", UserType: "Guest"},
	}
	return &ca.Tenant{
		Policies: ca.Known(policies), NamedLocations: ca.Known([]ca.NamedLocation{}),
		Users:           ca.Known(ca.ByID(users, func(u ca.User) string { return u.ID })),
		Groups:          ca.Known(map[string]ca.Group{"g1": {ID: "g1", DisplayName: "Finance"}}),
		GroupMembers:    map[string][]ca.Member{"g1": {{ID: "u1", Kind: "#microsoft.graph.user"}}},
		RoleAssignments: ca.Known([]ca.RoleAssignment{}),
	}
}

func TestTry(t *testing.T) {
	r := difference.Of(tenant(policy("p", nil)), tenant(policy("p", func(p *ca.Policy) {
		p.Conditions.Users.ExcludeGroups = []string{"g1"}
		p.Conditions.Platforms = &ca.PlatformCondition{ExcludePlatforms: []ca.Platform{"linux"}}
	}), policy("q", func(p *ca.Policy) {
		p.Conditions.ClientAppTypes = []ca.ClientApp{"other"}
		p.GrantControls.BuiltInControls = []ca.BuiltInControl{"block"}
	})))
	for _, b := range r.Boxes {
		t.Logf("%+v", b)
	}
	t.Logf("%+v", r.Policies)
	t.Log(r.Undecided)
}
