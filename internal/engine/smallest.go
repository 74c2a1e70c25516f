package engine

import (
	"cmp"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// maxHittingSteps is how many branches the search for a smallest core may take before the irreducible one has
// to do.
const maxHittingSteps = 1 << 20

// smallest is a set of the fewest members that is enough: core, which is enough already, unless one has fewer.
// refute says whether a set is enough; where it is not, it gives a larger set that is not enough either, so
// that every set that is enough has a member outside of it, or nil where the budget ended before it could tell.
//
// That makes it a question of hitting sets: each refutation is a set of which one member is needed. The
// smallest set that hits all of them so far is proposed, and is either enough or refuted anew.
func smallest(core set, refute func(set) (rest set, enough bool)) set {
	var needed [][]int
	steps := maxHittingSteps
	for size := 1; size < core.Count(); {
		proposed := bitset.New(len(core) * 64)
		if !hit(needed, size, proposed, &steps) {
			if steps < 0 {
				return core
			}
			size++
			continue
		}
		rest, enough := refute(proposed)
		switch {
		case enough:
			return proposed
		case rest == nil:
			return core
		}
		var outside []int
		for i := range len(core) * 64 {
			if !rest.Has(i) {
				outside = append(outside, i)
			}
		}
		needed = append(needed, outside)
		slices.SortStableFunc(needed, func(a, b []int) int { return cmp.Compare(len(a), len(b)) })
	}
	return core
}

// hit adds at most size members so that every list has one of its members in the set; false where that is
// impossible, or the steps ran out.
func hit(lists [][]int, size int, chosen set, steps *int) bool {
	if *steps--; *steps < 0 {
		return false
	}
	i := slices.IndexFunc(lists, func(list []int) bool { return !slices.ContainsFunc(list, chosen.Has) })
	if i < 0 {
		return true
	}
	if size == 0 {
		return false
	}
	for _, member := range lists[i] {
		chosen.Add(member)
		if hit(lists, size-1, chosen, steps) {
			return true
		}
		chosen.Remove(member)
	}
	return false
}

// grown adds to a set every member of n that leaves it as it should be.
func grown(from set, n int, stays func(set) bool) set {
	out := from.Clone()
	for i := range n {
		if out.Has(i) {
			continue
		}
		if out.Add(i); !stays(out) {
			out.Remove(i)
		}
	}
	for i := n; i < len(out)*64; i++ {
		out.Add(i) // no policy at all
	}
	return out
}
