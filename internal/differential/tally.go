package differential

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
)

// A Tally counts what came up in a comparison.
type Tally struct {
	Seed          uint64
	Tenants       int
	Disagreed     int
	Disagreements []Disagreement // the first of each kind
	counts        map[string]int
	kinds         map[string]int
}

func newTally(seed uint64) Tally {
	return Tally{Seed: seed, counts: map[string]int{}, kinds: map[string]int{}}
}

func (t *Tally) add(other Tally) {
	t.Tenants += other.Tenants
	t.Disagreed += other.Disagreed
	t.Disagreements = append(t.Disagreements, other.Disagreements...)
	for name, n := range other.counts {
		t.counts[name] += n
	}
	for name, n := range other.kinds {
		t.kinds[name] += n
	}
}

// count notes each subject that the question and its answer have.
func (t *Tally) count(q engine.Question, report reference.Report) {
	for _, p := range q.Tenant.Policies.Value() {
		if p.State != ca.StateEnabled && p.State != ca.NotYetKnown {
			continue
		}
		for _, s := range policySubjects {
			if s.in(p) {
				t.counts[s.name]++
			}
		}
	}
	for _, s := range questionSubjects {
		if s.in(q) {
			t.counts[s.name]++
		}
	}
	for _, s := range answerSubjects {
		for _, repairer := range report.Repairers {
			if s.verdict == repairer.Verdict || s.robustness == repairer.Robustness && s.robustness != "" {
				t.counts[s.name]++
			}
		}
		if s.pipeline == report.PipelineVerdict {
			t.counts[s.name]++
		}
	}
}

// Subjects are the names of everything that a comparison has to come across, in order.
func Subjects() []string {
	var names []string
	for _, s := range policySubjects {
		names = append(names, s.name)
	}
	for _, s := range questionSubjects {
		names = append(names, s.name)
	}
	for _, s := range answerSubjects {
		names = append(names, s.name)
	}
	return names
}

// Missing lists the subjects that never came up.
func (t *Tally) Missing() []string {
	var missing []string
	for _, name := range Subjects() {
		if t.counts[name] == 0 {
			missing = append(missing, name)
		}
	}
	return missing
}

// String is the table of what came up how often, and the result.
func (t *Tally) String() string {
	var b strings.Builder
	for _, name := range Subjects() {
		fmt.Fprintf(&b, "%8d  %s\n", t.counts[name], name)
	}
	for _, d := range t.Disagreements {
		fmt.Fprintf(&b, "\n%s", d)
	}
	for _, name := range t.Missing() {
		fmt.Fprintf(&b, "never reached: %s\n", name)
	}
	for _, name := range slices.Sorted(maps.Keys(t.kinds)) {
		fmt.Fprintf(&b, "%8d  %s\n", t.kinds[name], name)
	}
	fmt.Fprintf(&b, "%d tenants, %d disagreements\n", t.Tenants, t.Disagreed)
	return b.String()
}
