package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

var errStopped = errors.New("somebody stopped it")

// TestStoppedWhileWriting gives up on a write at different moments. Whatever the service did is known afterwards,
// and nothing is sent but what it takes to know it.
func TestStoppedWhileWriting(t *testing.T) {
	t.Parallel()
	creation := to(http.MethodPost, "/policies")
	slow := func(sim *graphsim.Server) { sim.Slow(creation, 1, 10*time.Second) }
	tests := map[string]struct {
		options graphsim.Options
		fault   func(*graphsim.Server)
		stop    time.Duration // after it was asked for; the queue is entered after a second
		posts   int
		created bool
		lists   int // that may be read afterwards
		says    []string
	}{
		"in-the-queue":         {stop: 500 * time.Millisecond, posts: 0, says: []string{`cannot create the policy "CA001"`, "somebody stopped it"}},
		"under-way":            {fault: slow, stop: 5 * time.Second, posts: 1, created: true},
		"answer-lost":          {fault: func(sim *graphsim.Server) { slow(sim); sim.Cut(creation, 1, true) }, stop: 5 * time.Second, posts: 1, created: true, lists: 2},
		"never-arrived":        {fault: func(sim *graphsim.Server) { sim.Cut(creation, 1, false) }, stop: 2 * time.Second, posts: 1, lists: 8, says: []string{"it may have been created all the same"}},
		"while-it-is-repeated": {fault: func(sim *graphsim.Server) { sim.Fail(creation, -1, 429, nil, "") }, stop: 4 * time.Second, posts: 2, says: []string{"somebody stopped it"}},
		"answers-never-come":   {fault: func(sim *graphsim.Server) { sim.Slow(creation, 1, time.Hour) }, stop: 5 * time.Second, posts: 1, lists: 8, says: []string{"it may have been created all the same"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, test.options, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
				c := newClient()
				if _, err := c.Identity(context.Background()); err != nil {
					t.Fatal(err)
				}
				if test.fault != nil {
					test.fault(sim)
				}
				ctx, stop := context.WithCancelCause(context.Background())
				var stopped time.Time
				time.AfterFunc(test.stop, func() {
					stopped = time.Now()
					stop(errStopped)
				})
				p, err := c.CreatePolicy(ctx, policy("CA001"))
				if test.created {
					if err != nil || sim.Get("policies", p.ID) == nil {
						t.Errorf("got %q and %v, want what was created", p.ID, err)
					}
				} else {
					wantLine(t, err, test.says...)
				}
				if took := time.Since(stopped); took > (lastWords+lastWords+1)*time.Second {
					t.Errorf("it went on for %s", took)
				}
				time.Sleep(2 * time.Hour) // whatever is still to come
				reads, posts := 0, 0
				for _, r := range sim.Requests() {
					switch {
					case creation(&http.Request{Method: r.Method, URL: &url.URL{Path: r.Path}}):
						posts++ // logged when it is answered
					case !r.Time.After(stopped):
					case r.Method == http.MethodGet && strings.HasSuffix(r.Path, "/policies"), strings.HasSuffix(r.Path, "/directoryAudits"):
						reads++
					default:
						t.Errorf("%s %s was sent after it was stopped", r.Method, r.Path)
					}
				}
				if reads > test.lists || posts != test.posts {
					t.Errorf("it was sent %d times, and %d lists were read after it was stopped; want %d, and at most %d", posts, reads, test.posts, test.lists)
				}
			})
		})
	}
}
