package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func simulateCommand(streams Streams) *cobra.Command {
	var tenant, listen, log string
	var options graphsim.Options
	command := &cobra.Command{
		Use:   "simulate --tenant DIR --listen 127.0.0.1:PORT",
		Short: "Serve a tenant folder as a Microsoft Graph on this machine",
		Long: `Simulate serves the tenant that a folder holds as a Microsoft Graph, with the token endpoint that belongs to
it, until it is interrupted. The folder itself is never written. Once requests are answered, the URL is
printed on standard output.

It accepts every credential, and so listens on loopback alone. The switches show the service on a bad day.`,
		Example:               "  entraguard simulate --tenant ./contoso --listen 127.0.0.1:8080 --quota 1 --staleness 2",
		Args:                  noArguments,
		DisableFlagsInUseLine: true,
		RunE: func(command *cobra.Command, _ []string) error {
			if tenant == "" {
				return withHint(errors.New("simulate needs --tenant"), "name a folder that holds policies.json, as in entraguard simulate --tenant ./contoso")
			}
			if log != "" {
				file, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
				if err != nil {
					return fmt.Errorf("--log: %w", err)
				}
				defer file.Close()
				options.Log = file
			}
			return simulate(command.Context(), streams, options, tenant, listen)
		},
	}
	flags := command.Flags()
	flags.StringVar(&tenant, "tenant", "", "the tenant `folder`")
	flags.StringVar(&listen, "listen", "127.0.0.1:0", "the loopback `address`; port 0 is any free port")
	flags.StringVar(&log, "log", "", "append one JSON line per request to this `file`")
	flags.Float64Var(&options.Quota, "quota", 0, "Conditional Access requests per second for all callers together; 0 is no limit")
	flags.DurationVar(&options.RetryAfter, "retry-after", 0, "what a refusal of the quota says in Retry-After; 0 says nothing, as the service does")
	flags.DurationVar(&options.Delay, "delay", 0, "how much later every answer comes")
	flags.IntVar(&options.Staleness, "staleness", 0, "how many reads after a write still show what was before it")
	flags.BoolVar(&options.Alternate, "alternate", false, "let every other of these reads show what is now")
	flags.IntVar(&options.StaleLists, "stale-lists", 0, "how many lists after a write still show what was before it")
	flags.IntVar(&options.Unseen, "unseen", 0, "how many reads miss an object just created")
	flags.IntVar(&options.PageSize, "page-size", 0, "objects in a page of a list; 0 is the service's own")
	flags.StringSliceVar(&options.RequireScopes, "scopes", nil, "the permissions that issued tokens hold; none named is every one")
	flags.StringSliceVar(&options.Licences, "licences", nil, "what the tenant has bought: P1, P2, WorkloadIdentities; none named is everything")
	flags.BoolVar(&options.Reorder, "reorder", false, "answer lists of strings in another order")
	flags.BoolVar(&options.PatchReplaces, "patch-replaces", false, "let an update replace nested objects instead of merging into them")
	flags.BoolVar(&options.NullStrict, "null-strict", false, "refuse null inside of nested objects")
	flags.BoolVar(&options.OldErrors, "old-errors", false, "answer errors in the older envelope")
	return command
}

func simulate(ctx context.Context, streams Streams, options graphsim.Options, tenant, listen string) (err error) {
	server := graphsim.New(options)
	if err := server.Load(tenant); err != nil {
		return err
	}
	url, err := server.Listen(listen)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	fmt.Fprintf(streams.Err, `Serving %s. Any client id and secret will do:

  provider "entraguard" {
    graph_endpoint = %q
    tenant_id      = "…" # the id in organization.json; any, where there is none
    client_id      = "00000000-0000-0000-0000-000000000001"
    client_secret  = "any"
  }

Interrupt to stop.
`, tenant, url)
	if _, err := fmt.Fprintln(streams.Out, url); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}
