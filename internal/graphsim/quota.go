package graphsim

import (
	"net/http"
	"strconv"
	"time"
)

// bucket is a token bucket that holds one token: after a pause of any length the
// next request passes and the one right behind it does not.
type bucket struct {
	next time.Time // when the next token is there
}

// take takes a token, unless there is none at now. A refusal costs nothing.
func (b *bucket) take(now time.Time, perSecond float64) bool {
	if perSecond <= 0 {
		return true
	}
	if now.Before(b.next) {
		return false
	}
	b.next = now.Add(time.Duration(float64(time.Second) / perSecond))
	return true
}

// throttled adds how long to wait, if the service is to say so.
func (s *Server) throttled(a answer) answer {
	if s.options.RetryAfter > 0 {
		seconds := (s.options.RetryAfter + time.Second - 1) / time.Second
		a.header = http.Header{"Retry-After": {strconv.Itoa(int(seconds))}}
	}
	return a
}
