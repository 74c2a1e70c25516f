package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// A step is one thing that a person would do, and what has to come of it.
type step struct {
	title    string
	words    string
	prepare  func(*stage) error // edits the configuration
	later    time.Duration      // how much time passes first
	commands [][]string
	refused  bool     // the last command has to fail
	says     []string // the last command has to print these
	writes   int      // how many writes the tenant has to see in this step
	expected string
}

func (s step) play(ctx context.Context, on *stage, out io.Writer) error {
	if s.prepare != nil {
		if err := s.prepare(on); err != nil {
			return err
		}
	}
	on.graph.Advance(s.later)
	on.graph.ResetLog()
	for i, command := range s.commands {
		fmt.Fprintf(out, "\n  $ terraform %s\n", strings.Join(command, " "))
		printed, exit, err := on.bench.Run(ctx, command...)
		if err != nil {
			return err
		}
		last := i == len(s.commands)-1
		fmt.Fprint(out, indent(essence(printed)))
		if err := s.judge(printed, exit, last); err != nil {
			return err
		}
	}
	if writes := on.writes(); writes != s.writes {
		return fmt.Errorf("the tenant saw %d writes, expected %d", writes, s.writes)
	}
	return nil
}

func (s step) judge(printed string, exit int, last bool) error {
	switch {
	case !last && exit != 0, last && !s.refused && exit != 0:
		return fmt.Errorf("terraform ended with %d:\n%s", exit, printed)
	case last && s.refused && exit == 0:
		return fmt.Errorf("terraform was not refused:\n%s", printed)
	}
	if last {
		for _, phrase := range s.says {
			if !strings.Contains(printed, phrase) {
				return fmt.Errorf("terraform did not say %q:\n%s", phrase, printed)
			}
		}
	}
	return nil
}

// writes counts the requests that changed something in the tenant.
func (s *stage) writes() int {
	writes := 0
	for _, r := range s.graph.Requests() {
		if r.Method != http.MethodGet && r.ConditionalAccess && r.Status < 300 {
			writes++
		}
	}
	return writes
}

// essence is what a person reads: diagnostics and the closing line, without the resources spelled out.
func essence(printed string) string {
	var kept []string
	for _, block := range diagnostics(printed) {
		if !strings.Contains(block, "Provider development overrides") && !strings.Contains(block, "Config generation is experimental") {
			kept = append(kept, block)
		}
	}
	for line := range strings.Lines(printed) {
		for _, closing := range []string{"Plan: ", "No changes. ", "Apply complete! "} {
			if strings.HasPrefix(line, closing) {
				kept = append(kept, line)
			}
		}
	}
	return strings.Join(kept, "")
}

// diagnostics cuts the boxes that Terraform draws out of its output.
func diagnostics(printed string) []string {
	var blocks []string
	var block strings.Builder
	for line := range strings.Lines(printed) {
		switch {
		case strings.HasPrefix(line, "╷"), strings.HasPrefix(line, "│"):
			block.WriteString(line)
		case strings.HasPrefix(line, "╵"):
			block.WriteString(line)
			blocks = append(blocks, block.String())
			block.Reset()
		}
	}
	return blocks
}

func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimRight(text, "\n") + "\n") {
		b.WriteString("  " + line)
	}
	return b.String()
}
