package provider

import (
	"context"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graph"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

func newContextResource() resource.Resource {
	return &entityResource[ca.AuthenticationContext]{entity: contextEntity}
}

var contextEntity = entity[ca.AuthenticationContext]{
	noun:     "authentication context",
	typeName: "authentication_context",
	address: address{
		collections: []string{"identity/conditionalAccess/authenticationContextClassReferences"},
		form:        regexp.MustCompile(`^[cC][1-9][0-9]?$`),
		called:      "id from c1 to c99",
	},

	schema: once(contextSchema),
	scalar: "display_name",
	shape:  contextShape,

	id:       func(x ca.AuthenticationContext) string { return x.ID },
	name:     func(x ca.AuthenticationContext) string { return x.DisplayName },
	modified: func(ca.AuthenticationContext) time.Time { return time.Time{} }, // the service does not say
	in:       func(t *ca.Tenant) []ca.AuthenticationContext { return t.Contexts.Value() },

	list:   (*graph.Client).Contexts,
	read:   (*graph.Client).Context,
	create: (*graph.Client).CreateContext,
	update: func(ctx context.Context, c *graph.Client, desired, current ca.AuthenticationContext) (ca.AuthenticationContext, error) {
		return c.UpdateContext(ctx, desired, current)
	},
	remove: (*graph.Client).DeleteContext,

	change: contextChange,
	check:  guard.CheckContext,
	complete: func(planned, current ca.AuthenticationContext) (ca.AuthenticationContext, []string) {
		if len(planned.Extra) == 0 { // nothing in it is still unknown
			planned.Extra = current.Extra
		}
		return planned, nil
	},
	disarm: func(ctx context.Context, c *graph.Client, created ca.AuthenticationContext) error {
		return c.DeleteContext(ctx, created.ID)
	},
	decode:   ca.DecodeContext,
	sources:  []source{microsoft365Context, microsoft365wpContext},
	unfit:    func(ca.AuthenticationContext) string { return "" },
	replaces: func(before, after ca.AuthenticationContext) bool { return !ca.SameID(before.ID, after.ID) },
}

func contextChange(before, after *ca.AuthenticationContext) guard.Change {
	change := guard.Change{Object: guard.ObjectContext, ContextBefore: before, ContextAfter: after}
	if before != nil {
		change.ID = before.ID
	}
	return change
}
