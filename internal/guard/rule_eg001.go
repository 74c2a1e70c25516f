package guard

import (
	"fmt"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

var ruleEG001 = Rule{
	ID:    "EG001",
	Title: "No administrator can sign in",
	Harm: `Every account that may change Conditional Access is stopped by a policy, from every network, on every
platform and with every method and device it has. Nobody could undo the change: what is left is Microsoft's support,
which can take days.`,
	WayOut: `Keep at least one such account, better two break-glass accounts, out of the policies that stop it. The
finding names for each account the smallest set of policies that is enough to lock it out, so leaving any one of them is
enough. A change that is right only together with a later one is made in two applies: the relaxing one first.

The rule cannot be waived. It can be met by another plan, or by a true fact that the guard lacked.`,
	Example: `conditions = {
  users = {
    include_users = ["All"]
    exclude_users = ["<break-glass account>", "<break-glass account>"]
  }
}`,
	Severity: Error,
}

func noAdministrator(c claim) Finding {
	var groups [][]row
	var cores [][]engine.Denial
	witness := ""
	for _, r := range c.report.Repairers {
		if r.Verdict == engine.LockedOut {
			groups = append(groups, c.stoppedBy(r.User.Name(), r.Core))
			cores = append(cores, r.Core)
			if witness == "" {
				witness = r.User.Name()
			}
		}
	}
	f := Finding{
		Rule: ruleEG001.ID, Severity: ruleEG001.Severity,
		Harm: c.harm("locks out every administrator", "passes; every administrator stays locked out"),
	}
	if len(groups) == 0 {
		f.Paragraph = c.paragraph("No enabled member of the tenant holds a role that may change Conditional Access, so nobody could undo this change.")
		f.Checked = c.checked()
		f.FixText = "To fix it, assign Conditional Access Administrator or Global Administrator to an account first."
		return f
	}
	f.Paragraph = c.paragraph(fmt.Sprintf("%snone of the %s could sign in to undo it.",
		c.when(), count(len(c.report.Repairers), "", "administrator")))
	f.Evidence = table(row{"Administrator", "Stopped by"}, limited(groups, "administrator"))
	f.Checked = c.checked(together(cores), "Smallest sign-in that shows it:")
	f.Witness = everySignIn(witness)
	return f.with(c.letAdministratorsIn())
}
