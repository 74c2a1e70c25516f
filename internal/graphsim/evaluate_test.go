package graphsim_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const (
	evaluatePath = "/v1.0/identity/conditionalAccess/evaluate"
	exchange     = "00000002-0000-0ff1-ce00-000000000000"
	globalAdmin  = "62e90394-69f5-4237-9190-012177145e10"
	officeID     = "dddddddd-0000-4000-8000-000000000001"
	homeID       = "dddddddd-0000-4000-8000-000000000002"
)

// signIn is what Grace does on an ordinary day, changed by the given functions.
func signIn(changes ...func(object)) object {
	s := object{
		"signInIdentity": object{"@odata.type": "#microsoft.graph.userSignIn", "userId": grace},
		"signInContext":  object{"@odata.type": "#microsoft.graph.applicationContext", "includeApplications": []any{exchange}},
		"signInConditions": object{
			"devicePlatform": "windows", "clientAppType": "browser", "country": "NO", "ipAddress": "203.0.113.7",
			"deviceInfo": object{"isCompliant": true, "trustType": "AzureAD", "systemLabels": []any{"Kiosk"}},
		},
	}
	for _, change := range changes {
		change(s)
	}
	return s
}

// whatIf is the directory with an administrator and two locations.
func whatIf(t *testing.T) *client {
	t.Helper()
	c := directory(t)
	c.server.Put("users", object{"id": anotherID, "displayName": "Guest", "userPrincipalName": "g_fabrikam.com#EXT#@contoso.com", "userType": "Guest"})
	c.server.Put("roleDefinitions", object{"id": globalAdmin, "templateId": globalAdmin, "isBuiltIn": true})
	c.server.Put("roleAssignments", object{"id": "tenant", "principalId": admins, "roleDefinitionId": globalAdmin, "directoryScopeId": "/"})
	c.server.Put("roleAssignments", object{"id": "unit", "principalId": anotherID, "roleDefinitionId": globalAdmin, "directoryScopeId": "/administrativeUnits/x"})
	office, home := ipLocation("Office", true, "203.0.113.0/24"), countryLocation("Home", "NO")
	office["id"], home["id"] = officeID, homeID
	c.server.Put("namedLocations", office)
	c.server.Put("namedLocations", home)
	return c
}

// TestEvaluateReasons changes one thing about a policy that applies, or about the
// sign-in, and wants the reason. "notSet" is a policy that applies.
func TestEvaluateReasons(t *testing.T) {
	t.Parallel()
	type changes = []func(object)
	people := func(name string, ids ...any) func(object) { return with("conditions/users/"+name, ids) }
	nobodyBut := func(name string, ids ...any) func(object) {
		return with("conditions/users", object{name: ids})
	}
	device := func(mode, rule string) func(object) {
		return with("conditions/devices", object{"deviceFilter": object{"mode": mode, "rule": rule}})
	}
	locations := func(include, exclude []any) func(object) {
		return with("conditions/locations", object{"includeLocations": include, "excludeLocations": exclude})
	}
	platforms := func(exclude ...any) func(object) {
		return with("conditions/platforms", object{"includePlatforms": []any{"all"}, "excludePlatforms": exclude})
	}
	does := func(action string) func(object) {
		return with("signInContext", object{"@odata.type": "#microsoft.graph.userActionContext", "userAction": action})
	}
	asks := func(id string) func(object) {
		return with("signInContext", object{"@odata.type": "#microsoft.graph.authContext", "authenticationContextValue": id})
	}
	who := func(id string) func(object) { return with("signInIdentity/userId", id) }
	targets := func(name string, values ...any) func(object) {
		return with("conditions/applications", object{name: values})
	}
	workload := func(include ...any) changes {
		return changes{with("conditions/users", nil), with("conditions/clientApplications", object{"includeServicePrincipals": include}), with("grantControls/builtInControls", []any{"block"})}
	}
	principal := with("signInIdentity", object{"@odata.type": "#microsoft.graph.servicePrincipalSignIn", "servicePrincipalId": appSP})
	for _, test := range []struct {
		name           string
		policy, signIn changes
		want           string
	}{
		{"everybody-everywhere", nil, nil, "notSet"},
		{"report-only", changes{with("state", "enabledForReportingButNotEnforced")}, nil, "notSet"},
		{"disabled", changes{with("state", "disabled")}, nil, "policyNotEnabled"},

		{"another-user", changes{nobodyBut("includeUsers", ada)}, nil, "users"},
		{"the-user", changes{nobodyBut("includeUsers", grace)}, nil, "notSet"},
		{"through-a-nested-group", changes{nobodyBut("includeGroups", admins)}, nil, "notSet"},
		{"exclusion-by-a-nested-group", changes{people("excludeGroups", admins)}, nil, "users"},
		{"exclusion-beats-inclusion", changes{people("includeUsers", grace), people("excludeGroups", nested)}, nil, "users"},
		{"a-group-that-is-gone", changes{people("excludeGroups", someID)}, nil, "notSet"},
		{"role-through-a-group", changes{people("excludeRoles", globalAdmin)}, nil, "users"},
		{"role-in-an-administrative-unit", changes{people("excludeRoles", globalAdmin)}, changes{who(anotherID)}, "notSet"},
		{"guest", changes{nobodyBut("includeUsers", "GuestsOrExternalUsers")}, changes{who(anotherID)}, "notSet"},
		{"no-guest", changes{nobodyBut("includeUsers", "GuestsOrExternalUsers")}, nil, "users"},
		{"guest-of-a-kind", changes{with("conditions/users/excludeGuestsOrExternalUsers", object{"guestOrExternalUserTypes": "b2bCollaborationGuest"})}, changes{who(anotherID)}, "users"},
		{"guest-of-another-tenant", changes{with("conditions/users", object{"includeGuestsOrExternalUsers": guests("#microsoft.graph.conditionalAccessEnumeratedExternalTenants", "enumerated", someID)})},
			changes{who(anotherID), with("signInIdentity/externalTenantId", anotherID)}, "users"},
		{"guest-of-the-tenant", changes{with("conditions/users", object{"includeGuestsOrExternalUsers": guests("#microsoft.graph.conditionalAccessEnumeratedExternalTenants", "enumerated", someID)})},
			changes{who(anotherID), with("signInIdentity/externalTenantId", someID)}, "notSet"},
		{"external-without-an-object", nil, changes{with("signInIdentity", object{"@odata.type": "#microsoft.graph.userSignIn", "externalUserType": "b2bDirectConnectUser"})}, "notSet"},

		{"another-application", changes{targets("includeApplications", app)}, nil, "application"},
		{"suite", changes{targets("includeApplications", "Office365")}, nil, "notSet"},
		{"suite-excluded", changes{with("conditions/applications/excludeApplications", []any{"Office365"})}, nil, "application"},
		{"one-audience-of-two", changes{with("conditions/applications/excludeApplications", []any{"Office365"})}, changes{with("signInContext/includeApplications", []any{exchange, app})}, "notSet"},
		{"action-policy-and-application", changes{targets("includeUserActions", "urn:user:registersecurityinfo")}, nil, "application"},
		{"action", changes{targets("includeUserActions", "urn:user:registersecurityinfo")}, changes{does("registerSecurityInformation")}, "notSet"},
		{"action-and-all-resources", nil, changes{does("registerSecurityInformation")}, "notSet"},
		{"action-and-one-resource", changes{targets("includeApplications", exchange)}, changes{does("registerSecurityInformation")}, "userActions"},
		{"join-and-all-resources", nil, changes{does("registerOrJoinDevices")}, "userActions"},
		{"join", changes{targets("includeUserActions", "urn:user:registerdevice")}, changes{does("registerOrJoinDevices")}, "notSet"},
		{"context", changes{targets("includeAuthenticationContextClassReferences", "c1", "c37")}, changes{asks("c37")}, "notSet"},
		{"context-and-all-resources", nil, changes{asks("c37")}, "authenticationContext"},

		{"platform-excluded", changes{platforms("windows")}, nil, "devicePlatform"},
		{"platform-unsaid-and-all", changes{platforms("windows")}, changes{without("signInConditions/devicePlatform")}, "notSet"},
		{"platform-unsaid-and-one", changes{with("conditions/platforms", object{"includePlatforms": []any{"windows"}})}, changes{without("signInConditions/devicePlatform")}, "devicePlatform"},
		{"client-app", changes{with("conditions/clientAppTypes", []any{"exchangeActiveSync", "other"})}, nil, "clientApps"},
		{"trusted-excluded", changes{locations([]any{"All"}, []any{"AllTrusted"})}, nil, "location"},
		{"other-address", changes{locations([]any{"All"}, []any{"AllTrusted"})}, changes{with("signInConditions/ipAddress", "198.51.100.1")}, "notSet"},
		{"sixth-version", changes{locations([]any{"All"}, []any{officeID})}, changes{with("signInConditions/ipAddress", "2001:db8::1")}, "notSet"},
		{"address-unsaid", changes{locations([]any{"All"}, []any{"AllTrusted"})}, changes{without("signInConditions/ipAddress")}, "notEnoughInformation"},
		{"country", changes{locations([]any{homeID}, []any{})}, nil, "notSet"},
		{"other-country", changes{locations([]any{homeID}, []any{})}, changes{with("signInConditions/country", "SE")}, "location"},
		{"country-unsaid", changes{locations([]any{homeID}, []any{})}, changes{without("signInConditions/country")}, "notEnoughInformation"},
		{"everywhere-needs-no-address", changes{locations([]any{"All"}, []any{})}, changes{without("signInConditions/ipAddress")}, "notSet"},

		{"device-excluded", changes{device("exclude", `device.isCompliant -eq True`)}, nil, "devices"},
		{"device-included", changes{device("include", `device.trustType -ne "ServerAD"`)}, nil, "notSet"},
		{"device-label", changes{device("exclude", `device.systemLabels -contains "kiosk"`)}, nil, "devices"},
		{"device-label-in-part", changes{device("exclude", `device.systemLabels -contains "kio"`)}, nil, "notSet"},
		{"and-binds-before-or", changes{device("exclude", `device.model -eq "x" -and device.model -eq "y" -or device.isCompliant -eq True`)}, nil, "devices"},
		{"not-before-brackets", changes{device("exclude", `-not (device.model -in ["x", "y"])`)}, nil, "devices"},
		{"null-and-a-positive-operator", changes{device("exclude", `device.extensionAttribute1 -startsWith "S"`)}, nil, "notSet"},
		{"null-and-a-negative-operator", changes{device("exclude", `device.extensionAttribute1 -notStartsWith "S"`)}, nil, "devices"},
		{"device-unsaid", changes{device("exclude", `device.isCompliant -eq True`)}, changes{without("signInConditions/deviceInfo")}, "notEnoughInformation"},

		{"sign-in-risk", changes{with("conditions/signInRiskLevels", []any{"high"})}, nil, "signInRisk"},
		{"user-risk", changes{with("conditions/userRiskLevels", []any{"high"})}, changes{with("signInConditions/userRiskLevel", "low")}, "userRisk"},
		{"user-risk-met", changes{with("conditions/userRiskLevels", []any{"high"})}, changes{with("signInConditions/userRiskLevel", "high")}, "notSet"},
		{"insider-risk", changes{with("conditions/insiderRiskLevels", "minor,elevated")}, changes{with("signInConditions/insiderRiskLevel", "moderate")}, "insiderRisk"},
		{"flow", changes{with("conditions/authenticationFlows", object{"transferMethods": "deviceCodeFlow"})}, nil, "authenticationFlow"},
		{"flow-met", changes{with("conditions/authenticationFlows", object{"transferMethods": "deviceCodeFlow"})}, changes{with("signInConditions/authenticationFlow", object{"transferMethod": "deviceCodeFlow"})}, "notSet"},

		{"user-policy-and-service-principal", nil, changes{principal}, "workloadIdentities"},
		{"own-service-principals", workload("ServicePrincipalsInMyTenant"), changes{principal}, "notSet"},
		{"the-service-principal", workload(appSP), changes{principal, with("signInIdentity/servicePrincipalId", app)}, "notSet"},
		{"another-service-principal", workload(someID), changes{principal}, "workloadIdentities"},
		{"workload-policy-and-user", workload("ServicePrincipalsInMyTenant"), nil, "users"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := whatIf(t)
			c.post(policiesPath, policy(append(changes{with("state", "enabled")}, test.policy...)...)).want(http.StatusCreated)
			got := c.post(evaluatePath, signIn(test.signIn...)).want(http.StatusOK).value()
			if len(got) != 1 || got[0]["analysisReasons"] != test.want || got[0]["policyApplies"] != (test.want == "notSet") {
				t.Errorf("got %v, want %s", got, test.want)
			}
		})
	}
}

func TestEvaluateAppliedPoliciesOnly(t *testing.T) {
	t.Parallel()
	c := whatIf(t)
	c.post(policiesPath, policy(with("state", "enabled"), with("displayName", "Applies"))).want(http.StatusCreated)
	c.post(policiesPath, policy(with("displayName", "Disabled"))).want(http.StatusCreated)
	if got := names(c.post(evaluatePath, signIn(with("appliedPoliciesOnly", true))).value()); !slices.Equal(got, []string{"Applies"}) {
		t.Errorf("got %v", got)
	}
	if got := names(c.post(evaluatePath, signIn()).value()); !slices.Equal(got, []string{"Applies", "Disabled"}) {
		t.Errorf("got %v", got)
	}
}

// TestEvaluateAgents: v1.0 has no word for what only beta knows.
func TestEvaluateAgents(t *testing.T) {
	t.Parallel()
	c := whatIf(t)
	c.post(betaPolicies, policy(with("state", "enabled"), with("conditions/agentIdRiskLevels", "high"))).want(http.StatusCreated)
	for path, want := range map[string]string{evaluatePath: "unknownFutureValue", "/beta/identity/conditionalAccess/evaluate": "agentIdRisk"} {
		if got := c.post(path, signIn()).want(http.StatusOK).value()[0]["analysisReasons"]; got != want {
			t.Errorf("%s: %v, want %s", path, got, want)
		}
	}
}

// TestEvaluateFilters are filters on custom security attributes.
func TestEvaluateFilters(t *testing.T) {
	t.Parallel()
	rule := func(mode string) object {
		return object{"mode": mode, "rule": `CustomSecurityAttribute.Access_Level -eq "High"`}
	}
	for _, test := range []struct {
		name, level string
		change      func(object)
		want        string
	}{
		{"include-fits", "high", with("conditions/applications", object{"applicationFilter": rule("include")}), "notSet"},
		{"include-does-not", "low", with("conditions/applications", object{"applicationFilter": rule("include")}), "application"},
		{"exclude-fits", "high", with("conditions/applications/applicationFilter", rule("exclude")), "application"},
		{"exclude-does-not", "low", with("conditions/applications/applicationFilter", rule("exclude")), "notSet"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := whatIf(t)
			c.server.Put("servicePrincipals", object{"id": appSP, "appId": app, "customSecurityAttributes": object{"access": object{"Level": test.level}}})
			c.post(policiesPath, policy(with("state", "enabled"), test.change)).want(http.StatusCreated)
			got := c.post(evaluatePath, signIn(with("signInContext/includeApplications", []any{app}))).want(http.StatusOK).value()
			if got[0]["analysisReasons"] != test.want {
				t.Errorf("got %v, want %s", got[0]["analysisReasons"], test.want)
			}
		})
	}
}

// TestEvaluateUnread: what the answer would have to go through was not read.
func TestEvaluateUnread(t *testing.T) {
	t.Parallel()
	for unread, change := range map[string]func(object){
		"groupMembers":      with("conditions/users/excludeGroups", []any{admins}),
		"servicePrincipals": with("conditions/applications", object{"applicationFilter": object{"mode": "include", "rule": `CustomSecurityAttribute.A_B -eq "x"`}}),
	} {
		c := whatIf(t)
		c.post(policiesPath, policy(with("state", "enabled"), change)).want(http.StatusCreated)
		c.server.Forget(unread)
		c.post(evaluatePath, signIn()).want(http.StatusForbidden)
	}
	c := whatIf(t)
	c.post(policiesPath, policy(with("state", "enabled"), with("conditions/users/excludeRoles", []any{globalAdmin}))).want(http.StatusCreated)
	c.server.Forget("roleAssignments")
	c.server.Forget("roleAssignmentScheduleInstances")
	c.post(evaluatePath, signIn()).want(http.StatusForbidden)
	c.server.Forget("users") // a user that nobody read is taken at its word
	c.server.Put("roleAssignments", object{"id": "none", "principalId": ada, "roleDefinitionId": globalAdmin, "directoryScopeId": "/"})
	c.post(evaluatePath, signIn()).want(http.StatusOK)
}

func TestEvaluateRefused(t *testing.T) {
	t.Parallel()
	c := whatIf(t)
	for name, test := range map[string]struct {
		change func(object)
		want   int
	}{
		"no-identity":       {without("signInIdentity"), 400},
		"no-context":        {without("signInContext"), 400},
		"no-conditions":     {with("signInConditions", nil), 400},
		"untyped":           {without("signInContext/@odata.type"), 400},
		"policy-of-its-own": {with("policies", []any{}), 400},
		"bad-address":       {with("signInConditions/ipAddress", "here"), 400},
		"bad-platform":      {with("signInConditions/devicePlatform", "amiga"), 400},
		"bad-context":       {with("signInContext", object{"@odata.type": "#microsoft.graph.authContext", "authenticationContextValue": "c100"}), 400},
		"nobody":            {with("signInIdentity", object{"@odata.type": "#microsoft.graph.userSignIn"}), 400},
		"unknown-user":      {with("signInIdentity/userId", someID), 404},
		"unknown-principal": {with("signInIdentity", object{"@odata.type": "#microsoft.graph.servicePrincipalSignIn", "servicePrincipalId": someID}), 404},
	} {
		if r := c.post(evaluatePath, signIn(test.change)); r.status != test.want {
			t.Errorf("%s: status %d, want %d: %s", name, r.status, test.want, r.raw)
		}
	}
	c.token = c.server.Token("User.Read.All")
	c.post(evaluatePath, signIn()).want(http.StatusForbidden)
	c.token = c.server.Token("Policy.Read.ConditionalAccess")
	c.post(evaluatePath, signIn()).want(http.StatusOK)
}

// TestEvaluateChangesNothing: the question leaves the tenant as it was.
func TestEvaluateChangesNothing(t *testing.T) {
	t.Parallel()
	c := whatIf(t)
	c.post(policiesPath, policy(with("state", "enabled"))).want(http.StatusCreated)
	before := c.server.List("policies")
	c.post(evaluatePath, signIn()).want(http.StatusOK)
	if diff := cmp.Diff(before, c.server.List("policies")); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
	c = start(t, graphsim.Options{})
	if n := len(c.post(evaluatePath, signIn(with("signInIdentity", object{"@odata.type": "#microsoft.graph.userSignIn", "externalUserType": "serviceProvider"}))).value()); n != 0 {
		t.Errorf("%d results for a tenant without policies", n)
	}
}
