package guard

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRulesAreComplete(t *testing.T) {
	t.Parallel()
	list := Rules()
	if len(list) < 25 {
		t.Fatalf("%d rules", len(list))
	}
	seen := map[string]bool{}
	for _, r := range list {
		switch {
		case seen[r.ID]:
			t.Errorf("%s is there twice", r.ID)
		case r.Title == "" || r.Harm == "" || r.WayOut == "" || (r.Example == "" && r.ID < "EG090"):
			t.Errorf("%s lacks a text", r.ID)
		case strings.Contains(strings.ReplaceAll(r.Harm+r.WayOut, "\n\n", ""), "\n"):
			t.Errorf("%s has a paragraph of several lines", r.ID)
		case r.Severity != Error && r.Severity != Warning:
			t.Errorf("%s has severity %q", r.ID, r.Severity)
		}
		seen[r.ID] = true
	}
	if !slices.IsSortedFunc(list, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("the rules are out of order")
	}
}

// TestWhatCannotBeWaived is the contract: the floor, the pipeline, and what is no rule about a policy.
func TestWhatCannotBeWaived(t *testing.T) {
	t.Parallel()
	var got []string
	for _, r := range Rules() {
		if !r.Waivable {
			got = append(got, r.ID)
		}
	}
	want := []string{"EG001", "EG004", "EG005", "EG006", "EG050", "EG060", "EG061", "EG090", "EG091", "EG092", "EG093", "EG094"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	if r, ok := Explain("eg021"); !ok || r.ID != "EG021" {
		t.Errorf("eg021 is %q, %t", r.ID, ok)
	}
	if _, ok := Explain("EG999"); ok {
		t.Error("EG999 is a rule")
	}
}

// TestTestdataHoldsNothingElse keeps a renamed rule from leaving its message behind.
func TestTestdataHoldsNothingElse(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		id, isGolden := strings.CutSuffix(f.Name(), ".golden")
		if _, known := Explain(id); isGolden && !known {
			t.Errorf("%s is the message of no rule", f.Name())
		}
	}
}
