package engine

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
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
func (g *gazetteer) lookedAt(policies []ca.Policy) set {
	looked := newSet(len(g.locations))
	for i := range policies {
		c := policies[i].Conditions.Locations
		if c == nil {
			continue
		}
		for _, list := range [][]string{c.IncludeLocations, c.ExcludeLocations} {
			for _, id := range list {
				if location, resolves := g.index[ca.FoldID(id)]; resolves {
					looked.add(location)
				}
				if id == ca.AllTrusted {
					looked.unite(g.trusted)
				}
			}
		}
	}
	return looked
}

func newAtlas(g *gazetteer, looked set) *atlas {
	a := &atlas{gazetteer: g, looked: looked}
	for _, space := range spaces {
		a.sweep(space)
	}
	a.byAddress = distinct(a.byAddress)
	a.byCountry = distinct(a.everyCountry())
	return a
}

// An edge is where a span, or the space that is never seen, begins or has ended.
type edge struct {
	at       netip.Addr
	location int // hidden for the space that is never seen
}

const hidden = -1

// sweep goes through one space of addresses from end to end and keeps each combination of locations once,
// with an example. Every span toggles its location, so what is crossed is all that has to be remembered.
func (a *atlas) sweep(space span) {
	edges := a.edges(space)
	in, seen, outOfSight := newSet(len(a.locations)), map[string]bool{}, false
	var key []byte
	for i, e := range edges {
		if e.location == hidden {
			outOfSight = !outOfSight
		} else if e.location < len(a.locations) {
			in.toggle(e.location)
		}
		if more := i+1 < len(edges) && edges[i+1].at == e.at; more || outOfSight {
			continue
		}
		if key = in.appendKey(key[:0]); !seen[string(key)] {
			if len(a.byAddress) == maxPlaces {
				a.exploded = true
				return
			}
			seen[string(key)] = true
			a.byAddress = append(a.byAddress, place{in: in.clone(), address: e.at})
		}
	}
}

// edges are in order; the first is the beginning of the space.
func (a *atlas) edges(space span) []edge {
	edges := []edge{{space.first, len(a.locations)}}
	add := func(s spans, location int) {
		for _, run := range s {
			if run.first.BitLen() != space.first.BitLen() {
				continue
			}
			edges = append(edges, edge{run.first, location})
			if after := run.last.Next(); after.IsValid() {
				edges = append(edges, edge{after, location})
			}
		}
	}
	add(nonPublic, hidden)
	and(a.looked, a.hasRanges).each(func(i int) { add(a.spans[i], i) })
	slices.SortFunc(edges, func(x, y edge) int { return x.at.Compare(y.at) })
	return edges
}

// everyCountry is one place for every country, and one for an unknown one.
func (a *atlas) everyCountry() []place {
	var places []place
	nowhere := newSet(len(a.locations))
	for _, code := range slices.Concat(familiarCountries, ca.CountryCodes, a.written, []string{""}) {
		in := nowhere
		if named, ok := a.inCountry[code]; ok {
			in = and(named, a.looked)
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
		if key = p.in.appendKey(key[:0]); !seen[string(key)] {
			seen[string(key)] = true
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(x, y place) int { return cmp.Compare(x.in.count(), y.in.count()) })
	return out
}
