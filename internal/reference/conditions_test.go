package reference

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestConditions holds one policy that blocks, or asks for something, against one sign-in.
func TestConditions(t *testing.T) {
	t.Parallel()
	users := func(change func(*ca.Users)) func(*ca.Conditions) {
		return func(c *ca.Conditions) { change(&c.Users) }
	}
	applications := func(a ca.Applications) func(*ca.Conditions) {
		return func(c *ca.Conditions) { c.Applications = a }
	}
	platforms := func(p ca.PlatformCondition) func(*ca.Conditions) {
		return func(c *ca.Conditions) { c.Platforms = &p }
	}
	locations := func(l ca.LocationCondition) func(*ca.Conditions) {
		return func(c *ca.Conditions) { c.Locations = &l }
	}
	filter := func(mode ca.FilterMode, rule string) func(*ca.Conditions) {
		return func(c *ca.Conditions) {
			c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: mode, Rule: rule}}
		}
	}
	sixPlatforms := []ca.Platform{ca.PlatformAndroid, ca.PlatformIOS, ca.PlatformWindows, ca.PlatformWindowsPhone, ca.PlatformMacOS, ca.PlatformLinux}
	on := func(p ca.Platform) func(*SignIn) { return func(s *SignIn) { s.Platform = p } }
	through := func(channel string, client ca.ClientApp) func(*SignIn) {
		return func(s *SignIn) { s.Channel, s.Client = channel, client }
	}
	from := func(n Network) func(*SignIn) { return func(s *SignIn) { s.Network = n } }
	as := func(*SignIn) {}
	for _, c := range []struct {
		name   string
		change func(*ca.Conditions)
		signIn func(*SignIn)
		want   Outcome // of a block
	}{
		{"everybody", func(*ca.Conditions) {}, as, Denied},
		{"nobody-named", users(func(u *ca.Users) { u.IncludeUsers = nil }), as, Allowed},
		{"none", users(func(u *ca.Users) { u.IncludeUsers = []string{ca.None} }), as, Allowed},
		{"guests", users(func(u *ca.Users) { u.IncludeUsers = []string{ca.GuestsOrExternalUsers} }), as, Allowed},
		{"guest-objects", users(func(u *ca.Users) { u.IncludeUsers = nil; u.IncludeGuestsOrExternalUsers = &ca.GuestsOrExternal{} }), as, Allowed},
		{"by-id-in-another-case", users(func(u *ca.Users) { u.IncludeUsers = []string{"ADA"} }), as, Denied},
		{"exclusion-wins", users(func(u *ca.Users) { u.IncludeUsers = []string{ada}; u.ExcludeGroups = []string{"excluded"} }), as, Allowed},
		{"nested-member", users(func(u *ca.Users) { u.ExcludeGroups = []string{"outer"} }), as, Allowed},
		{"circle-without-the-user", users(func(u *ca.Users) { u.ExcludeGroups = []string{"circle"} }), as, Denied},
		{"deleted-group", users(func(u *ca.Users) { u.ExcludeGroups = []string{"deleted"} }), as, Denied},
		{"unread-group", users(func(u *ca.Users) { u.ExcludeGroups = []string{"unread"} }), as, Open},
		{"unread-group-inside", users(func(u *ca.Users) { u.ExcludeGroups = []string{"half-read"} }), as, Open},
		{"unread-group-beside-a-sure-one", users(func(u *ca.Users) { u.ExcludeGroups = []string{"unread", "excluded"} }), as, Allowed},
		{"group-not-yet-known", users(func(u *ca.Users) { u.IncludeUsers = nil; u.IncludeGroups = []string{ca.NotYetKnown} }), as, Open},
		{"active-role-excluded", users(func(u *ca.Users) { u.ExcludeRoles = []string{ca.RoleGlobalAdministrator} }), as, Allowed},
		{"role-that-is-not-held", users(func(u *ca.Users) { u.ExcludeRoles = []string{ca.RoleSecurityAdministrator} }), as, Denied},
		{"workload-policy", func(c *ca.Conditions) { c.ClientApplications = &ca.ClientApplications{} }, as, Allowed},

		{"exchange-in-the-portal", applications(ca.Applications{IncludeApplications: []string{ca.AppExchangeOnline}}), as, Denied},
		{"exchange-through-graph", applications(ca.Applications{IncludeApplications: []string{ca.AppExchangeOnline}}), through(ChannelGraph, ca.ClientAppBrowser), Allowed},
		{"office-in-the-portal", applications(ca.Applications{IncludeApplications: []string{ca.Office365}}), as, Denied},
		{"admin-portals-through-graph", applications(ca.Applications{IncludeApplications: []string{ca.MicrosoftAdminPortals}}), through(ChannelGraph, ca.ClientAppBrowser), Allowed},
		{"admin-portals-in-the-portal", applications(ca.Applications{IncludeApplications: []string{ca.MicrosoftAdminPortals}}), as, Denied},
		{"one-excluded-audience-of-many", applications(ca.Applications{IncludeApplications: []string{ca.All}, ExcludeApplications: []string{ca.AppExchangeOnline}}), as, Denied},
		{"graph-cannot-be-excluded", applications(ca.Applications{IncludeApplications: []string{ca.AppMicrosoftGraph}, ExcludeApplications: []string{ca.AppMicrosoftGraph}}), as, Denied},
		{"windows-azure-ad-can", applications(ca.Applications{IncludeApplications: []string{ca.AppWindowsAzureAD}, ExcludeApplications: []string{ca.AppWindowsAzureAD}}), as, Allowed},
		{"no-application", applications(ca.Applications{IncludeApplications: []string{ca.None}}), as, Allowed},
		{"user-action-only", applications(ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}), as, Allowed},
		{"filter-that-includes", applications(ca.Applications{ApplicationFilter: &ca.Filter{Mode: ca.FilterInclude}}), as, Open},
		{"filter-that-excludes", applications(ca.Applications{IncludeApplications: []string{ca.All}, ApplicationFilter: &ca.Filter{Mode: ca.FilterExclude}}), as, Open},

		{"legacy-clients", func(c *ca.Conditions) {
			c.ClientAppTypes = []ca.ClientApp{ca.ClientAppExchangeActiveSync, ca.ClientAppOther}
		}, as, Allowed},
		{"browser", func(c *ca.Conditions) { c.ClientAppTypes = []ca.ClientApp{ca.ClientAppBrowser} }, as, Denied},
		{"browser-and-a-native-client", func(c *ca.Conditions) { c.ClientAppTypes = []ca.ClientApp{ca.ClientAppBrowser} }, through(ChannelGraph, ca.ClientAppMobileAndDesktop), Allowed},
		{"new-client", func(c *ca.Conditions) { c.ClientAppTypes = []ca.ClientApp{"new"} }, as, Open},

		{"all-platforms-but-six", platforms(ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: sixPlatforms}), as, Allowed},
		{"all-platforms-but-six-from-an-unknown-one", platforms(ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: sixPlatforms}), on(ca.PlatformUnknown), Denied},
		{"unknown-platform-is-in-no-list", platforms(ca.PlatformCondition{IncludePlatforms: sixPlatforms}), on(ca.PlatformUnknown), Allowed},
		{"no-platform-included", platforms(ca.PlatformCondition{ExcludePlatforms: []ca.Platform{ca.PlatformLinux}}), as, Denied},
		{"new-platform-excluded", platforms(ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: []ca.Platform{"new"}}), as, Open},
		{"new-platform-excluded-from-an-unknown-one", platforms(ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: []ca.Platform{"new"}}), on(ca.PlatformUnknown), Denied},

		{"inside-a-location", locations(ca.LocationCondition{IncludeLocations: []string{"OFFICE"}}), as, Denied},
		{"ipv6-is-in-no-ipv4-range", locations(ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{"office"}}), from(Network{Address: "2001:db8::1", Country: "NO"}), Denied},
		{"trusted-excluded", locations(ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{ca.AllTrusted}}), as, Allowed},
		{"country", locations(ca.LocationCondition{IncludeLocations: []string{"norway"}}), as, Denied},
		{"no-country", locations(ca.LocationCondition{IncludeLocations: []string{"norway"}}), from(Network{Address: "203.0.113.7", Country: CountryUnknown}), Allowed},
		{"no-country-excluded", locations(ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{"norway"}}), from(Network{Address: "203.0.113.7", Country: CountryUnknown}), Denied},
		{"country-not-said", locations(ca.LocationCondition{IncludeLocations: []string{"norway"}}), from(Network{Address: "203.0.113.7"}), Open},
		{"address-not-said", locations(ca.LocationCondition{IncludeLocations: []string{"office"}}), from(Network{Country: "NO"}), Open},
		{"position", locations(ca.LocationCondition{IncludeLocations: []string{"position"}}), as, Open},
		{"new-kind-of-location", locations(ca.LocationCondition{IncludeLocations: []string{"compliant-network"}}), as, Open},
		{"old-trusted-addresses", locations(ca.LocationCondition{IncludeLocations: []string{ca.LegacyTrustedIPs}}), as, Open},
		{"location-that-is-gone", locations(ca.LocationCondition{IncludeLocations: []string{"gone"}}), as, Open},
		{"no-location-included", locations(ca.LocationCondition{ExcludeLocations: []string{"position", "office"}}), as, Allowed},

		{"filter-on-no-device-excluding-positive", filter(ca.FilterExclude, `device.extensionAttribute1 -eq "SAW"`), as, Denied},
		{"filter-on-no-device-including-negative", filter(ca.FilterInclude, `device.trustType -ne "ServerAD"`), as, Denied},
		{"filter-on-no-device-including-positive", filter(ca.FilterInclude, `device.isCompliant -eq True`), as, Allowed},
		{"filter-on-no-device-excluding-negative", filter(ca.FilterExclude, `device.trustType -ne "AzureAD"`), as, Allowed},
		{"filter-nobody-can-read", filter(ca.FilterInclude, `device.trustType`), as, Open},
		{"filter-of-a-new-mode", filter("new", `device.isCompliant -eq True`), as, Open},

		{"user-risk-that-is-not-there", func(c *ca.Conditions) { c.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh} }, as, Allowed},
		{"user-risk", func(c *ca.Conditions) { c.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh} }, func(s *SignIn) { s.UserRisk = ca.RiskHigh }, Denied},
		{"sign-in-risk-none", func(c *ca.Conditions) { c.SignInRiskLevels = []ca.RiskLevel{ca.RiskNone, ca.RiskLow} }, as, Denied},
		{"new-risk-level", func(c *ca.Conditions) { c.SignInRiskLevels = []ca.RiskLevel{"new"} }, as, Open},
		{"insider-risk", func(c *ca.Conditions) { c.InsiderRiskLevels = []string{"elevated"} }, as, Allowed},
		{"device-code-flow", func(c *ca.Conditions) {
			c.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{"deviceCodeFlow"}}
		}, as, Allowed},
		{"something-new", func(c *ca.Conditions) { c.Extra = ca.Extra{"new": nil} }, as, Open},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := small(policy(ca.ControlBlock, c.change))
			for _, id := range []string{"excluded", "inner", "outer", "circle", "circle-2", "unread", "half-read"} {
				tenant.Groups.Value()[id] = ca.Group{ID: id}
			}
			tenant.GroupMembers = map[string][]ca.Member{
				"excluded":  {{ID: ada, Kind: kindUser}},
				"inner":     {{ID: "ADA"}},
				"outer":     {{ID: "INNER"}},
				"circle":    {{ID: "circle-2", Kind: kindGroup}},
				"circle-2":  {{ID: "circle", Kind: kindGroup}},
				"half-read": {{ID: "unread", Kind: kindGroup}},
			}
			tenant.NamedLocations = ca.Known([]ca.NamedLocation{
				{ID: "office", Kind: ca.LocationIP, IsTrusted: true, IPRanges: []ca.IPRange{{CIDR: "203.0.113.0/24"}}},
				{ID: "norway", Kind: ca.LocationCountry, CountriesAndRegions: []string{"no"}},
				{ID: "position", Kind: ca.LocationCountry, CountriesAndRegions: []string{"NO"}, CountryLookupMethod: ca.LookupAuthenticatorGPS},
				{ID: "compliant-network", Kind: ca.LocationCompliantNetwork},
			})
			s := fromWindows
			c.signIn(&s)
			if got := Evaluate(question(tenant), ada, s); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestStates: only an enabled policy enforces, and one whose state is not known yet may.
func TestStates(t *testing.T) {
	t.Parallel()
	for state, want := range map[ca.State]Outcome{
		ca.StateEnabled: Denied, ca.StateDisabled: Allowed, ca.StateReportOnly: Allowed, ca.NotYetKnown: Open,
	} {
		p := policy(ca.ControlBlock)
		p.State = state
		if got := Evaluate(question(small(p)), ada, fromWindows); got != want {
			t.Errorf("%s: got %s, want %s", state, got, want)
		}
	}
	unread := small()
	unread.Policies = ca.Fact[[]ca.Policy]{}
	if got := Evaluate(question(unread), ada, fromWindows); got != Open {
		t.Errorf("policies not read: got %s, want %s", got, Open)
	}
}

func TestEvaluateKnowsRepairersOnly(t *testing.T) {
	t.Parallel()
	if got := Evaluate(question(small()), "somebody", fromWindows); got != Open {
		t.Errorf("got %s, want %s", got, Open)
	}
}
