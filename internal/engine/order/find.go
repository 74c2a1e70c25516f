package order

import "slices"

// A Direction says what a write does to the sign-ins that are allowed.
type Direction uint8

// The directions. A write of which nothing is known may do both.
const (
	Both      Direction = iota // the new version may allow what the old one denied, and the reverse
	Relaxes                    // the new version denies nothing that the old one allowed
	Restricts                  // the new version allows nothing that the old one denied
)

// MostSearched is how many writes that do both a search takes on: as many as a tenant can have policies.
const MostSearched = 240

// A State is what a tenant is like on the way: the writes in Done have their new version in force, those
// that are not in Started have the old one, and those in between may have either. It is judged as if they
// had both, which is at least as strict.
//
// Where the two are equal, the state is one that an apply can stop in. A write in Done that is not in Started
// has neither version in force: such states are judged to see which writes matter.
type State struct{ Done, Started Set }

// at is the state in which some writes are done, and none is in flight.
func at(done Set) State { return State{Done: done, Started: done} }

func (s State) inFlight() Set { return s.Started.Minus(s.Done) }

// starting is the state with more writes started.
func (s State) starting(writes Set) State {
	s.Started = s.Started.Union(writes)
	return s
}

// A Pair says that one write has to wait for another.
type Pair struct {
	Then, First int
	Unsafe      Set // what is done in a state that the pair rules out, and that is not safe
}

// Outcome says how a search ended.
type Outcome uint8

// The outcomes.
const (
	Found   Outcome = iota
	None            // no order of the writes is safe
	Ended           // none was found with as many judgements as were allowed; that says nothing about others
	TooMany         // not searched: there are more writes than a search takes on
)

// A Result is what was found.
type Result struct {
	Outcome Outcome
	Judged  int // states that the caller was asked about

	Order []int  // a safe order; nil unless Found
	Pairs []Pair // every order that obeys them is safe, also with several writes in flight
	Exact bool   // no pair can be left out

	// Stuck is what is done in a state that can be reached safely, and from which no single write that might
	// relax anything leads on safely: of those seen, the one with the most writes done. It is for None.
	Stuck Set
}

// Find looks for a safe order of the writes and for the pairs that matter.
//
// The state before every write and the state after all of them have to be safe; they are not asked about
// again. safe has to be monotone: where it holds, it holds in every state with more in Done or less in
// Started. It is asked at most as often as budget says, and not twice about one state.
func Find(writes []Direction, budget int, safe func(State) bool) Result {
	var byDirection [3]Set
	if len(writes) > capacity {
		return Result{Outcome: TooMany}
	}
	for i, d := range writes {
		byDirection[d] = byDirection[d].With(i)
	}
	if byDirection[Both].Len() > MostSearched {
		return Result{Outcome: TooMany}
	}
	j := newJudge(byDirection, budget, safe)
	s := search{judge: j}
	found, _, ok := s.from(j.relaxing)
	result := Result{Judged: j.judged}
	switch {
	case !ok && j.ended:
		result.Outcome = Ended
	case !ok:
		result.Outcome = None
		result.Stuck = s.stuck
	default:
		result.Order = slices.Concat(slices.Collect(j.relaxing.All()), found, slices.Collect(j.restricting.All()))
		result.Pairs, result.Exact = pairs(j, result.Order)
		result.Judged = j.judged
	}
	return result
}
