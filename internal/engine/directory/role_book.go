package directory

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A RoleBook says what a role definition id means.
type RoleBook struct {
	read      bool
	byID      map[string]ca.RoleDefinition
	wellKnown map[string]bool
}

// NewRoleBook reads a tenant's role definitions.
func NewRoleBook(t *ca.Tenant) RoleBook {
	definitions, read := t.RoleDefinitions.Get()
	return RoleBook{
		read: read,
		byID: ca.ByID(definitions, func(d ca.RoleDefinition) string { return d.ID }),
		wellKnown: map[string]bool{
			ca.RoleGlobalAdministrator: true, ca.RoleConditionalAccessAdministrator: true, ca.RoleSecurityAdministrator: true,
		},
	}
}

// Decides reports whether it is known whether the role may change Conditional Access.
func (b RoleBook) Decides(definitionID string) bool {
	return b.read || b.wellKnown[ca.FoldID(definitionID)]
}

// Template is the role template that conditions name; a custom role has none.
func (b RoleBook) Template(definitionID string) (string, bool) {
	id := ca.FoldID(definitionID)
	definition, ok := b.byID[id]
	switch {
	case !ok:
		// Not listed, or the list was not read: for a built-in role the two ids are the same.
		return id, !b.read || b.wellKnown[id]
	case !definition.IsBuiltIn && !b.wellKnown[id]:
		return "", false
	case definition.TemplateID != "":
		return ca.FoldID(definition.TemplateID), true
	}
	return id, true
}

// Repairs reports whether the role may change Conditional Access.
func (b RoleBook) Repairs(definitionID string) bool {
	id := ca.FoldID(definitionID)
	if b.wellKnown[id] {
		return true
	}
	definition, ok := b.byID[id]
	if !ok {
		return false
	}
	if definition.IsBuiltIn {
		return b.wellKnown[ca.FoldID(definition.TemplateID)]
	}
	if definition.IsEnabled != nil && !*definition.IsEnabled {
		return false
	}
	return slices.Contains(definition.AllowedActions, ca.ActionUpdatePolicies) ||
		slices.Contains(definition.AllowedActions, ca.ActionAllTasksPolicies)
}
