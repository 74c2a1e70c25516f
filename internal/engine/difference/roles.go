package difference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// role resolves who holds a role actively at the scope of the tenant. read is false where no list of active
// assignments was read.
func (d *members) role(templateID string) (m membership, read bool) {
	plain, plainRead := d.Tenant.RoleAssignments.Get()
	scheduled, scheduledRead := d.Tenant.AssignmentSchedules.Get()
	if !plainRead && !scheduledRead {
		return m, false
	}
	for _, list := range [][]ca.RoleAssignment{plain, scheduled} {
		for _, a := range list {
			template, named := d.roles.Template(a.RoleDefinitionID)
			if !a.AtTenantScope() || !named || !ca.SameID(template, templateID) {
				continue
			}
			principal := ca.FoldID(a.PrincipalID)
			if d.IsUser(principal) || (!d.Tenant.Users.Read() && !d.IsGroup(principal)) {
				m.ids = append(m.ids, principal)
			}
			if d.MayBeGroup(principal) {
				through := d.group(principal)
				m.lists, m.bare = append(m.lists, through.lists...), m.bare || through.bare
				m.unread = append(m.unread, through.unread...)
			}
		}
	}
	slices.Sort(m.unread)
	m.unread = slices.Compact(m.unread)
	return m, true
}
