package guard

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

var ruleEG060 = Rule{
	ID:    "EG060",
	Title: "The service refuses this combination",
	Harm: `Microsoft Graph would answer the write with 400 Bad Request, often in words that do not say which property is
meant. The rule says it while planning, and in terraform validate, with the attribute.`,
	WayOut: `Change what the finding names. The rules are the service's, so there is nothing to waive. Where the service is
not known to be strict, the finding is a warning.`,
	Example: `grant_controls = {
  operator          = "OR"
  built_in_controls = ["block"]
}`,
	Severity: Error,
	check:    checkRefusals,
	step:     refuseStep,
}

// A refusal is one thing that the service does not accept.
type refusal struct {
	attribute string
	harm      string   // completes the summary
	text      string   // what the service wants, as a sentence
	fix       []string // HCL, where there is one obvious edit
	doubtful  bool     // the portal refuses it; Graph is not known to
	liftable  bool     // another change of the plan may make room for this one
	adoptable bool     // the service is known to store it all the same, so that a configuration may have to say it
}

// checkRefusals validates a planned policy. What the tenant holds, the service has accepted.
func checkRefusals(rule Rule, s subject) []Finding {
	if s.change.PolicyAfter == nil {
		return nil
	}
	var findings []Finding
	for _, r := range newRefusals(refusals, s.previous, &s.policy) {
		f := r.finding(rule, s.policy.DisplayName)
		f.ObjectID, f.Address = s.change.ID, s.change.Address
		findings = append(findings, f)
	}
	return findings
}

// newRefusals are what the service would refuse about a planned version. What the version before has, the service
// has accepted.
func newRefusals[T any](refuse func(T) []refusal, before, after *T) []refusal {
	if after == nil {
		return nil
	}
	list := refuse(*after)
	if before == nil {
		return list
	}
	stored := refuse(*before)
	return slices.DeleteFunc(list, func(r refusal) bool {
		return slices.ContainsFunc(stored, func(have refusal) bool { return have.attribute == r.attribute && have.text == r.text })
	})
}

// refuseStep validates a planned object that is no policy.
func refuseStep(rule Rule, j *judgement, s step) []Finding {
	var list []refusal
	switch s.Object {
	case ObjectNamedLocation:
		list = newRefusals(refuseNetworks, s.LocationBefore, s.LocationAfter)
	case ObjectStrength:
		list = append(newRefusals(refuseStrength, s.StrengthBefore, s.StrengthAfter), j.refuseStrengthHere(s)...)
	case ObjectContext:
		list = append(newRefusals(refuseContext, s.ContextBefore, s.ContextAfter), j.refuseContextHere(s)...)
	}
	var findings []Finding
	for _, r := range list {
		f := r.finding(rule, s.Name())
		f.ObjectID, f.Address = s.ID, s.Address
		findings = append(findings, f)
	}
	return findings
}

// ValidatePolicy says what the service would refuse about a policy. It needs no tenant. Where a value is not
// known yet it says nothing about what depends on it. What a tenant may hold from earlier is a warning here,
// since adopting it must be possible; bringing it in is refused by the plan.
func ValidatePolicy(p ca.Policy) []Finding {
	var findings []Finding
	for _, r := range refusals(p) {
		r.doubtful = r.doubtful || r.adoptable
		findings = append(findings, r.finding(ruleEG060, p.DisplayName))
	}
	return findings
}

func refusals(p ca.Policy) []refusal {
	checks := []func(ca.Policy) []refusal{
		refuseNames, refuseWords, refuseUsers, refuseTargets, refuseFilters, refuseWorkloads, refuseGrants, refusePasswordChange,
		refuseDeviceRegistration, refuseSessions, refuseSignInFrequency,
	}
	var list []refusal
	for _, check := range checks {
		list = append(list, check(p)...)
	}
	return list
}

// ValidateNamedLocation says what the service would refuse about a named location.
func ValidateNamedLocation(l ca.NamedLocation) []Finding {
	var findings []Finding
	for _, r := range refuseNetworks(l) {
		findings = append(findings, r.finding(ruleEG060, l.DisplayName))
	}
	return append(findings, tooManyRanges(ruleEG061, l)...)
}

func (r refusal) finding(rule Rule, name string) Finding {
	f := Finding{
		Rule: rule.ID, Severity: rule.Severity,
		Object: name, Attribute: r.attribute, Harm: r.harm, liftable: r.liftable,
		Paragraph: "Microsoft Graph refuses the write: " + r.text,
		FixText:   "To fix it, change `" + r.attribute + "`.",
	}
	if r.attribute == "" {
		f.FixText = "" // the text says it
	}
	if r.doubtful {
		f.Severity = Warning
		f.Paragraph = "Microsoft's portal refuses this, and Microsoft Graph may: " + r.text
	}
	if r.doubtful && r.adoptable {
		f.Paragraph = "Microsoft Graph refuses to write this anew, though a tenant may hold it from earlier: " + r.text
	}
	if len(r.fix) > 0 {
		f.FixText, f.Fix = "To fix it, change `"+r.attribute+"`:", r.fix
	}
	return f
}
