package guard

import (
	"fmt"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

var ruleEG010 = Rule{
	ID:    "EG010",
	Title: "A policy does not leave out the break-glass accounts",
	Harm: `Break-glass accounts are the way back in when a policy goes wrong. A policy that does not leave them out can close
that way too, today or when one of its conditions changes.`,
	WayOut: `Exclude every declared break-glass account, by its id or by a group that really holds it. An exclusion by role
does not count: a role can be taken away, and an eligible one is not held at sign-in. Policies for workload identities, for
guests, for a named set of people without the accounts, and those made for the accounts themselves need no exclusion. In
report-only the finding is a warning.`,
	Example: `conditions = {
  users = {
    include_users = ["All"]
    exclude_users = ["<break-glass account>", "<break-glass account>"]
  }
}`,
	Severity: Error,
	Waivable: true,
	check:    checkBreakGlassExcluded,
}

func checkBreakGlassExcluded(rule Rule, s subject) []Finding {
	p := s.policy
	if !(s.enforces() || s.reports()) || isForWorkloads(p) || isForGuests(p) || isMadeForBreakGlass(s) {
		return nil
	}
	declared := accounts(s.tenant, s.config.BreakGlass)
	if len(declared) == 0 {
		if s.config.BreakGlass.Minimum == 0 || isForNamedUsers(p) {
			return nil
		}
		f := rule.finding(s)
		f.Severity = milder(s, f.Severity)
		f.Harm = "leaves no break-glass account out"
		f.Paragraph = "The policy targets people, and no break-glass accounts are named that it could leave out."
		return []Finding{f.with(nameBreakGlass())}
	}
	missing, rows := hitAccounts(s, declared)
	if len(missing) == 0 {
		return nil
	}
	f := rule.finding(s)
	f.Severity = milder(s, f.Severity)
	f.Harm = "does not leave break-glass accounts out"
	f.Paragraph = fmt.Sprintf("The policy targets people and does not leave out %s, neither by id nor by a group that is known to hold %s.",
		count(len(missing), "declared", "break-glass account"), itOrThem(len(missing)))
	f.Evidence = table(row{"Account", "Why it is not left out"}, limited(rows, "account"))
	for _, a := range missing {
		f.about = append(f.about, a.id)
	}
	return []Finding{f.with(excludeAccounts(missing))}
}

// hitAccounts are the accounts that the policy may concern and does not surely leave out. Where only a
// value that is not known yet keeps an account from being left out, or may take it in, nothing is said before
// the apply.
func hitAccounts(s subject, declared []account) (missing []account, rows [][]row) {
	u := s.policy.Conditions.Users
	open := isUnknown(u.ExcludeUsers) || isUnknown(u.ExcludeGroups)
	anybody := isUnknown(u.IncludeUsers) || isUnknown(u.IncludeGroups) || isUnknown(u.IncludeRoles)
	for _, a := range declared {
		left, in := a.leftOutOf(s.tenant, s.policy), a.includedIn(s.tenant, s.policy)
		if in == engine.No || left == engine.Yes || (left == engine.Unknown && open) || (in == engine.Unknown && anybody) {
			continue
		}
		why := "not excluded"
		if left == engine.Unknown {
			why = "whether it is in an excluded group is not known: the members were not read"
		}
		missing = append(missing, a)
		rows = append(rows, []row{{a.name, why}})
	}
	return missing, rows
}

// isMadeForBreakGlass reports whether the policy includes the declared accounts and nobody else.
func isMadeForBreakGlass(s subject) bool {
	u, b := s.policy.Conditions.Users, s.config.BreakGlass
	if len(u.IncludeUsers)+len(u.IncludeGroups) == 0 || len(u.IncludeRoles) > 0 || u.IncludeGuestsOrExternalUsers != nil ||
		!subset(u.IncludeGroups, b.Groups) {
		return false
	}
	var declared []string
	for _, a := range accounts(s.tenant, b) {
		declared = append(declared, a.id)
	}
	return subset(u.IncludeUsers, append(declared, b.Users...))
}

// isForNamedUsers reports whether the policy names users one by one, and nobody else.
func isForNamedUsers(p ca.Policy) bool {
	u := p.Conditions.Users
	return !contains(u.IncludeUsers, ca.All) && !isUnknown(u.IncludeUsers) && len(u.IncludeGroups)+len(u.IncludeRoles) == 0
}

// milder is the severity of a finding about a policy that does not enforce yet.
func milder(s subject, severity Severity) Severity {
	if s.enforces() {
		return severity
	}
	return Warning
}

func itOrThem(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}
