package difference

import "github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"

// An axis is one dimension of the space: its values, what each condition makes of them, and the
// propositions on which that rests.
type axis struct {
	dimension    dimension
	values       int
	full         set
	columns      []column // by condition; the conditions of versions that do not matter have none
	propositions []proposition
}

// A proposition is what nobody knows.
type proposition struct {
	fact, text string
	inverted   bool // the text says when the fact does not hold
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

// mayMatch reports whether the column can match a value, where the propositions before next are decided:
// those in given hold.
func (c *column) mayMatch(value int, given set, next int) bool {
	if c.exact() || !c.perhaps.Has(value) || c.surely.Has(value) {
		return c.perhaps.Has(value)
	}
	included := c.included.Has(value)
	for _, p := range c.include {
		included = included || (p.about.Has(value) && (p.proposition >= next || given.Has(p.proposition)))
	}
	for _, p := range c.exclude {
		included = included && (!p.about.Has(value) || p.proposition >= next || !given.Has(p.proposition))
	}
	return included
}

// pending reports whether a proposition decides about a value.
func (c *column) pending(value, proposition int) bool {
	return !c.surely.Has(value) && c.perhaps.Has(value) && c.restsOn(proposition)
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
	a := &axis{dimension: d, values: values, full: bitset.Full(values), columns: make([]column, len(v.conditions))}
	numbers := map[string]int{} // of propositions, by fact
	sets := make([]set, len(v.terms))
	read := func(terms []int) (sure set, parts []part) {
		sure = bitset.New(values)
		for _, t := range terms {
			if sets[t] == nil {
				sets[t] = members(v.terms[t])
			}
			own := v.terms[t]
			if own.fact == "" {
				sure.Unite(sets[t])
				continue
			}
			n, known := numbers[own.fact]
			if !known {
				n = len(a.propositions)
				numbers[own.fact] = n
				a.propositions = append(a.propositions, proposition{own.fact, own.proposition, own.inverted})
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
		col.surely, col.perhaps = col.included.Clone(), col.included.Clone()
		for _, p := range col.include {
			col.perhaps.Unite(p.about)
		}
		for _, p := range col.exclude {
			col.surely.Subtract(p.about)
		}
		col.surely.Subtract(col.excluded)
		col.perhaps.Subtract(col.excluded)
	}
	return a
}

// covers reports whether one column matches wherever another does, whatever the propositions are.
func (a *axis) covers(wide, narrow int) bool {
	return wide == narrow || a.columns[narrow].perhaps.Within(a.columns[wide].surely)
}
