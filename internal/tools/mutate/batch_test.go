package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

const variables = `package p

var (
	a = 1
	b, c = []int{2}, true
)

func f() (int, error) { return a + 1, nil }

func g() { a = 2 }
`

// TestSwitchIn: a file with all of its mutants has each of them once, where its lines say, and itself.
func TestSwitchIn(t *testing.T) {
	t.Parallel()
	for _, text := range []string{source, variables} {
		mutants, err := mutantsOf("p/p.go", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		all := batches(mutants)
		if len(all) != 1 || all[0].dir != "p" || len(all[0].mutants) != len(mutants) {
			t.Fatalf("%d batches", len(all))
		}
		b := all[0]
		if len(mutants) < 5 {
			t.Fatalf("only %d mutants", len(mutants))
		}
		file, err := b.switchIn("p/p.go", []byte(text), map[int]bool{1: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.ParseFile(token.NewFileSet(), "", file.source, 0); err != nil {
			t.Fatalf("%v\n%s", err, file.source)
		}
		lines := strings.Split(string(file.source), "\n")
		for i, m := range mutants {
			want, places := 1, strings.Count(string(file.source), fmt.Sprintf("case %d:", i+1))+strings.Count(string(file.source), fmt.Sprintf("mutantOr(%d,", i+1))
			if i == 1 {
				want = 0 // left out
			}
			if places != want {
				t.Errorf("%s is %d times in the file, want %d", m.what, places, want)
			}
		}
		if len(file.lines) != len(mutants)-1 {
			t.Errorf("%d mutants have lines, want %d", len(file.lines), len(mutants)-1)
		}
		for _, l := range file.lines {
			m, own := mutants[l.mutant], strings.Join(lines[l.from-1:l.to], "\n")
			if !strings.Contains(own, strings.Split(m.with, "\n")[0]) {
				t.Errorf("%s is not in its lines:\n%s", m.what, own)
			}
			if n, ok := file.at(l.to); !ok || n != l.mutant {
				t.Errorf("line %d is of mutant %d, want %d", l.to, n, l.mutant)
			}
		}
	}
}

// TestFaulty: what the compiler complains about is a mutant's, or the run ends.
func TestFaulty(t *testing.T) {
	t.Parallel()
	b, files := &batch{dir: "p"}, map[string]switched{"p/p.go": {lines: []span{{from: 3, to: 5, mutant: 7}}}}
	for _, c := range []struct {
		name, output string
		want         int
		ok           bool
	}{
		{"a-mutant", "# p\n../mutants/p.go:4:2: declared and not used: x\n", 7, true},
		{"the-original", "# p\n../mutants/p.go:6:2: missing return\n", 0, false},
		{"another-file", "# p\n../mutants/q.go:4:2: missing return\n", 0, false},
		{"no-line", "no space left on device\n", 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if found, ok := b.faulty(c.output, files); ok != c.ok || ok && !found[c.want] {
				t.Errorf("%v, %t", found, ok)
			}
		})
	}
}

// TestEveryPackageIsTested: a mutant that no part of the suite notices could only survive.
func TestEveryPackageIsTested(t *testing.T) {
	t.Parallel()
	for _, dir := range packages {
		parts := 0
		for _, p := range newSuite() {
			if p.notices(dir + "/any.go") {
				parts++
			}
		}
		if parts == 0 {
			t.Errorf("no tests notice what changes in %s", dir)
		}
	}
}
