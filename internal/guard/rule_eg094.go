package guard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

var ruleEG094 = Rule{
	ID:    "EG094",
	Title: "The service's What-If says otherwise",
	Harm: "With `verify = \"what_if\"` the guard asks the service's own What-If, before a policy goes from report-only to " +
		"enabled, about the sign-ins that its verdict rests on. Of one of them the service says that a policy applies, and the " +
		"guard that it surely does not, or the other way round. One of the two is wrong. If it is the guard, somebody may be " +
		"locked out who it says can sign in.",
	WayOut: "Report it, with the text of the finding: it names the policy, the sign-in and what each of the two says of it. " +
		"Until that is settled, leave the policy in report-only. `verify = \"none\"` in the guard block ignores the second opinion.\n\n" +
		"What the guard does not know for sure is no disagreement. Nor is what the service is documented not to do: it follows no " +
		"service dependency, and what a request does not state matches nothing.",
	Severity: Error,
}

// A comparison is what came of some inquiries.
type comparison struct {
	inquiries int
	answers   int // of the service about one policy and one sign-in
	disputes  []dispute
}

// add keeps one dispute about a policy and a person: the person's other requests show the same again.
func (c *comparison) add(other comparison) {
	c.inquiries += other.inquiries
	c.answers += other.answers
	for _, d := range other.disputes {
		if !slices.ContainsFunc(c.disputes, d.repeats) {
			c.disputes = append(c.disputes, d)
		}
	}
}

// A dispute is one policy of which the service says the opposite.
type dispute struct {
	inquiry inquiry
	ours    engine.WhatIfPolicy
	theirs  ca.WhatIfResult
}

func (d dispute) repeats(other dispute) bool {
	return d.inquiry.signIn.Identity == other.inquiry.signIn.Identity && ca.SameID(d.ours.ID, other.ours.ID) && *d.theirs.Applies == *other.theirs.Applies
}

// contradicted refuses a change that rests on what the service denies.
func contradicted(change Change, c comparison) Finding {
	var groups [][]row
	for _, d := range c.disputes {
		groups = append(groups, d.rows())
	}
	return Finding{
		Rule: ruleEG094.ID, Severity: ruleEG094.Severity,
		Object: change.Name(), ObjectID: change.ID, Address: change.Address, Attribute: "state",
		Harm: "meets a second opinion that differs",
		Paragraph: "Before this policy is enabled, the service's own What-If was asked about the sign-ins that the guard's verdict rests on. " +
			"The two do not agree about which policies apply, so one of them is wrong. If it is the guard, an administrator may be locked out who it says can sign in.",
		Evidence: table(row{"Policy", "What the two say"}, limited(groups, "answer")),
		Checked: fmt.Sprintf("The guard held %s about %s against its own. The first sign-in that they disagree about:",
			count(c.answers, "", "answer"), count(c.inquiries, "", "sign-in")),
		Witness:     c.disputes[0].inquiry.lines(),
		FixText:     "To fix it, report this text at " + reportTo + ", and until it is settled leave the policy in report-only:",
		Fix:         []string{`state = "enabledForReportingButNotEnforced"`},
		Alternative: "Or ignore the second opinion: set `verify` to \"none\" in the provider's `guard` block.",
	}
}

// reportTo is where a finding asks for a report.
const reportTo = "https://github.com/entraguard/terraform-provider-entraguard/issues"

func (d dispute) rows() []row {
	name := fmt.Sprintf("%q", plain(d.ours.DisplayName))
	rows := []row{{name, "for " + d.inquiry.person}}
	if *d.theirs.Applies {
		return append(rows, row{"", "the service: applies"}, row{"", "the guard: does not apply" + d.because()})
	}
	reasons := make([]string, len(d.theirs.Reasons))
	for i, r := range d.theirs.Reasons {
		reasons[i] = string(r)
	}
	said := "the service: does not apply"
	if len(reasons) > 0 {
		said += " (" + strings.Join(reasons, ", ") + ")"
	}
	return append(rows, row{"", said}, row{"", "the guard: applies"})
}

// because is the first condition that keeps the policy from applying.
func (d dispute) because() string {
	for _, r := range d.ours.Reasons {
		if r.Reason != ca.ReasonPolicyNotEnabled {
			return fmt.Sprintf(": %s (%s)", r.Why, r.Reason)
		}
	}
	return ""
}

// lines are the sign-in that the service was asked about; what is not named was not stated.
func (q inquiry) lines() []string {
	c := q.signIn.Conditions
	audiences := make([]string, len(q.signIn.Context.Applications))
	for i, id := range q.signIn.Context.Applications {
		audiences[i] = id
		if name := ca.AppName(id); name != "" {
			audiences[i] = name
		}
	}
	parts := []string{"user = " + cutMiddle(plain(q.person), 40), "applications = " + joinAnd(audiences)}
	for _, part := range [][2]string{
		{"client", string(c.ClientApp)}, {"platform", string(c.Platform)}, {"address", c.Address}, {"country", c.Country},
		{"device", q.deviceName()}, {"user risk", string(c.UserRisk)}, {"sign-in risk", string(c.SignInRisk)},
	} {
		if part[1] != "" {
			parts = append(parts, part[0]+" = "+part[1])
		}
	}
	return dimensions(parts...)
}

func (q inquiry) deviceName() string {
	if d := q.signIn.Conditions.Device; d != nil {
		return cutMiddle(plain(d.DisplayName()), 40)
	}
	return "none"
}
