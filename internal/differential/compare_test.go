package differential

import "testing"

// TestCompare is the part of the comparison that fits in every run; the command beside this package draws
// more.
func TestCompare(t *testing.T) {
	t.Parallel()
	const n = 3000
	tally := Compare(1, n)
	t.Logf("\n%s", &tally)
	if tally.Tenants != n {
		t.Errorf("%d tenants were compared, want %d", tally.Tenants, n)
	}
	if tally.Disagreed > 0 {
		t.Errorf("%d disagreements", tally.Disagreed)
	}
	if missing := tally.Missing(); len(missing) > 0 {
		t.Errorf("never reached: %v", missing)
	}
}
