package engine

// A testimony is the evidence about one person, and the witness it may have, in one piece.
type testimony struct {
	Evidence
	witness Witness
}

// evidence is what there is to say about one member. A core has nobody's name in it, and is said of all at once;
// what names somebody goes into the room, which is made for many.
func (same *class) evidence(c *candidate, room *[]testimony) *Evidence {
	f := &same.found
	if f.verdict == LockedOut && !c.who.breakGlass {
		if same.shared == nil {
			same.shared = &Evidence{Verdict: LockedOut, Core: same.core}
		}
		return same.shared
	}
	if len(*room) == 0 {
		*room = make([]testimony, 64)
	}
	mine := &(*room)[0]
	*room = (*room)[1:]
	same.testify(c, mine)
	return &mine.Evidence
}

// testify turns the finding into evidence with one member's names.
func (same *class) testify(c *candidate, e *testimony) {
	f := &same.found
	e.Verdict = f.verdict
	switch {
	case f.verdict == Reachable:
		s := same.moved(f.witness, c)
		e.witness = c.witness(s)
		e.witness.Modes, e.witness.Registers = same.modes, same.registers
		e.Witness, e.Assumptions = &e.witness, same.assumptions
		if s.network != f.witness.network {
			e.Assumptions = c.assumptions(s, same.modes)
		}
	case f.verdict == LockedOut:
		e.Core = same.core
	case f.spent:
		e.MissingFacts = []MissingFact{spent("the budget of work ended before there was an answer")}
	default:
		e.MissingFacts = c.missing(same.moved(f.open, c))
	}
	if c.who.breakGlass {
		same.testifyRobustness(c, &e.Evidence)
	}
	c.doubtAccount(&e.Evidence)
}

func (same *class) testifyRobustness(c *candidate, e *Evidence) {
	f := &same.found
	e.Robustness, e.Environments = f.robustness, f.environments
	switch {
	case f.robustness == Fragile:
		worst := c.witness(f.counter)
		worst.Modes, _ = c.presents(f.counter)
		worst.Channel = ""
		e.Counterexample = &worst
		e.CounterexampleCore = same.counter
	case f.robustness == RobustnessUndecided && f.robustnessSpent:
		e.RobustnessMissing = []MissingFact{spent("there are more combinations of named locations than are looked at")}
	case f.robustness == RobustnessUndecided:
		e.RobustnessMissing = c.missingRobustness(f.robustOpen)
	}
}

// doubtAccount keeps what is good from being said of an account that may be disabled.
func (c *candidate) doubtAccount(e *Evidence) {
	if c.who.user.AccountEnabled != nil {
		return
	}
	unread := fact("users", "read accountEnabled of %s: a disabled account cannot sign in", c.who.user.Name())
	if e.Verdict == Reachable {
		e.Verdict, e.Witness, e.Assumptions = Undecided, nil, nil
		e.MissingFacts = []MissingFact{unread}
	}
	if e.Robustness == Robust {
		e.Robustness = RobustnessUndecided
		e.RobustnessMissing = []MissingFact{unread}
	}
}
