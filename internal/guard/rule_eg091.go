package guard

import (
	"errors"
	"strings"
)

var ruleEG091 = Rule{
	ID:    "EG091",
	Title: "The tenant could not be read",
	Harm: "The guard could not read what its verdict rests on. A tenant that cannot be read is never waved through. Nor is a " +
		"policy enabled where `verify = \"what_if\"` asks for the service's own What-If and that gives no answer.",
	WayOut: "Grant the application the permission that the finding names and consent to it, or wait until the service answers " +
		"again. The least set is Policy.Read.All, Policy.ReadWrite.ConditionalAccess, Application.Read.All, " +
		"RoleManagement.Read.Directory, GroupMember.Read.All and User.Read.All; UserAuthenticationMethod.Read.All and " +
		"Device.Read.All make verdicts sharper. What-If takes Policy.Read.All or Policy.Read.ConditionalAccess.",
	Severity: Error,
}

// errPoliciesUnread is what is wrong with a tenant whose policies were never read.
var errPoliciesUnread = errors.New("the Conditional Access policies were not read; reading them takes the permission Policy.Read.All")

// unreadable refuses a change because the tenant could not be read.
func unreadable(c Change, err error) Finding {
	var evidence []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		if line = plain(line); line != "" {
			evidence = append(evidence, wrap(line, indentedColumns-len(indent))...)
		}
	}
	return Finding{
		Rule: ruleEG091.ID, Severity: ruleEG091.Severity,
		Object: c.Name(), ObjectID: c.ID, Address: c.Address,
		Harm:      "needs a tenant that can be read",
		Paragraph: "The guard could not read what its verdict rests on, so it cannot say whether anybody could still sign in after this change. A tenant that cannot be read is never waved through.",
		Evidence:  evidence,
		FixText:   "To fix it, grant the application the permission that is missing and consent to it, or try again when the service answers.",
	}
}

// unasked refuses to enable a policy because the service gives no second opinion.
func unasked(c Change, err error) Finding {
	f := unreadable(c, err)
	f.Harm = "needs a second opinion, and there is none"
	f.Paragraph = "`verify = \"what_if\"` has the service's own What-If asked before a policy is enabled, and it gave no answer. A service that cannot be asked is not taken to agree."
	f.Alternative = "Or do without the second opinion: set `verify` to \"none\" in the provider's `guard` block."
	return f
}
