package graph

import (
	"context"
	"slices"
	"sync"
	"time"
)

// patience is how many intervals a confirmation lets others go first.
const patience = 9

// A pacer is the queue in which Conditional Access requests wait: one is under way at a time, each begins
// at least an interval after the one before it was answered, and they go in the order in which they came. The
// service counts when requests arrive, and an answer is the one sign that its request has. A
// confirmation, the read that shows whether earlier writes have arrived, lets everything else go first for
// a while: the more writes lie behind it, the more of them it confirms.
type pacer struct {
	interval time.Duration

	mu    sync.Mutex
	queue []*ticket
	busy  bool
	armed bool      // a timer will look at the queue again
	last  time.Time // when the last request was answered, as far as is known
}

// A ticket is a place in the queue and, once granted, the right to send.
type ticket struct {
	confirmation bool
	since        time.Time
	granted      bool
	ready        chan struct{}
}

// newPacer begins with a pause: another run for the same tenant may have ended just before, as the plan does
// before its apply.
func newPacer(interval time.Duration) *pacer { return &pacer{interval: interval, last: time.Now()} }

// enter waits for the caller's turn. Whoever got it calls leave.
func (p *pacer) enter(ctx context.Context, confirmation bool) error {
	t := &ticket{confirmation: confirmation, since: time.Now(), ready: make(chan struct{})}
	p.mu.Lock()
	p.queue = append(p.queue, t)
	p.next()
	p.mu.Unlock()
	select {
	case <-t.ready:
		return nil
	case <-ctx.Done():
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if t.granted {
		p.busy = false
	} else {
		p.queue = slices.DeleteFunc(p.queue, func(other *ticket) bool { return other == t })
	}
	p.next()
	return context.Cause(ctx)
}

// leave lets the next one go.
func (p *pacer) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.busy, p.last = false, time.Now()
	p.next()
}

// again is for who holds the turn and has to repeat the request: everybody behind it would be refused for
// the same reason, so it keeps the turn while it waits.
func (p *pacer) again(ctx context.Context, wait time.Duration) error {
	return sleep(ctx, max(wait, p.interval))
}

// next grants the turn, as soon as that may be. Callers hold the lock.
func (p *pacer) next() {
	if p.busy || p.armed || len(p.queue) == 0 {
		return
	}
	now := time.Now()
	if wait := p.last.Add(p.interval).Sub(now); wait > 0 {
		p.armed = true
		time.AfterFunc(wait, func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.armed = false
			p.next()
		})
		return
	}
	t := p.pick(now)
	p.queue = slices.DeleteFunc(p.queue, func(other *ticket) bool { return other == t })
	p.busy, t.granted = true, true
	close(t.ready)
}

// pick chooses among those who wait: the first that is no confirmation, unless a confirmation has waited
// long enough.
func (p *pacer) pick(now time.Time) *ticket {
	for _, t := range p.queue {
		if !t.confirmation || now.Sub(t.since) >= patience*p.interval {
			return t
		}
	}
	return p.queue[0]
}

// sleep waits, unless the context ends first.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return context.Cause(ctx)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
