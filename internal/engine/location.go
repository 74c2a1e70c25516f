package engine

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// An atlas is the named locations that some policy looks at, compiled so that a network is a set of them.
// Bits are locations here, not policies.
type atlas struct {
	read      bool
	locations []ca.NamedLocation
	index     map[string]int // by folded id
	trusted   set
	opaque    set // UNKNOWN for every network: positions, kinds and ranges that cannot be read
	byAddress set // address locations
	byCountry set // country locations
	ranges    []addressRange

	written  []string // country codes that some location of the tenant names
	gap      place    // an example that is in no named location of the tenant, named by a policy or not
	gapFound bool
}

type addressRange struct {
	first, last netip.Addr
	location    int
}

// newAtlas keeps the locations that are named in conditions; trusted ones too where AllTrusted is.
func newAtlas(t *ca.Tenant, policies []ca.Policy) *atlas {
	all, read := t.NamedLocations.Get()
	named, trusted := map[string]bool{}, false
	for _, p := range policies {
		if c := p.Conditions.Locations; c != nil {
			for _, id := range slices.Concat(c.IncludeLocations, c.ExcludeLocations) {
				named[ca.FoldID(id)] = true
				trusted = trusted || id == ca.AllTrusted
			}
		}
	}
	a := &atlas{read: read, index: map[string]int{}}
	for _, l := range all {
		if named[ca.FoldID(l.ID)] || (trusted && l.IsTrusted) {
			a.index[ca.FoldID(l.ID)] = len(a.locations)
			a.locations = append(a.locations, l)
		}
	}
	n := len(a.locations)
	a.trusted, a.opaque, a.byAddress, a.byCountry = newSet(n), newSet(n), newSet(n), newSet(n)
	for i, l := range a.locations {
		a.place(i, l)
	}
	a.written = writtenCountries(all)
	a.gap, a.gapFound = findGap(all, a.written)
	return a
}

func (a *atlas) place(i int, l ca.NamedLocation) {
	if l.IsTrusted {
		a.trusted.add(i)
	}
	switch {
	case l.Kind == ca.LocationIP:
		a.byAddress.add(i)
		for _, r := range l.IPRanges {
			first, last, ok := r.Bounds()
			if !ok {
				a.opaque.add(i)
				continue
			}
			a.ranges = append(a.ranges, addressRange{first, last, i})
		}
	case isByCountry(l):
		a.byCountry.add(i)
		if slices.Contains(l.CountriesAndRegions, ca.NotYetKnown) {
			a.opaque.add(i)
		}
	default:
		a.opaque.add(i)
	}
}

// isByCountry reports whether the country of the address decides. A position is not known beforehand.
func isByCountry(l ca.NamedLocation) bool {
	return l.Kind == ca.LocationCountry && (l.CountryLookupMethod == "" || l.CountryLookupMethod == ca.LookupClientIPAddress)
}

// A place is one value of the address part, or of the country part, of a network: the locations that it is
// in, and one example.
type place struct {
	in      set
	address netip.Addr
	country string // "" is unknown
}

// addressPlaces cuts the public address space at every end of a range and keeps each combination of
// locations once, with an example. The space in no range comes first.
func (a *atlas) addressPlaces() []place {
	return distinct(slices.Concat(a.sweep(ipv4Space), a.sweep(ipv6Space)))
}

var (
	ipv4Space = [2]netip.Addr{netip.MustParseAddr("0.0.0.0"), netip.MustParseAddr("255.255.255.255")}
	ipv6Space = [2]netip.Addr{netip.MustParseAddr("::"), netip.MustParseAddr("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")}
)

// nonPublic is never a source address that the service sees.
var nonPublic = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("169.254.0.0/16"),
	netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("fe80::/10"), netip.MustParsePrefix("fc00::/7"),
	// The same in their IPv6-mapped form.
	netip.MustParsePrefix("::ffff:10.0.0.0/104"), netip.MustParsePrefix("::ffff:172.16.0.0/108"), netip.MustParsePrefix("::ffff:192.168.0.0/112"),
	netip.MustParsePrefix("::ffff:127.0.0.0/104"), netip.MustParsePrefix("::ffff:169.254.0.0/112"),
}

// isPublic reports whether an address can be the source of a sign-in.
func isPublic(addr netip.Addr) bool {
	return addr.IsValid() && !addr.IsPrivate() && !addr.IsLoopback() && !addr.IsLinkLocalUnicast()
}

// An edge is where a range, or the space that is never seen, begins or has ended.
type edge struct {
	at       netip.Addr
	location int // hidden for the space that is never seen
	step     int // 1 begins, -1 has ended
}

const hidden = -1

func (a *atlas) sweep(space [2]netip.Addr) []place {
	edges := []edge{{space[0], 0, 0}}
	add := func(first, last netip.Addr, location int) {
		if first.BitLen() != space[0].BitLen() {
			return
		}
		edges = append(edges, edge{first, location, 1})
		if after := last.Next(); after.IsValid() {
			edges = append(edges, edge{after, location, -1})
		}
	}
	for _, r := range a.ranges {
		add(r.first, r.last, r.location)
	}
	for _, p := range nonPublic {
		first, last, _ := ca.IPRange{CIDR: p.String()}.Bounds()
		add(first, last, hidden)
	}
	slices.SortFunc(edges, func(x, y edge) int { return x.at.Compare(y.at) })

	depth := make([]int, len(a.locations))
	hiddenDepth := 0
	in := newSet(len(a.locations))
	var places []place
	seen := map[string]bool{}
	for i, e := range edges {
		switch {
		case e.step == 0:
		case e.location == hidden:
			hiddenDepth += e.step
		default:
			if depth[e.location] += e.step; depth[e.location] > 0 {
				in.add(e.location)
			} else {
				in.remove(e.location)
			}
		}
		if lastHere := i+1 == len(edges) || edges[i+1].at != e.at; !lastHere || hiddenDepth > 0 {
			continue
		}
		if key := string(in.appendKey(nil)); !seen[key] {
			seen[key] = true
			places = append(places, place{in: in.clone(), address: e.at})
		}
	}
	return places
}

// distinct keeps one place for each set of locations, the empty one first, and gives it a telling example.
func distinct(places []place) []place {
	seen := map[string]bool{}
	var out []place
	for _, p := range places {
		if key := string(p.in.appendKey(nil)); !seen[key] {
			seen[key] = true
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(x, y place) int { return cmp.Compare(count(x.in), count(y.in)) })
	return out
}

func count(s set) int {
	n := 0
	s.each(func(int) { n++ })
	return n
}

// familiarCountries come first, since an example is read by people.
var familiarCountries = []string{"US", "GB", "DE", "FR", "JP"}

// countryPlaces is one place for every combination of country locations that some country is in.
func (a *atlas) countryPlaces() []place {
	var places []place
	for _, code := range slices.Concat(familiarCountries, ca.CountryCodes, a.written, []string{""}) {
		places = append(places, place{in: a.countries(code), country: code})
	}
	return distinct(places)
}

// countries is the country locations that a country, or an unknown one, is in.
func (a *atlas) countries(code string) set {
	in := newSet(len(a.locations))
	a.byCountry.each(func(i int) {
		if holdsCountry(a.locations[i], code) {
			in.add(i)
		}
	})
	return in
}

func holdsCountry(l ca.NamedLocation, code string) bool {
	if code == "" {
		return l.IncludeUnknownCountriesAndRegions
	}
	return slices.ContainsFunc(l.CountriesAndRegions, func(c string) bool { return strings.EqualFold(c, code) })
}

// addresses is the address locations that an address is in.
func (a *atlas) addresses(addr netip.Addr) set {
	in := newSet(len(a.locations))
	for _, r := range a.ranges {
		if r.holds(addr) {
			in.add(r.location)
		}
	}
	return in
}

func (r addressRange) holds(addr netip.Addr) bool {
	return r.first.BitLen() == addr.BitLen() && !addr.Less(r.first) && !r.last.Less(addr)
}
