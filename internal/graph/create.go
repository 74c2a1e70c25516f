package graph

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	createTries = 3 // how often a creation is sent whose fate was unknown and turned out to be: nothing
	lookups     = 4 // how often to look for an object whose creation got no answer
)

// create sends a creation and records the object. Names are not unique, so a creation that got no answer is
// never simply sent again: the object is looked for first.
func create[T any](ctx context.Context, c *Client, k *kept[T], o func() order, draft T, decode func([]byte) (T, error), transient func(error) bool) (T, error) {
	var none T
	since := c.clock.now().Add(-2 * time.Second) // Date and createdDateTime are cut to the second
	known := k.ids()
	for lost, refused := 0, 0; ; {
		a, err := c.send(ctx, o())
		if err == nil {
			object, err := decode(a.body)
			if err != nil || k.own.kind.id(object) == "" {
				k.forget()
				return none, unreadable(o().operation, a, firstError(err, errors.New("it has no id")))
			}
			k.wrote(created, object, c.clock.now())
			return object, nil
		}
		if transient(err) && refused < throttleRepeats {
			if err := sleep(ctx, backoff(c.unit, refused)); err != nil {
				return none, err
			}
			refused++
			continue
		}
		if !isUnclear(err) {
			return none, err
		}
		k.forget()
		if ctx.Err() != nil {
			return none, fmt.Errorf("%w; it may have been created all the same", err)
		}
		object, found, lookErr := adopt(ctx, c, k, draft, since, known)
		switch {
		case lookErr != nil:
			return none, fmt.Errorf("%w; it may have been created all the same, which could not be found out: %w", err, lookErr)
		case found:
			k.wrote(created, object, c.clock.now())
			return object, nil
		case lost == createTries-1:
			return none, err
		}
		lost++
	}
}

// adopt looks for the object that a lost creation made: it has the name, it was created since, and nobody
// knew it before. A list that does not show it proves little, so several are read.
func adopt[T any](ctx context.Context, c *Client, k *kept[T], draft T, since time.Time, known map[string]bool) (object T, found bool, err error) {
	kind := k.own.kind
	for look := range lookups {
		if err := sleep(ctx, backoff(c.unit, look)); err != nil {
			return object, false, err
		}
		if err := k.refresh(ctx, time.Now(), false); err != nil {
			return object, false, err
		}
		var matches []T
		for _, candidate := range k.bare() {
			if kind.name(candidate) == kind.name(draft) && !kind.created(candidate).Before(since) && !known[foldedID(kind, candidate)] && !k.claimed(candidate) {
				matches = append(matches, candidate)
			}
		}
		switch len(matches) {
		case 0:
		case 1:
			return matches[0], true, nil
		default:
			return object, false, fmt.Errorf("%d objects with the name %q were created meanwhile", len(matches), kind.name(draft))
		}
	}
	return object, false, nil
}

func isUnclear(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.unclear
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
