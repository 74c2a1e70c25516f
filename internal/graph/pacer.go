package graph

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// patience is how many intervals a confirmation lets others go first.
const patience = 12

// A pacer is the queue in which Conditional Access requests wait: one is under way at a time, each begins
// at least a gap after the one before it was answered, and they go in the order in which they came. The
// service counts when requests arrive, and an answer is the one sign that its request has. However long it was
// idle, it never lets two go at once. A confirmation, the read that shows whether earlier writes have arrived,
// lets everything else go first for a while, also the writes that are still on their way to the queue: the
// more writes lie behind it, the more of them it confirms.
type pacer struct {
	interval time.Duration
	say      func(ctx context.Context, message string) // nil: nobody listens

	mu       sync.Mutex
	rhythm   rhythm
	progress progress
	queue    []*ticket
	expected int // writes that are on their way here
	busy     bool
	alarm    *time.Timer // will look at the queue again; nil: there is none
	last     time.Time   // when the last request was answered, as far as is known
}

// A ticket is a place in the queue and, once granted, the right to send.
type ticket struct {
	confirmation *confirmation // nil: it lets nobody go first
	since        time.Time
	granted      bool
	ready        chan struct{}
}

// A confirmation is a request that lets others go first, until somebody needs its answer for more than that.
type confirmation struct {
	hurried atomic.Bool
	queue   atomic.Pointer[pacer] // where it waits
}

// hurry ends its patience.
func (c *confirmation) hurry() {
	c.hurried.Store(true)
	if p := c.queue.Load(); p != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.next()
	}
}

// yields reports whether a ticket still lets others go first.
func (t *ticket) yields(now time.Time, interval time.Duration) bool {
	return t.confirmation != nil && !t.confirmation.hurried.Load() && now.Before(t.since.Add(patience*interval))
}

// newPacer begins with a pause: another run for the same tenant may have ended just before, as the plan does
// before its apply.
func newPacer(interval time.Duration, say func(context.Context, string)) *pacer {
	return &pacer{interval: interval, say: say, rhythm: rhythm{least: interval, gap: interval}, last: time.Now()}
}

// enter waits for the caller's turn. Whoever got it calls leave.
func (p *pacer) enter(ctx context.Context, c *confirmation) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if c != nil {
		c.queue.Store(p)
	}
	t := &ticket{confirmation: c, since: time.Now(), ready: make(chan struct{})}
	p.mu.Lock()
	p.queue = append(p.queue, t)
	p.next()
	p.mu.Unlock()
	select {
	case <-t.ready:
		p.report(ctx)
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
	p.mu.Lock()
	wait = max(wait, p.rhythm.gap)
	p.mu.Unlock()
	return sleep(ctx, wait)
}

// expect says that a write is going to enter, or that somebody is finding out whether it may; arrived is called
// when that is over. Confirmations wait for it, as long as they wait for anybody.
func (p *pacer) expect() (arrived func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expected++
	return sync.OnceFunc(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.expected--
		p.next()
	})
}

// next grants the turn, as soon as that may be. Callers hold the lock.
func (p *pacer) next() {
	if p.busy || len(p.queue) == 0 {
		return
	}
	now := time.Now()
	if at := p.last.Add(p.rhythm.gap); at.After(now) {
		p.lookAgain(at.Sub(now))
		return
	}
	t, wait := p.pick(now)
	if t == nil {
		p.lookAgain(wait)
		return
	}
	p.queue = slices.DeleteFunc(p.queue, func(other *ticket) bool { return other == t })
	p.busy, t.granted = true, true
	p.progress.grant(now, p.interval)
	close(t.ready)
}

// lookAgain looks at the queue after a while, and not when it was going to before.
func (p *pacer) lookAgain(after time.Duration) {
	if p.alarm != nil {
		p.alarm.Stop()
	}
	p.alarm = time.AfterFunc(after, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.next()
	})
}

// pick chooses among those who wait: the first that does not let others go first. Where all do, it is the first
// of them, unless a write is on its way; then nobody goes, for so long.
func (p *pacer) pick(now time.Time) (*ticket, time.Duration) {
	for _, t := range p.queue {
		if !t.yields(now, p.interval) {
			return t, 0
		}
	}
	if first := p.queue[0]; p.expected == 0 {
		return first, 0
	}
	return nil, p.queue[0].since.Add(patience * p.interval).Sub(now)
}

// sleep waits, unless the context ends first.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 || ctx.Err() != nil {
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
