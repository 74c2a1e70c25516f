package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// Streams are where a command reads and writes.
type Streams struct {
	In  io.Reader
	Out io.Writer // results, and nothing else
	Err io.Writer // everything else
}

// The exit codes.
const (
	exitHolds     = 0
	exitCannotRun = 1
	exitBroken    = 2
	exitUndecided = 3
	exitDifferent = 4
)

// Run runs the command that args name, without the program's own name before them, until it ends or ctx does,
// and returns its exit code.
func Run(ctx context.Context, streams Streams, args []string) int {
	command := root(streams)
	command.SetArgs(args)
	err := command.ExecuteContext(ctx)
	var code exitError
	switch {
	case err == nil:
		return exitHolds
	case errors.As(err, &code):
		return int(code)
	}
	report(streams.Err, err)
	return exitCannotRun
}

func root(streams Streams) *cobra.Command {
	command := &cobra.Command{
		Use:   "entraguard",
		Short: "Who can still sign in and change the Conditional Access policies of a Microsoft Entra tenant",
		Long: `Entraguard judges the Conditional Access policies of a Microsoft Entra tenant: which administrators, which
break-glass accounts and which pipeline could still sign in and change them.`,
		Version:           currentVersion(),
		Args:              knownCommand,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
		RunE:              func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.SetIn(streams.In)
	command.SetOut(streams.Out)
	command.SetErr(streams.Err)
	command.SetFlagErrorFunc(func(command *cobra.Command, err error) error {
		return withHint(err, "see "+command.CommandPath()+" --help")
	})
	command.AddCommand(checkCommand(streams), diffCommand(streams), whatIfCommand(streams), explainCommand(streams), simulateCommand(streams))
	return command
}

// An exitError ends a command that has said what there was to say.
type exitError int

func (c exitError) Error() string { return fmt.Sprintf("exit code %d", int(c)) }
