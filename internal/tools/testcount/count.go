package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
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

// A count adds up the results of tests, and prints those of a package when it ends.
type count struct {
	out                     io.Writer
	passed, failed, skipped int
	ran                     []string            // names of the tests that passed or failed
	failures, skips         []string            // one line each
	packages                map[string]*results // that have not ended
}

// results are those of one package so far.
type results struct {
	output strings.Builder // of the package itself
	tests  map[string]*result
}

// A result is what one test did; its action is empty while it runs.
type result struct {
	action string
	output strings.Builder
}

func newCount(out io.Writer) *count {
	return &count{out: out, packages: map[string]*results{}}
}

// line takes one line of go test -json. What is not JSON is passed on: it comes from go itself.
func (c *count) line(line []byte) {
	var e event
	switch err := json.Unmarshal(line, &e); {
	case err != nil || e.Action == "":
		fmt.Fprintf(c.out, "%s", line)
	case e.Action == "build-output":
		fmt.Fprint(c.out, e.Output)
	case e.Package != "":
		c.event(e)
	}
}

func (c *count) event(e event) {
	p := c.packages[e.Package]
	if p == nil {
		p = &results{tests: map[string]*result{}}
		c.packages[e.Package] = p
	}
	output := &p.output
	if e.Test != "" {
		if p.tests[e.Test] == nil {
			p.tests[e.Test] = &result{}
		}
		output = &p.tests[e.Test].output
	}
	switch e.Action {
	case "output":
		output.WriteString(e.Output)
	case "pass", "fail", "skip":
		if e.Test != "" {
			p.tests[e.Test].action = e.Action
			return
		}
		delete(c.packages, e.Package)
		c.ended(p, e)
	}
}

// ended counts the tests of a package. A test that has no result was cut off when the package crashed or ran
// out of time.
func (c *count) ended(p *results, e event) {
	passed, failed := c.passed, c.failed
	for _, r := range p.tests {
		if r.action == "" {
			r.action = "fail"
		}
	}
	below := p.below()
	for _, test := range slices.Sorted(maps.Keys(p.tests)) {
		action := p.tests[test].action
		if below[test] == nil || action != "pass" && !below[test][action] {
			c.result(e.Package, test, p.tests[test])
		}
	}
	switch {
	case e.Action == "fail" && c.failed == failed:
		c.failed++
		c.failures = append(c.failures, e.Package)
		fmt.Fprintf(c.out, "FAIL  %s\n%s", e.Package, indent(p.output.String()))
	case c.failed == failed && c.passed > passed:
		fmt.Fprintf(c.out, "ok    %s  %d passed in %.1fs\n", e.Package, c.passed-passed, e.Elapsed)
	}
}

// below is what the subtests of each test did. Leaves count: a test that has subtests is its subtests, unless
// it failed or was skipped and none of them was.
func (p *results) below() map[string]map[string]bool {
	below := map[string]map[string]bool{}
	for test, r := range p.tests {
		for i := strings.LastIndex(test, "/"); i >= 0; i = strings.LastIndex(test[:i], "/") {
			if below[test[:i]] == nil {
				below[test[:i]] = map[string]bool{}
			}
			below[test[:i]][r.action] = true
		}
	}
	return below
}

func (c *count) result(pkg, test string, r *result) {
	name := pkg + "." + test
	switch r.action {
	case "skip":
		c.skipped++
		c.skips = append(c.skips, name+reason(r.output.String()))
		return
	case "fail":
		c.failed++
		c.failures = append(c.failures, name)
		fmt.Fprintf(c.out, "FAIL  %s\n%s", name, indent(r.output.String()))
	default:
		c.passed++
	}
	c.ran = append(c.ran, test)
}

// note counts something that failed without any test saying so.
func (c *count) note(what string, err error) {
	c.failed++
	c.failures = append(c.failures, fmt.Sprintf("%s: %v", what, err))
}

// finish prints the summary and returns the exit code.
func (c *count) finish(floors floors) int {
	for _, name := range slices.Sorted(maps.Keys(c.packages)) {
		p := c.packages[name]
		p.output.WriteString("it never ended\n")
		c.ended(p, event{Action: "fail", Package: name})
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
