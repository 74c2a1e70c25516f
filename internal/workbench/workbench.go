// Package workbench runs the real Terraform, or OpenTofu, with the real provider on a configuration folder
// of its own: for the demonstration, and for tests of whole tenants.
package workbench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// ErrNoTerraform says that there is nothing to run.
var ErrNoTerraform = errors.New("neither terraform nor tofu is on the PATH")

// FindTerraform is the program that TF_ACC_TERRAFORM_PATH names, else terraform or tofu from the PATH.
func FindTerraform() (string, error) {
	for _, name := range []string{os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform", "tofu"} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoTerraform
}

// BuildProvider builds the provider into a folder.
func BuildProvider(ctx context.Context, dir string, progress io.Writer) error {
	build := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(dir, "terraform-provider-entraguard"),
		"github.com/entraguard/terraform-provider-entraguard")
	build.Stdout, build.Stderr = progress, progress
	if err := build.Run(); err != nil {
		return fmt.Errorf("the provider does not build: %w", err)
	}
	return nil
}

// A Bench is a configuration folder and the environment in which Terraform runs there.
type Bench struct {
	Dir       string // the configuration
	terraform string
	env       []string
}

// New makes a bench below dir, for a provider that was built into another folder. env holds the
// credentials and variables of the configuration; those of whoever runs it are kept out.
func New(terraform, dir, provider string, env ...string) (*Bench, error) {
	b := &Bench{Dir: filepath.Join(dir, "configuration"), terraform: terraform}
	if err := os.MkdirAll(b.Dir, 0o755); err != nil {
		return nil, err
	}
	cli := filepath.Join(dir, "cli.tfrc")
	overrides := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"entraguard/entraguard\" = %q\n  }\n  direct {}\n}\n", provider)
	if err := os.WriteFile(cli, []byte(overrides), 0o600); err != nil {
		return nil, err
	}
	b.env = append(withoutCredentials(os.Environ()), "TF_CLI_CONFIG_FILE="+cli, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	b.env = append(b.env, env...)
	return b, nil
}

func withoutCredentials(env []string) []string {
	var kept []string
	for _, entry := range env {
		if !strings.HasPrefix(entry, "ARM_") && !strings.HasPrefix(entry, "AZURE_") && !strings.HasPrefix(entry, "TF_") {
			kept = append(kept, entry)
		}
	}
	return kept
}

// Run runs Terraform and returns what it printed, without colours, and its exit code.
func (b *Bench) Run(ctx context.Context, args ...string) (printed string, exit int, err error) {
	command := exec.CommandContext(ctx, b.terraform, append(args, "-input=false")...)
	command.Dir, command.Env = b.Dir, b.env
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	err = command.Run()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		exit, err = failed.ExitCode(), nil
	}
	return colours.ReplaceAllString(output.String(), ""), exit, err
}

// colours are taken out of what Terraform prints; without colour it would not draw its boxes either.
var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Write puts a file into the configuration.
func (b *Bench) Write(name string, content []byte) error {
	return os.WriteFile(filepath.Join(b.Dir, name), content, 0o644)
}

// Remove takes a file out of the configuration.
func (b *Bench) Remove(name string) error { return os.Remove(filepath.Join(b.Dir, name)) }
