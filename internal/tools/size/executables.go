package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

const (
	megabyte      = 1e6
	maximumBinary = 45 // megabytes
)

// Built are the executables that are measured, and those that it takes to.
type built struct {
	provider, bare, entraguard string
}

// build builds as a release does. The bare provider is built in the provider's own module, so that both
// have every dependency in the same version.
func build(ctx context.Context, root, dir string, progress io.Writer) (built, error) {
	bin, err := filepath.Abs(dir)
	if err != nil {
		return built{}, err
	}
	b := built{
		provider:   filepath.Join(bin, "measured"),
		bare:       filepath.Join(bin, "bare"),
		entraguard: filepath.Join(bin, "entraguard"),
	}
	for _, p := range []struct{ out, what string }{
		{b.provider, "."}, {b.bare, "internal/tools/size/testdata/bare/main.go"}, {b.entraguard, "./cmd/entraguard"},
	} {
		command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", p.out, p.what)
		command.Dir, command.Stdout, command.Stderr = root, progress, progress
		if err := command.Run(); err != nil {
			return b, fmt.Errorf("build %s: %w", p.what, err)
		}
	}
	return b, nil
}

func (b built) weighExecutables(r *report) error {
	for _, e := range []struct {
		what, path string
		limit      float64
	}{{"binary", b.provider, maximumBinary}, {"binary/bare", b.bare, 0}} {
		file, err := os.Stat(e.path)
		if err != nil {
			return err
		}
		r.size(e.what, float64(file.Size())/megabyte, "MB", e.limit)
	}
	return nil
}
