package engine

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A class is people of whom every policy says the same. One of them was searched for all; the evidence is
// shared as far as nobody's name is in it.
type class struct {
	searched *candidate
	found    finding

	modes     []ca.Mode // what a reachable one presents
	registers bool
	core      []Denial
	counter   []Denial
}

func newClass(c *candidate) *class {
	same := &class{searched: c, found: c.find()}
	switch f := same.found; f.verdict {
	case Reachable:
		same.modes, same.registers = c.presents(f.witness)
	case LockedOut:
		same.core = c.denials(f.core)
	}
	if same.found.robustness == Fragile {
		same.counter = c.denials(same.found.counterCore)
	}
	return same
}

// member is a person of the class with everything in hand that the searched one has.
func (same *class) member(c *candidate) *candidate {
	c.options, c.available = same.searched.options, same.searched.available
	return c
}

// moved is a situation of the searched one as it is for a member, whose own networks are others.
func (same *class) moved(s situation, c *candidate) situation {
	if i := slices.Index(same.searched.near, s.network); i >= 0 {
		s.network = c.near[i]
	}
	return s
}

// report turns the finding into evidence with one member's names.
func (same *class) report(c *candidate) Repairer {
	c, f := same.member(c), &same.found
	r := Repairer{User: c.who.user, Eligible: c.who.eligible, BreakGlass: c.who.breakGlass, Verdict: f.verdict}
	switch {
	case f.verdict == Reachable:
		s := same.moved(f.witness, c)
		r.Witness = c.witness(s)
		r.Witness.Modes, r.Witness.Registers = same.modes, same.registers
		r.Assumptions = c.assumptions(s, same.modes)
	case f.verdict == LockedOut:
		r.Core = same.core
	case f.spent:
		r.MissingFacts = []MissingFact{spent("the budget of work ended before there was an answer")}
	default:
		r.MissingFacts = c.missing(same.moved(f.open, c))
	}
	if c.who.breakGlass {
		same.reportRobustness(c, &r)
	}
	c.doubtAccount(&r)
	return r
}

func (same *class) reportRobustness(c *candidate, r *Repairer) {
	f := &same.found
	r.Robustness, r.Environments = f.robustness, f.environments
	switch {
	case f.robustness == Fragile:
		r.Counterexample = c.witness(f.counter)
		r.Counterexample.Modes, _ = c.presents(f.counter)
		r.Counterexample.Channel = ""
		r.CounterexampleCore = same.counter
	case f.robustness == RobustnessUndecided && f.robustnessSpent:
		r.RobustnessMissing = []MissingFact{spent("there are more combinations of named locations than are looked at")}
	case f.robustness == RobustnessUndecided:
		r.RobustnessMissing = c.missingRobustness(f.robustOpen)
	}
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
