package address

import (
	"net/netip"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// An edge is where a span, or the space that is never seen, begins or has ended.
type edge struct {
	at    netip.Addr
	label int
}

// The labels of edges that are no place's.
const (
	hidden  = -1
	nothing = -2 // where the sweep stops anyway
)

// Sweep goes through a space of public addresses from end to end and calls visit for every stretch in which
// addresses are in the same of the chosen places, with the first address there and the places; and for every one
// of the [Examples]. The set is only lent. Sweep ends early where visit says so.
func Sweep(space Span, places []Spans, chosen bitset.Set, visit func(first netip.Addr, in bitset.Set) (goOn bool)) {
	edges := edgesOf(space, places, chosen)
	in, outOfSight := bitset.New(len(places)), false
	for i, e := range edges {
		// Spans of one place never touch, so each edge is a change of sides.
		switch e.label {
		case hidden:
			outOfSight = !outOfSight
		case nothing:
		default:
			in.Toggle(e.label)
		}
		if more := i+1 < len(edges) && edges[i+1].at == e.at; more || outOfSight {
			continue
		}
		if !visit(e.at, in) {
			return
		}
	}
}

// edgesOf are in order; the first is the beginning of the space.
func edgesOf(space Span, places []Spans, chosen bitset.Set) []edge {
	edges := []edge{{space.First, nothing}}
	add := func(s Spans, label int) {
		for _, run := range s {
			if run.First.BitLen() != space.First.BitLen() {
				continue
			}
			edges = append(edges, edge{run.First, label})
			if after := run.Last.Next(); after.IsValid() {
				edges = append(edges, edge{after, label})
			}
		}
	}
	add(NonPublic, hidden)
	for _, example := range Examples {
		if example.BitLen() == space.First.BitLen() {
			edges = append(edges, edge{example, nothing})
		}
	}
	chosen.Each(func(i int) { add(places[i], i) })
	slices.SortFunc(edges, func(x, y edge) int { return x.at.Compare(y.at) })
	return edges
}
