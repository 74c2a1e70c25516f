package reference

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A Network is where a sign-in comes from: an address and a country, each of which may be left unsaid.
// With an address alone nobody knows whether a country holds it, with a country alone whether a range does; with
// neither, nothing is known.
type Network struct {
	Address string
	Country string // a code in upper case, or CountryUnknown where the service finds none
}

// CountryUnknown is the country of an address that is in none.
const CountryUnknown = "unknown"

// within says for each named location, in the order of the tenant, whether the network is in it.
func (j *judge) within(n Network) []value {
	if v, done := j.inside[n]; done {
		return v
	}
	var v []value
	for _, l := range j.tenant.NamedLocations.Value() {
		v = append(v, j.inLocation(l, n))
	}
	j.inside[n] = v
	return v
}

func (j *judge) inLocation(l ca.NamedLocation, n Network) value {
	if n == (Network{}) {
		return unknown
	}
	switch l.Kind {
	case ca.LocationIP:
		return j.inRanges(l.IPRanges, n.Address)
	case ca.LocationCountry:
		return inCountries(l, n.Country)
	default:
		return unknown
	}
}

func inCountries(l ca.NamedLocation, country string) value {
	// Only a lookup by address can be foretold; the other asks the authenticator where it is.
	if country == "" || (l.CountryLookupMethod != "" && l.CountryLookupMethod != ca.LookupClientIPAddress) {
		return unknown
	}
	if country == CountryUnknown {
		return or(yesIf(l.IncludeUnknownCountriesAndRegions), notYetKnownIn(l.CountriesAndRegions))
	}
	return or(yesIf(holdsID(l.CountriesAndRegions, country)), notYetKnownIn(l.CountriesAndRegions))
}

// possibleNetworks are the networks that the service can see, one for each class: each public address with
// each country.
func (j *judge) possibleNetworks() []Network {
	if j.possible == nil {
		j.possible = j.classes()
	}
	return j.possible
}

func (j *judge) classes() []Network {
	if !j.tenant.NamedLocations.Read() {
		return []Network{{}}
	}
	var addresses, countries []Network
	for _, a := range j.addresses() {
		addresses = append(addresses, Network{Address: a.String()})
	}
	for _, c := range j.countries() {
		countries = append(countries, Network{Country: c})
	}
	var networks []Network
	countries = j.onePerClass(countries)
	for _, a := range j.onePerClass(addresses) {
		for _, c := range countries {
			networks = append(networks, Network{Address: a.Address, Country: c.Country})
		}
	}
	return networks
}

// onePerClass leaves one network of those that are in the same locations.
func (j *judge) onePerClass(networks []Network) []Network {
	var kept []Network
	var classes [][]value
	for _, n := range networks {
		class := j.within(n)
		if !slices.ContainsFunc(classes, func(c []value) bool { return slices.Equal(c, class) }) {
			classes, kept = append(classes, class), append(kept, n)
		}
	}
	return kept
}

// countries are all codes there are, all that some location names, and none.
func (j *judge) countries() []string {
	codes := append([]string{CountryUnknown}, ca.CountryCodes...)
	for _, l := range j.tenant.NamedLocations.Value() {
		for _, c := range l.CountriesAndRegions {
			if c != ca.NotYetKnown {
				codes = append(codes, strings.ToUpper(c))
			}
		}
	}
	return codes
}

// availableNetworks are those that the user surely has: the ones stated, the ones it came from lately, and
// elsewhere, which is in no named location.
func (j *judge) availableNetworks(u ca.User) []Network {
	networks := slices.Concat(j.statedNetworks(u), j.loggedNetworks(u))
	for _, n := range j.possibleNetworks() {
		if !slices.Contains(j.within(n), yes) {
			networks = append(networks, n)
		}
	}
	return j.onePerClass(networks)
}

func (j *judge) statedNetworks(u ca.User) []Network {
	var networks []Network
	for _, n := range j.Assume.Networks {
		if n.Account == "" || names([]string{n.Account}, u) {
			networks = append(networks, j.somewhere(stated(n.Address, n.Country))...)
		}
	}
	return networks
}

// somewhere is a stated network with an address: one that was not stated is in no named range. Where every address
// is in one, there is no such network.
func (j *judge) somewhere(networks []Network) []Network {
	if len(networks) == 0 || networks[0].Address != "" {
		return networks
	}
	if networks[0].Address = j.addressInNoRange(); networks[0].Address == "" {
		return nil
	}
	return networks
}

func (j *judge) addressInNoRange() string {
	for _, a := range j.addresses() {
		if j.inNoRange(a.String()) {
			return a.String()
		}
	}
	return ""
}

// inNoRange reports whether no named location surely holds an address.
func (j *judge) inNoRange(address string) bool {
	for _, l := range j.tenant.NamedLocations.Value() {
		if l.Kind == ca.LocationIP && j.inRanges(l.IPRanges, address) == yes {
			return false
		}
	}
	return true
}

// recent is how far back the sign-in log tells where a user is.
const recent = 30 * 24 * time.Hour

func (j *judge) loggedNetworks(u ca.User) []Network {
	var newest time.Time
	for _, e := range j.tenant.SignIns.Value() {
		if e.CreatedDateTime.After(newest) {
			newest = e.CreatedDateTime
		}
	}
	var networks []Network
	for _, e := range j.tenant.SignIns.Value() {
		succeeded := e.ErrorCode == 0 && !e.CreatedDateTime.Before(newest.Add(-recent))
		if succeeded && ca.SameID(e.UserID, u.ID) && e.IPAddress != "" {
			networks = append(networks, stated(e.IPAddress, e.CountryOrRegion)...)
		}
	}
	return networks
}

// stated is a network as somebody wrote it down: none where it says nothing, or where the address is none
// that the service can see.
func stated(address, country string) []Network {
	if address == "" && country == "" {
		return nil
	}
	if address != "" {
		a, err := netip.ParseAddr(address)
		if err != nil || !public(a) {
			return nil
		}
		address = a.String()
	}
	return []Network{{Address: address, Country: strings.ToUpper(country)}}
}
