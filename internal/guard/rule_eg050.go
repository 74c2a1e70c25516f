package guard

import (
	"fmt"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

var ruleEG050 = Rule{
	ID:    "EG050",
	Title: "Security defaults and enabled policies exclude each other",
	Harm: `Security defaults are Microsoft's own rules for a tenant without Conditional Access. While they are on, the
service refuses every write of a policy that is enabled; policies that are off or in report-only it accepts. Switched on
beside enabled policies, they would stand in the way of every later change to these.`,
	WayOut: `Switch security defaults off first, and let the policies that are to be enabled depend on that. The other way
round, take the policies out of force before security defaults are switched on. In between, the tenant has neither: keep that
time short, which is one apply.

Where the plan does both, this is a warning that names what has to come first. A provider does not see ` + "`depends_on`" + `, so it
stays. The rule is the service's, so there is nothing to waive.`,
	Example: `resource "entraguard_security_defaults" "off" {
  is_enabled = false
}

resource "entraguard_conditional_access_policy" "mfa" {
  depends_on = [entraguard_security_defaults.off]
}`,
	Severity: Error,
	step:     checkDefaults,
}

func checkDefaults(rule Rule, j *judgement, s step) []Finding {
	switch s.Object {
	case ObjectPolicy:
		return j.enabledBesideDefaults(rule, s)
	case ObjectSecurityDefaults:
		return j.defaultsBesideEnabled(rule, s)
	}
	return nil
}

// enabledBesideDefaults is about a policy that would be written enabled.
func (j *judgement) enabledBesideDefaults(rule Rule, s step) []Finding {
	if s.PolicyAfter == nil || s.PolicyAfter.State != ca.StateEnabled || !j.present.SecurityDefaults.Value().IsEnabled {
		return nil
	}
	f := rule.about(s)
	f.Attribute = "state"
	if off, planned := j.stepOf(ObjectSecurityDefaults); planned && !j.future.SecurityDefaults.Value().IsEnabled {
		f.Severity = Warning
		f.Harm = "is accepted only after security defaults"
		f.Paragraph = fmt.Sprintf("Security defaults are on, and this plan switches them off. If this policy is written before that, the service refuses it: while they are on, it takes no policy that is enabled. A write that comes too early waits for the others for at most %s.", j.config.OrderWait)
		return []Finding{f.with(dependency(s, []step{off}, false))}
	}
	f.liftable = true
	f.Harm = "is enabled while security defaults are on"
	f.Paragraph = "Security defaults are on in this tenant. While they are, Microsoft Graph refuses every write of a policy that is enabled."
	f.Checked = "Policies that are off or in report-only are accepted all the same."
	f.FixText = "To fix it, switch security defaults off and let this policy depend on that, or put it in report-only:"
	f.Fix = []string{`state = "enabledForReportingButNotEnforced"`}
	return []Finding{f}
}

// defaultsBesideEnabled is about security defaults that would be switched on.
func (j *judgement) defaultsBesideEnabled(rule Rule, s step) []Finding {
	if s.isUnsettled() || !s.SecurityDefaultsAfter.IsEnabled || j.present.SecurityDefaults.Value().IsEnabled {
		return nil
	}
	f := rule.about(s)
	f.Attribute = "is_enabled"
	if enabled := enabledPolicies(j.future); len(enabled) > 0 {
		f.liftable = true
		f.Harm = "meet policies that are enabled"
		f.Paragraph = fmt.Sprintf("Security defaults would be switched on beside %s. The service holds the two for incompatible: from then on it would refuse every change to a policy that stays enabled.", count(len(enabled), "enabled", "policy"))
		f.Evidence = policyTable(enabled, "State", func(p ca.Policy) string { return string(p.State) })
		f.FixText = "To fix it, leave security defaults off, which suits a tenant with Conditional Access:"
		f.Fix = []string{"is_enabled = false"}
		f.Alternative = "Or take these policies out of force first."
		return []Finding{f}
	}
	var firsts []step
	for _, each := range j.steps {
		if current, ok := j.present.Policy(each.id); ok && each.Object == ObjectPolicy && current.State == ca.StateEnabled {
			firsts = append(firsts, each)
		}
	}
	if len(firsts) == 0 {
		return nil
	}
	f.Severity = Warning
	f.Harm = "can be switched on only after policies"
	f.Paragraph = fmt.Sprintf("%s %s in force now, and this plan takes them out of it. Security defaults must not be switched on before that. A write that comes too early waits for the others for at most %s.",
		quotedNames(firsts), areOrIs(len(firsts)), j.config.OrderWait)
	return []Finding{f.with(dependency(s, firsts, false))}
}

func enabledPolicies(t *ca.Tenant) []ca.Policy {
	var list []ca.Policy
	for _, p := range t.Policies.Value() {
		if p.State == ca.StateEnabled {
			list = append(list, p)
		}
	}
	return list
}

// stepOf is the first step of a kind.
func (j *judgement) stepOf(kind Object) (step, bool) {
	for _, s := range j.steps {
		if s.Object == kind {
			return s, true
		}
	}
	return step{}, false
}
