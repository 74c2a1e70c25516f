package reference

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func ipLocation(id string, cidrs ...string) ca.NamedLocation {
	l := ca.NamedLocation{ID: id, Kind: ca.LocationIP}
	for _, c := range cidrs {
		l.IPRanges = append(l.IPRanges, ca.IPRange{CIDR: c})
	}
	return l
}

// classesOf lists the combinations of locations that some network is surely in.
func classesOf(locations ...ca.NamedLocation) [][]string {
	tenant := small()
	tenant.NamedLocations = ca.Known(locations)
	var classes [][]string
	for _, n := range newJudge(question(tenant)).possibleNetworks() {
		classes = append(classes, Inside(question(tenant), n))
	}
	slices.SortFunc(classes, slices.Compare[[]string])
	return classes
}

func TestNetworkClasses(t *testing.T) {
	t.Parallel()
	country := func(id string, codes ...string) ca.NamedLocation {
		return ca.NamedLocation{ID: id, Kind: ca.LocationCountry, CountriesAndRegions: codes}
	}
	everyCountry := country("every", ca.CountryCodes...)
	everyCountry.IncludeUnknownCountriesAndRegions = true
	for _, c := range []struct {
		name      string
		locations []ca.NamedLocation
		want      [][]string
	}{
		{"none", nil, [][]string{nil}},
		{"one", []ca.NamedLocation{ipLocation("a", "203.0.113.0/24")}, [][]string{nil, {"a"}}},
		{"private", []ca.NamedLocation{ipLocation("a", "10.0.0.0/8")}, [][]string{nil}},
		{"private-inside-ipv6", []ca.NamedLocation{ipLocation("a", "::ffff:10.1.0.0/112")}, [][]string{nil}},
		{"unique-local-and-loopback", []ca.NamedLocation{ipLocation("a", "fd00::/8", "::1/128", "fe80::/64", "127.0.0.0/8")}, [][]string{nil}},
		{"private-within-public", []ca.NamedLocation{ipLocation("a", "8.0.0.0/6"), ipLocation("b", "10.0.0.0/8")}, [][]string{nil, {"a"}}},
		{"contained", []ca.NamedLocation{ipLocation("a", "203.0.113.0/24"), ipLocation("b", "203.0.113.128/25")}, [][]string{nil, {"a"}, {"a", "b"}}},
		{"equal", []ca.NamedLocation{ipLocation("a", "203.0.113.0/24"), ipLocation("b", "203.0.113.9/24")}, [][]string{nil, {"a", "b"}}},
		{"both-families", []ca.NamedLocation{ipLocation("a", "203.0.113.0/24"), ipLocation("b", "2001:db8::/32")}, [][]string{nil, {"a"}, {"b"}}},
		{"every-address", []ca.NamedLocation{ipLocation("a", "0.0.0.0/0", "::/0")}, [][]string{{"a"}}},
		{"every-address-in-halves", []ca.NamedLocation{ipLocation("a", "0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1")}, [][]string{{"a"}}},
		{"every-ipv4-address", []ca.NamedLocation{ipLocation("a", "0.0.0.0/0")}, [][]string{nil, {"a"}}},
		{"from-and-to", []ca.NamedLocation{
			{ID: "a", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{Lower: "203.0.113.4", Upper: "203.0.113.6"}}}, ipLocation("b", "203.0.113.6/32"),
		}, [][]string{nil, {"a"}, {"a", "b"}}},
		{"country", []ca.NamedLocation{country("n", "NO"), country("s", "se", "no")}, [][]string{nil, {"n", "s"}, {"s"}}},
		{"country-that-is-none", []ca.NamedLocation{country("q", "QQ")}, [][]string{nil, {"q"}}},
		{"every-country", []ca.NamedLocation{everyCountry, ipLocation("a", "203.0.113.0/24")}, [][]string{{"a", "every"}, {"every"}}},
		{"position", []ca.NamedLocation{{ID: "p", Kind: ca.LocationCountry, CountryLookupMethod: ca.LookupAuthenticatorGPS}}, [][]string{nil}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, classesOf(c.locations...)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestAddressesSpeakForAll: no address of a dense sample is in a combination of ranges that no
// representative is in.
func TestAddressesSpeakForAll(t *testing.T) {
	t.Parallel()
	locations := []ca.NamedLocation{
		ipLocation("a", "203.0.113.0/26"), ipLocation("b", "203.0.113.16/28", "203.0.113.200/29"), ipLocation("c", "203.0.113.24/30"),
		{ID: "d", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{Lower: "203.0.113.30", Upper: "203.0.113.203"}}},
	}
	classes := classesOf(locations...)
	tenant := small()
	tenant.NamedLocations = ca.Known(locations)
	checked := 0
	for a := netip.MustParseAddr("203.0.112.0"); a != netip.MustParseAddr("203.0.115.0"); a = a.Next() {
		inside := Inside(question(tenant), Network{Address: a.String(), Country: "NO"})
		if !slices.ContainsFunc(classes, func(class []string) bool { return slices.Equal(class, inside) }) {
			t.Errorf("%s is in %v, which is not among %v", a, inside, classes)
		}
		checked++
	}
	if checked != 768 {
		t.Errorf("%d addresses were checked", checked)
	}
}

func TestUnreadableRanges(t *testing.T) {
	t.Parallel()
	j := newJudge(Question{Tenant: &ca.Tenant{}})
	for _, r := range []ca.IPRange{
		{}, {CIDR: "203.0.113.0"}, {CIDR: "203.0.113.0/33"}, {CIDR: ca.NotYetKnown}, {CIDR: "fe80::1%eth0/64"},
		{Lower: "203.0.113.1"}, {Upper: "203.0.113.1"}, {Lower: "203.0.113.2", Upper: "203.0.113.1"}, {Lower: "203.0.113.1", Upper: "2001:db8::1"},
	} {
		if got := j.inRanges([]ca.IPRange{r}, "203.0.113.1"); got != unknown {
			t.Errorf("%+v: got %d, want unknown", r, got)
		}
		if got := j.inRanges([]ca.IPRange{r, {CIDR: "203.0.113.0/24"}}, "203.0.113.1"); got != yes {
			t.Errorf("%+v beside a range that holds the address: got %d, want yes", r, got)
		}
	}
}

func TestAvailableNetworks(t *testing.T) {
	t.Parallel()
	newest := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	event := func(user, address string, age time.Duration, code int) ca.LoggedSignIn {
		return ca.LoggedSignIn{UserID: user, IPAddress: address, CountryOrRegion: "NO", CreatedDateTime: newest.Add(-age), ErrorCode: code}
	}
	for _, c := range []struct {
		name   string
		stated []ca.Network
		events []ca.LoggedSignIn
		want   []Network // beside elsewhere
	}{
		{"nothing", nil, nil, nil},
		{"for-everybody", []ca.Network{{Address: "203.0.113.7", Country: "no"}}, nil, []Network{{"203.0.113.7", "NO"}}},
		{"for-her-name", []ca.Network{{Address: "203.0.113.7", Account: "ADA@contoso.com"}}, nil, []Network{{"203.0.113.7", ""}}},
		{"for-another", []ca.Network{{Address: "203.0.113.7", Account: "bob"}}, nil, nil},
		{"country-alone", []ca.Network{{Country: "NO"}}, nil, []Network{{"0.0.0.0", "NO"}}},
		{"private", []ca.Network{{Address: "10.1.2.3", Country: "NO"}}, nil, nil},
		{"no-address", []ca.Network{{Address: "office", Country: "NO"}}, nil, nil},
		{"nothing-said", []ca.Network{{}}, nil, nil},
		{"logged", nil, []ca.LoggedSignIn{event(ada, "203.0.113.7", 0, 0)}, []Network{{"203.0.113.7", "NO"}}},
		{"logged-a-month-ago", nil, []ca.LoggedSignIn{event(ada, "203.0.113.7", recent, 0), event("bob", "", 0, 1)}, []Network{{"203.0.113.7", "NO"}}},
		{"logged-too-long-ago", nil, []ca.LoggedSignIn{event(ada, "203.0.113.7", recent+1, 0), event("bob", "", 0, 1)}, nil},
		{"logged-failure", nil, []ca.LoggedSignIn{event(ada, "203.0.113.7", 0, 53003)}, nil},
		{"logged-by-another", nil, []ca.LoggedSignIn{event("bob", "203.0.113.7", 0, 0)}, nil},
		{"logged-without-address", nil, []ca.LoggedSignIn{event(ada, "", 0, 0)}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := small()
			tenant.NamedLocations = ca.Known([]ca.NamedLocation{
				ipLocation("office", "203.0.113.0/24"), {ID: "norway", Kind: ca.LocationCountry, CountriesAndRegions: []string{"NO"}},
			})
			tenant.SignIns = ca.Known(c.events)
			q := question(tenant)
			q.Assume.Networks = c.stated
			j := newJudge(q)
			got := j.availableNetworks(tenant.Users.Value()[ada])
			elsewhere := got[len(got)-1]
			if inside := Inside(q, elsewhere); len(inside) > 0 {
				t.Errorf("elsewhere is in %v", inside)
			}
			if diff := cmp.Diff(c.want, got[:len(got)-1], cmp.Transformer("empty", func(n []Network) []Network { return append([]Network{}, n...) })); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestNetworksWithoutLocations(t *testing.T) {
	t.Parallel()
	tenant := small(policy(ca.ControlBlock, func(c *ca.Conditions) {
		c.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{ca.AllTrusted}}
	}))
	tenant.NamedLocations = ca.Fact[[]ca.NamedLocation]{}
	if got := verdictOf(question(tenant)); got != Undecided {
		t.Errorf("got %s, want %s", got, Undecided)
	}
}
