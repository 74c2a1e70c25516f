package engine

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// examples are addresses that a reader recognises as examples: set aside for documentation.
var examples = []netip.Addr{
	netip.MustParseAddr("203.0.113.7"), netip.MustParseAddr("198.51.100.7"),
	netip.MustParseAddr("192.0.2.7"), netip.MustParseAddr("2001:db8::7"),
}

// findGap looks for a network in no named location at all: the one thing that is assumed of somebody about
// whom nothing is stated. It must be a network that can be, so locations that no policy looks at count too.
func findGap(locations []ca.NamedLocation, written []string) (place, bool) {
	var ranges []addressRange
	var countries []ca.NamedLocation
	for _, l := range locations {
		switch {
		case l.Kind == ca.LocationIP:
			for _, r := range l.IPRanges {
				if first, last, ok := r.Bounds(); ok {
					ranges = append(ranges, addressRange{first: first, last: last})
				}
			}
		case isByCountry(l):
			countries = append(countries, l)
		}
	}
	address, addressFound := addressGap(ranges)
	country, countryFound := countryGap(countries, written)
	return place{address: address, country: country}, addressFound && countryFound
}

func addressGap(ranges []addressRange) (netip.Addr, bool) {
	for _, example := range examples {
		if !slices.ContainsFunc(ranges, func(r addressRange) bool { return r.holds(example) }) {
			return example, true
		}
	}
	for _, p := range nonPublic {
		first, last, _ := ca.IPRange{CIDR: p.String()}.Bounds()
		ranges = append(ranges, addressRange{first: first, last: last})
	}
	slices.SortFunc(ranges, func(a, b addressRange) int { return a.first.Compare(b.first) })
	for _, space := range [][2]netip.Addr{ipv4Space, ipv6Space} {
		free := space[0]
		for _, r := range ranges {
			if r.first.BitLen() != free.BitLen() || r.last.Less(free) {
				continue
			}
			if free.Less(r.first) {
				break
			}
			if free = r.last.Next(); !free.IsValid() {
				break
			}
		}
		if free.IsValid() && free.BitLen() == space[0].BitLen() {
			return free, true
		}
	}
	return netip.Addr{}, false
}

// writtenCountries are the codes that locations name; there may be some that no standard lists.
func writtenCountries(locations []ca.NamedLocation) []string {
	var codes []string
	for _, l := range locations {
		for _, code := range l.CountriesAndRegions {
			if code != ca.NotYetKnown {
				codes = append(codes, strings.ToUpper(code))
			}
		}
	}
	return codes
}

func countryGap(locations []ca.NamedLocation, written []string) (string, bool) {
	for _, code := range slices.Concat(familiarCountries, ca.CountryCodes, []string{""}, written) {
		if !slices.ContainsFunc(locations, func(l ca.NamedLocation) bool { return holdsCountry(l, code) }) {
			return code, true
		}
	}
	return "", false
}

// surelyIn reports whether an example network is in a location.
func surelyIn(l ca.NamedLocation, n network) bool {
	switch {
	case l.Kind == ca.LocationIP && n.address.IsValid():
		return slices.ContainsFunc(l.IPRanges, func(r ca.IPRange) bool {
			first, last, ok := r.Bounds()
			return ok && addressRange{first: first, last: last}.holds(n.address)
		})
	case isByCountry(l) && n.countryKnown:
		return holdsCountry(l, n.country)
	}
	return false
}
