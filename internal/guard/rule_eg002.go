package guard

import (
	"fmt"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

var ruleEG002 = Rule{
	ID:    "EG002",
	Title: "Fewer administrators than wanted can sign in",
	Harm: "Fewer than `minimum_admins` of the accounts that may change Conditional Access can still sign in. One lost " +
		"phone or one broken device from there, and nobody can.",
	WayOut: "Keep more administrators out of the policy, give them what it asks for (a compliant device, a registered " +
		"method), or lower `minimum_admins`, which is 2 unless the configuration says otherwise.",
	Example:  "guard = {\n  minimum_admins = 2\n}",
	Severity: Error,
	Waivable: true,
}

func tooFewAdministrators(c claim) Finding {
	var groups [][]row
	var cores [][]engine.Denial
	witness, reachable := "", 0
	for _, r := range c.report.Repairers {
		switch r.Verdict {
		case engine.Reachable:
			reachable++
		case engine.LockedOut:
			groups = append(groups, c.stoppedBy(r.User.Name(), r.Core))
			cores = append(cores, r.Core)
			if witness == "" {
				witness = r.User.Name()
			}
		default:
			groups = append(groups, openQuestions(r.User.Name(), r.MissingFacts))
		}
	}
	f := Finding{
		Rule: ruleEG002.ID, Severity: ruleEG002.Severity,
		Harm: c.harm(fmt.Sprintf("leaves fewer than %s", count(c.config.MinimumAdmins, "", "administrator")),
			"passes; there are still too few administrators"),
		Paragraph: c.paragraph(fmt.Sprintf("%sonly %d of %s could sign in to change Conditional Access; `minimum_admins` asks for %d.",
			c.when(), reachable, count(len(c.report.Repairers), "", "administrator"), c.config.MinimumAdmins)),
	}
	if len(groups) == 0 {
		f.Checked = c.checked(c.assumed())
		f.FixText = "To fix it, assign a role that may change Conditional Access to more accounts, or lower `minimum_admins` in the provider's `guard` block."
		return f
	}
	f.Evidence = table(row{"Administrator", "Stopped by"}, limited(groups, "administrator"))
	f.Checked = c.checked(c.assumed(), together(cores))
	if witness != "" {
		f.Checked += " Smallest sign-in that shows it:"
		f.Witness = everySignIn(witness)
	}
	return f.with(c.letAdministratorsIn())
}
