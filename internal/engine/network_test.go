package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

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

// TestTooManyNetworks: where there are more networks than are looked at, nobody is said to be locked out, and no more
// than that are looked at. Up to that bound everything is certain.
func TestTooManyNetworks(t *testing.T) {
	t.Parallel()
	const (
		countries = 150
		ranges    = maxNetworks / (countries + 1) // with the address that is in none and the country that has no name one row too many
		kinds     = 4                             // elsewhere, in the last country, in the last range, and in any other place
	)
	for _, c := range []struct {
		name    string
		ranges  int
		verdict Verdict
		fact    string
		kinds   int
	}{
		{"one-row-less", ranges - 1, LockedOut, "", kinds + 1}, // the last country and the last range at once
		{"too-many", ranges, Undecided, "work", kinds},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var all []ca.NamedLocation
			var ids []string
			add := func(l ca.NamedLocation) {
				l.ID = fmt.Sprintf("location-%d", len(all))
				all, ids = append(all, l), append(ids, l.ID)
			}
			for _, code := range ca.CountryCodes[:countries] {
				add(ca.NamedLocation{Kind: ca.LocationCountry, CountriesAndRegions: []string{code}})
			}
			for i := range c.ranges {
				add(ca.NamedLocation{Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: fmt.Sprintf("40.%d.%d.0/24", i/256, i%256)}}})
			}
			ofBob := func(at *ca.LocationCondition) ca.Policy {
				return blockEverybody(func(p *ca.Policy) { p.Conditions.Users.IncludeUsers, p.Conditions.Locations = []string{bob}, at })
			}
			q := question(office(numbered(blockEverybody(nil), ofBob(locations([]string{ca.All}, ids)),
				ofBob(locations([]string{ids[countries-1]}, nil)), ofBob(locations([]string{ids[len(ids)-1]}, nil)))...))
			q.Tenant.NamedLocations = ca.Known(all)
			r := aliceIn(t, q)
			var facts []string
			for _, f := range r.MissingFacts {
				facts = append(facts, f.Fact)
			}
			if r.Verdict != c.verdict || strings.Join(facts, " ") != c.fact {
				t.Errorf("alice is %s, want %s, and missing is %v", r.Verdict, c.verdict, r.MissingFacts)
			}
			if want := c.kinds * len(ca.DefaultPlatforms) * len(allRisks) * len(allRisks); r.Environments != want {
				t.Errorf("%d environments were looked at, want %d", r.Environments, want)
			}
		})
	}
}

// TestNothingStatedIsNoNetwork: a statement of no address and no country makes no network, also where there is none
// elsewhere that people are known to sign in from.
func TestNothingStatedIsNoNetwork(t *testing.T) {
	t.Parallel()
	anyCountry := ca.NamedLocation{
		ID: "any-country", DisplayName: "Any country", Kind: ca.LocationCountry,
		CountriesAndRegions: ca.CountryCodes, IncludeUnknownCountriesAndRegions: true,
	}
	for _, c := range []struct {
		name   string
		stated ca.Network
		want   Verdict
	}{
		{"country", ca.Network{Country: "NO"}, Reachable},
		{"address", ca.Network{Address: "50.1.1.1"}, Reachable},
		{"nothing", ca.Network{}, Undecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{
				Tenant: office(blockEverybody(func(p *ca.Policy) { p.Conditions.Locations = locations([]string{headOffice.ID}, nil) })),
				Assume: ca.Assumptions{Networks: []ca.Network{c.stated}},
			}
			q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{headOffice, anyCountry})
			if r := aliceIn(t, q); r.Verdict != c.want {
				t.Errorf("alice is %s, want %s: %+v", r.Verdict, c.want, r.Witness)
			}
		})
	}
}

// outsideHeadOffice makes a policy apply everywhere but in the head office.
func outsideHeadOffice(p *ca.Policy) {
	p.Conditions.Locations = locations([]string{ca.All}, []string{headOffice.ID})
}

// TestNetworksOfTheLog: somebody is known to sign in from where they did, successfully, within 30 days before the
// newest event of the log.
func TestNetworksOfTheLog(t *testing.T) {
	t.Parallel()
	newest := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	ago := func(hours int, change func(*ca.LoggedSignIn)) ca.LoggedSignIn {
		e := ca.LoggedSignIn{UserID: alice, IPAddress: "40.1.1.1", CountryOrRegion: "NO"}
		e.CreatedDateTime = newest.Add(-time.Duration(hours) * time.Hour)
		if change != nil {
			change(&e)
		}
		return e
	}
	const days = 24 // hours
	for _, c := range []struct {
		name string
		seen ca.LoggedSignIn
		want Verdict
	}{
		{"a-day-before", ago(days, nil), Reachable},
		{"30-days-before", ago(30*days, nil), Reachable},
		{"longer-before", ago(30*days+1, nil), Undecided},
		{"of-somebody-else", ago(days, func(e *ca.LoggedSignIn) { e.UserID = bob }), Undecided},
		{"failed", ago(days, func(e *ca.LoggedSignIn) { e.ErrorCode = 53003 }), Undecided},
		{"without-an-address", ago(days, func(e *ca.LoggedSignIn) { e.IPAddress = "" }), Undecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			last := ca.LoggedSignIn{UserID: bob, IPAddress: "60.1.1.1", CreatedDateTime: newest, ErrorCode: 50126}
			for _, events := range [][]ca.LoggedSignIn{{c.seen, last}, {last, c.seen}} {
				q := Question{Tenant: office(blockEverybody(outsideHeadOffice))}
				q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{headOffice})
				q.Tenant.SignIns = ca.Known(events)
				r := aliceIn(t, q)
				says := slices.Contains(r.Assumptions, "network 40.1.1.1 (NO), seen in the sign-in log")
				if r.Verdict != c.want || says != (c.want == Reachable) {
					t.Errorf("alice is %s, want %s, and it rests on %q", r.Verdict, c.want, r.Assumptions)
				}
			}
		})
	}
}

// TestWitnessNamesLocationsInOrder: the named locations of a witness are in order, whatever order they were read in,
// and everybody is shown the same list.
func TestWitnessNamesLocationsInOrder(t *testing.T) {
	t.Parallel()
	q := Question{
		Tenant: office(blockEverybody(func(p *ca.Policy) { p.Conditions.Locations = locations([]string{ca.All}, []string{norway.ID}) })),
		Assume: ca.Assumptions{Networks: []ca.Network{{Address: "40.1.1.1", Country: "NO"}}},
	}
	q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{headOffice, norway})
	lists := map[*string]bool{}
	for _, r := range Decide(q).Repairers {
		got := r.Witness.Network.NamedLocations
		if want := []string{norway.ID, headOffice.ID}; !slices.Equal(got, want) {
			t.Fatalf("%s is in %v, want %v", r.User.UserPrincipalName, got, want)
		}
		lists[&got[0]] = true
	}
	if len(lists) != 1 {
		t.Errorf("there are %d lists, want one", len(lists))
	}
}

// TestNetworksThatNoPolicyTellsApart: how many networks somebody was said to sign in from matters only as far as
// policies tell them apart.
func TestNetworksThatNoPolicyTellsApart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		another string // an address of alice
		classes int
	}{{"in-the-same-office", "40.3.3.3", 1}, {"in-another-office", "50.1.1.1", 2}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{
				Tenant: office(numbered(blockEverybody(outsideHeadOffice),
					blockEverybody(func(p *ca.Policy) { p.Conditions.Locations = locations([]string{branch.ID}, nil) }))...),
				Assume: ca.Assumptions{Networks: []ca.Network{
					{Address: "40.1.1.1", Account: alice}, {Address: c.another, Account: alice}, {Address: "40.2.2.2", Account: bob},
				}},
			}
			q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{headOffice, branch})
			if classes := len(judge(q, newRoster(q), nil).classes); classes != c.classes {
				t.Errorf("there are %d classes of people, want %d", classes, c.classes)
			}
		})
	}
}

// TestNetworksAreMadeOnce: the networks that somebody is known to sign in from are found once, and one that was stated
// for everybody is made once for all.
func TestNetworksAreMadeOnce(t *testing.T) {
	t.Parallel()
	q := Question{Tenant: office(), Assume: ca.Assumptions{Networks: []ca.Network{{Address: "40.1.1.1"}}}}
	r := newRoster(q)
	hers, his := r.crowd.people[r.crowd.index[alice]], r.crowd.people[r.crowd.index[bob]]
	if p := judge(q, r, nil).program; &p.near(hers)[0] != &p.nearAll[0] || &p.near(his)[0] != &p.nearAll[0] {
		t.Error("where nobody has networks of their own, each has a list of their own")
	}
	q.Assume.Networks = append(q.Assume.Networks, ca.Network{Address: "50.1.1.1", Account: alice})
	p := judge(q, r, nil).program
	if first, again := p.near(hers), p.near(hers); &first[0] != &again[0] {
		t.Error("the networks of alice are found once more")
	}
	if p.near(hers)[1] != p.near(his)[1] {
		t.Error("the network that was stated for everybody is made once more")
	}
}
