package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// packages are what is mutated.
var packages = []string{
	"internal/engine",
	"internal/engine/address",
	"internal/engine/bitset",
	"internal/engine/devicerule",
	"internal/engine/difference",
	"internal/engine/directory",
	"internal/engine/order",
}

// A mutant is one change to one file.
type mutant struct {
	file     string // from the root
	function string // with its receiver's type: candidate.find; a variable of the package by its name
	what     string // the change, in the words of the source
	line     int

	from, to int    // bytes of the file
	with     string // what stands there instead
}

// key is what a mutant is known by; it does not change when lines are added above.
func (m mutant) key() string { return m.file + " " + m.function + "\n" + m.what }

func (m mutant) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", m.file, m.line, m.function, m.what)
}

// apply is the file with the change.
func (m mutant) apply(source []byte) []byte {
	return slices.Concat(source[:m.from], []byte(m.with), source[m.to:])
}

// findMutants lists the mutants of all packages, file by file, in the order of the source.
func findMutants(root string) ([]mutant, error) {
	var all []mutant
	for _, dir := range packages {
		files, err := filepath.Glob(filepath.Join(root, dir, "*.go"))
		if err != nil {
			return nil, err
		}
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			source, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			mutants, err := mutantsOf(dir+"/"+filepath.Base(path), source)
			if err != nil {
				return nil, err
			}
			all = append(all, mutants...)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has nothing to mutate in %s", root, strings.Join(packages, ", "))
	}
	return all, nil
}

// mutantsOf lists the mutants of one file. Of changes that read alike in one function all but the first are
// numbered.
func mutantsOf(file string, source []byte) ([]mutant, error) {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var mutants []mutant
	for _, declaration := range parsed.Decls {
		name := nameOf(declaration)
		if name == "" {
			continue
		}
		s := scope{source: source, file: set.File(parsed.Pos()), bodies: map[*ast.BlockStmt]bool{}}
		ast.Inspect(declaration, s.visit)
		for _, m := range s.mutants {
			m.file, m.function = file, name
			mutants = append(mutants, m)
		}
	}
	places, err := placesOf(file, source)
	if err != nil {
		return nil, err
	}
	mutants = slices.DeleteFunc(mutants, func(m mutant) bool { // such as one of a signature, which no switch can turn
		return !slices.ContainsFunc(places, func(p place) bool { return p.from <= m.from && m.to <= p.to })
	})
	slices.SortStableFunc(mutants, func(a, b mutant) int { return a.from - b.from })
	seen := map[string]int{}
	for i := range mutants {
		key := mutants[i].key()
		if seen[key]++; seen[key] > 1 {
			mutants[i].what += fmt.Sprintf(" (%d)", seen[key])
		}
	}
	return mutants, nil
}

// nameOf is what a declaration is called, "" for one that has nothing to mutate.
func nameOf(declaration ast.Decl) string {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return d.Name.Name
		}
		receiver := d.Recv.List[0].Type
		if pointer, ok := receiver.(*ast.StarExpr); ok {
			receiver = pointer.X
		}
		if generic, ok := receiver.(*ast.IndexExpr); ok {
			receiver = generic.X
		}
		return fmt.Sprint(receiver) + "." + d.Name.Name
	case *ast.GenDecl:
		if d.Tok == token.VAR && len(d.Specs) > 0 {
			return d.Specs[0].(*ast.ValueSpec).Names[0].Name
		}
	}
	return ""
}

// A scope collects the mutants of one declaration.
type scope struct {
	source  []byte
	file    *token.File
	mutants []mutant
	bodies  map[*ast.BlockStmt]bool // of functions: their statements were seen to
}

// text is the source of a node.
func (s *scope) text(n ast.Node) string {
	return string(s.source[s.file.Offset(n.Pos()):s.file.Offset(n.End())])
}

// replace notes a mutant, described by the line it is on before and after.
func (s *scope) replace(from, to token.Pos, with string) {
	m := mutant{from: s.file.Offset(from), to: s.file.Offset(to), with: with, line: s.file.Line(from)}
	start := bytes.LastIndexByte(s.source[:m.from], '\n') + 1
	end := len(s.source)
	if i := bytes.IndexByte(s.source[m.to:], '\n'); i >= 0 {
		end = m.to + i
	}
	before := string(s.source[start:end])
	after := string(s.source[start:m.from]) + with + string(s.source[m.to:end])
	m.what = fmt.Sprintf("%s -> %s", firstLine(before), firstLine(after))
	if strings.TrimSpace(after) == "" {
		m.what = "drop " + firstLine(before)
	}
	s.mutants = append(s.mutants, m)
}

// drop notes a mutant without a node.
func (s *scope) drop(n ast.Node) {
	s.replace(n.Pos(), n.End(), "")
	m := &s.mutants[len(s.mutants)-1]
	m.what = "drop " + firstLine(s.text(n))
}

func firstLine(text string) string {
	line, _, more := strings.Cut(strings.TrimSpace(text), "\n")
	if more {
		line += " …"
	}
	return line
}
