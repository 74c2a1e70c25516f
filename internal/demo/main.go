// Command demo walks a dangerous change, and several harmless ones, from `terraform plan` to the tenant:
// with the real Terraform or OpenTofu, the real provider, and a simulated Microsoft Graph. Every step says
// in words what is tried and what is expected; it ends non-zero where a step behaves otherwise.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "demo: error: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out, progress io.Writer) error {
	stage, err := newStage(ctx, progress)
	if err != nil {
		return err
	}
	defer stage.close()
	asExpected := 0
	for i, s := range steps {
		fmt.Fprintf(out, "\n━━ %d of %d  %s\n\n%s\n", i+1, len(steps), s.title, indent(s.words))
		if err := s.play(ctx, stage, out); err != nil {
			fmt.Fprintf(out, "\n  NOT AS EXPECTED: %v\n", err)
			break // what follows rests on this step
		}
		fmt.Fprintf(out, "\n  ✓ %s\n", s.expected)
		asExpected++
	}
	fmt.Fprintf(out, "\ndemo: %d of %d steps as expected\n", asExpected, len(steps))
	if asExpected < len(steps) {
		return fmt.Errorf("%d of %d steps did not behave as expected", len(steps)-asExpected, len(steps))
	}
	return nil
}
