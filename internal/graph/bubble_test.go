package graph

import (
	"context"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// inBubble runs a test in which time passes only while everybody waits, so that the service's real quota
// and the client's real pace cost nothing. The client speaks HTTP to the simulator through pipes.
func inBubble(t *testing.T, o graphsim.Options, test func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		sim := graphsim.New(o)
		populate(sim)
		listener := &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
		server := &http.Server{Handler: sim}
		go func() { _ = server.Serve(listener) }()
		transport := &http.Transport{DialContext: listener.dial}
		defer func() {
			transport.CloseIdleConnections()
			_ = server.Close()
			synctest.Wait()
		}()
		test(t, sim, func(change ...func(*Config)) *Client {
			return connect(t, "http://127.0.0.1:1", append(change, func(c *Config) {
				c.Transport = transport
				if c.PaceInterval == pace {
					c.PaceInterval = 0 // the real one
				}
			})...)
		})
	})
}

// A pipeListener accepts the connections that its own dial makes.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	select {
	case <-l.closed:
	default:
		close(l.closed)
	}
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

// took is how long something took by the bubble's clock.
func took(f func()) time.Duration {
	began := time.Now()
	f()
	return time.Since(began)
}
