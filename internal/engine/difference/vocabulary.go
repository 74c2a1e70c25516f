package difference

import (
	"fmt"
	"slices"
)

// A vocabulary is what the conditions of one dimension name, and the conditions that are made of it. The
// two tenants share it: what means the same in both is one term, and conditions of the same terms are one
// condition, so that "changed" is a comparison of numbers.
type vocabulary[T any] struct {
	terms      []term[T]
	number     map[string]int // terms by key
	conditions []condition    // the first is no condition: it matches everything
	index      map[string]int
}

// A term is one thing that an include or an exclude list names.
type term[T any] struct {
	key  string
	what T

	// fact is the proposition on which the term rests as a whole, and proposition the same in words. They are
	// empty for a term that is known.
	fact, proposition string
	inverted          bool // the words say when the fact does not hold
}

// A condition matches what is in an included term, or anything where any is set, and in no excluded one.
type condition struct {
	any              bool
	include, exclude []int // sorted
}

func newVocabulary[T any]() *vocabulary[T] {
	v := &vocabulary[T]{number: map[string]int{}, index: map[string]int{}}
	v.condition(true, nil, nil)
	return v
}

func (v *vocabulary[T]) term(key string, what T) int { return v.add(term[T]{key: key, what: what}) }

// free is a term that rests on a proposition of its own.
func (v *vocabulary[T]) free(key, proposition string, what T) int {
	return v.add(term[T]{key: key, what: what, fact: key, proposition: proposition})
}

// doubt is a term that rests on the opposite of a proposition.
func (v *vocabulary[T]) doubt(key, fact, proposition string, what T) int {
	return v.add(term[T]{key, what, fact, proposition, true})
}

func (v *vocabulary[T]) add(t term[T]) int {
	if n, known := v.number[t.key]; known {
		return n
	}
	n := len(v.terms)
	v.number[t.key] = n
	v.terms = append(v.terms, t)
	return n
}

// everything is the number of the condition that matches everything.
const everything = 0

func (v *vocabulary[T]) condition(all bool, include, exclude []int) int {
	tidy := func(list []int) []int {
		list = slices.Clone(list)
		slices.Sort(list)
		return slices.Compact(list)
	}
	c := condition{any: all, exclude: tidy(exclude)}
	if !all {
		c.include = tidy(include)
	}
	key := fmt.Sprint(c)
	if n, known := v.index[key]; known {
		return n
	}
	n := len(v.conditions)
	v.index[key] = n
	v.conditions = append(v.conditions, c)
	return n
}

// nothing reports whether a condition matches nothing for sure.
func (c condition) nothing() bool { return !c.any && len(c.include) == 0 }

// notYetKnown is the key of a value that only an apply will tell. It is the object's own; and where it stands
// in a list, nobody knows whether it is the same value in another list.
func notYetKnown(id, path string, list ...string) string {
	return "not yet known: " + path + " of " + id + " in " + listKey(list)
}
