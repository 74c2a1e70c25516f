package difference

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/address"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// A place is one value of the address part, or of the country part, of a network: the locations that it is
// in, and one example.
type place struct {
	in      set
	address netip.Addr
	country string
}

// addressPlaces keeps each combination of the wanted locations that some public address is in once, with an
// example. The space in the fewest locations comes first.
func addressPlaces(v *vocabulary[*location], wanted []int) []place {
	spans, chosen := make([]address.Spans, len(v.terms)), bitset.New(len(v.terms))
	for _, i := range wanted {
		spans[i] = v.terms[i].what.spans
		chosen.Add(i)
	}
	var places []place
	seen := map[string]int{}
	var key []byte
	for _, space := range address.Spaces {
		address.Sweep(space, spans, chosen, func(first netip.Addr, in set) bool {
			key = in.AppendKey(key[:0])
			if n, known := seen[string(key)]; !known {
				seen[string(key)] = len(places)
				places = append(places, place{in: in.Clone(), address: first})
			} else if familiarity(first) < familiarity(places[n].address) {
				places[n].address = first
			}
			return true
		})
	}
	return distinct(places)
}

// familiarity is lower for better examples.
func familiarity(addr netip.Addr) int {
	if i := slices.Index(address.Examples, addr); i >= 0 {
		return i
	}
	return len(address.Examples)
}

// distinct keeps one place for each set of locations; those in the fewest come first.
func distinct(places []place) []place {
	seen := map[string]bool{}
	var out []place
	for _, p := range places {
		if key := p.in.Key(); !seen[key] {
			seen[key] = true
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b place) int { return cmp.Compare(a.in.Count(), b.in.Count()) })
	return out
}
