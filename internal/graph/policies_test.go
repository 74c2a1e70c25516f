package graph

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestPolicyRoundTrip(t *testing.T) {
	t.Parallel()
	tests := map[string]graphsim.Options{
		"plain":                     {},
		"patch-replaces":            {PatchReplaces: true},
		"collections-turned-around": {Reorder: true},
	}
	for name, options := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, options)
			ctx := soon(t)
			full := policy("CA001")
			full.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: []ca.Platform{ca.PlatformLinux}}
			full.Conditions.SignInRiskLevels = []ca.RiskLevel{ca.RiskHigh}
			full.SessionControls = &ca.SessionControls{PersistentBrowser: &ca.PersistentBrowserControl{IsEnabled: yes(), Mode: "never"}}
			stored, err := c.CreatePolicy(ctx, full)
			if err != nil {
				t.Fatal(err)
			}
			if stored.ID == "" || stored.CreatedDateTime.IsZero() {
				t.Errorf("the stored policy has no id or date: %+v", stored)
			}

			// Everything optional goes: each has to be said, since the service keeps what is not.
			bare := policy("CA001 bare")
			bare.Conditions.Users.ExcludeGroups = nil
			bare.Conditions.Users.ExcludeUsers = []string{glassID}
			changed, err := c.UpdatePolicy(ctx, bare, stored)
			if err != nil {
				t.Fatal(err)
			}
			if changed.ID != stored.ID || changed.ModifiedDateTime.IsZero() || !changed.CreatedDateTime.Equal(stored.CreatedDateTime) {
				t.Errorf("the changed policy has lost its id or dates: %+v", changed)
			}
			if err := c.Shown(ctx, Scope{}, func(t *ca.Tenant) bool {
				p, ok := t.Policy(stored.ID)
				return ok && p.DisplayName == "CA001 bare"
			}); err != nil {
				t.Fatal(err)
			}
			again, ok, err := c.Policy(ctx, stored.ID)
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			if diff := cmp.Diff(string(ca.EncodePolicy(bare)), string(ca.EncodePolicy(again))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}

			for range 2 { // the second finds nothing, and is content
				if err := c.DeletePolicy(ctx, stored.ID); err != nil {
					t.Fatal(err)
				}
			}
			if _, ok, err := c.Policy(ctx, stored.ID); ok || err != nil {
				t.Errorf("the deleted policy is there: %v, %v", ok, err)
			}
			if n := len(sim.List("policies")); n != 0 {
				t.Errorf("the tenant has %d policies, want none", n)
			}
		})
	}
}

func TestPolicyThatSomebodyElseCreated(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	ctx := soon(t)
	if _, err := c.Policies(ctx); err != nil {
		t.Fatal(err)
	}
	seedPolicy(sim, 7)
	p, ok, err := c.Policy(ctx, policyID(7))
	if err != nil || !ok || p.DisplayName != "CA007" {
		t.Errorf("got %v, %v, %v", p.DisplayName, ok, err)
	}
	if _, ok, err := c.Policy(ctx, policyID(8)); ok || err != nil {
		t.Errorf("a policy that is not there: %v, %v", ok, err)
	}
}

func TestUnknownMembersSurvive(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	seedPolicy(sim, 1)
	sim.Edit("policies", policyID(1), func(p map[string]any) {
		p["grantControls"] = object{"operator": "OR", "builtInControls": []any{"riskRemediation"}}
		p["conditions"].(map[string]any)["platforms"] = object{"includePlatforms": []any{"linux"}, "excludePlatforms": []any{}}
	})
	p, ok, err := c.Policy(soon(t), policyID(1))
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if diff := cmp.Diff([]ca.BuiltInControl{ca.ControlRiskRemediation}, p.GrantControls.BuiltInControls); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]ca.Platform{ca.PlatformLinux}, p.Conditions.Platforms.IncludePlatforms); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestPoliciesThatAreNotSent(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*ca.Policy)
		says   string
	}{
		"unknown-member":      {func(p *ca.Policy) { p.GrantControls.BuiltInControls = []ca.BuiltInControl{"mfa", unknownMember} }, "grantControls.builtInControls[1] holds unknownFutureValue"},
		"unknown-flag":        {func(p *ca.Policy) { p.Conditions.InsiderRiskLevels = []string{"minor", unknownMember} }, "conditions.insiderRiskLevels holds unknownFutureValue"},
		"not-yet-known":       {func(p *ca.Policy) { p.Conditions.Users.ExcludeUsers = []string{ca.NotYetKnown} }, "conditions.users.excludeUsers[0] is not known yet"},
		"state-not-yet-known": {func(p *ca.Policy) { p.State = ca.NotYetKnown }, "state is not known yet"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, graphsim.Options{})
			p := policy("CA001")
			test.change(&p)
			_, err := c.CreatePolicy(soon(t), p)
			wantLine(t, err, test.says)
			_, err = c.UpdatePolicy(soon(t), p, ca.Policy{ID: policyID(1)})
			wantLine(t, err, test.says)
			if n := len(sim.Requests()); n != 0 {
				t.Errorf("%d requests were sent, want none", n)
			}
		})
	}
	if err := writable("x", ca.EncodePolicy(ca.Policy{DisplayName: unknownMember})); err != nil {
		t.Errorf("a name is free: %v", err)
	}
}

// TestLostAnswers is about creations whose answer is lost: the service did the work, or it did not.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	create := to(http.MethodPost, "/policies")
	tests := map[string]struct {
		options graphsim.Options
		fault   func(*graphsim.Server)
		posts   int
	}{
		"done-and-cut":               {fault: func(sim *graphsim.Server) { sim.Cut(create, 1, true) }, posts: 1},
		"done-and-cut-and-not-shown": {options: graphsim.Options{Staleness: 2}, fault: func(sim *graphsim.Server) { sim.Cut(create, 1, true) }, posts: 1},
		"not-done-and-cut":           {fault: func(sim *graphsim.Server) { sim.Cut(create, 1, false) }, posts: 2},
		"500":                        {fault: func(sim *graphsim.Server) { sim.Fail(create, 2, 500, nil, "") }, posts: 3},
		"503":                        {fault: func(sim *graphsim.Server) { sim.Fail(create, 1, 503, nil, "") }, posts: 2},
		"429":                        {fault: func(sim *graphsim.Server) { sim.Fail(create, 3, 429, nil, "") }, posts: 4},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, test.options)
			seedPolicy(sim, 1) // its name is taken again below, which the service allows
			ctx := soon(t)
			if _, err := c.Policies(ctx); err != nil {
				t.Fatal(err)
			}
			test.fault(sim)
			p, err := c.CreatePolicy(ctx, policy("CA001"))
			if err != nil {
				t.Fatal(err)
			}
			if list := sim.List("policies"); len(list) != 2 || p.ID == policyID(1) || sim.Get("policies", p.ID) == nil {
				t.Errorf("the tenant has %d policies, and the result is %s; want 2 and the new one", len(list), p.ID)
			}
			wantPosts(t, sim, "/policies", test.posts)
		})
	}
}

func TestLostForGood(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	sim.Fail(to(http.MethodPost, "/policies"), -1, 500, nil, `{"error":{"code":"InternalServerError","message":"An internal server error has occurred."}}`)
	_, err := c.CreatePolicy(soon(t), policy("CA001"))
	wantLine(t, err, `cannot create the policy "CA001": 500 InternalServerError`)

	// The answer is lost, and so is the way to find out what became of it.
	sim, c = start(t, graphsim.Options{})
	if _, err := c.Identity(soon(t)); err != nil {
		t.Fatal(err)
	}
	sim.Cut(to(http.MethodPost, "/policies"), 1, true)
	sim.Fail(to(http.MethodGet, "/policies"), -1, 403, nil, `{"error":{"code":"AccessDenied","message":"No."}}`)
	_, err = c.CreatePolicy(soon(t), policy("CA001"))
	wantLine(t, err, "it may have been created all the same, which could not be found out", "403 AccessDenied")
}

func TestChangeWhoseAnswerIsLost(t *testing.T) {
	t.Parallel()
	for name, done := range map[string]bool{"done": true, "not-done": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, graphsim.Options{})
			ctx := soon(t)
			p, err := c.CreatePolicy(ctx, policy("CA001"))
			if err != nil {
				t.Fatal(err)
			}
			sim.Cut(to(http.MethodPatch, "/"+p.ID), 1, done)
			if _, err := c.UpdatePolicy(ctx, policy("CA002"), p); err != nil {
				t.Fatal(err)
			}
			sim.Cut(to(http.MethodDelete, "/"+p.ID), 1, done)
			if err := c.DeletePolicy(ctx, p.ID); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestPolicyOnNewLocation creates a policy on a location that no replica knows yet.
func TestPolicyOnNewLocation(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{Staleness: 3})
	ctx := soon(t)
	l, err := c.CreateNamedLocation(ctx, office(false))
	if err != nil {
		t.Fatal(err)
	}
	p := policy("CA001")
	p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{l.ID}}
	if _, err := c.CreatePolicy(ctx, p); err != nil {
		t.Fatal(err)
	}
	if n := count(sim, func(r graphsim.Request) bool { return r.Status == http.StatusBadRequest }); n == 0 {
		t.Error("the service refused nothing: the test has tested nothing")
	}

	p.Conditions.Locations.ExcludeLocations = []string{"99999999-9999-9999-9999-999999999999"}
	_, err = c.CreatePolicy(ctx, p)
	wantLine(t, err, "1040")
}
