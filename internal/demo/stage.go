package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
	"github.com/entraguard/terraform-provider-entraguard/internal/workbench"
)

//go:embed tenant/*.json
var tenantFiles embed.FS

//go:embed config/*.tf
var configFiles embed.FS

// A stage is a tenant and a workbench with a configuration for it.
type stage struct {
	dir   string // everything that is removed at the end
	graph *graphsim.Server
	bench *workbench.Bench
}

func newStage(ctx context.Context, progress io.Writer) (*stage, error) {
	terraform, err := workbench.FindTerraform()
	if err != nil {
		return nil, fmt.Errorf("%w: `make demo` builds OpenTofu when there is none", err)
	}
	dir, err := os.MkdirTemp("", "entraguard-demo-")
	if err != nil {
		return nil, err
	}
	s := &stage{dir: dir}
	if err := s.set(ctx, terraform, progress); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *stage) set(ctx context.Context, terraform string, progress io.Writer) error {
	provider, tenant := filepath.Join(s.dir, "bin"), filepath.Join(s.dir, "tenant")
	fmt.Fprintln(progress, "Building the provider. The first time this compiles Microsoft's Graph SDK, which takes some minutes.")
	started := time.Now()
	if err := workbench.BuildProvider(ctx, provider, progress); err != nil {
		return err
	}
	fmt.Fprintf(progress, "Built in %s.\n", time.Since(started).Round(time.Second))
	if err := copyFiles(tenantFiles, "tenant", tenant); err != nil {
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
	s.bench, err = workbench.New(terraform, s.dir, provider,
		"TF_VAR_graph_endpoint="+url,
		"ARM_TENANT_ID=7a1d3c52-5f0e-4a0b-9a55-2f6a1c0e9d10",
		"ARM_CLIENT_ID=81000000-0000-4000-8000-000000000001",
		"ARM_CLIENT_SECRET=demonstration",
	)
	return err
}

func (s *stage) close() {
	var err error
	if s.graph != nil {
		err = s.graph.Close()
	}
	if err = errors.Join(err, os.RemoveAll(s.dir)); err != nil {
		fmt.Fprintf(os.Stderr, "demo: hint: something was left behind: %v\n", err)
	}
}

// write puts a file of the demonstration into the configuration.
func (s *stage) write(name string) error {
	data, err := configFiles.ReadFile("config/" + name)
	if err != nil {
		return err
	}
	return s.bench.Write(target(name), data)
}

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
