// Bench runs the benchmarks on one core and prints what they measured, one `bench <name> <value> <unit>` a line:
// time, memory and allocations of each, how each grows from one size to the next, and what one more judgement
// costs beside a whole one. Each value is the median of the runs.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"

	"golang.org/x/perf/benchfmt"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	directory := flags.String("C", ".", "the module's `directory`")
	count := flags.Int("count", 5, "how often each benchmark runs")
	time := flags.String("benchtime", "0.5s", "how long, or how often, each run goes on")
	pattern := flags.String("bench", ".", "the benchmarks to run")
	raw := flags.String("raw", "", "the `file` that keeps what go test printed")
	if err := flags.Parse(args); err != nil {
		return err
	}
	command := exec.CommandContext(context.Background(), "go", append([]string{
		"test", "-run", "^$", "-bench", *pattern, "-benchmem", "-cpu", "1", "-count", strconv.Itoa(*count), "-benchtime", *time, "-timeout", "2h",
	}, flags.Args()...)...)
	command.Dir, command.Stderr = *directory, stderr
	var out bytes.Buffer
	command.Stdout = &out
	if err := command.Run(); err != nil {
		return fmt.Errorf("go test: %w\n%s", err, out.Bytes())
	}
	if *raw != "" {
		if err := os.WriteFile(*raw, out.Bytes(), 0o644); err != nil {
			return err
		}
	}
	m, err := read(&out)
	if err != nil {
		return err
	}
	m.print(stdout)
	return nil
}

// read collects the values of every benchmark and unit.
func read(r io.Reader) (*measured, error) {
	m := &measured{values: map[string]map[string][]float64{}}
	reader := benchfmt.NewReader(r, "go test")
	for reader.Scan() {
		if result, ok := reader.Result().(*benchfmt.Result); ok {
			m.add(result)
		}
	}
	if err := reader.Err(); err != nil {
		return nil, err
	}
	if len(m.names) == 0 {
		return nil, errors.New("no benchmark ran")
	}
	return m, nil
}
