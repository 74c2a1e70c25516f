package differential

import (
	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
)

// everybody is the same answer for the three administrators, and this robustness for the one whose account
// must work on the worst day.
func everybody(a Answer, robustness string) map[string]Answer {
	worst := a
	worst.Robustness = robustness
	return map[string]Answer{anna: a, bjorn: a, emergency: worst}
}

func lockedOutBy(ids ...string) Answer { return Answer{Verdict: reference.LockedOut, Core: ids} }

func blockRows() []Row {
	shut := everybody(lockedOutBy("shut"), reference.Fragile)
	excludeGroup := func(p *ca.Policy) { p.Conditions.Users.ExcludeGroups = []string{"spared"} }
	disabled := func(q *engine.Question) {
		off := false
		q.Tenant.Users.Value()["retired"] = ca.User{ID: "retired", UserPrincipalName: "retired@contoso.com", AccountEnabled: &off}
		q.Tenant.RoleAssignments = ca.Known(append(q.Tenant.RoleAssignments.Value(),
			ca.RoleAssignment{PrincipalID: "retired", RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"}))
	}
	return []Row{
		{
			Name:     "everybody-blocked",
			Question: tenant(policy("shut", ca.ControlBlock)),
			Want:     shut,
		},
		{
			Name: "break-glass-excluded",
			Question: tenant(policy("shut", ca.ControlBlock, func(p *ca.Policy) {
				p.Conditions.Users.ExcludeUsers = []string{emergency}
			})),
			Want: map[string]Answer{
				anna: lockedOutBy("shut"), bjorn: lockedOutBy("shut"),
				emergency: {Verdict: reference.Reachable, Robustness: reference.Robust},
			},
		},
		{
			Name:     "excluded-group-empty",
			Question: tenant(group("spared"), policy("shut", ca.ControlBlock, excludeGroup)),
			Want:     shut,
		},
		{
			Name:     "excluded-group-deleted",
			Question: tenant(policy("shut", ca.ControlBlock, excludeGroup)),
			Want:     shut,
		},
		{
			Name:     "excluded-group-holds-a-disabled-account",
			Question: tenant(disabled, group("spared", "retired"), policy("shut", ca.ControlBlock, excludeGroup)),
			Want:     shut,
		},
		{
			Name:     "legacy-block-without-client-app-types",
			Question: tenant(policy("no legacy", ca.ControlBlock)),
			Want:     everybody(lockedOutBy("no legacy"), reference.Fragile),
		},
		{
			Name: "excluded-by-role-but-only-eligible",
			Question: tenant(func(q *engine.Question) {
				q.Tenant.EligibleSchedules = ca.Known(q.Tenant.RoleAssignments.Value()[:1])
				q.Tenant.RoleAssignments = ca.Known([]ca.RoleAssignment{})
			}, policy("shut", ca.ControlBlock, func(p *ca.Policy) {
				p.Conditions.Users.ExcludeRoles = []string{ca.RoleGlobalAdministrator}
			})),
			Want: map[string]Answer{anna: lockedOutBy("shut")},
		},
	}
}

func deviceRows() []Row {
	compliant := ca.Device{ID: "laptop", Properties: map[string]ca.Property{
		"operatingSystem": one("Windows"), "accountEnabled": one("true"), "isCompliant": one("true"),
	}}
	return []Row{
		{
			Name:     "compliant-device-without-one",
			Question: tenant(onlyAnna, policy("managed", ca.ControlCompliantDevice)),
			Want:     map[string]Answer{anna: lockedOutBy("managed")},
		},
		{
			Name:     "compliant-device-with-one",
			Question: tenant(onlyAnna, owns(anna, compliant), policy("managed", ca.ControlCompliantDevice)),
			Want:     map[string]Answer{anna: {Verdict: reference.Reachable, DeviceID: "laptop"}},
		},
	}
}

func locationRows() []Row {
	outside := policy("outside", ca.ControlBlock, exceptLocation(ca.AllTrusted))
	office := location("office", "203.0.113.0/24", true)
	return []Row{
		{
			Name:     "trusted-only-and-no-network-stated",
			Question: tenant(onlyAnna, office, outside),
			Want:     map[string]Answer{anna: {Verdict: reference.Undecided, Missing: "networks"}},
		},
		{
			Name:     "trusted-only-and-a-stated-network-in-it",
			Question: tenant(onlyAnna, office, outside, statedNetwork("203.0.113.7")),
			Want:     map[string]Answer{anna: {Verdict: reference.Reachable, Location: "office"}},
		},
		{
			Name:     "trusted-only-and-it-is-private",
			Question: tenant(onlyAnna, location("office", "10.0.0.0/8", true), outside),
			Want:     map[string]Answer{anna: lockedOutBy("outside")},
		},
		{
			Name: "inside-blocked-and-outside-blocked",
			Question: tenant(location("office", "203.0.113.0/24", false),
				policy("inside", ca.ControlBlock, func(p *ca.Policy) {
					p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{"office"}}
				}),
				policy("outside", ca.ControlBlock, exceptLocation("office"))),
			Want: map[string]Answer{
				anna: lockedOutBy("inside", "outside"), bjorn: lockedOutBy("inside", "outside"),
				emergency: {Verdict: reference.LockedOut, Core: []string{"inside", "outside"}, Robustness: reference.Fragile},
			},
		},
	}
}

func strengthRows() []Row {
	keyed := []tenantOption{
		onlyAnna,
		strength("keys", []string{"windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor"}, ca.CombinationConfiguration{
			Kind: ca.ConfigurationFIDO2, AppliesToCombinations: []string{"fido2"}, AllowedAAGUIDs: []string{"key-a"},
		}),
		policy("phishing-resistant", "", requires("keys")),
	}
	with := func(m ...ca.AuthenticationMethod) engine.Question {
		return tenant(append(keyed, registers(anna, m...))...)
	}
	return []Row{
		{
			Name:     "strength-with-one-key-kind-and-a-phone",
			Question: with(ca.AuthenticationMethod{Kind: ca.MethodPhone, PhoneType: "mobile"}),
			Want:     map[string]Answer{anna: lockedOutBy("phishing-resistant")},
		},
		{
			Name:     "strength-with-one-key-kind-and-that-key",
			Question: with(ca.AuthenticationMethod{Kind: ca.MethodFIDO2, AAGUID: "KEY-A"}),
			Want:     map[string]Answer{anna: {Verdict: reference.Reachable, Mode: ca.ModeFIDO2}},
		},
		{
			Name:     "strength-with-one-key-kind-and-another-key",
			Question: with(ca.AuthenticationMethod{Kind: ca.MethodFIDO2, AAGUID: "key-b"}),
			Want:     map[string]Answer{anna: lockedOutBy("phishing-resistant")},
		},
		{
			Name: "two-strengths-with-nothing-in-common",
			Question: tenant(onlyAnna,
				strength("keys", []string{"fido2"}), strength("codes", []string{"password,softwareOath"}),
				policy("a key", "", requires("keys")), policy("a code", "", requires("codes")),
				registers(anna, ca.AuthenticationMethod{Kind: ca.MethodFIDO2}, ca.AuthenticationMethod{Kind: ca.MethodSoftwareOATH})),
			Want: map[string]Answer{anna: {Verdict: reference.Reachable}},
		},
	}
}

func registrationRows() []Row {
	mfa := policy("mfa", ca.ControlMFA)
	fromOffice := policy("register", ca.ControlBlock, onRegistration, exceptLocation(ca.AllTrusted))
	return []Row{
		{
			Name:     "mfa-and-only-a-password",
			Question: tenant(onlyAnna, mfa),
			Want:     map[string]Answer{anna: {Verdict: reference.Reachable, Registers: true}},
		},
		{
			Name:     "mfa-and-registering-from-a-trusted-location",
			Question: tenant(onlyAnna, mfa, fromOffice, location("office", "203.0.113.0/24", true)),
			Want:     map[string]Answer{anna: {Verdict: reference.Undecided, Missing: "networks"}},
		},
		{
			Name:     "mfa-and-registering-from-a-trusted-location-and-there-is-none",
			Question: tenant(onlyAnna, mfa, fromOffice),
			Want:     map[string]Answer{anna: lockedOutBy("mfa", "register")},
		},
	}
}

func otherRows() []Row {
	reachable := Answer{Verdict: reference.Reachable}
	throughGraph := Answer{Verdict: reference.Reachable, Channel: reference.ChannelGraph}
	return []Row{
		{
			Name: "office-blocked-for-administrators",
			Question: tenant(policy("no office", ca.ControlBlock, func(p *ca.Policy) {
				p.Conditions.Users = ca.Users{IncludeRoles: []string{ca.RoleGlobalAdministrator}}
				p.Conditions.Applications.IncludeApplications = []string{ca.Office365}
			})),
			Want: everybody(throughGraph, reference.Robust),
		},
		{
			Name: "workloads-blocked-outside-a-location",
			Question: tenant(location("runners", "203.0.113.0/24", false), policy("workloads", ca.ControlBlock, exceptLocation("runners"), func(p *ca.Policy) {
				p.Conditions.Users = ca.Users{IncludeUsers: []string{ca.None}}
				p.Conditions.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
			})),
			Want:     everybody(reachable, reference.Robust),
			Pipeline: reference.Undecided,
		},
		{
			Name: "risky-users-blocked",
			Question: tenant(policy("risky", ca.ControlBlock, func(p *ca.Policy) {
				p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh}
			})),
			Want: map[string]Answer{
				anna: reachable, bjorn: reachable,
				emergency: {Verdict: reference.Reachable, Robustness: reference.Fragile, UserRisk: ca.RiskHigh},
			},
		},
	}
}
