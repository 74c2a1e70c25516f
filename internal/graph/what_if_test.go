package graph

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// ada signs in to Graph with a device, which says everything that the request has a place for.
var adaSignsIn = ca.SignIn{
	Identity: ca.SignInIdentity{UserID: adminID},
	Context:  ca.SignInContext{Applications: []string{ca.AppMicrosoftGraph, ca.AppWindowsAzureAD}},
	Conditions: ca.SignInConditions{
		ClientApp: ca.ClientAppBrowser, Platform: ca.PlatformWindows, Address: "203.0.113.7", Country: "NO",
		UserRisk: ca.RiskNone, SignInRisk: ca.RiskNone,
		Device: &ca.Device{Properties: map[string]ca.Property{"deviceId": {Values: []string{"d1"}}, "model": {}, "physicalIds": {}}},
	},
}

func isEvaluate(r *http.Request) bool { return to(http.MethodPost, "/evaluate")(r) }

func TestWhatIf(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	everybody, nobody := policy("CA001"), policy("CA002")
	everybody.Conditions.Users.ExcludeGroups = nil
	for _, p := range []ca.Policy{everybody, nobody} { // of the second one, Ada's group is left out
		if _, err := c.CreatePolicy(soon(t), p); err != nil {
			t.Fatal(err)
		}
	}
	sim.ResetLog()
	results, err := c.WhatIf(soon(t), adaSignsIn)
	if err != nil {
		t.Fatal(err)
	}
	if len(results) != 2 || !*results[0].Applies || *results[1].Applies || results[0].Policy.DisplayName != "CA001" ||
		len(results[0].Reasons) != 0 || len(results[1].Reasons) != 1 || results[1].Reasons[0] != ca.ReasonUsers {
		t.Errorf("got %+v", results)
	}
	shown, _, err := c.Policy(soon(t), results[0].Policy.ID)
	if err != nil || !shown.ModifiedDateTime.Equal(results[0].Policy.ModifiedDateTime) {
		t.Errorf("the version is of %s, and the list's of %s (%v)", results[0].Policy.ModifiedDateTime, shown.ModifiedDateTime, err)
	}
	for _, r := range sim.Requests() {
		if r.Method == http.MethodPost && (!r.ConditionalAccess || r.Path != "/v1.0/identity/conditionalAccess/evaluate") {
			t.Errorf("%s %s", r.Method, r.Path)
		}
	}
}

// TestWhatIfIsPaced: three questions take three places in the queue.
func TestWhatIfIsPaced(t *testing.T) {
	t.Parallel()
	inBubble(t, graphsim.Options{Quota: 1}, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
		c := newClient()
		waited := took(func() {
			for range 3 {
				if _, err := c.WhatIf(context.Background(), adaSignsIn); err != nil {
					t.Error(err)
				}
			}
		})
		if waited < 2*time.Second || waited > 4*time.Second {
			t.Errorf("it took %s, want 2 to 4 seconds", waited)
		}
		if n := count(sim, func(r graphsim.Request) bool { return r.Status == http.StatusTooManyRequests }); n != 0 {
			t.Errorf("%d requests were too early", n)
		}
	})
}

// TestWhatIfFails: what passes is tried again, since asking twice comes to the same as asking once; what lasts
// is said, with the permission.
func TestWhatIfFails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name          string
		scopes        []string
		times, status int
		body          string
		want          string // "" is an answer
	}{
		{"unavailable-for-a-while", nil, 2, http.StatusServiceUnavailable, "", ""},
		{"unavailable", nil, -1, http.StatusServiceUnavailable, "", "cannot ask What-If about a sign-in: 503: the answer was empty"},
		{"forbidden", []string{"User.Read.All"}, 0, 0, "", "cannot ask What-If about a sign-in: 403 AccessDenied: You cannot perform the requested operation, required scopes are missing in the token. (needs Policy.Read.ConditionalAccess)"},
		{"no-answer-of-its-kind", nil, -1, http.StatusOK, `{"value": [{"policyApplies": 1}]}`, "the answer cannot be read: value[0].policyApplies: want true or false"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sim, client := start(t, graphsim.Options{RequireScopes: c.scopes})
			sim.Fail(isEvaluate, c.times, c.status, nil, c.body)
			_, err := client.WhatIf(soon(t), adaSignsIn)
			if c.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantLine(t, err, c.want)
			var refused *Error
			if !errors.As(err, &refused) {
				t.Errorf("%v is no error of Graph", err)
			}
		})
	}
}
