// Command testcount runs go test and says how many tests ran. It prints what failed in full, what was
// skipped by name, and ends with one line:
//
//	412 passed, 0 failed, 3 skipped
//
// It fails when a test fails, and also when fewer tests ran than the floor asks for: a gate that tested
// nothing must not look like one that passed.
//
//	testcount [-C dir]... [-floor [prefix=]n]... [--] [go test arguments]
//
// Each -C is one module to test. A floor with a prefix counts the tests whose name starts with it.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
)

func main() {
	// An interrupt ends go test, and the summary of what ran is still printed.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var dirs []string
	var floors floors
	flags := flag.NewFlagSet("testcount", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Func("C", "test the module in this `folder`; may be repeated", func(dir string) error {
		dirs = append(dirs, dir)
		return nil
	})
	flags.Var(&floors, "floor", "fail unless at least this many tests ran, `[prefix=]n`; may be repeated")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if len(dirs) == 0 {
		dirs = []string{"."}
	}
	count := newCount(stdout)
	for _, dir := range dirs {
		if err := test(ctx, count, dir, flags.Args(), stderr); err != nil {
			count.note(dir, err)
		}
	}
	return count.finish(floors)
}

// test runs the tests of one module. An error that no test accounts for is returned.
func test(ctx context.Context, count *count, dir string, args []string, stderr io.Writer) error {
	before := count.failed
	command := exec.CommandContext(ctx, "go", slices.Concat([]string{"test", "-C", dir, "-json"}, args)...)
	command.Stderr = stderr
	output, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	lines := bufio.NewReader(output)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			count.line(line)
		}
		if err != nil {
			break
		}
	}
	if err := command.Wait(); err != nil && count.failed == before {
		return fmt.Errorf("go test: %w", err)
	}
	return nil
}
