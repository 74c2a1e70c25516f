package differential

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

var questionSubjects = slices.Concat(unreadSubjects(), methodSubjects(), locationSubjects(), []questionSubject{
	tenantSubject("roles: eligible", func(t *ca.Tenant) bool { return len(t.EligibleSchedules.Value()) > 0 }),
	tenantSubject("roles: through a group", func(t *ca.Tenant) bool {
		return slices.ContainsFunc(t.RoleAssignments.Value(), func(a ca.RoleAssignment) bool { return slices.Contains(groupIDs, a.PrincipalID) })
	}),
	tenantSubject("roles: custom", func(t *ca.Tenant) bool {
		return slices.ContainsFunc(t.RoleAssignments.Value(), func(a ca.RoleAssignment) bool { return a.RoleDefinitionID == "custom-repair" })
	}),
	tenantSubject("groups: nested", func(t *ca.Tenant) bool {
		return anyInLists(t.GroupMembers, func(m ca.Member) bool { return slices.Contains(groupIDs, m.ID) })
	}),
	tenantSubject("users: disabled", func(t *ca.Tenant) bool {
		return anyInMap(t.Users.Value(), func(u ca.User) bool { return u.AccountEnabled != nil && !*u.AccountEnabled })
	}),
	tenantSubject("users: accountEnabled not read", func(t *ca.Tenant) bool {
		return anyInMap(t.Users.Value(), func(u ca.User) bool { return u.AccountEnabled == nil })
	}),
	tenantSubject("users: a guest", func(t *ca.Tenant) bool { return anyInMap(t.Users.Value(), ca.User.IsGuest) }),
	tenantSubject("devices: compliant", func(t *ca.Tenant) bool {
		return anyInLists(t.Devices, func(d ca.Device) bool { p, _ := d.Property("isCompliant"); return p.Text() == "true" })
	}),
	tenantSubject("devices: compliance not read", func(t *ca.Tenant) bool {
		return anyInLists(t.Devices, func(d ca.Device) bool { _, read := d.Property("isCompliant"); return !read })
	}),
	tenantSubject("devices: disabled", func(t *ca.Tenant) bool {
		return anyInLists(t.Devices, func(d ca.Device) bool { return !d.Enabled() })
	}),
	tenantSubject("devices: not managed", func(t *ca.Tenant) bool {
		return anyInLists(t.Devices, func(d ca.Device) bool { p, read := d.Property("isManaged"); return read && p.Text() != "true" })
	}),
	tenantSubject("pipeline: a managed identity", func(t *ca.Tenant) bool {
		return anyInMap(t.ServicePrincipals.Value(), func(s ca.ServicePrincipal) bool { return s.ServicePrincipalType == "ManagedIdentity" })
	}),
	{"assume: networks", func(q engine.Question) bool { return len(q.Assume.Networks) > 0 }},
	{"assume: platforms", func(q engine.Question) bool { return len(q.Assume.Platforms) > 0 }},
	{"assume: pipeline networks", func(q engine.Question) bool { return len(q.Assume.PipelineNetworks) > 0 }},
	{"assume: certificate users", func(q engine.Question) bool { return len(q.Assume.CertificateUsers) > 0 }},
	{"assume: terms of use accepted", func(q engine.Question) bool { return q.Assume.TermsOfUseAccepted }},
	{"break-glass: by user", func(q engine.Question) bool { return len(q.BreakGlass.Users) > 0 }},
	{"break-glass: by group", func(q engine.Question) bool { return len(q.BreakGlass.Groups) > 0 }},
})

func tenantSubject(name string, in func(*ca.Tenant) bool) questionSubject {
	return questionSubject{name, func(q engine.Question) bool { return in(q.Tenant) }}
}

func anyInMap[T any](m map[string]T, is func(T) bool) bool {
	for _, item := range m {
		if is(item) {
			return true
		}
	}
	return false
}

func anyInLists[T any](m map[string][]T, is func(T) bool) bool {
	return anyInMap(m, func(list []T) bool { return slices.ContainsFunc(list, is) })
}

func unreadSubjects() []questionSubject {
	unread := func(name string, read func(*ca.Tenant) bool) questionSubject {
		return tenantSubject("not read: "+name, func(t *ca.Tenant) bool { return !read(t) })
	}
	everyUser := func(keyed int, t *ca.Tenant) bool { return keyed >= len(t.Users.Value()) }
	return []questionSubject{
		unread("policies", func(t *ca.Tenant) bool { return t.Policies.Read() }),
		unread("named locations", func(t *ca.Tenant) bool { return t.NamedLocations.Read() }),
		unread("strengths", func(t *ca.Tenant) bool { return t.Strengths.Read() }),
		unread("methods policy", func(t *ca.Tenant) bool { return t.MethodsPolicy.Read() }),
		unread("domains", func(t *ca.Tenant) bool { return t.Domains.Read() }),
		unread("users", func(t *ca.Tenant) bool { return t.Users.Read() }),
		unread("groups", func(t *ca.Tenant) bool { return t.Groups.Read() }),
		unread("service principals", func(t *ca.Tenant) bool { return t.ServicePrincipals.Read() }),
		unread("role definitions", func(t *ca.Tenant) bool { return t.RoleDefinitions.Read() }),
		unread("role assignments", func(t *ca.Tenant) bool { return t.RoleAssignments.Read() }),
		unread("assignment schedules", func(t *ca.Tenant) bool { return t.AssignmentSchedules.Read() }),
		unread("both lists of active roles", func(t *ca.Tenant) bool { return t.RoleAssignments.Read() || t.AssignmentSchedules.Read() }),
		unread("eligible schedules", func(t *ca.Tenant) bool { return t.EligibleSchedules.Read() }),
		unread("sign-ins", func(t *ca.Tenant) bool { return t.SignIns.Read() }),
		unread("members of a group", func(t *ca.Tenant) bool { return len(t.GroupMembers) == len(groupIDs) }),
		unread("methods of a user", func(t *ca.Tenant) bool { return everyUser(len(t.Methods), t) }),
		unread("devices of a user", func(t *ca.Tenant) bool { return everyUser(len(t.Devices), t) }),
		unread("organization", func(t *ca.Tenant) bool { return t.ID != "" }),
	}
}

func methodSubjects() []questionSubject {
	var subjects []questionSubject
	for _, kind := range []string{
		ca.MethodPassword, ca.MethodPhone, ca.MethodMicrosoftAuthenticator, ca.MethodSoftwareOATH, ca.MethodHardwareOATH,
		ca.MethodFIDO2, ca.MethodWindowsHello, ca.MethodPlatformCredential, ca.MethodTemporaryAccessPass,
		ca.MethodExternal, ca.MethodEmail, ca.MethodQRCodePIN, "#microsoft.graph.newAuthenticationMethod",
	} {
		subjects = append(subjects, tenantSubject("method: "+kind, func(t *ca.Tenant) bool {
			return anyInLists(t.Methods, func(m ca.AuthenticationMethod) bool { return m.Kind == kind })
		}))
	}
	configuration := func(name string, is func(ca.MethodConfiguration) bool) questionSubject {
		return tenantSubject("methods policy: "+name, func(t *ca.Tenant) bool {
			return slices.ContainsFunc(t.MethodsPolicy.Value().Configurations, is)
		})
	}
	restricts := func(how string) func(ca.MethodConfiguration) bool {
		return func(c ca.MethodConfiguration) bool {
			return c.KeyRestrictions != nil && c.KeyRestrictions.IsEnforced && c.KeyRestrictions.EnforcementType == how
		}
	}
	strength := func(kind string) questionSubject {
		return tenantSubject("strength: "+kind, func(t *ca.Tenant) bool {
			return slices.ContainsFunc(t.Strengths.Value(), func(s ca.AuthenticationStrength) bool {
				return slices.ContainsFunc(s.CombinationConfigurations, func(c ca.CombinationConfiguration) bool { return c.Kind == kind })
			})
		})
	}
	return append(subjects,
		configuration("disabled", func(c ca.MethodConfiguration) bool { return c.State == "disabled" }),
		configuration("targets excluded", func(c ca.MethodConfiguration) bool { return len(c.ExcludeTargets) > 0 }),
		configuration("keys allowed", restricts("allow")),
		configuration("keys blocked", restricts("block")),
		strength(ca.ConfigurationFIDO2),
		strength(ca.ConfigurationX509),
		strength("#microsoft.graph.newCombinationConfiguration"),
	)
}

func locationSubjects() []questionSubject {
	location := func(name string, is func(ca.NamedLocation) bool) questionSubject {
		return tenantSubject("location: "+name, func(t *ca.Tenant) bool { return slices.ContainsFunc(t.NamedLocations.Value(), is) })
	}
	ranged := func(name string, is func(ca.IPRange) bool) questionSubject {
		return location(name, func(l ca.NamedLocation) bool { return slices.ContainsFunc(l.IPRanges, is) })
	}
	written := func(cidrs ...string) func(ca.IPRange) bool {
		return func(r ca.IPRange) bool { return slices.Contains(cidrs, r.CIDR) }
	}
	return []questionSubject{
		location("trusted", func(l ca.NamedLocation) bool { return l.IsTrusted }),
		location("countries", func(l ca.NamedLocation) bool { return l.Kind == ca.LocationCountry }),
		location("unknown countries", func(l ca.NamedLocation) bool { return l.IncludeUnknownCountriesAndRegions }),
		location("countries by position", func(l ca.NamedLocation) bool { return l.CountryLookupMethod == ca.LookupAuthenticatorGPS }),
		location("compliant network", func(l ca.NamedLocation) bool { return l.Kind == ca.LocationCompliantNetwork }),
		ranged("IPv4", written("203.0.113.0/24")),
		ranged("IPv6", written("2001:db8::/32")),
		ranged("every IPv4 address", written("0.0.0.0/0")),
		ranged("private", written("10.0.0.0/8", "fc00::/7")),
		ranged("from and to", func(r ca.IPRange) bool { return r.Lower != "" }),
		ranged("unreadable", written("203.0.113.0", ca.NotYetKnown)),
	}
}
