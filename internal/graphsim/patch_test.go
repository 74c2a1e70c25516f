package graphsim_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// rich is a policy with something everywhere that a PATCH could lose.
func rich() object {
	return policy(
		with("conditions/users/excludeGroups", []any{someID}),
		with("conditions/platforms", object{"includePlatforms": []any{"all"}, "excludePlatforms": []any{"iOS"}}),
		with("conditions/signInRiskLevels", []any{"high"}),
		with("sessionControls", object{
			"persistentBrowser": object{"isEnabled": true, "mode": "never"},
			"signInFrequency":   object{"isEnabled": true, "value": 4, "type": "hours"},
		}),
	)
}

func TestPatchMerges(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		body     object
		at       string
		want     any
		replaced any // with Options.PatchReplaces
	}{
		{"untouched-top", object{"displayName": "x"}, "sessionControls/persistentBrowser/mode", "never", "never"},
		{"untouched-condition", object{"conditions": object{"applications": object{"includeApplications": []any{"All"}}, "users": object{"includeUsers": []any{"All"}}}}, "conditions/signInRiskLevels", []any{"high"}, []any{}},
		{"untouched-deep", object{"conditions": object{"applications": object{"includeApplications": []any{"All"}}, "users": object{"includeUsers": []any{"All"}}}}, "conditions/users/excludeGroups", []any{someID}, []any{}},
		{"collection-replaced", object{"conditions": object{"signInRiskLevels": []any{"low"}, "applications": object{"includeApplications": []any{"All"}}, "users": object{"includeUsers": []any{"All"}}}}, "conditions/signInRiskLevels", []any{"low"}, []any{"low"}},
		{"condition-cleared", object{"conditions": object{"platforms": nil, "applications": object{"includeApplications": []any{"All"}}, "users": object{"includeUsers": []any{"All"}}}}, "conditions/platforms", nil, nil},
		{"session-cleared", object{"sessionControls": nil}, "sessionControls", nil, nil},
		{"session-control-cleared", object{"sessionControls": object{"persistentBrowser": nil, "signInFrequency": object{"isEnabled": true, "value": 8, "type": "days"}}}, "sessionControls/persistentBrowser", nil, nil},
		{"grant-merged", object{"grantControls": object{"termsOfUse": []any{someID}}}, "grantControls/builtInControls", []any{"mfa"}, []any{}},
	}
	for _, replaces := range []bool{false, true} {
		name := map[bool]string{false: "merge", true: "replace"}[replaces]
		c := start(t, graphsim.Options{PatchReplaces: replaces})
		for _, test := range tests {
			t.Run(name+"/"+test.name, func(t *testing.T) {
				t.Parallel()
				c := c.in(t)
				id := c.post(policiesPath, rich()).want(http.StatusCreated).id()
				c.patch(policiesPath+"/"+id, test.body).want(http.StatusNoContent)
				want := test.want
				if replaces {
					want = test.replaced
				}
				got := at(t, c.get(policiesPath+"/"+id).want(http.StatusOK).body, test.at)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", test.at, diff)
				}
			})
		}
	}
}

// TestPatchChecksTheResult: a PATCH is judged by what the policy would become.
func TestPatchChecksTheResult(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	id := c.post(policiesPath, policy()).want(http.StatusCreated).id()
	before := c.server.Get("policies", id)
	for _, test := range []struct {
		name string
		body any
		want string
	}{
		{"no-grant", object{"grantControls": nil}, "InvalidControls"},
		{"block-added", object{"grantControls": object{"builtInControls": []any{"mfa", "block"}}}, "InvalidControls"},
		{"no-target", object{"conditions": object{"applications": object{"includeApplications": []any{}}}}, "1011:"},
		{"null-conditions", object{"conditions": nil}, "1007:"},
		{"strength-beside-mfa", object{"grantControls": object{"authenticationStrength": object{"id": strongID}}}, "'mfa' and 'authenticationStrength'"},
		{"a-word-from-elsewhere", object{"conditions": object{"users": object{"includeRoles": []any{"All"}}}}, "1007:"},
		{"value-wrapper", object{"value": []any{}}, "1007:"},
		{"unknown-location", object{"conditions": object{"locations": object{"includeLocations": []any{someID}}}}, "1040:"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := c.in(t)
			r := c.patch(policiesPath+"/"+id, test.body)
			r.refused(http.StatusBadRequest, test.want)
		})
	}
	t.Cleanup(func() {
		if diff := cmp.Diff(before, c.server.Get("policies", id)); diff != "" {
			t.Errorf("a refused PATCH changed the policy (-before +after):\n%s", diff)
		}
	})
	c.patch(policiesPath+"/"+someID, object{"displayName": "x"}).refused(http.StatusNotFound, "ConditionalAccessPolicy with id "+someID)
}

// TestPatchKeepsOldReferences: a policy may go on naming what is gone.
func TestPatchKeepsOldReferences(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	c.server.Put("policies", policy(
		with("id", anotherID),
		with("conditions/locations", object{"includeLocations": []any{someID}}),
		with("conditions/users/excludeGroups", []any{"<BreakGlassGroup>"}),
		with("grantControls", object{"operator": "OR", "authenticationStrength": object{"id": someID, "displayName": "Of old"}}),
	))
	c.patch(policiesPath+"/"+anotherID, object{"state": "enabled"}).want(http.StatusNoContent)
	if got := at(t, c.get(policiesPath+"/"+anotherID).body, "grantControls/authenticationStrength/displayName"); got != "Of old" {
		t.Errorf("the policy's own copy of a strength that is gone shows %v", got)
	}
}

// A service may refuse to be told what is no longer to be there, in either of two ways.
func TestStrictness(t *testing.T) {
	t.Parallel()
	nulls, empties := graphsim.Options{NullStrict: true}, graphsim.Options{EmptyStrict: true}
	for _, test := range []struct {
		name    string
		strict  graphsim.Options
		body    object
		refused bool
	}{
		{"null-devices", nulls, object{"conditions": object{"devices": nil}}, true},
		{"null-guests", nulls, object{"conditions": object{"users": object{"includeGuestsOrExternalUsers": nil}}}, true},
		{"null-session-control", nulls, object{"sessionControls": object{"cloudAppSecurity": nil}}, true},
		{"null-strength", nulls, object{"grantControls": object{"authenticationStrength": nil}}, true},
		{"null-at-the-top", nulls, object{"sessionControls": nil}, false},
		{"null-plain-value", nulls, object{"sessionControls": object{"signInFrequency": object{"isEnabled": true, "value": nil, "type": nil, "frequencyInterval": "everyTime"}}}, false},
		{"empty-platforms", empties, object{"conditions": object{"platforms": object{"includePlatforms": []any{}, "excludePlatforms": []any{}}}}, true},
		{"empty-guests", empties, object{"conditions": object{"users": object{"includeGuestsOrExternalUsers": object{"guestOrExternalUserTypes": "none"}}}}, true},
		{"null-is-not-empty", empties, object{"conditions": object{"platforms": nil}}, false},
		{"control-off", empties, object{"sessionControls": object{"persistentBrowser": object{"isEnabled": false, "mode": "never"}}}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			patched := func(options graphsim.Options) response {
				c := start(t, options)
				id := c.post(policiesPath, rich()).want(http.StatusCreated).id()
				return c.patch(policiesPath+"/"+id, test.body)
			}
			patched(graphsim.Options{}).want(http.StatusNoContent)
			if r := patched(test.strict); test.refused {
				r.refused(http.StatusBadRequest, "1007:")
			} else {
				r.want(http.StatusNoContent)
			}
		})
	}
}

func TestOldErrorEnvelope(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{OldErrors: true})
	c.unwatched = true // the metadata knows the newer envelope alone
	r := c.post(policiesPath, policy(with("conditions/clientAppTypes", []any{})))
	r.refused(http.StatusBadRequest, "The server could not process the request because it is malformed or incorrect.")
	inner, _ := r.error()["innerError"].(object)
	if message, _ := inner["message"].(string); len(message) < 5 || message[:5] != "1064:" {
		t.Errorf("innerError.message is %q, want 1064", message)
	}
	c.get(policiesPath+"/"+someID).refused(http.StatusNotFound, "does not exist in the directory")
}

func TestErrorEnvelope(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	r := c.get(policiesPath+"/"+someID, "client-request-id", anotherID).want(http.StatusNotFound)
	inner, _ := r.error()["innerError"].(object)
	if inner["client-request-id"] != anotherID || inner["request-id"] == "" || inner["date"] == nil {
		t.Errorf("innerError is %v", inner)
	}
	if r.header.Get("client-request-id") != anotherID || r.header.Get("request-id") == "" {
		t.Errorf("headers are %v", r.header)
	}
}
