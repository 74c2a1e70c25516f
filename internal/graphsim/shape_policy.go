package graphsim

import "slices"

var (
	guestTypes = []string{"none", "internalGuest", "b2bCollaborationGuest", "b2bCollaborationMember", "b2bDirectConnectUser", "otherExternalUser", "serviceProvider"}
	platforms  = []string{"android", "iOS", "windows", "windowsPhone", "macOS", "all", "linux"}
	riskLevels = []string{"low", "medium", "high", "hidden", "none"}
)

var filterShape = &shape{name: "conditionalAccessFilter", members: []member{
	{name: "mode", kind: enum, words: []string{"include", "exclude"}, required: true},
	{name: "rule", required: true},
}}

// membershipKind says in a word what the type of the external tenants says.
func membershipKind(standard any) member {
	return member{name: "membershipKind", kind: enum, words: []string{"all", "enumerated"}, standard: standard}
}

var externalTenantsShape = &shape{name: "conditionalAccessExternalTenants", members: []member{membershipKind(nil)}, variants: map[string]*shape{
	"#microsoft.graph.conditionalAccessAllExternalTenants": {
		name: "conditionalAccessAllExternalTenants", members: []member{membershipKind("all")},
	},
	"#microsoft.graph.conditionalAccessEnumeratedExternalTenants": {
		name: "conditionalAccessEnumeratedExternalTenants", members: append(texts("members"), membershipKind("enumerated")),
	},
}}

var guestsShape = &shape{name: "conditionalAccessGuestsOrExternalUsers", members: []member{
	{name: "guestOrExternalUserTypes", kind: flags, words: guestTypes, required: true},
	{name: "externalTenants", kind: object, of: externalTenantsShape},
}}

var usersShape = &shape{name: "conditionalAccessUsers", members: append(
	texts("includeUsers", "excludeUsers", "includeGroups", "excludeGroups", "includeRoles", "excludeRoles"),
	member{name: "includeGuestsOrExternalUsers", kind: object, of: guestsShape},
	member{name: "excludeGuestsOrExternalUsers", kind: object, of: guestsShape},
)}

var applicationsShape = &shape{name: "conditionalAccessApplications", members: slices.Concat(
	texts("includeApplications", "excludeApplications", "includeUserActions", "includeAuthenticationContextClassReferences"),
	[]member{{name: "applicationFilter", kind: object, of: filterShape}},
	inBeta(member{name: "networkAccess", kind: anything}, member{name: "globalSecureAccess", kind: anything}),
)}

var clientApplicationsShape = &shape{name: "conditionalAccessClientApplications", members: slices.Concat(
	texts("includeServicePrincipals", "excludeServicePrincipals"),
	[]member{{name: "servicePrincipalFilter", kind: object, of: filterShape}},
	inBeta(texts("includeAgentIdServicePrincipals", "excludeAgentIdServicePrincipals")...),
	inBeta(member{name: "agentIdServicePrincipalFilter", kind: object, of: filterShape}),
)}

var devicesShape = &shape{name: "conditionalAccessDevices", members: append(
	inBeta(texts("includeDevices", "excludeDevices", "includeDeviceStates", "excludeDeviceStates")...),
	member{name: "deviceFilter", kind: object, of: filterShape},
)}

var conditionsShape = &shape{name: "conditionalAccessConditionSet", members: slices.Concat(
	[]member{
		{name: "userRiskLevels", kind: enum, list: true, words: riskLevels},
		{name: "signInRiskLevels", kind: enum, list: true, words: riskLevels},
		{name: "servicePrincipalRiskLevels", kind: enum, list: true, words: riskLevels, sparse: true},
		{name: "clientAppTypes", kind: enum, list: true, words: []string{"all", "browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "easSupported", "other"}, standard: []any{"all"}},
		{name: "insiderRiskLevels", kind: flags, words: []string{"minor", "moderate", "elevated"}, sparse: true},
		{name: "platforms", kind: object, of: &shape{name: "conditionalAccessPlatforms", members: []member{
			{name: "includePlatforms", kind: enum, list: true, words: platforms},
			{name: "excludePlatforms", kind: enum, list: true, words: platforms},
		}}},
		{name: "locations", kind: object, of: &shape{name: "conditionalAccessLocations", members: texts("includeLocations", "excludeLocations")}},
		{name: "devices", kind: object, of: devicesShape},
		{name: "clientApplications", kind: object, of: clientApplicationsShape},
		{name: "authenticationFlows", kind: object, sparse: true, of: &shape{name: "conditionalAccessAuthenticationFlows", members: []member{
			{name: "transferMethods", kind: flags, words: []string{"none", "deviceCodeFlow", "authenticationTransfer"}, required: true},
		}}},
		{name: "applications", kind: object, of: applicationsShape},
		{name: "users", kind: object, of: usersShape},
	},
	inBeta(
		member{name: "agentIdRiskLevels", kind: flags, words: []string{"low", "medium", "high"}},
		member{name: "deviceStates", kind: object, of: &shape{name: "conditionalAccessDeviceStates", members: texts("includeStates", "excludeStates")}},
		member{name: "agents", kind: anything},
		member{name: "agentContext", kind: anything},
	),
	droppedMembers("clients", "times", "signInRiskDetections"),
)}

var grantControlsShape = &shape{name: "conditionalAccessGrantControls", members: append(
	texts("termsOfUse", "customAuthenticationFactors"),
	member{name: "operator", kind: enum, words: []string{"AND", "OR"}},
	member{
		name: "builtInControls", kind: enum, list: true,
		words: []string{"block", "mfa", "compliantDevice", "domainJoinedDevice", "approvedApplication", "compliantApplication", "passwordChange", "riskRemediation"},
		late:  []string{"riskRemediation"},
		ahead: []string{"verifiedID"},
	},
	member{name: "authenticationStrength", kind: reference},
)}

// toggle is a session control that is on or off, with what else it has.
func toggle(name, typeName string, more ...member) member {
	return member{name: name, kind: object, of: &shape{name: typeName, members: append([]member{{name: "isEnabled", kind: boolean}}, more...)}}
}

var sessionControlsShape = &shape{name: "conditionalAccessSessionControls", members: slices.Concat(
	[]member{
		{name: "disableResilienceDefaults", kind: boolean},
		toggle("applicationEnforcedRestrictions", "applicationEnforcedRestrictionsSessionControl"),
		toggle("cloudAppSecurity", "cloudAppSecuritySessionControl",
			member{name: "cloudAppSecurityType", kind: enum, words: []string{"mcasConfigured", "monitorOnly", "blockDownloads"}}),
		toggle("persistentBrowser", "persistentBrowserSessionControl",
			member{name: "mode", kind: enum, words: []string{"always", "never"}}),
		toggle("secureSignInSession", "secureSignInSessionControl"),
		toggle("signInFrequency", "signInFrequencySessionControl",
			member{name: "value", kind: integer},
			member{name: "type", kind: enum, words: []string{"days", "hours"}},
			member{name: "authenticationType", kind: enum, words: []string{"primaryAndSecondaryAuthentication", "secondaryAuthentication"}},
			member{name: "frequencyInterval", kind: enum, words: []string{"timeBased", "everyTime"}}),
	},
	inBeta(
		member{name: "continuousAccessEvaluation", kind: object, of: &shape{name: "continuousAccessEvaluationSessionControl", members: []member{
			{name: "mode", kind: enum, words: []string{"strictEnforcement", "disabled", "strictLocation"}, late: []string{"strictLocation"}},
		}}},
		toggle("globalSecureAccessFilteringProfile", "globalSecureAccessFilteringProfileSessionControl", member{name: "profileId"}),
		member{name: "blockSensitiveActions", kind: anything},
	),
	droppedMembers("networkAccessSecurity"),
)}

var policyShape = &shape{name: "conditionalAccessPolicy", members: slices.Concat(
	byServer("id", "templateId", "createdDateTime", "modifiedDateTime", "deletedDateTime"),
	[]member{
		{name: "displayName", required: true},
		{name: "state", kind: enum, words: []string{"enabled", "disabled", "enabledForReportingButNotEnforced"}, required: true},
		{name: "conditions", kind: object, of: conditionsShape, required: true},
		{name: "grantControls", kind: object, of: grantControlsShape},
		{name: "sessionControls", kind: object, of: sessionControlsShape},
	},
	droppedMembers("description", "partialEnablementStrategy"),
)}
