package provider

import (
	"context"
	"net"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// inBubble runs a test in which time passes only while everybody waits: the service's quota and latency, the
// client's pace and the guard's patience are the real ones, and cost nothing. The provider is configured with
// newCore, and speaks HTTP to the tenant through pipes.
func inBubble(t *testing.T, options graphsim.Options, test func(t *testing.T, f *fixture, newCore func(guard words) *core)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f := &fixture{Server: graphsim.New(options), url: "http://127.0.0.1:1"}
		f.populate()
		listener := &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
		server := &http.Server{Handler: f}
		go func() { _ = server.Serve(listener) }()
		transport := &http.Transport{DialContext: listener.dial}
		defer func() {
			transport.CloseIdleConnections()
			_ = server.Close()
			synctest.Wait()
		}()
		test(t, f, func(guard words) *core {
			return startCore(t, &entraguard{version: "test", transport: transport}, f.settings(guard))
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
