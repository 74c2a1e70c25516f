package difference

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A person is one value of the people axis: people that no condition can tell apart.
type person struct {
	id       string    // of one of them: the user or service principal that examples name; "" for people without an object
	name     string    // its user principal name or display name
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
	index      map[string]int    // those that a term names, by folded id; -1 for what is nobody
	of         []int             // their classes
	rest       map[[2]string]int // the classes of all others, by their types
	at         [][]int           // by class: its people
	typed      bool
}

// An object is what the census needs of a user or service principal.
type object struct {
	id, name string
	types    [2]string // the external type in either tenant
	awkward  bool      // not a good example: a guest, or switched off
}

// plainer orders objects by how well they serve as an example.
func (o object) plainer(than object) bool {
	if o.awkward != than.awkward {
		return !o.awkward
	}
	return cmp.Or(strings.Compare(o.name, than.name), strings.Compare(o.id, than.id)) < 0
}

// A class is the people that no term tells apart.
type class struct {
	best  object
	count int
	types [2]string
}

// takeCensus sorts a population into classes by the terms that are used, and adds people from outside.
func takeCensus(p population, v *vocabulary[*whom], used []bool, homes []string, outsiders bool) *census {
	index := map[string]int{}
	var touched []object
	lists := map[int][]int{} // by term: who of the touched is in it
	typed := false
	for i, t := range v.terms {
		if !used[i] {
			continue
		}
		typed = typed || t.what.guests != nil
		for _, id := range t.what.ids {
			n, known := index[id]
			if !known {
				o, exists := p.object(id)
				if !exists {
					index[id] = -1
					continue
				}
				n = len(touched)
				index[id] = n
				touched = append(touched, o)
			}
			if n >= 0 {
				lists[i] = append(lists[i], n)
			}
		}
	}
	classes, of := refine(touched, lists, v, used, typed)
	rest := map[[2]string]int{}
	for _, k := range p.rest(index, typed) {
		rest[k.types] = len(classes)
		classes = append(classes, k)
	}
	order := make([]int, len(classes))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if classes[a].best.plainer(classes[b].best) {
			return -1
		}
		return 1
	})
	at := make([][]int, len(classes))
	c := &census{members: map[int]set{}, population: p, index: index, of: of, rest: rest, at: at, typed: typed}
	add := func(who person) {
		c.people = append(c.people, who)
	}
	for _, k := range order {
		who := person{id: classes[k].best.id, name: classes[k].best.name, count: classes[k].count, class: k}
		for _, types := range typesOf(classes[k].types) {
			who.types, who.assumed = types, types != classes[k].types
			for _, home := range homesOf(who, homes) {
				at[k] = append(at[k], len(c.people))
				who.home, who.homeless = home, home == ""
				add(who)
			}
		}
	}
	if outsiders {
		for _, t := range ca.GuestTypes {
			who := person{types: [2]string{t, t}, class: -1}
			for _, home := range homesOf(who, homes) {
				who.home, who.homeless = home, home == ""
				add(who)
			}
		}
	}
	for i, t := range v.terms {
		if used[i] {
			c.members[i] = c.membersOf(t.what, lists[i], of, at)
		}
	}
	return c
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

func (c *census) membersOf(w *whom, listed, of []int, at [][]int) set {
	s := newSet(len(c.people))
	switch {
	case w.everybody:
		return fullSet(len(c.people))
	case w.guests != nil:
		for i, who := range c.people {
			if w.guests.match(who.types[w.guests.side], who.home) {
				s.add(i)
			}
		}
	case w.objects:
		for i, who := range c.people {
			if who.class >= 0 {
				s.add(i)
			}
		}
	default:
		for _, n := range listed {
			for _, person := range at[of[n]] {
				s.add(person)
			}
		}
	}
	return s
}

// refine splits the people that terms name until no term tells two of one class apart. Every term costs as
// much as it has members.
func refine(touched []object, lists map[int][]int, v *vocabulary[*whom], used []bool, typed bool) (classes []class, of []int) {
	of = make([]int, len(touched))
	stamp := make([]int, len(touched)) // the last term that named somebody, counted from one
	next := 0
	start := map[[2]string]int{}
	var size []int
	for i, o := range touched {
		var key [2]string
		if typed {
			key = o.types
		}
		n, known := start[key]
		if !known {
			n = next
			next++
			start[key] = n
			size = append(size, 0)
		}
		of[i] = n
		size[n]++
	}
	var moved []int // by class: the class that its members go to under the term at hand
	for t := range v.terms {
		if !used[t] || len(lists[t]) == 0 {
			continue
		}
		moved = append(moved, make([]int, next-len(moved))...)
		clear(moved)
		hits := make([]int, next)
		members := make([]int, 0, len(lists[t]))
		for _, n := range lists[t] {
			if stamp[n] != t+1 { // somebody may be listed twice
				stamp[n] = t + 1
				members = append(members, n)
				hits[of[n]]++
			}
		}
		before := next
		for _, n := range members {
			k := of[n]
			if k >= before || hits[k] == size[k] {
				continue
			}
			if moved[k] == 0 {
				moved[k] = next
				next++
				size = append(size, 0)
			}
			of[n] = moved[k]
			size[moved[k]]++
		}
		for k := range before {
			if moved[k] != 0 {
				size[k] -= hits[k]
			}
		}
	}
	classes = make([]class, next)
	for i, o := range touched {
		k := &classes[of[i]]
		if k.count++; k.count == 1 || o.plainer(k.best) {
			k.best = o
		}
		if typed {
			k.types = o.types
		}
	}
	return classes, of
}
