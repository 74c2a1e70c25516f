package reference

import (
	"net/netip"
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

// concernsClient: what counts as "supported" among the clients of Exchange ActiveSync is not said.
func concernsClient(types []ca.ClientApp, client ca.ClientApp) value {
	if client == "" {
		everyClient := []ca.ClientApp{
			ca.ClientAppBrowser, ca.ClientAppMobileAndDesktop, ca.ClientAppExchangeActiveSync, ca.ClientAppOther,
		}
		return alike(each(everyClient, func(c ca.ClientApp) value { return concernsClient(types, c) }))
	}
	v := matchesClient(types, client)
	if client == ca.ClientAppExchangeActiveSync && slices.Contains(types, ca.ClientAppEASSupported) {
		v = or(v, unknown)
	}
	return v
}

func concernsPlatform(c *ca.PlatformCondition, platform ca.Platform) value {
	if platform == "" {
		every := append([]ca.Platform{ca.PlatformWindowsPhone}, allPlatforms...)
		return alike(each(every, func(p ca.Platform) value { return matchesPlatform(c, p) }))
	}
	return matchesPlatform(c, platform)
}

func (q *inquiry) concernsLocation(p *ca.Policy) value {
	c := p.Conditions.Locations
	if c == nil {
		return yes
	}
	included := q.amongLocations(p, "included", c.IncludeLocations)
	if len(c.IncludeLocations) == 0 {
		included = yes
	}
	return and(included, not(q.amongLocations(p, "excluded", c.ExcludeLocations)))
}

func (q *inquiry) amongLocations(p *ca.Policy, side string, ids []string) value {
	v := no
	for _, id := range ids {
		switch id {
		case ca.All:
			v = yes
		case ca.AllTrusted:
			v = or(v, q.amongTrusted())
		case ca.NotYetKnown:
			v = or(v, q.world.settle(unknown, p.ID, side, "locations", ids))
		default:
			v = or(v, q.atLocation(id))
		}
	}
	return v
}

func (q *inquiry) amongTrusted() value {
	locations, read := q.tenant.NamedLocations.Get()
	if !read {
		return q.world.settle(unknown, "the network is trusted")
	}
	v := no
	for _, l := range locations {
		if l.IsTrusted {
			v = or(v, q.at(l))
		}
	}
	return v
}

func (q *inquiry) atLocation(id string) value {
	for _, l := range q.tenant.NamedLocations.Value() {
		if ca.SameID(l.ID, id) && id != ca.LegacyTrustedIPs {
			return q.at(l)
		}
	}
	return q.world.settle(unknown, "the network is in location "+ca.FoldID(id))
}

// at says whether the network is in a location, as far as it is stated.
func (q *inquiry) at(l ca.NamedLocation) value {
	v := unknown
	switch l.Kind {
	case ca.LocationIP:
		v = q.atAddress(l)
	case ca.LocationCountry:
		v = q.atCountry(l)
	}
	return q.world.settle(v, "the network is in location "+ca.FoldID(l.ID),
		string(l.Kind), l.IPRanges, l.CountriesAndRegions, l.CountryLookupMethod, l.IncludeUnknownCountriesAndRegions)
}

// atAddress: an address that is not stated may be any that the service sees.
func (q *inquiry) atAddress(l ca.NamedLocation) value {
	if _, err := netip.ParseAddr(q.Conditions.Address); err == nil {
		return q.inRanges(l.IPRanges, q.Conditions.Address)
	}
	alone := newJudge(Question{Tenant: &ca.Tenant{NamedLocations: ca.Known([]ca.NamedLocation{l})}})
	return alike(each(alone.addresses(), func(a netip.Addr) value { return q.inRanges(l.IPRanges, a.String()) }))
}

func (q *inquiry) atCountry(l ca.NamedLocation) value {
	if q.Conditions.Country == "" {
		return alike(each(q.countries(), func(country string) value { return inCountries(l, country) }))
	}
	return inCountries(l, q.Conditions.Country)
}

func (q *inquiry) concernsDevice(p *ca.Policy) value {
	if p.Conditions.Devices == nil || p.Conditions.Devices.DeviceFilter == nil {
		return yes
	}
	f := p.Conditions.Devices.DeviceFilter
	about := "the device fits " + f.Rule
	if f.Rule == ca.NotYetKnown {
		about += " of " + p.ID
	}
	fits := unknown
	if r := q.rule(f.Rule); r != nil {
		fits = r.value(q.Conditions.Device)
	}
	switch fits = q.world.settle(fits, about); f.Mode {
	case ca.FilterInclude:
		return fits
	case ca.FilterExclude:
		return not(fits)
	default:
		return unknown
	}
}

// concernsRiskOfPeople: a workload is at neither risk.
func (q *inquiry) concernsRiskOfPeople(levels []ca.RiskLevel, level ca.RiskLevel) value {
	if len(levels) > 0 && q.who.workload == yes {
		return no
	}
	return matchesRisk(levels, orNone(level))
}

// concernsRiskOfWorkloads: a person is at no such risk, not even at none.
func (q *inquiry) concernsRiskOfWorkloads(levels []ca.RiskLevel) value {
	level := q.Conditions.ServicePrincipalRisk
	if q.who.workload == yes {
		level = orNone(level)
	}
	return matchesRisk(levels, level)
}

func orNone(level ca.RiskLevel) ca.RiskLevel {
	if level == "" {
		return ca.RiskNone
	}
	return level
}

// concernsWord: a condition that lists words is met by none that is not there.
func concernsWord(list, known []string, word string) value {
	if len(list) == 0 {
		return yes
	}
	return listed(list, known, word)
}

func concernsFlow(c *ca.AuthenticationFlows, method string) value {
	if c == nil {
		return yes
	}
	return concernsWord(c.TransferMethods, ca.TransferMethods, method)
}
