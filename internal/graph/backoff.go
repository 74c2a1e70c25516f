package graph

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// How often a request is repeated before its failure is reported.
const (
	throttleRepeats = 12 // 429: some seven minutes in all
	failureRepeats  = 5  // no answer, or 5xx: about a minute
)

// backoff is how long to wait before the repetition with the given number, the first being 0: from 2 units
// to 60, doubling, with up to half as much again so that several callers do not return together.
func backoff(unit time.Duration, repetition int) time.Duration {
	wait := 60 * unit
	if repetition < 5 {
		wait = min(wait, 2*unit<<repetition)
	}
	return min(60*unit, wait+rand.N(wait/2+1))
}

// retryAfter reads the service's own wish, in seconds or as a date by its own clock.
func retryAfter(h http.Header) (time.Duration, bool) {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if text == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds >= 0 && seconds <= 3600 {
		return time.Duration(seconds * float64(time.Second)), true
	}
	until, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return max(0, min(until.Sub(now), time.Hour)), true
}
