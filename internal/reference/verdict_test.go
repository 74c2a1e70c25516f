package reference

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestVerdict asks about Ada and, as if hers were the account for the worst day, about its robustness. The
// table of the model is run elsewhere; here are the corners that it leaves out.
func TestVerdict(t *testing.T) {
	t.Parallel()
	untrusted := func(c *ca.Conditions) {
		c.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{ca.AllTrusted}}
	}
	on := func(p ...ca.Platform) func(*ca.Conditions) {
		return func(c *ca.Conditions) {
			c.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: p}
		}
	}
	registering := func(c *ca.Conditions) {
		c.Applications = ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}
	}
	eligible := func(q *Question) {
		q.Tenant.EligibleSchedules, q.Tenant.RoleAssignments = q.Tenant.RoleAssignments, ca.Known([]ca.RoleAssignment{})
	}
	asIs := func(*Question) {}
	for _, c := range []struct {
		name       string
		policies   []ca.Policy
		change     func(*Question)
		verdict    string
		robustness string
	}{
		{"no-policy", nil, asIs, Reachable, Robust},
		{"account-that-may-be-disabled", nil, func(q *Question) {
			u := q.Tenant.Users.Value()[ada]
			u.AccountEnabled = nil
			q.Tenant.Users.Value()[ada] = u
		}, Undecided, Undecided},
		{"account-that-may-be-disabled-and-a-block", []ca.Policy{policy(ca.ControlBlock)}, func(q *Question) {
			u := q.Tenant.Users.Value()[ada]
			u.AccountEnabled = nil
			q.Tenant.Users.Value()[ada] = u
		}, LockedOut, Fragile},
		{"policies-not-read", nil, func(q *Question) { q.Tenant.Policies = ca.Fact[[]ca.Policy]{} }, Undecided, Undecided},

		{"only-an-unknown-platform-is-left", []ca.Policy{policy(ca.ControlBlock, func(c *ca.Conditions) {
			c.Platforms = &ca.PlatformCondition{IncludePlatforms: ca.DefaultPlatforms}
		})}, asIs, Undecided, Fragile},
		{"an-unknown-platform-is-configured", []ca.Policy{policy(ca.ControlBlock, func(c *ca.Conditions) {
			c.Platforms = &ca.PlatformCondition{IncludePlatforms: ca.DefaultPlatforms}
		})}, func(q *Question) { q.Assume.Platforms = []ca.Platform{ca.PlatformUnknown} }, Reachable, Robust},
		{"one-platform-is-left", []ca.Policy{policy(ca.ControlBlock, on(ca.PlatformLinux))}, asIs, Reachable, Fragile},
		{"one-platform-is-left-and-not-configured", []ca.Policy{policy(ca.ControlBlock, on(ca.PlatformLinux))},
			func(q *Question) { q.Assume.Platforms = []ca.Platform{ca.PlatformMacOS} }, LockedOut, Fragile},
		{"a-device-brings-its-platform", []ca.Policy{policy(ca.ControlBlock, on(ca.PlatformWindows))}, func(q *Question) {
			q.Assume.Platforms = []ca.Platform{ca.PlatformMacOS}
			q.Tenant.Devices[ada] = []ca.Device{windowsDevice(map[string]ca.Property{})}
		}, Reachable, Fragile},
		{"devices-not-read-and-one-is-asked-for", []ca.Policy{policy(ca.ControlCompliantDevice)},
			func(q *Question) { q.Tenant.Devices = nil }, Undecided, Fragile},

		{"risk-blocks-but-is-assumed-away", []ca.Policy{policy(ca.ControlBlock, func(c *ca.Conditions) {
			c.SignInRiskLevels = []ca.RiskLevel{ca.RiskMedium}
		})}, asIs, Reachable, Fragile},
		{"everything-but-risk-is-blocked", []ca.Policy{policy(ca.ControlBlock, func(c *ca.Conditions) {
			c.UserRiskLevels = []ca.RiskLevel{ca.RiskNone}
		})}, asIs, Undecided, Fragile},

		{"untrusted-networks-blocked", []ca.Policy{policy(ca.ControlBlock, untrusted)}, asIs, Undecided, Fragile},
		{"untrusted-networks-blocked-and-one-stated", []ca.Policy{policy(ca.ControlBlock, untrusted)},
			func(q *Question) { q.Assume.Networks = []ca.Network{{Address: "203.0.113.7"}} }, Reachable, Fragile},

		{"eligible", nil, eligible, Reachable, Robust},
		{"eligible-and-blocked-once-active", []ca.Policy{policy(ca.ControlBlock, func(c *ca.Conditions) {
			c.Users = ca.Users{IncludeRoles: []string{ca.RoleGlobalAdministrator}}
		})}, eligible, LockedOut, Fragile},
		{"eligible-and-no-active-role-read", []ca.Policy{policy(ca.ControlBlock, func(c *ca.Conditions) {
			c.Users.ExcludeRoles = []string{ca.RoleGlobalAdministrator}
		})}, func(q *Question) {
			eligible(q)
			q.Tenant.RoleAssignments, q.Tenant.AssignmentSchedules = ca.Fact[[]ca.RoleAssignment]{}, ca.Fact[[]ca.RoleAssignment]{}
		}, Undecided, Undecided},

		{"mfa-and-a-method-to-register", []ca.Policy{policy(ca.ControlMFA)}, asIs, Reachable, Fragile},
		{"mfa-and-nothing-to-register", []ca.Policy{policy(ca.ControlMFA)}, func(q *Question) {
			q.Tenant.MethodsPolicy = ca.Known(allowing("Fido2"))
		}, LockedOut, Fragile},
		{"mfa-and-the-methods-policy-not-read", []ca.Policy{policy(ca.ControlMFA)}, func(q *Question) {
			q.Tenant.MethodsPolicy = ca.Fact[ca.AuthenticationMethodsPolicy]{}
		}, Undecided, Undecided},
		{"mfa-with-an-external-method", []ca.Policy{policy(ca.ControlMFA)}, func(q *Question) {
			q.Tenant.Methods[ada] = append(q.Tenant.Methods[ada], ca.AuthenticationMethod{Kind: ca.MethodExternal})
			q.Tenant.MethodsPolicy = ca.Known(allowing())
		}, Reachable, Robust},
		{"registering-blocked", []ca.Policy{policy(ca.ControlMFA), policy(ca.ControlBlock, registering)}, asIs, LockedOut, Fragile},
		{"registering-asks-for-mfa", []ca.Policy{policy(ca.ControlMFA), policy(ca.ControlMFA, registering)}, asIs, LockedOut, Fragile},
		{"registering-may-be-blocked", []ca.Policy{policy(ca.ControlMFA), policy(ca.ControlBlock, func(c *ca.Conditions) {
			c.Applications = ca.Applications{IncludeUserActions: []string{ca.NotYetKnown}}
		})}, asIs, Undecided, Fragile},
		{"registering-a-device-blocked", []ca.Policy{policy(ca.ControlMFA), policy(ca.ControlBlock, func(c *ca.Conditions) {
			c.Applications = ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterDevice}}
		})}, asIs, Reachable, Fragile},
		{"blocked-everywhere-but-in-graph", []ca.Policy{policy(ca.ControlMFA), policy(ca.ControlBlock, func(c *ca.Conditions) {
			c.ClientAppTypes = []ca.ClientApp{ca.ClientAppBrowser}
		})}, asIs, LockedOut, Fragile}, // registering is done in a browser
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := small(c.policies...)
			tenant.NamedLocations = ca.Known([]ca.NamedLocation{{ID: "office", Kind: ca.LocationIP, IsTrusted: true, IPRanges: []ca.IPRange{{CIDR: "203.0.113.0/24"}}}})
			q := Question{Tenant: tenant, BreakGlass: ca.BreakGlass{Users: []string{ada}}}
			c.change(&q)
			repairers := Decide(q).Repairers
			if len(repairers) != 1 {
				t.Fatalf("%d repairers, want Ada", len(repairers))
			}
			if r := repairers[0]; r.Verdict != c.verdict || r.Robustness != c.robustness {
				t.Errorf("got %s and %s, want %s and %s", r.Verdict, r.Robustness, c.verdict, c.robustness)
			}
		})
	}
}

func TestCredentialsOf(t *testing.T) {
	t.Parallel()
	tenant := small()
	tenant.Methods[ada] = append(tenant.Methods[ada], ca.AuthenticationMethod{Kind: ca.MethodFIDO2}, ca.AuthenticationMethod{Kind: ca.MethodMicrosoftAuthenticator})
	tenant.MethodsPolicy = ca.Known(allowing("Fido2", "Sms"))
	c := CredentialsOf(question(tenant), ada, fromWindows)
	if len(c.Modes) != 2 || c.Modes[0] != ca.ModePassword || c.Modes[1] != ca.ModeFIDO2 {
		t.Errorf("modes: %v", c.Modes)
	}
	if len(c.Registrable) != 1 || c.Registrable[0] != ca.ModeSMS {
		t.Errorf("registrable: %v", c.Registrable)
	}
	if len(c.Roles) != 1 || c.Roles[0] != ca.RoleGlobalAdministrator {
		t.Errorf("roles: %v", c.Roles)
	}
	if c := CredentialsOf(question(tenant), "somebody", fromWindows); len(c.Modes) > 0 {
		t.Errorf("somebody who is no repairer: %+v", c)
	}
}
