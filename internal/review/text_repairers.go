package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// shownRepairers is how many administrators of one verdict the text lists. The JSON lists every one.
const shownRepairers = 20

// administrators lists those who cannot sign in before those who can.
func (l *lines) administrators(c Check) {
	l.section("Administrators")
	if len(c.Report.Repairers) == 0 {
		l.prose("  ", "nobody is known to hold a role that may change Conditional Access")
	}
	for _, verdict := range []engine.Verdict{engine.LockedOut, engine.Undecided, engine.Reachable} {
		l.limited(where(c.Report.Repairers, func(r engine.Repairer) bool { return r.Verdict == verdict }), func(r engine.Repairer) {
			l.row(string(r.Verdict), userName(*r.User)+remark(r))
			l.core(r.Core)
			l.missing(r.MissingFacts)
			if r.Witness != nil {
				l.clauses("    ", signIn(c.Tenant, *r.User, r.Witness))
			}
		})
	}
	if len(c.Report.MissingRepairers) > 0 {
		l.print("")
		l.prose("  ", "There may be more administrators than these:")
		l.missing(c.Report.MissingRepairers)
	}
}

func remark(r engine.Repairer) string {
	var remarks []string
	if r.BreakGlass {
		remarks = append(remarks, "break-glass")
	}
	if r.Eligible {
		remarks = append(remarks, "eligible")
	}
	if len(remarks) == 0 {
		return ""
	}
	return " (" + strings.Join(remarks, ", ") + ")"
}

// breakGlass says of every break-glass account whether it works on the worst day, and on which day not.
func (l *lines) breakGlass(c Check) {
	l.section("Break-glass accounts")
	accounts := where(c.Report.Repairers, func(r engine.Repairer) bool { return r.BreakGlass })
	if len(accounts) == 0 {
		l.prose("  ", "none: no administrator is named under break_glass in guard.json")
	}
	l.limited(accounts, func(r engine.Repairer) {
		about := userName(*r.User)
		if r.Robustness == engine.Robust {
			about += ", in " + count(r.Environments, "environment")
		}
		l.row(string(r.Robustness), about)
		if r.Counterexample != nil {
			l.print("    no way in at:")
			l.clauses("      ", signIn(c.Tenant, *r.User, r.Counterexample))
		}
		l.core(r.CounterexampleCore)
		l.missing(r.RobustnessMissing)
	})
}

func (l *lines) core(core []engine.Denial) {
	for _, d := range core {
		l.prose("    ", fmt.Sprintf("stopped by %s: %s", named(d.Policy, d.PolicyID), plain(d.Why)))
	}
}

func (l *lines) missing(facts []engine.MissingFact) {
	for _, f := range facts {
		l.prose("    ", fmt.Sprintf("not known: %s; %s", plain(f.Fact), plain(f.How)))
	}
}

// limited shows the first of a list, and says how many it left out.
func (l *lines) limited(list []engine.Repairer, show func(engine.Repairer)) {
	for i, r := range list {
		if i == shownRepairers {
			l.prose("  ", fmt.Sprintf("and %d more; --format json lists every one", len(list)-i))
			return
		}
		show(r)
	}
}

func where[T any](list []T, holds func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), func(item T) bool { return !holds(item) })
}
