package graph

import (
	"context"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Templates returns the policies that Microsoft suggests, read once for all callers. They are the same in
// every tenant, and nobody can write them.
func (c *Client) Templates(ctx context.Context) ([]ca.Template, error) {
	if err := c.lists.templates.refresh(ctx, time.Time{}, false); err != nil {
		return nil, err
	}
	return c.lists.templates.bare(), nil
}

func (c *Client) listTemplates(ctx context.Context) order {
	o := order{operation: "list the policy templates", version: v1, needs: readPolicies}
	o.info, o.err = c.conditionalAccess(v1).Templates().ToGetRequestInformation(ctx, nil)
	return o
}
