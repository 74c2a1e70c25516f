package devicerule

import (
	"fmt"
	"math/rand/v2"
	"slices"
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
		{"operand", `device.model -eq "a" -and device.model -eq "b"`, `device.model -eq "a" -and device.model -eq "c"`, false},
		{"alternative", `device.model -eq "a" -or device.model -eq "b"`, `device.model -eq "a" -or device.model -eq "c"`, false},
		{"negated-operand", `-not device.model -eq "a"`, `-not device.model -eq "b"`, false},
		{"negation", `-not device.model -eq "a"`, `device.model -eq "a"`, false},
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

// TestAnswers: each comparison with a property is answered for the values, in order of appearance, before any
// negation; comparisons with other properties are left out.
func TestAnswers(t *testing.T) {
	t.Parallel()
	rule, err := Parse(`device.model -ne "a" -and -not (device.manufacturer -eq "a" -or device.model -startsWith "ab")
		-or device.model -in ["b", "ab"]`)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, property string
		have           []string
		want           string
	}{
		{"first", "model", []string{"A"}, "100"},
		{"others", "model", []string{"ab"}, "011"},
		{"none", "model", []string{"c"}, "000"},
		{"null", "model", nil, "000"},
		{"another-property", "manufacturer", []string{"a"}, "1"},
		{"not-asked-for", "displayName", []string{"a"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := rule.Answers(c.property, c.have); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestPropertyNames: what a rule may ask for is listed in order, and what one rule asks for once, as it appears.
func TestPropertyNames(t *testing.T) {
	t.Parallel()
	all := PropertyNames()
	if !slices.IsSorted(all) || len(all) != len(properties) || !slices.Contains(all, "extensionAttribute15") {
		t.Errorf("a rule may ask for %q", all)
	}
	rule, err := Parse(`device.model -eq "a" -or DEVICE.DISPLAYNAME -eq "a" -or -not device.Model -eq "b"`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"model", "displayName"}, rule.Properties()); diff != "" {
		t.Errorf("properties (-want +got):\n%s", diff)
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

// TestWitnessesGiveUp: as many tries as the limit are made, and no more. What is tried is every set of what is
// contained, with each start and each end, or none.
func TestWitnessesGiveUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, property          string
		contained, starts, ends int
		tries                   int
	}{
		{"nothing", "model", 0, 0, 0, 1},
		{"texts", "model", 3, 0, 0, 8},
		{"starts", "model", 0, 4, 0, 5},
		{"ends", "model", 0, 0, 6, 7},
		{"all-of-them", "model", 2, 1, 2, 4 * 2 * 3},
		{"list", "physicalIds", 3, 0, 0, 8},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var atoms []Atom
			add := func(n int, operator string) {
				for i := range n {
					atoms = append(atoms, Atom{c.property, operator, strings.Repeat("x", i+1)})
				}
			}
			add(c.contained, "contains")
			add(c.starts, "startsWith")
			add(c.ends, "endsWith")
			if values, ok := Witnesses(c.property, atoms, c.tries); !ok || len(values) == 0 {
				t.Errorf("gave up %d tries", c.tries)
			}
			if values, ok := Witnesses(c.property, atoms, c.tries-1); ok {
				t.Errorf("found %q within %d tries", values, c.tries-1)
			}
		})
	}
}

// TestWitnessesOfManyAtoms: sets that no number counts are too many, too.
func TestWitnessesOfManyAtoms(t *testing.T) {
	t.Parallel()
	for _, property := range []string{"model", "physicalIds"} {
		t.Run(property, func(t *testing.T) {
			t.Parallel()
			for _, n := range []int{40, 63, 64, 65, 200} {
				var atoms []Atom
				for i := range n {
					atoms = append(atoms, Atom{property, "contains", strings.Repeat("x", i+1)})
				}
				if _, ok := Witnesses(property, atoms, 1<<12); ok {
					t.Errorf("%d independent atoms were decided within 4096 tries", n)
				}
			}
		})
	}
}

// TestWitnessesJoin: the parts of a value are joined by a character that no atom has, one that reads well if there
// is one.
func TestWitnessesJoin(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, used, between string }{
		{"dash", "", "-"},
		{"underscore", "-", "_"},
		{"plus", "~|._-", "+"},
		{"letter", "-_.~|+", "α"},
		{"next-letter", "-_.~|+α", "β"},
		{"whatever-the-case", "-_.~|+Αβ", "γ"},
		{"past-the-capitals", "-_.~|+αβγδεζηθικλμνξοπρςστυφχψωϊϋόύώϗ", "ϐ"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			atoms := []Atom{{"model", "startsWith", "a"}, {"model", "endsWith", "b"}, {"model", "contains", c.used}}
			values, ok := Witnesses("model", atoms, 100)
			want := []string{"a" + c.between + "b"}
			if !ok || !slices.ContainsFunc(values, func(have []string) bool { return slices.Equal(have, want) }) {
				t.Errorf("%q is not among %q", want, values)
			}
		})
	}
}
