package differential

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// A Ledger counts what came up in a comparison about sign-ins of anybody.
type Ledger struct {
	Drawn         int
	Disagreed     int
	Disagreements []string // the first of each kind, each as small as it can be

	run      Run
	subjects []string // what has to come up
	counts   map[string]int
	kinds    map[string]int
}

func newLedger(run Run, subjects []string) *Ledger {
	return &Ledger{run: run, subjects: subjects, counts: map[string]int{}, kinds: map[string]int{}}
}

// inParallel gives every number of a run to one of as many workers as there are processors.
func inParallel(run Run, subjects []string, compare func(l *Ledger, number uint64)) *Ledger {
	workers := runtime.GOMAXPROCS(0)
	ledgers := make([]*Ledger, workers)
	var done atomic.Int64
	var stop atomic.Bool
	var running sync.WaitGroup
	for w := range workers {
		running.Go(func() {
			l := newLedger(run, subjects)
			ledgers[w] = l
			for i := w; i < run.Count && !stop.Load(); i += workers {
				compare(l, run.First+uint64(i))
				l.Drawn++
				if run.Quick && l.Disagreed > 0 {
					stop.Store(true)
				}
				if n := done.Add(1); n%1000 == 0 && run.Progress != nil {
					run.Progress(int(n))
				}
			}
		})
	}
	running.Wait()
	total := newLedger(run, subjects)
	for _, l := range ledgers {
		total.Drawn += l.Drawn
		total.Disagreed += l.Disagreed
		total.Disagreements = append(total.Disagreements, l.Disagreements...)
		for name, n := range l.counts {
			total.counts[name] += n
		}
		for name, n := range l.kinds {
			total.kinds[name] += n
		}
	}
	slices.Sort(total.Disagreements)
	return total
}

// disagree notes a disagreement, described, and smaller if it is one of the first of its kind.
func (l *Ledger) disagree(what string, describe func() string) {
	l.Disagreed++
	if l.kinds[kind(what)]++; l.kinds[kind(what)] <= enough {
		l.Disagreements = append(l.Disagreements, describe())
	}
}

// Count is how often something came up.
func (l *Ledger) Count(subject string) int { return l.counts[subject] }

// Missing lists what never came up.
func (l *Ledger) Missing() []string {
	return slices.DeleteFunc(slices.Clone(l.subjects), func(subject string) bool { return l.counts[subject] > 0 })
}

// String is the table of what came up how often, and the result.
func (l *Ledger) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d, from %d on\n\n", l.run.Seed, l.run.First)
	for _, subject := range l.subjects {
		fmt.Fprintf(&b, "%9d  %s\n", l.counts[subject], subject)
	}
	for _, subject := range slices.Sorted(maps.Keys(l.counts)) {
		if !slices.Contains(l.subjects, subject) {
			fmt.Fprintf(&b, "%9d  (%s)\n", l.counts[subject], subject)
		}
	}
	for _, d := range l.Disagreements {
		fmt.Fprintf(&b, "\n%s", d)
	}
	fmt.Fprintf(&b, "%s%d drawn\n%d disagreements\n", shortcomings(l.Missing(), l.kinds), l.Drawn, l.Disagreed)
	return b.String()
}

// shortcomings lists what never came up, and the kinds of disagreement by how many there were.
func shortcomings(missing []string, kinds map[string]int) string {
	b := new(strings.Builder)
	b.WriteByte('\n')
	for _, name := range missing {
		fmt.Fprintf(b, "never reached: %s\n", name)
	}
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		fmt.Fprintf(b, "%9d  %s\n", kinds[name], name)
	}
	return b.String()
}
