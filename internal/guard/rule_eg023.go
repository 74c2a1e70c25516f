package guard

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

var ruleEG023 = Rule{
	ID:    "EG023",
	Title: "All users, all resources, require an app protection policy",
	Harm: `App protection policies exist for applications on iOS and Android. Everybody else is blocked from everything, and
an administrator cannot get back into portals like Intune and Azure. Microsoft lists it among the configurations never to
use.`,
	WayOut: `Ask for app protection on iOS and Android only, and let another control count on the other platforms.`,
	Example: `grant_controls = {
  built_in_controls = ["compliantApplication"]
}
conditions = {
  platforms = { include_platforms = ["iOS", "android"] }
}`,
	Severity: Error,
	Waivable: true,
	check: func(rule Rule, s subject) []Finding {
		if !s.enforces() || !isBroad(s.policy) || !needs(s.policy.GrantControls, ca.ControlCompliantApplication, deviceKinds...) {
			return nil
		}
		f := broadFinding(rule, s, "demands an app protection policy", "nobody without an application under an Intune app protection policy gets anywhere: there is none for a browser on a desktop, and so none for the portals")
		r := narrowFirst("To fix it, narrow the policy at `conditions.platforms.include_platforms`:",
			`platforms = { include_platforms = ["iOS", "android"] }`)
		r.attribute = grantControls
		return []Finding{f.with(r)}
	},
}
