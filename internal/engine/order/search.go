package order

import "slices"

// A search goes depth first through the sets of writes that can be done at a time.
type search struct {
	*judge
	deadEnds []deadEnd
	stuck    Set
}

// A deadEnd is a set of writes of which it is known that no order goes on from where just these of them are
// done, whatever else is.
type deadEnd struct{ writes, done Set }

// from is a safe order of the writes that do both and are not done yet. Where there is none, it says which
// writes are to blame for it.
func (s *search) from(done Set) (order []int, blame Set, ok bool) {
	rest := s.both.Minus(done)
	if s.holds(State{Done: done, Started: done.Union(rest)}) {
		return slices.Collect(rest.All()), Set{}, true
	}
	for _, end := range s.deadEnds {
		if done.Intersect(end.writes) == end.done {
			return nil, end.writes, false
		}
	}
	// As many writes at once as are safe in any order: in a large plan, most of them are no part of the
	// difficulty. Where that leads nowhere, without those that are to blame; then one at a time.
	leap := s.together(at(done), slices.Collect(rest.All())).Started
	leaves := leap != done
	for leap != done {
		writes := leap.Minus(done)
		order, blamed, ok := s.from(leap)
		switch {
		case ok:
			return slices.Concat(slices.Collect(writes.All()), order), Set{}, true
		case s.ended || writes.Intersect(blamed) == Set{}:
			return nil, blamed, false
		}
		leap = leap.Minus(writes.Intersect(blamed))
	}
	for write := range rest.All() {
		next := done.With(write)
		if !s.holds(at(next)) {
			blame = blame.Union(s.conflict(next, write))
			continue
		}
		leaves = true
		order, blamed, ok := s.from(next)
		switch {
		case ok:
			return append([]int{write}, order...), Set{}, true
		case s.ended || !blamed.Has(write):
			return nil, blamed, false // without the write, the same ones are in each other's way
		}
		blame = blame.Union(blamed)
	}
	if s.ended {
		return nil, Set{}, false
	}
	s.deadEnds = append(s.deadEnds, deadEnd{writes: blame, done: done.Intersect(blame)})
	if !leaves && done.Len() > s.stuck.Len() {
		s.stuck = done
	}
	return nil, blame, false
}

// together starts as many of some writes as can be in flight at once, those that come first preferred.
func (s *search) together(state State, writes []int) State {
	more := state.starting(SetOf(writes...))
	switch {
	case s.holds(more):
		return more
	case len(writes) < 2:
		return state
	}
	half := len(writes) / 2
	return s.together(s.together(state, writes[:half]), writes[half:])
}

// conflict is a smallest set of writes whose versions make a state unsafe, the write that came last among
// them. The others are left out of the state, both versions of each.
func (s *search) conflict(done Set, last int) Set {
	others := s.both.Minus(SetOf(last))
	without := State{Done: done.Union(others), Started: done.Minus(others)}
	return SetOf(last).Union(s.smallest(without, false, slices.Collect(others.All()), func(state State, writes Set) State {
		return State{Done: state.Done.Minus(writes.Minus(done)), Started: state.Started.Union(writes.Intersect(done))}
	}))
}
