package differential

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// shrinkPair takes parts out of both tenants of a pair for as long as it still fails: first the same part
// out of both, then each alone.
func shrinkPair(pair Pair, fails func(Pair) bool) Pair {
	for {
		smaller, found := smallerPair(pair, fails)
		if !found {
			return pair
		}
		pair = smaller
	}
}

func smallerPair(pair Pair, fails func(Pair) bool) (Pair, bool) {
	try := func(before, after *ca.Tenant) (Pair, bool) {
		smaller := pair
		smaller.Before, smaller.After = before, after
		return smaller, fails(smaller)
	}
	for _, id := range pairIDs(pair) {
		if smaller, still := try(withoutObject(pair.Before, id), withoutObject(pair.After, id)); still {
			return smaller, true
		}
	}
	same := map[string]*ca.Tenant{}
	for after := range smallerTenants(pair.After) {
		same[describeTenant(after)] = after
	}
	for before := range smallerTenants(pair.Before) {
		if smaller, still := try(before, pair.After); still {
			return smaller, true
		}
		if after, also := same[describeTenant(before)]; also {
			if smaller, still := try(before, after); still {
				return smaller, true
			}
		}
	}
	for after := range smallerTenants(pair.After) {
		if smaller, still := try(pair.Before, after); still {
			return smaller, true
		}
	}
	return pair, false
}

// pairIDs are the ids of what can be left out of both tenants.
func pairIDs(pair Pair) []string {
	var ids []string
	for _, t := range []*ca.Tenant{pair.Before, pair.After} {
		for _, p := range t.Policies.Value() {
			ids = append(ids, p.ID)
		}
		for _, l := range t.NamedLocations.Value() {
			ids = append(ids, l.ID)
		}
		for _, s := range t.Strengths.Value() {
			ids = append(ids, s.ID)
		}
	}
	return distinct(ids)
}

func withoutObject(t *ca.Tenant, id string) *ca.Tenant {
	changed := *t
	changed.Policies = withoutID(t.Policies, id, func(p ca.Policy) string { return p.ID })
	changed.NamedLocations = withoutID(t.NamedLocations, id, func(l ca.NamedLocation) string { return l.ID })
	changed.Strengths = withoutID(t.Strengths, id, func(s ca.AuthenticationStrength) string { return s.ID })
	return &changed
}

func withoutID[T any](fact ca.Fact[[]T], id string, of func(T) string) ca.Fact[[]T] {
	list, read := fact.Get()
	if !read {
		return fact
	}
	return ca.Known(slices.DeleteFunc(slices.Clone(list), func(item T) bool { return of(item) == id }))
}
