package graphsim_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// fault is one thing that goes wrong, once, with the next request.
type fault struct {
	name    string
	arrange func(s *graphsim.Server)
	status  int // 0 is a connection that is cut
	effect  bool
	header  string // Retry-After
}

func faults() []fault {
	fail := func(status int, header http.Header) func(*graphsim.Server) {
		return func(s *graphsim.Server) {
			s.Fail(nil, 1, status, header, `{"error":{"code":"Trouble","message":"Trouble."}}`)
		}
	}
	out := []fault{
		{"429", fail(429, nil), 429, false, ""},
		{"429-with-retry-after", fail(429, http.Header{"Retry-After": {"7"}}), 429, false, "7"},
		{"503-with-retry-after", fail(503, http.Header{"Retry-After": {"9"}}), 503, false, "9"},
		{"cut-before-the-effect", func(s *graphsim.Server) { s.Cut(nil, 1, false) }, 0, false, ""},
		{"cut-after-the-effect", func(s *graphsim.Server) { s.Cut(nil, 1, true) }, 0, true, ""},
		{"expired", (*graphsim.Server).ExpireTokens, 401, false, ""},
		{"withdrawn", func(s *graphsim.Server) {
			for _, scope := range []string{"Policy.Read.All", "Policy.Read.AuthenticationMethod", "Policy.Read.ConditionalAccess", "Policy.ReadWrite.AuthenticationMethod",
				"Policy.ReadWrite.ConditionalAccess", "AuthenticationContext.Read.All", "AuthenticationContext.ReadWrite.All"} {
				s.Withdraw(scope)
			}
		}, 403, false, ""},
	}
	for name, status := range map[string]int{"500": 500, "502": 502, "503": 503, "504": 504} {
		out = append(out, fault{name, fail(status, nil), status, false, ""})
	}
	return out
}

// TestFaultMatrix meets every fault with every operation on every family, and wants
// the answer that the fault says, and an effect only where it says so.
func TestFaultMatrix(t *testing.T) {
	t.Parallel()
	for _, fault := range faults() {
		t.Run(fault.name, func(t *testing.T) {
			t.Parallel()
			for _, family := range families() {
				for _, operation := range []struct {
					name          string
					exists        bool
					before, after string
					do            func(c *client, item string) (response, error)
				}{
					{"list", true, "Old", "Old", func(c *client, _ string) (response, error) { return c.try("GET", family.path, nil) }},
					{"get", true, "Old", "Old", func(c *client, item string) (response, error) { return c.try("GET", item, nil) }},
					{"create", false, "", "Old", func(c *client, _ string) (response, error) { return c.try("POST", family.path, family.body("Old")) }},
					{"update", true, "Old", "New", func(c *client, item string) (response, error) { return c.try("PATCH", item, family.change()) }},
					{"delete", true, "Old", "", func(c *client, item string) (response, error) { return c.try("DELETE", item, nil) }},
				} {
					c := start(t, graphsim.Options{})
					item := family.path
					if operation.exists {
						item += "/" + family.create(c)
					}
					c.web = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // else net/http repeats a read by itself
					fault.arrange(c.server)
					c.server.ResetLog()
					r, err := operation.do(c, item)
					if (err != nil) != (fault.status == 0) || r.status != fault.status {
						t.Errorf("%s %s: status %d, error %v; want %d", operation.name, family.path, r.status, err, fault.status)
					}
					if err == nil && r.header.Get("Retry-After") != fault.header {
						t.Errorf("%s %s: Retry-After %q, want %q", operation.name, family.path, r.header.Get("Retry-After"), fault.header)
					}
					want := operation.before
					if fault.effect {
						want = operation.after
					}
					if got := family.stored(c.server); got != want {
						t.Errorf("%s %s: the service holds %q, want %q", operation.name, family.path, got, want)
					}
					if log := c.server.Requests(); len(log) != 1 || log[0].Status != fault.status {
						t.Errorf("%s %s: the log says %v", operation.name, family.path, log)
					}
				}
			}
		})
	}
}

// TestRecovery: what fails once works the next time, with a new token where it was
// the token.
func TestRecovery(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	c.server.ExpireTokens()
	c.get(policiesPath).refused(http.StatusUnauthorized, "expired")
	c.token = c.server.Token()
	c.get(policiesPath).want(http.StatusOK)
	c.server.Withdraw("Policy.Read.All")
	c.get(policiesPath).want(http.StatusForbidden)
	c.get(strengthsPath).want(http.StatusOK) // another permission is enough for these
	c.token = c.server.Token("Policy.Read.All")
	c.get(policiesPath).want(http.StatusForbidden)
}

// TestSlow: a request that is held back takes effect in the end, and holds up nobody.
func TestSlow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := graphsim.New(graphsim.Options{})
		token := s.Token()
		s.Slow(func(r *http.Request) bool { return r.Method == http.MethodPost }, 1, time.Minute)
		began := time.Now()
		done := make(chan int)
		go func() {
			status, _ := direct(t, s, token, http.MethodPost, policiesPath, marshal(t, policy()))
			done <- status
		}()
		synctest.Wait()
		if status, _ := direct(t, s, token, http.MethodGet, policiesPath, ""); status != http.StatusOK || time.Since(began) != 0 {
			t.Errorf("a read beside the slow request: status %d after %v", status, time.Since(began))
		}
		if status := <-done; status != http.StatusCreated || time.Since(began) != time.Minute {
			t.Errorf("the slow request: status %d after %v", status, time.Since(began))
		}
	})
}

// TestQuotaSaysHowLong: with a Retry-After where the options ask for one, and each
// request counted that came near the quota.
func TestQuotaSaysHowLong(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{Quota: 0.001, RetryAfter: 1500 * time.Millisecond})
	c.get(policiesPath).want(http.StatusOK)
	if got := c.get(locationsPath).want(http.StatusTooManyRequests).header.Get("Retry-After"); got != "2" {
		t.Errorf("Retry-After %q, want 2", got)
	}
	c.get(strengthsPath).want(http.StatusOK)
	if n := c.server.ConditionalAccessRequests(); n != 2 {
		t.Errorf("%d Conditional Access requests, want 2", n)
	}
	c.server.ResetLog()
	if n := c.server.ConditionalAccessRequests(); n != 0 {
		t.Errorf("%d Conditional Access requests after a reset", n)
	}
}
