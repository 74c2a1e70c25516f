package provider

// An attributeCase is an attribute that is left out, set, changed, and left out again. Its values are HCL and
// JSON at once, so that the same text says what the tenant must then hold.
type attributeCase struct {
	attribute     string
	first, second string
	stored        stored // where the tenant holds something else than was said
}

// stored says what the tenant holds for the first value, the second, and none. "" is: what was said.
type stored struct{ first, second, none string }

// A profile is a policy in which some attributes make sense together. Base is always said.
type profile struct {
	base  map[string]string
	cases []attributeCase
}

const (
	someGUID  = "f1000000-0000-4000-8000-000000000001"
	otherGUID = "f1000000-0000-4000-8000-000000000002"
)

var policyProfiles = map[string]profile{
	"people": {
		base: map[string]string{
			"display_name": `"CA people"`, "state": `"disabled"`,
			"conditions.users.include_users":               `["` + ann + `"]`,
			"conditions.applications.include_applications": `["All"]`,
			"grant_controls.operator":                      `"OR"`,
			"grant_controls.built_in_controls":             `["mfa"]`,
		},
		cases: []attributeCase{
			{attribute: "display_name", first: `"CA people, renamed"`, second: `"CA people, again"`, stored: stored{none: `"CA people"`}},
			{attribute: "state", first: `"enabledForReportingButNotEnforced"`, second: `"disabled"`, stored: stored{none: `"disabled"`}},
			{attribute: "conditions.users.exclude_users", first: `["` + breakGlass1 + `", "` + breakGlass2 + `"]`, second: `["` + breakGlass1 + `"]`},
			{attribute: "conditions.users.include_groups", first: `["` + salesGroup + `"]`, second: `["` + crewGroup + `", "` + guestGroup + `"]`},
			{attribute: "conditions.users.exclude_groups", first: `["` + crewGroup + `"]`, second: `["` + salesGroup + `"]`},
			{attribute: "conditions.users.include_roles", first: `["62e90394-69f5-4237-9190-012177145e10"]`, second: `["` + writers + `", "` + readers + `"]`},
			{attribute: "conditions.users.exclude_roles", first: `["` + readers + `"]`, second: `["` + writers + `"]`},
			{attribute: "conditions.users.include_guests_or_external_users.guest_or_external_user_types", first: `["serviceProvider", "internalGuest"]`, second: `["b2bCollaborationGuest"]`},
			{attribute: "conditions.users.include_guests_or_external_users.external_tenants.membership_kind", first: `"enumerated"`, second: `"all"`},
			{attribute: "conditions.users.include_guests_or_external_users.external_tenants.members", first: `["` + someGUID + `"]`, second: `[]`},
			{attribute: "conditions.users.exclude_guests_or_external_users.guest_or_external_user_types", first: `["otherExternalUser"]`, second: `["b2bDirectConnectUser", "b2bCollaborationMember"]`},
			{attribute: "conditions.users.exclude_guests_or_external_users.external_tenants.membership_kind", first: `"all"`, second: `"enumerated"`},
			{attribute: "conditions.users.exclude_guests_or_external_users.external_tenants.members", first: `[]`, second: `["` + otherGUID + `"]`},
			{attribute: "conditions.applications.exclude_applications", first: `["` + app1 + `"]`, second: `["` + app2 + `", "Office365"]`},
			{attribute: "conditions.client_app_types", first: `["browser"]`, second: `["mobileAppsAndDesktopClients", "other"]`, stored: stored{none: `["all"]`}},
			{attribute: "conditions.platforms.include_platforms", first: `["android", "iOS"]`, second: `["all"]`},
			{attribute: "conditions.platforms.exclude_platforms", first: `["linux"]`, second: `["macOS", "windows"]`},
			{attribute: "conditions.locations.include_locations", first: `["` + office + `"]`, second: `["All"]`},
			{attribute: "conditions.locations.exclude_locations", first: `["` + branch + `"]`, second: `["AllTrusted", "00000000-0000-0000-0000-000000000000"]`},
			{attribute: "conditions.devices.device_filter.mode", first: `"exclude"`, second: `"include"`},
			{attribute: "conditions.devices.device_filter.rule", first: `"device.isCompliant -eq True"`, second: `"device.trustType -eq \"ServerAD\""`},
			{attribute: "conditions.user_risk_levels", first: `["high"]`, second: `["medium", "low"]`},
			{attribute: "conditions.sign_in_risk_levels", first: `["high", "medium"]`, second: `["low"]`},
			{attribute: "conditions.insider_risk_levels", first: `["elevated", "minor"]`, second: `["moderate"]`},
			{attribute: "conditions.authentication_flows.transfer_methods", first: `["deviceCodeFlow"]`, second: `["authenticationTransfer", "deviceCodeFlow"]`},
			{attribute: "grant_controls.operator", first: `"AND"`, second: `"OR"`, stored: stored{none: `"OR"`}},
			{attribute: "grant_controls.built_in_controls", first: `["compliantDevice", "mfa"]`, second: `["domainJoinedDevice", "mfa", "compliantApplication"]`, stored: stored{none: `["mfa"]`}},
			{attribute: "grant_controls.custom_authentication_factors", first: `["RequireOtherMfa"]`, second: `["RequireYetOtherMfa"]`},
			{attribute: "grant_controls.terms_of_use", first: `["` + someGUID + `"]`, second: `["` + otherGUID + `", "` + someGUID + `"]`},
		},
	},
	"sessions": {
		base: map[string]string{
			"display_name": `"CA sessions"`, "state": `"disabled"`,
			"conditions.users.include_groups":              `["` + salesGroup + `"]`,
			"conditions.applications.include_applications": `["All"]`,
			"grant_controls.operator":                      `"AND"`, // one control: stored as OR
			"grant_controls.built_in_controls":             `["mfa"]`,
		},
		cases: []attributeCase{
			{attribute: "conditions.users.include_users", first: `["` + ann + `", "` + breakGlass2 + `"]`, second: `["` + ann + `", "GuestsOrExternalUsers"]`},
			{attribute: "session_controls.cloud_app_security.is_enabled", first: `true`, second: `true`},
			{attribute: "session_controls.cloud_app_security.cloud_app_security_type", first: `"mcasConfigured"`, second: `"blockDownloads"`},
			{attribute: "session_controls.persistent_browser.is_enabled", first: `true`, second: `false`, stored: stored{second: `null`}},
			{attribute: "session_controls.persistent_browser.mode", first: `"always"`, second: `"never"`, stored: stored{second: `null`}},
			{attribute: "session_controls.sign_in_frequency.is_enabled", first: `true`, second: `true`},
			{attribute: "session_controls.sign_in_frequency.value", first: `4`, second: `90`},
			{attribute: "session_controls.sign_in_frequency.type", first: `"hours"`, second: `"days"`},
			{attribute: "session_controls.sign_in_frequency.authentication_type", first: `"secondaryAuthentication"`, second: `"primaryAndSecondaryAuthentication"`},
			{attribute: "session_controls.secure_sign_in_session.is_enabled", first: `true`, second: `false`, stored: stored{second: `null`}},
			{attribute: "session_controls.disable_resilience_defaults", first: `true`, second: `false`, stored: stored{second: `null`}},
		},
	},
	"session-only": {
		base: map[string]string{
			"display_name": `"CA session only"`, "state": `"disabled"`,
			"conditions.users.include_users":               `["` + ann + `"]`,
			"conditions.applications.include_applications": `["Office365"]`,
			"session_controls.secure_sign_in_session":      `{}`,
		},
		cases: []attributeCase{
			{attribute: "conditions.applications.include_applications", first: `["` + app1 + `", "` + app2 + `"]`, second: `["00000002-0000-0ff1-ce00-000000000000"]`, stored: stored{none: `["Office365"]`}},
			{attribute: "grant_controls", first: `{ operator = "OR" }`, second: `{ operator = "AND", built_in_controls = [] }`, stored: stored{first: `null`, second: `null`}},
			{attribute: "session_controls.application_enforced_restrictions.is_enabled", first: `false`, second: `true`, stored: stored{first: `null`}},
		},
	},
	"every-time": {
		base: map[string]string{
			"display_name": `"CA every time"`, "state": `"disabled"`,
			"conditions.users.include_users":               `["` + ann + `"]`,
			"conditions.applications.include_applications": `["All"]`,
			"grant_controls.operator":                      `"AND"`,
			"grant_controls.built_in_controls":             `["compliantDevice"]`,
		},
		cases: []attributeCase{
			{attribute: "grant_controls.authentication_strength.id", first: `"00000000-0000-0000-0000-000000000002"`, second: `"/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-000000000004"`, stored: stored{second: `"00000000-0000-0000-0000-000000000004"`}},
			{attribute: "session_controls.sign_in_frequency.frequency_interval", first: `"everyTime"`, second: `"everyTime"`},
		},
	},
	"actions": {
		base: map[string]string{
			"display_name": `"CA actions"`, "state": `"disabled"`,
			"conditions.users.include_users": `["` + ann + `"]`,
			"conditions.applications":        `{ include_user_actions = ["urn:user:registersecurityinfo"] }`,
			"grant_controls.operator":        `"OR"`, "grant_controls.built_in_controls": `["mfa"]`,
		},
		cases: []attributeCase{
			{attribute: "conditions.applications", first: `{ include_user_actions = ["urn:user:registerdevice"] }`, second: `{ include_authentication_context_class_references = ["c1", "c99"] }`, stored: stored{first: `{"includeUserActions": ["urn:user:registerdevice"]}`, second: `{"includeAuthenticationContextClassReferences": ["c1", "c99"]}`, none: `{"includeUserActions": ["urn:user:registersecurityinfo"]}`}},
		},
	},
	"filters": {
		base: map[string]string{
			"display_name": `"CA filters"`, "state": `"disabled"`,
			"conditions.users.include_users":               `["` + ann + `"]`,
			"conditions.applications.include_applications": `["` + app1 + `"]`,
			"grant_controls.operator":                      `"OR"`, "grant_controls.built_in_controls": `["block"]`,
		},
		cases: []attributeCase{
			{attribute: "conditions.applications.application_filter.mode", first: `"include"`, second: `"exclude"`},
			{attribute: "conditions.applications.application_filter.rule", first: `"CustomSecurityAttribute.Set_Name -contains \"a\""`, second: `"CustomSecurityAttribute.Set_Name -contains \"b\""`},
		},
	},
	// The service adds a strength and a sign-in frequency of its own to this control.
	"risk-remediation": {
		base: map[string]string{
			"display_name": `"CA risk"`, "state": `"disabled"`,
			"conditions.users.include_users":               `["` + ann + `"]`,
			"conditions.applications.include_applications": `["All"]`,
			"conditions.user_risk_levels":                  `["high"]`,
			"grant_controls.operator":                      `"AND"`, "grant_controls.built_in_controls": `["riskRemediation"]`,
		},
		cases: []attributeCase{
			{attribute: "conditions.user_risk_levels", first: `["high", "medium"]`, second: `["medium"]`, stored: stored{none: `["high"]`}},
			{attribute: "session_controls.secure_sign_in_session.is_enabled", first: `true`, second: `true`},
		},
	},
	"workloads": {
		base: map[string]string{
			"display_name": `"CA workloads"`, "state": `"disabled"`,
			"conditions.client_applications.include_service_principals": `["ServicePrincipalsInMyTenant"]`,
			"conditions.applications.include_applications":              `["All"]`,
			"grant_controls.operator":                                   `"OR"`, "grant_controls.built_in_controls": `["block"]`,
		},
		cases: []attributeCase{
			{attribute: "conditions.client_applications.include_service_principals", first: `["` + workload + `"]`, second: `["ServicePrincipalsInMyTenant"]`, stored: stored{none: `["ServicePrincipalsInMyTenant"]`}},
			{attribute: "conditions.client_applications.exclude_service_principals", first: `["` + pipeline + `"]`, second: `["` + pipeline + `", "` + workload + `"]`},
			{attribute: "conditions.client_applications.service_principal_filter.mode", first: `"include"`, second: `"exclude"`},
			{attribute: "conditions.client_applications.service_principal_filter.rule", first: `"CustomSecurityAttribute.Set_Name -eq \"a\""`, second: `"CustomSecurityAttribute.Set_Name -eq \"b\""`},
			{attribute: "conditions.service_principal_risk_levels", first: `["high"]`, second: `["medium", "low"]`},
		},
	},
	// What beta alone has. Left out, the policy is one that v1.0 can express.
	"previews": {
		base: map[string]string{
			"display_name": `"CA previews"`, "state": `"disabled"`,
			"conditions.users.include_users":               `["` + ann + `"]`,
			"conditions.applications.include_applications": `["All"]`,
			"grant_controls.operator":                      `"OR"`,
			"grant_controls.built_in_controls":             `["mfa"]`,
		},
		cases: []attributeCase{
			{attribute: "conditions.users.exclude_users", first: `["AllAgentIdUsers"]`, second: `["` + breakGlass1 + `"]`},
			{attribute: "conditions.applications.exclude_applications", first: `["AllAgentIdResources"]`, second: `["Office365"]`},
			{attribute: "conditions.agent_id_risk_levels", first: `["high", "low"]`, second: `["medium"]`},
			{attribute: "grant_controls.built_in_controls", first: `["verifiedID"]`, second: `["mfa", "compliantDevice"]`, stored: stored{none: `["mfa"]`}},
			{attribute: "session_controls.continuous_access_evaluation.mode", first: `"strictLocation"`, second: `"disabled"`},
			{attribute: "session_controls.global_secure_access_filtering_profile.is_enabled", first: `true`, second: `true`},
			{attribute: "session_controls.global_secure_access_filtering_profile.profile_id", first: `"` + someGUID + `"`, second: `"` + otherGUID + `"`},
		},
	},
	"agents": {
		base: map[string]string{
			"display_name": `"CA agents"`, "state": `"disabled"`,
			"conditions.client_applications.include_service_principals": `["ServicePrincipalsInMyTenant"]`,
			"conditions.applications.include_applications":              `["All"]`,
			"grant_controls.operator":                                   `"OR"`, "grant_controls.built_in_controls": `["block"]`,
		},
		cases: []attributeCase{
			{attribute: "conditions.client_applications.include_agent_id_service_principals", first: `["All"]`, second: `["` + someGUID + `", "` + otherGUID + `"]`},
			{attribute: "conditions.client_applications.exclude_agent_id_service_principals", first: `["` + someGUID + `"]`, second: `["` + otherGUID + `"]`},
			{attribute: "conditions.client_applications.agent_id_service_principal_filter.mode", first: `"include"`, second: `"exclude"`},
			{attribute: "conditions.client_applications.agent_id_service_principal_filter.rule", first: `"CustomSecurityAttribute.Set_Name -eq \"a\""`, second: `"CustomSecurityAttribute.Set_Name -eq \"b\""`},
		},
	},
	// What the device filter replaced.
	"legacy-devices": {
		base: map[string]string{
			"display_name": `"CA legacy devices"`, "state": `"disabled"`,
			"conditions.users.include_users":               `["` + ann + `"]`,
			"conditions.applications.include_applications": `["All"]`,
			"grant_controls.operator":                      `"OR"`,
			"grant_controls.built_in_controls":             `["mfa"]`,
		},
		cases: []attributeCase{
			{attribute: "conditions.devices.include_devices", first: `["All"]`, second: `["All"]`},
			{attribute: "conditions.devices.exclude_devices", first: `["Compliant"]`, second: `["DomainJoined", "Compliant"]`},
			{attribute: "conditions.devices.include_device_states", first: `["All"]`, second: `[]`},
			{attribute: "conditions.devices.exclude_device_states", first: `["Compliant"]`, second: `["DomainJoined"]`},
			{attribute: "conditions.device_states.include_states", first: `["All"]`, second: `["All"]`},
			{attribute: "conditions.device_states.exclude_states", first: `["Compliant", "DomainJoined"]`, second: `[]`},
		},
	},
}
