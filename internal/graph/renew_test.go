package graph

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// TestTokenRefused has the service refuse a token that is good by its own dates, and say nothing about why.
func TestTokenRefused(t *testing.T) {
	t.Parallel()
	inBubble(t, aSecond, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
		ctx := context.Background()
		c := newClient()
		if _, err := c.Policies(ctx); err != nil {
			t.Fatal(err)
		}
		sim.ExpireTokens()
		if _, err := c.CreatePolicy(ctx, policy("CA001")); err != nil {
			t.Fatal(err)
		}
		if n := len(sim.List("policies")); n != 1 {
			t.Errorf("the tenant has %d policies, want 1", n)
		}
		if n := count(sim, func(r graphsim.Request) bool { return strings.HasSuffix(r.Path, "/token") }); n != 2 {
			t.Errorf("%d tokens were asked for, want 2", n)
		}

		// Refused again and again, it is reported.
		sim.Fail(to(http.MethodPost, "/policies"), -1, http.StatusUnauthorized, nil, `{"error":{"code":"InvalidAuthenticationToken","message":"No."}}`)
		_, err := c.CreatePolicy(ctx, policy("CA002"))
		wantLine(t, err, `cannot create the policy "CA002": 401 InvalidAuthenticationToken: No.`)
	})
}
