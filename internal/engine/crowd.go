package engine

import (
	"maps"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/directory"
)

// A crowd is all repairers at once. Its sets are sets of people: a condition about users is decided for
// everybody in one pass over its lists, however many there are.
type crowd struct {
	directory   directory.Directory
	people      []person
	index       map[string]int             // by folded user id
	holders     [mostTurns]map[string]mask // by turn and role template: who holds it
	rolesUnread bool                       // no list of active assignments was read: no role is surely absent
	groups      map[string]mask            // by folded group id, as far as they were asked for
	names       map[string][]int           // by folded user principal name, once one was asked for
}

// hold adds to the holders of each role those of the assignments.
func (c *crowd) hold(before map[string]mask, assignments []assignment) map[string]mask {
	held := make(map[string]mask, len(before))
	for template, m := range before {
		held[template] = m.clone()
	}
	for _, a := range assignments {
		if a.template == "" {
			continue
		}
		m, known := held[a.template]
		if !known {
			m = newMask(len(c.people))
			held[a.template] = m
		}
		for _, id := range a.users {
			if i, repairer := c.index[id]; repairer {
				m.put(i, Yes)
			}
		}
		if a.open {
			m.perhaps.Unite(bitset.Full(len(c.people)))
		}
	}
	return held
}

// group is the people in a group.
func (c *crowd) group(id string) mask {
	id = ca.FoldID(id)
	if m, ok := c.groups[id]; ok {
		return m
	}
	m := newMask(len(c.people))
	unread := c.directory.Members(id, func(userID string) {
		if i, repairer := c.index[userID]; repairer {
			m.put(i, Yes)
		}
	})
	if len(unread) > 0 {
		m.perhaps.Unite(bitset.Full(len(c.people)))
	}
	c.groups[id] = m
	return m
}

// role is the people who hold a role in a turn; nobody surely does not where no list of active roles was read.
func (c *crowd) role(template string, turn int) mask {
	m, held := c.holders[turn][ca.FoldID(template)]
	if !held {
		m = newMask(len(c.people))
	}
	if c.rolesUnread {
		m = mask{m.surely, bitset.Full(len(c.people))}
	}
	return m
}

// activeRoles are the role template ids that every person surely holds in the last turn, in order. People who
// hold the same roles share a list.
func (c *crowd) activeRoles() [][]string {
	active, shared := make([][]string, len(c.people)), map[string][]string{}
	for turn := range c.turns() {
		templates := slices.Sorted(maps.Keys(c.holders[turn]))
		columns := make([]set, len(templates))
		for i, template := range templates {
			columns[i] = c.holders[turn][template].surely
		}
		rows := bitset.Transpose(columns, len(c.people))
		var key []byte
		for i, who := range c.people {
			if who.turns() != turn+1 {
				continue
			}
			row := rows.Row(i)
			key = row.AppendKey(append(key[:0], byte(turn)))
			if _, known := shared[string(key)]; !known {
				var ids []string
				row.Each(func(role int) { ids = append(ids, templates[role]) })
				shared[string(key)] = ids
			}
			active[i] = shared[string(key)]
		}
	}
	return active
}

// meant is whom a users condition means in a turn. Guests are no repairers, so what names guests names none
// of them.
func (c *crowd) meant(u ca.Users, turn int) mask {
	include := c.listed(u.IncludeUsers, u.IncludeGroups, u.IncludeRoles, turn)
	exclude := c.listed(u.ExcludeUsers, u.ExcludeGroups, u.ExcludeRoles, turn)
	for i := range include.surely {
		include.surely[i] &^= exclude.perhaps[i]
		include.perhaps[i] &^= exclude.surely[i]
	}
	return include
}

func (c *crowd) listed(users, groups, templates []string, turn int) mask {
	m := newMask(len(c.people))
	for _, id := range users {
		switch i, known := c.index[ca.FoldID(id)]; {
		case id == ca.All:
			return fullMask(len(c.people))
		case id == ca.NotYetKnown:
			m.perhaps.Unite(bitset.Full(len(c.people)))
		case known:
			m.put(i, Yes)
		}
	}
	for _, id := range groups {
		m.uniteNamed(id, len(c.people), c.group)
	}
	for _, id := range templates {
		m.uniteNamed(id, len(c.people), func(id string) mask { return c.role(id, turn) })
	}
	return m
}

// uniteNamed adds whom an id names; one that is not known yet may name any of the n people.
func (m mask) uniteNamed(id string, n int, whom func(string) mask) {
	if id == ca.NotYetKnown {
		m.perhaps.Unite(bitset.Full(n))
		return
	}
	named := whom(id)
	m.surely.Unite(named.surely)
	m.perhaps.Unite(named.perhaps)
}

// turns is how many sign-ins somebody needs.
func (c *crowd) turns() int {
	if slices.ContainsFunc(c.people, func(p person) bool { return p.eligible }) {
		return mostTurns
	}
	return 1
}
