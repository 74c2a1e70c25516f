package graph

import (
	"context"
	"net/http"
)

// A manner is what the middleware has to know of a request beyond what is in it.
type manner struct {
	confirmation *confirmation // a read that may wait for the writes behind it
	reads        bool          // a POST that changes nothing
	sets         bool          // a POST that says what is to be, and so says it again
	requestID    string        // the client-request-id, where somebody may have to find it again
	onStart      func()        // called as the request goes out
}

type mannerKey struct{}

func withManner(ctx context.Context, m manner) context.Context {
	return context.WithValue(ctx, mannerKey{}, m)
}

func mannerOf(ctx context.Context) manner {
	m, _ := ctx.Value(mannerKey{}).(manner)
	return m
}

func (m manner) begins() {
	if m.onStart != nil {
		m.onStart()
	}
}

// writes reports whether a request is meant to change something.
func (m manner) writes(method string) bool { return method != http.MethodGet && !m.reads }

// repeatable reports whether sending twice comes to the same as sending once. A POST that creates does not.
func (m manner) repeatable(method string) bool { return method != http.MethodPost || m.reads || m.sets }
