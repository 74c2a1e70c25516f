package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
	"github.com/entraguard/terraform-provider-entraguard/internal/review"
	"github.com/entraguard/terraform-provider-entraguard/internal/tenantdir"
)

func checkCommand(streams Streams) *cobra.Command {
	var tenant, format string
	var smallest bool
	command := &cobra.Command{
		Use:   "check --tenant DIR [--smallest] [--format text|json]",
		Short: "Judge a tenant as it is",
		Long: `Check judges the tenant that a folder holds, by the folder's guard.json.

A folder holds JSON files, each verbatim what Microsoft Graph returns for one list request: policies.json,
users.json, roleAssignments.json and so on. A file that is missing was not read: what it would say is not
known, and never taken for favourable. Without a guard.json the strictest configuration counts.

The policies that are named for an account that is locked out are enough for it, and none of them can be left
out. With --smallest they are also the fewest, unless the search for fewer exceeds its budget.

Exit codes: 0 the invariants hold, 2 broken, 3 undecided, 1 the check could not run.`,
		Example:               "  entraguard check --tenant ./contoso\n  entraguard check --tenant ./contoso --format json",
		Args:                  noArguments,
		DisableFlagsInUseLine: true,
		RunE: func(*cobra.Command, []string) error {
			return check(streams.Out, tenant, format, smallest)
		},
	}
	command.Flags().StringVar(&tenant, "tenant", "", "the tenant `folder`")
	command.Flags().StringVar(&format, "format", "text", "text or json")
	command.Flags().BoolVar(&smallest, "smallest", false, "name the fewest policies that are enough to lock an account out")
	return command
}

func check(out io.Writer, dir, format string, smallest bool) error {
	write, ok := formats[format]
	if !ok {
		return withHint(fmt.Errorf("--format %q is not a format of check", format), "use text or json")
	}
	if dir == "" {
		return withHint(errors.New("check needs --tenant"), "name a folder that holds policies.json, as in entraguard check --tenant ./contoso")
	}
	config, err := guardConfig(dir)
	if err != nil {
		return err
	}
	tenant, err := tenantdir.Read(dir)
	if err != nil {
		return err
	}
	config.Smallest = smallest
	result := guard.Check(tenant, config, time.Now())
	err = write(out, review.Check{
		Tenant:   tenant,
		Verdict:  result.Verdict,
		Report:   result.Report,
		Findings: result.Findings,
	})
	if err != nil {
		return err
	}
	return verdictCode(result.Verdict)
}

// verdictCode ends the command with the exit code of a verdict.
func verdictCode(v guard.Verdict) error {
	switch v {
	case guard.Holds:
		return nil
	case guard.Broken:
		return exitError(exitBroken)
	}
	return exitError(exitUndecided)
}

// formats are the formats of check.
var formats = map[string]func(io.Writer, review.Check) error{
	"json": review.WriteJSON,
	"text": func(w io.Writer, c review.Check) error { return review.WriteText(w, c, isTerminal(w)) },
}

// guardConfig is the folder's guard.json. A folder without one is judged by the strictest configuration.
func guardConfig(dir string) (guard.Config, error) {
	data, found, err := tenantdir.GuardFile(dir)
	if err != nil || !found {
		return guard.Defaults(), err
	}
	config, err := guard.DecodeConfig(data)
	if err != nil {
		return guard.Config{}, fmt.Errorf("tenant folder %q: guard.json: %w", dir, err)
	}
	return config, nil
}

// isTerminal reports whether colour helps: it writes to a terminal whose user did not ask for none.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
