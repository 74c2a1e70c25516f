package graph

import (
	"context"
	"errors"
	"time"

	abstractions "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoftgraph/msgraph-sdk-go/policies"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// SecurityDefaults returns the tenant's security defaults, read once for all callers, with this client's own
// write laid over them.
func (c *Client) SecurityDefaults(ctx context.Context) (ca.SecurityDefaults, error) {
	if err := c.lists.defaults.refresh(ctx, time.Time{}, false); err != nil {
		return ca.SecurityDefaults{}, err
	}
	list := c.lists.defaults.current()
	if len(list) != 1 {
		return ca.SecurityDefaults{}, errors.New("the tenant shows no security defaults")
	}
	return list[0], nil
}

// UpdateSecurityDefaults switches security defaults to what desired says. Nothing else about them can be
// changed.
func (c *Client) UpdateSecurityDefaults(ctx context.Context, desired, current ca.SecurityDefaults) (ca.SecurityDefaults, error) {
	operation := "switch security defaults off"
	if desired.IsEnabled {
		operation = "switch security defaults on"
	}
	body := ca.EncodeSecurityDefaults(desired)
	if err := writable(operation, body); err != nil {
		return ca.SecurityDefaults{}, err
	}
	switched := current
	switched.IsEnabled = desired.IsEnabled
	builder := policies.NewIdentitySecurityDefaultsEnforcementPolicyRequestBuilderInternal(c.root(v1), c.adapters[v1])
	build := func() order {
		return order{operation: operation, version: v1, needs: writeDefaults, info: withBody(builder.BaseRequestBuilder, abstractions.PATCH, body)}
	}
	if err := change(ctx, c, &c.lists.defaults, build, never); err != nil {
		return ca.SecurityDefaults{}, err
	}
	c.lists.defaults.wrote(changed, switched, c.clock.now())
	return switched, nil
}
