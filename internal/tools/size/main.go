// Size measures what the provider costs whoever runs it, prints one `size <what> <value> <unit>` a line, and
// fails where a limit is broken: its executable as released, its start compared with that of a provider on the
// same framework that does nothing, and the most memory that it holds while Terraform plans a whole tenant.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	if isProvider(os.Args[0]) {
		os.Exit(weigh())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "size:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("size", flag.ContinueOnError)
	flags.SetOutput(stderr)
	root := flags.String("C", ".", "the provider's module, a `directory`")
	starts := flags.Int("starts", 101, "how `many` times each provider is started")
	administrators := flags.Int("administrators", 5000, "how `many` administrators the larger tenant has")
	if err := flags.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "size")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b, err := build(ctx, *root, dir, stderr)
	if err != nil {
		return err
	}
	r := report{out: stdout}
	if err := b.weighExecutables(&r); err != nil {
		return err
	}
	if err := b.timeStarts(ctx, &r, *starts); err != nil {
		return err
	}
	contoso := filepath.Join(*root, "examples", "contoso")
	for _, t := range []tenant{{base: contoso}, {base: contoso, administrators: *administrators}} {
		if err := b.weighPlans(ctx, &r, t, dir); err != nil {
			return err
		}
	}
	return errors.Join(r.broken...)
}

// A report prints what was measured, and keeps what is over its limit.
type report struct {
	out    io.Writer
	broken []error
}

// size prints a value; a limit of 0 is none.
func (r *report) size(what string, value float64, unit string, limit float64) {
	fmt.Fprintf(r.out, "size %s %.2f %s\n", what, value, unit)
	if limit > 0 && value > limit {
		r.broken = append(r.broken, fmt.Errorf("%s is %.2f %s, and %g is the limit", what, value, unit, limit))
	}
}
