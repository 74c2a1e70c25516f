package differential

import (
	"fmt"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

const tenantID = "contoso"

// groupIDs are the groups that policies, roles and targets name. The last is deleted where groups were read.
var groupIDs = []string{"admins", "nested", "loop", "excluded", "deleted"}

// roleIDs are the roles that assignments and policies name.
var roleIDs = []string{
	ca.RoleGlobalAdministrator, ca.RoleConditionalAccessAdministrator, ca.RoleSecurityAdministrator,
	"custom-repair", "custom-other", "custom-disabled", "reader", "definition-of-ga", "no-definition",
}

// directory draws users, groups and who is in them.
func (g *generator) directory() {
	if !g.chance(10) {
		g.t.ID = tenantID
	}
	users := map[string]ca.User{}
	for i := range 1 + g.IntN(3) {
		id := fmt.Sprintf("user-%d", i+1)
		users[id] = ca.User{
			ID:                id,
			UserPrincipalName: fmt.Sprintf("u%d@%s", i+1, pick(g, "contoso.com", "contoso.com", "contoso.onmicrosoft.com", "fed.example", "other.example")),
			AccountEnabled:    g.flag(95, 3),
			UserType:          pick(g, often("Member", "", "Guest")...),
		}
	}
	g.t.Users = read(g, 1, users)
	g.t.Domains = read(g, 20, []ca.Domain{
		{ID: "contoso.com", AuthenticationType: "Managed"}, {ID: "Fed.example", AuthenticationType: "Federated"},
	})
	groups := map[string]ca.Group{}
	g.t.GroupMembers = map[string][]ca.Member{}
	for _, id := range groupIDs {
		if id != "deleted" {
			groups[id] = ca.Group{ID: id}
		}
		if g.chance(88) {
			g.t.GroupMembers[id] = g.members()
		}
	}
	g.t.Groups = read(g, 6, groups)
	if g.chance(3) {
		g.t.GroupMembers = nil
	}
}

func (g *generator) members() []ca.Member {
	members := []ca.Member{}
	for id := range g.IntN(4) {
		members = append(members, ca.Member{ID: g.anyCase(fmt.Sprintf("user-%d", id+1)), Kind: pick(g, "#microsoft.graph.user", "#microsoft.graph.user", "")})
	}
	if g.chance(30) {
		members = append(members, ca.Member{ID: pick(g, groupIDs...), Kind: pick(g, "#microsoft.graph.group", "#microsoft.graph.group", "")})
	}
	if g.chance(10) {
		members = append(members, ca.Member{ID: "pipeline", Kind: "#microsoft.graph.servicePrincipal"})
	}
	return members
}

// roles draws definitions and who holds them, active and eligible.
func (g *generator) roles() {
	on, off := true, false
	g.t.RoleDefinitions = read(g, 8, []ca.RoleDefinition{
		{ID: ca.RoleGlobalAdministrator, TemplateID: ca.RoleGlobalAdministrator, IsBuiltIn: true, IsEnabled: &on},
		{ID: ca.RoleSecurityAdministrator, TemplateID: ca.RoleSecurityAdministrator, IsBuiltIn: true, IsEnabled: g.flag(50, 20)},
		{ID: "definition-of-ga", TemplateID: ca.RoleGlobalAdministrator, IsBuiltIn: true},
		{ID: "reader", IsBuiltIn: true, AllowedActions: []string{ca.ActionUpdatePolicies}},
		{ID: "custom-repair", TemplateID: "custom-repair", IsEnabled: g.flag(100, 50), AllowedActions: []string{"microsoft.directory/other", pick(g, ca.ActionUpdatePolicies, ca.ActionAllTasksPolicies)}},
		{ID: "custom-other", TemplateID: "custom-other", IsEnabled: &on, AllowedActions: []string{"microsoft.directory/other"}},
		{ID: "custom-disabled", TemplateID: "custom-disabled", IsEnabled: &off, AllowedActions: []string{ca.ActionUpdatePolicies}},
	})
	active := []ca.RoleAssignment{{PrincipalID: "user-1", RoleDefinitionID: roleIDs[g.IntN(3)], DirectoryScopeID: "/"}}
	var eligible, schedules []ca.RoleAssignment
	if g.chance(25) {
		active, eligible = nil, active
	}
	for range g.IntN(3) {
		active = append(active, g.assignment())
	}
	for range g.IntN(3) {
		eligible = append(eligible, g.assignment())
	}
	for range g.IntN(2) {
		schedules = append(schedules, g.assignment())
	}
	g.t.RoleAssignments = read(g, 7, active)
	g.t.AssignmentSchedules = read(g, 15, schedules)
	g.t.EligibleSchedules = read(g, 10, eligible)
	if g.chance(3) {
		g.t.RoleAssignments, g.t.AssignmentSchedules = ca.Fact[[]ca.RoleAssignment]{}, ca.Fact[[]ca.RoleAssignment]{}
	}
}

func (g *generator) assignment() ca.RoleAssignment {
	a := ca.RoleAssignment{
		PrincipalID:      g.anyCase(pick(g, "user-1", "user-2", "user-2", "user-3", "user-3", pick(g, groupIDs...), "pipeline", "user-gone")),
		RoleDefinitionID: g.anyCase(pick(g, roleIDs...)),
		DirectoryScopeID: pick(g, "/", "/", "/", "/", "/", "/administrativeUnits/au-1", ""),
	}
	if g.chance(5) {
		a.AppScopeID = pick(g, "/", "/app")
	}
	return a
}

// breakGlass names some accounts as those that must work on the worst day.
func (g *generator) breakGlass() {
	if g.chance(70) {
		g.BreakGlass.Users = some(g, 2, []string{"user-1", "USER-2", "user-3", "u1@contoso.com", "user-gone"})
	}
	if g.chance(30) {
		g.BreakGlass.Groups = some(g, 2, groupIDs)
	}
}

// servicePrincipals draws the pipeline's own identity.
func (g *generator) servicePrincipals() {
	list := map[string]ca.ServicePrincipal{}
	if !g.chance(10) {
		list["pipeline"] = ca.ServicePrincipal{
			ID:                     "pipeline",
			ServicePrincipalType:   pick(g, often("Application", "ManagedIdentity", "")...),
			SignInAudience:         pick(g, often("AzureADMyOrg", "AzureADMultipleOrgs", "")...),
			AppOwnerOrganizationID: pick(g, often(tenantID, "fabrikam", "")...),
		}
	}
	g.t.ServicePrincipals = read(g, 10, list)
	if !g.chance(25) {
		g.Pipeline = g.anyCase("pipeline")
	}
	if g.chance(35) {
		for range 1 + g.IntN(2) {
			g.Assume.PipelineNetworks = append(g.Assume.PipelineNetworks, ca.Network{Address: g.address(), Country: g.country()})
		}
	}
}
