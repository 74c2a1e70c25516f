package guard

import (
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

var ruleEG005 = Rule{
	ID:    "EG005",
	Title: "The change is safe only in some orders",
	Harm: `The tenant is safe before the plan and after it, but not in every state between: while some objects are already
new and others still old, an invariant can be broken. Terraform chooses the order, and writes several objects at once.

Where a safe order exists, this is a warning that names the changes that have to wait for others. Where none is found, the
plan is refused: every order would lock somebody out on the way.`,
	WayOut: "Let the resource that has to wait depend on the other one, with the `depends_on` lines of the finding. Each " +
		"write is checked just before it is made, and one that is not safe yet waits for those in flight for at most " +
		"`order_wait`, so an unsafe order is stopped and not passed through; `depends_on` keeps an apply from being stopped " +
		"halfway. A provider does not see `depends_on`, so the warning stays.\n\n" +
		"Where no order is safe, make two applies of it: first a version that is laxer than the old one and the new one, such " +
		"as one that leaves out whom either of them leaves out, then the new one. The same goes for a change that has to wait " +
		"for a deletion, since nothing can depend on what is not in the configuration any more.",
	Example: `resource "entraguard_conditional_access_policy" "stricter" {
  depends_on = [entraguard_conditional_access_policy.laxer]
}`,
	Severity: Warning,
}

// order says which changes have to wait for which, or refuses where no order is safe.
func (j *judgement) order() []Finding {
	found, matters := j.way()
	switch {
	case !matters:
		return nil
	case found.Outcome != order.Found:
		f := j.noWay(found)
		if j.config.OnUndecided == WarnUndecided && j.isOpen() {
			f.Severity = Warning
		}
		return []Finding{f}
	}
	var findings []Finding
	circular := j.areCircular(found.Pairs)
	for i, s := range j.steps {
		if pairs := j.waitsFor(found, i); len(pairs) > 0 {
			f := j.hasToWait(found, i, pairs)
			findings = append(findings, f.with(dependency(s, j.firsts(pairs), circular)))
		}
	}
	return findings
}

// waitsFor are the pairs in which a step has to wait for another. Where Terraform replaces an object, it
// deletes the old one first by itself.
func (j *judgement) waitsFor(found order.Result, then int) []order.Pair {
	return slices.DeleteFunc(slices.Clone(found.Pairs), func(p order.Pair) bool {
		first := j.steps[p.First]
		return p.Then != then || first.isDelete() && first.Address != "" && first.Address == j.steps[then].Address
	})
}

// hasToWait is the warning about one step.
func (j *judgement) hasToWait(found order.Result, then int, pairs []order.Pair) Finding {
	firsts := j.firsts(pairs)
	f := j.place(j.steps[then], Finding{
		Rule: ruleEG005.ID, Severity: Warning,
		Harm: "is safe only after " + count(len(firsts), "other", "change"), Checked: checkedOrder(found),
	})
	if len(firsts) == 1 {
		f.Harm = "is safe only after another change"
	}
	lost := loss{text: "an administrator, a break-glass account or the pipeline could be locked out"}
	if found.Exact {
		lost = j.lossAt(pairs[0].Unsafe)
	}
	f.Evidence, f.Core = lost.table(), lost.core
	f.Paragraph = fmt.Sprintf("%s. If this change is made before %s, %s until then. "+
		"Each write is checked just before it is made: one that is not safe yet waits for the others for at most %s, and is then refused.",
		j.onTheWay(), quotedNames(firsts), lost.text, j.config.OrderWait)
	return f
}

func checkedOrder(found order.Result) string {
	judged := fmt.Sprintf("The guard judged %s to know.", count(found.Judged, "", "state"))
	switch {
	case !found.Exact:
		return fmt.Sprintf("The guard found one safe order with %s, the most that it judges. Other orders may be safe, too.",
			count(found.Judged, "", "state"))
	case len(found.Pairs) == 1:
		return "It is the only such constraint in the plan: every order that obeys it is safe, also with several writes at once. " + judged
	}
	return fmt.Sprintf("The plan has %s. Every order that obeys them is safe, also with several writes at once, and none of them can be left out. %s",
		count(len(found.Pairs), "such", "constraint"), judged)
}

// firsts are the steps that pairs put first.
func (j *judgement) firsts(pairs []order.Pair) []step {
	var list []step
	for _, p := range pairs {
		list = append(list, j.steps[p.First])
	}
	return list
}

const laxerFirst = "To fix it, make two applies of it: first a version that is laxer than the old one and the new one, such as one " +
	"that leaves out whom either of them leaves out, then the new one."

// noWay is the refusal of a plan of which no order is safe.
func (j *judgement) noWay(found order.Result) Finding {
	if found.Outcome != order.None {
		return j.noWayFound(found)
	}
	f := Finding{
		Rule: ruleEG005.ID, Severity: Error, Harm: "is not safe in any order",
		Paragraph: j.onTheWay() + ", but no order of its changes is safe all the way: whichever of those below comes next, an invariant is broken until the others are made.",
		Checked:   fmt.Sprintf("The guard judged %s on the way.", count(found.Judged, "", "state")),
		FixText:   laxerFirst,
	}
	if done := found.Stuck.Len(); done > 0 {
		f.Checked = joinSentences(f.Checked, fmt.Sprintf("Of the %s of the plan, %d can be made safely before these.", count(len(j.steps), "", "change"), done))
	}
	var next []int
	for i, s := range j.steps {
		if !found.Stuck.Has(i) && j.direction(s) == order.Both {
			next = append(next, i)
		}
	}
	f.Evidence, f.Core = j.stuckBefore(found.Stuck, next)
	return j.place(j.steps[next[0]], f)
}

// noWayFound is the refusal of a plan in which the search for an order came to no end.
func (j *judgement) noWayFound(found order.Result) Finding {
	f := Finding{
		Rule: ruleEG005.ID, Severity: Error, Harm: "is in no safe order that was found",
		Paragraph: j.onTheWay() + ". While some of its changes are made and others are not, an invariant can be broken, and the guard found no order in which none is. There may be one.",
		Checked:   fmt.Sprintf("The guard judged %s on the way, which is the most that it judges.", count(found.Judged, "", "state")),
		FixText:   laxerFirst, Alternative: "Or split the plan into smaller ones.",
	}
	if found.Outcome == order.TooMany {
		f.Checked = fmt.Sprintf("The guard looks for an order among at most %d changes that may deny some sign-ins and allow others.", order.MostSearched)
	}
	culprit := j.steps[0]
	if j.every != nil {
		if in, fails := j.failsIn(*j.every, everything(len(j.steps))); fails {
			culprit = j.culprit(in, *j.every)
			lost := j.lossIn(in, *j.every, order.Set{})
			f.Evidence, f.Core = lost.table(), lost.core
		}
	}
	return j.place(culprit, f)
}

func (j *judgement) place(s step, f Finding) Finding {
	f.Object, f.ObjectID, f.Address = s.Name(), s.ID, s.Address
	return f
}
