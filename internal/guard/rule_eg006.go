package guard

import (
	"fmt"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

var ruleEG006 = Rule{
	ID:    "EG006",
	Title: "Who can sign in is undecided",
	Harm: `Whether enough administrators, break-glass accounts, or the pipeline can sign in depends on facts that the guard
does not have: a permission that was not granted, a network that nobody stated. Undecided is not safe.`,
	WayOut: "Provide the facts that the finding lists: grant the permission that reads them, or state them under `assume` in " +
		"the guard block, where they are printed with every verdict that rests on them. `on_undecided = \"warn\"` makes the " +
		"finding a warning. It never touches a lockout that is certain.",
	Example:  "guard = {\n  assume = {\n    networks = [{ address = \"<public address>\", country = \"NO\" }]\n  }\n}",
	Severity: Error,
}

func undecidedAdministrators(c claim) Finding {
	var groups [][]row
	var facts []engine.MissingFact
	reachable := 0
	for _, r := range c.report.Repairers {
		switch r.Verdict {
		case engine.Reachable:
			reachable++
		case engine.LockedOut:
			groups = append(groups, c.stoppedBy(r.User.Name(), r.Core))
		default:
			groups = append(groups, openQuestions(r.User.Name(), r.MissingFacts))
			facts = append(facts, r.MissingFacts...)
		}
	}
	if len(groups) == 0 {
		groups = append(groups, openQuestions("administrators", c.report.MissingRepairers))
		facts = c.report.MissingRepairers
	}
	text := fmt.Sprintf("%s%d of %s can surely sign in to change Conditional Access, and %d %s wanted. About the others too little is known.",
		c.when(), reachable, count(len(c.report.Repairers), "", "administrator"), c.config.MinimumAdmins, areOrIs(c.config.MinimumAdmins))
	f := c.undecidedFinding("leaves open who can sign in", "passes; who can sign in is still open", text, facts)
	f.Evidence = table(row{"Administrator", "Why"}, limited(groups, "administrator"))
	f.Checked = c.checked(c.assumed())
	f.Attribute = excludeUsers
	return f
}

func undecidedBreakGlass(c claim) Finding {
	declared := accounts(c.tenant, c.config.BreakGlass)
	groups, robust, _ := c.breakGlassRows(declared)
	var facts []engine.MissingFact
	for _, r := range c.report.Repairers {
		facts = append(facts, r.RobustnessMissing...)
	}
	if len(groups) == 0 {
		groups = append(groups, openQuestions("break-glass accounts", c.report.MissingRepairers))
		facts = append(facts, c.report.MissingRepairers...)
	}
	text := fmt.Sprintf("%s%d of %s surely work on the worst day, and %d %s wanted. About the others too little is known.",
		c.when(), robust, count(len(declared), "declared", "break-glass account"), c.config.BreakGlass.Minimum, areOrIs(c.config.BreakGlass.Minimum))
	f := c.undecidedFinding("leaves break-glass accounts undecided", "passes; break-glass is still undecided", text, facts)
	f.Evidence = table(row{"Account", "Why"}, limited(groups, "account"))
	f.Checked = c.checked(c.assumed())
	f.Attribute = excludeUsers
	return f
}

func undecidedPipeline(c claim) Finding {
	p := c.report.Pipeline
	text := c.when() + "it is not certain that the service principal that Terraform signs in with gets a token, and without one the next apply could repair nothing."
	f := c.undecidedFinding("leaves the pipeline undecided", "passes; the pipeline is still undecided", text, p.MissingFacts)
	f.Evidence = table(row{"Service principal", "Why"}, openQuestions(pipelineName(p), p.MissingFacts))
	f.Attribute = excludeServicePrincipals
	return f
}

func (c claim) undecidedFinding(does, stays, text string, facts []engine.MissingFact) Finding {
	f := Finding{
		Rule: ruleEG006.ID, Severity: ruleEG006.Severity,
		Harm: c.harm(does, stays), Paragraph: c.paragraph(text), Checked: c.checked(),
		FixText: "To fix it, let the guard read what is missing, or state it in the provider's `guard` block.",
	}
	for _, fact := range facts {
		if fact.Fact == "networks" {
			f.FixText = "To fix it, state in the provider's `guard` block which networks administrators sign in from:"
			f.Fix = []string{"guard = {", "  assume = {", `    networks = [{ address = "<address>", country = "<code>" }]`, "  }", "}"}
		}
	}
	if c.culprit.Object == ObjectPolicy && c.culprit.PolicyAfter != nil && c.culprit.PolicyAfter.State != ca.StateReportOnly {
		f.Alternative = reportOnlyFirst
	}
	return f
}

func areOrIs(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
