package graphsim

// The names of the collections, which are also the names of the files that a
// tenant folder holds them in.
const (
	organization         = "organization"
	policies             = "policies"
	namedLocations       = "namedLocations"
	strengths            = "authenticationStrengthPolicies"
	contexts             = "authenticationContextClassReferences"
	securityDefaults     = "securityDefaults"
	domains              = "domains"
	methodsPolicy        = "authenticationMethodsPolicy"
	roleDefinitions      = "roleDefinitions"
	roleAssignments      = "roleAssignments"
	activeInstances      = "roleAssignmentScheduleInstances"
	eligibleInstances    = "roleEligibilityScheduleInstances"
	users                = "users"
	groups               = "groups"
	servicePrincipals    = "servicePrincipals"
	signIns              = "signIns"
	directoryAudits      = "directoryAudits"
	templates            = "templates"
	agreements           = "agreements"
	deletedPolicies      = "deletedItems/policies"
	deletedLocations     = "deletedItems/namedLocations"
	groupMembers         = "groupMembers"
	authenticationMethod = "authenticationMethods"
	registeredDevices    = "registeredDevices"
)

// listed are the collections whose file holds {"value": [...]}.
var listed = []string{
	organization, policies, namedLocations, strengths, contexts, domains,
	roleDefinitions, roleAssignments, activeInstances, eligibleInstances,
	users, groups, servicePrincipals, signIns, directoryAudits,
}

// single are the collections whose file holds one object.
var single = []string{securityDefaults, methodsPolicy}

// perObject are the files that hold a list for each object id.
var perObject = []string{groupMembers, authenticationMethod, registeredDevices}

// alwaysKnown are the collections that are empty, not unread, when a tenant
// folder has no file for them: what the provider writes, and what Microsoft provides.
var alwaysKnown = []string{policies, namedLocations, strengths, contexts, templates, deletedPolicies, deletedLocations}

// unfiled are the collections that no file of a tenant folder holds: a test puts
// their objects there, and after Load they are unread until it does.
var unfiled = []string{agreements}

// tenant is everything that the simulator stores.
type tenant struct {
	collections map[string]*collection
	related     map[string]*relation
	contested   map[string]bool // see [Server.Contradict]
}

// relation holds a list for each object, such as the members of each group.
type relation struct {
	known    bool // false: there was no file
	complete bool // an object without an entry has an empty list, rather than an unread one
	lists    map[string]relatedList
}

// relatedList is the list of one object, under its id as it was written.
type relatedList struct {
	id      string
	objects []tree
}

func (r *relation) set(id string, objects []tree) {
	r.known = true
	r.lists[fold(id)] = relatedList{id, objects}
}

// of is the list of one object; known is false when it was not read.
func (r *relation) of(id string) (objects []tree, known bool) {
	list, found := r.lists[fold(id)]
	return list.objects, r.known && (found || r.complete)
}

// newTenant is an empty tenant in which everything is known.
func newTenant(l lag) *tenant {
	t := &tenant{collections: map[string]*collection{}, related: map[string]*relation{}}
	for _, names := range [][]string{listed, single, alwaysKnown, unfiled} {
		for _, name := range names {
			t.collections[name] = newCollection(l)
		}
	}
	for _, name := range perObject {
		t.related[name] = &relation{known: true, complete: true, lists: map[string]relatedList{}}
	}
	t.collections[securityDefaults].put(securityDefaultsObject(false))
	t.collections[methodsPolicy].put(tree{"id": "authenticationMethodsPolicy", "displayName": "Authentication Methods Policy", "authenticationMethodConfigurations": []any{}})
	t.addBuiltInStrengths()
	t.addTemplates()
	return t
}

// collection is the collection of that name, which must be one of the constants above.
func (t *tenant) collection(name string) *collection { return t.collections[name] }

// securityDefaultsOn says whether security defaults are known to be on.
func (t *tenant) securityDefaultsOn() bool {
	for _, object := range t.collection(securityDefaults).current() {
		return truth(object, "isEnabled")
	}
	return false
}
