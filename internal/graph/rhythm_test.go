package graph

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestRhythm(t *testing.T) {
	t.Parallel()
	r := rhythm{least: time.Second, gap: time.Second}
	times := func(n int, f func()) {
		for range n {
			f()
		}
	}
	want := func(after string, gap time.Duration) {
		t.Helper()
		if r.gap != gap {
			t.Errorf("after %s the gap is %s, want %s", after, r.gap, gap)
		}
	}
	times(100, r.answered)
	want("answers alone", time.Second) // never faster than documented
	r.refused()
	want("a refusal", 2*time.Second)
	times(calm-1, r.answered)
	want("a few answers", 2*time.Second)
	r.refused()
	want("a second refusal", 4*time.Second)
	times(calm-1, r.answered)
	want("a few answers behind a refusal", 4*time.Second) // the row begins anew
	r.answered()
	want("a row of answers", 3*time.Second)
	times(calm, r.answered)
	want("another row", 2250*time.Millisecond)
	times(10*calm, r.answered)
	want("many answers", time.Second)
	times(20, r.refused)
	want("refusals without end", 16*time.Second)
}

// TestOthersUseTheQuota has a tenant of which other applications leave this one a quarter of the quota. The client
// finds the rate that is left, and gets everything done.
func TestOthersUseTheQuota(t *testing.T) {
	t.Parallel()
	for name, retryAfter := range map[string]time.Duration{"not-told-how-long": 0, "told-how-long": 4 * time.Second} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, graphsim.Options{Quota: 0.25, RetryAfter: retryAfter, Delay: 50 * time.Millisecond}, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
				const policies = 60
				c := newClient()
				began := time.Now()
				parallel(policies, 10, func(i int) {
					if _, err := c.CreatePolicy(context.Background(), policy(fmt.Sprintf("CA%03d", i))); err != nil {
						t.Error(err)
					}
				})
				if n := len(sim.List("policies")); n != policies {
					t.Errorf("the tenant has %d policies, want %d", n, policies)
				}
				refused := count(sim, func(r graphsim.Request) bool { return r.Status == http.StatusTooManyRequests })
				t.Logf("%d of %d requests were refused, in %s", refused, count(sim, metered), time.Since(began).Round(time.Second))
				if refused == 0 || refused > policies/2 {
					t.Errorf("%d requests were refused, want a few: the client asks until it is, and learns from it", refused)
				}
				if took := time.Since(began); took > 3*policies*4*time.Second {
					t.Errorf("it took %s", took)
				}
				neverBursts(t, sim)
			})
		})
	}
}

// neverBursts wants the documented distance between any two requests of the log.
func neverBursts(t *testing.T, sim *graphsim.Server) {
	t.Helper()
	var last time.Time
	for _, r := range sim.Requests() {
		if !r.ConditionalAccess {
			continue
		}
		if !last.IsZero() && r.Time.Sub(last) < time.Second {
			t.Errorf("%s %s came %s after the one before", r.Method, r.Path, r.Time.Sub(last))
		}
		last = r.Time
	}
}

// TestProgress has a run wait for the quota, and wants to hear of it now and then.
func TestProgress(t *testing.T) {
	t.Parallel()
	inBubble(t, aSecond, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
		var mu sync.Mutex
		var lines []string
		var at []time.Time
		c := newClient(func(c *Config) {
			c.Progress = func(_ context.Context, line string) {
				mu.Lock()
				defer mu.Unlock()
				lines, at = append(lines, line), append(at, time.Now())
			}
		})
		parallel(60, 10, func(i int) {
			if _, err := c.CreatePolicy(context.Background(), policy(fmt.Sprintf("CA%03d", i))); err != nil {
				t.Error(err)
			}
		})
		if len(lines) < 4 || len(lines) > 8 {
			t.Errorf("a minute of waiting is told in %d lines: %q", len(lines), lines)
		}
		shape := regexp.MustCompile(`^waiting for the tenant's quota: \d+ of \d+ Conditional Access requests sent, \S+s after the first; about \d+s left for those that are known$`)
		for i, line := range lines {
			if !shape.MatchString(line) {
				t.Errorf("line %d: %s", i, line)
			}
			if i > 0 && at[i].Sub(at[i-1]) < everySoOften*time.Second {
				t.Errorf("line %d came %s after the one before", i, at[i].Sub(at[i-1]))
			}
		}
		neverBursts(t, sim)

		// Who need not wait hears nothing.
		lines = nil
		time.Sleep(time.Minute)
		if _, err := c.CreatePolicy(context.Background(), policy("CA999")); err != nil {
			t.Fatal(err)
		}
		if len(lines) > 0 {
			t.Errorf("one write alone is told: %q", lines)
		}
	})
}
