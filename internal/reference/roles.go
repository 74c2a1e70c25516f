package reference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// repairRoles are the built-in roles that may change Conditional Access.
var repairRoles = []string{
	ca.RoleGlobalAdministrator, ca.RoleConditionalAccessAdministrator, ca.RoleSecurityAdministrator,
}

// repairs says whether a role may change Conditional Access. Without the definitions only the three
// built-in roles are known; any other may be a custom one that may.
func (j *judge) repairs(definitionID string) value {
	if holdsID(repairRoles, j.template(definitionID)) {
		return yes
	}
	if !j.tenant.RoleDefinitions.Read() {
		return unknown
	}
	d, _ := j.definition(definitionID)
	custom := !d.IsBuiltIn && (d.IsEnabled == nil || *d.IsEnabled)
	return yesIf(custom && (slices.Contains(d.AllowedActions, ca.ActionUpdatePolicies) ||
		slices.Contains(d.AllowedActions, ca.ActionAllTasksPolicies)))
}

// template is the id by which policies name a role: only built-in roles have one, "" is none.
func (j *judge) template(definitionID string) string {
	d, found := j.definition(definitionID)
	switch {
	case found && d.IsBuiltIn && d.TemplateID != "":
		return d.TemplateID
	case found && d.IsBuiltIn, !j.tenant.RoleDefinitions.Read(), holdsID(repairRoles, definitionID):
		return definitionID
	default:
		return ""
	}
}

func (j *judge) definition(id string) (ca.RoleDefinition, bool) {
	for _, d := range j.tenant.RoleDefinitions.Value() {
		if ca.SameID(d.ID, id) {
			return d, true
		}
	}
	return ca.RoleDefinition{}, false
}

// activeAssignments are those of both lists; either one shows every active assignment.
func (j *judge) activeAssignments() []ca.RoleAssignment {
	return slices.Concat(j.tenant.RoleAssignments.Value(), j.tenant.AssignmentSchedules.Value())
}

func (j *judge) activeRead() bool {
	return j.tenant.RoleAssignments.Read() || j.tenant.AssignmentSchedules.Read()
}

// holds says whether an assignment gives a user its role, for the whole tenant. A principal that is known
// to be a user or a service principal is no group.
func (j *judge) holds(u ca.User, a ca.RoleAssignment) value {
	if !a.AtTenantScope() {
		return no
	}
	if ca.SameID(a.PrincipalID, u.ID) {
		return yes
	}
	_, isUser := j.tenant.User(a.PrincipalID)
	_, isServicePrincipal := j.tenant.ServicePrincipals.Value()[ca.FoldID(a.PrincipalID)]
	if isUser || isServicePrincipal {
		return no
	}
	return j.member(u, a.PrincipalID)
}

// mayRepair says whether one of the assignments makes the user a repairer.
func (j *judge) mayRepair(u ca.User, assignments []ca.RoleAssignment) value {
	v := no
	for _, a := range assignments {
		if r := j.repairs(a.RoleDefinitionID); r != no {
			v = or(v, and(r, j.holds(u, a)))
		}
	}
	return v
}

// roles are the built-in roles that the assignments give a user, by folded template id. See held.
func (j *judge) roles(u ca.User, assignments []ca.RoleAssignment) map[string]value {
	held := map[string]value{}
	for _, a := range assignments {
		if template := ca.FoldID(j.template(a.RoleDefinitionID)); template != "" {
			held[template] = or(held[template], j.holds(u, a))
		}
	}
	return held
}

// held says whether a role is among those that an attempt is made with. Without any list of active roles
// every role may be.
func (j *judge) held(roles map[string]value, template string) value {
	v := roles[ca.FoldID(template)]
	if !j.activeRead() {
		v = or(v, unknown)
	}
	return v
}
