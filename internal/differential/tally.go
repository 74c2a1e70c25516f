package differential

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
)

// A Tally counts what came up in a comparison.
type Tally struct {
	Tenants       int
	Disagreed     int
	Disagreements []Disagreement // the first of each kind

	run      Run
	present  map[string]int // subjects, by how often they came up
	decided  map[string]int // those of policies, by how often such a policy stood in a core
	replayed map[string]int // evidence that held
	kinds    map[string]int // disagreements, by what they are about
}

func newTally(run Run) Tally {
	return Tally{run: run, present: map[string]int{}, decided: map[string]int{}, replayed: map[string]int{}, kinds: map[string]int{}}
}

func (t *Tally) add(other Tally) {
	t.Tenants += other.Tenants
	t.Disagreed += other.Disagreed
	t.Disagreements = append(t.Disagreements, other.Disagreements...)
	for _, counts := range []struct{ mine, theirs map[string]int }{
		{t.present, other.present}, {t.decided, other.decided}, {t.replayed, other.replayed}, {t.kinds, other.kinds},
	} {
		for name, n := range counts.theirs {
			counts.mine[name] += n
		}
	}
}

// count notes each subject that the question and its answer have.
func (t *Tally) count(q engine.Question, report reference.Report) {
	for _, p := range q.Tenant.Policies.Value() {
		if p.State == ca.StateEnabled || p.State == ca.NotYetKnown {
			countPolicy(t.present, p)
		}
	}
	for _, s := range questionSubjects {
		if s.in(q) {
			t.present[s.name]++
		}
	}
	for _, s := range answerSubjects {
		for _, repairer := range report.Repairers {
			if s.verdict == repairer.Verdict || s.robustness == repairer.Robustness && s.robustness != "" {
				t.present[s.name]++
			}
		}
		if s.pipeline == report.PipelineVerdict {
			t.present[s.name]++
		}
	}
}

func countPolicy(counts map[string]int, p ca.Policy) {
	for _, s := range policySubjects {
		if s.in(p) {
			counts[s.name]++
		}
	}
}

// The kinds of evidence.
const (
	witnesses           = "witnesses"
	cores               = "cores"
	counterexamples     = "counterexamples"
	counterexampleCores = "cores of counterexamples"
	pipelineCores       = "cores of the pipeline"
)

var evidence = []string{witnesses, cores, counterexamples, counterexampleCores, pipelineCores}

// countEvidence notes what was replayed, and which policies decided: the ones of a core, since none of them
// can be left out.
func (t *Tally) countEvidence(q engine.Question, report engine.Report) {
	core := func(name string, core []engine.Denial) {
		if len(core) == 0 {
			return
		}
		t.replayed[name]++
		for _, p := range q.Tenant.Policies.Value() {
			if slices.ContainsFunc(core, func(d engine.Denial) bool { return d.PolicyID == p.ID }) {
				countPolicy(t.decided, p)
			}
		}
	}
	for _, r := range report.Repairers {
		if r.Witness != nil {
			t.replayed[witnesses]++
		}
		if r.Counterexample != nil {
			t.replayed[counterexamples]++
		}
		core(cores, r.Core)
		core(counterexampleCores, r.CounterexampleCore)
	}
	core(pipelineCores, report.Pipeline.Core)
}

// Missing lists what never came up: subjects that no tenant had, and evidence of which there was none.
func (t *Tally) Missing() []string {
	var missing []string
	for _, name := range Subjects() {
		if t.present[name] == 0 {
			missing = append(missing, name)
		}
	}
	for _, name := range evidence {
		if t.replayed[name] == 0 {
			missing = append(missing, name)
		}
	}
	return missing
}

// String is the table of what came up how often, and the result.
func (t *Tally) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d, tenants %d to %d\n\n", t.run.Seed, t.run.First, t.run.First+uint64(max(t.run.Count, 1))-1)
	fmt.Fprintf(&b, "%9s %9s\n", "present", "in a core")
	for _, s := range policySubjects {
		fmt.Fprintf(&b, "%9d %9d  %s\n", t.present[s.name], t.decided[s.name], s.name)
	}
	b.WriteByte('\n')
	for _, name := range Subjects()[len(policySubjects):] {
		fmt.Fprintf(&b, "%9d  %s\n", t.present[name], name)
	}
	b.WriteByte('\n')
	for _, name := range evidence {
		fmt.Fprintf(&b, "%9d  %s replayed\n", t.replayed[name], name)
	}
	for _, d := range t.Disagreements {
		fmt.Fprintf(&b, "\n%s", d)
	}
	fmt.Fprintf(&b, "%s%d tenants\n%d disagreements\n", shortcomings(t.Missing(), t.kinds), t.Tenants, t.Disagreed)
	return b.String()
}
