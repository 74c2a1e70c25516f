package engine

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// A crowd is all repairers at once. Its sets are sets of people: a condition about users is decided for
// everybody in one pass over its lists, however many there are.
type crowd struct {
	directory *directory
	people    []person
	index     map[string]int // by folded user id
	groups    map[string]mask
	roles     []map[string]mask // by turn
}

func newCrowd(d *directory, people []person) *crowd {
	c := &crowd{directory: d, people: people, index: make(map[string]int, len(people)), groups: map[string]mask{}}
	for i, p := range people {
		c.index[p.id] = i
	}
	for turn := range mostTurns {
		c.roles = append(c.roles, c.holders(turn))
	}
	return c
}

// mostTurns is how many sign-ins one repairer needs: without and with the eligible roles.
const mostTurns = 2

// holders are the people who hold each role in a turn.
func (c *crowd) holders(turn int) map[string]mask {
	byRole := map[string]mask{}
	for i, p := range c.people {
		for template, v := range p.turns[min(turn, len(p.turns)-1)] {
			if _, known := byRole[template]; !known {
				byRole[template] = newMask(len(c.people))
			}
			byRole[template].put(i, v)
		}
	}
	return byRole
}

// group is the people in a group.
func (c *crowd) group(id string) mask {
	id = ca.FoldID(id)
	if m, ok := c.groups[id]; ok {
		return m
	}
	membership := c.directory.group(id)
	m := newMask(len(c.people))
	for i, p := range c.people {
		m.put(i, membership.of(p.id))
	}
	c.groups[id] = m
	return m
}

// role is the people who hold a role in a turn; nobody surely does not where no list of active roles was read.
func (c *crowd) role(template string, turn int) mask {
	m, held := c.roles[turn][ca.FoldID(template)]
	if !held {
		m = newMask(len(c.people))
	}
	if len(c.people) > 0 && c.people[0].rolesUnread {
		m = mask{m.surely, fullSet(len(c.people))}
	}
	return m
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
			m.perhaps = fullSet(len(c.people))
		case known:
			m.put(i, Yes)
		}
	}
	for _, id := range groups {
		m.uniteNamed(id, c.group)
	}
	for _, id := range templates {
		m.uniteNamed(id, func(id string) mask { return c.role(id, turn) })
	}
	return m
}

// uniteNamed adds whom an id names; one that is not known yet may name anybody.
func (m mask) uniteNamed(id string, whom func(string) mask) {
	if id == ca.NotYetKnown {
		for i := range m.perhaps {
			m.perhaps[i] = ^uint64(0)
		}
		return
	}
	named := whom(id)
	m.surely.unite(named.surely)
	m.perhaps.unite(named.perhaps)
}

// masks turns the decisions around: for every person and turn, the policies that mean it.
func (c *crowd) masks(policies []ca.Policy) [][]mask {
	byPerson := make([][]mask, len(c.people))
	for i, p := range c.people {
		for range p.turns {
			byPerson[i] = append(byPerson[i], newMask(len(policies)))
		}
	}
	for policy := range policies {
		for turn := range mostTurns {
			m := c.meant(policies[policy].Conditions.Users, turn)
			note := func(set func(mask) set) func(int) {
				return func(i int) {
					if i < len(byPerson) && turn < len(byPerson[i]) {
						set(byPerson[i][turn]).add(policy)
					}
				}
			}
			m.surely.each(note(func(m mask) set { return m.surely }))
			m.perhaps.each(note(func(m mask) set { return m.perhaps }))
		}
	}
	return byPerson
}
