package reference

import (
	"net/netip"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

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
	switch {
	case l.Kind == ca.LocationIP:
		v = q.atAddress(l)
	case l.Kind == ca.LocationCountry && (l.CountryLookupMethod == "" || l.CountryLookupMethod == ca.LookupClientIPAddress):
		v = q.atCountry(l)
	}
	return q.world.settle(v, "the network is in location "+ca.FoldID(l.ID),
		string(l.Kind), l.IPRanges, l.CountriesAndRegions, l.CountryLookupMethod, l.IncludeUnknownCountriesAndRegions)
}

// atAddress: an address that is not stated may be any that the service sees.
func (q *inquiry) atAddress(l ca.NamedLocation) value {
	if _, err := netip.ParseAddr(q.Conditions.Address); err != nil {
		alone := newJudge(Question{Tenant: &ca.Tenant{NamedLocations: ca.Known([]ca.NamedLocation{l})}})
		return alike(each(alone.addresses(), func(a netip.Addr) value { return q.inRanges(l.IPRanges, a.String()) }))
	}
	v := no
	for _, r := range l.IPRanges {
		in := q.inRanges([]ca.IPRange{r}, q.Conditions.Address)
		v = or(v, q.world.settle(in, "location "+ca.FoldID(l.ID), "holds the address by", r.CIDR, r.Lower, r.Upper))
	}
	return v
}

func (q *inquiry) atCountry(l ca.NamedLocation) value {
	if q.Conditions.Country == "" {
		return alike(each(q.countries(), func(country string) value { return inCountries(l, country) }))
	}
	return q.world.settle(inCountries(l, q.Conditions.Country), "location "+ca.FoldID(l.ID), "holds the country by what is to come")
}

func (q *inquiry) concernsDevice(p *ca.Policy) value {
	if p.Conditions.Devices == nil || p.Conditions.Devices.DeviceFilter == nil {
		return yes
	}
	f := p.Conditions.Devices.DeviceFilter
	about := "the device fits " + own(p, f.Rule)
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
