package engine

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// Decide answers a question: for every repairer whether it can still sign in, with the evidence; for every
// break-glass account whether it would on the worst day; and whether the pipeline can.
func Decide(q Question) Report {
	var missing factSet
	d := newDirectory(q.Tenant)
	people := d.repairers(q.BreakGlass, &missing)
	if !q.Tenant.Policies.Read() {
		return undecidedReport(q, people, missing.sorted())
	}
	p := compile(q, d)
	report := Report{Pipeline: decidePipeline(q), MissingRepairers: missing.sorted()}
	found := map[string]finding{}
	meant := newCrowd(d, people).masks(p.policies)
	for i, who := range people {
		c := p.candidate(who, meant[i])
		key := c.key()
		f, known := found[key]
		if !known {
			f = c.find()
			found[key] = f
		}
		report.Repairers = append(report.Repairers, c.report(f))
	}
	return report
}

// undecidedReport is what can be said of a tenant whose policies were not read.
func undecidedReport(q Question, people []person, missing []MissingFact) Report {
	unread := []MissingFact{fact("policies", "read the Conditional Access policies")}
	report := Report{MissingRepairers: missing, Pipeline: Pipeline{ID: q.Pipeline, Verdict: NotChecked}}
	if q.Pipeline != "" {
		report.Pipeline.Verdict, report.Pipeline.MissingFacts = Undecided, unread
	}
	for _, who := range people {
		r := Repairer{User: who.user, Eligible: who.eligible, BreakGlass: who.breakGlass, Verdict: Undecided, MissingFacts: unread}
		if who.breakGlass {
			r.Robustness, r.RobustnessMissing = RobustnessUndecided, unread
		}
		report.Repairers = append(report.Repairers, r)
	}
	return report
}

// A finding is what a search found, in indexes: people of whom every policy says the same share it.
type finding struct {
	verdict Verdict
	witness situation
	core    set
	open    situation // the situation in which the least is missing

	robustness   Robustness
	environments int
	counter      situation
	counterCore  set
	robustOpen   situation
}

// find decides one candidate.
func (c *candidate) find() finding {
	everything := fullSet(c.program.n)
	f := finding{verdict: Undecided}
	best := -1
	c.availableSituations(everything, func(s situation, v Value) bool {
		if cost := c.cost(s); v == Yes && (best < 0 || cost < best) {
			best, f.witness, f.verdict = cost, s, Reachable
		}
		return best != 0
	})
	if f.verdict != Reachable {
		if open, ok := c.leastOpen(); ok {
			f.open = open
		} else {
			f.verdict = LockedOut
			f.core = c.core()
		}
	}
	if c.who.breakGlass {
		c.findRobustness(&f)
	}
	return f
}

// openLimit bounds how many situations are compared for the one in which the least is missing.
const openLimit = 4096

// leastOpen is the situation that is not denied and needs the fewest facts; false where there is none.
func (c *candidate) leastOpen() (best situation, ok bool) {
	everything, least, visited := fullSet(c.program.n), 0, 0
	c.allSituations(everything, func(s situation, _ Value) bool {
		visited++
		if need := len(c.missing(s)); !ok || need < least || (need == least && c.cost(s) < c.cost(best)) {
			best, least, ok = s, need, true
		}
		return visited < openLimit
	})
	return best, ok
}

// report turns a finding into evidence with this person's names.
func (c *candidate) report(f finding) Repairer {
	r := Repairer{User: c.who.user, Eligible: c.who.eligible, BreakGlass: c.who.breakGlass, Verdict: f.verdict}
	switch f.verdict {
	case Reachable:
		r.Witness = c.witness(f.witness)
		r.Assumptions = c.assumptions(f.witness)
	case LockedOut:
		r.Core = c.denials(f.core)
	case Undecided:
		r.MissingFacts = c.missing(f.open)
	}
	if c.who.breakGlass {
		r.Robustness, r.Environments = f.robustness, f.environments
		switch f.robustness {
		case Fragile:
			r.Counterexample = c.witness(f.counter)
			r.Counterexample.Channel, r.Counterexample.Registers = "", false
			r.CounterexampleCore = c.denials(f.counterCore)
		case RobustnessUndecided:
			r.RobustnessMissing = c.missingRobustness(f.robustOpen)
		}
	}
	c.doubtAccount(&r)
	return r
}

// doubtAccount keeps what is good from being said of an account that may be disabled.
func (c *candidate) doubtAccount(r *Repairer) {
	if c.who.user.AccountEnabled != nil {
		return
	}
	unread := fact("users", "read accountEnabled of %s: a disabled account cannot sign in", nameOf(c.who.user))
	if r.Verdict == Reachable {
		r.Verdict, r.Witness, r.Assumptions = Undecided, nil, nil
		r.MissingFacts = []MissingFact{unread}
	}
	if r.Robustness == Robust {
		r.Robustness = RobustnessUndecided
		r.RobustnessMissing = []MissingFact{unread}
	}
}

func nameOf(u ca.User) string {
	for _, name := range []string{u.UserPrincipalName, u.DisplayName} {
		if name != "" {
			return name
		}
	}
	return u.ID
}
