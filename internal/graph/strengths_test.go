package graph

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const (
	yellowKey = "2fc0579f-8113-47ea-b116-bb5a8db9202a"
	blueKey   = "d8522d9f-575b-4866-88a9-ba99fa02f35b"
	issuer    = "0123456789abcdef0123456789abcdef01234567"
)

// keysOnly is a strength that takes two kinds of security key, and certificates of one issuer.
func keysOnly() ca.AuthenticationStrength {
	return ca.AuthenticationStrength{
		DisplayName: "Keys", Description: "What administrators use",
		AllowedCombinations: []string{"fido2", "x509CertificateMultiFactor", "password, sms"},
		CombinationConfigurations: []ca.CombinationConfiguration{
			{Kind: ca.ConfigurationFIDO2, AppliesToCombinations: []string{"fido2"}, AllowedAAGUIDs: []string{yellowKey, blueKey}},
			{Kind: ca.ConfigurationX509, AppliesToCombinations: []string{"x509CertificateMultiFactor"}, AllowedIssuerSKIs: []string{issuer}, AllowedPolicyOIDs: []string{"1.3.6.1.4.1.311.1"}},
		},
	}
}

func TestStrengthRoundTrip(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]graphsim.Options{
		"plain": {}, "stale": {Staleness: 2}, "collections-turned-around": {Reorder: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, options)
			ctx := soon(t)
			stored, err := c.CreateStrength(ctx, keysOnly())
			if err != nil {
				t.Fatal(err)
			}
			if stored.ID == "" || stored.PolicyType != "custom" || len(stored.CombinationConfigurations) != 2 {
				t.Fatalf("stored: %+v", stored)
			}
			for _, desired := range []ca.AuthenticationStrength{
				{
					DisplayName: "Keys and phones", AllowedCombinations: []string{"deviceBasedPush", "fido2"},
					CombinationConfigurations: []ca.CombinationConfiguration{
						{Kind: ca.ConfigurationFIDO2, AppliesToCombinations: []string{"fido2"}, AllowedAAGUIDs: []string{strings.ToUpper(blueKey)}},
					},
				},
				{DisplayName: "Keys and phones", AllowedCombinations: []string{"deviceBasedPush", "fido2"}},
				keysOnly(),
			} {
				changed, err := c.UpdateStrength(ctx, desired, stored)
				if err != nil {
					t.Fatal(err)
				}
				if changed.ID != stored.ID {
					t.Errorf("the id is %s, want %s", changed.ID, stored.ID)
				}
				if err := c.Shown(ctx, Scope{}, func(t *ca.Tenant) bool {
					s, ok := strengthKind.find(t.Strengths.Value(), stored.ID)
					return ok && strengthKind.same(s, desired)
				}); err != nil {
					t.Fatal(err)
				}
				got, ok, err := c.Strength(ctx, stored.ID)
				if err != nil || !ok {
					t.Fatal(ok, err)
				}
				if diff := cmp.Diff(string(strengthKind.encode(desired)), strings.ReplaceAll(string(strengthKind.encode(got)), strings.ToUpper(blueKey), blueKey)); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			}
			wantPosts(t, sim, "/policies", 1)
			for range 2 {
				if err := c.DeleteStrength(ctx, stored.ID); err != nil {
					t.Fatal(err)
				}
			}
			if sim.Get("authenticationStrengthPolicies", stored.ID) != nil {
				t.Error("the strength is still there")
			}
		})
	}
}

func TestStrengthsThatAreNotSent(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	if _, err := c.Strengths(soon(t)); err != nil {
		t.Fatal(err)
	}
	before := len(sim.Requests())
	for name, change := range map[string]func(*ca.AuthenticationStrength){
		"displayName":            func(s *ca.AuthenticationStrength) { s.DisplayName = ca.NotYetKnown },
		"allowedCombinations[0]": func(s *ca.AuthenticationStrength) { s.AllowedCombinations = []string{ca.NotYetKnown} },
		"combinationConfigurations[0].allowedAAGUIDs[0]": func(s *ca.AuthenticationStrength) {
			s.CombinationConfigurations[0].AllowedAAGUIDs = []string{ca.NotYetKnown}
		},
	} {
		s := keysOnly()
		change(&s)
		if name == "displayName" {
			if _, err := c.CreateStrength(soon(t), s); err == nil {
				t.Error("a name that is not known yet is sent")
			}
			continue
		}
		_, err := c.CreateStrength(soon(t), s)
		wantLine(t, err, name+" is not known yet")
		_, err = c.UpdateStrength(soon(t), s, ca.AuthenticationStrength{ID: ca.StrengthMFA})
		wantLine(t, err, name+" is not known yet")
	}
	if n := len(sim.Requests()); n != before {
		t.Errorf("%d requests were sent, want none", n-before)
	}
}

// TestStrengthHalfway stops a change of a strength at each of its requests: what was done is in what comes
// back, the error says it, and the next attempt does the rest.
func TestStrengthHalfway(t *testing.T) {
	t.Parallel()
	restricted := func(s ca.AuthenticationStrength) bool {
		for _, c := range s.CombinationConfigurations {
			if c.Kind == ca.ConfigurationFIDO2 {
				return true
			}
		}
		return false
	}
	plain := ca.AuthenticationStrength{DisplayName: "Keys", AllowedCombinations: []string{"windowsHelloForBusiness"}}
	tests := map[string]struct {
		before, after ca.AuthenticationStrength
		refused       func(*http.Request) bool
		cut           bool
		says          []string
		holds         func(ca.AuthenticationStrength) bool
	}{
		"name": {keysOnly(), plain, to(http.MethodPatch, ""), false,
			[]string{`cannot change the authentication strength "Keys": 400`},
			func(s ca.AuthenticationStrength) bool { return s.Description != "" && len(s.AllowedCombinations) == 3 }},
		"restriction-that-leaves": {keysOnly(), plain, to(http.MethodDelete, ""), false,
			[]string{`cannot lift the restriction of fido2`, "400", "changed before that: its name and its description, its combinations"},
			func(s ca.AuthenticationStrength) bool {
				return s.Description == "" && len(s.AllowedCombinations) == 1 && restricted(s)
			}},
		"restriction-that-comes": {plain, keysOnly(), to(http.MethodPost, "/combinationConfigurations"), false,
			[]string{"cannot restrict fido2 in", "so the strength does not allow", "fido2", "changed before that: its name and its description"},
			func(s ca.AuthenticationStrength) bool { return len(s.AllowedCombinations) == 1 && s.Description != "" }},
		"combinations-get-no-answer": {plain, keysOnly(), to(http.MethodPost, "/updateAllowedCombinations"), true,
			[]string{"cannot change the combinations of", "no answer", "changed before that: its name"},
			func(s ca.AuthenticationStrength) bool { return s.Description != "" }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, graphsim.Options{})
			ctx := soon(t)
			stored, err := c.CreateStrength(ctx, test.before)
			if err != nil {
				t.Fatal(err)
			}
			if test.cut {
				sim.Cut(test.refused, failureRepeats+1, false)
			} else {
				sim.Fail(test.refused, 1, 400, nil, `{"error":{"code":"BadRequest","message":"No."}}`)
			}
			got, err := c.UpdateStrength(ctx, test.after, stored)
			wantLine(t, err, test.says...)
			now, ok, err := c.Strength(ctx, stored.ID)
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			raw, err := ca.DecodeStrength(mustJSON(t, sim.Get("authenticationStrengthPolicies", stored.ID)))
			if err != nil {
				t.Fatal(err)
			}
			for what, s := range map[string]ca.AuthenticationStrength{"result": got, "list": now, "tenant": raw} {
				if !test.holds(s) || !strengthKind.same(s, raw) {
					t.Errorf("%s: %+v", what, s)
				}
			}
			if _, err := c.UpdateStrength(ctx, test.after, now); err != nil {
				t.Fatal(err)
			}
			raw, err = ca.DecodeStrength(mustJSON(t, sim.Get("authenticationStrengthPolicies", stored.ID)))
			if err != nil || !strengthKind.same(raw, test.after) {
				t.Errorf("after the next attempt: %+v, %v", raw, err)
			}
		})
	}
}

// TestCombinationThatStaysOpen loses both the restriction and the way back.
func TestCombinationThatStaysOpen(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	ctx := soon(t)
	stored, err := c.CreateStrength(ctx, ca.AuthenticationStrength{DisplayName: "Keys", AllowedCombinations: []string{"windowsHelloForBusiness"}})
	if err != nil {
		t.Fatal(err)
	}
	const no = `{"error":{"code":"BadRequest","message":"No."}}`
	combinations := 0
	sim.Fail(to(http.MethodPost, "/combinationConfigurations"), -1, 400, nil, no)
	sim.Fail(func(r *http.Request) bool {
		if to(http.MethodPost, "/updateAllowedCombinations")(r) {
			combinations++
		}
		return combinations == 2
	}, 1, 400, nil, no)
	got, err := c.UpdateStrength(ctx, keysOnly(), stored)
	wantLine(t, err, "the strength allows", "fido2", "without the restriction, which could not be undone", "400")
	if len(got.AllowedCombinations) != 4 {
		t.Errorf("the result has the combinations %q, want the four that the tenant has", got.AllowedCombinations)
	}
}

// TestLostRestriction is about a combination configuration whose creation got no answer: it is there once.
func TestLostRestriction(t *testing.T) {
	t.Parallel()
	add := to(http.MethodPost, "/combinationConfigurations")
	for name, test := range fates {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, test.options)
			ctx := soon(t)
			bare := keysOnly()
			bare.CombinationConfigurations = nil
			stored, err := c.CreateStrength(ctx, bare)
			if err != nil {
				t.Fatal(err)
			}
			sim.Cut(add, 1, test.done)
			after := keysOnly()
			after.CombinationConfigurations = after.CombinationConfigurations[:1]
			if _, err := c.UpdateStrength(ctx, after, stored); err != nil {
				t.Fatal(err)
			}
			list, _ := sim.Get("authenticationStrengthPolicies", stored.ID)["combinationConfigurations"].([]any)
			if len(list) != 1 {
				t.Errorf("the strength has %d configurations, want one", len(list))
			}
			wantPosts(t, sim, "/combinationConfigurations", test.posts)
		})
	}
}

// TestStrengthOfServiceThatTakesNoConfigurations creates a strength of a service that leaves out what was not
// created by itself.
func TestStrengthOfServiceThatTakesNoConfigurations(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	ctx := soon(t)
	sim.Fail(to(http.MethodPost, "/policies"), 1, 201, nil, `{"id":"77777777-0000-4000-8000-000000000001","displayName":"Keys","policyType":"custom",
		"createdDateTime":"2026-01-01T00:00:00Z","allowedCombinations":["fido2","x509CertificateMultiFactor","password,sms"],"combinationConfigurations":[]}`)
	sim.Put("authenticationStrengthPolicies", object{"id": "77777777-0000-4000-8000-000000000001", "displayName": "Keys", "policyType": "custom",
		"createdDateTime": "2026-01-01T00:00:00Z", "modifiedDateTime": "2026-01-01T00:00:00Z",
		"allowedCombinations": []any{"fido2", "x509CertificateMultiFactor", "password,sms"}, "combinationConfigurations": []any{}})
	stored, err := c.CreateStrength(ctx, keysOnly())
	if err != nil || len(stored.CombinationConfigurations) != 2 {
		t.Fatal(stored, err)
	}

	sim.Fail(to(http.MethodPost, "/policies"), 1, 201, nil, `{"id":"77777777-0000-4000-8000-000000000002","displayName":"Keys"}`)
	stored, err = c.CreateStrength(ctx, keysOnly())
	wantLine(t, err, "cannot restrict fido2", "404", `the authentication strength "Keys" was created without it`)
	if stored.ID == "" {
		t.Error("the strength that was created is lost")
	}
}

// TestPolicyOnNewStrength creates a policy on a strength that no replica knows yet.
func TestPolicyOnNewStrength(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{Staleness: 3})
	ctx := soon(t)
	s, err := c.CreateStrength(ctx, keysOnly())
	if err != nil {
		t.Fatal(err)
	}
	p := policy("CA001")
	p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, AuthenticationStrength: &ca.AuthenticationStrength{ID: s.ID}}
	if _, err := c.CreatePolicy(ctx, p); err != nil {
		t.Fatal(err)
	}
	if n := count(sim, func(r graphsim.Request) bool { return r.Status == http.StatusBadRequest }); n == 0 {
		t.Error("the service refused nothing: the test has tested nothing")
	}
	wantLine(t, c.DeleteStrength(ctx, s.ID), `cannot delete the authentication strength "Keys": 400`, "referenced")
}
