package graph

import (
	"context"
	"time"

	abstractions "github.com/microsoft/kiota-abstractions-go"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// NamedLocations returns every named location of the tenant, read once for all callers, with this client's
// own writes laid over it.
func (c *Client) NamedLocations(ctx context.Context) ([]ca.NamedLocation, error) {
	if err := c.lists.locations.refresh(ctx, time.Time{}, false); err != nil {
		return nil, err
	}
	return c.lists.locations.current(), nil
}

// NamedLocation returns one named location from the same list, and asks for it alone only if it is not
// there.
func (c *Client) NamedLocation(ctx context.Context, id string) (ca.NamedLocation, bool, error) {
	list, err := c.NamedLocations(ctx)
	if err != nil {
		return ca.NamedLocation{}, false, err
	}
	if l, ok := locationKind.find(list, id); ok || c.lists.locations.deletedHere(id) {
		return l, ok, nil
	}
	o := c.onLocation(abstractions.GET, id, "read the named location "+id, nil)
	a, err := c.send(ctx, o)
	switch {
	case IsNotFound(err):
		return ca.NamedLocation{}, false, nil
	case err != nil:
		return ca.NamedLocation{}, false, err
	}
	l, err := ca.DecodeNamedLocation(a.body)
	if err != nil {
		return ca.NamedLocation{}, false, unreadable(o.operation, a, err)
	}
	return l, true, nil
}

// CreateNamedLocation creates a named location and returns it as the service stored it.
func (c *Client) CreateNamedLocation(ctx context.Context, l ca.NamedLocation) (ca.NamedLocation, error) {
	operation := "create " + locationKind.title(l)
	body := ca.EncodeNamedLocation(l)
	if err := writable(operation, body); err != nil {
		return ca.NamedLocation{}, err
	}
	build := func() order {
		o := order{operation: operation, version: v1, needs: writeLocations}
		o.info = withBody(c.conditionalAccess(v1).NamedLocations().BaseRequestBuilder, abstractions.POST, body)
		return o
	}
	return create(ctx, c, &c.lists.locations, build, l, ca.DecodeNamedLocation, never)
}

// UpdateNamedLocation turns the named location into desired; the result is as [Client.UpdatePolicy] has it. One that
// is no longer as current has it is not changed: that is a [ChangedError].
func (c *Client) UpdateNamedLocation(ctx context.Context, desired, current ca.NamedLocation) (ca.NamedLocation, error) {
	operation := "change " + locationKind.title(desired)
	read := c.onLocation(abstractions.GET, current.ID, "read "+locationKind.title(current), nil)
	if _, _, err := fresh(ctx, c, &c.lists.locations, read, ca.DecodeNamedLocation, current, operation); err != nil {
		return ca.NamedLocation{}, err
	}
	return c.patchLocation(ctx, desired, current)
}

func (c *Client) patchLocation(ctx context.Context, desired, current ca.NamedLocation) (ca.NamedLocation, error) {
	desired.ID, desired.CreatedDateTime, desired.DeletedDateTime = current.ID, current.CreatedDateTime, time.Time{}
	operation := "change " + locationKind.title(desired)
	body := ca.EncodeNamedLocationPatch(desired)
	if err := writable(operation, body); err != nil {
		return ca.NamedLocation{}, err
	}
	build := func() order { return c.onLocation(abstractions.PATCH, current.ID, operation, body) }
	if err := change(ctx, c, &c.lists.locations, build, never); err != nil {
		return ca.NamedLocation{}, err
	}
	desired.ModifiedDateTime = c.clock.now()
	c.lists.locations.wrote(changed, desired, c.clock.now())
	return desired, nil
}

// DeleteNamedLocation deletes a named location. The service deletes no trusted one, so trust is taken away
// first, and given back if it then refuses to delete it. In between, the tenant is as it is without the
// location, unless a policy names it: then the service refuses to delete it. One that is gone already is no
// error.
func (c *Client) DeleteNamedLocation(ctx context.Context, id string) error {
	l, ok, err := c.NamedLocation(ctx, id)
	if err != nil {
		return err
	}
	operation := "delete the named location " + id
	if ok {
		operation = "delete " + locationKind.title(l)
	}
	o := c.onLocation(abstractions.DELETE, id, operation, nil)
	if !ok || !l.IsTrusted {
		l.ID = id
		return remove(ctx, c, &c.lists.locations, o, l)
	}
	plain := l
	plain.IsTrusted = false
	return removeReleased(ctx, c, &c.lists.locations, o, l, released[ca.NamedLocation]{
		object: plain,
		holds:  func(l ca.NamedLocation) bool { return l.IsTrusted },
		update: c.patchLocation,
		what:   "marked as trusted",
	})
}

func never(error) bool { return false }
