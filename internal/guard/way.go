package guard

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

// mostJudgements bounds how many states a search for a safe order judges.
const mostJudgements = 500

// way looks for an order of the steps in which every state on the way is safe. It reports false where the order
// cannot matter: the state in which all old and all new versions are enforced together is safe.
func (j *judgement) way() (order.Result, bool) {
	directions := make([]order.Direction, len(j.steps))
	for i, s := range j.steps {
		directions[i] = j.direction(s)
	}
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
	found := order.Find(directions, mostJudgements-1, func(s order.State) bool {
		t, ok := between(j.present, j.steps, s)
		if !ok {
			return false
		}
		_, fails := j.failsIn(j.decide(t), s)
		return !fails
	})
	found.Judged++ // the strictest
	return found, true
}

// everything is the state with every step in flight.
func everything(steps int) order.State {
	var s order.State
	for i := range steps {
		s.Started = s.Started.With(i)
	}
	return s
}

// failsIn is the first invariant that fares worse in a state on the way than it may. As soon as a step is begun
// that may take something away, it has to fare as it will at the end: that is what every write is held to.
// Before that, it may be as it was.
func (j *judgement) failsIn(r engine.Report, s order.State) (invariant, bool) {
	begun := false
	for i, each := range j.steps {
		begun = begun || s.Started.Has(i) && j.isSuspect(each)
	}
	now := stand(r, j.config)
	for _, in := range invariants {
		allowed := in.standing(j.is)
		if !begun {
			allowed = max(allowed, in.standing(j.was))
		}
		if in.standing(now) > allowed {
			return in, true
		}
	}
	return invariant{}, false
}

func (j *judgement) isSuspect(s step) bool {
	return slices.ContainsFunc(j.suspects, func(each step) bool { return each.id == s.id && each.Object == s.Object })
}
