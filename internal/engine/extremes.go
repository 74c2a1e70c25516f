package engine

import "slices"

// A masked is a value of a dimension with what every policy says to it.
type masked interface{ asks() mask }

func (n *network) asks() mask { return n.mask }
func (r *risk) asks() mask    { return r.mask }

// milder and harsher say whether one value can stand for another: who is let in nowhere that is milder is
// let in nowhere, and who is let in wherever it is harsher is let in everywhere.
func milder(a, b mask) bool  { return a.within(b) }
func harsher(a, b mask) bool { return b.within(a) }

// extremes keeps the first value, which is the plainest, and those for which no other one stands. Where that
// takes too long, it keeps more.
func extremes[T masked](values []T, standsFor func(a, b mask) bool) []T {
	var kept []T
	comparisons := 0
	for _, v := range values {
		if comparisons += len(kept); comparisons > maxComparisons {
			kept = append(kept, v)
			continue
		}
		if slices.ContainsFunc(kept, func(have T) bool { return standsFor(have.asks(), v.asks()) }) {
			continue
		}
		for i := len(kept) - 1; i > 0; i-- {
			if standsFor(v.asks(), kept[i].asks()) {
				kept = slices.Delete(kept, i, i+1)
			}
		}
		kept = append(kept, v)
	}
	return kept
}
