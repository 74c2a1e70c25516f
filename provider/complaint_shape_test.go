package provider

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

// complaintTests show what needs no Terraform.
var complaintTests = map[string]func(*testing.T){
	"az-1617-any-part-of-a-policy-missing":       anyPartMissing,
	"az-569-session-control-that-comes-back-not": sessionControlGone,
	"az-1235-sign-in-frequency-of-an-old-state":  oldSignInFrequency,
	"az-1196-guests-that-the-service-rewrites":   guestsRewritten,
	"az-730-unknown-future-value":                unknownFutureValue,
	"az-686-all-is-no-role":                      allIsNoRole,
	"az-1158-only-users-and-targets-are-asked":   nothingElseRequired,
	"mg-63-a-patch-names-known-properties-alone": knownPropertiesAlone,
	"az-1312-app-protection-by-its-name":         appProtectionNamed,
}

// wholePolicy is a policy in which everything is set, as Graph shows it.
func wholePolicy(t *testing.T) map[string]any {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal(ca.EncodePolicy(policyShape.value(fullPolicy(t))), &object); err != nil {
		t.Fatal(err)
	}
	return object
}

func shownAs(t *testing.T, object map[string]any) ca.Policy {
	t.Helper()
	text, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	p, err := ca.DecodePolicy(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Each part of a policy is left out, and null, one at a time. It can be read, imported and compared all the same,
// and the state then means what the tenant holds.
func anyPartMissing(t *testing.T) {
	full := fullPolicy(t)
	imported := with(asObject(nullOf(policyRecord.kind())), "id", types.StringValue(someGUID))
	parts := 0
	for _, change := range []func(parent map[string]any, name string){
		func(parent map[string]any, name string) { delete(parent, name) },
		func(parent map[string]any, name string) { parent[name] = nil },
	} {
		for _, path := range pathsIn(wholePolicy(t), nil) {
			object := wholePolicy(t)
			change(parentOf(object, path), path[len(path)-1])
			object["id"] = someGUID
			parts++
			shown := shownAs(t, object)
			for name, prior := range map[string]types.Object{"import": imported, "refresh": full} {
				state := policyShape.state(prior, shown)
				if diff := cmp.Diff(storedPolicy(shown), policyShape.value(state), equateEmpty); diff != "" {
					t.Errorf("%s, %s: the state does not mean what is shown (-shown +state):\n%s", strings.Join(path, "."), name, diff)
				}
				policyShape.same(prior, state)
			}
		}
	}
	if parts < 100 {
		t.Errorf("only %d parts were left out", parts)
	}
}

// pathsIn are the paths of all members, at any depth.
func pathsIn(object map[string]any, above []string) [][]string {
	var paths [][]string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		path := append(slices.Clone(above), name)
		paths = append(paths, path)
		if below, ok := object[name].(map[string]any); ok {
			paths = append(paths, pathsIn(below, path)...)
		}
	}
	return paths
}

func parentOf(object map[string]any, path []string) map[string]any {
	for _, name := range path[:len(path)-1] {
		object, _ = object[name].(map[string]any)
	}
	return object
}

func sessionControlGone(t *testing.T) {
	full := fullPolicy(t)
	controls, _ := wholePolicy(t)["sessionControls"].(map[string]any)
	gone := 0
	for name := range controls {
		object := wholePolicy(t)
		delete(object["sessionControls"].(map[string]any), name)
		session := asObject(policyShape.state(full, shownAs(t, object)).Attributes()["session_controls"])
		for attribute, value := range session.Attributes() {
			switch {
			case wireName(attribute) == name:
				gone++
				if !value.IsNull() {
					t.Errorf("%s is gone, and the state has %s", name, value)
				}
			case value.IsNull():
				t.Errorf("%s is gone, and the state has no %s either", name, attribute)
			}
		}
	}
	if gone != len(sessionRecord) {
		t.Errorf("%d of %d session controls were left out", gone, len(sessionRecord))
	}
}

// A state from before an attribute was there has null for it. The service's own value is no change, whether the
// configuration has a sign-in frequency or none.
func oldSignInFrequency(t *testing.T) {
	text, _ := json.Marshal(map[string]any{
		"id": someGUID, "displayName": "CA001", "state": "enabled",
		"conditions": map[string]any{"users": map[string]any{"includeUsers": []any{"All"}}, "applications": map[string]any{"includeApplications": []any{"All"}}},
		"sessionControls": map[string]any{
			"persistentBrowser": map[string]any{"isEnabled": true, "mode": "never"}, "cloudAppSecurity": nil, "applicationEnforcedRestrictions": nil,
			"disableResilienceDefaults": nil, "secureSignInSession": nil, "signInFrequency": map[string]any{
				"isEnabled": true, "value": 4, "type": "hours", "authenticationType": "primaryAndSecondaryAuthentication", "frequencyInterval": "timeBased",
			},
		},
	})
	shown, err := ca.DecodePolicy(text)
	if err != nil {
		t.Fatal(err)
	}
	plain := policyShape.plain(shown)
	session := asObject(plain.Attributes()["session_controls"])
	frequency := asObject(session.Attributes()["sign_in_frequency"])
	for _, name := range []string{"authentication_type", "frequency_interval", "is_enabled"} {
		frequency = with(frequency, name, nullOf(frequency.AttributeTypes(t.Context())[name]))
	}
	old := with(plain, "session_controls", with(session, "sign_in_frequency", frequency))
	if !policyShape.same(old, policyShape.state(old, shown)) {
		t.Error("what the service takes for granted is a change")
	}

	shown.SessionControls.SignInFrequency = nil
	none := policyShape.plain(shown)
	if state := policyShape.state(none, shown); !asObject(asObject(state.Attributes()["session_controls"]).Attributes()["sign_in_frequency"]).IsNull() {
		t.Error("a policy without a sign-in frequency got one")
	}
}

// The service turns the word for all guests into an object that lists every kind, and refuses both together.
// The state keeps the word that was asked, the plan is empty, and a change never sends the one beside the other.
func guestsRewritten(t *testing.T) {
	asked := ca.Policy{ID: someGUID, DisplayName: "CA001", State: ca.StateEnabled}
	asked.Conditions.Users = ca.Users{IncludeUsers: []string{ca.GuestsOrExternalUsers}, ExcludeUsers: []string{ann, ca.GuestsOrExternalUsers}}
	every := func() *ca.GuestsOrExternal {
		return &ca.GuestsOrExternal{GuestOrExternalUserTypes: slices.Clone(ca.GuestTypes), ExternalTenants: &ca.ExternalTenants{MembershipKind: "all"}}
	}
	shown := asked
	shown.Conditions.Users = ca.Users{
		IncludeUsers: []string{ca.None}, IncludeGuestsOrExternalUsers: every(),
		ExcludeUsers: []string{ann}, ExcludeGuestsOrExternalUsers: every(),
	}
	prior := policyShape.plain(asked)
	if !policyShape.same(prior, policyShape.state(prior, shown)) {
		t.Error("the service's other word for the same guests is a change")
	}

	renamed := asked
	renamed.DisplayName = "CA001 renamed"
	current := policyShape.unasked(renamed, shown)
	current.Conditions.Users = withGuestsToClear(renamed.Conditions.Users, current.Conditions.Users)
	patch := string(ca.EncodePolicyPatch(renamed, current, ca.GoneNull))
	for _, want := range []string{`"includeUsers":["GuestsOrExternalUsers"]`, `"includeGuestsOrExternalUsers":null`, `"excludeGuestsOrExternalUsers":null`} {
		if !strings.Contains(patch, want) {
			t.Errorf("the word is sent, and what the service made of it is not cleared: no %s in %s", want, patch)
		}
	}

	for name, other := range map[string]*ca.GuestsOrExternal{
		"some-kinds":   {GuestOrExternalUserTypes: ca.GuestTypes[1:]},
		"some-tenants": {GuestOrExternalUserTypes: ca.GuestTypes, ExternalTenants: &ca.ExternalTenants{MembershipKind: "enumerated", Members: []string{someGUID}}},
	} {
		drifted := shown
		drifted.Conditions.Users.IncludeGuestsOrExternalUsers = other
		if policyShape.same(prior, policyShape.state(prior, drifted)) {
			t.Errorf("%s: somebody narrowed the guests, and nobody is told", name)
		}
	}
	both := asked
	both.Conditions.Users.IncludeGuestsOrExternalUsers = every()
	if findings := guard.ValidatePolicy(both); !refusedAt(findings, "conditions.users.include_users") {
		t.Errorf("both forms together are not refused: %v", findings)
	}
}

// The member that older clients read for a newer one cannot be written, so no enumeration offers it, and
// a configuration that says it is refused while planning.
func unknownFutureValue(t *testing.T) {
	const word = "unknownFutureValue"
	full := fullPolicy(t)
	tried := 0
	walkAttributes(policySchema(t.Context()).Attributes, "", func(path string, a schema.Attribute) {
		if strings.Contains(a.GetMarkdownDescription(), word) {
			t.Errorf("%s offers %s", path, word)
		}
		var value = full
		names := strings.Split(path, ".")
		for _, name := range names[:len(names)-1] {
			value = asObject(value.Attributes()[name])
		}
		set, isSet := value.Attributes()[names[len(names)-1]].(types.Set)
		if !isSet || strings.HasPrefix(path, "timeouts") {
			return
		}
		tried++
		members := types.SetValueMust(types.StringType, append(set.Elements(), types.StringValue(word)))
		findings := guard.ValidatePolicy(policyShape.value(withAt(full, names, members)))
		if !slices.ContainsFunc(findings, func(f guard.Finding) bool { return strings.Contains(f.Paragraph, word) }) {
			t.Errorf("%s takes %s", path, word)
		}
	})
	if tried < 20 {
		t.Errorf("only %d attributes were tried", tried)
	}
}

// withAt is an object with another set at a path.
func withAt(object types.Object, path []string, value types.Set) types.Object {
	if len(path) == 1 {
		return with(object, path[0], value)
	}
	return with(object, path[0], withAt(asObject(object.Attributes()[path[0]]), path[1:], value))
}

func allIsNoRole(t *testing.T) {
	p := ca.Policy{DisplayName: "CA001", State: ca.StateEnabled}
	p.Conditions.Users = ca.Users{IncludeRoles: []string{ca.All}, ExcludeRoles: []string{ca.None}}
	for _, attribute := range []string{"conditions.users.include_roles", "conditions.users.exclude_roles"} {
		if findings := guard.ValidatePolicy(p); !refusedAt(findings, attribute) {
			t.Errorf("%s is not refused: %v", attribute, findings)
		}
	}
}

func refusedAt(findings []guard.Finding, attribute string) bool {
	return slices.ContainsFunc(findings, func(f guard.Finding) bool { return f.Refuses() && f.Attribute == attribute })
}

// No condition is required by itself: what a policy must have, the service says of the whole.
func nothingElseRequired(t *testing.T) {
	var required []string
	for name, a := range policySchema(t.Context()).Attributes {
		if a.IsRequired() {
			required = append(required, name)
		}
	}
	for name, a := range conditionsAttributes() {
		if a.IsRequired() {
			required = append(required, "conditions."+name)
		}
	}
	slices.Sort(required)
	if want := []string{"conditions", "display_name", "state"}; !slices.Equal(required, want) {
		t.Errorf("required are %q, want %q", required, want)
	}
}

// A PATCH that clears everything, and one that sets everything, have no member that a policy has not.
func knownPropertiesAlone(t *testing.T) {
	full, empty := policyShape.value(fullPolicy(t)), ca.Policy{ID: someGUID, DisplayName: "CA001", State: ca.StateEnabled}
	known := map[string]bool{}
	for _, path := range pathsIn(wholePolicy(t), nil) {
		known[strings.Join(path, ".")] = true
	}
	for name, patch := range map[string][]byte{"clears": ca.EncodePolicyPatch(empty, full, ca.GoneNull), "sets": ca.EncodePolicyPatch(full, empty, ca.GoneNull)} {
		var body map[string]any
		if err := json.Unmarshal(patch, &body); err != nil {
			t.Fatal(err)
		}
		sent := pathsIn(body, nil)
		if len(sent) < 5 {
			t.Errorf("%s: only %d members are sent", name, len(sent))
		}
		for _, path := range sent {
			if !known[strings.Join(path, ".")] {
				t.Errorf("%s: %s is sent, which no policy has", name, strings.Join(path, "."))
			}
		}
	}
}

// The portal says "require app protection policy", Graph says compliantApplication.
func appProtectionNamed(t *testing.T) {
	description := grantAttributes()["built_in_controls"].GetMarkdownDescription()
	for _, want := range []string{"`compliantApplication` is an app protection policy", "`approvedApplication` an approved client app"} {
		if !strings.Contains(description, want) {
			t.Errorf("the description does not say %q: %s", want, description)
		}
	}
}
