package provider

import (
	"strings"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// The records below are the whole of a policy, property by property, in the order of the schema.

var policyRecord = record[ca.Policy]{
	assigned(text("id", func(p *ca.Policy) *string { return &p.ID })),
	text("display_name", func(p *ca.Policy) *string { return &p.DisplayName }),
	text("state", func(p *ca.Policy) *ca.State { return &p.State }),
	embedded("conditions", conditionsRecord, func(p *ca.Policy) *ca.Conditions { return &p.Conditions }),
	nested("grant_controls", grantRecord, func(p *ca.Policy) **ca.GrantControls { return &p.GrantControls }),
	control("session_controls", sessionRecord, func(p *ca.Policy) **ca.SessionControls { return &p.SessionControls }),
	moment("created_date_time", func(p *ca.Policy) *time.Time { return &p.CreatedDateTime }),
	moment("modified_date_time", func(p *ca.Policy) *time.Time { return &p.ModifiedDateTime }),
	assigned(text("template_id", func(p *ca.Policy) *string { return &p.TemplateID })),
}

var conditionsRecord = record[ca.Conditions]{
	embedded("users", usersRecord, func(c *ca.Conditions) *ca.Users { return &c.Users }),
	embedded("applications", applicationsRecord, func(c *ca.Conditions) *ca.Applications { return &c.Applications }),
	// A policy that has client applications concerns no user, so one that may have them is neither.
	marked("clientApplications", nested("client_applications", clientApplicationsRecord,
		func(c *ca.Conditions) **ca.ClientApplications { return &c.ClientApplications }), conditionsExtra),
	ids("client_app_types", func(c *ca.Conditions) *[]ca.ClientApp { return &c.ClientAppTypes }),
	nested("platforms", platformsRecord, func(c *ca.Conditions) **ca.PlatformCondition { return &c.Platforms }),
	nested("locations", locationsRecord, func(c *ca.Conditions) **ca.LocationCondition { return &c.Locations }),
	nested("devices", devicesRecord, func(c *ca.Conditions) **ca.DeviceCondition { return &c.Devices }),
	ids("user_risk_levels", func(c *ca.Conditions) *[]ca.RiskLevel { return &c.UserRiskLevels }),
	ids("sign_in_risk_levels", func(c *ca.Conditions) *[]ca.RiskLevel { return &c.SignInRiskLevels }),
	ids("service_principal_risk_levels", func(c *ca.Conditions) *[]ca.RiskLevel { return &c.ServicePrincipalRiskLevels }),
	ids("insider_risk_levels", func(c *ca.Conditions) *[]string { return &c.InsiderRiskLevels }),
	ids("agent_id_risk_levels", func(c *ca.Conditions) *[]string { return &c.AgentIDRiskLevels }),
	nested("authentication_flows", authenticationFlowsRecord, func(c *ca.Conditions) **ca.AuthenticationFlows { return &c.AuthenticationFlows }),
	leftoverDeviceStates("device_states", "deviceStates"),
}

var usersRecord = record[ca.Users]{
	ids("include_users", func(u *ca.Users) *[]string { return &u.IncludeUsers }),
	ids("exclude_users", func(u *ca.Users) *[]string { return &u.ExcludeUsers }),
	ids("include_groups", func(u *ca.Users) *[]string { return &u.IncludeGroups }),
	ids("exclude_groups", func(u *ca.Users) *[]string { return &u.ExcludeGroups }),
	ids("include_roles", func(u *ca.Users) *[]string { return &u.IncludeRoles }),
	ids("exclude_roles", func(u *ca.Users) *[]string { return &u.ExcludeRoles }),
	nested("include_guests_or_external_users", guestsRecord, func(u *ca.Users) **ca.GuestsOrExternal { return &u.IncludeGuestsOrExternalUsers }),
	nested("exclude_guests_or_external_users", guestsRecord, func(u *ca.Users) **ca.GuestsOrExternal { return &u.ExcludeGuestsOrExternalUsers }),
}

var guestsRecord = record[ca.GuestsOrExternal]{
	ids("guest_or_external_user_types", func(g *ca.GuestsOrExternal) *[]string { return &g.GuestOrExternalUserTypes }),
	nested("external_tenants", externalTenantsRecord, func(g *ca.GuestsOrExternal) **ca.ExternalTenants { return &g.ExternalTenants }),
}

var externalTenantsRecord = record[ca.ExternalTenants]{
	text("membership_kind", func(t *ca.ExternalTenants) *string { return &t.MembershipKind }),
	ids("members", func(t *ca.ExternalTenants) *[]string { return &t.Members }),
}

var applicationsRecord = record[ca.Applications]{
	ids("include_applications", func(a *ca.Applications) *[]string { return &a.IncludeApplications }),
	ids("exclude_applications", func(a *ca.Applications) *[]string { return &a.ExcludeApplications }),
	ids("include_user_actions", func(a *ca.Applications) *[]string { return &a.IncludeUserActions }),
	ids("include_authentication_context_class_references", func(a *ca.Applications) *[]string { return &a.IncludeAuthenticationContextClassReferences }),
	nested("application_filter", filterRecord, func(a *ca.Applications) **ca.Filter { return &a.ApplicationFilter }),
}

var clientApplicationsRecord = record[ca.ClientApplications]{
	ids("include_service_principals", func(c *ca.ClientApplications) *[]string { return &c.IncludeServicePrincipals }),
	ids("exclude_service_principals", func(c *ca.ClientApplications) *[]string { return &c.ExcludeServicePrincipals }),
	nested("service_principal_filter", filterRecord, func(c *ca.ClientApplications) **ca.Filter { return &c.ServicePrincipalFilter }),
	ids("include_agent_id_service_principals", func(c *ca.ClientApplications) *[]string { return &c.IncludeAgentIDServicePrincipals }),
	ids("exclude_agent_id_service_principals", func(c *ca.ClientApplications) *[]string { return &c.ExcludeAgentIDServicePrincipals }),
	nested("agent_id_service_principal_filter", filterRecord, func(c *ca.ClientApplications) **ca.Filter { return &c.AgentIDServicePrincipalFilter }),
}

var platformsRecord = record[ca.PlatformCondition]{
	ids("include_platforms", func(p *ca.PlatformCondition) *[]ca.Platform { return &p.IncludePlatforms }),
	ids("exclude_platforms", func(p *ca.PlatformCondition) *[]ca.Platform { return &p.ExcludePlatforms }),
}

var locationsRecord = record[ca.LocationCondition]{
	ids("include_locations", func(l *ca.LocationCondition) *[]string { return &l.IncludeLocations }),
	ids("exclude_locations", func(l *ca.LocationCondition) *[]string { return &l.ExcludeLocations }),
}

var devicesRecord = record[ca.DeviceCondition]{
	nested("device_filter", filterRecord, func(d *ca.DeviceCondition) **ca.Filter { return &d.DeviceFilter }),
	leftoverIDs("include_devices", "includeDevices", devicesExtra),
	leftoverIDs("exclude_devices", "excludeDevices", devicesExtra),
	leftoverIDs("include_device_states", "includeDeviceStates", devicesExtra),
	leftoverIDs("exclude_device_states", "excludeDeviceStates", devicesExtra),
}

var filterRecord = record[ca.Filter]{
	text("mode", func(f *ca.Filter) *ca.FilterMode { return &f.Mode }),
	text("rule", func(f *ca.Filter) *string { return &f.Rule }),
}

var authenticationFlowsRecord = record[ca.AuthenticationFlows]{
	ids("transfer_methods", func(f *ca.AuthenticationFlows) *[]string { return &f.TransferMethods }),
}

var grantRecord = record[ca.GrantControls]{
	text("operator", func(g *ca.GrantControls) *ca.Operator { return &g.Operator }),
	ids("built_in_controls", func(g *ca.GrantControls) *[]ca.BuiltInControl { return &g.BuiltInControls }),
	ids("custom_authentication_factors", func(g *ca.GrantControls) *[]string { return &g.CustomAuthenticationFactors }),
	ids("terms_of_use", func(g *ca.GrantControls) *[]string { return &g.TermsOfUse }),
	nested("authentication_strength", strengthRecord, func(g *ca.GrantControls) **ca.AuthenticationStrength { return &g.AuthenticationStrength }),
}

// Responses expand the strength; a policy only ever names it.
var strengthRecord = record[ca.AuthenticationStrength]{
	textField("id", func(s *ca.AuthenticationStrength) *string { return &s.ID }, func(a, b string) bool {
		return ca.SameID(bareStrengthID(a), bareStrengthID(b))
	}),
}

// bareStrengthID takes the id out of the path form, /policies/authenticationStrengthPolicies/<id>.
func bareStrengthID(id string) string {
	return id[strings.LastIndexByte(id, '/')+1:]
}

func conditionsExtra(c *ca.Conditions) *ca.Extra   { return &c.Extra }
func devicesExtra(d *ca.DeviceCondition) *ca.Extra { return &d.Extra }
