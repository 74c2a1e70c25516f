package guard

var ruleEG020 = Rule{
	ID:    "EG020",
	Title: "All users, all resources, block",
	Harm: `The policy blocks the whole organisation. Microsoft lists it among the configurations never to use. Accounts that
are excluded survive it; everybody else does not.`,
	WayOut: `Say what is to be blocked: a location, a platform, a client, a risk level, an application, or a group of
people.`,
	Example: `conditions = {
  users        = { include_users = ["All"] }
  applications = { include_applications = ["<application id>"] }
}`,
	Severity: Error,
	Waivable: true,
	check: func(rule Rule, s subject) []Finding {
		if !s.enforces() || !isBroad(s.policy) || namesPlatforms(s.policy) || !blocks(s.policy) {
			return nil
		}
		f := broadFinding(rule, s, "blocks the whole organisation", "blocks")
		r := narrowFirst("To fix it, say in `conditions` which sign-ins are to be blocked, for instance:",
			`locations = {`, `  include_locations = ["All"]`, `  exclude_locations = ["AllTrusted"]`, `}`)
		r.attribute = grantControls
		return []Finding{f.with(r)}
	},
}
