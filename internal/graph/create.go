package graph

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// createTries is how often a creation is sent whose fate was unknown and turned out to be: nothing.
const createTries = 3

// create sends a creation and records the object. Names are not unique, so a creation that got no answer is
// never simply sent again: the object is looked for first, also when the caller has given up meanwhile.
func create[T any](ctx context.Context, c *Client, k *kept[T], o func() order, draft T, decode func([]byte) (T, error), transient func(error) bool) (T, error) {
	var none T
	since := c.clock.now().Add(-2 * time.Second) // Date and createdDateTime are cut to the second
	known := k.ids()
	for lost, refused := 0, 0; ; {
		trace := newRequestID()
		a, err := c.send(withManner(ctx, manner{requestID: trace}), o())
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
		object, found, lookErr := lookFor(ctx, c, func(ctx context.Context) (T, bool, error) {
			return adopt(ctx, c, k, loss[T]{draft: draft, since: since, known: known, trace: trace})
		})
		switch {
		case lookErr != nil:
			return none, fmt.Errorf("%w; it may have been created all the same, which could not be found out: %w", err, lookErr)
		case found:
			k.wrote(created, object, c.clock.now())
			return object, nil
		case ctx.Err() != nil:
			return none, fmt.Errorf("%w; the tenant does not show it, but it may have been created all the same", err)
		case lost == createTries-1:
			return none, err
		}
		lost++
	}
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
