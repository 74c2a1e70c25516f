package publishedsets_test

import (
	"maps"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// peopled gives every group a member of its own and every role a holder, so that each can be told from the
// others.
func peopled(t *ca.Tenant) *ca.Tenant {
	changed := *t
	users, members := maps.Clone(t.Users.Value()), maps.Clone(t.GroupMembers)
	add := func(name string) string {
		id := ca.FoldID(name)
		users[id] = ca.User{ID: id, DisplayName: name, UserPrincipalName: name + "@contoso.onmicrosoft.com", UserType: "Member"}
		return id
	}
	for _, id := range slices.Sorted(maps.Keys(t.Groups.Value())) {
		own := ca.Member{ID: add("member-of-" + id), Kind: "#microsoft.graph.user"}
		members[id] = append(slices.Clone(members[id]), own)
	}
	assignments := slices.Clone(t.RoleAssignments.Value())
	for _, d := range t.RoleDefinitions.Value() {
		assignments = append(assignments, ca.RoleAssignment{PrincipalID: add("holder-of-" + d.ID), RoleDefinitionID: d.ID, DirectoryScopeID: "/"})
	}
	changed.Users, changed.GroupMembers, changed.RoleAssignments = ca.Known(users), members, ca.Known(assignments)
	return &changed
}
