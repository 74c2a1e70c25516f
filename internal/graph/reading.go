package graph

import (
	"context"
	"errors"
	"iter"
)

// A reading is one request for a fact, and what to do with its answer.
type reading struct {
	fact  string // for [Client.Unread]
	order order
	take  func(data []byte) error
	// short says that the first page is enough; more is then told whether there are others.
	short func(more bool)
	// absent, where set, is called instead of leaving the fact unread when the object is gone.
	absent func()
	// failed, where set, is called when the fact stays unread.
	failed func()
}

// readAtOnce is how many answers are held at once: those of fifty batches.
const readAtOnce = 50 * batchSize

// carryOut does the readings of one round in batches. It fails only for what must end everything; whatever
// else goes wrong leaves its fact unread and is noted. A reading is made when its turn comes: a round for
// thousands of people never holds all their requests, nor all the answers.
func (c *Client) carryOut(ctx context.Context, readings ...iter.Seq[reading]) error {
	wrong := map[string]error{} // of every fact that was asked for, what went wrong first
	for part := range portions(readAtOnce, readings...) {
		if err := c.carryOutPart(ctx, part, wrong); err != nil {
			return err
		}
	}
	for fact, err := range wrong {
		if err := c.note(ctx, fact, err); err != nil {
			return err
		}
	}
	return nil
}

// carryOutPart does readings whose answers are held at once.
func (c *Client) carryOutPart(ctx context.Context, readings []reading, wrong map[string]error) error {
	steps := make([]order, len(readings))
	for i, r := range readings {
		steps[i] = r.order
	}
	results, err := c.batch(ctx, steps)
	if err != nil {
		return err
	}
	for i, r := range readings {
		if _, ok := wrong[r.fact]; !ok {
			wrong[r.fact] = nil
		}
		if err := c.digest(ctx, r, results[i]); err != nil {
			if r.failed != nil {
				r.failed()
			}
			wrong[r.fact] = firstError(wrong[r.fact], err)
		}
	}
	return nil
}

// portions are up to n readings at a time.
func portions(n int, readings ...iter.Seq[reading]) iter.Seq[[]reading] {
	return func(yield func([]reading) bool) {
		var part []reading
		for _, some := range readings {
			for r := range some {
				if part = append(part, r); len(part) < n {
					continue
				}
				if !yield(part) {
					return
				}
				part = nil
			}
		}
		if len(part) > 0 {
			yield(part)
		}
	}
}

// digest hands an answer to its reading, with all its pages.
func (c *Client) digest(ctx context.Context, r reading, got result) error {
	if got.err != nil {
		if IsNotFound(got.err) && r.absent != nil {
			r.absent()
			return nil
		}
		return got.err
	}
	data := got.answer.body
	if r.short != nil {
		p, err := readPage(data)
		r.short(err == nil && p.Next != "")
	} else {
		var err error
		if data, err = c.rest(ctx, r.order, got.answer); err != nil {
			return err
		}
	}
	if err := r.take(data); err != nil {
		var e *Error
		if errors.As(err, &e) {
			return err
		}
		return unreadable(r.order.operation, got.answer, err)
	}
	return nil
}

// into makes a reading's take of a decoder and a place to keep what it decodes.
func into[T any](decode func([]byte) (T, error), keep func(T)) func([]byte) error {
	return func(data []byte) error {
		value, err := decode(data)
		if err == nil {
			keep(value)
		}
		return err
	}
}
