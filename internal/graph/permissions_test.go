package graph

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// aPermission is how Graph's application permissions are called.
var aPermission = regexp.MustCompile(`^[A-Z][A-Za-z]+\.(Read|ReadWrite)(\.[A-Za-z]+)+$`)

// TestGuideNamesEveryPermission holds the guide against what the requests of this package say that they need: neither
// has one that the other lacks. What changes something is below the heading for that, and nothing else is.
func TestGuideNamesEveryPermission(t *testing.T) {
	t.Parallel()
	needed := permissionsOf(t)
	if len(needed) < 12 {
		t.Fatalf("only %d permissions were found: %v", len(needed), needed)
	}
	data, err := os.ReadFile("../docs/templates/guides/permissions.md")
	if err != nil {
		t.Fatal(err)
	}
	reading, writing, found := strings.Cut(string(data), "## To apply, besides")
	if !found {
		t.Fatal("the guide does not say what an apply needs besides")
	}
	inGuide := slices.Concat(rowsOf(reading), rowsOf(writing))
	slices.Sort(inGuide)
	inGuide = slices.Compact(inGuide)
	want := slices.Sorted(maps.Keys(needed))
	if diff := cmp.Diff(want, inGuide); diff != "" {
		t.Errorf("what requests need and what the guide names (-need +guide)\n%s", diff)
	}
	for _, name := range rowsOf(reading) {
		if strings.Contains(name, "ReadWrite") {
			t.Errorf("%s changes something, and is among what a plan needs", name)
		}
	}
	for _, name := range want {
		if strings.Contains(name, "ReadWrite") && !slices.Contains(rowsOf(writing), name) {
			t.Errorf("%s is not among what an apply needs", name)
		}
	}
}

// TestEveryPermissionHasItsPurpose holds the list of permissions against what requests need, and its words against
// the guide's.
func TestEveryPermissionHasItsPurpose(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../docs/templates/guides/permissions.md")
	if err != nil {
		t.Fatal(err)
	}
	reading, writing, _ := strings.Cut(string(data), "## To apply, besides")
	var listed []string
	for _, p := range permissions {
		listed = append(listed, p.Name)
		section := reading
		if p.Purpose == ToApply {
			section = writing
		}
		_, row, found := strings.Cut(section, "| `"+p.Name+"` | ")
		cell, _, _ := strings.Cut(row, "\n")
		if !found || !strings.Contains(cell, p.For) {
			t.Errorf("the guide says of %s %q, which lacks %q", p.Name, cell, p.For)
		}
	}
	slices.Sort(listed)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(permissionsOf(t))), listed); diff != "" {
		t.Errorf("what requests need and what has a purpose (-need +purpose)\n%s", diff)
	}
}

// rowsOf are the permissions that the rows of the guide's tables begin with.
func rowsOf(text string) (names []string) {
	for line := range strings.Lines(text) {
		cell, _, _ := strings.Cut(strings.TrimPrefix(line, "| `"), "`")
		if strings.HasPrefix(line, "| `") && aPermission.MatchString(cell) {
			names = append(names, cell)
		}
	}
	return names
}

// permissionsOf are the permissions in this package's code: what an order needs is written out there.
func permissionsOf(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || file == "permissions.go" { // which says what each is for
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				if text, err := strconv.Unquote(literal.Value); err == nil && aPermission.MatchString(text) {
					found[text] = true
				}
			}
			return true
		})
	}
	return found
}
