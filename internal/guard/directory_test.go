package guard

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

func TestMembers(t *testing.T) {
	t.Parallel()
	const outer, unread, deleted = "0a7e7000-0000-4000-8000-000000000001", "0a7e7000-0000-4000-8000-000000000002", "0a7e7000-0000-4000-8000-000000000003"
	tenant := contoso()
	for _, id := range []string{outer, unread} {
		tenant.Groups.Value()[id] = ca.Group{ID: id, DisplayName: id}
	}
	tenant.GroupMembers[outer] = []ca.Member{
		{ID: breakGlasses}, // a type that an export left out
		{ID: alice},
		{ID: outer, Kind: "#microsoft.graph.group"}, // a group in itself
		{ID: pipelineID, Kind: "#microsoft.graph.servicePrincipal"},
	}
	tenant.GroupMembers[deleted] = []ca.Member{{ID: bob}}
	for _, c := range []struct {
		name, group, user string
		want              engine.Value
	}{
		{"direct", outer, alice, engine.Yes},
		{"nested", outer, breakGlass1, engine.Yes},
		{"in-any-case", outer, "A11CE000-0000-4000-8000-000000000001", engine.Yes},
		{"nobody-else", outer, bob, engine.No},
		{"no-service-principal", outer, pipelineID, engine.No},
		{"unread", unread, alice, engine.Unknown},
		{"deleted", deleted, bob, engine.No},
	} {
		if got := members(tenant, c.group).of(c.user); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestHolders(t *testing.T) {
	t.Parallel()
	tenant := contoso()
	const definition = "def00000-0000-4000-8000-000000000001"
	tenant.RoleDefinitions = ca.Known([]ca.RoleDefinition{{ID: definition, TemplateID: ca.RoleSecurityAdministrator, DisplayName: "Security Administrator", IsBuiltIn: true}})
	tenant.RoleAssignments = ca.Known([]ca.RoleAssignment{
		{PrincipalID: alice, RoleDefinitionID: definition, DirectoryScopeID: "/"},
		{PrincipalID: everyone, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"},
		{PrincipalID: carol, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/administrativeUnits/a"},
	})
	active, eligible := holders(tenant, ca.RoleSecurityAdministrator)
	if active.of(alice) != engine.Yes || active.of(bob) != engine.No || eligible.of(alice) != engine.No {
		t.Error("a role is not found by the template of its definition")
	}
	active, _ = holders(tenant, ca.RoleGlobalAdministrator)
	if active.of(bob) != engine.Yes || active.of(carol) != engine.No {
		t.Error("a role is not held through a group, or held in a part of the tenant")
	}
	tenant.RoleAssignments, tenant.AssignmentSchedules = ca.Fact[[]ca.RoleAssignment]{}, ca.Fact[[]ca.RoleAssignment]{}
	tenant.EligibleSchedules = ca.Fact[[]ca.RoleAssignment]{}
	active, eligible = holders(tenant, ca.RoleGlobalAdministrator)
	if active.of(bob) != engine.Unknown || eligible.of(bob) != engine.Unknown {
		t.Error("what was not read is taken for nobody")
	}
}
