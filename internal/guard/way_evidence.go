package guard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

// A loss is what an invariant loses in a state on the way.
type loss struct {
	text     string   // what is so
	head     row      // of the evidence
	evidence []row    // who is stopped by what
	core     []string // the policies that are part of it
}

// lossAt judges once more, for its evidence, the unsafe state in which some steps are done.
func (j *judgement) lossAt(done order.Set) loss {
	s := order.State{Done: done, Started: done}
	t, _ := between(j.present, j.steps, s) // nothing is in flight, so it can be built
	report := j.decide(t)
	in, fails := j.failsIn(report, s)
	if !fails {
		return loss{text: "an invariant could be broken"}
	}
	return j.lossIn(in, report, done)
}

func (j *judgement) lossIn(in invariant, r engine.Report, done order.Set) loss {
	l := loss{
		text: in.loss(j.config), head: row{in.account, "Stopped in between by"},
		evidence: j.stoppedRows(in, r, done), core: coreIDs(in.cores(r)),
	}
	if in.standing(stand(r, j.config)) == undecided {
		l.text = "it is not sure that " + in.promise(j.config)
	}
	return l
}

func (l loss) table() []string {
	if len(l.evidence) == 0 {
		return nil
	}
	return table(l.head, l.evidence)
}

// stuckBefore shows, for each step that could come next, what would be lost.
func (j *judgement) stuckBefore(done order.Set, next []int) (evidence, core []string) {
	var groups [][]row
	for n, i := range next {
		group := []row{{who: fmt.Sprintf("%q", plain(j.steps[i].Name()))}}
		if n < evidenceRows { // more are counted, and not shown
			l := j.lossAt(done.With(i))
			group[0].what = l.text
			for _, each := range l.evidence[:min(len(l.evidence), 1)] {
				group = append(group, row{what: each.who + ": " + each.what})
			}
			core = append(core, l.core...)
		}
		groups = append(groups, group)
	}
	slices.Sort(core)
	return table(row{"Made next", "Then"}, limited(groups, "change")), slices.Compact(core)
}

// stoppedRows are the accounts that an invariant cannot count on while some steps are done.
func (j *judgement) stoppedRows(in invariant, r engine.Report, done order.Set) []row {
	var groups [][]row
	for _, f := range in.failing(r) {
		if len(f.core) == 0 {
			groups = append(groups, openQuestions(f.name, f.missing))
			continue
		}
		var group []row
		name := f.name
		for _, d := range f.core {
			group = append(group, row{name, fmt.Sprintf("%q%s: %s", plain(d.Policy), j.version(d, done), d.Why)})
			name = ""
		}
		groups = append(groups, group)
	}
	return limited(groups, "account")
}

// version says which version of a policy stops somebody, where the plan has two.
func (j *judgement) version(d engine.Denial, done order.Set) string {
	for i, s := range j.steps {
		if s.Object != ObjectPolicy || !ca.SameID(strings.TrimSuffix(d.PolicyID, plannedMark), s.id) {
			continue
		}
		if done.Has(i) || strings.Contains(d.PolicyID, plannedMark) {
			return " as planned"
		}
		return " as it is"
	}
	return ""
}

// onTheWay opens a text about what is between two ends that are in order, or a beginning that is not.
func (j *judgement) onTheWay() string {
	if j.was.hold() {
		return "The tenant is safe before this plan and after it"
	}
	return "The tenant is safe after this plan"
}

// quotedNames lists steps for a sentence: "A", "B", "C" and 2 more.
func quotedNames(list []step) string {
	const most = 3
	var names []string
	for _, s := range list[:min(len(list), most)] {
		names = append(names, fmt.Sprintf("%q", plain(s.Name())))
	}
	if more := len(list) - most; more > 0 {
		return strings.Join(names, ", ") + fmt.Sprintf(" and %d more", more)
	}
	return joinAnd(names)
}
