package difference

// An axis is one dimension of the space: its values, what each condition makes of them, and the
// propositions on which that rests.
type axis struct {
	dimension    dimension
	values       int
	full         set
	columns      []column // by condition; the conditions of versions that do not matter have none
	propositions []string // in words
	facts        []string // by proposition: its identity
}

// A column is what one condition says of the values of an axis. Without propositions that is a set of
// values.
type column struct {
	surely, perhaps  set
	include, exclude []part // what propositions add to either side
	included         set    // what is surely included, and excluded, by the rest
	excluded         set
}

// A part is a proposition and the values that it is about.
type part struct {
	proposition int
	about       set
}

// exact reports whether no proposition matters.
func (c *column) exact() bool { return len(c.include) == 0 && len(c.exclude) == 0 }

// under is the column where the propositions in given hold and the others do not.
func (c *column) under(given set) set {
	if c.exact() {
		return c.surely
	}
	out := c.included.clone()
	for _, p := range c.include {
		if given.has(p.proposition) {
			out.unite(p.about)
		}
	}
	out.subtract(c.excluded)
	for _, p := range c.exclude {
		if given.has(p.proposition) {
			out.subtract(p.about)
		}
	}
	return out
}

// most is under where some propositions, those from next on, may still be either way.
func (c *column) most(given set, next int) set {
	if c.exact() {
		return c.surely
	}
	out := c.included.clone()
	for _, p := range c.include {
		if p.proposition >= next || given.has(p.proposition) {
			out.unite(p.about)
		}
	}
	out.subtract(c.excluded)
	for _, p := range c.exclude {
		if p.proposition < next && given.has(p.proposition) {
			out.subtract(p.about)
		}
	}
	return out
}

func (c *column) restsOn(proposition int) bool {
	for _, p := range c.include {
		if p.proposition == proposition {
			return true
		}
	}
	for _, p := range c.exclude {
		if p.proposition == proposition {
			return true
		}
	}
	return false
}

// newAxis makes the columns of the conditions that are used. members are the values that a term is about.
func newAxis[T any](d dimension, v *vocabulary[T], values int, used []bool, members func(term[T]) set) *axis {
	a := &axis{dimension: d, values: values, full: fullSet(values), columns: make([]column, len(v.conditions))}
	proposition := map[string]int{} // by fact
	sets := make([]set, len(v.terms))
	read := func(terms []int) (sure set, parts []part) {
		sure = newSet(values)
		for _, t := range terms {
			if sets[t] == nil {
				sets[t] = members(v.terms[t])
			}
			fact := v.terms[t].fact
			if fact == "" {
				sure.unite(sets[t])
				continue
			}
			n, known := proposition[fact]
			if !known {
				n = len(a.propositions)
				proposition[fact] = n
				a.propositions = append(a.propositions, v.terms[t].proposition)
				a.facts = append(a.facts, fact)
			}
			parts = append(parts, part{n, sets[t]})
		}
		return sure, parts
	}
	for i, c := range v.conditions {
		if !used[i] {
			continue
		}
		col := &a.columns[i]
		col.included, col.include = read(c.include)
		if c.any {
			col.included, col.include = a.full, nil
		}
		col.excluded, col.exclude = read(c.exclude)
		col.surely, col.perhaps = col.included.clone(), col.included.clone()
		for _, p := range col.include {
			col.perhaps.unite(p.about)
		}
		for _, p := range col.exclude {
			col.surely.subtract(p.about)
		}
		col.surely.subtract(col.excluded)
		col.perhaps.subtract(col.excluded)
	}
	return a
}

// covers reports whether one column matches wherever another does, whatever the propositions are.
func (a *axis) covers(wide, narrow int) bool {
	return wide == narrow || a.columns[narrow].perhaps.within(a.columns[wide].surely)
}
