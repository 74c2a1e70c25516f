package ca

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const fullPolicy = `{
  "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#identity/conditionalAccess/policies/$entity",
  "id": "6b5e999b-0ba8-4186-a106-e0296c1c4358", "displayName": "everything", "state": "enabledForReportingButNotEnforced",
  "templateId": "c7503427-338e-4c5e-902d-abe252abfb43",
  "createdDateTime": "2026-08-01T10:00:00.1234567Z", "modifiedDateTime": null,
  "partialEnablementStrategy": null,
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["u"], "includeGroups": ["g"], "excludeGroups": ["h"], "includeRoles": ["r"], "excludeRoles": ["s"],
      "includeGuestsOrExternalUsers": {"guestOrExternalUserTypes": "internalGuest, serviceProvider",
        "externalTenants": {"@odata.type": "#microsoft.graph.conditionalAccessEnumeratedExternalTenants", "membershipKind": "enumerated", "members": ["t"]}},
      "excludeGuestsOrExternalUsers": {"guestOrExternalUserTypes": "internalGuest",
        "externalTenants": {"@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants", "membershipKind": "all"}}},
    "applications": {"includeApplications": ["All"], "excludeApplications": ["a"], "includeUserActions": ["urn:user:registerdevice"],
      "includeAuthenticationContextClassReferences": ["c1"], "applicationFilter": {"mode": "exclude", "rule": "CustomSecurityAttribute.A_B -eq \"x\""}},
    "clientApplications": {"includeServicePrincipals": ["ServicePrincipalsInMyTenant"], "excludeServicePrincipals": ["sp"], "servicePrincipalFilter": {"mode": "include", "rule": "x"}},
    "clientAppTypes": ["browser", "brandNew"],
    "platforms": {"includePlatforms": ["all"], "excludePlatforms": ["linux"]},
    "locations": {"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]},
    "devices": {"deviceFilter": {"mode": "exclude", "rule": "device.isCompliant -eq True"}, "includeDeviceStates": []},
    "userRiskLevels": ["high"], "signInRiskLevels": ["low"], "servicePrincipalRiskLevels": ["medium"],
    "insiderRiskLevels": "minor,elevated", "authenticationFlows": {"transferMethods": "deviceCodeFlow,authenticationTransfer"},
    "agents": {"includeAgentUsers": ["All"]}
  },
  "grantControls": {"operator": "AND", "builtInControls": ["mfa", "brandNew"], "termsOfUse": ["tou"], "customAuthenticationFactors": ["f"],
    "authenticationStrength@odata.context": "x", "authenticationStrength": {"id": "00000000-0000-0000-0000-000000000004", "allowedCombinations": ["fido2"]}},
  "sessionControls": {"applicationEnforcedRestrictions": {"isEnabled": true}, "cloudAppSecurity": {"isEnabled": true, "cloudAppSecurityType": "monitorOnly"},
    "persistentBrowser": {"isEnabled": true, "mode": "never"}, "secureSignInSession": {"isEnabled": false}, "disableResilienceDefaults": false,
    "signInFrequency": {"isEnabled": true, "value": 4, "type": "hours", "authenticationType": "primaryAndSecondaryAuthentication", "frequencyInterval": "timeBased"},
    "continuousAccessEvaluation": {"mode": "strictEnforcement"}, "globalSecureAccessFilteringProfile": {"isEnabled": true, "profileId": "p"}}
}`

func TestDecodePolicyKeepsEverything(t *testing.T) {
	t.Parallel()
	p, err := DecodePolicy([]byte(fullPolicy))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"conditions.agents"}, p.UnknownConditions()); diff != "" {
		t.Errorf("unknown conditions (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"internalGuest", "serviceProvider"}, p.Conditions.Users.IncludeGuestsOrExternalUsers.GuestOrExternalUserTypes); diff != "" {
		t.Errorf("flags with a blank (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]BuiltInControl{ControlMFA, "brandNew"}, p.GrantControls.BuiltInControls); diff != "" {
		t.Errorf("unknown enumeration member (-want +got):\n%s", diff)
	}
	assertSameMembers(t, []byte(fullPolicy), EncodeStoredPolicy(p))
}

// assertSameMembers compares two documents as what they say: without annotations, and with absent, null and
// empty as one value.
func assertSameMembers(t *testing.T, want, got []byte) {
	t.Helper()
	if diff := cmp.Diff(essence(t, want), essence(t, got)); diff != "" {
		t.Errorf("document changed (-want +got):\n%s", diff)
	}
}

func essence(t *testing.T, data []byte) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}
	return essential(value)
}

func essential(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, member := range v {
			if !isAnnotation(name) && !isEmptyValue(member) {
				out[name] = essential(member)
				if list, ok := member.([]any); ok && name == "transferMethods" {
					out[name] = list[0] // some exports write flags as a list
				}
			}
		}
		return out
	case []any:
		out := []any{}
		for _, item := range v {
			out = append(out, essential(item))
		}
		return out
	case string:
		return strings.ReplaceAll(v, ", ", ",")
	}
	return value
}

func TestPublishedPolicySetsSurviveTheRoundTrip(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("../../../shared/data/sets/*/policies.json")
	if len(files) == 0 {
		t.Skip("no published policy sets beside the checkout")
	}
	policies := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		decoded, err := DecodePolicies(data)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		var raw struct{ Value []json.RawMessage }
		if err := json.Unmarshal(data, &raw); err != nil {
			t.Fatal(err)
		}
		for i, p := range decoded {
			policies++
			assertSameMembers(t, raw.Value[i], EncodeStoredPolicy(p))
		}
	}
	if policies < 200 {
		t.Errorf("compared %d policies, expected at least 200", policies)
	}
}

func TestDecodeSaysWhatAndWhere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, data, want string }{
		{"empty", ``, "the document is empty"},
		{"syntax", "{\n\"value\": [\n{]}", "line 3: not JSON: "},
		{"cut-off", `{"value": [`, "line 1: not JSON: the document ends too early"},
		{"trailing", `{"value": []} x`, "line 1: more text after the end"},
		{"no-list", `{"values": []}`, `want an object with a list "value", found an object without one`},
		{"list", `[]`, "want an object, found a list"},
		{"scalar-for-list", `{"value": [{}, {"conditions": {"users": {"includeUsers": "All"}}}]}`,
			`value[1].conditions.users.includeUsers: want a list of strings, found the string "All"`},
		{"number-for-text", `{"value": [{"displayName": 7}]}`, "value[0].displayName: want a string, found the number 7"},
		{"time", `{"value": [{"createdDateTime": "yesterday"}]}`, "value[0].createdDateTime: want a time such as"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := DecodePolicies([]byte(c.data))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %q does not say %q", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("error has more than one line: %q", err)
			}
		})
	}
}

func TestShapeErrorIsATypeOfItsOwn(t *testing.T) {
	t.Parallel()
	_, err := DecodePolicy([]byte(`{"state": []}`))
	var shape *ShapeError
	if !errors.As(err, &shape) || shape.Path != "state" {
		t.Errorf("error %v is no shape error at state", err)
	}
}

func TestPatchSaysWhatIsGone(t *testing.T) {
	t.Parallel()
	current, err := DecodePolicy([]byte(fullPolicy))
	if err != nil {
		t.Fatal(err)
	}
	desired := Policy{DisplayName: "less", State: StateDisabled}
	desired.Conditions.Users.IncludeUsers = []string{"All"}
	desired.Conditions.Applications.IncludeApplications = []string{"All"}
	desired.Conditions.ClientAppTypes = []ClientApp{ClientAppAll}
	desired.SessionControls = &SessionControls{SignInFrequency: &SignInFrequency{IsEnabled: new(bool), FrequencyInterval: "everyTime"}}

	var body map[string]any
	if err := json.Unmarshal(EncodePolicyPatch(desired, current, GoneNull), &body); err != nil {
		t.Fatal(err)
	}
	at := func(path string) any {
		var value any = body
		for name := range strings.SplitSeq(path, ".") {
			members, ok := value.(map[string]any)
			if !ok {
				return "no object at " + path
			}
			member, present := members[name]
			if !present {
				return "absent"
			}
			value = member
		}
		return value
	}
	for path, want := range map[string]any{
		"displayName":                                "less",
		"grantControls":                              nil,
		"conditions.locations":                       nil,
		"conditions.insiderRiskLevels":               nil,
		"conditions.userRiskLevels":                  []any{},
		"conditions.users.excludeGroups":             []any{},
		"conditions.users.includeUsers":              []any{"All"},
		"sessionControls.persistentBrowser":          nil,
		"sessionControls.signInFrequency.value":      nil,
		"conditions.applications.includeUserActions": []any{},
		"id": "absent",
	} {
		if diff := cmp.Diff(want, at(path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

// TestPatchReplacesAnObjectOfAnotherType turns enumerated external tenants into all of them: the members of
// the one may not be named in the other, not even to clear them.
func TestPatchReplacesAnObjectOfAnotherType(t *testing.T) {
	t.Parallel()
	guests := func(tenants ExternalTenants) Policy {
		var p Policy
		p.Conditions.Users.IncludeGuestsOrExternalUsers = &GuestsOrExternal{GuestOrExternalUserTypes: []string{"internalGuest"}, ExternalTenants: &tenants}
		return p
	}
	body := string(EncodePolicyPatch(guests(ExternalTenants{MembershipKind: "all"}), guests(ExternalTenants{MembershipKind: "enumerated", Members: []string{"t"}}), GoneNull))
	if strings.Contains(body, `"members"`) || !strings.Contains(body, "conditionalAccessAllExternalTenants") {
		t.Errorf("the body is %s", body)
	}
}

func TestNamedLocationsSurviveTheRoundTrip(t *testing.T) {
	t.Parallel()
	const data = `{"value": [
	  {"@odata.type": "#microsoft.graph.ipNamedLocation", "id": "l1", "displayName": "Office", "isTrusted": true, "ipRanges": [
	    {"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "203.0.113.0/24"},
	    {"@odata.type": "#microsoft.graph.iPv6Range", "lowerAddress": "2001:db8::", "upperAddress": "2001:db8::ff"}]},
	  {"@odata.type": "#microsoft.graph.countryNamedLocation", "id": "l2", "displayName": "Home", "countriesAndRegions": ["NO"],
	    "countryLookupMethod": "authenticatorAppGps", "includeUnknownCountriesAndRegions": true},
	  {"@odata.type": "#microsoft.graph.brandNewNamedLocation", "id": "l3", "displayName": "New", "brandNew": {"a": 1}}]}`
	locations, err := DecodeNamedLocations([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	var stored [][]byte
	for _, l := range locations {
		stored = append(stored, EncodeStoredNamedLocation(l))
	}
	assertSameMembers(t, []byte(data), fmtList(stored))
	first, last, ok := locations[0].IPRanges[0].Bounds()
	if !ok || first.String() != "203.0.113.0" || last.String() != "203.0.113.255" {
		t.Errorf("bounds are %s-%s, %t", first, last, ok)
	}
}

func fmtList(items [][]byte) []byte {
	return []byte(`{"value": [` + string(bytes.Join(items, []byte(","))) + `]}`)
}

func FuzzDecodePolicies(f *testing.F) {
	f.Add([]byte(`{"value": [` + fullPolicy + `]}`))
	f.Add([]byte(`{"value": [null, {"conditions": {"users": null}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		policies, err := DecodePolicies(data)
		if err != nil {
			return
		}
		for _, p := range policies {
			again, err := DecodePolicy(EncodeStoredPolicy(p))
			if err != nil {
				t.Fatalf("what was encoded does not decode: %v", err)
			}
			if diff := cmp.Diff(p.UnknownConditions(), again.UnknownConditions()); diff != "" {
				t.Fatalf("unknown conditions changed (-want +got):\n%s", diff)
			}
		}
	})
}
