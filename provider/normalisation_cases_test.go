package provider

import (
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A rewriting is something that the service stores in another form than it was sent. What is said over the
// plain policy and what is then shown mean the same; a drift in the same property is seen all the same.
type rewriting struct {
	name  string
	said  map[string]string // attributes, beside those of the plain policy; "" leaves one out
	shown map[string]string // members of the policy by their path on the wire
	drift map[string]string
	at    string // the attribute that then differs
}

var plainAttributes = map[string]string{
	"display_name": `"CA rewritten"`, "state": `"disabled"`,
	"conditions.users.include_users":               `["` + ann + `"]`,
	"conditions.applications.include_applications": `["All"]`,
	"grant_controls.operator":                      `"OR"`,
	"grant_controls.built_in_controls":             `["mfa"]`,
}

const plainPolicyJSON = `{
  "id": "` + adopted + `", "displayName": "CA rewritten", "state": "disabled", "templateId": null, "createdDateTime": "2026-01-01T00:00:00Z",
  "conditions": {"users": {"includeUsers": ["` + ann + `"]}, "applications": {"includeApplications": ["All"]}, "clientAppTypes": ["all"]},
  "grantControls": {"operator": "OR", "builtInControls": ["mfa"]}
}`

var rewritings = []rewriting{
	{"and-over-one-control", map[string]string{"grant_controls.operator": `"AND"`}, map[string]string{"grantControls.operator": `"OR"`},
		map[string]string{"grantControls.operator": `"AND"`, "grantControls.builtInControls": `["mfa", "compliantDevice"]`}, "grant_controls.built_in_controls"},
	{"and-over-two-controls", map[string]string{"grant_controls.operator": `"AND"`, "grant_controls.built_in_controls": `["mfa", "compliantDevice"]`},
		map[string]string{"grantControls.operator": `"AND"`, "grantControls.builtInControls": `["compliantDevice", "mfa"]`},
		map[string]string{"grantControls.operator": `"OR"`}, "grant_controls.operator"},
	{"and-over-a-strength", map[string]string{"grant_controls.operator": `"AND"`, "grant_controls.built_in_controls": "", "grant_controls.authentication_strength.id": `"` + ca.StrengthPhishingResistant + `"`},
		map[string]string{"grantControls.operator": `"OR"`, "grantControls.builtInControls": `[]`, "grantControls.authenticationStrength": `{"id": "` + ca.StrengthPhishingResistant + `", "displayName": "Phishing-resistant MFA", "allowedCombinations": ["fido2"]}`},
		map[string]string{"grantControls.authenticationStrength": `{"id": "` + ca.StrengthMFA + `"}`}, "grant_controls.authentication_strength.id"},
	{"guest-kinds-in-another-order", map[string]string{"conditions.users.exclude_guests_or_external_users": `{"guest_or_external_user_types": ["serviceProvider", "b2bCollaborationGuest"]}`},
		map[string]string{"conditions.users.excludeGuestsOrExternalUsers": `{"guestOrExternalUserTypes": "b2bCollaborationGuest,serviceProvider", "externalTenants": null}`},
		map[string]string{"conditions.users.excludeGuestsOrExternalUsers.guestOrExternalUserTypes": `"b2bCollaborationGuest"`}, "conditions.users.exclude_guests_or_external_users.guest_or_external_user_types"},
	{"flags-in-another-order", map[string]string{"conditions.insider_risk_levels": `["elevated", "minor"]`, "conditions.authentication_flows.transfer_methods": `["authenticationTransfer", "deviceCodeFlow"]`},
		map[string]string{"conditions.insiderRiskLevels": `"minor,elevated"`, "conditions.authenticationFlows": `{"transferMethods": "deviceCodeFlow,authenticationTransfer"}`},
		map[string]string{"conditions.insiderRiskLevels": `"elevated"`}, "conditions.insider_risk_levels"},
	{"lists-of-workloads-filled-in", map[string]string{"conditions.users.include_users": "", "conditions.client_applications.include_service_principals": `["ServicePrincipalsInMyTenant"]`, "grant_controls.built_in_controls": `["block"]`},
		map[string]string{"conditions.users.includeUsers": `["None"]`, "conditions.clientApplications": `{"includeServicePrincipals": ["ServicePrincipalsInMyTenant"], "excludeServicePrincipals": [], "servicePrincipalFilter": null}`, "grantControls.builtInControls": `["block"]`},
		map[string]string{"conditions.clientApplications.excludeServicePrincipals": `["` + workload + `"]`}, "conditions.client_applications.exclude_service_principals"},
	{"lists-of-agents-removed", map[string]string{"conditions.users.include_users": "", "conditions.client_applications": `{"include_agent_id_service_principals": ["All"], "exclude_agent_id_service_principals": []}`, "grant_controls.built_in_controls": `["block"]`},
		map[string]string{"conditions.users.includeUsers": `["None"]`, "conditions.clientApplications": `{"includeServicePrincipals": [], "excludeServicePrincipals": [], "includeAgentIdServicePrincipals": ["All"]}`, "grantControls.builtInControls": `["block"]`},
		map[string]string{"conditions.clientApplications.excludeAgentIdServicePrincipals": `["` + someGUID + `"]`}, "conditions.client_applications.exclude_agent_id_service_principals"},
	{"client-apps-left-out", nil, map[string]string{"conditions.clientAppTypes": `["all"]`, "conditions.clientApplications": `null`},
		map[string]string{"conditions.clientAppTypes": `["browser"]`}, "conditions.client_app_types"},
	{"client-apps-emptied", map[string]string{"conditions.client_app_types": `[]`}, map[string]string{"conditions.clientAppTypes": `["all"]`},
		map[string]string{"conditions.clientAppTypes": `["other"]`}, "conditions.client_app_types"},
	{"nothing-in-many-forms", map[string]string{"conditions.users.exclude_users": `[]`, "conditions.sign_in_risk_levels": `[]`, "conditions.platforms": `{"include_platforms": []}`},
		map[string]string{"conditions.users.excludeUsers": `[]`, "conditions.users.excludeGroups": `[]`, "conditions.signInRiskLevels": `[]`, "conditions.platforms": `null`, "conditions.insiderRiskLevels": `null`, "conditions.authenticationFlows": `null`, "conditions.servicePrincipalRiskLevels": `[]`, "sessionControls": `null`},
		map[string]string{"conditions.signInRiskLevels": `["high"]`}, "conditions.sign_in_risk_levels"},
	{"controls-that-are-off", map[string]string{"session_controls": `{"persistent_browser": {"is_enabled": false, "mode": "always"}, "secure_sign_in_session": {"is_enabled": true}}`},
		map[string]string{"sessionControls": `{"persistentBrowser": null, "secureSignInSession": {"isEnabled": true}, "signInFrequency": null}`},
		map[string]string{"sessionControls.persistentBrowser": `{"isEnabled": true, "mode": "always"}`}, "session_controls.persistent_browser.is_enabled"},
	{"members-that-are-forgotten", nil, map[string]string{"conditions.clients": `null`, "conditions.times": `null`, "conditions.signInRiskDetections": `null`, "sessionControls": `{"networkAccessSecurity": null}`},
		map[string]string{"conditions.userRiskLevels": `["high"]`}, "conditions.user_risk_levels"},
	{"lists-in-another-order", map[string]string{"conditions.users.exclude_users": `["` + breakGlass1 + `", "` + strings.ToUpper(breakGlass2) + `"]`},
		map[string]string{"conditions.users.excludeUsers": `["` + breakGlass2 + `", "` + breakGlass1 + `"]`},
		map[string]string{"conditions.users.excludeUsers": `["` + breakGlass2 + `"]`}, "conditions.users.exclude_users"},
	{"words-in-another-case", map[string]string{"conditions.locations": `{"include_locations": ["all"], "exclude_locations": ["alltrusted"]}`},
		map[string]string{"conditions.locations": `{"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}`},
		map[string]string{"conditions.locations.excludeLocations": `[]`}, "conditions.locations.exclude_locations"},
	{"annotations", map[string]string{
		"grant_controls.built_in_controls": "", "grant_controls.authentication_strength.id": `"` + ca.StrengthMFA + `"`,
		"conditions.users.exclude_guests_or_external_users": `{"guest_or_external_user_types": ["serviceProvider"], "external_tenants": {"membership_kind": "enumerated", "members": ["` + someGUID + `"]}}`,
	}, map[string]string{
		"grantControls": `{"@odata.type": "#microsoft.graph.conditionalAccessGrantControls", "operator": "OR", "builtInControls": [], "authenticationStrength@odata.context": "https://graph.microsoft.com/v1.0/$metadata#x",
			"authenticationStrength": {"id": "` + ca.StrengthMFA + `", "combinationConfigurations@odata.context": "https://graph.microsoft.com/v1.0/$metadata#y", "combinationConfigurations": []}}`,
		"conditions.users.excludeGuestsOrExternalUsers": `{"@odata.type": "#microsoft.graph.conditionalAccessGuestsOrExternalUsers", "guestOrExternalUserTypes": "serviceProvider",
			"externalTenants": {"@odata.type": "#microsoft.graph.conditionalAccessEnumeratedExternalTenants", "membershipKind": "enumerated", "members": ["` + someGUID + `"]}}`,
	}, map[string]string{"conditions.users.excludeGuestsOrExternalUsers.externalTenants.members": `["` + tenantID + `"]`}, "conditions.users.exclude_guests_or_external_users.external_tenants.members"},
	{"never-changed", nil, map[string]string{"modifiedDateTime": `null`}, map[string]string{"modifiedDateTime": `"2026-02-01T00:00:00Z"`, "displayName": `"CA renamed"`}, "modified_date_time"},
	{"what-risk-remediation-brings", map[string]string{"conditions.user_risk_levels": `["high"]`, "grant_controls.built_in_controls": `["riskRemediation"]`},
		map[string]string{"conditions.userRiskLevels": `["high"]`, "grantControls": `{"operator": "AND", "builtInControls": ["riskRemediation"], "authenticationStrength": {"id": "` + ca.StrengthMFA + `"}}`,
			"sessionControls": `{"signInFrequency": {"isEnabled": true, "frequencyInterval": "everyTime", "authenticationType": "primaryAndSecondaryAuthentication", "value": null, "type": null}}`},
		map[string]string{"grantControls.termsOfUse": `["` + someGUID + `"]`}, "grant_controls.terms_of_use"},
	{"frequency-filled-in", map[string]string{"session_controls.sign_in_frequency": `{"value": 4, "type": "hours"}`},
		map[string]string{"sessionControls": `{"signInFrequency": {"isEnabled": true, "value": 4, "type": "hours", "authenticationType": "primaryAndSecondaryAuthentication", "frequencyInterval": "timeBased"}}`},
		map[string]string{"sessionControls.signInFrequency.value": `8`}, "session_controls.sign_in_frequency.value"},
}
