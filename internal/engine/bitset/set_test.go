package bitset

import (
	"slices"
	"strconv"
	"testing"
)

// TestEveryNumberCanBeAMember: whichever word it is in, a number is put in, taken out and found, and no other one with it.
func TestEveryNumberCanBeAMember(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 63, 64, 65, 128, 130} {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			t.Parallel()
			full, none := Full(n), New(n)
			if full.Count() != n || none.Count() != 0 || full.First() != 0 || none.First() != -1 {
				t.Fatalf("%v is full, and %v is empty", full.Members(), none.Members())
			}
			for i := range n {
				alone, others := New(n), Full(n)
				alone.Add(i)
				others.Remove(i)
				if members := alone.Members(); !slices.Equal(members, []int{i}) || alone.First() != i || alone.FirstIn(full) != i {
					t.Errorf("%d was added: %v, and the first is %d", i, members, alone.First())
				}
				if others.Count() != n-1 || others.Has(i) || others.FirstIn(alone) != -1 {
					t.Errorf("%d was removed: %v", i, others.Members())
				}
				if !alone.Complement(n).Equal(others) || !others.Complement(n).Equal(alone) {
					t.Errorf("%v is not everything but %d", others.Members(), i)
				}
				alone.Toggle(i)
				others.Toggle(i)
				if !alone.Equal(none) || !others.Equal(full) {
					t.Errorf("%d was exchanged: %v, and %v", i, alone.Members(), others.Members())
				}
			}
		})
	}
}
