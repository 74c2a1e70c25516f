package graph

import (
	"context"
	"fmt"
	"time"
)

// A released object is one as the service is willing to delete it: a named location that is not trusted, an
// authentication context that is not published.
type released[T any] struct {
	object T
	holds  func(T) bool // whether an object is not released yet
	update func(ctx context.Context, desired, current T) (T, error)
	what   string // what it is no longer: marked as trusted
}

// giveBackWithin is how long it may take to undo the release of an object that was not deleted.
const giveBackWithin = 2 * time.Minute

// removeReleased deletes an object that the service deletes only once it is released. Where it is not deleted
// after all, it is made what it was, also when the operation was given up. Where that cannot be done, or must
// not be tried since the object may be gone, the error says what is left.
func removeReleased[T any](ctx context.Context, c *Client, k *kept[T], o order, object T, r released[T]) error {
	plain, err := r.update(ctx, r.object, object)
	if err != nil {
		if isUnclear(err) {
			return fmt.Errorf("%w; it may no longer be %s, and is not deleted", err, r.what)
		}
		return fmt.Errorf("%w; as long as it is %s, the service does not delete it", err, r.what)
	}
	err = c.await(ctx, func() (bool, error) { // another replica would still refuse
		if err := k.refresh(ctx, time.Now(), false); err != nil {
			return false, err
		}
		now, ok := k.own.kind.find(k.bare(), k.own.kind.id(object))
		return !ok || !r.holds(now), nil
	})
	if err != nil {
		err = fmt.Errorf("%w; so it was not possible to %s", err, o.operation)
	} else {
		err = remove(ctx, c, k, o, plain)
		if err == nil {
			return nil
		}
		if isUnclear(err) { // it may be gone, and what writes to it might make it anew
			return fmt.Errorf("%w; if it is still there, it is no longer %s", err, r.what)
		}
	}
	back, cancel := context.WithTimeout(context.WithoutCancel(ctx), giveBackWithin)
	defer cancel()
	if _, undo := r.update(back, object, plain); undo != nil && !IsNotFound(undo) {
		return fmt.Errorf("%w; it is no longer %s, and that could not be undone: %w", err, r.what, undo)
	}
	return err
}
