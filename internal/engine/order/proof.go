package order

import "slices"

// A proof shows that every order that obeys some pairs is safe, or finds a state that speaks against it.
//
// A set of writes that some order can have done by a time is closed: whatever has to come before one of its
// members is in it. A proof judges all closed sets between two bounds at once, with everything in between in
// flight. Where that is too strict, it takes one write apart: the sets that it is in, and the others.
type proof struct {
	*judge
	apart []int // the writes that matter, in the order in which they are taken apart
}

// breach is what is done in an unsafe state that some order which obeys the pairs passes through. Its answer
// counts only while the budget has not ended.
func (p *proof) breach(pairs []Pair) (Set, bool) {
	for _, pair := range pairs {
		p.takeApart(pair.Then)
	}
	return p.between(State{Started: p.all}, newPrecedence(pairs))
}

func (p *proof) takeApart(write int) {
	if !slices.Contains(p.apart, write) {
		p.apart = append(p.apart, write)
	}
}

func (p *proof) between(s State, order precedence) (Set, bool) {
	if p.holds(s) || p.ended {
		return Set{}, false
	}
	i := slices.IndexFunc(p.apart, s.inFlight().Has)
	if i < 0 {
		// Nothing in flight here has to wait for anything, so every choice among it is closed.
		conflict := p.conflict(s)
		if done := s.Done.Union(conflict); !p.holds(at(done)) {
			return done, true
		}
		// Old and new versions are too strict together, and never are together: the write is one.
		for write := range conflict.All() {
			p.takeApart(write)
		}
		i = slices.IndexFunc(p.apart, s.inFlight().Has)
	}
	if done, found := p.between(order.with(s, p.apart[i]), order); found {
		return done, true
	}
	return p.between(order.without(s, p.apart[i]), order)
}

// conflict is a smallest set of writes in flight that is enough to make a state unsafe when the others are not
// started. It is none where what is done is enough.
func (p *proof) conflict(s State) Set {
	inFlight := slices.Collect(s.inFlight().Minus(p.relaxing).All())
	return p.smallest(at(s.Done), true, inFlight, State.starting)
}
