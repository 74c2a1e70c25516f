package engine

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestWhatIfPlace: where somebody signs in is told as far as it was stated, and what was not stated is missing only
// where a policy looks at it.
func TestWhatIfPlace(t *testing.T) {
	t.Parallel()
	mapped := func(o *ca.Tenant) {
		o.NamedLocations = ca.Known([]ca.NamedLocation{
			{ID: "oslo", DisplayName: "Oslo", Kind: ca.LocationIP, IsTrusted: true, IPRanges: []ca.IPRange{{CIDR: "203.0.113.0/24"}}},
			{ID: "sweden", DisplayName: "Sweden", Kind: ca.LocationCountry, CountriesAndRegions: []string{"SE"}},
			{ID: "no-country", DisplayName: "No country", Kind: ca.LocationCountry},
			{
				ID: "field", DisplayName: "Field", Kind: ca.LocationCountry, CountryLookupMethod: ca.LookupAuthenticatorGPS,
				CountriesAndRegions: []string{"NO"},
			},
			{ID: "garbled", DisplayName: "Garbled", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "garbled"}}},
			everywhere,
		})
	}
	in := func(ids ...string) func(*ca.Policy) {
		return func(p *ca.Policy) { p.Conditions.Locations = locations(ids, nil) }
	}
	stated := func(address, country string) func(*ca.SignIn) {
		return func(s *ca.SignIn) { s.Conditions.Address, s.Conditions.Country = address, country }
	}
	filter := func(mode ca.FilterMode, rule string) func(*ca.Policy) {
		return func(p *ca.Policy) {
			p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: mode, Rule: rule}}
		}
	}
	const (
		address      = "203.0.113.7"
		isInNone     = " is in none of the locations that it includes: "
		stateAddress = `state the address: "Block" looks at it`
		stateCountry = `state the country: "Block" looks at it`
	)
	for _, c := range []whatIfCase{
		{"address-and-country", mapped, in("sweden"), stated(address, "NO"), No, address + " (country NO)" + isInNone + `"Sweden"`, nil},
		{"address-alone", mapped, in("no-country"), stated(address, ""), No, address + isInNone + `"No country"`, nil},
		{"country-alone", mapped, in("sweden"), stated("", "NO"), No, "country NO" + isInNone + `"Sweden"`, nil},
		{"nothing-stated", mapped, in("no-country"), stated("", ""), No, "the network" + isInNone + `"No country"`, nil},
		{"excluded-everywhere", mapped, func(p *ca.Policy) { p.Conditions.Locations = locations(nil, []string{ca.All}) }, stated("", ""),
			No, "the network is in all locations, which it excludes", nil},
		{"every-address", mapped, in(everywhere.ID), stated("", ""), Yes, "", nil},

		{"address-missing", mapped, in("oslo"), stated("", ""), Unknown, "", []MissingFact{{"signInConditions.ipAddress", stateAddress}}},
		{"address-missing-for-trusted-ones", mapped, in(ca.AllTrusted), stated("", ""), Unknown, "", []MissingFact{
			{"signInConditions.ipAddress", stateAddress},
		}},
		{"country-missing", mapped, in("sweden"), stated("", ""), Unknown, "", []MissingFact{{"signInConditions.country", stateCountry}}},
		{"ranges-that-cannot-be-read", mapped, in("garbled"), stated(address, "NO"), Unknown, "", []MissingFact{
			{"namedLocations", `whether a network is in "Garbled" cannot be told from addresses and countries`},
		}},
		{"by-position", mapped, in("field"), stated(address, "NO"), Unknown, "", []MissingFact{
			{"namedLocations", `whether a network is in "Field" cannot be told from addresses and countries`},
		}},
		{"country-not-yet-known", func(o *ca.Tenant) {
			o.NamedLocations = ca.Known([]ca.NamedLocation{
				{ID: "later", DisplayName: "Later", Kind: ca.LocationCountry, CountriesAndRegions: []string{ca.NotYetKnown}},
			})
		}, in("later"), stated(address, "NO"), Unknown, "", []MissingFact{
			{"namedLocations", `whether a network is in "Later" cannot be told from addresses and countries`},
		}},
		{"legacy-trusted-addresses", mapped, in(ca.LegacyTrustedIPs), nil, Unknown, "", []MissingFact{
			{"namedLocations", `"Block" names the multifactor service's trusted addresses, which Graph does not show`},
		}},
		{"location-not-yet-known", mapped, in(ca.NotYetKnown), nil, Unknown, "", []MissingFact{
			{"condition", `a location of "Block" is known only when it is applied`},
		}},

		{"rule-not-yet-known", nil, filter(ca.FilterInclude, ca.NotYetKnown), nil, Unknown, "", []MissingFact{
			{"deviceFilter", `the device rule of "Block" is known only when it is applied`},
		}},
		{"mode-not-yet-known", nil, filter(ca.NotYetKnown, `device.trustType -eq "ServerAD"`), nil, Unknown, "", []MissingFact{
			{"deviceFilter", `whether the device rule of "Block" includes or excludes is not known`},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.check(t)
		})
	}
}

// TestWhatIfAmongTooManyPlaces: where not every combination of locations was looked at, an address that was not stated
// may be in any location, and is surely in none.
func TestWhatIfAmongTooManyPlaces(t *testing.T) {
	t.Parallel()
	all, ids := numberedAddresses(manyAddresses, 17)
	o := office(numbered(
		blockEverybody(func(p *ca.Policy) { p.Conditions.Locations = locations([]string{"first"}, nil) }),
		blockEverybody(func(p *ca.Policy) { p.Conditions.Locations = locations([]string{"last"}, nil) }),
		blockEverybody(func(p *ca.Policy) { p.Conditions.Locations = locations(ids, nil) }))...)
	o.NamedLocations = ca.Known(append(all,
		ca.NamedLocation{ID: "first", DisplayName: "First half", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "0.0.0.0/1"}}},
		ca.NamedLocation{ID: "last", DisplayName: "Last half", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "128.0.0.0/1"}}}))
	report, err := WhatIf(Question{Tenant: o}, browse(func(s *ca.SignIn) { s.Conditions.Address = "" }))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Policies {
		if p.Applies != Unknown {
			t.Errorf("%s applies is %s, want unknown", p.DisplayName, p.Applies)
		}
	}
}
