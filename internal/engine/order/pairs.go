package order

import (
	"cmp"
	"slices"
	"sort"
)

// pairs are constraints that an order obeys and that make every order safe, and whether none of them can be
// left out.
func pairs(j *judge, order []int) (list []Pair, exact bool) {
	p := proof{judge: j}
	list, breaches, ok := p.enough(order)
	if !ok {
		return oneByOne(order), false
	}
	list, exact = p.fewer(list, breaches)
	slices.SortFunc(list, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.Then, b.Then), cmp.Compare(a.First, b.First)) })
	return list, exact
}

// enough collects pairs: as long as some order is unsafe that obeys those found so far, the state that shows
// it says which one is missing. The states come along.
func (p *proof) enough(order []int) (list []Pair, breaches []Set, ok bool) {
	for {
		done, found := p.breach(list)
		if !found || p.ended {
			return list, breaches, !p.ended
		}
		pair, ok := p.missing(order, done)
		if !ok {
			return nil, nil, false
		}
		list = append(list, pair)
		breaches = append(breaches, done, pair.Unsafe)
	}
}

// fewer leaves out the pairs that the others make superfluous: one that was found early may follow from those
// found later. It reports whether it could try them all.
func (p *proof) fewer(list []Pair, breaches []Set) ([]Pair, bool) {
	for i := 0; i < len(list); {
		without := slices.Delete(slices.Clone(list), i, i+1)
		needed := slices.ContainsFunc(breaches, func(done Set) bool { return allows(without, done) })
		if !needed {
			_, needed = p.breach(without)
		}
		switch {
		case p.ended:
			return list, false
		case needed:
			i++
		default:
			list = without
		}
	}
	return list, true
}

// missing is a pair that rules out an unsafe state, and that a safe order obeys. The order never has the
// later write done before the earlier one, and the state does. It reports false where there is none: the
// order is not safe after all, as far as the budget goes.
func (p *proof) missing(order []int, done Set) (Pair, bool) {
	// The first writes of the order that the state has done, as few as it takes to be unsafe: the last of
	// them is the one that has to wait.
	late := slices.DeleteFunc(slices.Clone(order), func(write int) bool { return !done.Has(write) })
	fewest := bisect(len(late), func(n int) bool { return !p.holds(at(SetOf(late[:n]...))) })
	then := late[fewest-1]
	done = SetOf(late[:fewest]...)

	// What the order has done by then and the state has not, as much as it takes to be safe: the last of it
	// is what the write has to wait for.
	early := order[:slices.Index(order, then)]
	early = slices.DeleteFunc(slices.Clone(early), done.Has)
	if len(early) == 0 {
		return Pair{}, false
	}
	enough := bisect(len(early), func(n int) bool { return p.holds(at(done.Union(SetOf(early[:n]...)))) })
	return Pair{Then: then, First: early[enough-1], Unsafe: done.Union(SetOf(early[:enough-1]...))}, true
}

// bisect finds a number at which something begins to be so that is not so at 0, and is so at n.
func bisect(n int, isSo func(int) bool) int {
	return 1 + sort.Search(n-1, func(i int) bool { return isSo(i + 1) })
}

// oneByOne makes every write wait for the one before it: enough for safety, and more than is needed.
func oneByOne(order []int) []Pair {
	var list []Pair
	for i := range order {
		if i > 0 {
			list = append(list, Pair{Then: order[i], First: order[i-1]})
		}
	}
	return list
}
