package graph

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// TestPreviewGoesThroughBeta sets everything that v1.0 does not have, takes it away, and changes the policy
// once more: beta is asked as long as either side of a change needs it, and not a moment longer.
func TestPreviewGoesThroughBeta(t *testing.T) {
	t.Parallel()
	agents := func(change func(*ca.ClientApplications)) func(*ca.Policy) {
		return func(p *ca.Policy) {
			p.Conditions.Users = ca.Users{IncludeUsers: []string{ca.None}}
			p.Conditions.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
			p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlBlock}
			change(p.Conditions.ClientApplications)
		}
	}
	plain := func(*ca.ClientApplications) {}
	session := func(s ca.SessionControls) func(*ca.Policy) { return func(p *ca.Policy) { p.SessionControls = &s } }
	for name, test := range map[string]struct{ with, without func(*ca.Policy) }{
		"agent-risk":      {with: func(p *ca.Policy) { p.Conditions.AgentIDRiskLevels = []string{"high"} }},
		"agents-included": {agents(func(a *ca.ClientApplications) { a.IncludeAgentIDServicePrincipals = []string{ca.All} }), agents(plain)},
		"agents-excluded": {agents(func(a *ca.ClientApplications) { a.ExcludeAgentIDServicePrincipals = []string{memberID} }), agents(plain)},
		"agents-filtered": {agents(func(a *ca.ClientApplications) { a.AgentIDServicePrincipalFilter = filter("a") }), agents(plain)},
		"agent-users":     {with: func(p *ca.Policy) { p.Conditions.Users.IncludeUsers = []string{ca.AllAgentIDUsers} }},
		"agent-resources": {with: func(p *ca.Policy) { p.Conditions.Applications.IncludeApplications = []string{ca.AllAgentIDResources} }},
		"account-recovery": {with: func(p *ca.Policy) {
			p.Conditions.Applications = ca.Applications{IncludeUserActions: ca.PreviewUserActions}
		}},
		"device-states": {with: func(p *ca.Policy) {
			p.Conditions.Extra = ca.Extra{"deviceStates": []byte(`{"includeStates":["All"],"excludeStates":[]}`)}
		}},
		"devices": {with: func(p *ca.Policy) {
			p.Conditions.Devices = &ca.DeviceCondition{Extra: ca.Extra{"includeDevices": []byte(`["All"]`)}}
		}},
		"verified-id":       {with: func(p *ca.Policy) { p.GrantControls.BuiltInControls = ca.PreviewBuiltInControls }},
		"evaluation":        {with: session(ca.SessionControls{ContinuousAccessEvaluation: &ca.ContinuousAccessEvaluation{Mode: "strictLocation"}})},
		"filtering-profile": {with: session(ca.SessionControls{GlobalSecureAccessFiltering: &ca.FilteringProfile{IsEnabled: yes(), ProfileID: memberID}})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, graphsim.Options{})
			ctx := soon(t)
			if _, err := c.Policies(ctx); err != nil {
				t.Fatal(err)
			}
			with, without := policy("CA001"), policy("CA001")
			test.with(&with)
			if test.without != nil {
				test.without(&without)
			}
			stored, err := c.CreatePolicy(ctx, with)
			if err != nil {
				t.Fatal(err)
			}
			for _, next := range []ca.Policy{without, renamed(without)} {
				if stored, err = c.UpdatePolicy(ctx, next, stored); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff([]string{"POST beta", "PATCH beta", "PATCH v1.0"}, writesByVersion(sim)); diff != "" {
				t.Errorf("writes (-want +got)\n%s", diff)
			}
			left := connect(t, serve(t, sim))
			shown, ok, err := left.Policy(ctx, stored.ID)
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			if diff := cmp.Diff(string(ca.EncodePolicy(renamed(without))), string(ca.EncodePolicy(shown))); diff != "" {
				t.Errorf("the tenant (-want +got)\n%s", diff)
			}
		})
	}
}

func renamed(p ca.Policy) ca.Policy {
	p.DisplayName = "CA002"
	return p
}

func filter(value string) *ca.Filter {
	return &ca.Filter{Mode: ca.FilterExclude, Rule: `CustomSecurityAttribute.Set_Name -eq "` + value + `"`}
}

// writesByVersion are the writes of policies, each with the version that it went to.
func writesByVersion(sim *graphsim.Server) []string {
	var writes []string
	for _, r := range sim.Requests() {
		version, path, _ := strings.Cut(strings.TrimPrefix(r.Path, "/"), "/")
		if strings.Contains(path, "conditionalAccess/policies") && r.Method != http.MethodGet {
			writes = append(writes, r.Method+" "+version)
		}
	}
	return writes
}

// TestWaysToTakeAnObjectAway removes one of each kind of object from a policy, at services that want it said
// differently, and at one that cannot be told.
func TestWaysToTakeAnObjectAway(t *testing.T) {
	t.Parallel()
	const nulls, empties, none = 1, 2, 3 // the PATCHes that it takes
	for name, test := range map[string]struct {
		options graphsim.Options
		patches int
		stay    []string
	}{
		"merges":                           {graphsim.Options{}, nulls, nil},
		"replaces":                         {graphsim.Options{PatchReplaces: true}, nulls, nil},
		"merges-without-null":              {graphsim.Options{NullStrict: true}, empties, []string{"devices"}},
		"replaces-without-null":            {graphsim.Options{NullStrict: true, PatchReplaces: true}, empties, nil},
		"replaces-without-null-or-empties": {graphsim.Options{NullStrict: true, EmptyStrict: true, PatchReplaces: true}, none, nil},
		"merges-without-null-or-empties":   {graphsim.Options{NullStrict: true, EmptyStrict: true}, none, []string{"authenticationFlows", "devices", "locations", "platforms"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, test.options)
			ctx := soon(t)
			full := policy("CA001")
			full.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformLinux}}
			full.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.AllTrusted}}
			full.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterExclude, Rule: "device.isCompliant -eq True"}}
			full.Conditions.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{"deviceCodeFlow"}}
			stored, err := c.CreatePolicy(ctx, full)
			if err != nil {
				t.Fatal(err)
			}
			sim.ResetLog()
			if _, err := c.UpdatePolicy(ctx, policy("CA002"), stored); err != nil {
				t.Fatal(err)
			}
			if n := len(writesByVersion(sim)); n != test.patches {
				t.Errorf("it took %d PATCHes, want %d", n, test.patches)
			}
			held := sim.Get("policies", stored.ID)
			if held["displayName"] != "CA002" {
				t.Errorf("the change itself was lost: %v", held["displayName"])
			}
			var stay []string
			for _, condition := range []string{"authenticationFlows", "devices", "locations", "platforms"} {
				if held["conditions"].(map[string]any)[condition] != nil {
					stay = append(stay, condition)
				}
			}
			if diff := cmp.Diff(test.stay, stay); diff != "" {
				t.Errorf("conditions that stay (-want +got)\n%s", diff)
			}
		})
	}
}

// TestRefusalThatIsNoMatterOfWords: a PATCH is not sent again where nothing goes, nor after a refusal that says
// what is wrong.
func TestRefusalThatIsNoMatterOfWords(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	ctx := soon(t)
	stored, err := c.CreatePolicy(ctx, policy("CA001"))
	if err != nil {
		t.Fatal(err)
	}
	wrong := policy("CA001")
	wrong.Conditions.Users.IncludeRoles = []string{ca.All}
	sim.ResetLog()
	_, err = c.UpdatePolicy(ctx, wrong, stored)
	wantLine(t, err, "1007")

	with := stored
	with.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformLinux}}
	if stored, err = c.UpdatePolicy(ctx, with, stored); err != nil {
		t.Fatal(err)
	}
	wrong = policy("CA001")
	wrong.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlBlock, ca.ControlMFA}
	_, err = c.UpdatePolicy(ctx, wrong, stored)
	wantLine(t, err, "InvalidControls")
	if n := len(writesByVersion(sim)); n != 3 {
		t.Errorf("%d writes, want one for each change", n)
	}
}

// TestWhatNobodyChangesIsNotSent: a member of the policy itself that only the service understands stays out of
// every change.
func TestWhatNobodyChangesIsNotSent(t *testing.T) {
	t.Parallel()
	current := policy("CA001")
	current.Description = "of old"
	current.Extra = ca.Extra{"partialEnablementStrategy": []byte(`{"x":1,"y":2}`)}
	desired := renamed(current)
	desired.Extra = ca.Extra{"partialEnablementStrategy": []byte(`{ "y": 2, "x": 1 }`)} // as a decoder may have left it
	for _, body := range policyPatches(desired, current) {
		for _, name := range []string{"description", "partialEnablementStrategy"} {
			if strings.Contains(string(body), name) {
				t.Errorf("%s is sent: %s", name, body)
			}
		}
	}
}
