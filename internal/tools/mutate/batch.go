package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A batch is mutants of one package that are compiled together, each behind a switch that the environment
// turns: a process is still one mutant, but the compiler and the linker work once for hundreds.
//
// A function gets its mutated bodies in front of its own,
//
//	func (r T) f(n int) (int, error) { switch mutantOn { case 7: return func() (int, error) { … }() }; …
//
// and a variable its mutated values beside its own: var v = mutantOr(7, mutated, original).
type batch struct {
	dir     string
	mutants []mutant
}

// batchSize bounds what a compiler has to hold.
const batchSize = 250

// switchName is the environment's word for the mutant that is on, numbered from 1.
const switchName = "MUTANT"

// switchSource is the file that a mutated package gets.
func switchSource(dir string) string {
	return "package " + path.Base(dir) + `

import (
	"os"
	"strconv"
)

var mutantOn, _ = strconv.Atoi(os.Getenv("` + switchName + `"))

func mutantOr[T any](n int, mutated, original T) T {
	if mutantOn == n {
		return mutated
	}
	return original
}
`
}

// batches keeps the order.
func batches(mutants []mutant) []*batch {
	var all []*batch
	for _, m := range mutants {
		dir := path.Dir(m.file)
		if n := len(all); n == 0 || all[n-1].dir != dir || len(all[n-1].mutants) == batchSize {
			all = append(all, &batch{dir: dir})
		}
		last := all[len(all)-1]
		last.mutants = append(last.mutants, m)
	}
	return all
}

// files lists the files that the batch changes.
func (b *batch) files() []string {
	var names []string
	for _, m := range b.mutants {
		names = append(names, m.file)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// A switched file has its mutants in it.
type switched struct {
	source []byte
	lines  []span // of each mutant that is in it
}

// A span is the lines that one mutant of a batch has for itself.
type span struct{ from, to, mutant int }

// at is the mutant of a line, false for a line of the original.
func (s switched) at(line int) (int, bool) {
	for _, l := range s.lines {
		if l.from <= line && line <= l.to {
			return l.mutant, true
		}
	}
	return 0, false
}

// A place is where mutants of one function or one variable are put: a stretch of the source that mutants
// change, and what stands around them.
type place struct {
	from, to int    // the body without its braces, or the value
	result   string // what a function returns; "" for none
	variable bool
}

// switchIn puts those mutants of the batch into their file that skip does not name.
func (b *batch) switchIn(file string, source []byte, skip map[int]bool) (switched, error) {
	places, err := placesOf(file, source)
	if err != nil {
		return switched{}, err
	}
	var w writer
	done := 0
	for _, p := range places {
		if w.Write(source[done:p.from]); p.variable {
			w.values(b, file, p, source, skip)
		} else {
			w.bodies(b, file, p, source, skip)
		}
		w.Write(source[p.from:p.to])
		w.WriteString(strings.Repeat(")", w.open))
		w.open, done = 0, p.to
	}
	w.Write(source[done:])
	return switched{source: []byte(w.String()), lines: w.lines}, nil
}

// placesOf finds them in the order of the source.
func placesOf(file string, source []byte) ([]place, error) {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	at := set.File(parsed.Pos()).Offset
	var places []place
	for _, declaration := range parsed.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			if d.Body == nil {
				continue
			}
			p := place{from: at(d.Body.Lbrace) + 1, to: at(d.Body.Rbrace)}
			if r := d.Type.Results; r != nil {
				p.result = string(source[at(r.Pos()):at(r.End())])
			}
			places = append(places, p)
		case *ast.GenDecl:
			if d.Tok != token.VAR {
				continue
			}
			for _, spec := range d.Specs {
				for _, value := range spec.(*ast.ValueSpec).Values {
					places = append(places, place{from: at(value.Pos()), to: at(value.End()), variable: true})
				}
			}
		}
	}
	return places, nil
}

// A writer knows on which lines it puts what.
type writer struct {
	strings.Builder
	lines []span
	open  int // parentheses
}

func (w *writer) line() int { return strings.Count(w.String(), "\n") + 1 }

// in calls do with each mutant of a place, by its number and with the place changed.
func (b *batch) in(file string, p place, source []byte, skip map[int]bool, do func(n int, changed []byte)) {
	for i, m := range b.mutants {
		if m.file == file && p.from <= m.from && m.to <= p.to && !skip[i] {
			do(i+1, slices.Concat(source[p.from:m.from], []byte(m.with), source[m.to:p.to]))
		}
	}
}

func (w *writer) values(b *batch, file string, p place, source []byte, skip map[int]bool) {
	b.in(file, p, source, skip, func(n int, changed []byte) {
		from := w.line() + 1
		fmt.Fprintf(w, "mutantOr(%d,\n%s,\n", n, changed)
		w.lines = append(w.lines, span{from: from, to: w.line() - 1, mutant: n - 1})
		w.open++
	})
}

func (w *writer) bodies(b *batch, file string, p place, source []byte, skip map[int]bool) {
	w.WriteString("\nswitch mutantOn {\n")
	b.in(file, p, source, skip, func(n int, changed []byte) {
		call, end := "return ", ""
		if p.result == "" {
			call, end = "", "; return"
		}
		from := w.line() + 1
		fmt.Fprintf(w, "case %d:\n%sfunc() %s {%s}()%s\n", n, call, p.result, changed, end)
		w.lines = append(w.lines, span{from: from, to: w.line() - 1, mutant: n - 1})
	})
	w.WriteString("}\n")
}

// complaint is what the compiler says of a line.
var complaint = regexp.MustCompile(`(?m)^(\S+\.go):(\d+):(?:\d+:)? `)

// faulty finds the mutants that the compiler complains about. It reports false where a complaint is not about
// a mutant.
func (b *batch) faulty(output string, files map[string]switched) (map[int]bool, bool) {
	found := map[int]bool{}
	for _, c := range complaint.FindAllStringSubmatch(output, -1) {
		line, err := strconv.Atoi(c[2])
		n, ok := files[b.dir+"/"+path.Base(c[1])].at(line)
		if err != nil || !ok {
			return nil, false
		}
		found[n] = true
	}
	return found, len(found) > 0
}
