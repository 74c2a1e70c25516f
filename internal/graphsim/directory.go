package graphsim

import (
	"net/http"
	"slices"
	"strings"
)

// userMembers are the members of a user that v1.0 answers unless $select names
// others. Whoever needs accountEnabled or userType has to ask.
var userMembers = []string{
	"businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone",
	"officeLocation", "preferredLanguage", "surname", "userPrincipalName",
}

// standard is what the version answers of directory objects: beta all, v1.0 less
// of users, wherever they occur.
func (c *call) standard(isUser func(object tree) bool) standardMembers {
	return func(object tree) []string {
		if c.beta || !isUser(object) {
			return nil
		}
		return userMembers
	}
}

func everyone(tree) bool { return true }

func usersAmong(object tree) bool { return hasType(object, "user") }

var (
	readUsers             = oneOf("User.Read.All", "User.ReadWrite.All", "User.ReadBasic.All", "Directory.Read.All", "Directory.ReadWrite.All")
	readGroups            = oneOf("Group.Read.All", "Group.ReadBasic.All", "Group.ReadWrite.All", "Group-NestingSupport.ReadWrite.All", "GroupMember.Read.All", "Directory.Read.All", "Directory.ReadWrite.All")
	readServicePrincipals = oneOf("Application.Read.All", "Application.ReadWrite.All", "Application.ReadWrite.OwnedBy", "Directory.Read.All", "Directory.ReadWrite.All")
)

func directoryRoutes() []route {
	return []route{
		{http.MethodGet, "/users", readUsers, privilegesMissing, false, listUsers},
		{http.MethodGet, "/users/{id}", readUsers, privilegesMissing, false, getUser},
		{http.MethodGet, "/groups", readGroups, privilegesMissing, false, listObjects(groups)},
		{http.MethodGet, "/groups/{id}", readGroups, privilegesMissing, false, getObject(groups)},
		{http.MethodGet, "/servicePrincipals", readServicePrincipals, privilegesMissing, false, listObjects(servicePrincipals)},
		{http.MethodGet, "/servicePrincipals/{id}", readServicePrincipals, privilegesMissing, false, getObject(servicePrincipals)},
		{http.MethodGet, "/servicePrincipals(appId='{appId}')", readServicePrincipals, privilegesMissing, false, getByAppID},
		{http.MethodPost, "/directoryObjects/getByIds", oneOf("Directory.Read.All"), privilegesMissing, false, getByIDs},
	}
}

func listUsers(c *call) (answer, *refusal) {
	return c.listCollection(users, c.standard(everyone))
}

func listObjects(name string) func(*call) (answer, *refusal) {
	return func(c *call) (answer, *refusal) { return c.listCollection(name, nil) }
}

// listCollection answers a collection, or 403 when nobody has read it.
func (c *call) listCollection(name string, standard standardMembers) (answer, *refusal) {
	collection := c.tenant.collection(name)
	if !collection.known {
		return answer{}, privilegesMissing()
	}
	var out []tree
	collection.readAll(func(_ *record, object tree) { out = append(out, object) }) // stored trees never change
	return c.list(name, out, standard)
}

func getObject(name string) func(*call) (answer, *refusal) {
	return func(c *call) (answer, *refusal) { return c.getOf(name, name, cloneTree) }
}

// getOf answers the object that the path names, as the view shows it, or 403 when nobody has read the collection.
func (c *call) getOf(name, fragment string, view func(tree) tree) (answer, *refusal) {
	collection := c.tenant.collection(name)
	if !collection.known {
		return answer{}, privilegesMissing()
	}
	_, object := collection.read(c.params["id"])
	if object == nil {
		return answer{}, noSuchObject(c.params["id"])
	}
	shown, why := c.selected(view(object))
	return ok(c.entity(fragment, shown)), why
}

// getUser finds a user by id or by user principal name.
func getUser(c *call) (answer, *refusal) {
	if !c.tenant.collection(users).known {
		return answer{}, privilegesMissing()
	}
	object := c.tenant.user(c.params["id"])
	if object == nil {
		return answer{}, noSuchObject(c.params["id"])
	}
	if why := c.checkOptions(); why != nil {
		return answer{}, why
	}
	return ok(c.entity("users", pick(cloneTree(object), selection(c.query.Get("$select")), c.standard(everyone)))), nil
}

// user is the user with that id or user principal name, as a reader sees it.
func (t *tenant) user(name string) tree {
	if _, object := t.collection(users).read(name); object != nil {
		return object
	}
	for _, object := range t.collection(users).current() {
		if strings.EqualFold(word(object, "userPrincipalName"), name) {
			return object
		}
	}
	return nil
}

func getByAppID(c *call) (answer, *refusal) {
	if !c.tenant.collection(servicePrincipals).known {
		return answer{}, privilegesMissing()
	}
	for _, object := range c.tenant.collection(servicePrincipals).current() {
		if strings.EqualFold(word(object, "appId"), c.params["appId"]) {
			view, why := c.selected(cloneTree(object))
			return ok(c.entity("servicePrincipals", view)), why
		}
	}
	return answer{}, noSuchObject(c.params["appId"])
}

// directoryTypes are the types of directory objects and where they are stored.
var directoryTypes = []struct{ odataType, collection string }{
	{"#microsoft.graph.user", users},
	{"#microsoft.graph.group", groups},
	{"#microsoft.graph.servicePrincipal", servicePrincipals},
}

// getByIDs resolves ids to objects and leaves out those that do not exist. Were a
// collection unread, leaving out would say too much: that is 403.
func getByIDs(c *call) (answer, *refusal) {
	body, why := c.object("getByIds")
	if why != nil {
		return answer{}, why
	}
	sent, m := (&shape{name: "getByIds", members: texts("ids", "types")}).conform(body, c.beta, "")
	if m != nil {
		return answer{}, m.refusal("getByIds")
	}
	ids, types := words(sent, "ids"), words(sent, "types")
	if len(ids) == 0 || len(ids) > 1000 {
		return answer{}, badRequest("The number of ids must be between 1 and 1000.")
	}
	value := []any{}
	for _, d := range directoryTypes {
		if len(types) > 0 && !slices.ContainsFunc(types, func(t string) bool { return strings.EqualFold("#microsoft.graph."+t, d.odataType) }) {
			continue
		}
		if !c.tenant.collection(d.collection).known {
			return answer{}, privilegesMissing()
		}
		for _, id := range ids {
			if _, object := c.tenant.collection(d.collection).read(id); object != nil {
				value = append(value, pick(typed(object, d.odataType), nil, c.standard(usersAmong)))
			}
		}
	}
	return ok(tree{"@odata.context": c.context("directoryObjects"), "value": value}), nil
}

// typed is an object as a member of a collection of mixed types.
func typed(object tree, odataType string) tree {
	out := cloneTree(object)
	out["@odata.type"] = odataType
	return out
}
