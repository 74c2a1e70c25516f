package guard

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// attributes are where findings are, a question mark behind those that are only doubtful.
func attributes(findings []Finding) []string {
	var list []string
	for _, f := range findings {
		if f.Severity == Warning {
			f.Attribute += "?"
		}
		list = append(list, f.Attribute)
	}
	return list
}

func TestValidatePolicy(t *testing.T) {
	t.Parallel()
	apps := func(a ca.Applications) func(*ca.Policy) { return func(p *ca.Policy) { p.Conditions.Applications = a } }
	session := func(s ca.SessionControls) func(*ca.Policy) { return func(p *ca.Policy) { p.SessionControls = &s } }
	deviceFilter := func(mode ca.FilterMode, rule string) func(*ca.Policy) {
		return func(p *ca.Policy) {
			p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: mode, Rule: rule}}
		}
	}
	risky := func(p *ca.Policy) { p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh} }
	change := func(p *ca.Policy) {
		p.GrantControls = &ca.GrantControls{Operator: ca.OperatorAND, BuiltInControls: []ca.BuiltInControl{ca.ControlMFA, ca.ControlPasswordChange}}
	}
	workload := func(p *ca.Policy) {
		p.Conditions.Users = ca.Users{IncludeUsers: []string{ca.None}}
		p.Conditions.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
		p.GrantControls = grant(ca.ControlBlock)
	}
	everyTime := func(p *ca.Policy) {
		p.SessionControls = &ca.SessionControls{SignInFrequency: &ca.SignInFrequency{IsEnabled: ptr(true), FrequencyInterval: "everyTime"}}
	}
	registering := apps(ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterDevice}})
	guests := func(g ca.GuestsOrExternal) func(*ca.Policy) {
		return func(p *ca.Policy) {
			p.Conditions.Users = ca.Users{IncludeGuestsOrExternalUsers: &g}
		}
	}
	for _, c := range []struct {
		name   string
		policy []func(*ca.Policy)
		want   []string
	}{
		{"in-order", nil, nil},
		{"no-name", to(func(p *ca.Policy) { p.DisplayName = " " }), []string{"display_name"}},
		{"no-state", to(in("")), []string{"state"}},
		{"state-unknown", to(in(ca.NotYetKnown)), nil},
		{"unknown-future-value", to(demanding(ca.ControlMFA, unknownMember)), []string{"grant_controls.built_in_controls"}},
		{"nobody", to(func(p *ca.Policy) { p.Conditions.Users.IncludeUsers = nil }), []string{"conditions.users.include_users"}},
		{"all-roles", to(func(p *ca.Policy) { p.Conditions.Users.IncludeRoles = []string{ca.All} }), []string{"conditions.users.include_roles"}},
		{"all-roles-excluded", to(func(p *ca.Policy) { p.Conditions.Users.ExcludeRoles = []string{"all"} }), []string{"conditions.users.exclude_roles"}},
		{"guests-in-two-forms", to(guests(ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"serviceProvider"}}), func(p *ca.Policy) {
			p.Conditions.Users.IncludeUsers = []string{ca.GuestsOrExternalUsers}
		}), []string{"conditions.users.include_users"}},
		{"guests-in-and-other-guests-out", to(guests(ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"serviceProvider"}}), func(p *ca.Policy) {
			p.Conditions.Users.ExcludeUsers = []string{ca.GuestsOrExternalUsers}
		}), nil},
		{"guests-of-no-kind", to(guests(ca.GuestsOrExternal{})), []string{"conditions.users.include_guests_or_external_users.guest_or_external_user_types"}},
		{"guests-of-some-tenants", to(guests(ca.GuestsOrExternal{
			GuestOrExternalUserTypes: []string{"internalGuest"}, ExternalTenants: &ca.ExternalTenants{MembershipKind: "enumerated", Members: []string{"t1"}},
		})), nil},
		{"guests-of-no-tenant", to(guests(ca.GuestsOrExternal{
			GuestOrExternalUserTypes: []string{"internalGuest"}, ExternalTenants: &ca.ExternalTenants{MembershipKind: "enumerated"},
		})), []string{"conditions.users.include_guests_or_external_users.external_tenants.members"}},
		{"guests-of-all-and-some-tenants", to(guests(ca.GuestsOrExternal{
			GuestOrExternalUserTypes: []string{"internalGuest"}, ExternalTenants: &ca.ExternalTenants{MembershipKind: "all", Members: []string{"t1"}},
		})), []string{"conditions.users.include_guests_or_external_users.external_tenants.members"}},
		{"guests-of-unknown-tenants", to(guests(ca.GuestsOrExternal{
			GuestOrExternalUserTypes: []string{ca.NotYetKnown}, ExternalTenants: &ca.ExternalTenants{MembershipKind: ca.NotYetKnown, Members: []string{"t1"}},
		})), nil},

		{"no-target", to(apps(ca.Applications{})), []string{includeApplications}},
		{"two-kinds-of-target", to(apps(ca.Applications{IncludeApplications: []string{ca.All}, IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}})), []string{"conditions.applications.include_user_actions"}},
		{"all-and-one", to(forApps(ca.All, ca.AppExchangeOnline)), []string{includeApplications + "?"}},
		{"all-and-an-unknown", to(forApps(ca.All, ca.NotYetKnown)), nil},
		{"none", to(forApps(ca.None)), nil},
		{"all-filtered", to(apps(ca.Applications{IncludeApplications: []string{ca.All}, ApplicationFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: "CustomSecurityAttribute.A_B -eq \"x\""}})), []string{"conditions.applications.application_filter"}},
		{"filter-alone", to(apps(ca.Applications{ApplicationFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: "CustomSecurityAttribute.A_B -eq \"x\""}})), nil},
		{"filter-without-a-mode", to(deviceFilter("", `device.isCompliant -eq True`)), []string{"conditions.devices.device_filter.mode"}},
		{"filter-without-a-rule", to(deviceFilter(ca.FilterInclude, "")), []string{"conditions.devices.device_filter.rule"}},
		{"filter-that-does-not-parse", to(deviceFilter(ca.FilterInclude, `device.foo -eq "x"`)), []string{"conditions.devices.device_filter.rule"}},
		{"filter-too-long", to(deviceFilter(ca.FilterInclude, `device.displayName -eq "`+strings.Repeat("x", 3072)+`"`)), []string{"conditions.devices.device_filter.rule"}},
		{"filter-of-agents-without-a-rule", to(workload, func(p *ca.Policy) {
			p.Conditions.ClientApplications.AgentIDServicePrincipalFilter = &ca.Filter{Mode: ca.FilterExclude}
		}), []string{"conditions.client_applications.agent_id_service_principal_filter.rule"}},
		{"filter-beside-device-states", to(deviceFilter(ca.FilterInclude, `device.isCompliant -eq True`), func(p *ca.Policy) {
			p.Conditions.Extra = ca.Extra{"deviceStates": []byte(`{"includeStates":["All"]}`)}
		}), []string{"conditions.device_states"}},
		{"agent-risk-of-no-level", to(func(p *ca.Policy) { p.Conditions.AgentIDRiskLevels = []string{"Medium"} }), []string{"conditions.agent_id_risk_levels"}},
		{"evaluation-of-no-mode", to(session(ca.SessionControls{ContinuousAccessEvaluation: &ca.ContinuousAccessEvaluation{Mode: "strictLocations"}})), []string{"session_controls.continuous_access_evaluation.mode"}},
		{"preview-words", to(apps(ca.Applications{IncludeUserActions: []string{ca.UserActionAccountRecovery}}), demanding(ca.ControlVerifiedID)), nil},
		{"filter-unknown", to(deviceFilter(ca.NotYetKnown, ca.NotYetKnown)), nil},

		{"workload", to(workload), nil},
		{"workload-that-asks-for-mfa", to(workload, demanding(ca.ControlMFA)), []string{grantControls}},
		{"workload-that-asks-for-nothing", to(workload, func(p *ca.Policy) { p.GrantControls = nil }), []string{grantControls}},
		{"workload-with-people", to(workload, including(alice)), []string{"conditions.users.include_users"}},
		{"workload-with-unknowns", to(workload, including(ca.NotYetKnown), demanding(ca.NotYetKnown)), nil},
		{"workload-risk-of-people", to(func(p *ca.Policy) { p.Conditions.ServicePrincipalRiskLevels = []ca.RiskLevel{ca.RiskHigh} }), []string{"conditions.service_principal_risk_levels"}},

		{"nothing-asked", to(func(p *ca.Policy) { p.GrantControls = nil }), []string{grantControls + "?"}},
		{"block-and-mfa", to(demanding(ca.ControlBlock, ca.ControlMFA)), []string{grantControls}},
		{"block-and-an-unknown", to(demanding(ca.ControlBlock, ca.NotYetKnown)), nil},
		{"block-twice", to(demanding(ca.ControlBlock, "Block")), []string{grantControls}}, // for its capital alone
		{"mfa-and-a-strength", to(func(p *ca.Policy) {
			p.GrantControls.AuthenticationStrength = &ca.AuthenticationStrength{ID: ca.StrengthMFA}
		}), []string{grantControls}},
		{"operator", to(func(p *ca.Policy) { p.GrantControls.Operator = "XOR" }), []string{"grant_controls.operator"}},

		{"password-change", to(change, risky), nil},
		{"password-change-without-risk", to(change), []string{"conditions.user_risk_levels"}},
		{"password-change-for-one-app", to(change, risky, forApps(ca.AppExchangeOnline)), []string{includeApplications}},
		{"password-change-for-an-unknown-app", to(change, risky, forApps(ca.NotYetKnown)), nil},
		{"password-change-and-much-else", to(change, risky, outside(office), onPlatforms(ca.PlatformIOS), deviceFilter(ca.FilterInclude, `device.isCompliant -eq True`), func(p *ca.Policy) {
			p.Conditions.SignInRiskLevels = []ca.RiskLevel{ca.RiskHigh}
			p.GrantControls.BuiltInControls = append(p.GrantControls.BuiltInControls, ca.ControlCompliantDevice)
		}), []string{
			"conditions.devices.device_filter", "conditions.locations.include_locations", "conditions.platforms.include_platforms",
			"conditions.sign_in_risk_levels", grantControls,
		}},

		{"device-registration", to(registering), nil},
		{"device-registration-with-a-filter", to(registering, deviceFilter(ca.FilterInclude, `device.isCompliant -eq True`)), []string{"conditions.devices.device_filter"}},
		{"device-registration-by-browser", to(registering, clients(ca.ClientAppBrowser)), []string{"conditions.client_app_types"}},
		{"device-registration-by-compliance", to(registering, demanding(ca.ControlCompliantDevice)), []string{grantControls}},

		{"sessions-alone", to(everyTime, func(p *ca.Policy) { p.GrantControls = nil }), nil},
		{"resilience-alone", to(session(ca.SessionControls{DisableResilienceDefaults: ptr(true)}), func(p *ca.Policy) { p.GrantControls = nil }), nil},
		{"evaluation-alone", to(session(ca.SessionControls{ContinuousAccessEvaluation: &ca.ContinuousAccessEvaluation{Mode: "disabled"}}), func(p *ca.Policy) { p.GrantControls = nil }), nil},
		{"sessions-that-are-off", to(session(ca.SessionControls{CloudAppSecurity: &ca.CloudAppSecurityControl{IsEnabled: ptr(false)}})), []string{"session_controls"}},
		{"sessions-that-are-off-and-no-grant", to(session(ca.SessionControls{CloudAppSecurity: &ca.CloudAppSecurityControl{IsEnabled: ptr(false)}}), func(p *ca.Policy) { p.GrantControls = nil }), []string{grantControls + "?"}},
		{"a-switch-that-nobody-set", to(session(ca.SessionControls{CloudAppSecurity: &ca.CloudAppSecurityControl{CloudAppSecurityType: "mcasConfigured"}})), nil},
		{"restrictions-in-office", to(session(ca.SessionControls{ApplicationEnforcedRestrictions: &ca.Enabled{IsEnabled: ptr(true)}}), forApps(ca.Office365)), nil},
		{"restrictions-everywhere", to(session(ca.SessionControls{ApplicationEnforcedRestrictions: &ca.Enabled{IsEnabled: ptr(true)}})), []string{"session_controls.application_enforced_restrictions.is_enabled?"}},
		{"persistent-everywhere", to(session(ca.SessionControls{PersistentBrowser: &ca.PersistentBrowserControl{IsEnabled: ptr(true), Mode: "never"}})), nil},
		{"persistent-in-one-app", to(session(ca.SessionControls{PersistentBrowser: &ca.PersistentBrowserControl{IsEnabled: ptr(true), Mode: "never"}}), forApps(ca.AppExchangeOnline)), []string{"session_controls.persistent_browser.is_enabled?"}},
		{"frequency-without-a-time", to(session(ca.SessionControls{SignInFrequency: &ca.SignInFrequency{IsEnabled: ptr(true)}})), []string{signInFrequency + ".value"}},
		{"every-time-and-hours", to(session(ca.SessionControls{SignInFrequency: &ca.SignInFrequency{IsEnabled: ptr(true), FrequencyInterval: "everyTime", Value: ptr(4), Type: "hours"}})), []string{signInFrequency + ".value"}},
		{"every-time-and-resilience", to(everyTime, func(p *ca.Policy) { p.SessionControls.DisableResilienceDefaults = ptr(false) }), []string{signInFrequency + ".frequency_interval"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := attributes(ValidatePolicy(policy("", "Policy", c.policy...)))
			slices.Sort(got)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestValidateNamedLocation(t *testing.T) {
	t.Parallel()
	addresses := func(ranges ...string) ca.NamedLocation {
		l := ca.NamedLocation{DisplayName: "Place", Kind: ca.LocationIP}
		for _, r := range ranges {
			l.IPRanges = append(l.IPRanges, ca.IPRange{CIDR: r})
		}
		return l
	}
	countries := func(codes ...string) ca.NamedLocation {
		return ca.NamedLocation{DisplayName: "Place", Kind: ca.LocationCountry, CountriesAndRegions: codes}
	}
	for _, c := range []struct {
		name     string
		location ca.NamedLocation
		want     []string
	}{
		{"addresses", addresses("203.0.113.0/24", "2001:db8::/32", "11.0.0.0/8"), nil},
		{"no-address", addresses(), []string{"ip.ip_ranges"}},
		{"no-range", addresses("203.0.113.7"), []string{"ip.ip_ranges"}},
		{"too-large", addresses("202.0.0.0/7"), []string{"ip.ip_ranges"}},
		{"private", addresses("10.0.0.0/8", "fd00::/8"), []string{"ip.ip_ranges?"}},
		{"private-and-public", addresses("10.0.0.0/8", "203.0.113.0/24"), nil},
		{"private-and-unknown", addresses("10.0.0.0/8", ca.NotYetKnown), nil},
		{"unknown", addresses(ca.NotYetKnown), nil},
		{"countries", countries("NO", "se", ca.NotYetKnown), nil},
		{"no-country", countries(), []string{"country.countries_and_regions"}},
		{"not-a-country", countries("NO", "UK", "Norway"), []string{"country.countries_and_regions", "country.countries_and_regions"}},
		{"no-name", ca.NamedLocation{Kind: ca.LocationCountry, CountriesAndRegions: []string{"NO"}}, []string{"display_name"}},
		{"another-kind", ca.NamedLocation{DisplayName: "Place", Kind: ca.LocationCompliantNetwork}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, attributes(ValidateNamedLocation(c.location))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestNothingIsRefusedWhileUnknown: a policy of which nothing is known yet raises nothing, and nothing panics.
func TestNothingIsRefusedWhileUnknown(t *testing.T) {
	t.Parallel()
	unknown := []string{ca.NotYetKnown}
	p := ca.Policy{DisplayName: ca.NotYetKnown, State: ca.NotYetKnown}
	p.Conditions = ca.Conditions{
		Users:        ca.Users{IncludeUsers: unknown, ExcludeUsers: unknown, IncludeGroups: unknown, ExcludeGroups: unknown, IncludeRoles: unknown, ExcludeRoles: unknown},
		Applications: ca.Applications{IncludeApplications: unknown, ExcludeApplications: unknown},
		Platforms:    &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.NotYetKnown}, ExcludePlatforms: []ca.Platform{ca.NotYetKnown}},
		Locations:    &ca.LocationCondition{IncludeLocations: unknown, ExcludeLocations: unknown},
		Devices:      &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.NotYetKnown, Rule: ca.NotYetKnown}},

		ClientAppTypes: []ca.ClientApp{ca.NotYetKnown}, UserRiskLevels: []ca.RiskLevel{ca.NotYetKnown}, SignInRiskLevels: []ca.RiskLevel{ca.NotYetKnown},
		InsiderRiskLevels: unknown, AuthenticationFlows: &ca.AuthenticationFlows{TransferMethods: unknown},
	}
	p.GrantControls = &ca.GrantControls{
		Operator: ca.NotYetKnown, BuiltInControls: []ca.BuiltInControl{ca.NotYetKnown}, TermsOfUse: unknown, CustomAuthenticationFactors: unknown,
		AuthenticationStrength: &ca.AuthenticationStrength{ID: ca.NotYetKnown},
	}
	if got := ValidatePolicy(p); len(got) != 0 {
		t.Errorf("validated: %v", attributes(got))
	}
	if diff := cmp.Diff([]string{"EG090"}, ruleIDs(judged(settings(), create(p)))); diff != "" {
		t.Error(diff)
	}
	if got := len(unknownPaths(p)); got != 25 {
		t.Errorf("%d attributes are found to be unknown: %v", got, unknownPaths(p))
	}
}
