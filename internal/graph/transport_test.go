package graph

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestThrottledWithoutRetryAfter(t *testing.T) {
	t.Parallel()
	inBubble(t, graphsim.Options{}, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
		c := newClient()
		sim.Fail(to(http.MethodPost, "/policies"), 3, http.StatusTooManyRequests, nil, `{"error":{"code":"TooManyRequests","message":"Too many requests."}}`)
		waited := took(func() {
			if _, err := c.CreatePolicy(context.Background(), policy("CA001")); err != nil {
				t.Error(err)
			}
		})
		// Two seconds, four and eight, and up to half as much again.
		if waited < 14*time.Second || waited > 22*time.Second {
			t.Errorf("it took %s, want 14 to 21 seconds", waited)
		}
		if n := len(sim.List("policies")); n != 1 {
			t.Errorf("the tenant has %d policies, want 1", n)
		}
	})
}

func TestThrottledForEver(t *testing.T) {
	t.Parallel()
	inBubble(t, graphsim.Options{}, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
		sim.Fail(to(http.MethodGet, "/policies"), -1, http.StatusTooManyRequests, nil, `{"error":{"code":"TooManyRequests","message":"Too many requests."}}`)
		_, err := newClient().Policies(context.Background())
		wantLine(t, err, "cannot list the policies: 429 TooManyRequests: Too many requests.")

		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		waited := took(func() { _, err = newClient().Policies(ctx) })
		if !errors.Is(err, context.DeadlineExceeded) || waited != 30*time.Second {
			t.Errorf("got %v after %s, want the end of the context after 30 s", err, waited)
		}
	})
}

func TestRetryAfterIsHonoured(t *testing.T) {
	t.Parallel()
	inBubble(t, graphsim.Options{}, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
		c := newClient()
		if _, err := c.Identity(context.Background()); err != nil {
			t.Fatal(err)
		}
		sim.Fail(to(http.MethodGet, "/policies"), 1, http.StatusTooManyRequests, http.Header{"Retry-After": {"17"}}, "")
		waited := took(func() {
			if _, err := c.send(context.Background(), c.listPolicies(context.Background(), v1)); err != nil {
				t.Error(err)
			}
		})
		if want := (1 + 17) * time.Second; waited != want {
			t.Errorf("it took %s, want %s", waited, want)
		}
	})
}

func TestReadsAreRepeated(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*graphsim.Server){
		"500": func(sim *graphsim.Server) { sim.Fail(to(http.MethodGet, "/policies"), 2, 500, nil, "") },
		"502": func(sim *graphsim.Server) { sim.Fail(to(http.MethodGet, "/policies"), 2, 502, nil, "<html>") },
		"503": func(sim *graphsim.Server) {
			sim.Fail(to(http.MethodGet, "/policies"), 2, 503, http.Header{"Retry-After": {"0"}}, "")
		},
		"504": func(sim *graphsim.Server) { sim.Fail(to(http.MethodGet, "/policies"), 2, 504, nil, "") },
		"cut": func(sim *graphsim.Server) { sim.Cut(to(http.MethodGet, "/policies"), 2, true) },
	}
	for name, fault := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, graphsim.Options{})
			fault(sim)
			if _, err := c.Policies(soon(t)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestFailuresThatLast(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault func(*graphsim.Server)
		says  []string
	}{
		"500-with-a-page": {func(sim *graphsim.Server) {
			sim.Fail(to(http.MethodGet, "/policies"), -1, 500, nil, "<title>Oops</title>")
		}, []string{"cannot list the policies: 500", "Oops", "request-id"}},
		"cut": {func(sim *graphsim.Server) { sim.Cut(to(http.MethodGet, "/policies"), -1, false) },
			[]string{"cannot list the policies: no answer from 127.0.0.1"}},
		"redirect": {func(sim *graphsim.Server) {
			sim.Fail(to(http.MethodGet, "/policies"), -1, 302, http.Header{"Location": {"http://elsewhere.example/"}}, "")
		}, []string{"cannot list the policies: 302"}},
		"401-with-claims-that-kiota-cannot-read": {func(sim *graphsim.Server) {
			sim.Fail(to(http.MethodGet, "/policies"), -1, 401, http.Header{"Www-Authenticate": {"Bearer claims=none"}}, `{"error":{"code":"InvalidAuthenticationToken","message":"No."}}`)
		}, []string{"401 InvalidAuthenticationToken: No."}},
		"not-json": {func(sim *graphsim.Server) { sim.Fail(to(http.MethodGet, "/policies"), -1, 200, nil, "hello") },
			[]string{"cannot list the policies: 200", "the answer cannot be read: line 1: not JSON"}},
		"another-shape": {func(sim *graphsim.Server) {
			sim.Fail(to(http.MethodGet, "/policies"), -1, 200, nil, `{"value":[{"id":"x","state":7}]}`)
		}, []string{"cannot list the policies", "value[0].state: want a string, found the number 7"}},
		"next-page-elsewhere": {func(sim *graphsim.Server) {
			sim.Fail(to(http.MethodGet, "/policies"), -1, 200, nil, `{"value":[],"@odata.nextLink":"https://elsewhere.example/x"}`)
		}, []string{"the next page is at", "elsewhere.example"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, graphsim.Options{})
			test.fault(sim)
			_, err := c.Policies(soon(t))
			wantLine(t, err, test.says...)
		})
	}
}

func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	sim := graphsim.New(graphsim.Options{})
	server := httptest.NewServer(sim)
	transport := &http.Transport{}
	c := connect(t, server.URL, func(c *Config) { c.Transport = transport })
	if _, err := c.Identity(soon(t)); err != nil {
		t.Fatal(err)
	}
	server.Close()
	transport.CloseIdleConnections() // a kept one would end differently: perhaps the request was read
	_, err := c.CreatePolicy(soon(t), policy("CA001"))
	wantLine(t, err, `cannot create the policy "CA001": no answer from 127.0.0.1`)
	var e *Error
	if !errors.As(err, &e) || e.unclear {
		t.Errorf("a connection that was refused cannot have created anything: %#v", err)
	}
}

// TestWhatEveryRequestCarries looks at the requests as they come in.
func TestWhatEveryRequestCarries(t *testing.T) {
	t.Parallel()
	var log logBook
	var bodies atomic.Int32
	sim := graphsim.New(graphsim.Options{})
	populate(sim)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/identity/conditionalAccess") {
			for name, want := range map[string]string{"Prefer": "include-unknown-enum-members", "Content-Encoding": "", "User-Agent": "entraguard/test"} {
				if got := r.Header.Get(name); got != want {
					t.Errorf("%s %s: %s is %q, want %q", r.Method, r.URL.Path, name, got, want)
				}
			}
			if r.Header.Get("client-request-id") == "" || !strings.Contains(r.Header.Get("SdkVersion"), "graph-go/"+sdkVersion) {
				t.Errorf("%s %s: the SDK's own headers are missing: %v", r.Method, r.URL.Path, r.Header)
			}
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(strings.NewReader(string(body)))
			if r.Method == http.MethodPost {
				bodies.Add(1)
				if r.ContentLength != int64(len(body)) {
					t.Errorf("the length of the body is %d, want %d", r.ContentLength, len(body))
				}
			}
		}
		sim.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	c := connect(t, server.URL, log.into, func(c *Config) { c.UserAgent = "entraguard/test" })
	// After a 429 the SDK's own retry may send a body that is labelled gzip and is not.
	sim.Fail(to(http.MethodPost, "/policies"), 2, http.StatusTooManyRequests, nil, "")
	if _, err := c.CreatePolicy(soon(t), policy("CA-in-the-body")); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Snapshot(soon(t), 0, Scope{}); err != nil {
		t.Fatal(err)
	}
	if bodies.Load() != 3 {
		t.Errorf("%d bodies came in, want 3", bodies.Load())
	}
	log.mustNotTell(t, secret, "eyJ", "CA-in-the-body", "$filter")
	for _, want := range []string{"request_id:", "status:429", "repeats_in:", "status:201", "path:/v1.0/identity/conditionalAccess/policies"} {
		if !strings.Contains(log.text(), want) {
			t.Errorf("the log does not say %q", want)
		}
	}
}
