package guard

import (
	"fmt"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

var ruleEG003 = Rule{
	ID:    "EG003",
	Title: "A break-glass account does not work on the worst day",
	Harm: "A break-glass account must open the door from any network, on any platform, at any risk level and without a " +
		"device. Fewer than `break_glass.minimum` of the declared accounts do.",
	WayOut: "Exclude the accounts by id from every policy that can stop them, and check that they are enabled, members of " +
		"the tenant, and permanently hold a role that may change Conditional Access. Where no account is declared yet, name " +
		"them in the guard block. `minimum = 0` switches the rule off, and has to be written to do so.",
	Example:  "guard = {\n  break_glass = {\n    users   = [\"<object id>\", \"<object id>\"]\n    minimum = 2\n  }\n}",
	Severity: Error,
	Waivable: true,
}

func fragileBreakGlass(c claim) Finding {
	declared := accounts(c.tenant, c.config.BreakGlass)
	f := Finding{
		Rule: ruleEG003.ID, Severity: ruleEG003.Severity,
		Harm: c.harm(fmt.Sprintf("leaves fewer than %s", count(c.config.BreakGlass.Minimum, "", "break-glass account")),
			"passes; break-glass accounts do not work yet"),
	}
	if len(declared) == 0 {
		f.Paragraph = c.paragraph(fmt.Sprintf("No break-glass accounts are named, and %s asked for: accounts that can sign in whatever a policy goes wrong about.",
			areAsked(c.config.BreakGlass.Minimum)))
		f.Checked = c.checked()
		return f.with(c.nameBreakGlass())
	}
	groups, robust, example := c.breakGlassRows(declared)
	f.Paragraph = c.paragraph(fmt.Sprintf("%s%d of %s would work on the worst day: from any network, at any risk, without a device. `break_glass.minimum` asks for %d.",
		c.when(), robust, count(len(declared), "declared", "break-glass account"), c.config.BreakGlass.Minimum))
	if len(groups) > 0 {
		f.Evidence = table(row{"Account", "Stopped by"}, limited(groups, "account"))
	}
	f.Checked = c.checked(c.assumed())
	if example != nil {
		f.Checked += " Smallest sign-in that shows it:"
		f.Witness = signIn(c.tenant, example.User.Name(), *example.Counterexample)
	}
	return f.with(c.mendBreakGlass(declared, len(groups)))
}

func areAsked(n int) string {
	if n == 1 {
		return "1 is"
	}
	return fmt.Sprintf("%d are", n)
}

// breakGlassRows are the rows about the declared accounts that do not work, how many do, and the first one
// with a counterexample.
func (c claim) breakGlassRows(declared []account) (groups [][]row, robust int, example *engine.Repairer) {
	found := map[string]engine.Repairer{}
	for _, r := range c.report.Repairers {
		found[ca.FoldID(r.User.ID)] = r
	}
	for _, a := range declared {
		r, isRepairer := found[ca.FoldID(a.id)]
		switch {
		case !isRepairer:
			groups = append(groups, []row{{a.name, a.unfitness(c.tenant, c.report)}})
		case r.Robustness == engine.Robust:
			robust++
		case r.Robustness == engine.Fragile:
			groups = append(groups, c.stoppedBy(a.name, r.CounterexampleCore))
			if example == nil && r.Counterexample != nil {
				example = &r
			}
		default:
			groups = append(groups, openQuestions(a.name, r.RobustnessMissing))
		}
	}
	return groups, robust, example
}
