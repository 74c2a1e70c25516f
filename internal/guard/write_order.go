package guard

import (
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

// othersMakeRoom reports whether the change is refused only for what it would do alone, and not together
// with the other changes of this run that are still to be written.
func (g *Guard) othersMakeRoom(p passage, change Change) bool {
	rests := func(f Finding) bool { return isInvariant(f.Rule) || f.liftable }
	for _, f := range p.findings {
		if f.Refuses() && !rests(f) {
			return false
		}
	}
	j, others := g.judgePending(p)
	return others && !slices.ContainsFunc(waive(slices.Concat(j.invariants(), j.rules()), j.config, j.now), func(f Finding) bool {
		return f.Refuses() && (isInvariant(f.Rule) || f.liftable && belongs(f, change))
	})
}

// judgePending judges what the passage was judged against with everything that is still to be written.
func (g *Guard) judgePending(p passage) (j *judgement, others bool) {
	changes, others := g.ledger.pending()
	if !others {
		return nil, false
	}
	return newJudgement(&g.decider, p.judged.tenant, p.judged.report, steps(changes), g.config, clock(p.judged.tenant)), true
}

// inVain are the findings of a change that has waited for others as long as it may: what it would do alone, and
// the lines that make it wait by itself.
func (g *Guard) inVain(p passage, change Change) []Finding {
	j, others := g.judgePending(p)
	if !others {
		return p.findings
	}
	found, _ := j.way()
	then := slices.IndexFunc(j.steps, func(s step) bool { return sameObject(s.Change, change) })
	if found.Outcome != order.Found || then < 0 {
		return p.findings
	}
	firsts := j.firsts(j.waitsFor(found, then))
	if len(firsts) == 0 {
		return p.findings
	}
	list := slices.Clone(p.findings)
	for i := range list {
		f := &list[i]
		if !f.Refuses() || !isInvariant(f.Rule) {
			continue
		}
		f.Paragraph = joinSentences(f.Paragraph, fmt.Sprintf("It would be safe after %s, and has waited %s for that.", quotedNames(firsts), g.config.OrderWait))
		*f = f.with(dependency(j.steps[then], firsts, j.areCircular(found.Pairs)))
	}
	return list
}
