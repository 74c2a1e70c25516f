package graph

import (
	"io"
	"net/http"
	"sync"
	"time"
)

// A clock is the service's, as far as its Date headers tell: to the second.
type clock struct {
	mu     sync.Mutex
	offset time.Duration
}

func (c *clock) heard(h http.Header) {
	at, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset = time.Until(at)
}

// now is the service's time.
func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset).UTC()
}

func readAll(response *http.Response) ([]byte, error) {
	defer func() { _ = response.Body.Close() }()
	return io.ReadAll(response.Body)
}
