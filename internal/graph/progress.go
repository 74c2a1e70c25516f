package graph

import (
	"context"
	"fmt"
	"time"
)

// everySoOften is how many intervals lie between two lines about the queue.
const everySoOften = 10

// Progress is what can be said about a queue to who waits for it. Terraform hands over no more than its parallel
// slots hold, so how many requests a run will have made in the end nobody knows.
type progress struct {
	began, granted, said time.Time
	sent                 int
}

// grant counts a request that may go. After a pause, it is the first of a new count.
func (p *progress) grant(now time.Time, interval time.Duration) {
	if now.Sub(p.granted) > everySoOften*interval {
		*p = progress{began: now, said: now}
	}
	p.granted = now
	p.sent++
}

// report says now and then how far the queue is.
func (p *pacer) report(ctx context.Context) {
	p.mu.Lock()
	now := time.Now()
	waiting := max(len(p.queue), p.expected-1) // whoever asks has been granted, and may be an expected write
	line := p.progress.line(now, waiting, p.rhythm.gap)
	if line == "" || p.say == nil || now.Sub(p.progress.said) < everySoOften*p.interval {
		p.mu.Unlock()
		return
	}
	p.progress.said = now
	p.mu.Unlock()
	p.say(ctx, line)
}

// line is "" where nobody waits.
func (p *progress) line(now time.Time, waiting int, gap time.Duration) string {
	if waiting <= 0 {
		return ""
	}
	return fmt.Sprintf("waiting for the tenant's quota: %d of %d Conditional Access requests sent, %s after the first; about %s left for those that are known",
		p.sent, p.sent+waiting, roughly(now.Sub(p.began)), roughly(time.Duration(waiting)*gap))
}

// roughly is a time to the second, unless it is shorter.
func roughly(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(time.Second)
}
