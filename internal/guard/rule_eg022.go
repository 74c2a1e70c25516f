package guard

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

var ruleEG022 = Rule{
	ID:    "EG022",
	Title: "All users, all resources, require a Microsoft Entra hybrid joined device",
	Harm: `Everybody without a Microsoft Entra hybrid joined device is blocked from everything. In a tenant without an
on-premises directory that is the whole organisation. Microsoft lists it among the configurations never to use.`,
	WayOut: `Let another control count as well, or ask for hybrid joined devices only on Windows, and only of the people who have
them.`,
	Example: `grant_controls = {
  operator          = "OR"
  built_in_controls = ["domainJoinedDevice", "mfa"]
}`,
	Severity: Error,
	Waivable: true,
	check: func(rule Rule, s subject) []Finding {
		if !s.enforces() || !isBroad(s.policy) || !needs(s.policy.GrantControls, ca.ControlDomainJoinedDevice, deviceKinds...) {
			return nil
		}
		f := broadFinding(rule, s, "demands a hybrid joined device", "nobody without a Microsoft Entra hybrid joined device gets anywhere: no phone, no Mac, no device that is only Entra joined")
		r := narrowFirst("To fix it, let another control count at `"+grantControls+"`, or narrow the policy:",
			`built_in_controls = ["domainJoinedDevice", "mfa"]`)
		r.attribute = grantControls
		return []Finding{f.with(r)}
	},
}
