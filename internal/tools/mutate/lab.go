package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A lab is where mutants are built and tested. It has a copy of the source, so that work can go on beside
// it, and a build cache of its own, so that thousands of mutants do not stay in the developer's.
type lab struct {
	root    string // of the copy
	dir     string
	suite   []*part
	overlay string          // what the compiler reads instead of the copy; "" for nothing
	built   map[string]bool // the packages whose tests were built with the overlay
}

// An outcome is what became of a mutant.
type outcome int

const (
	survived outcome = iota
	killed
	invalid // it does not compile
)

var errNoTest = errors.New("no test ran")

// newLab copies what is below root. Its suite is the parts whose names match, nil for all.
func newLab(root string, with *regexp.Regexp) (*lab, error) {
	suite := newSuite()
	if with != nil {
		suite = slices.DeleteFunc(suite, func(p *part) bool { return !with.MatchString(p.name) })
	}
	if len(suite) == 0 {
		return nil, fmt.Errorf("no part of the suite is named like %s", with)
	}
	dir, err := os.MkdirTemp("", "mutate-")
	if err != nil {
		return nil, err
	}
	l := &lab{root: filepath.Join(dir, "source"), dir: dir, suite: suite, built: map[string]bool{}}
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

func (l *lab) path(name string) string { return filepath.Join(l.dir, name) }

// calibrate runs the suite on what is there. It must pass; how much of the processor each part takes tells what is too
// much.
func (l *lab) calibrate(ctx context.Context) error {
	for _, p := range l.suite {
		if err := l.binary(ctx, p.pkg); err != nil {
			return err
		}
		p.most = longest
		passed, took, err := l.passes(ctx, p, 0)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if !passed {
			return fmt.Errorf("the tests fail without a mutant: %s", p.name)
		}
		p.most = 5*time.Second + 5*took
	}
	return os.CopyFS(l.path("kept"), os.DirFS(l.path("cache")))
}

// prepare has the compiler read the mutants of a batch, and finds those that do not compile.
func (l *lab) prepare(ctx context.Context, b *batch) (map[int]bool, error) {
	if err := l.fresh(); err != nil {
		return nil, err
	}
	skip := map[int]bool{}
	for {
		files, err := l.write(b, skip)
		if err != nil {
			return nil, err
		}
		l.overlay, l.built = l.path("overlay.json"), map[string]bool{}
		out, err := l.command(ctx, "build", "-gcflags=-e", "-overlay", l.overlay, "./"+b.dir)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil {
			return skip, nil
		}
		found, ok := b.faulty(string(out), files)
		if !ok {
			return nil, fmt.Errorf("%s does not compile with its mutants:\n%s", b.dir, out)
		}
		maps.Copy(skip, found)
	}
}

// write makes the overlay of a batch.
func (l *lab) write(b *batch, skip map[int]bool) (map[string]switched, error) {
	files, replace := map[string]switched{}, map[string]string{}
	put := func(name string, data []byte) error {
		at := l.path(filepath.Join("mutants", filepath.Base(name))) // the compiler complains of it by this name
		replace[filepath.Join(l.root, name)] = at
		return errors.Join(os.MkdirAll(filepath.Dir(at), 0o700), os.WriteFile(at, data, 0o600))
	}
	for _, name := range b.files() {
		source, err := os.ReadFile(filepath.Join(l.root, name))
		if err != nil {
			return nil, err
		}
		if files[name], err = b.switchIn(name, source, skip); err != nil {
			return nil, err
		}
		if err := put(name, files[name].source); err != nil {
			return nil, err
		}
	}
	if err := put(b.dir+"/mutant_switch.go", []byte(switchSource(b.dir))); err != nil {
		return nil, err
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": replace})
	if err != nil {
		return nil, err
	}
	return files, os.WriteFile(l.path("overlay.json"), overlay, 0o600)
}

// fresh takes the build cache back to what it was without mutants.
func (l *lab) fresh() error {
	if err := os.RemoveAll(l.path("cache")); err != nil {
		return err
	}
	return os.CopyFS(l.path("cache"), os.DirFS(l.path("kept")))
}

// test says what becomes of the mutant of that number, and of which tests.
func (l *lab) test(ctx context.Context, m mutant, number int) (outcome, string, error) {
	for _, p := range l.suite {
		if !p.notices(m.file) {
			continue
		}
		if err := l.binary(ctx, p.pkg); err != nil {
			return 0, "", err
		}
		passed, _, err := l.passes(ctx, p, number)
		if err != nil {
			return 0, "", fmt.Errorf("%s: %w", p.name, err)
		}
		if !passed {
			return killed, p.name, nil
		}
	}
	return survived, "", nil
}

// binary builds the tests of a package, once for each overlay.
func (l *lab) binary(ctx context.Context, pkg string) error {
	if l.built[pkg] {
		return nil
	}
	l.built[pkg] = true
	if out, err := l.command(ctx, "test", "-c", "-vet=off", "-overlay", l.overlay, "-o", l.tests(pkg), pkg); err != nil {
		return fmt.Errorf("the tests of %s do not compile: %w\n%s", pkg, err, out)
	}
	return nil
}

func (l *lab) tests(pkg string) string { return l.path(filepath.Base(pkg) + ".test") }

// longest is how long a part may take altogether. A mutant that goes round in circles is stopped long before, by the
// processor's time, which does not depend on what else the machine does; this is for one that waits for ever.
const longest = 10 * time.Minute

// passes runs a part of the suite with bounds on its time and its memory, which a mutant may try to use up.
func (l *lab) passes(ctx context.Context, p *part, number int) (passed bool, took time.Duration, err error) {
	limited, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	limit := fmt.Sprintf(`ulimit -v 8000000 -t %d; exec "$@"`, int(p.most.Seconds()))
	test := exec.CommandContext(limited, "bash", slices.Concat([]string{"-c", limit, "bash", l.tests(p.pkg), "-test.v", "-test.failfast"}, p.args)...)
	test.Dir = filepath.Join(l.root, p.pkg)
	test.Env = append(os.Environ(), switchName+"="+strconv.Itoa(number))
	out, err := test.CombinedOutput()
	if ended := test.ProcessState; ended != nil {
		took = ended.UserTime() + ended.SystemTime()
	}
	switch {
	case ctx.Err() != nil:
		return false, took, ctx.Err()
	case err == nil && !bytes.Contains(out, []byte("--- PASS")):
		return false, took, errNoTest
	}
	return err == nil, took, nil
}

// command runs the go command on the copy.
func (l *lab) command(ctx context.Context, args ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, "go", args...)
	command.Dir = l.root
	command.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GOCACHE=") }), "GOCACHE="+l.path("cache"))
	return command.CombinedOutput()
}
