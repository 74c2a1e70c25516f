package graph

import (
	"context"
	"fmt"
	"time"

	abstractions "github.com/microsoft/kiota-abstractions-go"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Strengths returns every authentication strength of the tenant, the built-in ones too, read once for all
// callers, with this client's own writes laid over it.
func (c *Client) Strengths(ctx context.Context) ([]ca.AuthenticationStrength, error) {
	if err := c.lists.strengths.refresh(ctx, time.Time{}, false); err != nil {
		return nil, err
	}
	return c.lists.strengths.current(), nil
}

// Strength returns one strength from the same list, and asks for it alone only if it is not there.
func (c *Client) Strength(ctx context.Context, id string) (ca.AuthenticationStrength, bool, error) {
	list, err := c.Strengths(ctx)
	if err != nil {
		return ca.AuthenticationStrength{}, false, err
	}
	if s, ok := strengthKind.find(list, id); ok || c.lists.strengths.deletedHere(id) {
		return s, ok, nil
	}
	return one(ctx, c, c.onStrength(ctx, abstractions.GET, id, "read the authentication strength "+id, nil), ca.DecodeStrength)
}

// one reads a single object; false where there is none.
func one[T any](ctx context.Context, c *Client, o order, decode func([]byte) (T, error)) (T, bool, error) {
	var none T
	a, err := c.send(ctx, o)
	switch {
	case IsNotFound(err):
		return none, false, nil
	case err != nil:
		return none, false, err
	}
	object, err := decode(a.body)
	if err != nil {
		return none, false, unreadable(o.operation, a, err)
	}
	return object, true, nil
}

// CreateStrength creates a strength and returns it as the service stored it. It is sent with its combination
// configurations; one that the service then does not show is created by itself. Nobody can refer to the
// strength yet, so the order is of no account. With an error, what comes back is what was created all the
// same: it has an id then.
func (c *Client) CreateStrength(ctx context.Context, s ca.AuthenticationStrength) (ca.AuthenticationStrength, error) {
	operation := "create " + strengthKind.title(s)
	body := ca.EncodeStrength(s)
	if err := writable(operation, body); err != nil {
		return ca.AuthenticationStrength{}, err
	}
	build := func() order {
		o := order{operation: operation, version: v1, needs: writeStrengths}
		o.info = withBody(c.conditionalAccess(v1).AuthenticationStrength().Policies().BaseRequestBuilder, abstractions.POST, body)
		return o
	}
	stored, err := create(ctx, c, &c.lists.strengths, build, s, ca.DecodeStrength, never)
	if err != nil {
		return ca.AuthenticationStrength{}, err
	}
	for _, wanted := range s.CombinationConfigurations {
		if _, ok := counterpart(wanted, stored.CombinationConfigurations); ok {
			continue
		}
		added, err := c.addConfiguration(ctx, stored, wanted)
		if err != nil {
			return stored, fmt.Errorf("%w; %s was created without it", err, strengthKind.title(stored))
		}
		stored = withConfiguration(stored, added)
		c.lists.strengths.wrote(created, stored, c.clock.now())
	}
	return stored, nil
}

// DeleteStrength deletes a strength. One that is gone already is no error.
func (c *Client) DeleteStrength(ctx context.Context, id string) error {
	s, ok := strengthKind.find(c.lists.strengths.current(), id)
	operation := "delete the authentication strength " + id
	if ok {
		operation = "delete " + strengthKind.title(s)
	}
	s.ID = id
	return remove(ctx, c, &c.lists.strengths, c.onStrength(ctx, abstractions.DELETE, id, operation, nil), s)
}
