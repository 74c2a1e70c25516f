package graph

import (
	"context"

	abstractions "github.com/microsoft/kiota-abstractions-go"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// askWhatIf is the least that the request needs; whoever may read or write the policies may ask, too.
var askWhatIf = []string{"Policy.Read.ConditionalAccess"}

// WhatIf asks the service which stored policies apply to a sign-in. It costs a request of the Conditional
// Access quota, and changes nothing.
func (c *Client) WhatIf(ctx context.Context, s ca.SignIn) ([]ca.WhatIfResult, error) {
	o := order{operation: "ask What-If about a sign-in", version: v1, needs: askWhatIf}
	o.info = withBody(c.conditionalAccess(v1).Evaluate().BaseRequestBuilder, abstractions.POST, ca.EncodeSignIn(s))
	data, first, err := c.list(withManner(ctx, manner{reads: true}), o)
	if err != nil {
		return nil, err
	}
	results, err := ca.DecodeWhatIf(data)
	if err != nil {
		return nil, unreadable(o.operation, first, err)
	}
	return results, nil
}
