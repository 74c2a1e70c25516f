package graphsim

import (
	"net/http"
)

func roleRoutes() []route {
	readRoles := oneOf("RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory", "Directory.Read.All", "Directory.ReadWrite.All")
	readActive := oneOf("RoleAssignmentSchedule.Read.Directory", "RoleAssignmentSchedule.ReadWrite.Directory", "RoleManagement.Read.All", "RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory")
	readEligible := oneOf("RoleEligibilitySchedule.Read.Directory", "RoleEligibilitySchedule.ReadWrite.Directory", "RoleManagement.Read.All", "RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory")
	var out []route
	for _, r := range []struct {
		name  string
		needs permission
	}{{roleDefinitions, readRoles}, {roleAssignments, readRoles}, {activeInstances, readActive}, {eligibleInstances, readEligible}} {
		path := "/roleManagement/directory/" + r.name
		out = append(out,
			route{http.MethodGet, path, r.needs, privilegesMissing, false, listRoles(r.name)},
			route{http.MethodGet, path + "/{id}", r.needs, privilegesMissing, false, getRole(r.name)},
		)
	}
	return out
}

func listRoles(name string) func(*call) (answer, *refusal) {
	return func(c *call) (answer, *refusal) {
		collection := c.tenant.collection(name)
		if !collection.known {
			return answer{}, privilegesMissing()
		}
		var out []tree
		principal, role := c.expands("principal"), c.expands("roleDefinition")
		collection.readAll(func(_ *record, object tree) { out = append(out, c.expandRole(object, principal, role)) })
		return c.list("roleManagement/directory/"+name, out, nil)
	}
}

func getRole(name string) func(*call) (answer, *refusal) {
	return func(c *call) (answer, *refusal) {
		return c.getOf(name, "roleManagement/directory/"+name, func(object tree) tree {
			return c.expandRole(object, c.expands("principal"), c.expands("roleDefinition"))
		})
	}
}

// expandRole is an assignment with its principal and its role, where $expand asks
// for them, and without them, where the export had them and nobody asks.
func (c *call) expandRole(object tree, principal, role bool) tree {
	out := cloneTree(object)
	for name, wanted := range map[string]bool{"principal": principal, "roleDefinition": role} {
		delete(out, name+"@odata.context")
		if !wanted {
			delete(out, name)
		}
	}
	if role && out["roleDefinition"] == nil {
		if _, found := c.tenant.collection(roleDefinitions).read(word(object, "roleDefinitionId")); found != nil {
			out["roleDefinition"] = cloneTree(found)
		}
	}
	if !principal || out["principal"] != nil {
		return out
	}
	for _, d := range directoryTypes {
		if _, found := c.tenant.collection(d.collection).read(word(object, "principalId")); found != nil {
			out["principal"] = typed(found, d.odataType)
		}
	}
	return out
}
