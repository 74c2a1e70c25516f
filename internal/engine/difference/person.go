package difference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// A person is one value of the people axis: people that no condition can tell apart.
type person struct {
	id       string    // of one of them: the user or service principal that examples name; "" for people without an object
	count    int       // how many they are
	types    [2]string // the external type in either tenant
	assumed  bool      // the type was not read: there is a value for every one that it may be
	home     string    // the home tenant, of somebody from outside
	homeless bool      // from outside, and from no tenant that is named
	class    int       // which people they are, -1 for those without an object; values of different home tenants share it
}

// outside reports whether the person has a home tenant elsewhere.
func (p person) outside() bool {
	elsewhere := func(t string) bool { return t != "" && t != internalGuest }
	return elsewhere(p.types[0]) || elsewhere(p.types[1])
}

// A census is everybody, in classes.
type census struct {
	people  []person
	members map[int]set // by term: the people it is about

	population population
	roll       *roll
	of         []int   // by number on the roll: who is the same to every term; the last of all is everybody else
	byGroup    [][]int // classes by that: they differ in their types
	classes    []class
	at         [][]int // by class: its people
	typed      bool
}

// An object is what the census needs of a user or service principal.
type object struct {
	id      string
	types   [2]string // the external type in either tenant
	awkward bool      // not a good example: a guest, or switched off
}

// plainer orders objects by how well they serve as an example.
func (o object) plainer(than object) bool {
	if o.awkward != than.awkward {
		return !o.awkward
	}
	return o.id < than.id
}

// A class is the people that no term tells apart.
type class struct {
	best  object
	count int
	types [2]string
}

// takeCensus sorts a population into classes by the terms that are used, and adds people from outside. It
// looks once at everybody that a term lists, and once at the population.
func takeCensus(p population, v *vocabulary[*whom], used []bool, homes []string, outsiders bool) *census {
	c := &census{members: map[int]set{}, population: p}
	listed := 0
	for i, t := range v.terms {
		if used[i] && t.what.listed != nil {
			listed += t.what.listed.size()
		}
		c.typed = c.typed || (used[i] && t.what.guests != nil)
	}
	c.roll = newRoll(min(listed, p.size()))
	lists, waiting := make([][]int32, len(v.terms)), newQueue(c.roll)
	for i, t := range v.terms {
		if used[i] && t.what.listed != nil {
			lists[i] = make([]int32, 0, t.what.listed.size())
			t.what.listed.each(func(id string) {
				if waiting.add(id) {
					lists[i] = append(lists[i], waiting.call()...)
				}
			})
			lists[i] = append(lists[i], waiting.call()...)
		}
	}
	groups := c.refine(lists)
	c.sort(groups)
	c.populate(homes, outsiders)
	for i, t := range v.terms {
		if used[i] {
			c.members[i] = c.membersOf(t.what, lists[i], groups)
		}
	}
	return c
}

// sort sorts the population by group and type.
func (c *census) sort(groups int) {
	c.byGroup = make([][]int, groups+1)
	c.population.each(c.roll, c.typed, func(n int32, o object) {
		group := groups
		if n >= 0 {
			group = c.of[n]
		}
		at := -1
		for _, k := range c.byGroup[group] {
			if c.classes[k].types == o.types {
				at = k
			}
		}
		if at < 0 {
			at = len(c.classes)
			c.byGroup[group] = append(c.byGroup[group], at)
			c.classes = append(c.classes, class{best: o, types: o.types})
		}
		k := &c.classes[at]
		k.count++
		if o.plainer(k.best) {
			k.best = o
		}
	})
}

// populate makes the values of the axis: the classes, the plainest first, and people without an object.
func (c *census) populate(homes []string, outsiders bool) {
	order := make([]int, len(c.classes))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(a, b int) int {
		if c.classes[a].best.plainer(c.classes[b].best) {
			return -1
		}
		return 1
	})
	c.at = make([][]int, len(c.classes))
	for _, k := range order {
		own := &c.classes[k]
		who := person{id: own.best.id, count: own.count, class: k}
		for _, types := range typesOf(own.types) {
			who.types, who.assumed = types, types != own.types
			for _, home := range homesOf(who, homes) {
				c.at[k] = append(c.at[k], len(c.people))
				who.home, who.homeless = home, home == ""
				c.people = append(c.people, who)
			}
		}
	}
	if !outsiders {
		return
	}
	for _, t := range ca.GuestTypes {
		who := person{types: [2]string{t, t}, class: -1}
		for _, home := range homesOf(who, homes) {
			who.home, who.homeless = home, home == ""
			c.people = append(c.people, who)
		}
	}
}

// typesOf are the types that the people of a class may be of. What was read in neither tenant is the same in
// both.
func typesOf(types [2]string) [][2]string {
	var all [][2]string
	for _, before := range variants(types[0]) {
		if types[0] == types[1] {
			all = append(all, [2]string{before, before})
			continue
		}
		for _, after := range variants(types[1]) {
			all = append(all, [2]string{before, after})
		}
	}
	return all
}

// homesOf are the home tenants that a person may have; "" is one that nobody names.
func homesOf(who person, homes []string) []string {
	if !who.outside() {
		return []string{""}
	}
	return append([]string{""}, homes...)
}

func (c *census) membersOf(w *whom, numbers []int32, groups int) set {
	s := bitset.New(len(c.people))
	switch {
	case w.everybody:
		return bitset.Full(len(c.people))
	case w.guests != nil:
		for i, who := range c.people {
			if w.guests.match(who.types[w.guests.side], who.home) {
				s.Add(i)
			}
		}
	case w.objects:
		for i, who := range c.people {
			if who.class >= 0 {
				s.Add(i)
			}
		}
	default:
		in := bitset.New(groups)
		for _, n := range numbers {
			in.Add(c.of[n])
		}
		for group := range in.All {
			for _, k := range c.byGroup[group] {
				for _, person := range c.at[k] {
					s.Add(person)
				}
			}
		}
	}
	return s
}

// refine splits those on the roll into groups until no list tells two of one group apart, and returns how
// many groups there are. A list costs as much as it is long.
func (c *census) refine(lists [][]int32) (groups int) {
	n := int(c.roll.length)
	c.of = make([]int, n)
	stamp := make([]int32, n) // the last list that named somebody, counted from one
	sizes := []int{n}
	var hits, moved []int // by group, under the list at hand; moved is where those in the list go
	for i, list := range lists {
		if len(list) == 0 {
			continue
		}
		groups = len(sizes)
		hits, moved = append(hits[:0], make([]int, groups)...), append(moved[:0], make([]int, groups)...)
		for _, m := range list {
			if stamp[m] != int32(i+1) { // somebody may be listed twice
				stamp[m] = int32(i + 1)
				hits[c.of[m]]++
			}
		}
		for group, hit := range hits {
			if hit > 0 && hit < sizes[group] {
				moved[group] = len(sizes)
				sizes = append(sizes, hit)
				sizes[group] -= hit
			}
		}
		for _, m := range list {
			if group := c.of[m]; group < groups && moved[group] != 0 {
				c.of[m] = moved[group]
			}
		}
	}
	return len(sizes)
}
