package graph

import (
	"maps"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// filterSize is how many values the service takes in one "in" filter.
const filterSize = 15

// A known collection is what was asked of a directory collection that is too large to be read whole. What
// was asked for and not found does not exist.
type known[T any] struct {
	asked  map[string]bool
	found  map[string]T
	denied bool // some question got no answer, so absence proves nothing
}

// fact is the collection as a tenant holds it. Where nothing was asked, nobody knows whether an answer
// would have been given.
func (k *known[T]) fact() ca.Fact[map[string]T] {
	if k.denied || len(k.asked) == 0 {
		return ca.Fact[map[string]T]{}
	}
	found := maps.Clone(k.found)
	if found == nil {
		found = map[string]T{}
	}
	return ca.Known(found)
}

// open returns the ids that were not asked for yet, in order and in portions of one filter each, and counts
// them as asked.
func (k *known[T]) open(ids map[string]bool) [][]string {
	var fresh []string
	for id := range ids {
		if isGUID(id) && !k.asked[id] {
			fresh = append(fresh, id)
		}
	}
	slices.Sort(fresh)
	if k.asked == nil {
		k.asked = map[string]bool{}
	}
	for _, id := range fresh {
		k.asked[id] = true
	}
	return slices.Collect(slices.Chunk(fresh, filterSize))
}

func (k *known[T]) add(list []T, id func(T) string) {
	if k.found == nil {
		k.found = map[string]T{}
	}
	for _, object := range list {
		k.found[ca.FoldID(id(object))] = object
	}
}

// isGUID tells ids from the words that stand among them: All, None, a value that is not known yet.
func isGUID(id string) bool {
	if len(id) != 36 {
		return false
	}
	for i, r := range id {
		switch hyphen := i == 8 || i == 13 || i == 18 || i == 23; {
		case hyphen && r == '-':
		case !hyphen && ('0' <= r && r <= '9' || 'a' <= r && r <= 'f' || 'A' <= r && r <= 'F'):
		default:
			return false
		}
	}
	return true
}
