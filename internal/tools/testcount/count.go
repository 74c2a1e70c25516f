package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// An event is a line of go test -json; see go doc test2json.
type event struct {
	Action     string
	Package    string
	ImportPath string // of build output
	Test       string
	Elapsed    float64
	Output     string
}

// A count adds up the results of tests and prints them as they come.
//
// Only leaves count: a test with subtests is its subtests, unless it fails or is skipped on its own.
type count struct {
	out                     io.Writer
	passed, failed, skipped int
	ran                     []string            // names of the tests that passed or failed
	failures, skips         []string            // one line each
	packages                map[string]*results // that have not ended
}

// results are those of one package so far.
type results struct {
	output   strings.Builder             // of the package itself
	running  map[string]*strings.Builder // by test: its output
	children map[string]string           // by test: the worst result of its subtests
	passed   int
	failed   int
}

func newCount(out io.Writer) *count {
	return &count{out: out, packages: map[string]*results{}}
}

// line takes one line of go test -json. What is not JSON is passed on: it comes from go itself.
func (c *count) line(line []byte) {
	var e event
	if json.Unmarshal(line, &e) != nil || e.Action == "" {
		fmt.Fprintf(c.out, "%s", line)
		return
	}
	if e.Action == "build-output" {
		fmt.Fprint(c.out, e.Output)
		return
	}
	if e.Package == "" {
		return
	}
	p := c.packages[e.Package]
	if p == nil {
		p = &results{running: map[string]*strings.Builder{}, children: map[string]string{}}
		c.packages[e.Package] = p
	}
	if e.Test == "" {
		c.packageEvent(p, e)
	} else {
		c.testEvent(p, e)
	}
}

func (c *count) testEvent(p *results, e event) {
	switch e.Action {
	case "run":
		p.running[e.Test] = &strings.Builder{}
	case "output":
		if output := p.running[e.Test]; output != nil {
			output.WriteString(e.Output)
		}
	case "pass", "fail", "skip":
		c.result(p, e.Package, e.Test, e.Action)
	}
}

// result counts a test unless one of its subtests already says the same.
func (c *count) result(p *results, pkg, test, action string) {
	output := ""
	if b := p.running[test]; b != nil {
		output = b.String()
	}
	delete(p.running, test)
	below := p.children[test]
	if i := strings.LastIndex(test, "/"); i >= 0 {
		parent := test[:i]
		p.children[parent] = worst(p.children[parent], worst(below, action))
	}
	if below != "" && (action == "pass" || below == action) {
		return
	}
	name := pkg + "." + test
	switch action {
	case "pass":
		c.passed++
		p.passed++
	case "fail":
		c.failed++
		p.failed++
		c.failures = append(c.failures, name)
		fmt.Fprintf(c.out, "FAIL  %s\n%s", name, indent(output))
	case "skip":
		c.skipped++
		c.skips = append(c.skips, name+reason(output))
		return
	}
	c.ran = append(c.ran, test)
}

func (c *count) packageEvent(p *results, e event) {
	switch e.Action {
	case "output":
		p.output.WriteString(e.Output)
	case "pass", "skip":
		delete(c.packages, e.Package)
		if p.passed > 0 {
			fmt.Fprintf(c.out, "ok    %s  %d passed in %.1fs\n", e.Package, p.passed, e.Elapsed)
		}
	case "fail":
		delete(c.packages, e.Package)
		for _, test := range unfinished(p) {
			c.result(p, e.Package, test, "fail")
		}
		if p.failed == 0 {
			c.failed++
			c.failures = append(c.failures, e.Package)
			fmt.Fprintf(c.out, "FAIL  %s\n%s", e.Package, indent(p.output.String()))
		}
	}
}

// unfinished are the tests that a package left behind when it crashed or ran out of time, innermost first.
func unfinished(p *results) []string {
	var tests []string
	for test := range p.running {
		tests = append(tests, test)
	}
	slices.SortFunc(tests, func(a, b string) int { return strings.Compare(b, a) })
	return tests
}

// note counts something that failed without any test saying so.
func (c *count) note(what string, err error) {
	c.failed++
	c.failures = append(c.failures, fmt.Sprintf("%s: %v", what, err))
}

// finish prints the summary and returns the exit code.
func (c *count) finish(floors floors) int {
	for pkg := range c.packages {
		c.note(pkg, errors.New("it never ended"))
	}
	for _, f := range floors {
		if ran := c.count(f.prefix); ran < f.least {
			c.note("too few tests", fmt.Errorf("%d ran whose name starts with %q, want at least %d", ran, f.prefix, f.least))
		}
	}
	list(c.out, "skipped", c.skips)
	list(c.out, "failed", c.failures)
	fmt.Fprintf(c.out, "\n%d passed, %d failed, %d skipped\n", c.passed, c.failed, c.skipped)
	if c.failed > 0 {
		return 1
	}
	return 0
}

func (c *count) count(prefix string) int {
	n := 0
	for _, test := range c.ran {
		if strings.HasPrefix(test, prefix) {
			n++
		}
	}
	return n
}
