package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// browse is alice in a browser on Windows at an address in Norway, asking for Microsoft Graph.
func browse(change func(*ca.SignIn)) ca.SignIn {
	s := ca.SignIn{
		Identity: ca.SignInIdentity{UserID: alice},
		Context:  ca.SignInContext{Applications: []string{ca.AppMicrosoftGraph}},
		Conditions: ca.SignInConditions{
			ClientApp: ca.ClientAppBrowser, Platform: ca.PlatformWindows, Address: "203.0.113.7", Country: "NO",
		},
	}
	if change != nil {
		change(&s)
	}
	return s
}

// asked is what one policy, which blocks everybody but for the change, says to a sign-in in the office.
func asked(t *testing.T, tenant func(*ca.Tenant), policy func(*ca.Policy), signIn func(*ca.SignIn)) (WhatIfReport, WhatIfPolicy) {
	t.Helper()
	o := office(blockEverybody(policy))
	if tenant != nil {
		tenant(o)
	}
	report, err := WhatIf(Question{Tenant: o}, browse(signIn))
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Policies) != 1 {
		t.Fatalf("answered for %d policies, want 1", len(report.Policies))
	}
	return report, report.Policies[0]
}

func TestWhatIfApplies(t *testing.T) {
	t.Parallel()
	const group, inner = "90000000-0000-0000-0000-000000000001", "90000000-0000-0000-0000-000000000002"
	members := func(o *ca.Tenant) {
		o.Groups = ca.Known(map[string]ca.Group{group: {ID: group, DisplayName: "Exempt"}, inner: {ID: inner, DisplayName: "Inner"}})
		o.GroupMembers = map[string][]ca.Member{
			group: {{ID: inner, Kind: "#microsoft.graph.group"}},
			inner: {{ID: alice, Kind: "#microsoft.graph.user"}},
		}
	}
	offices := func(o *ca.Tenant) {
		o.NamedLocations = ca.Known([]ca.NamedLocation{
			{ID: "l1", DisplayName: "Oslo", Kind: ca.LocationIP, IsTrusted: true, IPRanges: []ca.IPRange{{CIDR: "203.0.113.0/24"}}},
			{ID: "l2", DisplayName: "Sweden", Kind: ca.LocationCountry, CountriesAndRegions: []string{"SE"}},
		})
	}
	guests := func(tenants *ca.ExternalTenants, types ...string) func(*ca.Policy) {
		return func(p *ca.Policy) {
			p.Conditions.Users = ca.Users{IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{GuestOrExternalUserTypes: types, ExternalTenants: tenants}}
		}
	}
	outsider := func(kind, home string) func(*ca.SignIn) {
		return func(s *ca.SignIn) {
			s.Identity = ca.SignInIdentity{ExternalUserType: kind, ExternalTenantID: home}
		}
	}
	locations := func(include, exclude []string) func(*ca.Policy) {
		return func(p *ca.Policy) {
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: include, ExcludeLocations: exclude}
		}
	}
	filter := func(mode ca.FilterMode, rule string) func(*ca.Policy) {
		return func(p *ca.Policy) {
			p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: mode, Rule: rule}}
		}
	}
	device := func(properties map[string]ca.Property) func(*ca.SignIn) {
		return func(s *ca.SignIn) { s.Conditions.Device = &ca.Device{Properties: properties} }
	}
	for _, c := range []struct {
		name   string
		tenant func(*ca.Tenant)
		policy func(*ca.Policy)
		signIn func(*ca.SignIn)
		want   Value
		reason ca.AnalysisReason // of No
		says   string            // a part of the reason, or of the missing fact
	}{
		{"everybody", nil, nil, nil, Yes, "", ""},
		{"excluded-through-a-nested-group", members, func(p *ca.Policy) { p.Conditions.Users.ExcludeGroups = []string{group} }, nil,
			No, ca.ReasonUsers, `it excludes alice@contoso.onmicrosoft.com: group "Exempt"`},
		{"excluded-group-not-read", func(o *ca.Tenant) { members(o); delete(o.GroupMembers, inner) },
			func(p *ca.Policy) { p.Conditions.Users.ExcludeGroups = []string{group} }, nil, Unknown, "", `group "Exempt"`},
		{"deleted-group-holds-nobody", members, func(p *ca.Policy) { p.Conditions.Users.ExcludeGroups = []string{"gone"} }, nil, Yes, "", ""},
		{"another-user", nil, func(p *ca.Policy) { p.Conditions.Users.IncludeUsers = []string{bob} }, nil, No, ca.ReasonUsers, "bob@contoso.onmicrosoft.com"},
		{"active-role", nil, func(p *ca.Policy) {
			p.Conditions.Users = ca.Users{IncludeUsers: []string{ca.None}, IncludeRoles: []string{ca.RoleGlobalAdministrator}}
		}, nil, Yes, "", ""},
		{"eligible-role-is-not-active", func(o *ca.Tenant) {
			o.EligibleSchedules, o.RoleAssignments = o.RoleAssignments, ca.Known([]ca.RoleAssignment{})
		}, func(p *ca.Policy) { p.Conditions.Users.ExcludeRoles = []string{ca.RoleGlobalAdministrator} }, nil, Yes, "", ""},
		{"no-include-list", nil, func(p *ca.Policy) { p.Conditions.Users = ca.Users{} }, nil, No, ca.ReasonUsers, "nothing"},
		{"workload-policy-and-a-user", nil, func(p *ca.Policy) {
			p.Conditions.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
		}, nil, No, ca.ReasonUsers, "service principals alone"},

		{"guest-of-an-enumerated-tenant", nil, guests(&ca.ExternalTenants{MembershipKind: "enumerated", Members: []string{"t1"}}, "b2bCollaborationGuest"),
			outsider("b2bCollaborationGuest", "T1"), Yes, "", ""},
		{"guest-of-another-tenant", nil, guests(&ca.ExternalTenants{MembershipKind: "enumerated", Members: []string{"t1"}}, "b2bCollaborationGuest"),
			outsider("b2bCollaborationGuest", "t2"), No, ca.ReasonUsers, "somebody from outside"},
		{"guest-whose-tenant-is-not-stated", nil, guests(&ca.ExternalTenants{MembershipKind: "enumerated", Members: []string{"t1"}}, "b2bCollaborationGuest"),
			outsider("b2bCollaborationGuest", ""), Unknown, "", "externalTenantId"},
		{"member-is-no-guest", nil, guests(nil, ca.GuestTypes...), nil, No, ca.ReasonUsers, ""},
		{"all-users-are-guests-too", nil, nil, outsider("b2bDirectConnectUser", ""), Yes, "", ""},

		{"app-not-targeted", nil, func(p *ca.Policy) { p.Conditions.Applications.IncludeApplications = []string{ca.Office365} }, nil,
			No, ca.ReasonApplication, "it targets Office365, and the sign-in asks for Microsoft Graph"},
		{"early-bound-dependency", nil, func(p *ca.Policy) { p.Conditions.Applications.IncludeApplications = []string{ca.AppExchangeOnline} },
			func(s *ca.SignIn) { s.Context.Applications = []string{ca.AppAzurePortal} }, Yes, "", ""},
		{"excluded-app", nil, func(p *ca.Policy) { p.Conditions.Applications.ExcludeApplications = []string{ca.AppExchangeOnline} },
			func(s *ca.SignIn) { s.Context.Applications = []string{ca.AppExchangeOnline} }, No, ca.ReasonApplication, "it excludes Exchange Online"},
		{"graph-cannot-be-excluded", nil, func(p *ca.Policy) { p.Conditions.Applications.ExcludeApplications = []string{ca.AppMicrosoftGraph} }, nil, Yes, "", ""},
		{"application-filter", nil, func(p *ca.Policy) {
			p.Conditions.Applications = ca.Applications{ApplicationFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: "x"}}
		}, nil, Unknown, "", "attributes"},
		{"registering-meets-all-resources", nil, nil, func(s *ca.SignIn) {
			s.Context = ca.SignInContext{UserAction: ca.UserActionRegisterSecurityInfo}
		}, Yes, "", ""},
		{"registering-a-device-does-not", nil, nil, func(s *ca.SignIn) {
			s.Context = ca.SignInContext{UserAction: ca.UserActionRegisterDevice}
		}, No, ca.ReasonUserActions, "registerdevice"},
		{"context-does-not-meet-all-resources", nil, nil, func(s *ca.SignIn) { s.Context = ca.SignInContext{AuthenticationContext: "c1"} },
			No, ca.ReasonAuthenticationContext, "c1"},

		{"other-client", nil, func(p *ca.Policy) { p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppOther} }, nil,
			No, ca.ReasonClientApps, "the client app is browser, and it lists other"},
		{"client-not-stated", nil, func(p *ca.Policy) { p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppOther} },
			func(s *ca.SignIn) { s.Conditions.ClientApp = "" }, Unknown, "", "clientAppType"},
		{"eas-supported", nil, func(p *ca.Policy) { p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppEASSupported} },
			func(s *ca.SignIn) { s.Conditions.ClientApp = ca.ClientAppExchangeActiveSync }, Unknown, "", "exchangeActiveSync"},
		{"platform-excluded", nil, func(p *ca.Policy) {
			p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: []ca.Platform{ca.PlatformWindows}}
		}, nil, No, ca.ReasonDevicePlatform, "it excludes windows"},
		{"platform-not-stated", nil, func(p *ca.Policy) {
			p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformLinux}}
		}, func(s *ca.SignIn) { s.Conditions.Platform = "" }, Unknown, "", "devicePlatform"},
		{"any-platform-whichever", nil, func(p *ca.Policy) {
			p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}}
		}, func(s *ca.SignIn) { s.Conditions.Platform = "" }, Yes, "", ""},

		{"trusted-location-excluded", offices, locations([]string{ca.All}, []string{ca.AllTrusted}), nil, No, ca.ReasonLocation, "203.0.113.7 (country NO) is in all trusted locations"},
		{"address-not-stated", offices, locations([]string{ca.All}, []string{"l1"}), func(s *ca.SignIn) { s.Conditions.Address = "" },
			Unknown, "", "ipAddress"},
		{"country-not-stated", offices, locations([]string{"l2"}, nil), func(s *ca.SignIn) { s.Conditions.Country = "" }, Unknown, "", "country"},
		{"another-country", offices, locations([]string{"l2"}, nil), nil, No, ca.ReasonLocation, `"Sweden"`},
		{"unknown-country", offices, locations([]string{"l2"}, nil), func(s *ca.SignIn) { s.Conditions.Country = ca.CountryUnknown }, No, ca.ReasonLocation, `"Sweden"`},
		{"location-that-does-not-resolve", offices, locations([]string{"l9"}, nil), nil, Unknown, "", "l9"},

		{"filter-includes-no-device-by-a-negative-rule", nil, filter(ca.FilterInclude, `device.trustType -ne "ServerAD"`), nil, Yes, "", ""},
		{"filter-excludes-no-device-by-a-negative-rule", nil, filter(ca.FilterExclude, `device.trustType -ne "AzureAD"`), nil,
			No, ca.ReasonDevices, "which is true without a device"},
		{"filter-on-a-property-not-stated", nil, filter(ca.FilterInclude, `device.model -eq "X"`),
			device(map[string]ca.Property{"isCompliant": {Values: []string{"true"}}}), Unknown, "", "model"},

		{"user-risk", nil, func(p *ca.Policy) { p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh} }, nil,
			No, ca.ReasonUserRisk, "user risk is none, and it lists high"},
		{"insider-risk", nil, func(p *ca.Policy) { p.Conditions.InsiderRiskLevels = []string{"minor", "elevated"} },
			func(s *ca.SignIn) { s.Conditions.InsiderRisk = "elevated" }, Yes, "", ""},
		{"insider-risk-none", nil, func(p *ca.Policy) { p.Conditions.InsiderRiskLevels = []string{"minor"} }, nil, No, ca.ReasonInsiderRisk, "minor"},
		{"flow", nil, func(p *ca.Policy) {
			p.Conditions.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{"deviceCodeFlow"}}
		}, func(s *ca.SignIn) { s.Conditions.TransferMethod = "deviceCodeFlow" }, Yes, "", ""},
		{"unknown-condition", nil, func(p *ca.Policy) { p.Conditions.Extra = ca.Extra{"times": []byte(`{"a":1}`)} }, nil, Unknown, "", "conditions.times"},
		{"unknown-condition-beside-one-that-fails", nil, func(p *ca.Policy) {
			p.Conditions.Extra = ca.Extra{"times": []byte(`{"a":1}`)}
			p.Conditions.Users.IncludeUsers = []string{bob}
		}, nil, No, ca.ReasonUsers, "bob"},
		{"state-not-yet-known", nil, func(p *ca.Policy) { p.State = ca.NotYetKnown }, nil, Unknown, "", "the state"},
		{"locations-not-read", func(o *ca.Tenant) { o.NamedLocations = ca.Fact[[]ca.NamedLocation]{} }, locations([]string{"l1"}, nil), nil,
			Unknown, "", "read the named locations"},
		{"user-not-read", func(o *ca.Tenant) { o.Users = ca.Fact[map[string]ca.User]{} }, guests(nil, "internalGuest"), nil, Unknown, "", "user"},
		{"disabled", nil, func(p *ca.Policy) { p.State = ca.StateDisabled }, nil, No, ca.ReasonPolicyNotEnabled, "disabled"},
		{"report-only", nil, func(p *ca.Policy) { p.State = ca.StateReportOnly }, nil, Yes, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, got := asked(t, c.tenant, c.policy, c.signIn)
			if got.Applies != c.want {
				t.Fatalf("applies is %s, want %s: %+v", got.Applies, c.want, got)
			}
			said := ""
			switch got.Applies {
			case No:
				if got.Reasons[0].Reason != c.reason {
					t.Errorf("the first reason is %s, want %s", got.Reasons[0].Reason, c.reason)
				}
				said = got.Reasons[0].Why
			case Unknown:
				said = fmt.Sprint(got.MissingFacts)
			}
			if !strings.Contains(said, c.says) || (c.want == No && said == "") {
				t.Errorf("says %q, which lacks %q", said, c.says)
			}
		})
	}
}

// TestWhatIfEveryReason wants all conditions that fail, and not the first alone.
func TestWhatIfEveryReason(t *testing.T) {
	t.Parallel()
	_, got := asked(t, nil, func(p *ca.Policy) {
		p.State = ca.StateDisabled
		p.Conditions.Users.IncludeUsers = []string{bob}
		p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppOther}
		p.Conditions.SignInRiskLevels = []ca.RiskLevel{ca.RiskHigh}
	}, nil)
	var reasons []ca.AnalysisReason
	for _, r := range got.Reasons {
		reasons = append(reasons, r.Reason)
	}
	want := []ca.AnalysisReason{ca.ReasonPolicyNotEnabled, ca.ReasonUsers, ca.ReasonClientApps, ca.ReasonSignInRisk}
	if diff := cmp.Diff(want, reasons); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestWhatIfFollowsDependencies(t *testing.T) {
	t.Parallel()
	report, got := asked(t, nil, func(p *ca.Policy) { p.Conditions.Applications.IncludeApplications = []string{ca.Office365} },
		func(s *ca.SignIn) { s.Context.Applications = []string{strings.ToUpper(ca.AppAzurePortal)} })
	if got.Through != "Exchange Online, an early-bound dependency of Azure portal" {
		t.Errorf("applies through %q", got.Through)
	}
	want := []Audience{
		{ca.AppAzurePortal, "Azure portal", ""},
		{ca.AppAzureServiceManagement, "Windows Azure Service Management API", "Azure portal"},
		{ca.AppExchangeOnline, "Exchange Online", "Azure portal"},
		{ca.AppSharePointOnline, "SharePoint Online", "Azure portal"},
		{ca.AppWindows365, "Windows 365", "Azure portal"},
	}
	if diff := cmp.Diff(want, report.Audiences); diff != "" {
		t.Errorf("audiences (-want +got)\n%s", diff)
	}
	if len(report.NotFollowed) == 0 {
		t.Error("does not say that a dependency without a published id was left out")
	}
}

func TestWhatIfWorkload(t *testing.T) {
	t.Parallel()
	const id, app = "50000000-0000-0000-0000-000000000001", "50000000-0000-0000-0000-0000000000a1"
	principals := func(change func(*ca.ServicePrincipal)) func(*ca.Tenant) {
		return func(o *ca.Tenant) {
			s := ca.ServicePrincipal{ID: id, AppID: app, DisplayName: "Pipeline", ServicePrincipalType: "Application",
				SignInAudience: "AzureADMyOrg", AppOwnerOrganizationID: "t", AccountEnabled: yes()}
			if change != nil {
				change(&s)
			}
			o.ID = "t"
			o.ServicePrincipals = ca.Known(map[string]ca.ServicePrincipal{id: s})
		}
	}
	workload := func(p *ca.Policy) {
		p.Conditions.Users = ca.Users{IncludeUsers: []string{ca.None}}
		p.Conditions.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
	}
	for _, c := range []struct {
		name   string
		tenant func(*ca.Tenant)
		policy func(*ca.Policy)
		id     string
		want   Value
		says   string
	}{
		{"single-tenant", principals(nil), workload, id, Yes, ""},
		{"by-application-id", principals(nil), workload, app, Yes, ""},
		{"managed-identity", principals(func(s *ca.ServicePrincipal) { s.ServicePrincipalType = "ManagedIdentity" }), workload, id, No, "managed identity"},
		{"another-tenants-application", principals(func(s *ca.ServicePrincipal) { s.AppOwnerOrganizationID = "u" }), workload, id, No, "another tenant's application"},
		{"audience-not-read", principals(func(s *ca.ServicePrincipal) { s.SignInAudience = "" }), workload, id, Unknown, "signInAudience"},
		{"user-policy", principals(nil), nil, id, No, "concerns users"},
		{"excluded", principals(nil), func(p *ca.Policy) {
			workload(p)
			p.Conditions.ClientApplications.ExcludeServicePrincipals = []string{id}
		}, id, No, "excludes"},
		{"others-included", principals(nil), func(p *ca.Policy) {
			workload(p)
			p.Conditions.ClientApplications.IncludeServicePrincipals = []string{"50000000-0000-0000-0000-000000000002"}
		}, id, No, "not among"},
		{"filtered", principals(nil), func(p *ca.Policy) {
			workload(p)
			p.Conditions.ClientApplications.IncludeServicePrincipals = nil
			p.Conditions.ClientApplications.ServicePrincipalFilter = &ca.Filter{Mode: ca.FilterInclude, Rule: `CustomSecurityAttribute.A_B -eq "c"`}
		}, id, Unknown, "filters service principals"},
		{"user-risk", principals(nil), func(p *ca.Policy) { workload(p); p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskNone} }, id, No, ""},
		{"principal-risk-none", principals(nil), func(p *ca.Policy) {
			workload(p)
			p.Conditions.ServicePrincipalRiskLevels = []ca.RiskLevel{ca.RiskNone}
		}, id, Yes, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			report, got := asked(t, c.tenant, c.policy, func(s *ca.SignIn) { s.Identity = ca.SignInIdentity{ServicePrincipalID: c.id} })
			if got.Applies != c.want {
				t.Fatalf("applies is %s, want %s: %+v", got.Applies, c.want, got)
			}
			if said := fmt.Sprint(got.Reasons, got.MissingFacts); !strings.Contains(said, c.says) {
				t.Errorf("says %s, which lacks %q", said, c.says)
			}
			outcome := map[Value]Outcome{No: Allowed, Unknown: Open, Yes: Denied}[c.want]
			if report.Outcome != outcome {
				t.Errorf("the sign-in is %s, want %s", report.Outcome, outcome)
			}
		})
	}
}
