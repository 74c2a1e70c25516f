package difference

import (
	"slices"
	"strings"
)

// peopleOf describes a set of people by the terms that conditions name: everybody, all but some, the
// members of some groups, or, where none of this is exact, what they have in common.
func (r *realm) peopleOf(values set) People {
	census, axis := r.space.census, r.space.axes[r.space.peopleAxis]
	if values == nil {
		values = axis.full
	}
	p := People{Workload: r.workload, Counted: census.population.counted(), Exact: true}
	if p.Counted {
		p.Count = census.count(values)
	}
	if values.Equal(axis.full) {
		p.Everybody = true
		return p
	}
	outside := axis.full.Clone()
	outside.Subtract(values)
	if lines, exact := r.unionOf(values, ""); exact {
		p.Words = lines
		return p
	}
	if lines, exact := r.unionOf(outside, "not "); exact {
		p.Words = together(lines)
		return p
	}
	lines, exact := r.commonTo(values)
	p.Words, p.Exact = together(lines), exact
	return p
}

// together is one line of what holds of the same people, where lines are parts of a whole.
func together(lines []string) []string {
	if len(lines) == 0 {
		return nil
	}
	return []string{strings.Join(lines, " and ")}
}

func (c *census) count(values set) int {
	n, seen := 0, map[int]bool{}
	for i := range values.All {
		if who := c.people[i]; who.class >= 0 && !seen[who.class] {
			seen[who.class] = true
			n += who.count
		}
	}
	return n
}

// assumedTypes say of what type people have to be of whom that was not read, where not every type will do.
func (r *realm) assumedTypes(values set) []string {
	if values == nil {
		return nil
	}
	people := r.space.census.people
	in, all := map[int][]string{}, map[int]int{}
	for i, who := range people {
		if !who.assumed {
			continue
		}
		all[who.class]++
		if values.Has(i) {
			in[who.class] = append(in[who.class], r.typeWords(who))
		}
	}
	var lines []string
	for class, types := range in {
		if len(types) < all[class] {
			lines = append(lines, "users of whom it was not read whether they are guests are "+strings.Join(unique(types), " or "))
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

func (r *realm) typeWords(who person) string {
	word := func(t string) string {
		if t == "" {
			return "members"
		}
		return t
	}
	text := word(who.types[0])
	if who.types[1] != who.types[0] {
		text += " before and " + word(who.types[1]) + " after"
	}
	return text + r.homeWords(who)
}

// unionOf writes a set as a union of terms, the largest first. Somebody in no term is written by type.
func (r *realm) unionOf(values set, prefix string) (lines []string, exact bool) {
	rest := values.Clone()
	for !rest.Empty() {
		best, most := -1, 0
		for _, t := range r.namedTerms() {
			members := r.space.census.members[t]
			if !members.Within(values) {
				continue
			}
			members = members.Clone()
			members.Intersect(rest)
			if n := members.Count(); n > most {
				best, most = t, n
			}
		}
		if best < 0 {
			return r.outsideLines(rest, lines, prefix)
		}
		lines = append(lines, prefix+r.termText(best))
		rest.Subtract(r.space.census.members[best])
	}
	return lines, true
}

// outsideLines writes people without an object by their type, and fails for anybody else.
func (r *realm) outsideLines(values set, lines []string, prefix string) ([]string, bool) {
	for i := range values.All {
		who := r.space.census.people[i]
		if who.class >= 0 {
			return nil, false
		}
		lines = append(lines, prefix+who.types[0]+r.homeWords(who)+" without an account here")
	}
	return lines, true
}

// homeWords say where somebody from outside is from, where policies tell that apart.
func (r *realm) homeWords(who person) string {
	switch {
	case len(r.reader.homes) == 0 || !who.outside():
		return ""
	case who.home == "":
		return " of a tenant that no policy names"
	}
	return " of " + who.home
}

// commonTo is what all of some people are in, and what none of them is in while some others are.
func (r *realm) commonTo(values set) (lines []string, exact bool) {
	settled := r.space.axes[r.space.peopleAxis].full.Clone()
	for _, t := range r.namedTerms() {
		members := r.space.census.members[t]
		switch {
		case values.Within(members) && settled.Meets(members) && !settled.Within(members):
			lines = append(lines, r.termText(t))
			settled.Intersect(members)
		case !members.Meets(values) && members.Meets(settled):
			lines = append(lines, "not "+r.termText(t))
			settled.Subtract(members)
		}
	}
	slices.Sort(lines)
	return lines, settled.Equal(values)
}

func (r *realm) namedTerms() []int {
	var terms []int
	v := r.peopleVocabulary()
	for t := range v.terms {
		if v.terms[t].what.name.text != "" && v.terms[t].fact == "" && !v.terms[t].what.everybody && r.space.census.members[t] != nil {
			terms = append(terms, t)
		}
	}
	return terms
}

func (r *realm) peopleVocabulary() *vocabulary[*whom] {
	if r.workload {
		return r.reader.principals
	}
	return r.reader.users
}

// termText names what a term is about, apart from what other terms of the space are about.
func (r *realm) termText(t int) string {
	v := r.peopleVocabulary()
	if r.people == nil {
		var names []name
		for _, term := range r.namedTerms() {
			names = append(names, v.terms[term].what.name)
		}
		r.people = newNaming(names)
	}
	return r.people.call(v.terms[t].what.name)
}
