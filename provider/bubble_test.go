package provider

import (
	"context"
	"net"
	"net/http"
	"testing"
	"testing/synctest"

	"google.golang.org/grpc/test/bufconn"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// inBubble runs a test in which time passes only while everybody waits: the service's quota and latency, the
// client's pace and the guard's patience are the real ones, and cost nothing. The provider is configured with
// newCore, and speaks HTTP to the tenant in memory.
func inBubble(t *testing.T, options graphsim.Options, test func(t *testing.T, f *fixture, newCore func(guard words) *core)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f := &fixture{Server: graphsim.New(options), url: "http://127.0.0.1:1"}
		f.populate()
		listener := bufconn.Listen(1 << 16)
		server := &http.Server{Handler: f}
		go func() { _ = server.Serve(listener) }()
		transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return listener.DialContext(ctx) }}
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
