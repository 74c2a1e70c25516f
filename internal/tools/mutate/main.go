// Command mutate breaks the engine on purpose, one small change at a time, and says which changes no test
// notices. The working tree is never touched: the mutants reach the compiler through an overlay, many at once,
// and the environment of a test says which one it meets.
//
//	mutate [-C dir] [-only regexp] [-shard i/n] [-again file] [-with regexp] [-list]
//
// It prints each survivor with its place, and ends with one line:
//
//	mutation 1180/1204
//
// Which mutants run is a choice: those of some functions, a part of all, those that survived an earlier run. So is
// which tests they have to pass; a survivor of some tests may be killed by the others.
//
// A survivor is a change that makes no difference, or a test that is missing. Which one is written down in
// survivors.txt; one that is not there fails the run, and so does an explanation that explains nothing.
package main

import (
	"context"
	_ "embed"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
)

//go:embed survivors.txt
var survivors string

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// options are the arguments of a run.
type options struct {
	root  string
	only  *regexp.Regexp
	shard shard
	again map[string]bool // the keys of those that survived an earlier run; nil for all mutants
	with  *regexp.Regexp  // the parts of the suite; nil for all of it
	list  bool
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if err != nil {
		return 2
	}
	explained, err := parseSurvivors(survivors)
	if err == nil {
		err = mutate(ctx, o, explained, stdout, stderr)
	}
	if err != nil {
		fmt.Fprintf(stderr, "mutate: %v\n", err)
		return 1
	}
	return 0
}

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{shard: shard{0, 1}}
	flags := flag.NewFlagSet("mutate", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.root, "C", ".", "the repository's root `folder`")
	flags.BoolVar(&o.list, "list", false, "list the mutants and run none")
	flags.Func("only", "mutate what matches this `regexp`, of \"file function\"", func(text string) (err error) {
		o.only, err = regexp.Compile(text)
		return err
	})
	flags.Func("again", "mutate what survived the run of which this `file` is the output", func(name string) error {
		output, err := os.ReadFile(name)
		o.again = survivorsIn(string(output))
		return err
	})
	flags.Func("with", "use the parts of the suite whose names match this `regexp`, such as ^engine$", func(text string) (err error) {
		o.with, err = regexp.Compile(text)
		return err
	})
	flags.Func("shard", "the part `i/n` of the mutants, from 0/n on", func(text string) (err error) {
		o.shard, err = parseShard(text)
		return err
	})
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "mutate takes no arguments, found %q\n", flags.Arg(0))
		return o, flag.ErrHelp
	}
	return o, nil
}

// A shard is every n-th mutant, from the i-th on. All shards together are all mutants.
type shard struct{ i, n int }

func parseShard(text string) (shard, error) {
	var s shard
	if _, err := fmt.Sscanf(text, "%d/%d", &s.i, &s.n); err != nil || s.n < 1 || s.i < 0 || s.i >= s.n {
		return shard{}, fmt.Errorf("%q is not a part such as 0/4", text)
	}
	return s, nil
}

func (s shard) of(mutants []mutant) []mutant {
	var part []mutant
	for i := s.i; i < len(mutants); i += s.n {
		part = append(part, mutants[i])
	}
	return part
}
