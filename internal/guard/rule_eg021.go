package guard

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

var ruleEG021 = Rule{
	ID:    "EG021",
	Title: "All users, all resources, require a compliant device",
	Harm: `People who have not enrolled a device yet are blocked from everything, the Intune portal included. An administrator
without an enrolled device cannot get back in to change the policy. Microsoft lists it among the configurations never to
use.`,
	WayOut: `Let another control count as well, multifactor authentication for instance, or ask for compliant devices only of
the people, applications and platforms that have them. Enrol devices first, and watch the policy in report-only.`,
	Example: `grant_controls = {
  operator          = "OR"
  built_in_controls = ["compliantDevice", "mfa"]
}`,
	Severity: Error,
	Waivable: true,
	check: func(rule Rule, s subject) []Finding {
		if !s.enforces() || !isBroad(s.policy) || !needs(s.policy.GrantControls, ca.ControlCompliantDevice, deviceKinds...) {
			return nil
		}
		f := broadFinding(rule, s, "demands a compliant device of everybody", "nobody without a device that is marked compliant gets anywhere, not even to enrol one")
		r := narrowFirst("To fix it, let another control count at `"+grantControls+"`, or narrow the policy:",
			`built_in_controls = ["compliantDevice", "mfa"]`)
		r.attribute = grantControls
		return []Finding{f.with(r)}
	},
}
