package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Shown waits until the tenant shows what was written before the call. All who wait share one list read,
// which lets writes go first for a while, and reads are repeated, ever more slowly, until seen is content or
// the context ends.
//
// seen is asked about the tenant as a list read showed it, with the directory as it was last read. This
// client's own writes are not laid over it, so it may lack others of them: judge a [Client.Snapshot], which
// rests on the same read.
func (c *Client) Shown(ctx context.Context, scope Scope, seen func(*ca.Tenant) bool) error {
	if c.upToDate() {
		tenant, err := c.assemble(ctx, scope, time.Time{}, asShown)
		if err != nil || seen(tenant) {
			return err
		}
	}
	began := time.Now()
	err := c.await(ctx, func() (bool, error) {
		if err := c.confirm(ctx, began); err != nil {
			return false, err
		}
		tenant, err := c.assemble(ctx, scope, time.Time{}, asShown)
		if err != nil || seen(tenant) {
			return err == nil, err
		}
		began = time.Now()
		return false, nil
	})
	if err == nil || ctx.Err() == nil {
		return err
	}
	var pending []string
	for _, list := range c.lists.all() {
		pending = append(pending, list.pending()...)
	}
	if len(pending) == 0 {
		pending = []string{"the tenant does not show what was written"}
	}
	return fmt.Errorf("%s (%w)", strings.Join(pending, "; "), reason(ctx))
}

// ExpectWrite says that a write may come: somebody is finding out whether it may be sent. Until arrived is called,
// a confirmation waits for it, so that it confirms this one too; but no longer than it waits for anybody.
func (c *Client) ExpectWrite() (arrived func()) { return c.pacer.expect() }

// upToDate reports whether the lists were read after every write and show all of them.
func (c *Client) upToDate() bool {
	at, _ := c.lists.policies.readAt()
	return !at.IsZero() && len(c.lagging()) == 0
}

// lagging are the lists that may still miss a write.
func (c *Client) lagging() []confirmable {
	return slices.DeleteFunc(c.lists.all(), func(list confirmable) bool { return !list.lags() })
}

// confirm reads the lists that may still miss a write, from reads that begin at notBefore or later. With
// nothing written it reads the policies.
func (c *Client) confirm(ctx context.Context, notBefore time.Time) error {
	lists := c.lagging()
	if len(lists) == 0 {
		lists = []confirmable{&c.lists.policies}
	}
	for _, list := range lists {
		if err := list.refresh(ctx, notBefore, true); err != nil {
			return err
		}
	}
	return nil
}

// lags reports whether the list, as it was last read, misses a write.
func (k *kept[T]) lags() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return !k.own.latest().IsZero() && (k.started.Before(k.own.latest()) || len(k.own.pending(k.shown)) > 0)
}

func (k *kept[T]) pending() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.own.pending(k.shown)
}

// await asks again and again, at the pace of backoff, until the answer is yes or an error.
func (c *Client) await(ctx context.Context, ask func() (bool, error)) error {
	for repetition := 0; ; repetition++ {
		if ok, err := ask(); ok || err != nil {
			return err
		}
		if err := sleep(ctx, backoff(c.unit, repetition)/2); err != nil {
			return err
		}
	}
}

// reason is why the context ended, in words.
func reason(ctx context.Context) error {
	cause := context.Cause(ctx)
	if errors.Is(cause, context.DeadlineExceeded) {
		return timeUpError{cause}
	}
	return cause
}

// A timeUpError is a deadline in plain words.
type timeUpError struct{ cause error }

func (timeUpError) Error() string   { return "the time was up" }
func (e timeUpError) Unwrap() error { return e.cause }
