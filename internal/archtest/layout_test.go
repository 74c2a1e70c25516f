package archtest

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// The top level is fixed: a newcomer knows it from every other provider. Dotfiles belong to tools.
var topLevel = []string{
	"CHANGELOG.md", "CONTRIBUTING.md", "GNUmakefile", "LICENSE", "README.md", "cmd", "docs", "examples",
	"go.mod", "go.sum", "internal", "main.go", "provider", "terraform-registry-manifest.json",
}

func TestTopLevel(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, ".") || name == "bin" { // bin is what make build writes
			continue
		}
		found = append(found, name)
		if !slices.Contains(topLevel, name) {
			t.Errorf("%s lies at the top of the repository: it belongs below one of %s", name, strings.Join(topLevel, ", "))
		}
	}
	for _, name := range topLevel {
		if !slices.Contains(found, name) {
			t.Errorf("%s is gone from the top of the repository", name)
		}
	}
}

// A name that fits everything says nothing about what is in it.
var emptyNames = []string{"base", "common", "constants", "helper", "helpers", "misc", "shared", "stuff", "types", "util", "utils"}

const (
	maxLines  = 400
	leastRead = 50 // files; a walk that read fewer went wrong
)

func TestFiles(t *testing.T) {
	t.Parallel()
	read := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "bin") {
			return filepath.SkipDir
		}
		bare := strings.TrimSuffix(strings.TrimSuffix(name, ".go"), "_test")
		if slices.Contains(emptyNames, bare) {
			t.Errorf("%s: %q fits everything; say what is in it", path, bare)
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		if strings.ContainsAny(bare, "-ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			t.Errorf("%s: file names are <noun>_<role>.go, in lower case", path)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		read++
		if lines := bytes.Count(data, []byte("\n")); lines > maxLines && !strings.HasSuffix(name, "_test.go") {
			t.Errorf("%s has %d lines: more than one idea", path, lines)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if read < leastRead {
		t.Errorf("read %d files, want at least %d", read, leastRead)
	}
}
