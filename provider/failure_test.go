package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entraguard/terraform-provider-entraguard/internal/graph"
)

func TestFailures(t *testing.T) {
	t.Parallel()
	timedOut, cancel := context.WithTimeoutCause(t.Context(), 0, errTimeout)
	t.Cleanup(cancel)
	interrupted, stop := context.WithCancel(t.Context())
	stop()
	for name, test := range map[string]struct {
		ctx             context.Context
		err             error
		summary, detail string
	}{
		"refused": {
			t.Context(),
			fmt.Errorf("wrapped: %w", &graph.Error{Operation: `change the policy "CA001"`, Status: 403, Code: "AccessDenied", Message: "required scopes are missing", RequestID: "r", ClientRequestID: "c", Scopes: []string{"A.Read", "B.Write"}}),
			`Microsoft Graph refused to change the policy "CA001" (403 Forbidden)`,
			"AccessDenied: required scopes are missing.\n\nThe application needs the permission A.Read and B.Write, with the consent of an administrator.\n\n  request-id        r\n  client-request-id c",
		},
		"numbered": {
			t.Context(), &graph.Error{Operation: "create it", Status: 400, Number: 1034, Message: "Policy contains invalid applications"},
			"Microsoft Graph refused to create it (400 Bad Request)", "1034: Policy contains invalid applications.",
		},
		"no-answer": {
			t.Context(), &graph.Error{Operation: "read the policies", Message: "no route to host"},
			"Microsoft Graph gave no answer", "Cannot read the policies: no route to host.",
		},
		"sign-in": {
			t.Context(), fmt.Errorf("wrapped: %w", &graph.SignInError{Code: "AADSTS700016", Message: "cannot sign in: AADSTS700016: no such application."}),
			"The provider cannot sign in to Microsoft Entra", "Cannot sign in: AADSTS700016: no such application.",
		},
		"timeout": {
			timedOut, &graph.Error{Operation: "create it", Message: "the time was up"},
			`The timeout passed before it was possible to create the policy "CA001"`, "Cannot create it: the time was up.\n\nThe timeouts of a resource are set in its `timeouts` attribute.",
		},
		"interrupt": {
			interrupted, context.Canceled,
			`Interrupted while trying to create the policy "CA001"`, "Context canceled.",
		},
		"anything-else": {
			t.Context(), errors.New("graph_endpoint is odd"),
			`Cannot create the policy "CA001"`, "graph_endpoint is odd.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			addFailure(test.ctx, &diags, `create the policy "CA001"`, test.err, "")
			if len(diags) != 1 || diags[0].Summary() != test.summary || diags[0].Detail() != test.detail {
				t.Errorf("got %v\nwant %q\n%q", diags, test.summary, test.detail)
			}
			for line := range strings.SplitSeq(diags[0].Detail(), "\n") {
				if strings.HasPrefix(line, " ") && len(line) > 76 {
					t.Errorf("an indented line of %d columns: %q", len(line), line)
				}
			}
		})
	}
}
