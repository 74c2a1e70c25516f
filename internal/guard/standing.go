package guard

import "github.com/entraguard/terraform-provider-entraguard/internal/engine"

// A standing says how an invariant fares: it holds on sure verdicts alone, it is broken even if every
// undecided verdict turned out well, or it is undecided.
type standing uint8

const (
	holds standing = iota
	undecided
	broken
)

// standings is how the invariants fare in one state of a tenant.
type standings struct {
	floor      standing // at least one repairer is reachable
	admins     standing // at least MinimumAdmins are
	breakGlass standing // at least BreakGlass.Minimum break-glass accounts are robust
	pipeline   standing // the pipeline is reachable
}

// stand reads the invariants off a report.
func stand(r engine.Report, c Config) standings {
	var reachable, mayBeReachable, robust, mayBeRobust int
	for _, repairer := range r.Repairers {
		switch repairer.Verdict {
		case engine.Reachable:
			reachable++
			mayBeReachable++
		case engine.Undecided:
			mayBeReachable++
		}
		switch repairer.Robustness {
		case engine.Robust:
			robust++
			mayBeRobust++
		case engine.RobustnessUndecided:
			mayBeRobust++
		}
	}
	if len(r.Repairers) == 0 && len(r.MissingRepairers) > 0 {
		// Nobody is known to hold a role because nobody could be: that says nothing about the tenant.
		mayBeReachable, mayBeRobust = c.MinimumAdmins, c.namedBreakGlass()
	}
	return standings{
		floor:      atLeast(1, reachable, mayBeReachable),
		admins:     atLeast(max(c.MinimumAdmins, 1), reachable, mayBeReachable),
		breakGlass: atLeast(c.BreakGlass.Minimum, robust, mayBeRobust),
		pipeline:   pipelineStanding(r.Pipeline.Verdict),
	}
}

func atLeast(wanted, sure, possible int) standing {
	switch {
	case sure >= wanted:
		return holds
	case possible >= wanted:
		return undecided
	}
	return broken
}

func pipelineStanding(v engine.Verdict) standing {
	switch v {
	case engine.Reachable, engine.NotChecked:
		return holds
	case engine.LockedOut:
		return broken
	}
	return undecided
}

// namedBreakGlass is how many break-glass accounts the configuration may mean. A group may hold any
// number.
func (c Config) namedBreakGlass() int {
	if len(c.BreakGlass.Groups) > 0 {
		return max(len(c.BreakGlass.Users), c.BreakGlass.Minimum)
	}
	return len(c.BreakGlass.Users)
}

func (s standings) hold() bool { return s == standings{} }

// worst is the standing of all invariants together.
func (s standings) worst() standing { return max(s.floor, s.admins, s.breakGlass, s.pipeline) }
