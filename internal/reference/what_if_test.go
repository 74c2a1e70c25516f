package reference

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// asAda is a plain sign-in of ada, and what the changes make of it.
func asAda(changes ...func(*ca.SignIn)) ca.SignIn {
	s := ca.SignIn{
		Identity: ca.SignInIdentity{UserID: ada},
		Context:  ca.SignInContext{Applications: []string{"mail"}},
		Conditions: ca.SignInConditions{
			ClientApp: ca.ClientAppBrowser, Platform: ca.PlatformWindows, Address: "203.0.113.7", Country: "NO",
		},
	}
	for _, change := range changes {
		change(&s)
	}
	return s
}

func identity(i ca.SignInIdentity) func(*ca.SignIn) { return func(s *ca.SignIn) { s.Identity = i } }

// guests are a user of each kind.
func guests(t *ca.Tenant) {
	for id, u := range map[string]ca.User{
		"guest":  {UserPrincipalName: "g_home.example#EXT#@contoso.com", UserType: "Guest"},
		"local":  {UserPrincipalName: "local@contoso.com", UserType: "Guest"},
		"member": {UserPrincipalName: "m_home.example#ext#@contoso.com", UserType: "Member"},
		"old":    {UserPrincipalName: "old@contoso.com"},
		"oldext": {UserPrincipalName: "o_home.example#EXT#@contoso.com"},
	} {
		u.ID = id
		t.Users.Value()[id] = u
	}
}

// appliesTo is what the only policy says.
func appliesTo(t *ca.Tenant, s ca.SignIn) string { return WhatIf(t, s)[0].Applies }

func TestWhatIfWho(t *testing.T) {
	t.Parallel()
	users := func(u ca.Users) func(*ca.Conditions) { return func(c *ca.Conditions) { c.Users = u } }
	guest := func(types []string, tenants *ca.ExternalTenants) *ca.GuestsOrExternal {
		return &ca.GuestsOrExternal{GuestOrExternalUserTypes: types, ExternalTenants: tenants}
	}
	fabrikam := &ca.ExternalTenants{MembershipKind: "enumerated", Members: []string{"FABRIKAM"}}
	all := ca.Users{IncludeUsers: []string{ca.All}}
	anyGuest := ca.Users{IncludeUsers: []string{ca.GuestsOrExternalUsers}}
	b2b := ca.Users{IncludeGuestsOrExternalUsers: guest([]string{"b2bCollaborationGuest", "internalGuest"}, nil)}
	fromFabrikam := ca.Users{IncludeGuestsOrExternalUsers: guest([]string{"b2bCollaborationGuest", "internalGuest"}, fabrikam)}
	partner := ca.SignInIdentity{ExternalUserType: "serviceProvider", ExternalTenantID: "fabrikam"}
	for _, c := range []struct {
		name  string
		users ca.Users
		who   ca.SignInIdentity
		want  string
	}{
		{"all-a-user", all, ca.SignInIdentity{UserID: "ADA"}, Yes},
		{"all-a-guest", all, ca.SignInIdentity{UserID: "guest"}, Yes},
		{"all-an-outsider", all, partner, Yes},
		{"all-no-workload", all, ca.SignInIdentity{ServicePrincipalID: "app"}, No},
		{"nobody-listed", ca.Users{}, ca.SignInIdentity{UserID: ada}, No},
		{"none", ca.Users{IncludeUsers: []string{ca.None}}, ca.SignInIdentity{UserID: ada}, No},
		{"somebody-else", ca.Users{IncludeUsers: []string{"bob"}}, ca.SignInIdentity{UserID: ada}, No},
		{"exclude-beats-include", ca.Users{IncludeUsers: []string{ada}, ExcludeUsers: []string{ada}}, ca.SignInIdentity{UserID: ada}, No},
		{"role", ca.Users{IncludeRoles: []string{ca.RoleGlobalAdministrator}}, ca.SignInIdentity{UserID: ada}, Yes},
		{"role-of-somebody-else", ca.Users{IncludeRoles: []string{ca.RoleGlobalAdministrator}}, ca.SignInIdentity{UserID: "guest"}, No},
		{"group-nested", ca.Users{IncludeGroups: []string{"outer"}}, ca.SignInIdentity{UserID: ada}, Yes},
		{"group-unread", ca.Users{IncludeGroups: []string{"unread"}}, ca.SignInIdentity{UserID: ada}, Unknown},
		{"group-of-an-outsider", ca.Users{IncludeGroups: []string{"unread"}}, partner, No},
		{"group-excluded-unread", ca.Users{IncludeUsers: []string{ca.All}, ExcludeGroups: []string{"unread"}}, ca.SignInIdentity{UserID: ada}, Unknown},
		{"not-yet-known", ca.Users{IncludeUsers: []string{ca.NotYetKnown}}, ca.SignInIdentity{UserID: ada}, Unknown},
		{"guests-a-member", anyGuest, ca.SignInIdentity{UserID: ada}, No},
		{"guests-a-guest", anyGuest, ca.SignInIdentity{UserID: "guest"}, Yes},
		{"guests-an-outsider", anyGuest, partner, Yes},
		{"guests-type-not-read", anyGuest, ca.SignInIdentity{UserID: "old"}, Unknown},
		{"guests-not-stated-which", anyGuest, ca.SignInIdentity{ExternalTenantID: "fabrikam"}, Yes},
		{"types-guest", b2b, ca.SignInIdentity{UserID: "guest"}, Yes},
		{"types-local-guest", b2b, ca.SignInIdentity{UserID: "local"}, Yes},
		{"types-external-member", b2b, ca.SignInIdentity{UserID: "member"}, No},
		{"types-not-read", b2b, ca.SignInIdentity{UserID: "old"}, Unknown},
		{"types-not-read-and-external", b2b, ca.SignInIdentity{UserID: "oldext"}, No},
		{"types-stated", b2b, ca.SignInIdentity{UserID: ada, ExternalUserType: "internalGuest"}, Yes},
		{"types-another", b2b, partner, No},
		{"types-unknown-word", ca.Users{IncludeGuestsOrExternalUsers: guest([]string{"unknownFutureValue"}, nil)}, partner, Unknown},
		{"types-unknown-word-and-a-member", ca.Users{IncludeGuestsOrExternalUsers: guest([]string{"unknownFutureValue"}, nil)}, ca.SignInIdentity{UserID: ada}, No},
		{"tenant-listed", fromFabrikam, ca.SignInIdentity{UserID: "guest", ExternalTenantID: "fabrikam"}, Yes},
		{"tenant-another", fromFabrikam, ca.SignInIdentity{UserID: "guest", ExternalTenantID: "tailspin"}, No},
		{"tenant-not-stated", fromFabrikam, ca.SignInIdentity{UserID: "guest"}, Unknown},
		{"tenant-of-a-local-guest", fromFabrikam, ca.SignInIdentity{UserID: "local"}, No},
		{"tenant-of-every-kind", ca.Users{IncludeGuestsOrExternalUsers: guest([]string{"serviceProvider"}, &ca.ExternalTenants{MembershipKind: "all"})}, partner, Yes},
		{"tenant-of-unknown-kind", ca.Users{IncludeGuestsOrExternalUsers: guest([]string{"serviceProvider"}, &ca.ExternalTenants{MembershipKind: "some"})}, partner, Unknown},
		{"types-none", ca.Users{IncludeGuestsOrExternalUsers: guest([]string{"none"}, nil)}, partner, No},
		{"user-not-read", b2b, ca.SignInIdentity{UserID: "somebody"}, Unknown},
		{"nothing-stated", all, ca.SignInIdentity{}, Unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := small(policy(ca.ControlBlock, users(c.users)))
			guests(tenant)
			tenant.Groups = ca.Known(map[string]ca.Group{"outer": {ID: "outer"}, "inner": {ID: "inner"}, "unread": {ID: "unread"}})
			tenant.GroupMembers = map[string][]ca.Member{"outer": {{ID: "inner", Kind: kindGroup}}, "inner": {{ID: ada, Kind: kindUser}}}
			if got := appliesTo(tenant, asAda(identity(c.who))); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestWhatIfWorkloads(t *testing.T) {
	t.Parallel()
	workload := func(c ca.ClientApplications) func(*ca.Conditions) {
		return func(cs *ca.Conditions) { own := c; cs.ClientApplications = &own }
	}
	every := workload(ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}})
	app := identity(ca.SignInIdentity{ServicePrincipalID: "app"})
	for _, c := range []struct {
		name   string
		policy ca.Policy
		signIn ca.SignIn
		want   string
	}{
		{"every-workload", policy(ca.ControlBlock, every), asAda(app), Yes},
		{"no-person", policy(ca.ControlBlock, every), asAda(), No},
		{"another-tenants", policy(ca.ControlBlock, every), asAda(identity(ca.SignInIdentity{ServicePrincipalID: "foreign"})), No},
		{"not-read", policy(ca.ControlBlock, every), asAda(identity(ca.SignInIdentity{ServicePrincipalID: "new"})), Unknown},
		{"by-id", policy(ca.ControlBlock, workload(ca.ClientApplications{IncludeServicePrincipals: []string{"APP"}})), asAda(app), Yes},
		{"excluded", policy(ca.ControlBlock, every, func(c *ca.Conditions) { c.ClientApplications.ExcludeServicePrincipals = []string{"app"} }), asAda(app), No},
		{"filtered", policy(ca.ControlBlock, workload(ca.ClientApplications{ServicePrincipalFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: "r"}})), asAda(app), Unknown},
		{"risk-none", policy(ca.ControlBlock, every, func(c *ca.Conditions) { c.ServicePrincipalRiskLevels = []ca.RiskLevel{ca.RiskNone} }), asAda(app), Yes},
		{"risk-high", policy(ca.ControlBlock, every, func(c *ca.Conditions) { c.ServicePrincipalRiskLevels = []ca.RiskLevel{ca.RiskHigh} }), asAda(app), No},
		{"risk-of-people", policy(ca.ControlBlock, every, func(c *ca.Conditions) { c.UserRiskLevels = []ca.RiskLevel{ca.RiskNone} }), asAda(app), No},
		{"risk-of-workloads-and-a-person", policy(ca.ControlBlock, func(c *ca.Conditions) { c.ServicePrincipalRiskLevels = []ca.RiskLevel{ca.RiskNone} }), asAda(), No},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := small(c.policy)
			tenant.ServicePrincipals = ca.Known(map[string]ca.ServicePrincipal{
				"app":     {ID: "app", ServicePrincipalType: "Application", SignInAudience: "AzureADMyOrg", AppOwnerOrganizationID: tenant.ID},
				"foreign": {ID: "foreign", ServicePrincipalType: "Application", SignInAudience: "AzureADMyOrg", AppOwnerOrganizationID: "fabrikam"},
			})
			if got := appliesTo(tenant, c.signIn); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestWhatIfCircumstances(t *testing.T) {
	t.Parallel()
	apps := func(a ca.Applications) func(*ca.Conditions) { return func(c *ca.Conditions) { c.Applications = a } }
	asking := func(c ca.SignInContext) func(*ca.SignIn) { return func(s *ca.SignIn) { s.Context = c } }
	under := func(change func(*ca.SignInConditions)) func(*ca.SignIn) {
		return func(s *ca.SignIn) { change(&s.Conditions) }
	}
	clients := func(types ...ca.ClientApp) func(*ca.Conditions) {
		return func(c *ca.Conditions) { c.ClientAppTypes = types }
	}
	at := func(include, exclude []string) func(*ca.Conditions) {
		return func(c *ca.Conditions) {
			c.Locations = &ca.LocationCondition{IncludeLocations: include, ExcludeLocations: exclude}
		}
	}
	register := asking(ca.SignInContext{UserAction: ca.UserActionRegisterSecurityInfo})
	noClient := under(func(c *ca.SignInConditions) { c.ClientApp = "" })
	noPlatform := under(func(c *ca.SignInConditions) { c.Platform = "" })
	noAddress := under(func(c *ca.SignInConditions) { c.Address = "" })
	noCountry := under(func(c *ca.SignInConditions) { c.Country = "" })
	unknownCountry := under(func(c *ca.SignInConditions) { c.Country = ca.CountryUnknown })
	everyPlatformBut := func(p ca.Platform) func(*ca.Conditions) {
		return func(c *ca.Conditions) {
			c.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: []ca.Platform{p}}
		}
	}
	for _, c := range []struct {
		name      string
		condition func(*ca.Conditions)
		signIn    func(*ca.SignIn)
		want      string
	}{
		{"application", apps(ca.Applications{IncludeApplications: []string{"MAIL"}}), nil, Yes},
		{"application-another", apps(ca.Applications{IncludeApplications: []string{"other"}}), nil, No},
		{"application-excluded", apps(ca.Applications{IncludeApplications: []string{ca.All}, ExcludeApplications: []string{"mail"}}), nil, No},
		{"application-in-a-suite", apps(ca.Applications{IncludeApplications: []string{ca.Office365}}), asking(ca.SignInContext{Applications: []string{ca.AppExchangeOnline}}), Yes},
		{"application-one-of-several", apps(ca.Applications{IncludeApplications: []string{"mail"}}), asking(ca.SignInContext{Applications: []string{"other", "mail"}}), Yes},
		{"application-graph-is-never-out", apps(ca.Applications{IncludeApplications: []string{ca.All}, ExcludeApplications: []string{ca.AppMicrosoftGraph}}), asking(ca.SignInContext{Applications: []string{ca.AppMicrosoftGraph}}), Yes},
		{"application-filter", apps(ca.Applications{ApplicationFilter: &ca.Filter{Mode: ca.FilterInclude}}), nil, Unknown},
		{"application-filter-beside-the-id", apps(ca.Applications{IncludeApplications: []string{"mail"}, ApplicationFilter: &ca.Filter{Mode: ca.FilterInclude}}), nil, Yes},
		{"application-filter-excluding", apps(ca.Applications{IncludeApplications: []string{ca.All}, ApplicationFilter: &ca.Filter{Mode: ca.FilterExclude}}), nil, Unknown},
		{"application-and-a-policy-for-an-action", apps(ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}), nil, No},
		{"action", apps(ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}), register, Yes},
		{"action-through-all", apps(ca.Applications{IncludeApplications: []string{ca.All}, ExcludeApplications: []string{ca.All}}), register, Yes},
		{"action-another-not-through-all", apps(ca.Applications{IncludeApplications: []string{ca.All}}), asking(ca.SignInContext{UserAction: ca.UserActionRegisterDevice}), No},
		{"action-and-one-application", apps(ca.Applications{IncludeApplications: []string{"mail"}}), register, No},
		{"context", apps(ca.Applications{IncludeAuthenticationContextClassReferences: []string{"c1"}}), asking(ca.SignInContext{AuthenticationContext: "c1"}), Yes},
		{"context-another", apps(ca.Applications{IncludeAuthenticationContextClassReferences: []string{"c1"}}), asking(ca.SignInContext{AuthenticationContext: "c2"}), No},
		{"context-not-through-all", apps(ca.Applications{IncludeApplications: []string{ca.All}}), asking(ca.SignInContext{AuthenticationContext: "c1"}), No},
		{"nothing-asked-for", apps(ca.Applications{IncludeApplications: []string{ca.All}}), asking(ca.SignInContext{}), Unknown},
		{"client", clients(ca.ClientAppBrowser), nil, Yes},
		{"client-another", clients(ca.ClientAppOther), nil, No},
		{"client-supported-is-no-browser", clients(ca.ClientAppEASSupported), nil, No},
		{"client-supported", clients(ca.ClientAppEASSupported), under(func(c *ca.SignInConditions) { c.ClientApp = ca.ClientAppExchangeActiveSync }), Unknown},
		{"client-word", clients("unknownFutureValue"), nil, Unknown},
		{"client-not-stated", clients(ca.ClientAppBrowser), noClient, Unknown},
		{"client-not-stated-and-all", clients(ca.ClientAppAll), noClient, Yes},
		{"client-not-stated-and-every-one", clients(ca.ClientAppBrowser, ca.ClientAppMobileAndDesktop, ca.ClientAppExchangeActiveSync, ca.ClientAppOther), noClient, Yes},
		{"platform-unknown-is-not-out", everyPlatformBut(ca.PlatformWindows), under(func(c *ca.SignInConditions) { c.Platform = ca.PlatformUnknown }), Yes},
		{"platform-out", everyPlatformBut(ca.PlatformWindows), nil, No},
		{"platform-not-stated", everyPlatformBut(ca.PlatformWindows), noPlatform, Unknown},
		{"location-in", at([]string{"OFFICE"}, nil), nil, Yes},
		{"location-out", at([]string{ca.All}, []string{"office"}), nil, No},
		{"location-trusted", at([]string{ca.AllTrusted}, nil), nil, Yes},
		{"location-no-address", at([]string{"office"}, nil), noAddress, Unknown},
		{"location-no-address-and-all", at([]string{ca.All}, nil), noAddress, Yes},
		{"location-no-address-everywhere", at([]string{"everywhere"}, nil), noAddress, Yes},
		{"location-no-address-nowhere", at([]string{"nowhere"}, nil), noAddress, No},
		{"location-country", at([]string{"north"}, nil), nil, Yes},
		{"location-country-without-an-address", at([]string{"north"}, nil), noAddress, Yes},
		{"location-no-country", at([]string{"north"}, nil), noCountry, Unknown},
		{"location-unknown-country", at([]string{"north"}, nil), unknownCountry, No},
		{"location-by-gps", at([]string{"gps"}, nil), nil, Unknown},
		{"location-deleted", at([]string{"deleted"}, nil), nil, Unknown},
		{"location-legacy", at([]string{ca.LegacyTrustedIPs}, nil), nil, Unknown},
		{"user-risk-not-stated", func(c *ca.Conditions) { c.UserRiskLevels = []ca.RiskLevel{ca.RiskNone} }, nil, Yes},
		{"sign-in-risk-not-stated", func(c *ca.Conditions) { c.SignInRiskLevels = []ca.RiskLevel{ca.RiskHigh} }, nil, No},
		{"insider-risk", func(c *ca.Conditions) { c.InsiderRiskLevels = []string{"elevated"} }, under(func(c *ca.SignInConditions) { c.InsiderRisk = "elevated" }), Yes},
		{"insider-risk-none", func(c *ca.Conditions) { c.InsiderRiskLevels = []string{"elevated"} }, nil, No},
		{"insider-risk-word", func(c *ca.Conditions) { c.InsiderRiskLevels = []string{"unknownFutureValue"} }, nil, Unknown},
		{"flow", flow("deviceCodeFlow"), under(func(c *ca.SignInConditions) { c.TransferMethod = "deviceCodeFlow" }), Yes},
		{"flow-none", flow("deviceCodeFlow"), nil, No},
		{"agent-risk-none", func(c *ca.Conditions) { c.AgentIDRiskLevels = []string{"high"} }, nil, No},
		{"device-rule-and-none", filter(ca.FilterInclude, `device.trustType -ne "ServerAD"`), nil, Yes},
		{"device-rule-excluding-and-none", filter(ca.FilterExclude, `device.trustType -ne "ServerAD"`), nil, No},
		{"device-rule-not-readable", filter(ca.FilterInclude, `device.`), nil, Unknown},
		{"device-rule-property-not-read", filter(ca.FilterInclude, `device.isCompliant -eq True`), under(func(c *ca.SignInConditions) { c.Device = &ca.Device{} }), Unknown},
		{"something-new", func(c *ca.Conditions) { c.Extra = ca.Extra{"new": []byte(`{"a":1}`)} }, nil, Unknown},
		{"something-new-and-another-application", func(c *ca.Conditions) {
			c.Extra, c.Applications.IncludeApplications = ca.Extra{"new": []byte(`{"a":1}`)}, []string{"other"}
		}, nil, No},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := small(policy(ca.ControlBlock, c.condition))
			tenant.NamedLocations = ca.Known([]ca.NamedLocation{
				{ID: "office", Kind: ca.LocationIP, IsTrusted: true, IPRanges: []ca.IPRange{{CIDR: "203.0.113.0/24"}}},
				{ID: "everywhere", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "0.0.0.0/0"}, {CIDR: "::/0"}}},
				{ID: "nowhere", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "10.0.0.0/8"}}},
				{ID: "north", Kind: ca.LocationCountry, CountriesAndRegions: []string{"NO"}},
				{ID: "gps", Kind: ca.LocationCountry, CountriesAndRegions: []string{"NO"}, CountryLookupMethod: ca.LookupAuthenticatorGPS},
			})
			s := asAda()
			if c.signIn != nil {
				c.signIn(&s)
			}
			if got := appliesTo(tenant, s); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func flow(method string) func(*ca.Conditions) {
	return func(c *ca.Conditions) {
		c.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{method}}
	}
}

func filter(mode ca.FilterMode, rule string) func(*ca.Conditions) {
	return func(c *ca.Conditions) {
		c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: mode, Rule: rule}}
	}
}

// TestWhatIfReasons: every condition has its own value, so that all reasons why not are there.
func TestWhatIfReasons(t *testing.T) {
	t.Parallel()
	p := policy(ca.ControlMFA, flow("deviceCodeFlow"), func(c *ca.Conditions) {
		c.ClientAppTypes = []ca.ClientApp{ca.ClientAppOther}
		c.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh}
		c.Users.ExcludeGroups = []string{"unread"}
	})
	p.State = ca.StateReportOnly
	p.GrantControls.TermsOfUse = []string{"terms"}
	tenant := small(p)
	tenant.Groups = ca.Known(map[string]ca.Group{"unread": {ID: "unread"}})
	want := []PolicyAnswer{{PolicyID: "policy", Applies: No, Asks: "mfa OR terms terms", Conditions: map[string]string{
		ConditionState: No, ConditionUsers: Unknown, ConditionClientApplications: Yes, ConditionApplications: Yes,
		ConditionClientAppTypes: No, ConditionPlatforms: Yes, ConditionLocations: Yes, ConditionDevices: Yes,
		ConditionUserRisk: No, ConditionSignInRisk: Yes, ConditionServicePrincipalRisk: Yes, ConditionAgentRisk: Yes,
		ConditionInsiderRisk: Yes, ConditionAuthenticationFlows: No, ConditionNotKnown: Yes,
	}}}
	if diff := cmp.Diff(want, WhatIf(tenant, asAda())); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
