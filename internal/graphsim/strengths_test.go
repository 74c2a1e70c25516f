package graphsim_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func strength(name string, combinations ...any) object {
	return object{"displayName": name, "description": "For the vault", "allowedCombinations": combinations}
}

func TestBuiltInStrengths(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	got := map[string]int{}
	for _, s := range c.get(strengthsPath).want(http.StatusOK).value() {
		got[s["displayName"].(string)] = len(s["allowedCombinations"].([]any))
		if _, present := s["combinationConfigurations"]; present {
			t.Error("combinationConfigurations are there without $expand")
		}
	}
	want := map[string]int{"Multifactor authentication": 19, "Passwordless MFA": 4, "Phishing-resistant MFA": 3}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, s := range c.get(strengthsPath + "?$expand=combinationConfigurations").want(http.StatusOK).value() {
		if diff := cmp.Diff([]any{}, s["combinationConfigurations"]); diff != "" {
			t.Errorf("%v (-want +got):\n%s", s["displayName"], diff)
		}
	}
	c.patch(strengthsPath+"/"+strongID, object{"displayName": "Mine"}).refused(http.StatusBadRequest, "built-in")
	c.delete(strengthsPath+"/"+strongID).refused(http.StatusBadRequest, "built-in")
}

func TestStrengthLifecycle(t *testing.T) {
	t.Parallel()
	for _, path := range []string{strengthsPath, "/v1.0/policies/authenticationStrengthPolicies", "/beta/policies/authenticationStrengthPolicies"} {
		c := start(t, graphsim.Options{})
		created := c.post(path, strength("Keys", "password, hardwareOath", "FIDO2")).want(http.StatusCreated)
		if diff := cmp.Diff([]any{"password,hardwareOath", "fido2"}, created.body["allowedCombinations"]); diff != "" {
			t.Errorf("allowedCombinations (-want +got):\n%s", diff)
		}
		if created.body["policyType"] != "custom" || created.body["requirementsSatisfied"] != "mfa" {
			t.Errorf("created %v", created.raw)
		}
		item := path + "/" + created.id()
		c.patch(item, object{"displayName": "Better keys", "description": nil}).want(http.StatusNoContent)
		got := c.get(item).want(http.StatusOK).body
		if got["displayName"] != "Better keys" || got["description"] != nil {
			t.Errorf("after PATCH: %v", got)
		}
		c.patch(item, object{"allowedCombinations": []any{"fido2"}}).refused(http.StatusBadRequest, "allowedCombinations")
		c.delete(item).want(http.StatusNoContent)
		c.get(item).refused(http.StatusNotFound, "AuthenticationStrengthPolicy with id")
	}
}

func TestStrengthRefused(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	c.post(strengthsPath, strength("Taken", "fido2")).want(http.StatusCreated)
	for _, test := range []struct {
		name string
		body object
		want string
	}{
		{"no-name", strength("", "fido2"), "1007:"},
		{"long-name", strength(strings.Repeat("x", 31), "fido2"), "1007:"},
		{"no-combinations", strength("x"), "1007:"},
		{"unknown-combination", strength("x", "password,voodoo"), "1007:"},
		{"impossible-combination", strength("x", "fido2,sms"), "1007:"},
		{"name-taken", strength("taken", "fido2"), "already exists"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := c.in(t)
			r := c.post(strengthsPath, test.body)
			r.refused(http.StatusBadRequest, test.want)
		})
	}
}

func TestStrengthLimit(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	for i := range 15 {
		c.post(strengthsPath, strength(idNumber(i)[24:], "fido2")).want(http.StatusCreated)
	}
	c.post(strengthsPath, strength("one more", "fido2")).refused(http.StatusBadRequest, "15")
}

func TestUpdateAllowedCombinations(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	id := c.post(strengthsPath, strength("Keys", "fido2")).want(http.StatusCreated).id()
	policyID := c.post(policiesPath, policy(with("grantControls", object{"operator": "OR", "authenticationStrength": object{"id": id}}))).want(http.StatusCreated).id()

	r := c.post(strengthsPath+"/"+id+"/updateAllowedCombinations", object{"allowedCombinations": []any{"sms, password", "qrCodePin"}}).want(http.StatusOK)
	want := object{"previousCombinations": []any{"fido2"}, "currentCombinations": []any{"password,sms", "qrCodePin"}, "conditionalAccessReferences": []any{policyID}}
	for name, value := range want {
		if diff := cmp.Diff(value, r.body[name]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	got := c.get(strengthsPath + "/" + id).want(http.StatusOK).body
	if got["requirementsSatisfied"] != "none" {
		t.Errorf("a strength with one factor satisfies %v, want none", got["requirementsSatisfied"])
	}
	if diff := cmp.Diff([]any{"password,sms", "unknownFutureValue"}, got["allowedCombinations"]); diff != "" {
		t.Errorf("without the header (-want +got):\n%s", diff)
	}
	inPolicy := c.get(policiesPath+"/"+policyID, "Prefer", "include-unknown-enum-members").body
	if diff := cmp.Diff([]any{"password,sms", "qrCodePin"}, at(t, inPolicy, "grantControls/authenticationStrength/allowedCombinations")); diff != "" {
		t.Errorf("in the policy (-want +got):\n%s", diff)
	}
	c.post(strengthsPath+"/"+strongID+"/updateAllowedCombinations", object{"allowedCombinations": []any{"sms"}}).refused(http.StatusBadRequest, "built-in")
	c.delete(strengthsPath+"/"+id).refused(http.StatusBadRequest, "referenced")
}

func TestStrengthUsage(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	grant := func(operator string, controls ...any) object {
		return policy(with("grantControls", object{"operator": operator, "builtInControls": append([]any{}, controls...), "authenticationStrength": object{"id": strongID}}))
	}
	alone := c.post(policiesPath, grant("OR")).want(http.StatusCreated).id()
	both := c.post(policiesPath, grant("AND", "compliantDevice")).want(http.StatusCreated).id()
	either := c.post(policiesPath, grant("OR", "compliantDevice")).want(http.StatusCreated).id()
	for _, path := range []string{"/usage", "/usage()"} {
		r := c.get(strengthsPath + "/" + strongID + path).want(http.StatusOK)
		if diff := cmp.Diff([]string{alone, both}, ids(r.body["mfa"])); diff != "" {
			t.Errorf("mfa (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{either}, ids(r.body["none"])); diff != "" {
			t.Errorf("none (-want +got):\n%s", diff)
		}
	}
}

func ids(value any) []string {
	var out []string
	for _, element := range value.([]any) {
		out = append(out, element.(object)["id"].(string))
	}
	return out
}

func TestCombinationConfigurations(t *testing.T) {
	t.Parallel()
	const fido, x509 = "#microsoft.graph.fido2CombinationConfiguration", "#microsoft.graph.x509CertificateCombinationConfiguration"
	c := start(t, graphsim.Options{})
	id := c.post(strengthsPath, strength("Keys", "fido2", "x509CertificateMultiFactor")).want(http.StatusCreated).id()
	path := strengthsPath + "/" + id + "/combinationConfigurations"

	for _, test := range []struct {
		name string
		body object
		want string
	}{
		{"no-type", object{"appliesToCombinations": []any{"fido2"}}, "1007:"},
		{"applies-to-nothing", object{"@odata.type": fido, "allowedAAGUIDs": []any{someID}}, "1007:"},
		{"applies-to-another", object{"@odata.type": fido, "allowedAAGUIDs": []any{someID}, "appliesToCombinations": []any{"x509CertificateMultiFactor"}}, "1007:"},
		{"not-in-the-strength", object{"@odata.type": x509, "allowedPolicyOIDs": []any{"1.2.3"}, "appliesToCombinations": []any{"x509CertificateSingleFactor"}}, "1007:"},
		{"no-aaguid", object{"@odata.type": fido, "allowedAAGUIDs": []any{"yubikey"}, "appliesToCombinations": []any{"fido2"}}, "1007:"},
		{"no-key-id", object{"@odata.type": x509, "allowedIssuerSkis": []any{"abc"}, "appliesToCombinations": []any{"x509CertificateMultiFactor"}}, "1007:"},
		{"six-oids", object{"@odata.type": x509, "allowedPolicyOIDs": []any{"1.1", "1.2", "1.3", "1.4", "1.5", "1.6"}, "appliesToCombinations": []any{"x509CertificateMultiFactor"}}, "maximum of 5"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := c.in(t)
			r := c.post(path, test.body)
			r.refused(http.StatusBadRequest, test.want)
		})
	}

	body := object{"@odata.type": fido, "allowedAAGUIDs": []any{someID}, "appliesToCombinations": []any{"fido2"}}
	configuration := c.post(path, body).want(http.StatusCreated).id()
	c.patch(path+"/"+configuration, object{"@odata.type": fido, "allowedAAGUIDs": []any{anotherID}}).want(http.StatusNoContent)
	got := c.get(path + "/" + configuration).want(http.StatusOK).body
	if diff := cmp.Diff([]any{anotherID}, got["allowedAAGUIDs"]); diff != "" {
		t.Errorf("allowedAAGUIDs (-want +got):\n%s", diff)
	}
	expanded := c.get(strengthsPath + "/" + id + "?$expand=combinationConfigurations").body["combinationConfigurations"]
	if diff := cmp.Diff([]string{configuration}, ids(expanded)); diff != "" {
		t.Errorf("expanded (-want +got):\n%s", diff)
	}
	c.patch(path+"/"+configuration, object{"@odata.type": x509, "allowedPolicyOIDs": []any{"1.2"}}).want(http.StatusBadRequest)
	c.delete(path + "/" + configuration).want(http.StatusNoContent)
	c.get(path + "/" + configuration).want(http.StatusNotFound)
	if n := len(c.get(path).value()); n != 0 {
		t.Errorf("%d configurations are left", n)
	}
	c.post(strengthsPath+"/"+strongID+"/combinationConfigurations", body).refused(http.StatusBadRequest, "built-in")
}

func TestStrengthWithConfigurations(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	body := strength("Keys", "fido2")
	body["combinationConfigurations"] = []any{object{"@odata.type": "#microsoft.graph.fido2CombinationConfiguration", "allowedAAGUIDs": []any{someID}, "appliesToCombinations": []any{"fido2"}}}
	got := c.post(strengthsPath, body).want(http.StatusCreated).body
	if n := len(ids(got["combinationConfigurations"])); n != 1 {
		t.Errorf("%d configurations, want 1", n)
	}
}

func TestCombinations(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	got := c.get("/v1.0/identity/conditionalAccess/authenticationStrength/combinations").want(http.StatusOK).body["value"].([]any)
	if len(got) != 24 {
		t.Errorf("%d combinations, want 24", len(got))
	}
}
