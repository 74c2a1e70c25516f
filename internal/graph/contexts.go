package graph

import (
	"context"
	"fmt"
	"time"

	abstractions "github.com/microsoft/kiota-abstractions-go"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Contexts returns every authentication context of the tenant, read once for all callers, with this client's
// own writes laid over it.
func (c *Client) Contexts(ctx context.Context) ([]ca.AuthenticationContext, error) {
	if err := c.lists.contexts.refresh(ctx, time.Time{}, false); err != nil {
		return nil, err
	}
	return c.lists.contexts.current(), nil
}

// Context returns one authentication context from the same list, and asks for it alone only if it is not
// there.
func (c *Client) Context(ctx context.Context, id string) (ca.AuthenticationContext, bool, error) {
	list, err := c.Contexts(ctx)
	if err != nil {
		return ca.AuthenticationContext{}, false, err
	}
	if x, ok := contextKind.find(list, id); ok || c.lists.contexts.deletedHere(id) {
		return x, ok, nil
	}
	return one(ctx, c, c.onContext(abstractions.GET, id, "read the authentication context "+id, nil), ca.DecodeContext)
}

// CreateContext creates an authentication context under the id that it has, c1 to c99, and returns it as the
// service stored it. An id that is taken is refused here: the service may take the creation for a change of
// the context that has it.
func (c *Client) CreateContext(ctx context.Context, x ca.AuthenticationContext) (ca.AuthenticationContext, error) {
	operation := "create " + contextKind.title(x)
	body := ca.EncodeContext(x)
	if err := writable(operation, body); err != nil {
		return ca.AuthenticationContext{}, err
	}
	held, taken, err := c.Context(ctx, x.ID)
	switch {
	case err != nil:
		return ca.AuthenticationContext{}, err
	case taken:
		return ca.AuthenticationContext{}, fmt.Errorf("cannot %s: the tenant has %s already, as %q; import it, or take an id that is free",
			operation, held.ID, held.DisplayName)
	}
	for lost := 0; ; lost++ {
		o := order{operation: operation, version: v1, needs: writeContexts}
		o.info = withBody(c.conditionalAccess(v1).AuthenticationContextClassReferences().BaseRequestBuilder, abstractions.POST, body)
		a, err := c.send(ctx, o)
		if err == nil {
			stored, err := ca.DecodeContext(a.body)
			if err != nil || !ca.SameID(stored.ID, x.ID) {
				c.lists.contexts.forget()
				return ca.AuthenticationContext{}, unreadable(operation, a, firstError(err, fmt.Errorf("its id is %q", stored.ID)))
			}
			c.lists.contexts.wrote(created, stored, c.clock.now())
			return stored, nil
		}
		if !isUnclear(err) {
			return ca.AuthenticationContext{}, err
		}
		c.lists.contexts.forget()
		if ctx.Err() != nil {
			return ca.AuthenticationContext{}, fmt.Errorf("%w; it may have been created all the same", err)
		}
		stored, found, lookErr := c.findContext(ctx, x)
		switch {
		case lookErr != nil:
			return ca.AuthenticationContext{}, fmt.Errorf("%w; it may have been created all the same, which could not be found out: %w", err, lookErr)
		case found:
			c.lists.contexts.wrote(created, stored, c.clock.now())
			return stored, nil
		case lost == createTries-1:
			return ca.AuthenticationContext{}, err
		}
	}
}

// findContext looks for the context that a lost creation made. The id was free, so one that now has it, and
// says what was sent, is that one.
func (c *Client) findContext(ctx context.Context, wanted ca.AuthenticationContext) (ca.AuthenticationContext, bool, error) {
	for look := range lookups {
		if err := sleep(ctx, backoff(c.unit, look)); err != nil {
			return ca.AuthenticationContext{}, false, err
		}
		if err := c.lists.contexts.refresh(ctx, time.Now(), false); err != nil {
			return ca.AuthenticationContext{}, false, err
		}
		if x, ok := contextKind.find(c.lists.contexts.bare(), wanted.ID); ok {
			if !contextKind.same(x, wanted) {
				return x, false, fmt.Errorf("the tenant now has %s as %q, which is not what was sent", x.ID, x.DisplayName)
			}
			return x, true, nil
		}
	}
	return ca.AuthenticationContext{}, false, nil
}

// UpdateContext turns the context into desired. One that is no longer as current has it is not changed: that is a
// [ChangedError].
func (c *Client) UpdateContext(ctx context.Context, desired, current ca.AuthenticationContext) (ca.AuthenticationContext, error) {
	operation := "change " + contextKind.title(desired)
	read := c.onContext(abstractions.GET, current.ID, "read "+contextKind.title(current), nil)
	if _, _, err := fresh(ctx, c, &c.lists.contexts, read, ca.DecodeContext, current, operation); err != nil {
		return ca.AuthenticationContext{}, err
	}
	return c.patchContext(ctx, desired, current)
}

func (c *Client) patchContext(ctx context.Context, desired, current ca.AuthenticationContext) (ca.AuthenticationContext, error) {
	desired.ID = current.ID
	operation := "change " + contextKind.title(desired)
	body := ca.EncodeContext(desired)
	if err := writable(operation, body); err != nil {
		return ca.AuthenticationContext{}, err
	}
	build := func() order { return c.onContext(abstractions.PATCH, current.ID, operation, body) }
	if err := change(ctx, c, &c.lists.contexts, build, never); err != nil {
		return ca.AuthenticationContext{}, err
	}
	c.lists.contexts.wrote(changed, desired, c.clock.now())
	return desired, nil
}

// DeleteContext deletes an authentication context. The service deletes no published one, so it is withdrawn
// first, and published again if the service then refuses to delete it. One that is gone already is no error.
func (c *Client) DeleteContext(ctx context.Context, id string) error {
	x, ok, err := c.Context(ctx, id)
	if err != nil {
		return err
	}
	operation := "delete the authentication context " + id
	if ok {
		operation = "delete " + contextKind.title(x)
	}
	o := c.onContext(abstractions.DELETE, id, operation, nil)
	if !ok || !x.IsAvailable {
		x.ID = id
		return remove(ctx, c, &c.lists.contexts, o, x)
	}
	withdrawn := x
	withdrawn.IsAvailable = false
	return removeReleased(ctx, c, &c.lists.contexts, o, x, released[ca.AuthenticationContext]{
		object: withdrawn,
		holds:  func(x ca.AuthenticationContext) bool { return x.IsAvailable },
		update: c.patchContext,
		what:   "published to applications",
	})
}
