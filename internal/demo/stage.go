package main

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

//go:embed tenant/*.json
var tenantFiles embed.FS

//go:embed config/*.tf
var configFiles embed.FS

// A stage is a tenant, a configuration in a folder of its own, and the means to run Terraform on it.
type stage struct {
	terraform string
	dir       string // everything that is removed at the end
	workspace string // the configuration
	graph     *graphsim.Server
	env       []string
}

func newStage(ctx context.Context, progress io.Writer) (*stage, error) {
	terraform, err := findTerraform()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "entraguard-demo-")
	if err != nil {
		return nil, err
	}
	s := &stage{terraform: terraform, dir: dir, workspace: filepath.Join(dir, "contoso")}
	if err := s.set(ctx, progress); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func findTerraform() (string, error) {
	for _, name := range []string{os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform", "tofu"} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("neither terraform nor tofu is on the PATH: `make demo` builds OpenTofu when there is none")
}

func (s *stage) set(ctx context.Context, progress io.Writer) error {
	tenant := filepath.Join(s.dir, "tenant")
	if err := errors.Join(copyFiles(tenantFiles, "tenant", tenant), os.Mkdir(s.workspace, 0o755)); err != nil {
		return err
	}
	fmt.Fprintln(progress, "Building the provider. The first time this compiles Microsoft's Graph SDK, which takes some minutes.")
	if err := s.buildProvider(ctx, progress); err != nil {
		return err
	}
	// The service allows one Conditional Access request a second; so does the simulator.
	s.graph = graphsim.New(graphsim.Options{Quota: 1})
	if err := s.graph.Load(tenant); err != nil {
		return err
	}
	url, err := s.graph.Listen("127.0.0.1:0")
	if err != nil {
		return err
	}
	cliConfig := filepath.Join(s.dir, "cli.tfrc")
	overrides := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"entraguard/entraguard\" = %q\n  }\n  direct {}\n}\n", filepath.Join(s.dir, "bin"))
	s.env = append(withoutCredentials(os.Environ()),
		"TF_CLI_CONFIG_FILE="+cliConfig, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1",
		"TF_VAR_graph_endpoint="+url,
		"ARM_TENANT_ID=7a1d3c52-5f0e-4a0b-9a55-2f6a1c0e9d10",
		"ARM_CLIENT_ID=81000000-0000-4000-8000-000000000001",
		"ARM_CLIENT_SECRET=demonstration",
	)
	return os.WriteFile(cliConfig, []byte(overrides), 0o600)
}

// withoutCredentials keeps the credentials of whoever runs the demonstration out of it.
func withoutCredentials(env []string) []string {
	var kept []string
	for _, entry := range env {
		if !strings.HasPrefix(entry, "ARM_") && !strings.HasPrefix(entry, "AZURE_") && !strings.HasPrefix(entry, "TF_") {
			kept = append(kept, entry)
		}
	}
	return kept
}

func (s *stage) buildProvider(ctx context.Context, progress io.Writer) error {
	started := time.Now()
	build := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(s.dir, "bin", "terraform-provider-entraguard"),
		"github.com/entraguard/terraform-provider-entraguard")
	build.Stdout, build.Stderr = progress, progress
	if err := build.Run(); err != nil {
		return fmt.Errorf("the provider does not build: %w", err)
	}
	fmt.Fprintf(progress, "Built in %s.\n", time.Since(started).Round(time.Second))
	return nil
}

func (s *stage) close() {
	if s.graph != nil {
		_ = s.graph.Close()
	}
	_ = os.RemoveAll(s.dir)
}

// run runs Terraform and returns what it printed and its exit code.
func (s *stage) run(ctx context.Context, args ...string) (output string, exit int, err error) {
	command := exec.CommandContext(ctx, s.terraform, append(args, "-input=false")...)
	command.Dir, command.Env = s.workspace, s.env
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	var printed bytes.Buffer
	command.Stdout, command.Stderr = &printed, &printed
	err = command.Run()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		exit, err = failed.ExitCode(), nil
	}
	return colours.ReplaceAllString(printed.String(), ""), exit, err
}

// colours are taken out of what Terraform prints; without colour it would not draw the boxes either.
var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// write puts a file of the demonstration into the configuration.
func (s *stage) write(name string) error {
	data, err := configFiles.ReadFile("config/" + name)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.workspace, target(name)), data, 0o644)
}

func (s *stage) remove(name string) error { return os.Remove(filepath.Join(s.workspace, target(name))) }

// target is the file that a version of it goes to: countries.enabled.tf is a version of countries.tf.
func target(name string) string {
	base, _, _ := strings.Cut(name, ".")
	return base + ".tf"
}

func copyFiles(from fs.FS, root, to string) error {
	if err := os.Mkdir(to, 0o755); err != nil {
		return err
	}
	files, err := fs.ReadDir(from, root)
	if err != nil {
		return err
	}
	for _, file := range files {
		data, err := fs.ReadFile(from, root+"/"+file.Name())
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, file.Name()), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
