package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/entraguard/terraform-provider-entraguard"

// A rule says what the packages at and below a path may import: of this module, and of others.
type rule struct {
	path    string   // from the root of the repository; "." is main.go
	may     []string // paths in this module
	modules []string // import path prefixes of other modules
	why     string
}

// The prefixes of other modules that some path may import, and nothing else may.
const (
	framework = "github.com/hashicorp/terraform-plugin-"
	cobra     = "github.com/spf13/cobra"
	graphSDK  = "github.com/microsoftgraph/"
	kiota     = "github.com/microsoft/kiota-"
	azure     = "github.com/Azure/"
)

var rules = []rule{
	{path: ".", may: []string{"provider", "internal/startup"}, modules: []string{framework},
		why: "main.go serves the provider and decides nothing"},
	{path: "provider", may: []string{"internal/ca", "internal/engine", "internal/guard", "internal/graph"}, modules: []string{framework},
		why: "only the provider knows Terraform, so that the command line gives the same answers"},
	{path: "internal/startup",
		why: "what makes the start short must not make it longer"},
	{path: "internal/ca",
		why: "the domain is plain values that everything else can rest on"},
	{path: "internal/engine", may: []string{"internal/ca"},
		why: "the engine is pure, so that it can be proven, fuzzed and timed"},
	{path: "internal/reference", may: []string{"internal/ca"},
		why: "the reference is a second opinion: what it shared with the engine, it could not check"},
	{path: "internal/differential", may: []string{"internal/ca", "internal/engine", "internal/reference"},
		why: "it holds the engine and the reference against each other"},
	{path: "internal/guard", may: []string{"internal/ca", "internal/engine"},
		why: "the guard judges what it is given; it neither reads a tenant nor speaks to a user"},
	{path: "internal/review", may: []string{"internal/ca", "internal/engine", "internal/guard"},
		why: "a report says what was judged, and judges nothing"},
	{path: "internal/graph", may: []string{"internal/ca"}, modules: []string{graphSDK, kiota, azure},
		why: "the SDK takes minutes to build: who imports this package pays for it"},
	{path: "internal/tenantdir", may: []string{"internal/ca"},
		why: "a tenant on disk is the same values as one that Graph answers"},
	{path: "internal/graphsim",
		why: "the simulator shares nothing with the client: one wrong belief would pass on both sides"},
	{path: "internal/cli", modules: []string{cobra},
		may: []string{"internal/ca", "internal/engine", "internal/reference", "internal/guard", "internal/review",
			"internal/graph", "internal/tenantdir", "internal/graphsim", "internal/differential"},
		why: "the command line works without Terraform"},
	{path: "cmd/entraguard", may: []string{"internal/cli"},
		why: "the command is what a test can run without a process"},
	{path: "internal/demo", may: []string{"internal/graphsim", "internal/workbench"},
		why: "the demonstration runs the real provider, and so needs nothing of it"},
	{path: "internal/workbench",
		why: "what runs terraform must not depend on what it runs"},
	{path: "internal/publishedsets",
		why: "a published set is JSON that is completed; what reads it is what it tests"},
	{path: "internal/docs", may: []string{"internal/guard"},
		why: "the guide of the rules says what the rules say"},
	{path: "examples",
		why: "examples are for Terraform; only the test beside them is Go"},
	{path: "internal/archtest",
		why: "what holds the table cannot be a part of what it holds"},
}

// A pkg is what go list says of a package.
type pkg struct {
	ImportPath string
	Imports    []string
	Standard   bool
	Deps       []string
	Module     *struct{ Main bool }
}

func TestImports(t *testing.T) {
	t.Parallel()
	packages := listPackages(t)
	standard := map[string]bool{}
	used := map[string]bool{}
	for _, p := range packages {
		standard[p.ImportPath] = p.Standard
	}
	checked := 0
	for _, p := range packages {
		if p.Module == nil || !p.Module.Main {
			continue
		}
		path := pathOf(p.ImportPath)
		r, ok := ruleFor(path)
		if !ok {
			t.Errorf("%s is in no rule: add it to the table, with what it may import and why", path)
			continue
		}
		used[r.path] = true
		checked++
		for _, imported := range p.Imports {
			if standard[imported] || imported == "C" || r.allows(imported) {
				continue
			}
			t.Errorf("%s imports %s, and must not: %s", path, pathOf(imported), r.why)
		}
	}
	for _, r := range rules {
		if !used[r.path] {
			t.Errorf("%s is gone: a rule about it holds nothing. Move the rule with it", r.path)
		}
	}
	if checked < len(rules) {
		t.Errorf("checked %d packages, and there are %d rules", checked, len(rules))
	}
}

// TestReach holds what no chain of imports may reach, whoever is in between.
func TestReach(t *testing.T) {
	t.Parallel()
	packages := listPackages(t)
	for _, limit := range []struct {
		prefix string
		from   []string // the paths that may reach it
		why    string
	}{
		{graphSDK + "msgraph-sdk-go", []string{"internal/graph", "provider", ".", "internal/cli", "cmd/entraguard"},
			"the SDK's cold build takes minutes, and every other package's tests take seconds"},
		{framework + "framework", []string{"provider", "."},
			"only the provider knows Terraform"},
		{module + "/internal/graphsim", []string{"internal/graphsim", "internal/cli", "cmd/entraguard", "internal/demo"},
			"what ships in the provider must not be able to fake a tenant"},
		{module + "/internal/reference", []string{"internal/reference", "internal/differential", "internal/cli", "cmd/entraguard"},
			"verdicts come from the engine; the reference is for holding it to account"},
	} {
		reached := 0
		for _, p := range packages {
			if p.Module == nil || !p.Module.Main {
				continue
			}
			path := pathOf(p.ImportPath)
			for _, dep := range append(p.Deps, p.ImportPath) {
				if !strings.HasPrefix(dep, limit.prefix) {
					continue
				}
				reached++
				if r, ok := ruleFor(path); !ok || !slices.Contains(limit.from, r.path) {
					t.Errorf("%s reaches %s, and must not: %s", path, dep, limit.why)
				}
				break
			}
		}
		if reached == 0 {
			t.Errorf("nothing reaches %s any more: the limit holds nothing", limit.prefix)
		}
	}
}

func listPackages(t *testing.T) []pkg {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-deps", "-json=ImportPath,Imports,Standard,Deps,Module", "./...")
	command.Dir = root
	var errs bytes.Buffer
	command.Stderr = &errs
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &errs)
	}
	var packages []pkg
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var p pkg
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

// ruleFor is the rule of the longest path that the package is at or below.
func ruleFor(path string) (found rule, ok bool) {
	for _, r := range rules {
		if below(path, r.path) && (!ok || len(r.path) > len(found.path)) {
			found, ok = r, true
		}
	}
	return found, ok
}

func below(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

func (r rule) allows(imported string) bool {
	if strings.HasPrefix(imported, module+"/") {
		path := pathOf(imported)
		return below(path, r.path) || slices.ContainsFunc(r.may, func(may string) bool { return below(path, may) })
	}
	return slices.ContainsFunc(r.modules, func(prefix string) bool { return strings.HasPrefix(imported, prefix) })
}

func pathOf(importPath string) string {
	if importPath == module {
		return "."
	}
	return strings.TrimPrefix(importPath, module+"/")
}
