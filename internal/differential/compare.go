package differential

import (
	"cmp"
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
)

// A Disagreement is a tenant on which the two do not say the same, made as small as it can be.
type Disagreement struct {
	Seed, Number uint64
	What         string
	Question     engine.Question
}

func (d Disagreement) String() string {
	return fmt.Sprintf("seed %d, tenant %d: %s\n%s", d.Seed, d.Number, d.What, Describe(d.Question))
}

// A Run says which tenants to compare: Count of them, from number First on, of the sequence that a seed
// stands for. A tenant depends on its seed and its number alone, so a run can be cut into slices, and each
// slice made again.
type Run struct {
	Seed, First uint64
	Count       int

	// Quick ends a run at its first disagreement, and leaves that as it was drawn.
	Quick bool
	// Progress, if there is one, is told now and then how many tenants are behind.
	Progress func(done int)
}

// Compare draws the tenants of a run and asks both implementations about each.
func Compare(run Run) Tally {
	workers := runtime.GOMAXPROCS(0)
	tallies := make([]Tally, workers)
	var done atomic.Int64
	var stop atomic.Bool
	var running sync.WaitGroup
	for w := range workers {
		running.Go(func() {
			tallies[w] = newTally(run)
			for i := w; i < run.Count && !stop.Load(); i += workers {
				tallies[w].compare(run.First + uint64(i))
				if run.Quick && tallies[w].Disagreed > 0 {
					stop.Store(true)
				}
				if n := done.Add(1); n%1000 == 0 && run.Progress != nil {
					run.Progress(int(n))
				}
			}
		})
	}
	running.Wait()
	total := newTally(run)
	for _, t := range tallies {
		total.add(t)
	}
	slices.SortFunc(total.Disagreements, func(a, b Disagreement) int { return cmp.Compare(a.Number, b.Number) })
	return total
}

// enough is how many disagreements of one kind are worth shrinking; a fault shows on many tenants.
const enough = 2

func (t *Tally) compare(number uint64) {
	q := Draw(t.run.Seed, number)
	want := reference.Decide(asReference(q))
	got, what := check(q, want)
	t.Tenants++
	t.count(q, want)
	if what == "" {
		t.countEvidence(q, got)
		return
	}
	t.Disagreed++
	if t.kinds[kind(what)]++; t.kinds[kind(what)] > enough {
		return
	}
	if !t.run.Quick {
		q = Shrink(q, func(q engine.Question) bool { return kind(Check(q)) == kind(what) })
	}
	t.Disagreements = append(t.Disagreements, Disagreement{Seed: t.run.Seed, Number: number, What: Check(q), Question: q})
}

// kind is what a disagreement is about, without the particulars, so that shrinking does not wander from
// one fault to another. For a verdict that is what each of the two says.
func kind(what string) string {
	return strings.Join(particular.Split(what, -1), "")
}

var particular = regexp.MustCompile(`(, )?of user-\d:?|\{.*\}|\[.*\]|policy-\d|\d+`)

// Check asks both about one question. It returns "" when they agree and the engine's evidence holds.
func Check(q engine.Question) string {
	_, what := check(q, reference.Decide(asReference(q)))
	return what
}

func check(q engine.Question, want reference.Report) (got engine.Report, what string) {
	defer func() {
		if p := recover(); p != nil {
			what = fmt.Sprintf("panic: %v", p)
		}
	}()
	got = engine.Decide(q)
	if what := compareReports(got, want); what != "" {
		return got, what
	}
	return got, checkEvidence(q, got)
}

func asReference(q engine.Question) reference.Question {
	return reference.Question{Tenant: q.Tenant, BreakGlass: q.BreakGlass, Assume: q.Assume, Pipeline: q.Pipeline}
}

func compareReports(got engine.Report, want reference.Report) string {
	if len(got.Repairers) != len(want.Repairers) {
		return fmt.Sprintf("number of repairers: engine %d, reference %d", len(got.Repairers), len(want.Repairers))
	}
	for i, w := range want.Repairers {
		g := got.Repairers[i]
		for _, c := range []struct{ name, got, want string }{
			{"repairer", g.User.ID, w.UserID},
			{"eligible", strconv.FormatBool(g.Eligible), strconv.FormatBool(w.Eligible)},
			{"break-glass", strconv.FormatBool(g.BreakGlass), strconv.FormatBool(w.BreakGlass)},
			{"verdict", string(g.Verdict), w.Verdict},
			{"robustness", string(g.Robustness), w.Robustness},
		} {
			if c.got != c.want {
				return fmt.Sprintf("%s: of %s: engine %s, reference %s", c.name, w.UserID, c.got, c.want)
			}
		}
	}
	if complete := len(got.MissingRepairers) == 0; complete != want.Complete {
		return fmt.Sprintf("complete: engine %t, reference %t", complete, want.Complete)
	}
	if string(got.Pipeline.Verdict) != want.PipelineVerdict {
		return fmt.Sprintf("pipeline: engine %s, reference %s", got.Pipeline.Verdict, want.PipelineVerdict)
	}
	return ""
}
