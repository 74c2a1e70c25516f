package devicerule

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAtoms(t *testing.T) {
	t.Parallel()
	rule, err := Parse(`device.model -in ["A", "b"] -and -not (device.model -ne "a" -or device.isCompliant -eq True)`)
	if err != nil {
		t.Fatal(err)
	}
	want := []Atom{{"model", "eq", "A"}, {"model", "eq", "b"}, {"isCompliant", "eq", "True"}}
	if diff := cmp.Diff(want, rule.Atoms()); diff != "" {
		t.Errorf("atoms (-want +got):\n%s", diff)
	}
}

func TestCanonical(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, a, b string
		same       bool
	}{
		{"blanks-and-case", `device.model -eq "A"`, `DEVICE.Model   -EQ "a"`, true},
		{"order", `device.model -eq "a" -or device.model -eq "b"`, `(device.model -eq "b") -or device.model -eq "a"`, true},
		{"list-order", `device.model -in ["a", "b"]`, `device.model -in ["b", "a", "b"]`, true},
		{"nesting", `device.model -eq "a" -and (device.model -eq "b" -and device.model -eq "c")`, `device.model -eq "c" -and device.model -eq "b" -and device.model -eq "a"`, true},
		{"operator", `device.model -eq "a"`, `device.model -ne "a"`, false},
		{"value", `device.model -eq "a"`, `device.model -eq "b"`, false},
		{"quote", `device.model -in ["a"",""b"]`, `device.model -in ["a", "b"]`, false},
		{"and-or", `device.model -eq "a" -and device.model -eq "b"`, `device.model -eq "a" -or device.model -eq "b"`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a, err := Parse(c.a)
			if err != nil {
				t.Fatal(err)
			}
			b, err := Parse(c.b)
			if err != nil {
				t.Fatal(err)
			}
			if same := a.Canonical() == b.Canonical(); same != c.same {
				t.Errorf("same is %t: %s and %s", same, a.Canonical(), b.Canonical())
			}
		})
	}
}

// TestWitnessesAreComplete tries every short text over a small alphabet: each combination of answers that one
// of them gives is given by a witness, too.
func TestWitnessesAreComplete(t *testing.T) {
	t.Parallel()
	var texts []string
	for _, a := range []string{"", "a", "b", "-", "c"} {
		for _, b := range []string{"", "a", "b", "-"} {
			for _, c := range []string{"", "a", "b", "-"} {
				for _, d := range []string{"", "a", "b"} {
					texts = append(texts, a+b+c+d, a+"c"+b+"c"+c+"c"+d)
				}
			}
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var atoms []Atom
		for range 1 + r.IntN(5) {
			operator := []string{"eq", "startsWith", "endsWith", "contains"}[r.IntN(4)]
			value := []string{"a", "b", "ab", "ba", "aa", "-", "a-b", "AB"}[r.IntN(8)]
			atoms = append(atoms, Atom{"model", operator, value})
		}
		values, ok := Witnesses("model", atoms, 1<<12)
		if !ok {
			t.Fatalf("%v: gave up", atoms)
		}
		given := map[string]bool{}
		for _, have := range values {
			key := answers(atoms, have)
			if given[key] {
				t.Errorf("%v: %q is there twice", atoms, have)
			}
			given[key] = true
		}
		for _, text := range texts {
			if key := answers(atoms, []string{text}); text != "" && !given[key] {
				t.Errorf("%v: no witness says what %q says", atoms, text)
			}
		}
	}
}

func TestWitnessesOfOtherKinds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		property string
		atoms    []Atom
		want     int
	}{
		{"isCompliant", []Atom{{"isCompliant", "eq", "True"}}, 2},
		{"isCompliant", []Atom{{"isCompliant", "eq", "True"}, {"isCompliant", "eq", "False"}}, 3},
		{"physicalIds", []Atom{{"physicalIds", "contains", "a"}, {"physicalIds", "contains", "b"}}, 4},
		{"trustType", []Atom{{"trustType", "eq", "AzureAD"}, {"trustType", "eq", "ServerAD"}}, 3},
	} {
		t.Run(fmt.Sprint(c.property, len(c.atoms)), func(t *testing.T) {
			t.Parallel()
			values, ok := Witnesses(c.property, c.atoms, 100)
			if !ok || len(values) != c.want {
				t.Errorf("found %d witnesses (%t), want %d: %q", len(values), ok, c.want, values)
			}
			if len(values[0]) != 0 {
				t.Errorf("null does not come first: %q", values)
			}
		})
	}
}

func TestWitnessesGiveUp(t *testing.T) {
	t.Parallel()
	var atoms []Atom
	for i := range 40 {
		atoms = append(atoms, Atom{"model", "contains", strings.Repeat("x", i+1)})
	}
	if _, ok := Witnesses("model", atoms, 1<<12); ok {
		t.Error("forty independent atoms were decided within 4096 tries")
	}
}
