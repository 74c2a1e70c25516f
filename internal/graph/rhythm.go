package graph

import "time"

const (
	slowest = 16 // intervals: how far apart refusals can push requests
	calm    = 8  // answers in a row, without a refusal, after which the gap shrinks
)

// A rhythm is the distance between requests. It begins at the documented rate, which all applications of the
// tenant share: where others use it too, requests are refused however well this client behaves. Each refusal
// doubles the gap; a row of answers takes a quarter of it away, and never more than leads back to the
// documented rate.
type rhythm struct {
	least time.Duration
	gap   time.Duration
	row   int // answers since the last refusal, or since the gap last shrank
}

// refused slows down.
func (r *rhythm) refused() {
	r.row = 0
	r.gap = min(2*r.gap, slowest*r.least)
}

// answered speeds up again, carefully.
func (r *rhythm) answered() {
	if r.gap == r.least {
		return
	}
	if r.row++; r.row == calm {
		r.row = 0
		r.gap = max(r.least, r.gap*3/4)
	}
}

// heard has the pacer learn from the status of an answer.
func (p *pacer) heard(throttled bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if throttled {
		p.rhythm.refused()
	} else {
		p.rhythm.answered()
	}
}
