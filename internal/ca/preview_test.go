package ca

import (
	"slices"
	"testing"
)

// previewBodies has, for each path that Preview names, the condition or control that makes it name it.
var previewBodies = map[string]string{
	"conditions.users.includeUsers":                                          `{"conditions": {"users": {"includeUsers": ["AllAgentIdUsers"]}}}`,
	"conditions.users.excludeUsers":                                          `{"conditions": {"users": {"excludeUsers": ["AllAgentIdUsers"]}}}`,
	"conditions.applications.includeApplications":                            `{"conditions": {"applications": {"includeApplications": ["AllAgentIdResources"]}}}`,
	"conditions.applications.excludeApplications":                            `{"conditions": {"applications": {"excludeApplications": ["AllAgentIdResources"]}}}`,
	"conditions.applications.includeUserActions":                             `{"conditions": {"applications": {"includeUserActions": ["urn:user:accountrecovery"]}}}`,
	"conditions.applications.networkAccess":                                  `{"conditions": {"applications": {"networkAccess": {"x": 1}}}}`,
	"conditions.agentIdRiskLevels":                                           `{"conditions": {"agentIdRiskLevels": "high"}}`,
	"conditions.clientApplications.includeAgentIdServicePrincipals":          `{"conditions": {"clientApplications": {"includeAgentIdServicePrincipals": ["All"]}}}`,
	"conditions.clientApplications.excludeAgentIdServicePrincipals":          `{"conditions": {"clientApplications": {"excludeAgentIdServicePrincipals": ["x"]}}}`,
	"conditions.clientApplications.agentIdServicePrincipalFilter":            `{"conditions": {"clientApplications": {"agentIdServicePrincipalFilter": {"mode": "include", "rule": "x"}}}}`,
	"conditions.devices.includeDevices":                                      `{"conditions": {"devices": {"includeDevices": ["All"]}}}`,
	"conditions.deviceStates":                                                `{"conditions": {"deviceStates": {"includeStates": ["All"]}}}`,
	"conditions.agents":                                                      `{"conditions": {"agents": {"includeAgentUsers": ["All"]}}}`,
	"grantControls.builtInControls":                                          `{"grantControls": {"builtInControls": ["verifiedID"]}}`,
	"grantControls.brandNew":                                                 `{"grantControls": {"builtInControls": ["mfa"], "brandNew": 1}}`,
	"sessionControls.continuousAccessEvaluation":                             `{"sessionControls": {"continuousAccessEvaluation": {"mode": "disabled"}}}`,
	"sessionControls.globalSecureAccessFilteringProfile":                     `{"sessionControls": {"globalSecureAccessFilteringProfile": {"isEnabled": true}}}`,
	"sessionControls.blockSensitiveActions":                                  `{"sessionControls": {"blockSensitiveActions": {"isEnabled": true}}}`,
	"sessionControls.applicationEnforcedRestrictions.brandNew":               `{"sessionControls": {"applicationEnforcedRestrictions": {"isEnabled": true, "brandNew": 1}}}`,
	"sessionControls.cloudAppSecurity.brandNew":                              `{"sessionControls": {"cloudAppSecurity": {"isEnabled": true, "brandNew": 1}}}`,
	"sessionControls.persistentBrowser.brandNew":                             `{"sessionControls": {"persistentBrowser": {"isEnabled": true, "brandNew": 1}}}`,
	"sessionControls.signInFrequency.brandNew":                               `{"sessionControls": {"signInFrequency": {"isEnabled": true, "brandNew": 1}}}`,
	"sessionControls.secureSignInSession.brandNew":                           `{"sessionControls": {"secureSignInSession": {"isEnabled": true, "brandNew": 1}}}`,
	"conditions.users.includeGuestsOrExternalUsers.externalTenants.brandNew": `{"conditions": {"users": {"includeGuestsOrExternalUsers": {"externalTenants": {"brandNew": 1}}}}}`,
}

func TestPreview(t *testing.T) {
	t.Parallel()
	for path, body := range previewBodies {
		p, err := DecodePolicy([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Preview(); !slices.Equal(got, []string{path}) {
			t.Errorf("%s: found %q, want %q", body, got, path)
		}
	}
	for _, body := range []string{
		`{"displayName": "AllAgentIdUsers", "conditions": {"users": {"includeUsers": ["All"]}, "applications": {"includeApplications": ["All"], "networkAccess": null}, "clientAppTypes": ["all"]}, "grantControls": {"operator": "OR", "builtInControls": ["riskRemediation"]}}`,
		`{"conditions": {"users": {"includeUsers": ["None"]}, "clientApplications": {"includeServicePrincipals": ["x"], "includeAgentIdServicePrincipals": [], "agentIdServicePrincipalFilter": null}}, "sessionControls": {"signInFrequency": {"isEnabled": true}, "continuousAccessEvaluation": null, "disableResilienceDefaults": true}}`,
	} {
		p, err := DecodePolicy([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Preview(); len(got) > 0 {
			t.Errorf("%s: found %q, want nothing", body, got)
		}
	}
}

// What v1.0 keeps to itself is taken from beta; what only beta has, too.
func TestMergeBeta(t *testing.T) {
	t.Parallel()
	for name, pair := range map[string]struct{ v1, beta string }{
		"control":                  {`{"grantControls": {"operator": "OR", "builtInControls": ["unknownFutureValue"]}}`, `{"grantControls": {"operator": "OR", "builtInControls": ["verifiedID"]}}`},
		"client-app":               {`{"conditions": {"clientAppTypes": ["unknownFutureValue"]}}`, `{"conditions": {"clientAppTypes": ["brandNew"]}}`},
		"user-risk":                {`{"conditions": {"userRiskLevels": ["unknownFutureValue"]}}`, `{"conditions": {"userRiskLevels": ["brandNew"]}}`},
		"sign-in-risk":             {`{"conditions": {"signInRiskLevels": ["unknownFutureValue"]}}`, `{"conditions": {"signInRiskLevels": ["brandNew"]}}`},
		"service-principal-risk":   {`{"conditions": {"servicePrincipalRiskLevels": ["unknownFutureValue"]}}`, `{"conditions": {"servicePrincipalRiskLevels": ["brandNew"]}}`},
		"insider-risk":             {`{"conditions": {"insiderRiskLevels": "unknownFutureValue"}}`, `{"conditions": {"insiderRiskLevels": "brandNew"}}`},
		"agent-risk":               {`{"conditions": {}}`, previewBodies["conditions.agentIdRiskLevels"]},
		"agents-included":          {`{"conditions": {"clientApplications": {"includeServicePrincipals": []}}}`, previewBodies["conditions.clientApplications.includeAgentIdServicePrincipals"]},
		"agents-excluded":          {`{"conditions": {}}`, previewBodies["conditions.clientApplications.excludeAgentIdServicePrincipals"]},
		"agents-filtered":          {`{"conditions": {}}`, previewBodies["conditions.clientApplications.agentIdServicePrincipalFilter"]},
		"agents":                   {`{"conditions": {}}`, previewBodies["conditions.agents"]},
		"device-states":            {`{"conditions": {}}`, previewBodies["conditions.deviceStates"]},
		"devices":                  {`{"conditions": {"devices": null}}`, previewBodies["conditions.devices.includeDevices"]},
		"network-access":           {`{"conditions": {"applications": {}}}`, previewBodies["conditions.applications.networkAccess"]},
		"evaluation":               {`{"sessionControls": {"signInFrequency": {"isEnabled": true, "value": 4, "type": "hours"}}}`, `{"sessionControls": {"signInFrequency": {"isEnabled": true, "value": 4, "type": "hours"}, "continuousAccessEvaluation": {"mode": "strictLocation"}}}`},
		"evaluation-alone":         {`{"sessionControls": null}`, previewBodies["sessionControls.continuousAccessEvaluation"]},
		"filtering-profile":        {`{"sessionControls": null}`, previewBodies["sessionControls.globalSecureAccessFilteringProfile"]},
		"control-of-tomorrow":      {`{"grantControls": {"builtInControls": ["mfa"]}}`, previewBodies["grantControls.brandNew"]},
		"grant-that-v1-leaves-out": {`{"grantControls": null}`, previewBodies["grantControls.builtInControls"]},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v1, err := DecodePolicy([]byte(pair.v1))
			if err != nil {
				t.Fatal(err)
			}
			beta, err := DecodePolicy([]byte(pair.beta))
			if err != nil {
				t.Fatal(err)
			}
			merged := MergeBeta([]Policy{v1}, []Policy{beta})
			if got, want := string(EncodePolicy(merged[0])), string(EncodePolicy(beta)); len(merged) != 1 || got != want {
				t.Errorf("merged %s, want %s", got, want)
			}
		})
	}
}
