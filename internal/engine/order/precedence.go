package order

// A precedence is a set of pairs with all that follows from them.
type precedence struct{ before, after map[int]Set }

func newPrecedence(pairs []Pair) precedence {
	p := precedence{before: map[int]Set{}, after: map[int]Set{}}
	for _, pair := range pairs {
		earlier := p.before[pair.First].With(pair.First)
		later := p.after[pair.Then].With(pair.Then)
		for write := range later.All() {
			p.before[write] = p.before[write].Union(earlier)
		}
		for write := range earlier.All() {
			p.after[write] = p.after[write].Union(later)
		}
	}
	return p
}

// allows reports whether some order that obeys the pairs passes through the state in which some writes are
// done.
func allows(pairs []Pair, done Set) bool {
	for _, pair := range pairs {
		if done.Has(pair.Then) && !done.Has(pair.First) {
			return false
		}
	}
	return true
}

// with is a state in which a write is done, and what has to come before it.
func (p precedence) with(s State, write int) State {
	return State{Done: s.Done.Union(p.before[write]).With(write), Started: s.Started}
}

// without is a state in which a write is not started, nor what has to wait for it.
func (p precedence) without(s State, write int) State {
	return State{Done: s.Done, Started: s.Started.Minus(p.after[write].With(write))}
}
