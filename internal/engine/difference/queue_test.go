package difference

import (
	"fmt"
	"testing"
)

// TestQueue: ids that are looked up together have the numbers that they have one by one.
func TestQueue(t *testing.T) {
	t.Parallel()
	var ids []string
	for i := range 3*queueLength + 5 {
		ids = append(ids, fmt.Sprintf("%08x-0000-4000-8000-%012x", i%200, i%200)) // some come twice, also in one queue
		if i%7 == 0 {
			ids[i] = fmt.Sprintf("user-%d", i%70)
		}
	}
	alone, together := newRoll(10), newRoll(10)
	waiting := newQueue(together)
	var called []int32
	for i, id := range ids {
		full := waiting.add(id)
		if full != ((i+1)%queueLength == 0) {
			t.Fatalf("with %d ids behind it the queue is full: %v", len(waiting.ids), full)
		}
		if full {
			called = append(called, waiting.call()...)
		}
	}
	called = append(called, waiting.call()...)
	if len(called) != len(ids) {
		t.Fatalf("%d of %d ids were called", len(called), len(ids))
	}
	for i, id := range ids {
		if want := alone.call(id); called[i] != want {
			t.Errorf("%s is number %d, want %d", id, called[i], want)
		}
	}
	for _, id := range []string{ids[0], "nobody", ids[1], "ffffffff-0000-4000-8000-000000000000"} {
		waiting.add(id)
	}
	if got, want := fmt.Sprint(waiting.find()), fmt.Sprint([]int32{called[0], -1, called[1], -1}); got != want {
		t.Errorf("found %s, want %s", got, want)
	}
	if left := waiting.find(); len(left) > 0 {
		t.Errorf("%d are left in the queue", len(left))
	}
}
