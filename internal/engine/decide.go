package engine

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// Decide answers a question: for every repairer whether it can still sign in, with the evidence; for every
// break-glass account whether it would on the worst day; and whether the pipeline can.
func Decide(q Question) Report { return new(Decider).Decide(q) }

// undecidedReport is what can be said of a tenant whose policies were not read.
func undecidedReport(q Question, r *roster) Report {
	unread := []MissingFact{fact("policies", "read the Conditional Access policies")}
	report := Report{MissingRepairers: r.missing, Pipeline: Pipeline{ID: q.Pipeline, Verdict: NotChecked}}
	if q.Pipeline != "" {
		report.Pipeline.Verdict, report.Pipeline.MissingFacts = Undecided, unread
	}
	for _, who := range r.crowd.people {
		e := &Evidence{Verdict: Undecided, MissingFacts: unread}
		if who.breakGlass {
			e.Robustness, e.RobustnessMissing = RobustnessUndecided, unread
		}
		report.Repairers = append(report.Repairers, who.repairer(e))
	}
	return report
}

// A finding is what a search found: people of whom every policy says the same share it.
type finding struct {
	verdict Verdict
	witness situation
	core    set
	open    situation // the situation in which the least is missing
	spent   bool      // the budget ended before there was an answer

	complete bool // nothing was left out that could have been a better witness, or open situation

	robustness      Robustness
	environments    int
	counter         situation
	counterCore     set
	robustOpen      situation
	robustnessSpent bool
}

// find decides one candidate.
func (c *candidate) find() finding {
	f := finding{verdict: Undecided}
	best := -1
	finished := c.walk(c.program.everything, c.availableSpace(), c.program.steps, func(s situation, v Value) bool {
		if cost := c.cost(s); v == Yes && (best < 0 || cost < best) {
			best, f.witness, f.verdict = cost, s, Reachable
		}
		return best != 0
	})
	if f.complete = finished; f.verdict != Reachable {
		f.spent = !finished
		c.findLockout(&f)
	}
	if c.who.breakGlass {
		c.findRobustness(&f)
	}
	return f
}

// findLockout looks for a situation that is not denied, and for the core where there is none.
func (c *candidate) findLockout(f *finding) {
	open, denied, finished := c.leastOpen()
	switch {
	case !denied:
		f.open, f.complete = open, f.complete && finished
	case !finished || c.program.exploded || f.spent:
		f.spent = true
	default:
		if f.core, finished = c.core(); !finished {
			f.spent = true
			return
		}
		f.verdict = LockedOut
	}
}

// openLimit bounds how many situations are compared for the one in which the least is missing.
const openLimit = 4096

// leastOpen is the situation that is not denied and in which the least is in doubt; denied says that there
// is none.
func (c *candidate) leastOpen() (best situation, denied, finished bool) {
	least, leastCost, visited := -1, 0, 0
	finished = c.walk(c.program.everything, c.possibleSpace(), c.program.steps, func(s situation, _ Value) bool {
		visited++
		need, cost := c.doubts(s), c.cost(s)
		if least < 0 || need < least || (need == least && cost < leastCost) {
			least, leastCost, best = need, cost, s
		}
		// No other one is as plain as the first, and what is open without a doubt was found before.
		return visited < openLimit && (least > 1 || leastCost > 1)
	})
	return best, least < 0, finished && visited < openLimit
}

// doubts counts what keeps a situation from being one in which the person surely signs in: the dimensions
// that are not available, and the policies that are in doubt.
func (c *candidate) doubts(s situation) int {
	p := c.program
	n := 0
	for _, unavailable := range []bool{!c.isNear(s.network), s.option >= c.available, s.risk.user != ca.RiskNone, s.risk.signIn != ca.RiskNone} {
		if unavailable {
			n++
		}
	}
	channel, answered := &p.channels[s.channel], c.options[s.option].answered
	turns := c.at(s, p.everything)
	for turn := range c.turns {
		m := turns[turn]
		registration := c.registrationValue(m, answered)
		unsure := p.unsure(channel)
		for i := range m.perhaps {
			doubtful := m.perhaps[i] & channel.mask.perhaps[i] &^ answered.yes[registration][i]
			if unsure != nil {
				doubtful |= m.perhaps[i] & channel.mask.perhaps[i] & unsure[i]
			}
			n += set{doubtful}.Count()
		}
	}
	return n
}
