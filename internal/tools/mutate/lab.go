package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A lab is where mutants are built and tested. It has a copy of the source, so that work can go on beside
// it, and a build cache of its own, so that thousands of mutants do not stay in the developer's.
type lab struct {
	root string // of the copy
	dir  string
	uses int
	slow time.Duration // a mutant that takes longer goes round in circles
}

// suite is the tests that a mutant has to pass, the quickest first.
var suite = []struct {
	name, pkg string
	args      []string
	only      string // the folder whose changes these tests can notice; "" is any
}{
	{name: "devicerule", pkg: "./internal/engine/devicerule", only: "internal/engine/devicerule"},
	{name: "engine", pkg: "./internal/engine"},
	{name: "table", pkg: "./internal/differential", args: []string{"-test.run", "^(TestTable|TestStrangeWords|TestEvidenceIsChecked|TestHostileTenantsInSmall)$"}},
	{name: "random tenants", pkg: "./internal/differential", args: []string{"-test.run", "^TestCompareFresh$", "-seed", "11", "-tenants", "2000", "-quick"}},
	{name: "one tenant after another", pkg: "./internal/differential", args: []string{"-test.run", "^TestDecider$"}},
}

// An outcome is what became of a mutant.
type outcome int

const (
	survived outcome = iota
	killed
	invalid // it does not compile
)

var errNoTest = errors.New("no test ran")

func newLab(root string) (*lab, error) {
	dir, err := os.MkdirTemp("", "mutate-")
	if err != nil {
		return nil, err
	}
	l := &lab{root: filepath.Join(dir, "source"), dir: dir}
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err == nil {
			err = os.MkdirAll(l.root, 0o700)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(l.root, name), data, 0o600)
		}
		if err != nil {
			return nil, err
		}
	}
	for _, name := range copied {
		if err := os.CopyFS(filepath.Join(l.root, name), os.DirFS(filepath.Join(root, name))); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// copied are the packages that are mutated, tested, or needed for it.
var copied = []string{"internal/ca", "internal/engine", "internal/reference", "internal/differential"}

func (l *lab) close() { _ = os.RemoveAll(l.dir) }

// calibrate runs the suite on what is there. It must pass; how long it takes tells what is too long.
func (l *lab) calibrate(ctx context.Context) error {
	l.slow = 10 * time.Minute
	began := time.Now()
	result, by, err := l.try(ctx, "", "")
	if err != nil {
		return err
	}
	if result != survived {
		return fmt.Errorf("the tests fail without a mutant: %s", by)
	}
	l.slow = 10*time.Second + 5*time.Since(began)
	return os.CopyFS(l.path("kept"), os.DirFS(l.path("cache")))
}

func (l *lab) path(name string) string { return filepath.Join(l.dir, name) }

// fresh takes the build cache back to what it was without mutants, now and then.
func (l *lab) fresh() error {
	if l.uses++; l.uses%100 != 0 {
		return nil
	}
	if err := os.RemoveAll(l.path("cache")); err != nil {
		return err
	}
	return os.CopyFS(l.path("cache"), os.DirFS(l.path("kept")))
}

// test says what becomes of a mutant, and of which tests.
func (l *lab) test(ctx context.Context, m mutant) (outcome, string, error) {
	if err := l.fresh(); err != nil {
		return 0, "", err
	}
	original := filepath.Join(l.root, m.file)
	source, err := os.ReadFile(original)
	if err != nil {
		return 0, "", err
	}
	changed := l.path("mutant.go")
	if err := os.WriteFile(changed, m.apply(source), 0o600); err != nil {
		return 0, "", err
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed}})
	if err != nil {
		return 0, "", err
	}
	if err := os.WriteFile(l.path("overlay.json"), overlay, 0o600); err != nil {
		return 0, "", err
	}
	return l.try(ctx, l.path("overlay.json"), m.file)
}

// try builds and runs the suite until something fails. The own tests of a package that is imported by the
// changed one cannot notice.
func (l *lab) try(ctx context.Context, overlay, file string) (outcome, string, error) {
	built := map[string]bool{}
	for _, part := range suite {
		if part.only != "" && file != "" && path.Dir(file) != part.only {
			continue
		}
		binary := l.path(filepath.Base(part.pkg) + ".test")
		if !built[part.pkg] {
			built[part.pkg] = true
			_ = os.Remove(binary)
			build := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", binary, part.pkg)
			if out, err := l.output(ctx, build); err != nil {
				return invalid, string(out), ctx.Err()
			}
		}
		passed, err := l.passes(ctx, part.pkg, binary, part.args)
		if err != nil {
			return 0, "", fmt.Errorf("%s: %w", part.name, err)
		}
		if !passed {
			return killed, part.name, nil
		}
	}
	return survived, "", nil
}

// passes runs a test binary with bounds on its time and its memory, which a mutant may try to use up.
func (l *lab) passes(ctx context.Context, pkg, binary string, args []string) (bool, error) {
	limited, cancel := context.WithTimeout(ctx, l.slow)
	defer cancel()
	limit := `ulimit -v 8000000; exec "$@"`
	test := exec.CommandContext(limited, "bash", slices.Concat([]string{"-c", limit, "bash", binary, "-test.v", "-test.failfast"}, args)...)
	test.Dir = filepath.Join(l.root, pkg)
	out, err := test.CombinedOutput()
	switch {
	case ctx.Err() != nil:
		return false, ctx.Err()
	case err == nil && !bytes.Contains(out, []byte("--- PASS")):
		return false, errNoTest
	}
	return err == nil, nil
}

func (l *lab) output(_ context.Context, command *exec.Cmd) ([]byte, error) {
	command.Dir = l.root
	command.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GOCACHE=") }), "GOCACHE="+l.path("cache"))
	return command.CombinedOutput()
}
