package reference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// alike is what all values are, and unknown where they differ: a part of a sign-in that is not stated may
// be any of its values, and matters only where these do not agree.
func alike(values []value) value {
	for _, v := range values {
		if v != values[0] {
			return unknown
		}
	}
	return or(values...)
}

func each[T any](items []T, is func(T) value) []value {
	var values []value
	for _, item := range items {
		values = append(values, is(item))
	}
	return values
}

// concernsTarget says whether a policy is about what is asked for.
func (q *inquiry) concernsTarget(p *ca.Policy) value {
	c := p.Conditions.Applications
	switch {
	case q.Context.UserAction != "":
		v := q.listedOrNotYetKnown(p, c.IncludeUserActions, q.Context.UserAction)
		if q.Context.UserAction == ca.UserActionRegisterSecurityInfo {
			v = or(v, q.listedOrNotYetKnown(p, c.IncludeApplications, ca.All))
		}
		return v
	case q.Context.AuthenticationContext != "":
		return q.listedOrNotYetKnown(p, c.IncludeAuthenticationContextClassReferences, q.Context.AuthenticationContext)
	case len(q.Context.Applications) == 0:
		return unknown
	}
	v := no
	for _, audience := range q.Context.Applications {
		v = or(v, q.concernsAudience(p, audience))
	}
	return v
}

func (q *inquiry) listedOrNotYetKnown(p *ca.Policy, ids []string, wanted string) value {
	return q.world.settle(or(yesIf(holdsID(ids, wanted)), notYetKnownIn(ids)), p.ID, "includes", wanted, ids)
}

func (q *inquiry) concernsAudience(p *ca.Policy, audience string) value {
	c := p.Conditions.Applications
	named := ca.Applications{IncludeApplications: c.IncludeApplications}
	included := q.world.settle(matchesAudience(named, audience), p.ID, "included", audience, c.IncludeApplications)
	allBut := ca.Applications{IncludeApplications: []string{ca.All}, ExcludeApplications: c.ExcludeApplications}
	excluded := q.world.settle(not(matchesAudience(allBut, audience)), p.ID, "excluded", audience, c.ExcludeApplications)
	if f := c.ApplicationFilter; f != nil {
		onInclude, onExclude := q.filtered(p, f, "the application "+ca.FoldID(audience))
		included, excluded = or(included, onInclude), or(excluded, onExclude)
	}
	return and(included, not(excluded))
}

// lists says whether a list of words holds one of the wanted. A word that nobody knows may mean any of them.
func lists[T ~string](q *inquiry, p *ca.Policy, name string, list, known []T, wanted ...T) value {
	v := no
	for _, word := range list {
		switch {
		case slices.Contains(wanted, word):
			return yes
		case !slices.Contains(known, word):
			v = or(v, q.world.settle(unknown, name, own(p, string(word)), wanted))
		}
	}
	return v
}

func (q *inquiry) concernsClient(p *ca.Policy, client ca.ClientApp) value {
	types := p.Conditions.ClientAppTypes
	switch {
	case len(types) == 0:
		return yes
	case client == "":
		everyClient := []ca.ClientApp{
			ca.ClientAppBrowser, ca.ClientAppMobileAndDesktop, ca.ClientAppExchangeActiveSync, ca.ClientAppOther,
		}
		return alike(each(everyClient, func(c ca.ClientApp) value { return q.concernsClient(p, c) }))
	}
	v := lists(q, p, ConditionClientAppTypes, types, ca.ClientApps, ca.ClientAppAll, client)
	if client == ca.ClientAppExchangeActiveSync && slices.Contains(types, ca.ClientAppEASSupported) {
		v = or(v, q.world.settle(unknown, "Exchange ActiveSync is supported")) // which platforms count is not said
	}
	return v
}

// concernsPlatform: a platform that the service cannot tell is in "all", and no exclusion reaches it.
func (q *inquiry) concernsPlatform(p *ca.Policy, platform ca.Platform) value {
	c := p.Conditions.Platforms
	switch platform {
	case "":
		every := append([]ca.Platform{ca.PlatformWindowsPhone}, allPlatforms...)
		return alike(each(every, func(one ca.Platform) value { return q.concernsPlatform(p, one) }))
	case ca.PlatformUnknown:
		if c == nil || len(c.IncludePlatforms) == 0 {
			return yes
		}
		return lists(q, p, "includePlatforms", c.IncludePlatforms, ca.Platforms, ca.PlatformAll)
	}
	if c == nil {
		return yes
	}
	included := yes
	if len(c.IncludePlatforms) > 0 {
		included = lists(q, p, "includePlatforms", c.IncludePlatforms, ca.Platforms, ca.PlatformAll, platform)
	}
	return and(included, not(lists(q, p, "excludePlatforms", c.ExcludePlatforms, ca.Platforms, ca.PlatformAll, platform)))
}

// concernsRiskOfPeople: a workload is at neither risk.
func (q *inquiry) concernsRiskOfPeople(p *ca.Policy, name string, levels []ca.RiskLevel, level ca.RiskLevel) value {
	if len(levels) > 0 && q.who.workload == yes {
		return no
	}
	return concernsWord(q, p, name, levels, ca.RiskLevels, orNone(level))
}

// concernsRiskOfWorkloads: a person is at no such risk, not even at none.
func (q *inquiry) concernsRiskOfWorkloads(p *ca.Policy) value {
	level := q.Conditions.ServicePrincipalRisk
	if q.who.workload == yes {
		level = orNone(level)
	}
	return concernsWord(q, p, ConditionServicePrincipalRisk, p.Conditions.ServicePrincipalRiskLevels, ca.RiskLevels, level)
}

func orNone(level ca.RiskLevel) ca.RiskLevel {
	if level == "" {
		return ca.RiskNone
	}
	return level
}

// concernsWord: a condition that lists words is met by none that is not there.
func concernsWord[T ~string](q *inquiry, p *ca.Policy, name string, list, known []T, word T) value {
	if len(list) == 0 {
		return yes
	}
	return lists(q, p, name, list, known, word)
}

func (q *inquiry) concernsFlow(p *ca.Policy) value {
	c := p.Conditions.AuthenticationFlows
	if c == nil {
		return yes
	}
	return concernsWord(q, p, ConditionAuthenticationFlows, c.TransferMethods, ca.TransferMethods, q.Conditions.TransferMethod)
}
