package graphsim_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const (
	someID    = "11111111-1111-4111-8111-111111111111"
	anotherID = "22222222-2222-4222-8222-222222222222"
	strongID  = "00000000-0000-0000-0000-000000000004"
)

// TestPolicyRefused changes one thing about a good body and wants the service's
// own answer to it. Rows marked assumed have a text that nobody captured.
func TestPolicyRefused(t *testing.T) {
	t.Parallel()
	frequency := func(members object) object { return object{"signInFrequency": members} }
	everyTime := object{"isEnabled": true, "frequencyInterval": "everyTime"}
	passwordChange := func(changes ...func(object)) object {
		return policy(append([]func(object){
			with("grantControls", object{"operator": "AND", "builtInControls": []any{"mfa", "passwordChange"}}),
			with("conditions/userRiskLevels", []any{"high"}),
		}, changes...)...)
	}
	workload := func(changes ...func(object)) object {
		return policy(append([]func(object){
			with("conditions/users", object{"includeUsers": []any{"None"}}),
			with("conditions/clientApplications", object{"includeServicePrincipals": []any{"ServicePrincipalsInMyTenant"}}),
			with("grantControls/builtInControls", []any{"block"}),
		}, changes...)...)
	}
	registerDevice := func(changes ...func(object)) object {
		return policy(append([]func(object){
			with("conditions/applications", object{"includeUserActions": []any{"urn:user:registerdevice"}}),
		}, changes...)...)
	}
	deviceFilter := func(rule string) object {
		return policy(with("conditions/devices", object{"deviceFilter": object{"mode": "exclude", "rule": rule}}))
	}
	tests := []struct {
		name string
		body any
		want string
	}{
		// 1007, the catch-all.
		{"no-json", "{", "1007: Incoming ConditionalAccessPolicy object is null or does not match the schema"},
		{"null-body", "null", "1007:"},
		{"list-body", "[]", "1007:"},
		{"unknown-property", policy(with("conditions/weather", "sunny")), "1007:"},
		{"unknown-top-property", policy(with("priority", 1)), "1007:"},
		{"beta-property-in-v1", policy(with("conditions/agentIdRiskLevels", "high")), "1007:"},
		{"scalar-for-collection", policy(with("conditions/users/includeUsers", "All")), "1007:"},
		{"null-collection", policy(with("conditions/users/excludeUsers", nil)), "1007:"},
		{"null-in-collection", policy(with("conditions/users/excludeUsers", []any{nil})), "1007:"},
		{"object-for-text", policy(with("displayName", object{})), "1007:"},
		{"text-for-object", policy(with("conditions/users", "All")), "1007:"},
		{"number-for-boolean", policy(with("sessionControls", object{"persistentBrowser": object{"isEnabled": 1}})), "1007:"},
		{"fraction-for-integer", policy(with("sessionControls", frequency(object{"isEnabled": true, "value": 1.5, "type": "hours"}))), "1007:"},
		{"unknown-control", policy(with("grantControls/builtInControls", []any{"pinkyPromise"})), "1007:"},
		{"unknown-future-value", policy(with("grantControls/builtInControls", []any{"unknownFutureValue"})), "1007:"},
		{"unknown-state", policy(with("state", "on")), "1007:"},
		{"unknown-flag", policy(with("conditions/insiderRiskLevels", "elevated,epic")), "1007:"},
		{"no-display-name", policy(without("displayName")), "1007:"},
		{"null-display-name", policy(with("displayName", nil)), "1007:"},
		{"no-state", policy(without("state")), "1007:"},
		{"no-conditions", policy(without("conditions")), "1007:"},
		{"type-without-hash", policy(with("@odata.type", "microsoft.graph.conditionalAccessPolicy")), "1007:"},
		{"type-of-something-else", policy(with("@odata.type", "#microsoft.graph.namedLocation")), "1007:"},
		{"strength-as-text", policy(with("grantControls", object{"operator": "OR", "authenticationStrength": strongID})), "1007:"},
		{"binding", policy(with("grantControls/authenticationStrength@odata.bind", "x")), "1007:"},
		{"operator-xor", policy(with("grantControls/operator", "XOR")), "1007:"},
		{"placeholder-user", policy(with("conditions/users/excludeUsers", []any{"Current administrator will be excluded"})), "1007:"},
		{"all-roles", policy(with("conditions/users/includeRoles", []any{"All"})), "1007:"},
		{"unknown-user-action", policy(with("conditions/applications", object{"includeUserActions": []any{"urn:user:dance"}})), "1007:"},
		{"context-100", policy(with("conditions/applications", object{"includeAuthenticationContextClassReferences": []any{"c100"}})), "1007:"},
		{"context-01", policy(with("conditions/applications", object{"includeAuthenticationContextClassReferences": []any{"c01"}})), "1007:"},

		// Targets.
		{"no-applications", policy(with("conditions/applications", object{})), "1011: 'applications' condition must specify the applications to include. Try 'includeApplications' = ['none'] to start with."},
		{"applications-absent", policy(without("conditions/applications")), "1011:"},
		{"excluded-applications-only", policy(with("conditions/applications", object{"excludeApplications": []any{"Office365"}})), "1011:"},
		{"applications-and-actions", policy(with("conditions/applications/includeUserActions", []any{"urn:user:registersecurityinfo"})), "1012: 'applications' condition cannot include both"},
		{"applications-and-contexts", policy(with("conditions/applications/includeAuthenticationContextClassReferences", []any{"c1"})), "1012:"},
		{"word-for-application", policy(with("conditions/applications/includeApplications", []any{"Outlook"})), `1034: Policy contains invalid applications: {"Outlook":"ServicePrincipalNotFound"}`},
		{"empty-client-app-types", policy(with("conditions/clientAppTypes", []any{})), "1064: 'clientAppTypes' condition does not support []."},
		{"unknown-location", policy(with("conditions/locations", object{"includeLocations": []any{someID}})), "1040: NamedLocation with id " + someID + " does not exist in the directory."},
		{"nobody", policy(with("conditions/users", object{})), "must specify the users"},                                                                                                                 // assumed
		{"exclusions-only", policy(with("conditions/users", object{"excludeUsers": []any{someID}})), "must specify the users"},                                                                           // assumed
		{"enumerated-none", policy(with("conditions/users/includeGuestsOrExternalUsers", guests("#microsoft.graph.conditionalAccessEnumeratedExternalTenants", "enumerated"))), "must name the tenants"}, // assumed
		{"members-of-all-tenants", policy(with("conditions/users/includeGuestsOrExternalUsers", guests("#microsoft.graph.conditionalAccessAllExternalTenants", "all", someID))), "1007:"},
		{"empty-type", policy(with("conditions/users/includeGuestsOrExternalUsers", guests("", "all"))), `Invalid OData type specified: ""`},
		{"abstract-type", policy(with("conditions/users/includeGuestsOrExternalUsers", object{"guestOrExternalUserTypes": "internalGuest", "externalTenants": object{"membershipKind": "all"}})), "1007:"},

		// Controls.
		{"no-controls", policy(with("grantControls", nil)), "1032: ConditionalActionPolicy validation failed due to InvalidControls."},
		{"empty-grant", policy(with("grantControls", object{"operator": "OR", "builtInControls": []any{}})), "InvalidControls"},
		{"block-and-mfa", policy(with("grantControls/builtInControls", []any{"block", "mfa"})), "InvalidControls"},
		{"mfa-and-strength", policy(with("grantControls/authenticationStrength", object{"id": strongID})), "'mfa' and 'authenticationStrength'"},                                                                              // assumed
		{"unknown-strength", policy(with("grantControls", object{"operator": "OR", "authenticationStrength": object{"id": someID}})), "AuthenticationStrengthPolicy with id " + someID + " does not exist in the directory."}, // assumed
		{"session-all-off", policy(with("sessionControls", object{"persistentBrowser": object{"isEnabled": false, "mode": "never"}})), "InvalidControls"},
		{"session-empty", policy(with("sessionControls", object{})), "InvalidControls"},
		{"frequency-off", policy(with("sessionControls", frequency(object{"isEnabled": false}))), "InvalidControls"},
		{"frequency-without-value", policy(with("sessionControls", frequency(object{"isEnabled": true, "type": "hours"}))), "InvalidControls"},
		{"frequency-without-type", policy(with("sessionControls", frequency(object{"isEnabled": true, "value": 4}))), "InvalidControls"},
		{"frequency-of-zero", policy(with("sessionControls", frequency(object{"isEnabled": true, "value": 0, "type": "hours"}))), "InvalidControls"},
		{"every-time-with-value", policy(with("sessionControls", frequency(object{"isEnabled": true, "frequencyInterval": "everyTime", "value": 4, "type": "hours"}))), "InvalidControls"},
		{"every-time-with-restrictions", policy(with("sessionControls", object{"signInFrequency": everyTime, "applicationEnforcedRestrictions": object{"isEnabled": false}})), "InvalidControls"},
		{"every-time-with-resilience", policy(with("sessionControls", object{"signInFrequency": everyTime, "disableResilienceDefaults": false})), "InvalidControls"},

		// Password change.
		{"password-change-alone", passwordChange(with("grantControls/builtInControls", []any{"passwordChange"})), "1032: ConditionalActionPolicy validation failed due to InvalidPasswordResetControl."},
		{"password-change-or", passwordChange(with("grantControls/operator", "OR")), "InvalidPasswordResetControl"},
		{"password-change-without-risk", passwordChange(without("conditions/userRiskLevels")), "InvalidPasswordResetControl"},
		{"password-change-one-app", passwordChange(with("conditions/applications/includeApplications", []any{"Office365"})), "InvalidPasswordResetControl"},
		{"password-change-excluded-app", passwordChange(with("conditions/applications/excludeApplications", []any{"Office365"})), "InvalidPasswordResetControl"},
		{"password-change-sign-in-risk", passwordChange(with("conditions/signInRiskLevels", []any{"high"})), "InvalidPasswordResetControl"},
		{"password-change-browser", passwordChange(with("conditions/clientAppTypes", []any{"browser"})), "InvalidPasswordResetControl"},
		{"password-change-platform", passwordChange(with("conditions/platforms", object{"includePlatforms": []any{"iOS"}})), "InvalidPasswordResetControl"},
		{"password-change-and-device", passwordChange(with("grantControls/builtInControls", []any{"mfa", "passwordChange", "compliantDevice"})), "InvalidPasswordResetControl"},

		// Device registration and service principals.
		{"register-device-compliant", registerDevice(with("grantControls/builtInControls", []any{"compliantDevice"})), "InvalidControls"},
		{"register-device-browser", registerDevice(with("conditions/clientAppTypes", []any{"browser"})), "registerdevice"}, // assumed
		{"workload-mfa", workload(with("grantControls/builtInControls", []any{"mfa"})), "InvalidControls"},
		{"workload-with-users", workload(with("conditions/users/includeUsers", []any{"All"})), "cannot have conditions on users"},                               // assumed
		{"workload-with-excluded-group", workload(with("conditions/users/excludeGroups", []any{someID})), "cannot have conditions on users"},                    // assumed
		{"principal-risk-without-principals", policy(with("conditions/servicePrincipalRiskLevels", []any{"high"})), "needs the condition 'clientApplications'"}, // assumed
		{"word-for-principal", workload(with("conditions/clientApplications/includeServicePrincipals", []any{"mine"})), "1007:"},

		// Filters; all texts assumed.
		{"filter-empty", deviceFilter(" "), "filter rule is invalid"},
		{"filter-unknown-property", deviceFilter(`device.color -eq "red"`), "not a property"},
		{"filter-wrong-operator", deviceFilter(`device.isCompliant -contains "True"`), "does not take the operator"},
		{"filter-no-value", deviceFilter(`device.model -eq`), "a value is missing"},
		{"filter-open-bracket", deviceFilter(`(device.model -eq "x"`), "closing bracket"},
		{"filter-trailing", deviceFilter(`device.model -eq "x" device.model`), "unexpected"},
		{"filter-in-without-list", deviceFilter(`device.model -in "x"`), "square brackets"},
		{"filter-too-long", deviceFilter(`device.model -eq "` + strings.Repeat("x", 3072) + `"`), "3072"},
		{"filter-attribute-16", deviceFilter(`device.extensionAttribute16 -eq "x"`), "not a property"},
		{"application-filter", policy(with("conditions/applications", object{"applicationFilter": object{"mode": "include", "rule": `device.model -eq "x"`}})), "not a property"},
	}
	c := start(t, graphsim.Options{})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := c.in(t)
			r := c.post(policiesPath, test.body)
			r.refused(http.StatusBadRequest, test.want)
			if code := r.error()["code"]; code != "BadRequest" {
				t.Errorf("code %v, want BadRequest", code)
			}
		})
	}
	t.Cleanup(func() {
		if n := len(c.server.List("policies")); n != 0 {
			t.Errorf("%d refused policies were stored", n)
		}
	})
}

// guests is a guest condition with external tenants of the given type.
func guests(odataType, kind string, members ...any) object {
	tenants := object{"@odata.type": odataType, "membershipKind": kind}
	if members != nil {
		tenants["members"] = members
	}
	return object{"guestOrExternalUserTypes": "b2bCollaborationGuest", "externalTenants": tenants}
}

func TestPolicyAccepted(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	location := c.post(locationsPath, ipLocation("Office", false, "203.0.113.0/24")).want(http.StatusCreated).id()
	filter := func(rule string) object { return object{"deviceFilter": object{"mode": "exclude", "rule": rule}} }
	tests := map[string]object{
		"annotations": policy(
			with("@odata.type", "#microsoft.graph.conditionalAccessPolicy"),
			with("conditions/@odata.type", "#microsoft.graph.conditionalAccessConditionSet"),
			with("conditions/users/includeUsers@odata.type", "#Collection(String)"),
		),
		"server-set-members":   policy(with("id", someID), with("createdDateTime", "2020-01-01T00:00:00Z"), with("templateId", nil)),
		"portal-leftovers":     policy(with("conditions/times", nil), with("conditions/clients", nil), with("description", "words")),
		"session-only":         policy(with("grantControls", nil), with("sessionControls", object{"signInFrequency": object{"isEnabled": true, "value": 4, "type": "hours"}})),
		"every-time":           policy(with("sessionControls", object{"signInFrequency": object{"isEnabled": true, "frequencyInterval": "everyTime", "value": nil, "type": nil}})),
		"lower-case-none":      policy(with("conditions/applications/includeApplications", []any{"none"})),
		"all-and-exclusion":    policy(with("conditions/applications/excludeApplications", []any{"MicrosoftAdminPortals", someID})),
		"none-with-roles":      policy(with("conditions/users", object{"includeUsers": []any{"None"}, "includeRoles": []any{someID}})),
		"legacy-guests":        policy(with("conditions/users/includeUsers", []any{"GuestsOrExternalUsers"})),
		"one-tenant":           policy(with("conditions/users/includeGuestsOrExternalUsers", guests("#microsoft.graph.conditionalAccessEnumeratedExternalTenants", "enumerated", someID))),
		"trusted-addresses":    policy(with("conditions/locations", object{"includeLocations": []any{"All"}, "excludeLocations": []any{"AllTrusted", "00000000-0000-0000-0000-000000000000", location}})),
		"security-info":        policy(with("conditions/applications", object{"includeUserActions": []any{"urn:user:registersecurityinfo"}})),
		"contexts":             policy(with("conditions/applications", object{"includeAuthenticationContextClassReferences": []any{"c1", "c99"}})),
		"strength":             policy(with("grantControls", object{"operator": "OR", "builtInControls": []any{}, "authenticationStrength": object{"id": strongID}})),
		"terms-only":           policy(with("grantControls", object{"operator": "OR", "termsOfUse": []any{someID}})),
		"password-change":      policy(with("conditions/userRiskLevels", []any{"high"}), with("grantControls", object{"operator": "AND", "builtInControls": []any{"passwordChange", "mfa"}})),
		"register-device":      policy(with("conditions/applications", object{"includeUserActions": []any{"urn:user:registerdevice"}})),
		"filter-words":         policy(with("conditions/devices", filter(`device.isCompliant -ne True -or (device.trustType -eq "ServerAD" -and -not device.extensionAttribute15 -notStartsWith 'x')`))),
		"filter-list":          policy(with("conditions/devices", filter(`device.deviceId -notIn ["`+someID+`","`+anotherID+`"]`))),
		"filter-any-case":      policy(with("conditions/devices", filter(`Device.PhysicalIds -Contains "[ZTDID]:1"`))),
		"application-filter":   policy(with("conditions/applications", object{"applicationFilter": object{"mode": "include", "rule": `CustomSecurityAttribute.Engineering_Tier -eq "1"`}})),
		"workload":             policy(with("conditions/users", nil), with("conditions/clientApplications", object{"includeServicePrincipals": []any{someID}}), with("grantControls/builtInControls", []any{"block"})),
		"enabled":              policy(with("state", "enabled")),
		"two-of-the-same-name": policy(),
		"null-complex-members": policy(with("conditions/platforms", nil), with("conditions/locations", nil), with("conditions/devices", nil), with("sessionControls", nil)),
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := c.in(t)
			r := c.post(policiesPath, body)
			r.want(http.StatusCreated)
		})
	}
	if n := len(tests); n < 25 {
		t.Errorf("only %d bodies were tried", n)
	}
}

func TestUnknownApplication(t *testing.T) {
	t.Parallel()
	target := func(id string) object { return policy(with("conditions/applications/includeApplications", []any{id})) }
	c := start(t, graphsim.Options{})
	c.post(policiesPath, target(someID)).want(http.StatusCreated) // nothing is known about applications yet

	c.server.Put("servicePrincipals", object{"id": anotherID, "appId": anotherID})
	c.post(policiesPath, target(someID)).refused(http.StatusBadRequest, `1034: Policy contains invalid applications: {"`+someID+`":"ServicePrincipalNotFound"}`)
	c.post(policiesPath, target(anotherID)).want(http.StatusCreated)
	c.post(policiesPath, target("797f4846-ba00-4fd7-ba43-dac1f8f63013")).want(http.StatusCreated) // Microsoft's own
}

func TestCustomRoleRefused(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	c.server.Put("roleDefinitions", object{"id": someID, "isBuiltIn": false})
	c.server.Put("roleDefinitions", object{"id": anotherID, "isBuiltIn": true})
	c.post(policiesPath, policy(with("conditions/users/excludeRoles", []any{someID}))).refused(http.StatusBadRequest, "not a built-in")
	c.post(policiesPath, policy(with("conditions/users/excludeRoles", []any{anotherID}))).want(http.StatusCreated)
}

func TestPolicyLimit(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	for i := range 240 {
		c.server.Put("policies", policy(with("id", idNumber(i))))
	}
	c.post(policiesPath, policy()).refused(http.StatusBadRequest, "240")
	c.delete(policiesPath + "/" + idNumber(0)).want(http.StatusNoContent)
	c.post(policiesPath, policy()).want(http.StatusCreated)
}
