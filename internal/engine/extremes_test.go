package engine

import (
	"slices"
	"strconv"
	"testing"
)

// An asking is a value of a dimension of which the policies are named that match it, surely.
type asking struct {
	name string
	mask mask
}

func (a asking) asks() mask { return a.mask }

func askingFor(name string, policies ...int) asking {
	a := asking{name: name, mask: newMask(64)}
	for _, i := range policies {
		a.mask.put(i, Yes)
	}
	return a
}

// TestExtremes: of the values of a dimension the first one is kept, and those for which no other one stands.
func TestExtremes(t *testing.T) {
	t.Parallel()
	none, both, all := askingFor("none"), askingFor("both", 1, 2), askingFor("all", 1, 2, 3)
	a, b, c := askingFor("a", 1), askingFor("b", 2), askingFor("c", 3)
	for _, k := range []struct {
		name      string
		values    []asking
		standsFor func(a, b mask) bool
		want      []string
	}{
		{"milder-comes-first", []asking{none, a, both}, milder, []string{"none"}},
		{"milder-comes-later", []asking{c, both, a, b}, milder, []string{"c", "a", "b"}},
		{"the-first-stays", []asking{all, a, none}, milder, []string{"all", "none"}},
		{"the-first-stays-alone", []asking{all, none}, milder, []string{"all", "none"}},
		{"several-at-once", []asking{c, a, b, none}, milder, []string{"c", "none"}},
		{"one-of-several", []asking{c, b, both, a}, milder, []string{"c", "b", "a"}},
		{"harsher", []asking{none, a, c, both, all}, harsher, []string{"none", "all"}},
		{"harsher-but-not-than-all", []asking{none, a, c, both}, harsher, []string{"none", "c", "both"}},
		{"equal", []asking{a, a}, milder, []string{"a"}},
		{"nothing", nil, milder, nil},
	} {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, v := range extremes(k.values, k.standsFor) {
				got = append(got, v.name)
			}
			if !slices.Equal(got, k.want) {
				t.Errorf("kept are %v, want %v", got, k.want)
			}
		})
	}
}

// TestExtremesWithinBounds: where there are too many values to compare each with each, the comparing ends and no value is lost.
func TestExtremesWithinBounds(t *testing.T) {
	t.Parallel()
	values := make([]asking, 3500)
	for i := range values {
		values[i].name = strconv.Itoa(i)
	}
	comparisons := 0
	kept := extremes(values, func(mask, mask) bool { comparisons++; return false })
	if len(kept) != len(values) || kept[len(kept)-1].name != values[len(values)-1].name {
		t.Errorf("%d of %d values are kept", len(kept), len(values))
	}
	// A value is compared with one that is kept in both directions.
	if comparisons > 2*maxComparisons || comparisons < maxComparisons {
		t.Errorf("%d comparisons, want at most two times %d", comparisons, maxComparisons)
	}
}
