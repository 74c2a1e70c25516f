package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// maximumMemory is how many megabytes a plan of 240 policies may take.
const maximumMemory = 150

// weighPlans plans a tenant in full: once as it is to be taken over, once as it is, once with every policy
// changed, and once from nothing.
func (b built) weighPlans(ctx context.Context, r *report, t tenant, dir string) error {
	w, err := newWorkspace(b, filepath.Join(dir, t.name()))
	if err != nil {
		return err
	}
	for _, step := range []struct {
		name  string
		holds int // policies in the tenant
		how   manner
		args  []string
		says  string
	}{
		{"adopt", policies, manner{adopts: true}, []string{"apply", "-auto-approve"}, fmt.Sprintf("%d imported, 0 added, 0 changed, 0 destroyed", policies+locations)},
		{"unchanged", policies, manner{}, []string{"plan"}, "No changes."},
		{"changed", policies, manner{renames: true}, []string{"plan"}, fmt.Sprintf("0 to add, %d to change, 0 to destroy", policies)},
		{"new", 0, manner{forgets: true}, []string{"plan"}, fmt.Sprintf("%d to add, 0 to change, 0 to destroy", policies+locations)},
	} {
		most, err := w.run(ctx, t.with(step.holds), step.how, step.args, step.says)
		if err != nil {
			return fmt.Errorf("%s, %s: %w", t.name(), step.name, err)
		}
		limit := 0.0
		if t.administrators == 0 {
			limit = maximumMemory
		}
		r.size("memory/"+t.name()+"/"+step.name, most/megabyte, "MB", limit)
	}
	return nil
}

// A workspace is a folder in which terraform runs against a simulated tenant.
type workspace struct {
	dir, terraform, simulator string
	environment               []string
}

func newWorkspace(b built, dir string) (*workspace, error) {
	terraform, err := exec.LookPath(os.Getenv("TF_ACC_TERRAFORM_PATH"))
	if err != nil {
		return nil, fmt.Errorf("TF_ACC_TERRAFORM_PATH has to name a terraform: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	w := &workspace{dir: dir, terraform: terraform, simulator: b.entraguard}
	for _, folder := range []string{w.in("plugins"), w.in("configuration"), w.in("tenant")} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return nil, err
		}
	}
	settings := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"entraguard/entraguard\" = %q\n  }\n}\n", w.in("plugins"))
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "ARM_") && !strings.HasPrefix(entry, "AZURE_") && !strings.HasPrefix(entry, "TF_") {
			w.environment = append(w.environment, entry)
		}
	}
	w.environment = append(w.environment, "TF_CLI_CONFIG_FILE="+w.in("terraformrc"), "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1",
		measuredProvider+"="+b.provider, peaksFile+"="+w.in("peaks"))
	return w, errors.Join(
		os.Symlink(self, filepath.Join(w.in("plugins"), pluginName)),
		os.WriteFile(w.in("terraformrc"), []byte(settings), 0o600))
}

func (w *workspace) in(name string) string { return filepath.Join(w.dir, name) }

// run lets terraform do something that has to succeed and to say something, and returns the most memory that
// a provider held meanwhile.
func (w *workspace) run(ctx context.Context, t tenant, how manner, args []string, says string) (float64, error) {
	if err := t.write(w.in("tenant")); err != nil {
		return 0, err
	}
	url, stop, err := w.simulate(ctx)
	if err != nil {
		return 0, err
	}
	defer stop()
	text, err := how.configuration(url)
	if err != nil {
		return 0, err
	}
	if err := os.WriteFile(filepath.Join(w.in("configuration"), "main.tf.json"), text, 0o600); err != nil {
		return 0, err
	}
	if how.forgets {
		if err := os.RemoveAll(filepath.Join(w.in("configuration"), "terraform.tfstate")); err != nil {
			return 0, err
		}
	}
	if err := os.RemoveAll(w.in("peaks")); err != nil {
		return 0, err
	}
	command := exec.CommandContext(ctx, w.terraform, append(args, "-no-color")...)
	command.Dir, command.Env = w.in("configuration"), w.environment
	printed, err := command.CombinedOutput()
	if err == nil && !bytes.Contains(printed, []byte(says)) {
		err = fmt.Errorf("it did not say %q", says)
	}
	if err != nil {
		return 0, fmt.Errorf("terraform %s: %w\n%s", args[0], err, last(printed))
	}
	return peak(w.in("peaks"))
}

// simulate serves the tenant folder and returns its address.
func (w *workspace) simulate(ctx context.Context) (url string, stop func(), err error) {
	command := exec.CommandContext(ctx, w.simulator, "simulate", "--tenant", w.in("tenant"), "--listen", "127.0.0.1:0")
	var complaint bytes.Buffer
	command.Stderr = &complaint
	stdout, err := command.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := command.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		stop()
		return "", nil, fmt.Errorf("the simulator does not start: %w\n%s", err, &complaint)
	}
	return strings.TrimSpace(line), stop, nil
}

// last is the end of what was printed: a plan of so many policies is long, and an error is below it.
func last(printed []byte) []byte { return printed[max(0, len(printed)-4000):] }
