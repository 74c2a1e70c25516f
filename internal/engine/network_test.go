package engine

import (
	"fmt"
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestStatedNetworks: what is not stated of a network is not known of it.
func TestStatedNetworks(t *testing.T) {
	t.Parallel()
	outside := func(location string) ca.Policy {
		return blockEverybody(func(p *ca.Policy) { p.Conditions.Locations = locations([]string{ca.All}, []string{location}) })
	}
	inside := func(location string) ca.Policy {
		return blockEverybody(func(p *ca.Policy) { p.Conditions.Locations = locations([]string{location}, nil) })
	}
	for _, c := range []struct {
		name     string
		policies []ca.Policy
		stated   []ca.Network
		want     Verdict
	}{
		{"country-alone", []ca.Policy{outside(norway.ID)}, []ca.Network{{Country: "no"}}, Reachable},
		{"another-country", []ca.Policy{outside(norway.ID)}, []ca.Network{{Country: "SE"}}, Undecided},
		{"country-alone-is-in-no-office", []ca.Policy{outside(headOffice.ID)}, []ca.Network{{Country: "NO"}}, Undecided},
		{"address-alone", []ca.Policy{outside(headOffice.ID)}, []ca.Network{{Address: "40.1.1.1"}}, Reachable},
		{"address-in-some-country", []ca.Policy{outside(headOffice.ID), inside(norway.ID)}, []ca.Network{{Address: "40.1.1.1"}}, Undecided},
		{"address-in-another-country", []ca.Policy{outside(headOffice.ID), inside(norway.ID)}, []ca.Network{{Address: "40.1.1.1", Country: "SE"}}, Reachable},
		{"nothing-stated", []ca.Policy{outside(headOffice.ID)}, []ca.Network{{}}, Undecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(numbered(c.policies...)...), Assume: ca.Assumptions{Networks: c.stated}}
			q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{headOffice, norway})
			if r := aliceIn(t, q); r.Verdict != c.want {
				t.Errorf("alice is %s, want %s", r.Verdict, c.want)
			}
		})
	}
}

// TestCountryWithoutAddress: a country alone is a network only where an address is left for it.
func TestCountryWithoutAddress(t *testing.T) {
	t.Parallel()
	everywhere := ca.NamedLocation{ID: "everywhere", DisplayName: "Everywhere", Kind: ca.LocationIP, IPRanges: []ca.IPRange{
		{CIDR: "0.0.0.0/1"}, {CIDR: "128.0.0.0/1"}, {CIDR: "::/1"}, {CIDR: "8000::/1"},
	}}
	for _, c := range []struct {
		name      string
		locations []ca.NamedLocation
		condition *ca.LocationCondition
		want      Verdict
	}{
		{"every-address-is-blocked", []ca.NamedLocation{everywhere}, locations([]string{everywhere.ID}, nil), LockedOut},
		{"every-address-is-named", []ca.NamedLocation{everywhere, norway}, locations([]string{ca.All}, []string{norway.ID}), Undecided},
		{"any-of-all-addresses", []ca.NamedLocation{everywhere, headOffice, norway}, locations([]string{ca.All}, []string{headOffice.ID}), Undecided},
		{"an-address-is-left", []ca.NamedLocation{headOffice, norway}, locations([]string{headOffice.ID}, nil), Reachable},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{
				Tenant: office(numbered(blockEverybody(func(p *ca.Policy) { p.Conditions.Locations = c.condition }))...),
				Assume: ca.Assumptions{Networks: []ca.Network{{Country: "NO"}}},
			}
			q.Tenant.NamedLocations = ca.Known(c.locations)
			if r := aliceIn(t, q); r.Verdict != c.want {
				t.Errorf("alice is %s, want %s: %+v", r.Verdict, c.want, r.Witness)
			}
		})
	}
}

// TestStatedNetworkIsThePlainOne: where every network is in some named location, the first that was stated needs no
// explanation, so that of two sign-ins in which as much is missing the one from there is told of.
func TestStatedNetworkIsThePlainOne(t *testing.T) {
	t.Parallel()
	q := Question{
		Tenant: office(numbered(blockEverybody(accept), blockEverybody(func(p *ca.Policy) {
			p.Conditions.Locations = locations([]string{headOffice.ID}, nil)
			accept(p)
		}))...),
		Assume: ca.Assumptions{Networks: []ca.Network{{Address: "40.1.1.1", Country: "NO"}}},
	}
	q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{headOffice, everywhere})
	r := aliceIn(t, q)
	others := slices.ContainsFunc(r.MissingFacts, func(f MissingFact) bool { return f.Fact != "terms_of_use_accepted" })
	if r.Verdict != Undecided || len(r.MissingFacts) != 2 || others {
		t.Errorf("alice is %s, and missing is %v", r.Verdict, r.MissingFacts)
	}
}

// TestTooManyNetworks: where there are more networks than are looked at, nobody is said to be locked out.
func TestTooManyNetworks(t *testing.T) {
	t.Parallel()
	var all []ca.NamedLocation
	var ids []string
	add := func(l ca.NamedLocation) {
		l.ID = fmt.Sprintf("location-%d", len(all))
		all, ids = append(all, l), append(ids, l.ID)
	}
	const countries = 150
	for _, code := range ca.CountryCodes[:countries] {
		add(ca.NamedLocation{Kind: ca.LocationCountry, CountriesAndRegions: []string{code}})
	}
	for i := range maxNetworks/countries + 1 {
		add(ca.NamedLocation{Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: fmt.Sprintf("40.%d.%d.0/24", i/256, i%256)}}})
	}
	q := Question{Tenant: office(numbered(blockEverybody(nil), blockEverybody(func(p *ca.Policy) {
		p.Conditions.Users.IncludeUsers, p.Conditions.Locations = []string{bob}, locations([]string{ca.All}, ids)
	}))...)}
	q.Tenant.NamedLocations = ca.Known(all)
	if r := aliceIn(t, q); r.Verdict != Undecided || len(r.MissingFacts) != 1 || r.MissingFacts[0].Fact != "work" {
		t.Errorf("alice is %s, and missing is %v", r.Verdict, r.MissingFacts)
	}
}
