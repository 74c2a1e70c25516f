package provider

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A complaint is what users of other providers of Conditional Access ran into, or asked them for. Either tests
// show how it is here, or there is a reason why it cannot be.
type complaint struct {
	number int
	issues string // az is hashicorp/azuread, m3 deploymenttheory/microsoft365, wp terraprovider/microsoft365wp, mg microsoft/msgraph
	about  string
	tests  []string // a test or subtest of this package, or a test of another one, behind its folder and a dot
	reason string
}

// TestComplaint shows what needs no Terraform.
func TestComplaint(t *testing.T) {
	t.Parallel()
	for name, test := range complaintTests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t)
			answered.Store(t.Name(), true)
		})
	}
}

// Every complaint is in the table once and has an answer, every test that the table names is there, and every
// test that was written for a complaint is in the table.
func TestEveryComplaintIsAnswered(t *testing.T) {
	t.Parallel()
	const many = 40
	if len(complaints) != many {
		t.Errorf("%d complaints, want %d", len(complaints), many)
	}
	named := map[string]bool{}
	shown, reasons := 0, 0
	for i, c := range complaints {
		if c.number != i+1 {
			t.Errorf("%d stands where %d belongs", c.number, i+1)
		}
		if c.issues == "" || c.about == "" || (len(c.tests) == 0) != (c.reason != "") {
			t.Errorf("%d: want where it was made, what it is about, and either tests or a reason", c.number)
		}
		if c.reason != "" {
			reasons++
		} else {
			shown++
		}
		for _, test := range c.tests {
			named[test] = true
			if err := isTest(test); err != nil {
				t.Errorf("%d: %v", c.number, err)
			}
		}
	}
	for name := range complaintTests {
		if !named["TestComplaint/"+name] {
			t.Errorf("TestComplaint/%s is in no line of the table", name)
		}
	}
	for name := range complaintPolicies {
		if !named["TestAccComplaint/"+name] {
			t.Errorf("TestAccComplaint/%s is in no line of the table", name)
		}
	}
	t.Logf("%d complaints: %d shown by %d tests, %d with a reason", len(complaints), shown, len(named), reasons)
}

// isTest reports whether there is a test of that name.
func isTest(name string) error {
	folder, function, elsewhere := strings.Cut(name, ".")
	if !elsewhere {
		folder, function = "provider", name
	}
	function, sub, _ := strings.Cut(function, "/")
	switch function {
	case "TestComplaint":
		if complaintTests[sub] == nil {
			return fmt.Errorf("there is no TestComplaint/%s", sub)
		}
		return nil
	case "TestAccComplaint":
		if _, ok := complaintPolicies[sub]; !ok {
			return fmt.Errorf("there is no TestAccComplaint/%s", sub)
		}
		return nil
	}
	files, err := os.ReadDir("../" + folder)
	if err != nil {
		return err
	}
	declared := regexp.MustCompile(`(?m)^func ` + function + `\(t \*testing\.T\)`)
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		text, err := os.ReadFile("../" + folder + "/" + file.Name())
		if err != nil {
			return err
		}
		if declared.Match(text) && (sub == "" || strings.Contains(string(text), `"`+sub+`"`)) {
			return nil
		}
	}
	return fmt.Errorf("%s has no %s", folder, strings.TrimSuffix(function+"/"+sub, "/"))
}

// answered holds the names of the tests of this package that ran: those for complaints, and those with a
// Terraform.
var answered sync.Map

// unanswered are the tests of the table that belong to this package and did not run. Pure tests that are not
// for complaints alone are not asked for: nothing skips them.
func unanswered() []string {
	var ran []string
	answered.Range(func(name, _ any) bool {
		ran = append(ran, fmt.Sprint(name))
		return true
	})
	var missing []string
	for _, c := range complaints {
		for _, test := range c.tests {
			if strings.Contains(test, ".") || !strings.HasPrefix(test, "TestAcc") && !strings.HasPrefix(test, "TestComplaint/") {
				continue
			}
			if !slices.ContainsFunc(ran, func(name string) bool { return name == test || strings.HasPrefix(name, test+"/") }) {
				missing = append(missing, fmt.Sprintf("%d: %s", c.number, test))
			}
		}
	}
	return missing
}

// allAnswered is the exit code of the tests. Where none was left out on the command line and there is a
// Terraform, a test of the table that did not run is a failure.
func allAnswered(code int) int {
	leftOut := slices.ContainsFunc(os.Args, func(argument string) bool {
		name, _, _ := strings.Cut(strings.TrimLeft(argument, "-"), "=")
		return slices.Contains([]string{"test.run", "test.skip", "test.list", "test.bench"}, name)
	})
	if _, withTerraform := answered.Load("TestAccComplaint"); code != 0 || leftOut || !withTerraform {
		return code
	}
	missing := unanswered()
	for _, m := range missing {
		fmt.Fprintln(os.Stderr, "this test of a complaint did not run:", m)
	}
	return min(1, len(missing))
}
