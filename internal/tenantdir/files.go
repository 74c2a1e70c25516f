package tenantdir

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// A file is one file of the folder and what it adds to the tenant.
type file struct {
	name     string
	required bool
	decode   decodeFunc
}

// files are read in this order: policies.beta.json adds to what policies.json says. The sign-in log may be a
// part of the whole: an event says what was, and its absence nothing.
var files = []file{
	{name: "organization.json", decode: decoded(decodeOrganization,
		func(t *ca.Tenant, o organization) { t.ID, t.Name = o.id, o.name })},
	{name: "policies.json", required: true, decode: list(ca.DecodePolicies,
		func(p ca.Policy) identity { return identity{p.ID, p.DisplayName} },
		func(t *ca.Tenant, v []ca.Policy) { t.Policies = ca.Known(v) })},
	{name: "policies.beta.json", decode: list(ca.DecodePolicies,
		func(p ca.Policy) identity { return identity{p.ID, p.DisplayName} },
		func(t *ca.Tenant, v []ca.Policy) { t.Policies = ca.Known(ca.MergeBeta(t.Policies.Value(), v)) })},
	{name: "namedLocations.json", decode: list(ca.DecodeNamedLocations,
		func(l ca.NamedLocation) identity { return identity{l.ID, l.DisplayName} },
		func(t *ca.Tenant, v []ca.NamedLocation) { t.NamedLocations = ca.Known(v) })},
	{name: "authenticationStrengthPolicies.json", decode: list(ca.DecodeStrengths,
		func(s ca.AuthenticationStrength) identity { return identity{s.ID, s.DisplayName} },
		func(t *ca.Tenant, v []ca.AuthenticationStrength) { t.Strengths = ca.Known(v) })},
	{name: "authenticationContextClassReferences.json", decode: list(ca.DecodeContexts,
		func(c ca.AuthenticationContext) identity { return identity{c.ID, c.DisplayName} },
		func(t *ca.Tenant, v []ca.AuthenticationContext) { t.Contexts = ca.Known(v) })},
	{name: "securityDefaults.json", decode: one("isEnabled", ca.DecodeSecurityDefaults,
		func(t *ca.Tenant, d ca.SecurityDefaults) { t.SecurityDefaults = ca.Known(d) })},
	{name: "domains.json", decode: list(ca.DecodeDomains,
		func(d ca.Domain) identity { return identity{id: d.ID} },
		func(t *ca.Tenant, v []ca.Domain) { t.Domains = ca.Known(v) })},
	{name: "authenticationMethodsPolicy.json", decode: one("authenticationMethodConfigurations", ca.DecodeMethodsPolicy,
		func(t *ca.Tenant, p ca.AuthenticationMethodsPolicy) { t.MethodsPolicy = ca.Known(p) })},
	{name: "roleDefinitions.json", decode: list(ca.DecodeRoleDefinitions,
		func(d ca.RoleDefinition) identity { return identity{d.ID, d.DisplayName} },
		func(t *ca.Tenant, v []ca.RoleDefinition) { t.RoleDefinitions = ca.Known(v) })},
	{name: "roleAssignments.json", decode: assignments(
		func(t *ca.Tenant, v []ca.RoleAssignment) { t.RoleAssignments = ca.Known(v) })},
	{name: "roleAssignmentScheduleInstances.json", decode: assignments(
		func(t *ca.Tenant, v []ca.RoleAssignment) { t.AssignmentSchedules = ca.Known(v) })},
	{name: "roleEligibilityScheduleInstances.json", decode: assignments(
		func(t *ca.Tenant, v []ca.RoleAssignment) { t.EligibleSchedules = ca.Known(v) })},
	{name: "users.json", decode: list(ca.DecodeUsers,
		func(u ca.User) identity { return identity{u.ID, u.UserPrincipalName} },
		func(t *ca.Tenant, v []ca.User) {
			t.Users = ca.Known(ca.ByID(v, func(u ca.User) string { return u.ID }))
		})},
	{name: "groups.json", decode: listRepeating(ca.DecodeGroups,
		func(g ca.Group) identity { return identity{g.ID, g.DisplayName} }, sameGroup,
		func(t *ca.Tenant, v []ca.Group) {
			t.Groups = ca.Known(ca.ByID(v, func(g ca.Group) string { return g.ID }))
		})},
	{name: "servicePrincipals.json", decode: list(ca.DecodeServicePrincipals,
		func(s ca.ServicePrincipal) identity { return identity{s.ID, s.DisplayName} },
		func(t *ca.Tenant, v []ca.ServicePrincipal) {
			t.ServicePrincipals = ca.Known(ca.ByID(v, func(s ca.ServicePrincipal) string { return s.ID }))
		})},
	{name: "groupMembers.json", decode: perObject(ca.DecodeGroupMembers,
		func(m ca.Member) string { return m.ID },
		func(t *ca.Tenant, v map[string][]ca.Member) { t.GroupMembers = v })},
	{name: "authenticationMethods.json", decode: decoded(ca.DecodeMethods,
		func(t *ca.Tenant, v map[string][]ca.AuthenticationMethod) { t.Methods = v })},
	{name: "registeredDevices.json", decode: perObject(ca.DecodeDevices,
		func(d ca.Device) string { return d.ID },
		func(t *ca.Tenant, v map[string][]ca.Device) { t.Devices = v })},
	{name: "signIns.json", decode: decoded(ca.DecodeSignIns,
		func(t *ca.Tenant, v []ca.LoggedSignIn) { t.SignIns = ca.Known(v) })},
}
