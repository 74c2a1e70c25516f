package engine

import (
	"reflect"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A class is people of whom every policy says the same. One of them was searched for all; the evidence is
// shared as far as nobody's name is in it.
type class struct {
	searched *candidate
	found    finding

	modes       []ca.Mode // what a reachable one presents
	registers   bool
	assumptions []string // what its witness rests on, where that is nobody's own network
	core        []Denial
	counter     []Denial
}

func newClass(c *candidate) *class {
	same := &class{searched: c, found: c.find()}
	switch f := same.found; f.verdict {
	case Reachable:
		same.modes, same.registers = c.presents(f.witness)
		same.assumptions = c.assumptions(f.witness, same.modes)
	case LockedOut:
		same.core = c.denials(f.core)
	}
	if same.found.robustness == Fragile {
		same.counter = c.denials(same.found.counterCore)
	}
	return same
}

// moved is a situation of the searched one as it is for a member, whose own networks are others.
func (same *class) moved(s situation, c *candidate) situation {
	if i := slices.Index(same.searched.near, s.network); i >= 0 {
		s.network = c.near[i]
	}
	return s
}

// tells reports whether a class was told of in the very words that it would be told of now, whoever of it is
// told of.
func (same *class) tells(before *class) bool {
	f, g := &same.found, &before.found
	if f.verdict != g.verdict || f.robustness != g.robustness || f.environments != g.environments || (f.robustness != Robust && f.robustness != "") {
		return false
	}
	switch f.verdict {
	case Reachable:
		s, b := f.witness, g.witness
		p, q := same.searched.program, before.searched.program
		return s.channel == b.channel && same.searched.options[s.option].alike(before.searched.options[b.option]) &&
			s.risk.user == b.risk.user && s.risk.signIn == b.risk.signIn && s.network.stated == "" && b.network.stated == "" &&
			reflect.DeepEqual(p.witnessNetwork(s.network), q.witnessNetwork(b.network)) &&
			slices.Equal(same.modes, before.modes) && same.registers == before.registers && slices.Equal(same.assumptions, before.assumptions)
	case LockedOut:
		return slices.Equal(same.core, before.core)
	}
	return false
}

// report turns the finding into evidence with one member's names.
func (same *class) report(c *candidate, r *Repairer, witness *Witness) {
	f := &same.found
	*r = Repairer{User: c.who.user, Eligible: c.who.eligible, BreakGlass: c.who.breakGlass, Verdict: f.verdict}
	switch {
	case f.verdict == Reachable:
		s := same.moved(f.witness, c)
		*witness = c.witness(s)
		witness.Modes, witness.Registers = same.modes, same.registers
		r.Witness, r.Assumptions = witness, same.assumptions
		if s.network != f.witness.network {
			r.Assumptions = c.assumptions(s, same.modes)
		}
	case f.verdict == LockedOut:
		r.Core = same.core
	case f.spent:
		r.MissingFacts = []MissingFact{spent("the budget of work ended before there was an answer")}
	default:
		r.MissingFacts = c.missing(same.moved(f.open, c))
	}
	if c.who.breakGlass {
		same.reportRobustness(c, r)
	}
	c.doubtAccount(r)
}

func (same *class) reportRobustness(c *candidate, r *Repairer) {
	f := &same.found
	r.Robustness, r.Environments = f.robustness, f.environments
	switch {
	case f.robustness == Fragile:
		worst := c.witness(f.counter)
		worst.Modes, _ = c.presents(f.counter)
		worst.Channel = ""
		r.Counterexample = &worst
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
