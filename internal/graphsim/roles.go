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
		collection.readAll(func(_ *record, object tree) { out = append(out, c.expandRole(object)) })
		return c.list("roleManagement/directory/"+name, out, nil)
	}
}

func getRole(name string) func(*call) (answer, *refusal) {
	return func(c *call) (answer, *refusal) {
		collection := c.tenant.collection(name)
		if !collection.known {
			return answer{}, privilegesMissing()
		}
		_, object := collection.read(c.params["id"])
		if object == nil {
			return answer{}, noSuchObject(c.params["id"])
		}
		view, why := c.selected(c.expandRole(object))
		return ok(c.entity("roleManagement/directory/"+name, view)), why
	}
}

// expandRole is an assignment with its principal and its role, where $expand asks
// for them, and without them, where the export had them and nobody asks.
func (c *call) expandRole(object tree) tree {
	out := cloneTree(object)
	for _, navigation := range []string{"principal", "roleDefinition"} {
		if !c.expands(navigation) {
			delete(out, navigation)
			delete(out, navigation+"@odata.context")
		}
	}
	if c.expands("roleDefinition") && out["roleDefinition"] == nil {
		if _, role := c.tenant.collection(roleDefinitions).read(word(object, "roleDefinitionId")); role != nil {
			out["roleDefinition"] = cloneTree(role)
		}
	}
	if c.expands("principal") && out["principal"] == nil {
		for _, d := range directoryTypes {
			if _, principal := c.tenant.collection(d.collection).read(word(object, "principalId")); principal != nil {
				out["principal"] = typed(principal, d.odataType)
			}
		}
	}
	return out
}
