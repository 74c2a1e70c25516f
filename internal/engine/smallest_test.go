package engine

import (
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// setOf is a set of numbers below n.
func setOf(n int, members ...int) set {
	s := bitset.New(n)
	for _, i := range members {
		s.Add(i)
	}
	return s
}

// TestSmallest: of the sets that are enough one with the fewest members is found; what is enough already stays where
// none has fewer. No set is tried of which it is known that it is not enough.
func TestSmallest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		n      int
		core   []int
		enough [][]int // with whatever else
		want   []int
	}{
		{"one-is-enough", 4, []int{2}, [][]int{{1}, {2}}, []int{2}},
		{"one-in-place-of-two", 4, []int{0, 1}, [][]int{{0, 1}, {3}}, []int{3}},
		{"two-in-place-of-three", 5, []int{0, 1, 2}, [][]int{{0, 1, 2}, {3, 4}}, []int{3, 4}},
		{"two-of-the-three", 5, []int{0, 1, 2}, [][]int{{0, 4}, {1, 2}}, []int{1, 2}},
		{"as-many", 4, []int{2, 3}, [][]int{{0, 1}, {2, 3}}, []int{2, 3}},
		{"more-than-a-word", 70, []int{0, 1, 64}, [][]int{{0, 1, 64}, {2, 69}}, []int{2, 69}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			isEnough := func(s set) bool {
				return slices.ContainsFunc(c.enough, func(members []int) bool { return setOf(c.n, members...).Within(s) })
			}
			var refuted []set
			got := smallest(setOf(c.n, c.core...), func(proposed set) (rest set, enough bool) {
				if slices.ContainsFunc(refuted, proposed.Within) {
					t.Errorf("%v is tried, which is known not to be enough", proposed.Members())
				}
				if isEnough(proposed) {
					return nil, true
				}
				rest = grown(proposed, c.n, func(wider set) bool { return !isEnough(wider) })
				refuted = append(refuted, rest)
				return rest, false
			})
			if !got.Equal(setOf(c.n, c.want...)) {
				t.Errorf("%v is the smallest, want %v", got.Members(), c.want)
			}
		})
	}
}

// TestHit: as few members as are allowed hit every list, within as many steps as there are branches.
func TestHit(t *testing.T) {
	t.Parallel()
	three := [][]int{{0}, {1}, {2}}
	for _, c := range []struct {
		name        string
		lists       [][]int
		size, steps int
		want        []int // nil is none
	}{
		{"nothing-to-hit", nil, 0, 1, []int{}},
		{"one-for-two-lists", [][]int{{0, 1}, {1, 2}}, 1, 3, []int{1}},
		{"one-for-each", three, 3, 4, []int{0, 1, 2}},
		{"one-too-few", three, 2, 100, nil},
		{"one-step-too-few", three, 3, 3, nil},
		{"no-step", nil, 0, 0, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			chosen := bitset.New(3)
			found := hit(c.lists, c.size, chosen, &c.steps)
			if members := chosen.Members(); found != (c.want != nil) || !slices.Equal(members, c.want) {
				t.Errorf("%v hits them: %t, want %v", members, found, c.want)
			}
		})
	}
}

// TestGrown: everything is added that leaves a set as it should be, and every number that is no policy; it is asked once
// about each policy that is not in already.
func TestGrown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		n       int
		from    []int
		not     []int // the members that must not all be in
		without []int // the members that are not added
		asked   int
	}{
		{"everything", 4, nil, []int{5}, nil, 4},
		{"not-one", 4, nil, []int{2}, []int{2}, 4},
		{"not-beside-what-is-in", 4, []int{3}, []int{0, 3}, []int{0}, 3},
		{"not-all-of-several", 4, []int{1}, []int{0, 2, 3}, []int{3}, 3},
		{"nothing-to-add", 2, []int{0, 1}, []int{5}, nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			asked, from := 0, setOf(c.n, c.from...)
			got := grown(from, c.n, func(s set) bool {
				asked++
				return !setOf(64, c.not...).Within(s)
			})
			want := bitset.Full(64)
			for _, i := range c.without {
				want.Remove(i)
			}
			if !got.Equal(want) || asked != c.asked {
				t.Errorf("not in it are %v, and it was asked %d times, want %v and %d", got.Complement(64).Members(), asked, c.without, c.asked)
			}
			if !slices.Equal(from.Members(), c.from) {
				t.Errorf("what was grown from became %v", from.Members())
			}
		})
	}
}
