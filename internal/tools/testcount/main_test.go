package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// events runs a count over events, each written as "action package test output".
func events(t *testing.T, floors floors, lines ...string) (code int, output string) {
	t.Helper()
	var out bytes.Buffer
	count := newCount(&out)
	for _, line := range lines {
		fields := strings.SplitN(line, " ", 4)
		text := `{"Action":"` + fields[0] + `","Package":"` + fields[1] + `"`
		if len(fields) > 2 && fields[2] != "" {
			text += `,"Test":"` + fields[2] + `"`
		}
		if len(fields) > 3 {
			text += `,"Output":"` + fields[3] + `\n"`
		}
		count.line([]byte(text + "}\n"))
	}
	code = count.finish(floors)
	return code, out.String()
}

func TestCount(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		floors floors
		lines  []string
		code   int
		last   string
		says   []string
	}{
		{"passes", nil, []string{"run p TestA", "pass p TestA", "pass p"}, 0, "1 passed, 0 failed, 0 skipped", nil},
		{"leaves-alone-count", nil, []string{
			"run p TestA", "run p TestA/x", "run p TestA/y", "pass p TestA/x", "pass p TestA/y", "pass p TestA", "pass p",
		}, 0, "2 passed, 0 failed, 0 skipped", nil},
		{"failed-leaf-counts-once", nil, []string{
			"run p TestA", "run p TestA/x", "output p TestA/x want 1, got 2", "fail p TestA/x", "fail p TestA", "fail p",
		}, 1, "0 passed, 1 failed, 0 skipped", []string{"FAIL  p.TestA/x\n      want 1, got 2\n", "failed:\n  p.TestA/x\n"}},
		{"parent-is-reported-first", nil, []string{
			"run p TestA", "run p TestA/x", "run p TestA/x/y", "fail p TestA", "fail p TestA/x", "fail p TestA/x/y", "fail p",
		}, 1, "0 passed, 1 failed, 0 skipped", []string{"failed:\n  p.TestA/x/y\n"}},
		{"parent-fails-alone", nil, []string{
			"run p TestA", "run p TestA/x", "pass p TestA/x", "output p TestA after all", "fail p TestA", "fail p",
		}, 1, "1 passed, 1 failed, 0 skipped", []string{"FAIL  p.TestA\n      after all\n"}},
		{"skips-are-listed", nil, []string{
			"run p TestA", "output p TestA     a_test.go:3: no tenant", "skip p TestA", "pass p",
		}, 0, "0 passed, 0 failed, 1 skipped", []string{"skipped:\n  p.TestA: a_test.go:3: no tenant\n"}},
		{"crash-fails-what-was-running", nil, []string{
			"run p TestA", "output p TestA panic: boom", "fail p",
		}, 1, "0 passed, 1 failed, 0 skipped", []string{"FAIL  p.TestA\n      panic: boom\n"}},
		{"does-not-build", nil, []string{"output p  p [build failed]", "fail p"}, 1, "0 passed, 1 failed, 0 skipped",
			[]string{"FAIL  p\n      p [build failed]\n"}},
		{"never-ends", nil, []string{"run p TestA", "pass p TestA"}, 1, "1 passed, 1 failed, 0 skipped", []string{"FAIL  p\n      it never ended\n"}},
		{"floor-met", floors{{"", 1}}, []string{"run p TestA", "pass p TestA", "pass p"}, 0, "1 passed, 0 failed, 0 skipped", nil},
		{"floor-missed", floors{{"", 1}}, nil, 1, "0 passed, 1 failed, 0 skipped", []string{`0 ran whose name starts with ""`}},
		{"skips-do-not-reach-a-floor", floors{{"TestAcc", 1}}, []string{
			"run p TestAccA", "skip p TestAccA", "run p TestB", "pass p TestB", "pass p",
		}, 1, "1 passed, 1 failed, 1 skipped", []string{`0 ran whose name starts with "TestAcc", want at least 1`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			code, output := events(t, test.floors, test.lines...)
			if code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			lines := strings.Split(strings.TrimSpace(output), "\n")
			if last := lines[len(lines)-1]; last != test.last {
				t.Errorf("ends with %q, want %q", last, test.last)
			}
			for _, want := range test.says {
				if !strings.Contains(output, want) {
					t.Errorf("does not say %q:\n%s", want, output)
				}
			}
		})
	}
}

func TestRunGoTest(t *testing.T) {
	t.Parallel()
	module := func(body string) string {
		dir := t.TempDir()
		for name, text := range map[string]string{
			"go.mod":    "module example.org/m\n\ngo 1.26\n",
			"m_test.go": "package m\n\nimport \"testing\"\n\nfunc TestIt(t *testing.T) { " + body + " }\n",
		} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	good, bad, broken := module(``), module(`t.Error("no")`), module(`undefined()`)
	nested := module(`t.Run("a", func(t *testing.T) { t.Parallel(); t.Run("b", func(t *testing.T) { t.Error("no") }) }); t.Run("c", func(t *testing.T) { t.Parallel() })`)
	tests := []struct {
		name string
		args []string
		code int
		last string
	}{
		{"good", []string{"-C", good, "./..."}, 0, "1 passed, 0 failed, 0 skipped"},
		{"subtests", []string{"-C", nested, "./..."}, 1, "1 passed, 1 failed, 0 skipped"},
		{"two-modules", []string{"-C", good, "-C", bad, "./..."}, 1, "1 passed, 1 failed, 0 skipped"},
		{"does-not-build", []string{"-C", broken, "./..."}, 1, "0 passed, 1 failed, 0 skipped"},
		{"no-such-package", []string{"-C", good, "./nowhere"}, 1, "0 passed, 1 failed, 0 skipped"},
		{"too-few", []string{"-C", good, "-floor", "2", "./..."}, 1, "1 passed, 1 failed, 0 skipped"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			if code := run(t.Context(), test.args, &out, &errs); code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if lines := strings.Split(strings.TrimSpace(out.String()), "\n"); lines[len(lines)-1] != test.last {
				t.Errorf("ends with %q, want %q\n%s%s", lines[len(lines)-1], test.last, &out, &errs)
			}
		})
	}
}

func TestRunRefusesItsFlags(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"-floor", "many"}, &out, &errs); code != 2 || !strings.Contains(errs.String(), "[prefix=]n") {
		t.Errorf("exit code %d, stderr %q", code, &errs)
	}
}
