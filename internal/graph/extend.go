package graph

import (
	"context"
	"maps"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// personalUpTo is how many members a group of a scope may have for each of them to be read like a
// break-glass account. A group of more is one that a policy names, not one of break-glass accounts.
const personalUpTo = 100

// extend reads what is wanted and not there yet.
func (d *directory) extend(ctx context.Context, c *Client, w wanted) error {
	all, repairers := d.principals()
	targets := map[string]bool{}
	for _, m := range d.methods.Value().Configurations {
		for _, t := range slices.Concat(m.IncludeTargets, m.ExcludeTargets) {
			add(targets, []string{t.ID})
		}
	}
	// Who holds a role is a user, a group or a service principal; the assignment does not say which.
	if err := c.carryOut(ctx, slices.Values(slices.Concat(
		d.askUsers(union(w.users, repairers)),
		d.askGroups(union(w.groups, targets, all)),
		d.askServicePrincipals(w.servicePrincipals),
		d.askApplications(w.applications),
	))); err != nil {
		return err
	}
	if err := c.carryOut(ctx, slices.Values(d.askMembers(repairers, w.scope.Groups))); err != nil {
		return err
	}
	persons, users := d.persons(repairers, w.scope)
	if err := c.carryOut(ctx, slices.Values(d.askUsers(users)), d.people.ask(persons)); err != nil {
		return err
	}
	if d.people.complete() {
		return nil
	}
	// Somebody's groups could not be read: then the groups themselves, as far as one page goes.
	return c.carryOut(ctx, slices.Values(d.askMembers(nil, slices.Sorted(maps.Keys(union(w.groups, targets, all))))))
}

// askMembers are the readings of the groups that have to be known whole: those that hold a role, to the
// last page, and those of the scope, as far as one page goes.
func (d *directory) askMembers(repairers map[string]bool, scope []string) []reading {
	var readings []reading
	ask := func(id string, whole bool) {
		_, done := d.members[id]
		exists := d.groups.denied
		if _, found := d.groups.found[id]; found {
			exists = true
		}
		if done || !exists || d.large[id] && !whole {
			return
		}
		r := reading{
			fact: "group members", order: membersOf(id),
			take: into(decodeMembers, func(list []ca.Member) {
				if whole || !d.large[id] {
					d.members[id] = withoutGroups(list)
				}
			}),
			absent: func() {},
		}
		if !whole {
			r.short = func(more bool) { d.large[id] = more }
		}
		readings = append(readings, r)
	}
	for _, id := range slices.Sorted(maps.Keys(repairers)) {
		if _, isUser := d.users.found[id]; !isUser {
			ask(id, true)
		}
	}
	for _, id := range scope {
		if id = ca.FoldID(id); isGUID(id) && !repairers[id] {
			ask(id, false)
		}
	}
	return readings
}

// withoutGroups leaves the nested groups out of a list that holds their members already.
func withoutGroups(members []ca.Member) []ca.Member {
	return slices.DeleteFunc(members, func(m ca.Member) bool { return ca.SameID(m.Kind, kindGroup) })
}

// persons are the accounts that verdicts are about, and the users of whom at least the object is needed.
func (d *directory) persons(repairers map[string]bool, scope Scope) (persons, users map[string]bool) {
	persons, users = map[string]bool{}, map[string]bool{}
	take := func(id string, personal bool) {
		users[id] = true
		if personal {
			persons[id] = true
		}
	}
	for id := range repairers {
		if _, ok := d.users.found[id]; ok {
			take(id, true)
		}
		for _, m := range d.members[id] {
			if ca.SameID(m.Kind, kindUser) {
				take(ca.FoldID(m.ID), true)
			}
		}
	}
	for _, id := range scope.Users {
		if _, ok := d.users.found[ca.FoldID(id)]; ok {
			take(ca.FoldID(id), true)
		}
	}
	for _, id := range scope.Groups {
		members := d.members[ca.FoldID(id)]
		for _, m := range members {
			if ca.SameID(m.Kind, kindUser) {
				take(ca.FoldID(m.ID), len(members) <= personalUpTo)
			}
		}
	}
	return persons, users
}
