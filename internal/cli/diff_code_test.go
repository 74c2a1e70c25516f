package cli

import (
	"errors"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestDifferenceCode holds that a search that was not finished is neither "none" nor "some".
func TestDifferenceCode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		report difference.Report
		want   int
	}{
		{"none", difference.Report{}, exitHolds},
		{"some", difference.Report{Boxes: make([]difference.Box, 1)}, exitDifferent},
		{"not-finished", difference.Report{Undecided: "the search was given up"}, exitUndecided},
		{"some-and-not-finished", difference.Report{Boxes: make([]difference.Box, 1), Undecided: "the search was given up"}, exitUndecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := exitHolds
			if err := differenceCode(c.report); err != nil {
				var code exitError
				if !errors.As(err, &code) {
					t.Fatal(err)
				}
				got = int(code)
			}
			if got != c.want {
				t.Errorf("exit code %d, want %d", got, c.want)
			}
		})
	}
}
