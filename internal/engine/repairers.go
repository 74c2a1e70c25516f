package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/directory"
)

// A person is a repairer before anything was decided about it.
type person struct {
	user       *ca.User
	id         string // folded
	index      int    // in the crowd
	breakGlass bool
	eligible   bool
}

// turns is how many sign-ins must all pass: one with the active roles; for an eligible repairer a second
// one, with the eligible roles beside them.
func (p person) turns() int {
	if p.eligible {
		return 2
	}
	return 1
}

// repairer is the person as a report shows it.
func (p person) repairer(e *Evidence) Repairer {
	return Repairer{User: p.user, Eligible: p.eligible, BreakGlass: p.breakGlass, Evidence: e}
}

// mostTurns is how many sign-ins one repairer may need.
const mostTurns = 2

// An assignment is a role assignment with its principal resolved.
type assignment struct {
	template string // the role that conditions name; "" is one that none can name
	repairs  bool
	users    []string // folded ids
	open     bool     // others may have it too
}

// repairers finds who may change Conditional Access, in the order of the report, and which roles they hold.
// What keeps the list from being complete goes into missing.
func repairers(t *ca.Tenant, declared ca.BreakGlass, missing *factSet) *crowd {
	if !t.Users.Read() {
		missing.add(fact("users", "read the users: without them nobody is known to hold a role"))
	}
	plain, rolesRead := activeAssignments(t)
	if !rolesRead {
		missing.add(fact("roleAssignments", "read the role assignments: without them nobody is known to hold a role"))
	}
	if !t.EligibleSchedules.Read() {
		missing.add(fact("roleEligibilityScheduleInstances", "read the eligible role assignments: eligible administrators are not known without them"))
	}
	c := &crowd{directory: directory.Directory{Tenant: t}, index: map[string]int{}, groups: map[string]mask{}, rolesUnread: !rolesRead}
	book := directory.NewRoleBook(t)
	active := resolve(c.directory, book, plain, missing)
	eligible := resolve(c.directory, book, t.EligibleSchedules.Value(), missing)
	c.gather(active, false)
	c.gather(eligible, true)
	c.sort()
	c.holders[0] = c.hold(nil, active)
	c.holders[1] = c.hold(c.holders[0], eligible)
	c.declare(declared)
	return c
}

// alone is a crowd of one, repairer or not, with the roles that are active: it is asked for one sign-in, the first.
func alone(t *ca.Tenant, user ca.User) *crowd {
	who := person{user: &user, id: ca.FoldID(user.ID)}
	c := &crowd{directory: directory.Directory{Tenant: t}, people: []person{who}, index: map[string]int{who.id: 0}, groups: map[string]mask{}}
	plain, rolesRead := activeAssignments(t)
	c.rolesUnread = !rolesRead
	c.holders[0] = c.hold(nil, resolve(c.directory, directory.NewRoleBook(t), plain, &factSet{}))
	return c
}

// activeAssignments joins the two lists that tell of active roles; either one is enough.
func activeAssignments(t *ca.Tenant) (assignments []ca.RoleAssignment, read bool) {
	plain, plainRead := t.RoleAssignments.Get()
	scheduled, scheduledRead := t.AssignmentSchedules.Get()
	return slices.Concat(plain, scheduled), plainRead || scheduledRead
}

// resolve finds the users of every assignment at tenant scope, direct and through groups.
func resolve(d directory.Directory, book directory.RoleBook, assignments []ca.RoleAssignment, missing *factSet) []assignment {
	var resolved []assignment
	for _, a := range assignments {
		if !a.AtTenantScope() {
			continue
		}
		var r assignment
		if template, named := book.Template(a.RoleDefinitionID); named {
			r.template = template
		}
		r.repairs = book.Repairs(a.RoleDefinitionID)
		if !book.Decides(a.RoleDefinitionID) {
			missing.add(factRoleDefinitions(a.RoleDefinitionID))
		}
		principal := ca.FoldID(a.PrincipalID)
		if d.IsUser(principal) {
			r.users = append(r.users, principal)
		}
		if d.MayBeGroup(principal) {
			r.open = len(d.Members(principal, func(userID string) { r.users = append(r.users, userID) })) > 0
			if r.open && r.repairs {
				missing.add(factGroupMembers(d.Tenant, principal))
			}
		}
		resolved = append(resolved, r)
	}
	return resolved
}

// gather adds whom the assignments make repairers, each once. Guests and disabled accounts are none.
func (c *crowd) gather(assignments []assignment, eligible bool) {
	users := c.directory.Tenant.Users.Value()
	for _, a := range assignments {
		if !a.repairs {
			continue
		}
		for _, id := range a.users {
			user, exists := users[id]
			if _, known := c.index[id]; known || !exists || user.IsGuest() || (user.AccountEnabled != nil && !*user.AccountEnabled) {
				continue
			}
			c.index[id] = len(c.people)
			c.people = append(c.people, person{user: &user, id: id, eligible: eligible})
		}
	}
}

// sort puts the people in the order of the report.
func (c *crowd) sort() {
	names := make([]string, len(c.people))
	order := make([]int, len(c.people))
	for i, p := range c.people {
		names[i], order[i] = strings.ToLower(p.user.UserPrincipalName), i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(strings.Compare(names[a], names[b]), strings.Compare(c.people[a].id, c.people[b].id))
	})
	sorted := make([]person, len(c.people))
	for to, from := range order {
		sorted[to] = c.people[from]
		sorted[to].index = to
		c.index[sorted[to].id] = to
	}
	c.people = sorted
}

// declare marks the people that the operator named as break-glass accounts.
func (c *crowd) declare(b ca.BreakGlass) {
	for _, group := range b.Groups {
		c.group(group).surely.Each(func(i int) { c.people[i].breakGlass = true })
	}
	for _, word := range b.Users {
		for _, i := range c.named(word) {
			c.people[i].breakGlass = true
		}
	}
}

// named are the people that an operator's word for a user means: an id or a user principal name.
func (c *crowd) named(word string) []int {
	if c.names == nil {
		c.names = make(map[string][]int, len(c.people))
		for i, p := range c.people {
			if name := strings.ToLower(p.user.UserPrincipalName); name != "" {
				c.names[name] = append(c.names[name], i)
			}
		}
	}
	found := c.names[strings.ToLower(word)]
	if i, isID := c.index[ca.FoldID(word)]; isID && !slices.Contains(found, i) {
		found = append(slices.Clip(found), i)
	}
	return found
}
