package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The same question has the same answer, whenever and wherever it is asked.
var (
	purePaths       = []string{"internal/ca", "internal/engine", "internal/reference"}
	impureImports   = []string{"context", "crypto/rand", "io/fs", "log", "log/slog", "math/rand", "math/rand/v2", "net", "net/http", "os", "os/exec", "runtime", "sync", "unsafe"}
	impureFunctions = []string{"time.Now", "time.Since", "time.Until", "time.Sleep", "time.After", "time.NewTimer"}
)

func TestPurity(t *testing.T) {
	t.Parallel()
	for _, path := range purePaths {
		err := filepath.WalkDir(filepath.Join(root, path), func(file string, _ fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") {
				checkPure(t, file)
			}
			return err
		})
		if err != nil { // among others, when a path is gone
			t.Error(err)
		}
	}
}

func checkPure(t *testing.T, file string) {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	positions := token.NewFileSet()
	parsed, err := parser.ParseFile(positions, file, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range parsed.Imports {
		if name, err := strconv.Unquote(spec.Path.Value); err == nil && slices.Contains(impureImports, name) {
			t.Errorf("%s imports %s: what it computes must depend on its arguments alone", positions.Position(spec.Pos()), name)
		}
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		selector, ok := node.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := selector.X.(*ast.Ident); ok && slices.Contains(impureFunctions, x.Name+"."+selector.Sel.Name) {
			t.Errorf("%s asks the clock: what it computes must depend on its arguments alone", positions.Position(node.Pos()))
		}
		return true
	})
}
