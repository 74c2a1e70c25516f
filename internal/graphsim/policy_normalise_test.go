package graphsim_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// TestPolicyNormalised sends one thing and reads another, where the service
// stores things in its own way.
func TestPolicyNormalised(t *testing.T) {
	t.Parallel()
	guestTypes := func(types string) object { return object{"guestOrExternalUserTypes": types} }
	tests := []struct {
		name string
		body object
		at   string
		want any
	}{
		{"and-over-one-control", policy(with("grantControls/operator", "AND")), "grantControls/operator", "OR"},
		{"and-over-a-strength", policy(with("grantControls", object{"operator": "AND", "authenticationStrength": object{"id": strongID}})), "grantControls/operator", "OR"},
		{"and-over-two", policy(with("grantControls", object{"operator": "AND", "builtInControls": []any{"mfa", "compliantDevice"}})), "grantControls/operator", "AND"},
		{"no-operator", policy(with("grantControls", object{"builtInControls": []any{"mfa", "compliantDevice"}})), "grantControls/operator", "OR"},
		{"lower-case-operator", policy(with("grantControls", object{"operator": "and", "builtInControls": []any{"mfa", "compliantDevice"}})), "grantControls/operator", "AND"},
		{"client-app-types-left-out", policy(), "conditions/clientAppTypes", []any{"all"}},
		{"enum-case", policy(with("conditions/clientAppTypes", []any{"Browser", "EXCHANGEACTIVESYNC"})), "conditions/clientAppTypes", []any{"browser", "exchangeActiveSync"}},
		{"platform-case", policy(with("conditions/platforms", object{"includePlatforms": []any{"ios", "macos"}})), "conditions/platforms/includePlatforms", []any{"iOS", "macOS"}},
		{"twice-the-same", policy(with("conditions/users/excludeUsers", []any{someID, someID})), "conditions/users/excludeUsers", []any{someID}},
		{"reserved-word-case", policy(with("conditions/users/includeUsers", []any{"all"})), "conditions/users/includeUsers", []any{"All"}},
		{"reserved-application-case", policy(with("conditions/applications/includeApplications", []any{"office365", "none"})), "conditions/applications/includeApplications", []any{"Office365", "None"}},
		{"flags-order", policy(with("conditions/authenticationFlows", object{"transferMethods": "authenticationTransfer, deviceCodeFlow"})), "conditions/authenticationFlows/transferMethods", "deviceCodeFlow,authenticationTransfer"},
		{"insider-order", policy(with("conditions/insiderRiskLevels", "elevated,minor")), "conditions/insiderRiskLevels", "minor,elevated"},
		{"guest-case-and-order", policy(with("conditions/users/includeGuestsOrExternalUsers", guestTypes("ServiceProvider,B2bCollaborationGuest"))), "conditions/users/includeGuestsOrExternalUsers/guestOrExternalUserTypes", "b2bCollaborationGuest,serviceProvider"},
		{"tenants-kind", policy(with("conditions/users/includeGuestsOrExternalUsers", object{"guestOrExternalUserTypes": "internalGuest", "externalTenants": object{"@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants"}})), "conditions/users/includeGuestsOrExternalUsers/externalTenants/membershipKind", "all"},
		{"guests-none", policy(with("conditions/users/excludeGuestsOrExternalUsers", guestTypes("none"))), "conditions/users/excludeGuestsOrExternalUsers", nil},
		{"guests-none-of-all-tenants", policy(with("conditions/users/excludeGuestsOrExternalUsers", object{"guestOrExternalUserTypes": "none", "externalTenants": object{"@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants"}})), "conditions/users/excludeGuestsOrExternalUsers", nil},
		{"flows-none", policy(with("conditions/authenticationFlows", object{"transferMethods": "none"})), "conditions/authenticationFlows", nil},
		{"empty-platforms", policy(with("conditions/platforms", object{"includePlatforms": []any{}})), "conditions/platforms", nil},
		{"empty-locations", policy(with("conditions/locations", object{})), "conditions/locations", nil},
		{"devices-without-filter", policy(with("conditions/devices", object{"deviceFilter": nil})), "conditions/devices", nil},
		{"unset-collection", policy(), "conditions/users/excludeGroups", []any{}},
		{"unset-risk", policy(), "conditions/signInRiskLevels", []any{}},
		{"unset-insider-risk", policy(), "conditions/insiderRiskLevels", nil},
		{"unset-principal-risk", policy(), "conditions/servicePrincipalRiskLevels", []any{}},
		{"no-session", policy(), "sessionControls", nil},
		{"session-control-off", policy(with("sessionControls", object{
			"persistentBrowser": object{"isEnabled": false, "mode": "always"},
			"signInFrequency":   object{"isEnabled": true, "value": 4, "type": "hours"},
		})), "sessionControls/persistentBrowser", nil},
		{"frequency-defaults", policy(with("sessionControls", object{"signInFrequency": object{"isEnabled": true, "value": 4, "type": "hours"}})),
			"sessionControls/signInFrequency", object{"isEnabled": true, "value": 4.0, "type": "hours", "authenticationType": "primaryAndSecondaryAuthentication", "frequencyInterval": "timeBased"}},
		{"workload-gains-lists", policy(
			with("conditions/users", nil), with("grantControls/builtInControls", []any{"block"}),
			with("conditions/clientApplications", object{"includeServicePrincipals": []any{"serviceprincipalsinmytenant"}})),
			"conditions/clientApplications", object{"includeServicePrincipals": []any{"ServicePrincipalsInMyTenant"}, "excludeServicePrincipals": []any{}, "servicePrincipalFilter": nil}},
		{"workload-gains-nobody", policy(
			with("conditions/users", nil), with("grantControls/builtInControls", []any{"block"}),
			with("conditions/clientApplications", object{"includeServicePrincipals": []any{someID}})),
			"conditions/users/includeUsers", []any{"None"}},
		{"template-id-ignored", policy(with("templateId", someID)), "templateId", nil},
		{"remediation-adds-strength", policy(with("grantControls/builtInControls", []any{"riskRemediation"}), with("conditions/userRiskLevels", []any{"high"})), "grantControls/authenticationStrength/id", "00000000-0000-0000-0000-000000000002"},
		{"remediation-adds-frequency", policy(with("grantControls/builtInControls", []any{"riskRemediation"}), with("conditions/userRiskLevels", []any{"high"})), "sessionControls/signInFrequency/frequencyInterval", "everyTime"},
	}
	c := start(t, graphsim.Options{})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := c.in(t)
			id := c.post(policiesPath, test.body).want(http.StatusCreated).id()
			got := c.get(policiesPath + "/" + id).want(http.StatusOK).body
			if diff := cmp.Diff(test.want, at(t, got, test.at)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", test.at, diff)
			}
		})
	}
}

// TestSparseMembers: what is unset is missing from the answer to POST and present
// in a later GET.
func TestSparseMembers(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	created := c.post(policiesPath, policy()).want(http.StatusCreated)
	read := c.get(policiesPath + "/" + created.id()).want(http.StatusOK)
	for _, name := range []string{"insiderRiskLevels", "authenticationFlows", "servicePrincipalRiskLevels"} {
		if _, present := at(t, created.body, "conditions").(object)[name]; present {
			t.Errorf("the answer to POST has %s", name)
		}
		if _, present := at(t, read.body, "conditions").(object)[name]; !present {
			t.Errorf("the answer to GET lacks %s", name)
		}
	}
}

func TestStrengthExpandedInPolicy(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	id := c.post(policiesPath, policy(with("grantControls", object{"operator": "OR", "authenticationStrength": object{"id": strongID}}))).want(http.StatusCreated).id()
	grant := at(t, c.get(policiesPath+"/"+id).want(http.StatusOK).body, "grantControls").(object)
	wantContext := c.base + "/v1.0/$metadata#identity/conditionalAccess/policies('" + id + "')/grantControls/authenticationStrength/$entity"
	if got := grant["authenticationStrength@odata.context"]; got != wantContext {
		t.Errorf("annotation %v, want %s", got, wantContext)
	}
	strength := grant["authenticationStrength"].(object)
	if diff := cmp.Diff([]any{"windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor"}, strength["allowedCombinations"]); diff != "" {
		t.Errorf("allowedCombinations (-want +got):\n%s", diff)
	}
	for _, name := range []string{"displayName", "policyType", "requirementsSatisfied", "combinationConfigurations", "combinationConfigurations@odata.context"} {
		if _, present := strength[name]; !present {
			t.Errorf("the expanded strength lacks %s", name)
		}
	}
}

func TestUnknownEnumMembers(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	id := c.post(policiesPath, policy(with("grantControls/builtInControls", []any{"riskRemediation"}))).want(http.StatusCreated).id()
	platforms := c.post(policiesPath, policy(with("conditions/platforms", object{"includePlatforms": []any{"linux"}}))).want(http.StatusCreated).id()

	plain := c.get(policiesPath + "/" + id)
	if diff := cmp.Diff([]any{"unknownFutureValue"}, at(t, plain.body, "grantControls/builtInControls")); diff != "" {
		t.Errorf("without the header (-want +got):\n%s", diff)
	}
	for _, preference := range []string{"include-unknown-enum-members", "odata.maxpagesize=5, Include-Unknown-Enum-Members"} {
		asked := c.get(policiesPath+"/"+id, "Prefer", preference)
		if diff := cmp.Diff([]any{"riskRemediation"}, at(t, asked.body, "grantControls/builtInControls")); diff != "" {
			t.Errorf("with Prefer: %s (-want +got):\n%s", preference, diff)
		}
	}
	if diff := cmp.Diff([]any{"linux"}, at(t, c.get(policiesPath+"/"+platforms).body, "conditions/platforms/includePlatforms")); diff != "" {
		t.Errorf("linux is shown to everyone (-want +got):\n%s", diff)
	}
}

func TestReorder(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{Reorder: true})
	id := c.post(policiesPath, policy(with("conditions/clientAppTypes", []any{"browser", "other"}))).want(http.StatusCreated).id()
	if diff := cmp.Diff([]any{"other", "browser"}, at(t, c.get(policiesPath+"/"+id).body, "conditions/clientAppTypes")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{"browser", "other"}, at(t, c.server.Get("policies", id), "conditions/clientAppTypes")); diff != "" {
		t.Errorf("what is stored changed too (-want +got):\n%s", diff)
	}
}
