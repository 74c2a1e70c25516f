package differential

import (
	"flag"
	"math/rand/v2"
	"testing"
)

var (
	seed    = flag.Uint64("seed", 0, "the tenants that TestCompareFresh draws; 0 is new ones each time")
	tenants = flag.Int("tenants", 6000, "how many of them")
	quick   = flag.Bool("quick", false, "end at the first disagreement, and do not make its tenant smaller")
)

// TestCompare is the part of the comparison that is the same in every run.
func TestCompare(t *testing.T) {
	t.Parallel()
	compare(t, Run{Seed: 1, Count: 4000, Quick: *quick})
}

// TestCompareFresh draws tenants that nobody has seen. Its log says which: -seed draws them again. The
// command beside this package draws more.
func TestCompareFresh(t *testing.T) {
	t.Parallel()
	run := Run{Seed: *seed, Count: *tenants, Quick: *quick}
	if run.Seed == 0 {
		run.Seed = uint64(rand.Uint32())
	}
	t.Logf("-seed %d -tenants %d", run.Seed, run.Count)
	compare(t, run)
}

func compare(t *testing.T, run Run) {
	t.Helper()
	tally := Compare(run)
	t.Logf("\n%s", &tally)
	if tally.Disagreed > 0 {
		t.Fatalf("%d disagreements", tally.Disagreed)
	}
	if tally.Tenants != run.Count {
		t.Errorf("%d tenants were compared, want %d", tally.Tenants, run.Count)
	}
	if missing := tally.Missing(); run.Count >= 4000 && len(missing) > 0 {
		t.Errorf("never reached: %v", missing)
	}
}
