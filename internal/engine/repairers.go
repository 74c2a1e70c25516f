package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A person is a repairer before anything was decided about it.
type person struct {
	user       ca.User
	id         string // folded
	breakGlass bool
	eligible   bool
	// turns are the role sets of the sign-ins that must all pass: the active roles; for an eligible
	// repairer these first, and then the eligible ones with them.
	turns []roles
	// rolesUnread says that no list of active assignments was read: no role is surely absent.
	rolesUnread bool
}

// repairers finds who may change Conditional Access, in the order of the report. What keeps the list from
// being complete goes into missing.
func (d *directory) repairers(declared ca.BreakGlass, missing *factSet) []person {
	t := d.tenant
	users, usersRead := t.Users.Get()
	if !usersRead {
		missing.add(fact("users", "read the users: without them nobody is known to hold a role"))
	}
	assignments, rolesRead := activeAssignments(t)
	if !rolesRead {
		missing.add(fact("roleAssignments", "read the role assignments: without them nobody is known to hold a role"))
	}
	if !t.EligibleSchedules.Read() {
		missing.add(fact("roleEligibilityScheduleInstances", "read the eligible role assignments: eligible administrators are not known without them"))
	}
	book := newRoleBook(t)
	active := d.hold(book, assignments, missing)
	eligible := d.hold(book, t.EligibleSchedules.Value(), missing)

	var people []person
	for id, user := range users {
		isActive, isEligible := active.repairer[id] == Yes, eligible.repairer[id] == Yes
		if (!isActive && !isEligible) || user.IsGuest() || (user.AccountEnabled != nil && !*user.AccountEnabled) {
			continue
		}
		p := person{
			user: user, id: id, eligible: !isActive, rolesUnread: !rolesRead,
			breakGlass: d.declares(declared, user),
			turns:      []roles{active.of(id)},
		}
		if p.eligible {
			p.turns = append(p.turns, p.turns[0].merged(eligible.of(id)))
		}
		people = append(people, p)
	}
	slices.SortFunc(people, func(a, b person) int {
		return cmp.Or(
			strings.Compare(strings.ToLower(a.user.UserPrincipalName), strings.ToLower(b.user.UserPrincipalName)),
			strings.Compare(a.id, b.id))
	})
	return people
}

// activeAssignments joins the two lists that tell of active roles; either one is enough.
func activeAssignments(t *ca.Tenant) (assignments []ca.RoleAssignment, read bool) {
	plain, plainRead := t.RoleAssignments.Get()
	scheduled, scheduledRead := t.AssignmentSchedules.Get()
	return append(slices.Clone(plain), scheduled...), plainRead || scheduledRead
}

// declares reports whether the operator named the user as a break-glass account.
func (d *directory) declares(b ca.BreakGlass, user ca.User) bool {
	for _, name := range b.Users {
		if names(name, user) {
			return true
		}
	}
	for _, group := range b.Groups {
		if d.group(group).of(ca.FoldID(user.ID)) == Yes {
			return true
		}
	}
	return false
}

// names reports whether an operator's word for a user, an id or a user principal name, is this user's.
func names(word string, user ca.User) bool {
	return ca.SameID(word, user.ID) || (user.UserPrincipalName != "" && strings.EqualFold(word, user.UserPrincipalName))
}

// holds is what the person's roles of one turn say to a condition that names a role.
func (p person) holds(turn int, templateID string) Value {
	v := p.turns[turn][ca.FoldID(templateID)]
	if p.rolesUnread {
		v = max(v, Unknown)
	}
	return v
}

// activeRoles are the role template ids that are surely active in the last turn, in order.
func (p person) activeRoles() []string {
	var ids []string
	for id, v := range p.turns[len(p.turns)-1] {
		if v == Yes {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
