package guard

var ruleEG024 = Rule{
	ID:    "EG024",
	Title: "All users, all resources, all device platforms, block",
	Harm: `A condition that lists every platform narrows nothing: the policy blocks the whole organisation. Microsoft lists it
among the configurations never to use.`,
	WayOut: `To block platforms that the organisation does not use, include all and exclude the ones that it does use. Keep
Linux in mind, and browsers that do not say what they run on.`,
	Example: `conditions = {
  platforms = {
    include_platforms = ["all"]
    exclude_platforms = ["windows", "macOS", "linux", "iOS", "android"]
  }
}`,
	Severity: Error,
	Waivable: true,
	check: func(rule Rule, s subject) []Finding {
		if !s.enforces() || !isBroad(s.policy) || !coversAllPlatforms(s.policy) || !blocks(s.policy) {
			return nil
		}
		f := broadFinding(rule, s, "blocks the whole organisation", "blocks on every device platform")
		r := narrowFirst("To fix it, exclude the platforms in use at `conditions.platforms.exclude_platforms`:",
			`exclude_platforms = ["windows", "macOS", "linux", "iOS", "android"]`)
		r.attribute = "conditions.platforms.exclude_platforms"
		return []Finding{f.with(r)}
	},
}
