package engine

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/address"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// A gazetteer is every named location of the tenant, compiled so that a network is a set of them. It depends
// on no policy.
type gazetteer struct {
	read         bool
	locations    []ca.NamedLocation
	index        map[string]int  // by folded id
	spans        []address.Spans // by location: what its ranges cover
	trusted      set
	opaque       set // UNKNOWN for every network: positions, kinds and ranges that cannot be read
	hasRanges    set // the address locations that are not empty
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
		read: read, locations: all, index: make(map[string]int, n), spans: make([]address.Spans, n), inCountry: map[string]set{},
		trusted: bitset.New(n), opaque: bitset.New(n), hasRanges: bitset.New(n), hasCountries: bitset.New(n),
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
		g.trusted.Add(i)
	}
	for _, code := range l.CountriesAndRegions {
		if code != ca.NotYetKnown {
			g.written = append(g.written, strings.ToUpper(code))
		}
	}
	switch {
	case l.Kind == ca.LocationIP:
		if len(l.IPRanges) > 0 {
			g.hasRanges.Add(i)
		}
		covered, whole := address.Read(l.IPRanges)
		if g.spans[i] = covered; !whole {
			g.opaque.Add(i)
		}
	case isByCountry(l):
		g.hasCountries.Add(i)
		for _, code := range l.CountriesAndRegions {
			if code == ca.NotYetKnown {
				g.opaque.Add(i)
			} else {
				g.enterCountry(i, strings.ToUpper(code))
			}
		}
		if l.IncludeUnknownCountriesAndRegions {
			g.enterCountry(i, "")
		}
	default:
		g.opaque.Add(i)
	}
}

func (g *gazetteer) enterCountry(i int, code string) {
	if _, known := g.inCountry[code]; !known {
		g.inCountry[code] = bitset.New(len(g.locations))
	}
	g.inCountry[code].Add(i)
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
	return bitset.New(len(g.locations))
}

// addresses is the address locations that an address is in.
func (g *gazetteer) addresses(addr netip.Addr) set {
	in := bitset.New(len(g.locations))
	g.hasRanges.Each(func(i int) {
		if g.spans[i].Holds(addr) {
			in.Add(i)
		}
	})
	return in
}

// familiarCountries come first, since an example is read by people.
var familiarCountries = []string{"US", "GB", "DE", "FR", "JP"}

// findGap looks for a network in no named location at all: the one thing that is assumed of somebody about
// whom nothing is stated. It must be a network that can be, so locations that no policy looks at count too.
func (g *gazetteer) findGap() {
	where, addressFound := g.addressGap()
	country, countryFound := g.countryGap()
	g.gap, g.gapFound = place{address: where, country: country}, addressFound && countryFound
}

func (g *gazetteer) addressGap() (netip.Addr, bool) {
	for _, example := range address.Examples {
		if g.addresses(example).Empty() {
			return example, true
		}
	}
	taken := slices.Concat(append(slices.Clone(g.spans), address.NonPublic)...).Joined()
	for _, space := range address.Spaces {
		if addr, found := taken.Free(space); found {
			return addr, true
		}
	}
	return netip.Addr{}, false
}

func (g *gazetteer) countryGap() (string, bool) {
	for _, code := range slices.Concat(familiarCountries, ca.CountryCodes, []string{""}, g.written) {
		if g.countries(code).Empty() {
			return code, true
		}
	}
	return "", false
}
