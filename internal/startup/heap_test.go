package startup

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
)

// No other test may run beside this one: there is one pace of collection for all.
func TestOnlyTheFirstCollectionComesLater(t *testing.T) { //nolint:paralleltest // see above
	const usual = 73
	before := debug.SetGCPercent(usual)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	CollectLater()
	if got := pace(); got != firstCollection {
		t.Fatalf("the first collection comes at %d%%, want %d%%", got, firstCollection)
	}
	for range 1000 {
		if runtime.GC(); pace() == usual {
			return
		}
		runtime.Gosched()
	}
	t.Errorf("after collections, the pace is %d%%, want %d%%", pace(), usual)
}

// pace is by how much the heap may grow until the next collection.
func pace() uint64 {
	sample := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
