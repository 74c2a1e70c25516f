package engine

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A gazetteer is every named location of the tenant, compiled so that a network is a set of them. It depends
// on no policy.
type gazetteer struct {
	read         bool
	locations    []ca.NamedLocation
	index        map[string]int // by folded id
	spans        []spans        // by location: what its ranges cover
	trusted      set
	opaque       set // UNKNOWN for every network: positions, kinds and ranges that cannot be read
	hasRanges    set // the address locations
	hasCountries set // the country locations
	inCountry    map[string]set
	written      []string // country codes that some location names

	gap      place // an example that is in no location at all
	gapFound bool
}

func newGazetteer(t *ca.Tenant) *gazetteer {
	all, read := t.NamedLocations.Get()
	n := len(all)
	g := &gazetteer{
		read: read, locations: all, index: make(map[string]int, n), spans: make([]spans, n), inCountry: map[string]set{},
		trusted: newSet(n), opaque: newSet(n), hasRanges: newSet(n), hasCountries: newSet(n),
	}
	for i, l := range all {
		g.index[ca.FoldID(l.ID)] = i
		g.enter(i, l)
	}
	g.findGap()
	return g
}

func (g *gazetteer) enter(i int, l ca.NamedLocation) {
	if l.IsTrusted {
		g.trusted.add(i)
	}
	for _, code := range l.CountriesAndRegions {
		if code != ca.NotYetKnown {
			g.written = append(g.written, strings.ToUpper(code))
		}
	}
	switch {
	case l.Kind == ca.LocationIP:
		g.hasRanges.add(i)
		covered, whole := readSpans(l.IPRanges)
		if g.spans[i] = covered; !whole {
			g.opaque.add(i)
		}
	case isByCountry(l):
		g.hasCountries.add(i)
		for _, code := range l.CountriesAndRegions {
			if code == ca.NotYetKnown {
				g.opaque.add(i)
				continue
			}
			g.enterCountry(i, strings.ToUpper(code))
		}
		if l.IncludeUnknownCountriesAndRegions {
			g.enterCountry(i, "")
		}
	default:
		g.opaque.add(i)
	}
}

func (g *gazetteer) enterCountry(i int, code string) {
	if _, known := g.inCountry[code]; !known {
		g.inCountry[code] = newSet(len(g.locations))
	}
	g.inCountry[code].add(i)
}

// isByCountry reports whether the country of the address decides. A position is not known beforehand.
func isByCountry(l ca.NamedLocation) bool {
	return l.Kind == ca.LocationCountry && (l.CountryLookupMethod == "" || l.CountryLookupMethod == ca.LookupClientIPAddress)
}

// countries is the country locations that a country, or an unknown one, is in.
func (g *gazetteer) countries(code string) set {
	if in, named := g.inCountry[strings.ToUpper(code)]; named {
		return in
	}
	return newSet(len(g.locations))
}

// addresses is the address locations that an address is in.
func (g *gazetteer) addresses(addr netip.Addr) set {
	in := newSet(len(g.locations))
	g.hasRanges.each(func(i int) {
		if g.spans[i].holds(addr) {
			in.add(i)
		}
	})
	return in
}

// familiarCountries come first, since an example is read by people.
var familiarCountries = []string{"US", "GB", "DE", "FR", "JP"}

// examples are addresses that a reader recognises as examples: set aside for documentation.
var examples = []netip.Addr{
	netip.MustParseAddr("203.0.113.7"), netip.MustParseAddr("198.51.100.7"),
	netip.MustParseAddr("192.0.2.7"), netip.MustParseAddr("2001:db8::7"),
}

// findGap looks for a network in no named location at all: the one thing that is assumed of somebody about
// whom nothing is stated. It must be a network that can be, so locations that no policy looks at count too.
func (g *gazetteer) findGap() {
	address, addressFound := g.addressGap()
	country, countryFound := g.countryGap()
	g.gap, g.gapFound = place{address: address, country: country}, addressFound && countryFound
}

func (g *gazetteer) addressGap() (netip.Addr, bool) {
	for _, example := range examples {
		if g.addresses(example).empty() {
			return example, true
		}
	}
	taken := slices.Concat(append(slices.Clone(g.spans), nonPublic)...).joined()
	for _, space := range spaces {
		if addr, found := taken.free(space); found {
			return addr, true
		}
	}
	return netip.Addr{}, false
}

func (g *gazetteer) countryGap() (string, bool) {
	for _, code := range slices.Concat(familiarCountries, ca.CountryCodes, []string{""}, g.written) {
		if g.countries(code).empty() {
			return code, true
		}
	}
	return "", false
}
