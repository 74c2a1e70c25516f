package ca

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEncodeSignIn has the documented request, as it is on the wire.
func TestEncodeSignIn(t *testing.T) {
	t.Parallel()
	laptop := Device{ID: "the object's", Properties: map[string]Property{
		"deviceId": {Values: []string{"d-1"}}, "isCompliant": {Values: []string{"true"}}, "deviceOwnership": {Values: []string{"Company"}},
		"model": {}, "systemLabels": {}, "accountEnabled": {Values: []string{"true"}}, "operatingSystem": {Values: []string{"Windows"}},
	}}
	unread := Device{ID: "x", Properties: map[string]Property{"isCompliant": {}}}
	person := SignInIdentity{UserID: "u-1"}
	graph := SignInContext{Applications: []string{AppMicrosoftGraph, AppWindowsAzureAD}}
	for _, c := range []struct {
		name   string
		signIn SignIn
		want   string
	}{
		{"everything", SignIn{person, graph, SignInConditions{
			ClientApp: ClientAppBrowser, Platform: PlatformWindows, Address: "203.0.113.7", Country: "NO", UserRisk: RiskNone, SignInRisk: RiskLow,
			InsiderRisk: "minor", TransferMethod: "deviceCodeFlow", Device: &laptop,
		}}, `{
			"signInIdentity": {"@odata.type": "#microsoft.graph.userSignIn", "userId": "u-1"},
			"signInContext": {"@odata.type": "#microsoft.graph.applicationContext",
				"includeApplications": ["00000003-0000-0000-c000-000000000000", "00000002-0000-0000-c000-000000000000"]},
			"signInConditions": {"clientAppType": "browser", "devicePlatform": "windows", "ipAddress": "203.0.113.7", "country": "NO",
				"userRiskLevel": "none", "signInRiskLevel": "low", "insiderRiskLevel": "minor",
				"authenticationFlow": {"transferMethod": "deviceCodeFlow"},
				"deviceInfo": {"deviceId": "d-1", "isCompliant": true, "ownership": "Company", "model": "", "systemLabels": [], "operatingSystem": "Windows"}}}`},
		{"user-action", SignIn{person, SignInContext{UserAction: UserActionRegisterDevice}, SignInConditions{}}, `{
			"signInIdentity": {"@odata.type": "#microsoft.graph.userSignIn", "userId": "u-1"},
			"signInContext": {"@odata.type": "#microsoft.graph.userActionContext", "userAction": "registerOrJoinDevices"},
			"signInConditions": {}}`},
		{"service-principal-and-context", SignIn{SignInIdentity{ServicePrincipalID: "s-1"}, SignInContext{AuthenticationContext: "c1"}, SignInConditions{ServicePrincipalRisk: RiskHigh}}, `{
			"signInIdentity": {"@odata.type": "#microsoft.graph.servicePrincipalSignIn", "servicePrincipalId": "s-1"},
			"signInContext": {"@odata.type": "#microsoft.graph.authContext", "authenticationContextValue": "c1"},
			"signInConditions": {"servicePrincipalRiskLevel": "high"}}`},
		{"nothing-known-of-the-device", SignIn{person, graph, SignInConditions{Device: &unread}}, `{
			"signInIdentity": {"@odata.type": "#microsoft.graph.userSignIn", "userId": "u-1"},
			"signInContext": {"@odata.type": "#microsoft.graph.applicationContext",
				"includeApplications": ["00000003-0000-0000-c000-000000000000", "00000002-0000-0000-c000-000000000000"]},
			"signInConditions": {"deviceInfo": {}}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got, want any
			if err := json.Unmarshal(EncodeSignIn(c.signIn), &got); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(c.want), &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
