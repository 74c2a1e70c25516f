package reference

import (
	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// An attempt is one sign-in of one person with one set of roles active.
type attempt struct {
	SignIn
	who   *person
	roles map[string]value // active ones, by folded template id

	registering bool // the user action of registering a method, not a channel
}

// applies says whether a policy concerns an attempt: all of its conditions match. One that surely does not
// match settles it.
func (j *judge) applies(p *ca.Policy, a attempt) value {
	c := &p.Conditions
	v := enforces(*p)
	for _, condition := range []func() value{
		func() value { return j.matchesUser(c, a) },
		func() value { return matchesTarget(c.Applications, a) },
		func() value { return matchesClient(c.ClientAppTypes, a.Client) },
		func() value { return matchesPlatform(c.Platforms, a.Platform) },
		func() value { return matchesRisk(c.UserRiskLevels, a.UserRisk) },
		func() value { return matchesRisk(c.SignInRiskLevels, a.SignInRisk) },
		func() value { return j.matchesLocation(c.Locations, a.Network) },
		func() value { return j.matchesDevice(c.Devices, a.Device) },
		func() value { return matchesNobodyElse(c) },
		func() value { return yesIfEmpty(p.UnknownConditions()) },
	} {
		if v = and(v, condition()); v == no {
			return no
		}
	}
	return v
}

// yesIfEmpty is unknown where there is something that nobody knows how to read.
func yesIfEmpty(paths []string) value {
	if len(paths) > 0 {
		return unknown
	}
	return yes
}

func (j *judge) matchesUser(c *ca.Conditions, a attempt) value {
	if c.ClientApplications != nil {
		return no // a policy for workloads concerns no user
	}
	u := c.Users
	included := j.inUserLists(a, u.IncludeUsers, u.IncludeGroups, u.IncludeRoles)
	excluded := j.inUserLists(a, u.ExcludeUsers, u.ExcludeGroups, u.ExcludeRoles)
	return and(included, not(excluded))
}

// inUserLists says whether one of three lists names the person. Guests, whom the fourth is about, are no
// repairers.
func (j *judge) inUserLists(a attempt, users, groups, roles []string) value {
	v := or(notYetKnownIn(users), notYetKnownIn(groups), notYetKnownIn(roles))
	for _, id := range users {
		v = or(v, yesIf(id == ca.All || ca.SameID(id, a.who.user.ID)))
	}
	for _, id := range groups {
		if id != ca.NotYetKnown {
			v = or(v, j.member(a.who.user, id))
		}
	}
	for _, id := range roles {
		v = or(v, j.held(a.roles, id))
	}
	return v
}

func matchesClient(types []ca.ClientApp, client ca.ClientApp) value {
	if len(types) == 0 {
		return yes
	}
	return listed(types, ca.ClientApps, ca.ClientAppAll, client)
}

// matchesPlatform: a platform that the service cannot tell is in "all", and no exclusion reaches it.
func matchesPlatform(c *ca.PlatformCondition, platform ca.Platform) value {
	if c == nil {
		return yes
	}
	wanted := []ca.Platform{ca.PlatformAll, platform}
	if platform == ca.PlatformUnknown {
		wanted = []ca.Platform{ca.PlatformAll}
	}
	included := listed(c.IncludePlatforms, ca.Platforms, wanted...)
	if len(c.IncludePlatforms) == 0 {
		included = yes
	}
	if platform == ca.PlatformUnknown {
		return included
	}
	return and(included, not(listed(c.ExcludePlatforms, ca.Platforms, wanted...)))
}

func matchesRisk(levels []ca.RiskLevel, level ca.RiskLevel) value {
	if len(levels) == 0 {
		return yes
	}
	return listed(levels, ca.RiskLevels, level)
}

func (j *judge) matchesLocation(c *ca.LocationCondition, n Network) value {
	if c == nil {
		return yes
	}
	included := j.inLocations(c.IncludeLocations, n)
	if len(c.IncludeLocations) == 0 {
		included = yes
	}
	return and(included, not(j.inLocations(c.ExcludeLocations, n)))
}

func (j *judge) inLocations(ids []string, n Network) value {
	v := no
	for _, id := range ids {
		switch id {
		case ca.All:
			return yes
		case ca.AllTrusted:
			v = or(v, j.inTrusted(n))
		default:
			v = or(v, j.inNamed(id, n))
		}
	}
	return v
}

func (j *judge) inTrusted(n Network) value {
	if !j.tenant.NamedLocations.Read() {
		return unknown
	}
	v := no
	inside := j.within(n)
	for i, l := range j.tenant.NamedLocations.Value() {
		if l.IsTrusted {
			v = or(v, inside[i])
		}
	}
	return v
}

// inNamed is unknown for an id that does not resolve: the addresses that the old multifactor service trusts
// have such an id, and what a policy does with any other is not documented.
func (j *judge) inNamed(id string, n Network) value {
	for i, l := range j.tenant.NamedLocations.Value() {
		if ca.SameID(l.ID, id) && id != ca.LegacyTrustedIPs {
			return j.within(n)[i]
		}
	}
	return unknown
}

func (j *judge) matchesDevice(c *ca.DeviceCondition, d *ca.Device) value {
	if c == nil || c.DeviceFilter == nil {
		return yes
	}
	r := j.rule(c.DeviceFilter.Rule)
	if r == nil {
		return unknown
	}
	switch c.DeviceFilter.Mode {
	case ca.FilterInclude:
		return r.value(d)
	case ca.FilterExclude:
		return not(r.value(d))
	default:
		return unknown
	}
}

// rule parses a rule once; nil is one that cannot be read.
func (j *judge) rule(text string) rule {
	r, done := j.rules[text]
	if !done {
		if parsed, err := parseRule(text); err == nil {
			r = parsed
		}
		j.rules[text] = r
	}
	return r
}

// matchesNobodyElse is about conditions that no sign-in of a repairer meets: it has no insider risk, uses
// no transfer flow, and is neither a workload nor an agent.
func matchesNobodyElse(c *ca.Conditions) value {
	v := yes
	if c.AuthenticationFlows != nil && len(c.AuthenticationFlows.TransferMethods) > 0 {
		v = and(v, listed(c.AuthenticationFlows.TransferMethods, ca.TransferMethods))
	}
	if len(c.InsiderRiskLevels) > 0 {
		v = and(v, listed(c.InsiderRiskLevels, ca.InsiderRiskLevels))
	}
	if len(c.ServicePrincipalRiskLevels) > 0 {
		v = and(v, listed(c.ServicePrincipalRiskLevels, ca.RiskLevels))
	}
	if len(c.AgentIDRiskLevels) > 0 {
		v = and(v, listed(c.AgentIDRiskLevels, agentRiskLevels))
	}
	return v
}

// agentRiskLevels are the levels of an agent's risk.
var agentRiskLevels = []string{"low", "medium", "high"}
