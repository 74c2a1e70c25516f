package graph

import (
	"context"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/grpc/test/bufconn"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// inBubble runs a test in which time passes only while everybody waits, so that the service's real quota
// and the client's real pace cost nothing. The client speaks HTTP to the simulator in memory.
func inBubble(t *testing.T, o graphsim.Options, test func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		sim := graphsim.New(o)
		populate(sim)
		listener := bufconn.Listen(1 << 16)
		server := &http.Server{Handler: sim}
		go func() { _ = server.Serve(listener) }()
		transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return listener.DialContext(ctx) }}
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

// took is how long something took by the bubble's clock.
func took(f func()) time.Duration {
	began := time.Now()
	f()
	return time.Since(began)
}
