package order_test

import (
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

// TestSet: a set has what was put into it, and nothing else, wherever the words of its bits begin and end.
func TestSet(t *testing.T) {
	t.Parallel()
	for write := range 1024 {
		s := order.SetOf(write)
		if got := slices.Collect(s.All()); !slices.Equal(got, []int{write}) || s.Len() != 1 {
			t.Fatalf("the set of %d is %v", write, got)
		}
		for _, other := range []int{0, 1, 63, 64, 65, 127, 128, 959, 960, 1023} {
			if s.Has(other) != (other == write) {
				t.Fatalf("the set of %d has %d: %v", write, other, s.Has(other))
			}
		}
	}
}
