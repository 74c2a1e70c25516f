package ca

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const everySignInMember = `{
  "signInIdentity": {"@odata.type": "#microsoft.graph.userSignIn", "userId": "ann@contoso.example",
    "externalTenantId": "8F2C1B34-0d5e-4c7a-9a61-3be5d7c0f102", "externalUserType": "b2bCollaborationGuest"},
  "signInContext": {"@odata.type": "#microsoft.graph.applicationContext", "includeApplications": ["797F4846-ba00-4fd7-ba43-dac1f8f63013"]},
  "signInConditions": {
    "devicePlatform": "Windows", "clientAppType": "browser", "signInRiskLevel": "low", "userRiskLevel": "none",
    "servicePrincipalRiskLevel": "high", "agentIdRiskLevel": "none", "insiderRiskLevel": "minor", "country": "no", "ipAddress": "203.0.113.7",
    "authenticationFlow": {"transferMethod": "deviceCodeFlow"},
    "deviceInfo": {"deviceId": "d-1", "isCompliant": false, "trustType": "AzureAD", "ownership": "Company", "model": "", "profileType": null,
      "physicalIds": ["[ZTDID]:1"], "systemLabels": [], "extensionAttribute15": "SAW"}},
  "appliedPoliciesOnly": true}`

func TestDecodeSignIn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body string
		want       SignIn
	}{
		{"every-member", everySignInMember, SignIn{
			Identity: SignInIdentity{UserID: "ann@contoso.example", ExternalTenantID: "8f2c1b34-0d5e-4c7a-9a61-3be5d7c0f102", ExternalUserType: "b2bCollaborationGuest"},
			Context:  SignInContext{Applications: []string{AppAzureServiceManagement}},
			Conditions: SignInConditions{
				ClientApp: ClientAppBrowser, Platform: PlatformWindows, Address: "203.0.113.7", Country: "NO",
				UserRisk: RiskNone, SignInRisk: RiskLow, ServicePrincipalRisk: RiskHigh, InsiderRisk: "minor", TransferMethod: "deviceCodeFlow",
				Device: &Device{ID: "d-1", Properties: map[string]Property{
					"deviceId": {Values: []string{"d-1"}}, "isCompliant": {Values: []string{"false"}}, "trustType": {Values: []string{"AzureAD"}},
					"deviceOwnership": {Values: []string{"Company"}}, "model": {}, "physicalIds": {Values: []string{"[ZTDID]:1"}}, "systemLabels": {},
					"extensionAttribute15": {Values: []string{"SAW"}},
				}},
			},
		}},
		{"user-action", `{"signInIdentity": {"userId": "u"}, "signInContext": {"userAction": "registerSecurityInformation"}}`,
			SignIn{Identity: SignInIdentity{UserID: "u"}, Context: SignInContext{UserAction: UserActionRegisterSecurityInfo}}},
		{"authentication-context", `{"signInIdentity": {"userId": "u", "externalUserType": "none"},
			"signInContext": {"@odata.type": "microsoft.graph.authContext", "authenticationContextValue": "C37"}, "signInConditions": {"clientAppType": "all", "devicePlatform": "all"}}`,
			SignIn{Identity: SignInIdentity{UserID: "u"}, Context: SignInContext{AuthenticationContext: "c37"}}},
		{"service-principal", `{"signInIdentity": {"@odata.type": "#microsoft.graph.servicePrincipalSignIn", "servicePrincipalId": "50000000-0000-0000-0000-00000000000A"},
			"signInContext": {"includeApplications": ["00000003-0000-0000-c000-000000000000"]}, "signInConditions": {"country": "Unknown", "devicePlatform": "unknown", "ipAddress": "::ffff:203.0.113.7"}}`,
			SignIn{
				Identity:   SignInIdentity{ServicePrincipalID: "50000000-0000-0000-0000-00000000000a"},
				Context:    SignInContext{Applications: []string{AppMicrosoftGraph}},
				Conditions: SignInConditions{Country: CountryUnknown, Platform: PlatformUnknown, Address: "203.0.113.7"},
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := DecodeSignIn([]byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			comesBack(t, got)
		})
	}
}

// comesBack holds that a sign-in survives being written and read again.
func comesBack(t *testing.T, s SignIn) {
	t.Helper()
	body := EncodeSignIn(s)
	again, err := DecodeSignIn(body)
	if err != nil {
		t.Fatalf("what was written cannot be read: %v\n%s", err, body)
	}
	if diff := cmp.Diff(s, again); diff != "" {
		t.Errorf("%s lost something (-before +after)\n%s", body, diff)
	}
}

func TestDecodeSignInRefuses(t *testing.T) {
	t.Parallel()
	const who, what = `"signInIdentity": {"userId": "u"}`, `"signInContext": {"userAction": "registerOrJoinDevices"}`
	conditions := func(members string) string {
		return `{` + who + `, ` + what + `, "signInConditions": {` + members + `}}`
	}
	context := func(members string) string { return `{` + who + `, "signInContext": {` + members + `}}` }
	for _, c := range []struct{ name, body, want string }{
		{"not-json", `{`, "line 1: not JSON"},
		{"not-an-object", `[]`, "want an object"},
		{"unknown-member", `{` + who + `, ` + what + `, "conditionalAccessWhatIfSubject": {"userId": "u"}}`, "conditionalAccessWhatIfSubject is no member"},
		{"unknown-condition", conditions(`"platform": "windows"`), "signInConditions.platform is no member"},
		{"unknown-member-that-says-nothing", conditions(`"deviceplatform": null, "country": "NO"`), "signInConditions.deviceplatform is no member"},
		{"unknown-device-property", conditions(`"deviceInfo": {"isManaged": true}`), "signInConditions.deviceInfo.isManaged is no member"},
		{"wrong-type", conditions(`"country": 47`), "signInConditions.country: want a string, found the number 47"},
		{"wrong-type-of-device", conditions(`"deviceInfo": {"isCompliant": "yes"}`), "signInConditions.deviceInfo.isCompliant: want true or false"},
		{"unknown-platform", conditions(`"devicePlatform": "chromeOS"`), `signInConditions.devicePlatform: want one of all, android`},
		{"policy-word-for-a-client", conditions(`"clientAppType": "easSupported"`), "signInConditions.clientAppType: want one of"},
		{"unknown-risk", conditions(`"userRiskLevel": "unknownFutureValue"`), "signInConditions.userRiskLevel: want one of"},
		{"unknown-flow", conditions(`"authenticationFlow": {"transferMethod": "pigeon"}`), "signInConditions.authenticationFlow.transferMethod: want one of"},
		{"country-that-is-none", conditions(`"country": "UK"`), "signInConditions.country: want a two-letter"},
		{"address-that-is-none", conditions(`"ipAddress": "203.0.113"`), "signInConditions.ipAddress: want an IPv4 or IPv6 address"},
		{"range-for-an-address", conditions(`"ipAddress": "203.0.113.0/24"`), "signInConditions.ipAddress: want an IPv4 or IPv6 address"},
		{"private-address", conditions(`"ipAddress": "192.168.1.4"`), "signInConditions.ipAddress: 192.168.1.4 is not a public address"},
		{"two-contexts", context(`"userAction": "registerOrJoinDevices", "authenticationContextValue": "c1"`), "signInContext names more than one"},
		{"context-of-another-type", context(`"@odata.type": "#microsoft.graph.applicationContext", "userAction": "registerOrJoinDevices"`), "signInContext.userAction is no member"},
		{"unknown-context-type", context(`"@odata.type": "#microsoft.graph.newContext", "newValue": 1`), "signInContext.@odata.type: want one of"},
		{"context-out-of-range", context(`"authenticationContextValue": "c100"`), "signInContext.authenticationContextValue: want c1 to c99"},
		{"suite-for-an-application", context(`"includeApplications": ["Office365"]`), "signInContext.includeApplications: want application ids"},
		{"no-context", `{` + who + `}`, "signInContext names nothing"},
		{"nobody", `{` + what + `}`, "signInIdentity names nobody"},
		{"service-principal-from-elsewhere", `{"signInIdentity": {"servicePrincipalId": "50000000-0000-0000-0000-00000000000a", "externalTenantId": "8f2c1b34-0d5e-4c7a-9a61-3be5d7c0f102"}, ` + what + `}`,
			"signInIdentity states externalTenantId of a service principal"},
		{"agent", `{"signInIdentity": {"@odata.type": "#microsoft.graph.agentSignIn", "agentServicePrincipalId": "x"}, ` + what + `}`, "signInIdentity.@odata.type: want one of"},
		{"two-external-types", `{"signInIdentity": {"externalUserType": "internalGuest,serviceProvider"}, ` + what + `}`, "signInIdentity.externalUserType: want one of"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := DecodeSignIn([]byte(c.body))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one that says %q", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("the error is more than one line: %q", err)
			}
		})
	}
}

func TestResolveSignIn(t *testing.T) {
	t.Parallel()
	const ann = "a0000000-0000-0000-0000-00000000000a"
	laptop := Device{ID: "object", Properties: map[string]Property{"deviceId": {Values: []string{"D1"}}, "isCompliant": {Values: []string{"true"}}}}
	off := Device{ID: "off", Properties: map[string]Property{"accountEnabled": {Values: []string{"false"}}}}
	tenant := &Tenant{
		Users:             Known(map[string]User{ann: {ID: ann, UserPrincipalName: "Ann@contoso.example"}}),
		Devices:           map[string][]Device{ann: {off, laptop}},
		Contexts:          Known([]AuthenticationContext{{ID: "c1"}}),
		ServicePrincipals: Known(map[string]ServicePrincipal{"s1": {ID: "s1", AppID: "A1"}}),
	}
	on := func(id string) *Device {
		return &Device{ID: id, Properties: map[string]Property{"deviceId": {Values: []string{id}}}}
	}
	graph := SignInContext{Applications: []string{AppMicrosoftGraph}}
	for _, c := range []struct {
		name   string
		tenant *Tenant
		signIn SignIn
		want   SignIn
		fails  string
	}{
		{"by-name", tenant, SignIn{Identity: SignInIdentity{UserID: "ann@CONTOSO.example"}, Context: graph},
			SignIn{Identity: SignInIdentity{UserID: ann}, Context: graph}, ""},
		{"by-id", tenant, SignIn{Identity: SignInIdentity{UserID: strings.ToUpper(ann)}, Context: graph},
			SignIn{Identity: SignInIdentity{UserID: ann}, Context: graph}, ""},
		{"no-such-user", tenant, SignIn{Identity: SignInIdentity{UserID: "eve"}, Context: graph}, SignIn{}, `the tenant has no user "eve"`},
		{"users-not-read", &Tenant{}, SignIn{Identity: SignInIdentity{UserID: strings.ToUpper(ann)}, Context: graph},
			SignIn{Identity: SignInIdentity{UserID: ann}, Context: graph}, ""},
		{"name-and-users-not-read", &Tenant{}, SignIn{Identity: SignInIdentity{UserID: "ann@contoso.example"}, Context: graph}, SignIn{}, "users.json was read"},
		{"registered-device", tenant, SignIn{Identity: SignInIdentity{UserID: ann}, Context: graph, Conditions: SignInConditions{Device: on("d1")}},
			SignIn{Identity: SignInIdentity{UserID: ann}, Context: graph, Conditions: SignInConditions{Device: &laptop}}, ""},
		{"device-not-registered", tenant, SignIn{Identity: SignInIdentity{UserID: ann}, Context: graph, Conditions: SignInConditions{Device: on("d2")}},
			SignIn{}, "no device d2 is registered"},
		{"disabled-device", tenant, SignIn{Identity: SignInIdentity{UserID: ann}, Context: graph, Conditions: SignInConditions{Device: on("off")}},
			SignIn{}, `device "off" is disabled`},
		{"no-such-context", tenant, SignIn{Identity: SignInIdentity{UserID: ann}, Context: SignInContext{AuthenticationContext: "c2"}}, SignIn{}, "no authentication context c2"},
		{"principal-by-application", tenant, SignIn{Identity: SignInIdentity{ServicePrincipalID: "a1"}, Context: graph},
			SignIn{Identity: SignInIdentity{ServicePrincipalID: "s1"}, Context: graph}, ""},
		{"no-such-principal", tenant, SignIn{Identity: SignInIdentity{ServicePrincipalID: "s2"}, Context: graph}, SignIn{}, "no service principal s2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := c.signIn.Resolve(c.tenant)
			if c.fails != "" {
				if err == nil || !strings.Contains(err.Error(), c.fails) {
					t.Fatalf("error %v, want one that says %q", err, c.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func FuzzDecodeSignIn(f *testing.F) {
	f.Add([]byte(everySignInMember))
	f.Add([]byte(`{"signInIdentity":[],"signInContext":{"includeApplications":[null,1]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := DecodeSignIn(data)
		if err != nil {
			return
		}
		if s.check() != nil {
			t.Errorf("accepts what is no sign-in: %+v", s)
		}
		comesBack(t, s)
	})
}
