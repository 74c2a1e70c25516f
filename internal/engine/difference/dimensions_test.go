package difference_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestDimensions creates a policy that blocks in one part of one dimension: there is one box, which is that
// part, and an example in it.
func TestDimensions(t *testing.T) {
	t.Parallel()
	guests := func(types []string, tenants *ca.ExternalTenants) *ca.GuestsOrExternal {
		return &ca.GuestsOrExternal{GuestOrExternalUserTypes: types, ExternalTenants: tenants}
	}
	for _, c := range []struct {
		name   string
		narrow func(*ca.Conditions)
		box    func(*difference.Box) any
		want   any
		in     func(ca.SignIn) bool
	}{
		{"client", func(c *ca.Conditions) { c.ClientAppTypes = []ca.ClientApp{ca.ClientAppOther} },
			func(b *difference.Box) any { return b.Clients }, difference.Values{Only: []string{"other"}},
			func(s ca.SignIn) bool { return s.Conditions.ClientApp == ca.ClientAppOther }},
		{"platform", func(c *ca.Conditions) {
			c.Platforms = &ca.PlatformCondition{ExcludePlatforms: []ca.Platform{ca.PlatformWindows}}
		},
			func(b *difference.Box) any { return b.Platforms }, difference.Values{Except: []string{"windows"}},
			func(s ca.SignIn) bool { return s.Conditions.Platform == ca.PlatformMacOS }},
		{"user-risk", func(c *ca.Conditions) { c.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh} },
			func(b *difference.Box) any { return b.UserRisks }, difference.Values{Only: []string{"high"}},
			func(s ca.SignIn) bool { return s.Conditions.UserRisk == ca.RiskHigh }},
		{"sign-in-risk", func(c *ca.Conditions) { c.SignInRiskLevels = []ca.RiskLevel{ca.RiskNone, ca.RiskLow} },
			func(b *difference.Box) any { return b.SignInRisks }, difference.Values{Only: []string{"none", "low"}},
			func(s ca.SignIn) bool { return s.Conditions.SignInRisk == ca.RiskNone }},
		{"insider-risk", func(c *ca.Conditions) { c.InsiderRiskLevels = []string{"elevated"} },
			func(b *difference.Box) any { return b.InsiderRisks }, difference.Values{Only: []string{"elevated"}},
			func(s ca.SignIn) bool { return s.Conditions.InsiderRisk == "elevated" }},
		{"flow", func(c *ca.Conditions) {
			c.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{"deviceCodeFlow"}}
		},
			func(b *difference.Box) any { return b.TransferMethods }, difference.Values{Only: []string{"deviceCodeFlow"}},
			func(s ca.SignIn) bool { return s.Conditions.TransferMethod == "deviceCodeFlow" }},
		{"address", func(c *ca.Conditions) { c.Locations = &ca.LocationCondition{IncludeLocations: []string{"office"}} },
			func(b *difference.Box) any { return b.Networks }, difference.Values{Only: []string{"Office"}},
			func(s ca.SignIn) bool { return s.Conditions.Address == "198.51.100.7" }},
		{"country", func(c *ca.Conditions) {
			c.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{"norway"}}
		},
			func(b *difference.Box) any { return b.Networks }, difference.Values{Except: []string{"Norway"}},
			func(s ca.SignIn) bool { return s.Conditions.Country == "US" }},
		{"trusted", func(c *ca.Conditions) { c.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.AllTrusted}} },
			func(b *difference.Box) any { return b.Networks }, difference.Values{Only: []string{"Office"}},
			func(s ca.SignIn) bool { return strings.HasPrefix(s.Conditions.Address, "198.51.100.") }},
		{"application", func(c *ca.Conditions) { c.Applications.IncludeApplications = []string{"APP"} },
			func(b *difference.Box) any { return b.Targets }, difference.Values{Only: []string{"app"}},
			func(s ca.SignIn) bool { return s.Context.Applications[0] == "app" }},
		{"suite", func(c *ca.Conditions) { c.Applications.IncludeApplications = []string{ca.MicrosoftAdminPortals} },
			func(b *difference.Box) any { return b.Targets }, difference.Values{Only: []string{ca.MicrosoftAdminPortals}},
			func(s ca.SignIn) bool { return s.Context.Applications[0] == ca.AppAzurePortal }},
		{"action", func(c *ca.Conditions) {
			c.Applications = ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterDevice}}
		},
			func(b *difference.Box) any { return b.Targets }, difference.Values{Only: []string{ca.UserActionRegisterDevice}},
			func(s ca.SignIn) bool { return s.Context.UserAction == ca.UserActionRegisterDevice }},
		{"context", func(c *ca.Conditions) {
			c.Applications = ca.Applications{IncludeAuthenticationContextClassReferences: []string{"c7"}}
		},
			func(b *difference.Box) any { return b.Targets }, difference.Values{Only: []string{"c7"}},
			func(s ca.SignIn) bool { return s.Context.AuthenticationContext == "c7" }},
		{"all-resources", func(c *ca.Conditions) { c.Applications.ExcludeApplications = []string{ca.AppMicrosoftGraph} },
			func(b *difference.Box) any { return b.Targets }, difference.Values{Except: []string{ca.UserActionRegisterDevice, difference.OtherContexts}},
			func(s ca.SignIn) bool { return s.Context.Applications[0] == ca.AppExchangeOnline }},
		{"device", func(c *ca.Conditions) {
			c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: `device.extensionAttribute1 -eq "SAW"`}}
		},
			func(b *difference.Box) any { return b.Devices }, []string{`matches device.extensionAttribute1 -eq "SAW"`},
			func(s ca.SignIn) bool { return s.Conditions.Device.Properties["extensionAttribute1"].Text() == "SAW" }},
		{"no-device", func(c *ca.Conditions) {
			c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterExclude, Rule: `device.isCompliant -eq True`}}
		},
			func(b *difference.Box) any { return b.Devices }, []string{`does not match device.isCompliant -eq True`},
			func(s ca.SignIn) bool { return s.Conditions.Device == nil }},
		{"operating-system", func(c *ca.Conditions) {
			c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: `device.operatingSystem -startsWith "Mac"`}}
		},
			func(b *difference.Box) any { return b.Platforms }, difference.Values{Only: []string{"macOS"}},
			func(s ca.SignIn) bool { return s.Conditions.Device.Platform() == s.Conditions.Platform }},
		{"user", func(c *ca.Conditions) { c.Users.IncludeUsers = []string{"U2"} },
			func(b *difference.Box) any { return b.People }, difference.People{Count: 1, Counted: true, Words: []string{"bo@contoso.com"}, Exact: true},
			func(s ca.SignIn) bool { return s.Identity.UserID == "u2" }},
		{"group", func(c *ca.Conditions) { c.Users = ca.Users{IncludeGroups: []string{"g1"}} },
			func(b *difference.Box) any { return b.People }, difference.People{Count: 1, Counted: true, Words: []string{"members of Finance"}, Exact: true},
			func(s ca.SignIn) bool { return s.Identity.UserID == "u1" }},
		{"role", func(c *ca.Conditions) { c.Users = ca.Users{IncludeRoles: []string{ca.RoleGlobalAdministrator}} },
			func(b *difference.Box) any { return b.People }, difference.People{Count: 1, Counted: true, Words: []string{"holders of Global Administrator"}, Exact: true},
			func(s ca.SignIn) bool { return s.Identity.UserID == "u2" }},
		{"but-a-group", func(c *ca.Conditions) { c.Users.ExcludeGroups = []string{"g1"} },
			func(b *difference.Box) any { return b.People }, difference.People{Count: 2, Counted: true, Words: []string{"not members of Finance"}, Exact: true},
			func(s ca.SignIn) bool { return s.Identity.UserID == "u2" }},
		{"guests-of-one-tenant", func(c *ca.Conditions) {
			c.Users = ca.Users{IncludeGuestsOrExternalUsers: guests([]string{"b2bCollaborationGuest"}, &ca.ExternalTenants{MembershipKind: "enumerated", Members: []string{"Fabrikam"}})}
		},
			func(b *difference.Box) any { return b.People }, difference.People{Count: 1, Counted: true, Words: []string{"b2bCollaborationGuest of Fabrikam"}, Exact: true},
			func(s ca.SignIn) bool { return s.Identity.UserID == "u3" && s.Identity.ExternalTenantID == "fabrikam" }},
		{"people-without-an-account", func(c *ca.Conditions) {
			c.Users = ca.Users{IncludeGuestsOrExternalUsers: guests([]string{"b2bDirectConnectUser"}, nil)}
		},
			func(b *difference.Box) any { return b.People }, difference.People{Counted: true, Words: []string{"b2bDirectConnectUser of any tenant"}, Exact: true},
			func(s ca.SignIn) bool { return s.Identity.ExternalUserType == "b2bDirectConnectUser" }},
		{"service-principal", func(c *ca.Conditions) {
			c.Users, c.ClientApplications = ca.Users{}, &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
			c.ServicePrincipalRiskLevels = []ca.RiskLevel{ca.RiskHigh}
		},
			func(b *difference.Box) any { return []any{b.People.Workload, b.People.Count, b.ServicePrincipalRisks} },
			[]any{true, 1, difference.Values{Only: []string{"high"}}},
			func(s ca.SignIn) bool {
				return s.Identity.ServicePrincipalID == "s1" && s.Conditions.ServicePrincipalRisk == ca.RiskHigh
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(tenant(), tenant(policy("p", func(p *ca.Policy) {
				asks(ca.ControlBlock)(p)
				c.narrow(&p.Conditions)
			})))
			if len(r.Boxes) != 1 || r.Undecided != "" {
				t.Fatalf("found %d boxes, want 1: %+v %s", len(r.Boxes), r.Boxes, r.Undecided)
			}
			b := &r.Boxes[0]
			if b.Kind != difference.Lost || len(b.Assuming) > 0 {
				t.Errorf("found %s, assuming %q", b.Kind, b.Assuming)
			}
			if diff := cmp.Diff(c.want, c.box(b)); diff != "" {
				t.Errorf("the part (-want +got):\n%s", diff)
			}
			if !c.in(b.Example) {
				t.Errorf("the example is %+v", b.Example)
			}
			if !b.Holds(b.Example) {
				t.Error("the example is not in its box")
			}
			if change := r.Policies[0]; change.Change != difference.Created || change.Decision != difference.Stricter {
				t.Errorf("the policy is %s and %s", change.Change, change.Decision)
			}
		})
	}
}
