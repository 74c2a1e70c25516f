package differential

import (
	"fmt"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// ranges contain, overlap and touch each other, in both families; some hold no address that the service can
// see, and some are no ranges.
var ranges = []ca.IPRange{
	{CIDR: "203.0.113.0/24"}, {CIDR: "203.0.113.0/25"}, {CIDR: "203.0.113.128/25"}, {CIDR: "203.0.113.7/32"},
	{CIDR: "198.51.100.0/24"}, {Lower: "198.51.100.128", Upper: "203.0.113.63"},
	{CIDR: "2001:db8::/32"}, {CIDR: "2001:db8:1::/48"}, {Lower: "2001:db8::1", Upper: "2001:db8::1"},
	{CIDR: "10.0.0.0/8"}, {CIDR: "192.168.1.0/24"}, {CIDR: "8.0.0.0/6"}, {CIDR: "fc00::/7"}, {CIDR: "127.0.0.1/32"},
	{CIDR: "fe80::/10"}, {CIDR: "169.254.0.0/16"}, {CIDR: "::1/128"}, {CIDR: "::ffff:10.1.0.0/112"}, {CIDR: "::ffff:203.0.113.0/120"},
	{CIDR: "0.0.0.0/0"}, {CIDR: "::/0"}, {CIDR: "0.0.0.0/1"}, {CIDR: "128.0.0.0/1"},
	{CIDR: "203.0.113.5/24"}, {CIDR: "203.0.113.0"}, {CIDR: ca.NotYetKnown}, {Lower: "203.0.113.9", Upper: "203.0.113.1"}, {Lower: "203.0.113.1", Upper: "2001:db8::1"},
}

func (g *generator) address() string {
	return pick(g, "", "203.0.113.7", "203.0.113.200", "198.51.100.130", "192.0.2.1", "2001:db8::1", "2001:db8:1::9", "2001:4860::1", "::ffff:203.0.113.7",
		"10.1.2.3", "::ffff:10.1.2.3", "not an address")
}

func (g *generator) country() string { return pick(g, "", "", "NO", "SE", "se", "ZZ", "DE") }

// locations draws up to three named locations.
func (g *generator) locations() {
	list := []ca.NamedLocation{}
	for i := range g.IntN(4) {
		l := ca.NamedLocation{ID: fmt.Sprintf("location-%d", i+1), IsTrusted: g.chance(40)}
		switch g.IntN(12) {
		case 0:
			l.Kind = pick(g, ca.LocationCompliantNetwork, "#microsoft.graph.serviceTagNamedLocation", "")
		case 1, 2, 3, 4:
			l.Kind = ca.LocationCountry
			l.CountriesAndRegions = some(g, 2, []string{"NO", "SE", "no", "DE", "QQ"})
			l.IncludeUnknownCountriesAndRegions = g.chance(25)
			l.CountryLookupMethod = pick(g, "", "", ca.LookupClientIPAddress, ca.LookupClientIPAddress, ca.LookupAuthenticatorGPS, "unknownFutureValue")
			if g.chance(5) {
				l.CountriesAndRegions = append(l.CountriesAndRegions, ca.NotYetKnown)
			}
			if g.chance(8) {
				l.CountriesAndRegions = append([]string{}, ca.CountryCodes...)
			}
		default:
			l.Kind = ca.LocationIP
			l.IPRanges = some(g, 2, ranges[:23])
			if g.chance(15) {
				l.IPRanges = append(l.IPRanges, pick(g, ranges...))
			}
		}
		list = append(list, l)
	}
	g.t.NamedLocations = read(g, 5, list)
}

// locationIDs are what a policy may name.
func (g *generator) locationIDs() []string {
	ids := []string{ca.AllTrusted}
	for _, l := range g.t.NamedLocations.Value() {
		ids = append(ids, g.anyCase(l.ID), l.ID)
	}
	return append(ids, pick(g, ca.LegacyTrustedIPs, "deleted", ca.AllTrusted, ca.AllTrusted))
}

// networks draws what is stated about networks, and what the logs show.
func (g *generator) networks() {
	if g.chance(45) {
		for range 1 + g.IntN(2) {
			g.Assume.Networks = append(g.Assume.Networks, ca.Network{
				Address: g.address(), Country: g.country(),
				Account: pick(g, "", "", "user-1", "USER-2", "U1@contoso.com", "user-3"),
			})
		}
	}
	g.t.SignIns = read(g, 50, g.events(g.IntN(4)))
	if g.chance(40) {
		g.Assume.Platforms = some(g, 3, []ca.Platform{
			ca.PlatformWindows, ca.PlatformMacOS, ca.PlatformLinux, ca.PlatformIOS, ca.PlatformAndroid, ca.PlatformUnknown, ca.PlatformUnknown,
		})
	}
	g.Assume.TermsOfUseAccepted = g.chance(40)
}

// events draws so many sign-ins of the log, some of them too old to count.
func (g *generator) events(count int) []ca.LoggedSignIn {
	newest := time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)
	events := []ca.LoggedSignIn{}
	for range count {
		events = append(events, ca.LoggedSignIn{
			CreatedDateTime: newest.Add(-pick(g, 0, time.Hour, 720*time.Hour, 721*time.Hour)),
			UserID:          pick(g, "user-1", "user-1", "USER-2", "user-3", "someone"),
			IPAddress:       g.address(),
			CountryOrRegion: pick(g, "", "NO", "SE"),
			ErrorCode:       pick(g, 0, 0, 53003),
		})
	}
	return events
}
