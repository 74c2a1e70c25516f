package guard

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

// An invariant is one of the promises, with what is said when it does not hold.
type invariant struct {
	standing  func(standings) standing
	broken    func(claim) Finding
	undecided func(claim) Finding
	cores     func(engine.Report) [][]engine.Denial
	failing   func(engine.Report) []failing
	promise   func(Config) string // what it promises, as in: it is sure that …
	loss      func(Config) string // what is so where it is broken
	account   string              // what fails it
}

// invariants are the promises in the order of their rules.
var invariants = []invariant{
	{
		standing: func(s standings) standing { return s.floor },
		broken:   noAdministrator, undecided: undecidedAdministrators,
		cores: repairerCores, failing: failingRepairers, account: "Administrator",
		promise: func(Config) string { return "any administrator could sign in" },
		loss:    func(Config) string { return "no administrator could sign in" },
	},
	{
		standing: func(s standings) standing { return s.admins },
		broken:   tooFewAdministrators, undecided: undecidedAdministrators,
		cores: repairerCores, failing: failingRepairers, account: "Administrator",
		promise: func(c Config) string { return count(c.MinimumAdmins, "", "administrator") + " could sign in" },
		loss: func(c Config) string {
			return "fewer than " + count(c.MinimumAdmins, "", "administrator") + " could sign in"
		},
	},
	{
		standing: func(s standings) standing { return s.breakGlass },
		broken:   fragileBreakGlass, undecided: undecidedBreakGlass,
		cores: breakGlassCores, failing: failingBreakGlass, account: "Account",
		promise: func(c Config) string {
			return count(c.BreakGlass.Minimum, "", "break-glass account") + " would work on the worst day"
		},
		loss: func(c Config) string {
			return "fewer than " + count(c.BreakGlass.Minimum, "", "break-glass account") + " would work on the worst day"
		},
	},
	{
		standing: func(s standings) standing { return s.pipeline },
		broken:   lockedOutPipeline, undecided: undecidedPipeline,
		cores: pipelineCores, failing: failingPipeline, account: "Service principal",
		promise: func(Config) string { return "the pipeline could sign in" },
		loss:    func(Config) string { return "the pipeline could not sign in" },
	},
}

// unmet are the invariants that do not hold. Where the floor says it, the minimum above it is silent, except
// that it may be broken where the floor is only undecided.
func unmet(s standings) []invariant {
	var list []invariant
	for i, in := range invariants {
		if i == 1 && s.floor != holds && s.admins <= s.floor {
			continue
		}
		if in.standing(s) != holds {
			list = append(list, in)
		}
	}
	return list
}

// A claim is what a finding about an invariant rests on.
type claim struct {
	tenant  *ca.Tenant    // the state that it is about
	report  engine.Report // of that state
	config  Config
	changes int  // objects that differ from the tenant as it is; 0 judges that
	already bool // the invariant did not hold before, either
	excused bool // nothing is taken away, so that the change passes all the same
	culprit step // the zero step where the tenant is judged as it is
}

// invariants says which promises the future breaks. It is the after state that is refused, except where the
// tenant was in that state already and nothing is taken away.
func (j *judgement) invariants() []Finding {
	if j.is.hold() {
		return nil
	}
	harmless := j.takesNothing()
	var findings []Finding
	for _, in := range unmet(j.is) {
		is, was := in.standing(j.is), in.standing(j.was)
		if is == undecided && in.standing(j.favourable()) == holds {
			continue // only a value that is not known yet keeps it open, which unknowns says
		}
		c := claim{
			tenant: j.future, report: j.after, config: j.config, changes: len(j.steps),
			already: was != holds, excused: was != holds && harmless,
			culprit: j.culprit(in, j.after),
		}
		findings = append(findings, in.finding(is, c))
	}
	return findings
}

// finding says that an invariant does not hold.
func (in invariant) finding(s standing, c claim) Finding {
	say := in.broken
	if s == undecided {
		say = in.undecided
	}
	f := say(c)
	if c.culprit.Object != "" {
		f.Object, f.ObjectID, f.Address = c.culprit.Name(), c.culprit.ID, c.culprit.Address
	}
	if r, ok := elsewhere[c.culprit.Object]; ok {
		f.Attribute = r.attribute // what a policy would have is not what this object has
	}
	f.Core = coreIDs(in.cores(c.report))
	if s == undecided && c.config.OnUndecided == WarnUndecided {
		f.Severity = Warning
	}
	if c.excused {
		f.Severity = Warning
	}
	return f
}

// favourable is how the invariants fare if no policy with a value that is not known yet applied to anybody.
// It is the best that those values can turn out to be.
func (j *judgement) favourable() standings {
	if j.best != nil {
		return *j.best
	}
	best := j.is
	if j.isUnsettled() {
		all := everything(len(j.steps)).Started
		t, _ := j.atBest(order.State{Done: all, Started: all}) // nothing is in flight, so it can be built
		best = stand(j.decide(t), j.config)
	}
	j.best = &best
	return best
}

// failing is one account that an invariant cannot count on, and why.
type failing struct {
	name    string
	core    []engine.Denial
	missing []engine.MissingFact
}

func failingRepairers(r engine.Report) []failing {
	var list []failing
	for _, repairer := range r.Repairers {
		if repairer.Verdict != engine.Reachable {
			list = append(list, failing{repairer.User.Name(), repairer.Core, repairer.MissingFacts})
		}
	}
	return list
}

func failingBreakGlass(r engine.Report) []failing {
	var list []failing
	for _, repairer := range r.Repairers {
		if repairer.BreakGlass && repairer.Robustness != engine.Robust {
			list = append(list, failing{repairer.User.Name(), repairer.CounterexampleCore, repairer.RobustnessMissing})
		}
	}
	return list
}

func failingPipeline(r engine.Report) []failing {
	return []failing{{pipelineName(r.Pipeline), r.Pipeline.Core, r.Pipeline.MissingFacts}}
}

func repairerCores(r engine.Report) [][]engine.Denial {
	var cores [][]engine.Denial
	for _, repairer := range r.Repairers {
		cores = append(cores, repairer.Core)
	}
	return cores
}

func breakGlassCores(r engine.Report) [][]engine.Denial {
	var cores [][]engine.Denial
	for _, repairer := range r.Repairers {
		cores = append(cores, repairer.CounterexampleCore)
	}
	return cores
}

func pipelineCores(r engine.Report) [][]engine.Denial { return [][]engine.Denial{r.Pipeline.Core} }

// coreIDs are the ids of the tenant's policies in some cores, in order. A policy that is yet to be created
// has none.
func coreIDs(cores [][]engine.Denial) []string {
	var ids []string
	for _, core := range cores {
		for _, d := range core {
			if id := tenantID(d.PolicyID); id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	return ids
}
