package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
	"github.com/entraguard/terraform-provider-entraguard/internal/review"
	"github.com/entraguard/terraform-provider-entraguard/internal/tenantdir"
)

func diffCommand(streams Streams) *cobra.Command {
	var before, after, format string
	command := &cobra.Command{
		Use:   "diff --before DIR --after DIR [--format text|json|markdown]",
		Short: "Say which sign-ins a change makes different",
		Long: `Diff compares two tenant folders by what they mean: not which lines of which policy were edited, but who is asked
for what, where, that was not asked before. Every set of sign-ins that changes comes with an example, and every
policy with whether its own change is stricter than what went before.

What was not read is taken to be the same in both.

Exit codes: 0 no sign-in changes, 4 some do, 3 the search was not finished, 1 it could not run.`,
		Example:               "  entraguard diff --before ./contoso --after ./contoso-planned",
		Args:                  noArguments,
		DisableFlagsInUseLine: true,
		RunE: func(*cobra.Command, []string) error {
			return diff(streams.Out, before, after, format)
		},
	}
	flags := command.Flags()
	flags.StringVar(&before, "before", "", "the tenant `folder` before the change")
	flags.StringVar(&after, "after", "", "the tenant `folder` after it")
	flags.StringVar(&format, "format", "text", "text, json or markdown")
	return command
}

func diff(out io.Writer, before, after, format string) error {
	write, ok := diffFormats[format]
	switch {
	case !ok:
		return withHint(fmt.Errorf("--format %q is not a format of diff", format), "use text, json or markdown")
	case before == "" || after == "":
		return withHint(errors.New("diff needs --before and --after"), "name two tenant folders, as in entraguard diff --before ./contoso --after ./contoso-planned")
	}
	old, err := tenantdir.Read(before)
	if err != nil {
		return err
	}
	changed, err := tenantdir.Read(after)
	if err != nil {
		return err
	}
	report := difference.Of(old, changed)
	if err := write(out, review.Difference{Before: old, After: changed, Report: report}); err != nil {
		return err
	}
	return differenceCode(report)
}

// differenceCode lets a search that was not finished pass for neither answer.
func differenceCode(r difference.Report) error {
	switch {
	case r.None():
		return nil
	case r.Undecided != "":
		return exitError(exitUndecided)
	}
	return exitError(exitDifferent)
}

// diffFormats are the formats of diff.
var diffFormats = map[string]func(io.Writer, review.Difference) error{
	"json":     review.WriteDifferenceJSON,
	"markdown": review.WriteDifferenceMarkdown,
	"text":     func(w io.Writer, d review.Difference) error { return review.WriteDifferenceText(w, d, isTerminal(w)) },
}
