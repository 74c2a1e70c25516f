package main

import (
	"go/parser"
	"go/token"
	"io"
	"slices"
	"strings"
	"testing"
)

const source = `package p

type t struct{ n int }

// f is Yes.
func (x *t) f(a, b bool) int {
	if a && b {
		x.n += 1
		return 2
	}
	switch {
	case a, !b:
		return min(x.n, 3)
	default:
		g(No, t{n: 4})
	}
	if x.n == 5 {
		g(No, t{n: 4})
	}
	return x.n
}

func g(value [2]int, _ t) {}
`

func TestMutantsOf(t *testing.T) {
	t.Parallel()
	mutants, err := mutantsOf("p/p.go", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range mutants {
		if m.function != "t.f" || m.file != "p/p.go" {
			t.Errorf("%s is in %s of %s", m.what, m.function, m.file)
		}
		got = append(got, m.what)
		changed := m.apply([]byte(source))
		if string(changed) == source {
			t.Errorf("%s changes nothing", m.what)
		}
		if _, err := parser.ParseFile(token.NewFileSet(), "", changed, 0); err != nil {
			t.Errorf("%s: %v", m.what, err)
		}
	}
	for _, want := range []string{
		"if a && b { -> if !(a && b) {",
		"if a && b { -> if a || b {",
		"drop if a && b { …",
		"drop x.n += 1",
		"x.n += 1 -> x.n -= 1",
		"x.n += 1 -> x.n += 2",
		"drop return 2",
		"return 2 -> return 3",
		"drop case a, !b: …",
		"drop default: …",
		"case a, !b: -> case !(a), !b:",
		"case a, !b: -> case a, b:",
		"case a, !b: -> case !b:",
		"case a, !b: -> case a:",
		"return min(x.n, 3) -> return max(x.n, 3)",
		"g(No, t{n: 4}) -> g(Unknown, t{n: 4})",
		"g(No, t{n: 4}) -> g(Unknown, t{n: 4}) (2)",
		"if x.n == 5 { -> if x.n != 5 {",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
	for _, not := range []string{"drop return x.n", "if x.n == 5 { -> if !(x.n == 5) {"} {
		if slices.Contains(got, not) {
			t.Errorf("%q is there", not)
		}
	}
}

// TestKeysSurvive: a line added above changes no key.
func TestKeysSurvive(t *testing.T) {
	t.Parallel()
	keys := func(source string) (keys []string) {
		mutants, err := mutantsOf("p/p.go", []byte(source))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mutants {
			keys = append(keys, m.key())
		}
		return keys
	}
	before := keys(source)
	if after := keys(strings.Replace(source, "// f is", "// A line more.\n\n// f is", 1)); !slices.Equal(before, after) {
		t.Errorf("%q\n%q", before, after)
	}
	if sorted := slices.Compact(slices.Sorted(slices.Values(before))); len(sorted) != len(before) {
		t.Error("two mutants have one key")
	}
}

func TestParseSurvivors(t *testing.T) {
	t.Parallel()
	reasons, err := parseSurvivors("# What\n# and why.\n\na.go f\nx -> y\ndrop x\nIt is the same.\n\na.go g\nz -> w\nIt is slower.\n")
	if err != nil || len(reasons) != 3 || reasons["a.go f\nx -> y"] != "It is the same." || reasons["a.go f\ndrop x"] != "It is the same." {
		t.Errorf("%q, %v", reasons, err)
	}
	for _, text := range []string{"a.go f\nx -> y\n", "a.go f\nx -> y\ndrop z\n", "a.go f\nx -> y\nr\n\na.go f\nx -> y\nr\n"} {
		if _, err := parseSurvivors(text); err == nil {
			t.Errorf("%q is read", text)
		}
	}
	if _, err := parseSurvivors(survivors); err != nil {
		t.Error(err)
	}
}

// TestAgain: what a run tells of its survivors names them to the next one.
func TestAgain(t *testing.T) {
	t.Parallel()
	mutants, err := mutantsOf("p/p.go", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	var s score
	for i, m := range mutants {
		s.count(m, []outcome{survived, killed, invalid}[i%3], "", nil, &out, io.Discard)
	}
	chosen := options{shard: shard{0, 1}, again: survivorsIn(out.String())}.of(mutants)
	if len(chosen) == 0 || len(chosen) != s.survived || !slices.EqualFunc(chosen, s.unexplained, func(a, b mutant) bool { return a.key() == b.key() }) {
		t.Errorf("%q, want %q", chosen, s.unexplained)
	}
}

func TestShards(t *testing.T) {
	t.Parallel()
	all := []mutant{{line: 1}, {line: 2}, {line: 3}, {line: 4}, {line: 5}}
	seen := 0
	for _, text := range []string{"0/3", "1/3", "2/3"} {
		s, err := parseShard(text)
		if err != nil {
			t.Fatal(err)
		}
		seen += len(s.of(all))
	}
	if seen != len(all) {
		t.Errorf("%d of %d mutants are in a shard", seen, len(all))
	}
	for _, text := range []string{"", "3/3", "-1/3", "0/0", "x"} {
		if _, err := parseShard(text); err == nil {
			t.Errorf("%q is a shard", text)
		}
	}
}

// TestResult: a run fails on a survivor that nobody explained, on an explanation that explains nothing, and
// when nothing ran.
func TestResult(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		s    score
		want string
	}{
		{"good", score{killed: 9, survived: 1}, "mutation 9/10\n"},
		{"unexplained", score{killed: 9, survived: 1, unexplained: []mutant{{}}}, "1 survivors are not explained"},
		{"idle", score{killed: 9, idle: []string{"a.go f\nx -> y"}}, "explain nothing"},
		{"nothing", score{invalid: 3}, "no mutant ran"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			text := "nil"
			if err := c.s.result(nil, &out); err != nil {
				text = err.Error()
			}
			if !strings.Contains(out.String()+text, c.want) || (text == "nil") != (c.name == "good") {
				t.Errorf("%s\n%s", out.String(), text)
			}
		})
	}
}
