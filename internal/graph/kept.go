package graph

import (
	"context"
	"sync"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A kept list is read once and shared by everybody: its callers say how fresh they need it, and those who
// ask while it is being read wait for that read if it is fresh enough for them.
type kept[T any] struct {
	read func(context.Context) ([]T, time.Time, error) // the list, and the service's time of it

	mu      sync.Mutex
	shown   []T       // as the tenant shows it
	started time.Time // when that read began; zero: there was none
	date    time.Time // the same by the service's clock
	flight  *flight
	failed  time.Time // when the last read failed; zero: it did not
	failure error
	own     overlay[T]
}

// A flight is a read under way.
type flight struct {
	started time.Time // when its first request went out; zero: it still waits in the queue
	waiters int
	patient *confirmation // nil: it lets nobody go first
	cancel  context.CancelFunc
	done    chan struct{}
	err     error
}

// refresh returns once the list is from a read that began at notBefore or later. Where such a read was refused for
// want of a permission, it is not asked again: everybody who needs the list would otherwise wait for the quota to
// hear the same.
func (k *kept[T]) refresh(ctx context.Context, notBefore time.Time, confirms bool) error {
	for ctx.Err() == nil {
		k.mu.Lock()
		if !k.started.IsZero() && !k.started.Before(notBefore) {
			k.mu.Unlock()
			return nil
		}
		if IsForbidden(k.failure) && !k.failed.Before(notBefore) {
			defer k.mu.Unlock()
			return k.failure
		}
		f := k.flight
		if f == nil {
			f = k.launch(ctx, confirms)
		}
		fresh := f.started.IsZero() || !f.started.Before(notBefore)
		f.waiters++
		k.mu.Unlock()
		if f.patient != nil && !confirms {
			f.patient.hurry()
		}

		select {
		case <-f.done:
		case <-ctx.Done():
		}
		k.mu.Lock()
		f.waiters--
		if f.waiters == 0 && k.flight == f { // nobody is left who wants it
			k.flight = nil
			f.cancel()
		}
		k.mu.Unlock()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if fresh && f.err != nil {
			return f.err
		}
	}
	return context.Cause(ctx)
}

// optional is refresh for a list that the tenant can be judged without: a failure is good for as long as a
// success would be, so that a missing permission does not cost a request each time.
func (k *kept[T]) optional(ctx context.Context, notBefore time.Time) error {
	k.mu.Lock()
	failed, failure := k.failed, k.failure
	k.mu.Unlock()
	if failure != nil && !failed.Before(notBefore) {
		return failure
	}
	return k.refresh(ctx, notBefore, false)
}

// launch begins a read that outlives the caller who happened to ask first. Callers hold the lock.
func (k *kept[T]) launch(ctx context.Context, confirms bool) *flight {
	f := &flight{done: make(chan struct{})}
	if confirms {
		f.patient = &confirmation{}
	}
	ctx, f.cancel = context.WithCancel(context.WithoutCancel(ctx))
	k.flight = f
	ctx = withManner(ctx, manner{confirmation: f.patient, onStart: func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		if f.started.IsZero() {
			f.started = time.Now()
		}
	}})
	go func() {
		defer f.cancel()
		list, date, err := k.read(ctx)
		k.mu.Lock()
		defer k.mu.Unlock()
		if f.err = err; err == nil {
			k.shown, k.started, k.date = list, f.started, date
			k.failed, k.failure = time.Time{}, nil
		} else if ctx.Err() == nil {
			k.failed, k.failure = time.Now(), err
		}
		if k.flight == f {
			k.flight = nil
		}
		close(f.done)
	}()
	return f
}

// current is the list with this client's own writes laid over it.
func (k *kept[T]) current() []T {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.own.over(k.shown, time.Now())
}

// bare is the list as the tenant showed it.
func (k *kept[T]) bare() []T {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.shown
}

// seen is the list with this client's own writes or without.
func (k *kept[T]) seen(own bool) []T {
	if own {
		return k.current()
	}
	return k.bare()
}

// readAt is when the list was read: by our clock, and by the service's.
func (k *kept[T]) readAt() (ours, theirs time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.started, k.date
}

// forget has the list read anew by whoever needs it next: it is not known what became of a write.
func (k *kept[T]) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.started = time.Time{}
}

func (k *kept[T]) wrote(verb string, object T, served time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.own.wrote(verb, object, k.shown, time.Now(), served)
}

// ids are the objects that were there when the list was last read.
func (k *kept[T]) ids() map[string]bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	known := make(map[string]bool, len(k.shown))
	for _, object := range k.shown {
		known[foldedID(k.own.kind, object)] = true
	}
	return known
}

// claimed reports whether this client wrote the object: it is then nobody else's lost creation.
func (k *kept[T]) claimed(object T) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	_, ok := k.own.notes[foldedID(k.own.kind, object)]
	return ok
}

func foldedID[T any](k kind[T], object T) string { return ca.FoldID(k.id(object)) }
