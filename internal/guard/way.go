package guard

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

// mostJudgements bounds how many states one search for a safe order judges.
const mostJudgements = 500

// way looks for an order of the steps in which every state on the way is safe. It reports false where the order
// cannot matter: the state in which all old and all new versions are enforced together is safe.
//
// A value that is not known yet refuses nothing by itself. Where no order is safe whatever the values turn out
// to be, one counts that may be.
func (j *judgement) way() (order.Result, bool) {
	directions := j.directions()
	onlyOne := func(d order.Direction) bool {
		return !slices.ContainsFunc(directions, func(each order.Direction) bool { return each != d })
	}
	if len(j.steps) < 2 || onlyOne(order.Relaxes) || onlyOne(order.Restricts) {
		return order.Result{}, false
	}
	strictest := everything(len(j.steps))
	if t, ok := between(j.present, j.steps, strictest); ok {
		report := j.decide(t)
		j.every = &report
		if _, fails := j.failsIn(report, strictest); !fails {
			return order.Result{}, false
		}
	}
	found := order.Find(directions, mostJudgements, j.isSafe)
	if found.Outcome != order.Found && j.isUnsettled() {
		found = order.Find(directions, mostJudgements, j.maybeSafe)
	}
	found.Judged++ // the strictest
	return found, true
}

func (j *judgement) directions() []order.Direction {
	list := make([]order.Direction, len(j.steps))
	for i, s := range j.steps {
		list[i] = j.direction(s)
	}
	return list
}

func (j *judgement) isSafe(s order.State) bool {
	t, ok := between(j.present, j.steps, s)
	if !ok {
		return false
	}
	_, fails := j.failsIn(j.decide(t), s)
	return !fails
}

// maybeSafe reports whether a state is safe, or may be when every value is known.
func (j *judgement) maybeSafe(s order.State) bool {
	t, ok := between(j.present, j.steps, s)
	if !ok {
		return false
	}
	report := j.decide(t)
	in, fails := j.failsIn(report, s)
	if !fails || in.standing(stand(report, j.config)) == broken {
		return !fails
	}
	t, ok = j.atBest(s)
	if !ok {
		return false
	}
	_, fails = j.failsIn(j.decide(t), s)
	return !fails
}

// isOpen reports whether some order passes through no state in which an invariant is broken for sure: a refusal
// of the others rests on nothing but undecided verdicts.
func (j *judgement) isOpen() bool {
	found := order.Find(j.directions(), mostJudgements, func(s order.State) bool {
		t, ok := between(j.present, j.steps, s)
		if !ok {
			return false
		}
		report := j.decide(t)
		in, fails := j.failsIn(report, s)
		return !fails || in.standing(stand(report, j.config)) == undecided
	})
	return found.Outcome == order.Found
}

// everything is the state with every step in flight.
func everything(steps int) order.State {
	var s order.State
	for i := range steps {
		s.Started = s.Started.With(i)
	}
	return s
}

// failsIn is the invariant that fares worst of those that fare worse in a state on the way than they may. As soon as a step is begun
// that may take something away, it has to fare as it will at the end: that is what every write is held to.
// Before that, it may be as it was.
func (j *judgement) failsIn(r engine.Report, s order.State) (invariant, bool) {
	begun := false
	for i, each := range j.steps {
		begun = begun || s.Started.Has(i) && j.isSuspect(each)
	}
	now := stand(r, j.config)
	worst, fails := invariant{}, false
	for _, in := range invariants {
		allowed := in.standing(j.is)
		if !begun {
			allowed = max(allowed, in.standing(j.was))
		}
		if in.standing(now) > allowed && (!fails || in.standing(now) > worst.standing(now)) {
			worst, fails = in, true
		}
	}
	return worst, fails
}

func (j *judgement) isSuspect(s step) bool {
	return slices.ContainsFunc(j.suspects, func(each step) bool { return each.id == s.id && each.Object == s.Object })
}
