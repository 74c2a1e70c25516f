package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/differential"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/review"
	"github.com/entraguard/terraform-provider-entraguard/internal/tenantdir"
)

// A whatIfRequest is what whatif is asked.
type whatIfRequest struct {
	tenant, signIn, format string
	check                  bool
}

func whatIfCommand(streams Streams) *cobra.Command {
	var request whatIfRequest
	command := &cobra.Command{
		Use:   "whatif --tenant DIR --sign-in FILE [--check] [--format text|json|markdown]",
		Short: "Say what every policy says to one sign-in",
		Long: `Whatif holds one sign-in against every policy of the tenant that a folder holds: whether it applies, why not,
what it asks, and whether this account can meet it and with what.

The file holds the body of Graph's own What-If request, POST /identity/conditionalAccess/evaluate. The user may
be named by user principal name, and a device of which the file states the deviceId alone is the one that is
registered to the user. What is not stated stays unknown; only a risk, a flow and a device are taken as none.

Unlike the service's What-If it looks at disabled policies too, follows early-bound service dependencies, and
knows the account's registered methods. With --check it asks a second, independent evaluator as well.

Exit codes: 0 allowed, 2 denied, 3 open because a fact is missing, 1 it could not run.`,
		Example:               "  entraguard whatif --tenant ./contoso --sign-in ann.json",
		Args:                  noArguments,
		DisableFlagsInUseLine: true,
		RunE: func(*cobra.Command, []string) error {
			return whatIf(streams.Out, request)
		},
	}
	flags := command.Flags()
	flags.StringVar(&request.tenant, "tenant", "", "the tenant `folder`")
	flags.StringVar(&request.signIn, "sign-in", "", "the `file` that holds the sign-in")
	flags.BoolVar(&request.check, "check", false, "ask the reference evaluator, too")
	flags.StringVar(&request.format, "format", "text", "text, json or markdown")
	return command
}

func whatIf(out io.Writer, request whatIfRequest) error {
	write, ok := whatIfFormats[request.format]
	switch {
	case !ok:
		return withHint(fmt.Errorf("--format %q is not a format of whatif", request.format), "use text, json or markdown")
	case request.tenant == "":
		return withHint(errors.New("whatif needs --tenant"), "name a folder that holds policies.json, as in entraguard whatif --tenant ./contoso --sign-in ann.json")
	case request.signIn == "":
		return withHint(errors.New("whatif needs --sign-in"), "name a file that holds the body of a What-If request; entraguard whatif --help says more")
	}
	config, err := guardConfig(request.tenant)
	if err != nil {
		return err
	}
	tenant, err := tenantdir.Read(request.tenant)
	if err != nil {
		return err
	}
	report, err := evaluate(engine.Question{Tenant: tenant, Assume: config.Assume}, request.signIn)
	if err != nil {
		return err
	}
	if request.check {
		if what := differential.CheckWhatIf(tenant, report); what != "" {
			return withHint(fmt.Errorf("the engine and the reference evaluator disagree, so there is no answer to rely on: %s", what),
				"please report this, with the policy and the sign-in: https://github.com/entraguard/terraform-provider-entraguard/issues")
		}
	}
	if err := write(out, review.WhatIf{Tenant: tenant, Report: report, Checked: request.check}); err != nil {
		return err
	}
	return outcomeCode(report.Outcome)
}

// evaluate holds the sign-in of a file against a tenant.
func evaluate(q engine.Question, path string) (engine.WhatIfReport, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return engine.WhatIfReport{}, fmt.Errorf("--sign-in: %w", err)
	}
	signIn, err := ca.DecodeSignIn(data)
	if err != nil {
		return engine.WhatIfReport{}, fmt.Errorf("%s: %w", path, err)
	}
	report, err := engine.WhatIf(q, signIn)
	if err != nil {
		return engine.WhatIfReport{}, fmt.Errorf("%s: %w", path, err)
	}
	return report, nil
}

func outcomeCode(o engine.Outcome) error {
	switch o {
	case engine.Allowed:
		return nil
	case engine.Denied:
		return exitError(exitBroken)
	}
	return exitError(exitUndecided)
}

// whatIfFormats are the formats of whatif.
var whatIfFormats = map[string]func(io.Writer, review.WhatIf) error{
	"json":     review.WriteWhatIfJSON,
	"markdown": review.WriteWhatIfMarkdown,
	"text":     func(w io.Writer, what review.WhatIf) error { return review.WriteWhatIfText(w, what, isTerminal(w)) },
}
