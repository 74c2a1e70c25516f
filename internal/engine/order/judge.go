package order

import "slices"

// A judge asks the caller about states, never about one that an earlier answer settles, and counts.
type judge struct {
	ask                         func(State) bool
	all                         Set
	relaxing, both, restricting Set
	budget, judged              int
	ended                       bool // a judgement was needed that the budget did not allow
	knownSafe, knownUnsafe      []State
}

func newJudge(writes [3]Set, budget int, ask func(State) bool) *judge {
	j := &judge{ask: ask, budget: budget, relaxing: writes[Relaxes], both: writes[Both], restricting: writes[Restricts]}
	j.all = j.relaxing.Union(j.both).Union(j.restricting)
	// The ends are safe, and so is what lies between them and a write that goes in their direction alone.
	j.knownSafe = []State{at(Set{}), at(j.all)}
	return j
}

// holds reports whether a state is surely safe. Once the budget has ended, only what earlier answers settle
// is.
func (j *judge) holds(s State) bool {
	s = j.plainest(s)
	switch {
	case slices.ContainsFunc(j.knownSafe, func(known State) bool { return j.asStrict(known, s) }):
		return true
	case slices.ContainsFunc(j.knownUnsafe, func(known State) bool { return j.asStrict(s, known) }):
		return false
	case j.judged >= j.budget:
		j.ended = true
		return false
	}
	j.judged++
	if j.ask(s) {
		j.knownSafe = append(j.knownSafe, s)
		return true
	}
	j.knownUnsafe = append(j.knownUnsafe, s)
	return false
}

// plainest is the same state with fewer writes in flight: where one version of a write is the stricter, both
// together are no stricter than that one.
func (j *judge) plainest(s State) State {
	flight := s.inFlight()
	return State{
		Done:    s.Done.Union(flight.Intersect(j.restricting)),
		Started: s.Started.Minus(flight.Intersect(j.relaxing)),
	}
}

// asStrict reports whether a state surely denies all that another one denies: wherever the other one has a
// version of a write in force, this one has it too, or has the stricter one. Only writes that do both are ever
// left out of a state.
func (j *judge) asStrict(s, other State) bool {
	return s.Done.Minus(j.restricting).Within(other.Done) && other.Started.Minus(j.relaxing).Within(s.Started)
}

// smallest is the part of some writes that it takes, added to a state, to make it unsafe. It halves the writes
// as long as it can, so that few judgements are needed where few of many matter. The state with all of them
// has to be unsafe; whether it is so with none is asked where something was added already.
func (j *judge) smallest(s State, added bool, writes []int, add func(State, Set) State) Set {
	if added && !j.holds(s) {
		return Set{}
	}
	if len(writes) < 2 {
		return SetOf(writes...)
	}
	half := len(writes) / 2
	first, second := writes[:half], writes[half:]
	right := j.smallest(add(s, SetOf(first...)), true, second, add)
	left := j.smallest(add(s, right), right != Set{}, first, add)
	return left.Union(right)
}
