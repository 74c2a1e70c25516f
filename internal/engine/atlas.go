package engine

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/address"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// An atlas is a gazetteer cut to the locations that some policy looks at: every combination of them that an
// address, and every one that a country, can be in.
type atlas struct {
	*gazetteer
	looked    set // the locations that some policy looks at
	byAddress []place
	byCountry []place
	exploded  bool // there are more combinations than were looked at
}

// A place is one value of the address part, or of the country part, of a network: the locations that it is
// in, and one example.
type place struct {
	in      set
	address netip.Addr
	country string // "" is unknown
}

// lookedAt is the locations that the policies name; trusted ones too where AllTrusted is.
func (g *gazetteer) lookedAt(policies []*ca.Policy) set {
	looked := bitset.New(len(g.locations))
	for i := range policies {
		c := policies[i].Conditions.Locations
		if c == nil {
			continue
		}
		for _, list := range [][]string{c.IncludeLocations, c.ExcludeLocations} {
			for _, id := range list {
				if location, resolves := g.index[ca.FoldID(id)]; resolves {
					looked.Add(location)
				}
				if id == ca.AllTrusted {
					looked.Unite(g.trusted)
				}
			}
		}
	}
	return looked
}

func newAtlas(g *gazetteer, looked set) *atlas {
	a := &atlas{gazetteer: g, looked: looked}
	for _, space := range address.Spaces {
		a.sweep(space)
	}
	a.byAddress = distinct(a.byAddress)
	a.byCountry = distinct(a.everyCountry())
	return a
}

// sweep goes through one space of addresses from end to end and keeps each combination of locations once,
// with an example.
func (a *atlas) sweep(space address.Span) {
	seen := map[string]bool{}
	var key []byte
	address.Sweep(space, a.spans, bitset.And(a.looked, a.hasRanges), func(first netip.Addr, in set) bool {
		if key = in.AppendKey(key[:0]); seen[string(key)] {
			return true
		}
		if a.exploded = len(a.byAddress) == maxPlaces; a.exploded {
			return false
		}
		seen[string(key)] = true
		a.byAddress = append(a.byAddress, place{in: in.Clone(), address: first})
		return true
	})
}

// everyCountry is one place for every country, and one for an unknown one.
func (a *atlas) everyCountry() []place {
	var places []place
	nowhere := bitset.New(len(a.locations))
	for _, code := range slices.Concat(familiarCountries, ca.CountryCodes, a.written, []string{""}) {
		in := nowhere
		if named, ok := a.inCountry[code]; ok {
			in = bitset.And(named, a.looked)
		}
		places = append(places, place{in: in, country: code})
	}
	return places
}

// distinct keeps one place for each set of locations, that in the fewest first.
func distinct(places []place) []place {
	seen := map[string]bool{}
	var out []place
	var key []byte
	for _, p := range places {
		if key = p.in.AppendKey(key[:0]); !seen[string(key)] {
			seen[string(key)] = true
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(x, y place) int { return cmp.Compare(x.in.Count(), y.in.Count()) })
	return out
}
