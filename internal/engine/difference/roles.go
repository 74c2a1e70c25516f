package difference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// role resolves who holds a role actively at the scope of the tenant. read is false where no list of active
// assignments was read.
func (d *directory) role(templateID string) (m membership, read bool) {
	plain, plainRead := d.tenant.RoleAssignments.Get()
	scheduled, scheduledRead := d.tenant.AssignmentSchedules.Get()
	if !plainRead && !scheduledRead {
		return m, false
	}
	for _, list := range [][]ca.RoleAssignment{plain, scheduled} {
		for _, a := range list {
			if !a.AtTenantScope() || !ca.SameID(d.template(a.RoleDefinitionID), templateID) {
				continue
			}
			principal := ca.FoldID(a.PrincipalID)
			if d.isUser(principal) || (!d.tenant.Users.Read() && !d.isGroup(principal)) {
				m.ids = append(m.ids, principal)
			}
			if d.mayBeGroup(principal) {
				through := d.group(principal)
				m.ids = append(m.ids, through.ids...)
				m.lists, m.bare = append(m.lists, through.lists...), m.bare || through.bare
				m.unread = append(m.unread, through.unread...)
			}
		}
	}
	slices.Sort(m.unread)
	m.unread = slices.Compact(m.unread)
	return m, true
}

// mayBeGroup tells a group whose members were not read from a user or a service principal.
func (d *directory) mayBeGroup(foldedID string) bool {
	if d.tenant.Groups.Read() {
		return d.isGroup(foldedID)
	}
	_, servicePrincipal := d.tenant.ServicePrincipals.Value()[foldedID]
	return !servicePrincipal && !d.isUser(foldedID)
}

// template is the role template that conditions name; "" for a custom role, which has none.
func (d *directory) template(definitionID string) string {
	id := ca.FoldID(definitionID)
	wellKnown := id == ca.RoleGlobalAdministrator || id == ca.RoleConditionalAccessAdministrator || id == ca.RoleSecurityAdministrator
	definitions, read := d.tenant.RoleDefinitions.Get()
	if d.definitions == nil {
		d.definitions = ca.ByID(definitions, func(r ca.RoleDefinition) string { return r.ID })
	}
	definition, listed := d.definitions[id]
	switch {
	case !listed && read && !wellKnown, listed && !definition.IsBuiltIn && !wellKnown:
		return ""
	case listed && definition.TemplateID != "":
		return ca.FoldID(definition.TemplateID)
	}
	// Not listed, or the list was not read: for a built-in role the two ids are the same.
	return id
}
