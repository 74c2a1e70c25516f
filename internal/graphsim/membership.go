package graphsim

import (
	"net/http"
	"strings"
)

func membershipRoutes() []route {
	readMembers := oneOf("GroupMember.Read.All", "GroupMember.ReadBasic.All", "GroupMember.ReadWrite.All", "Group.Read.All", "Group.ReadBasic.All", "Group.ReadWrite.All", "Directory.Read.All")
	readMemberOf := oneOf("User.Read.All", "Directory.Read.All", "Directory.ReadWrite.All", "Group.Read.All", "Group.ReadBasic.All", "GroupMember.Read.All", "GroupMember.ReadBasic.All")
	readMethods := oneOf("UserAuthenticationMethod.Read.All", "UserAuthenticationMethod.ReadWrite.All")
	readDevices := oneOf("Device.Read.All", "Device.ReadWrite.All", "User.Read.All", "Directory.Read.All", "Directory.ReadWrite.All")
	return []route{
		{http.MethodGet, "/groups/{id}/members", readMembers, privilegesMissing, false, members(false)},
		{http.MethodGet, "/groups/{id}/members/microsoft.graph.{type}", readMembers, privilegesMissing, false, members(false)},
		{http.MethodGet, "/groups/{id}/transitiveMembers", readMembers, privilegesMissing, false, members(true)},
		{http.MethodGet, "/groups/{id}/transitiveMembers/microsoft.graph.{type}", readMembers, privilegesMissing, false, members(true)},
		{http.MethodGet, "/users/{id}/transitiveMemberOf", readMemberOf, privilegesMissing, false, transitiveMemberOf},
		{http.MethodGet, "/users/{id}/transitiveMemberOf/microsoft.graph.{type}", readMemberOf, privilegesMissing, false, transitiveMemberOf},
		{http.MethodGet, "/users/{id}/authentication/methods", readMethods, privilegesMissing, false, related(authenticationMethod)},
		{http.MethodGet, "/users/{id}/registeredDevices", readDevices, privilegesMissing, false, related(registeredDevices)},
		{http.MethodGet, "/users/{id}/registeredDevices/microsoft.graph.{type}", readDevices, privilegesMissing, false, related(registeredDevices)},
	}
}

// related answers a list that belongs to a user: 404 for a user that is not there,
// 403 for one whose list was not read.
func related(name string) func(*call) (answer, *refusal) {
	return func(c *call) (answer, *refusal) {
		id, why := c.userID()
		if why != nil {
			return answer{}, why
		}
		found, known := c.tenant.related[name].of(id)
		if !known {
			return answer{}, privilegesMissing()
		}
		var out []tree
		for _, object := range found {
			view := cloneTree(object)
			if name == registeredDevices {
				fill(view, "@odata.type", "#microsoft.graph.device")
			}
			if c.params["type"] == "" || hasType(view, c.params["type"]) {
				out = append(out, view)
			}
		}
		fragment := "users('" + id + "')/" + strings.TrimPrefix(c.path, "/users/"+c.params["id"]+"/")
		return c.list(fragment, out, nil)
	}
}

// userID is the id of the user in the path. Without the users nobody can tell
// whether one exists, so its id is taken as it is.
func (c *call) userID() (string, *refusal) {
	if object := c.tenant.user(c.params["id"]); object != nil {
		return word(object, "id"), nil
	}
	if !c.tenant.collection(users).known {
		return c.params["id"], nil
	}
	return "", noSuchObject(c.params["id"])
}

func hasType(object tree, name string) bool {
	return strings.EqualFold(word(object, "@odata.type"), "#microsoft.graph."+name)
}

// members answers the members of a group, direct or through other groups. One
// group on the way whose members were not read makes the answer unknown: 403.
func members(transitive bool) func(*call) (answer, *refusal) {
	return func(c *call) (answer, *refusal) {
		id := c.params["id"]
		all := c.tenant.collection(groups)
		if all.known && all.find(id) == nil {
			return answer{}, noSuchObject(id)
		}
		found, known := c.tenant.membersOf(id, transitive)
		if !known {
			return answer{}, privilegesMissing()
		}
		var out []tree
		for _, reference := range found {
			if c.params["type"] == "" || hasType(reference, c.params["type"]) {
				out = append(out, c.tenant.resolve(reference))
			}
		}
		return c.list("directoryObjects", out, c.standard(usersAmong))
	}
}

// membersOf walks a group. known is false when some list on the way was not read.
func (t *tenant) membersOf(id string, transitive bool) (found []tree, known bool) {
	seen := map[string]bool{fold(id): true}
	for queue := []string{id}; len(queue) > 0; queue = queue[1:] {
		direct, known := t.related[groupMembers].of(queue[0])
		if !known {
			return nil, false
		}
		for _, reference := range direct {
			member := word(reference, "id")
			if seen[fold(member)] {
				continue
			}
			seen[fold(member)] = true
			found = append(found, reference)
			if transitive && hasType(reference, "group") {
				queue = append(queue, member)
			}
		}
	}
	return found, true
}

// resolve is the object that a reference stands for, as far as it is known.
func (t *tenant) resolve(reference tree) tree {
	for _, d := range directoryTypes {
		if word(reference, "@odata.type") != d.odataType {
			continue
		}
		if _, object := t.collection(d.collection).read(word(reference, "id")); object != nil {
			return typed(object, d.odataType)
		}
	}
	return cloneTree(reference)
}

// transitiveMemberOf finds the groups of a user by walking every group, so it is
// unknown as soon as the members of any group are.
func transitiveMemberOf(c *call) (answer, *refusal) {
	id, why := c.userID()
	if why != nil {
		return answer{}, why
	}
	if !c.tenant.collection(groups).known {
		return answer{}, privilegesMissing()
	}
	var out []tree
	for _, group := range c.tenant.collection(groups).current() {
		found, known := c.tenant.membersOf(word(group, "id"), true)
		if !known {
			return answer{}, privilegesMissing()
		}
		for _, reference := range found {
			if fold(word(reference, "id")) == fold(id) {
				out = append(out, typed(group, "#microsoft.graph.group"))
			}
		}
	}
	if kind := c.params["type"]; kind != "" && !strings.EqualFold(kind, "group") {
		out = nil
	}
	return c.list("directoryObjects", out, nil)
}
