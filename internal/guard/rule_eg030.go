package guard

import (
	"fmt"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

var ruleEG030 = Rule{
	ID:    "EG030",
	Title: "A policy is enabled without a soak in report-only",
	Harm: "The policy starts to enforce without having been in report-only for `staging.minimum_soak`, with the same effect. " +
		"Nobody has seen yet whom it stops.",
	WayOut: `Create the policy in report-only, leave it there for the time that the configuration asks for, look at what it
would have done, and enable it in a change that changes nothing else. Renaming does not start the time again; a changed
condition or control does. The time is the tenant's own, by the service's clock.`,
	Example:  `state = "enabledForReportingButNotEnforced"`,
	Severity: Error,
	Waivable: true,
	check:    checkSoak,
}

// checkSoak looks at the step to enabled. The policy that soaked is the tenant's, not the one that a state
// file remembers.
func checkSoak(rule Rule, s subject) []Finding {
	if !s.planned || !s.enforces() || s.config.Staging.MinimumSoak == 0 || (s.previous != nil && s.previous.State == ca.StateEnabled) {
		return nil
	}
	f := rule.finding(s)
	f.Harm = "is enabled without a soak"
	f.Attribute = "state"
	soak := s.config.Staging.MinimumSoak
	wanted := fmt.Sprintf("`staging.minimum_soak` asks for %s in report-only with the same effect.", span(soak))
	switch {
	case s.previous == nil:
		f.Paragraph = "The policy would be created enabled, without ever having been in report-only. " + wanted
	case s.previous.State != ca.StateReportOnly:
		f.Paragraph = fmt.Sprintf("The policy goes from %q to \"enabled\", without having been in report-only. %s", s.previous.State, wanted)
	case len(unknownPaths(s.policy)) > 0:
		return nil // whether the effect is the same is known at apply
	case !sameEffect(*s.previous, s.policy):
		f.Paragraph = "The policy is enabled and changed in one step: whom it concerns or what it asks for is not what was in report-only. " + wanted
	default:
		since := stagedSince(*s.previous)
		due := since.Add(soak)
		if !since.IsZero() && !s.now.Before(due) {
			return nil
		}
		f.Paragraph = fmt.Sprintf("The policy has not been in report-only long enough. %s", wanted)
		f.Evidence = table(row{"In report-only since", "May be enabled from"}, []row{{moment(since), moment(due)}})
		f.FixText = "To fix it, leave the policy in report-only until then:"
		f.Fix = []string{`state = "enabledForReportingButNotEnforced"`}
		return []Finding{f}
	}
	f.FixText = "To fix it, put the policy in report-only first, as it is to be enabled:"
	f.Fix = []string{`state = "enabledForReportingButNotEnforced"`}
	f.Alternative = "Or waive the rule for this policy, with a reason and a date."
	return []Finding{f}
}

// stagedSince is since when a report-only policy has been what it is, by the tenant's own account. A
// policy that was never changed has only the time of its creation.
func stagedSince(p ca.Policy) time.Time {
	if !p.ModifiedDateTime.IsZero() {
		return p.ModifiedDateTime
	}
	return p.CreatedDateTime
}

// span says a duration in days where it is whole days.
func span(d time.Duration) string {
	if day := 24 * time.Hour; d >= day && d%day == 0 {
		return count(int(d/day), "", "day")
	}
	return d.String()
}
