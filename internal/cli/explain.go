package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

func explainCommand(streams Streams) *cobra.Command {
	return &cobra.Command{
		Use:                   "explain FINDING",
		DisableFlagsInUseLine: true,
		Short:                 "Say what a finding means, and what to do about it",
		Example:               "  entraguard explain EG021",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return withHint(fmt.Errorf("explain takes one finding, and got %d", len(args)), "as in entraguard explain EG021")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return explain(streams.Out, args[0]) },
	}
}

func explain(out io.Writer, id string) error {
	rule, ok := guard.Explain(id)
	if !ok {
		rules := guard.Rules()
		return withHint(fmt.Errorf("there is no finding %q", id),
			fmt.Sprintf("findings are numbered %s to %s; the first is explained by entraguard explain %[1]s", rules[0].ID, rules[len(rules)-1].ID))
	}
	waiver := "It cannot be waived."
	if rule.Waivable {
		waiver = "It can be waived, by name, with a reason and a date."
	}
	text := []string{
		fmt.Sprintf("%s (%s): %s", rule.ID, rule.Severity, rule.Title),
		rule.Harm,
		rule.WayOut,
	}
	if rule.Example != "" {
		text = append(text, "  "+strings.ReplaceAll(strings.TrimSpace(rule.Example), "\n", "\n  "))
	}
	_, err := fmt.Fprintln(out, strings.Join(append(text, waiver), "\n\n"))
	return err
}
