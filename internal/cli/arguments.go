package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

// knownCommand refuses what the root command would take for arguments: the name of a command there is not.
func knownCommand(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return withHint(fmt.Errorf("there is no command %q", args[0]), "see entraguard --help")
}

func noArguments(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return withHint(fmt.Errorf("%s takes no arguments, and got %q", command.Name(), args[0]), "see "+command.CommandPath()+" --help")
}
