package engine

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func grants(controls ...ca.BuiltInControl) func(*ca.Policy) {
	return func(p *ca.Policy) {
		p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, BuiltInControls: controls}
	}
}

func TestWhatIfMeets(t *testing.T) {
	t.Parallel()
	managed := func(properties map[string]ca.Property) func(*ca.SignIn) {
		return func(s *ca.SignIn) { s.Conditions.Device = &ca.Device{ID: "d1", Properties: properties} }
	}
	passwordOnly := func(o *ca.Tenant) {
		o.Methods[alice] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}}
		o.MethodsPolicy = ca.Known(ca.AuthenticationMethodsPolicy{Configurations: []ca.MethodConfiguration{
			{ID: "Sms", State: "enabled", IncludeTargets: []ca.MethodTarget{{ID: ca.AllUsersTarget}}},
		}})
	}
	strength := func(id string) func(*ca.Policy) {
		return func(p *ca.Policy) {
			p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, AuthenticationStrength: &ca.AuthenticationStrength{ID: id}}
		}
	}
	for _, c := range []struct {
		name   string
		tenant func(*ca.Tenant)
		policy func(*ca.Policy)
		signIn func(*ca.SignIn)
		want   Outcome
		why    string // a part of what the first control says
	}{
		{"block", nil, nil, nil, Denied, "blocks"},
		{"nothing-asked", nil, func(p *ca.Policy) { p.GrantControls = nil }, nil, Allowed, ""},
		{"mfa", nil, grants(ca.ControlMFA), nil, Allowed, "microsoftAuthenticatorPush + password"},
		{"mfa-registers", passwordOnly, grants(ca.ControlMFA), nil, Allowed, "registers a method at sign-in"},
		{"mfa-methods-not-read", func(o *ca.Tenant) { delete(o.Methods, alice) }, grants(ca.ControlMFA), nil, Open, "read the authentication methods"},
		{"mfa-while-registering", passwordOnly, grants(ca.ControlMFA), func(s *ca.SignIn) {
			s.Context = ca.SignInContext{UserAction: ca.UserActionRegisterSecurityInfo}
		}, Allowed, "registers a method at sign-in"},
		{"mfa-of-the-registration-itself", passwordOnly, func(p *ca.Policy) {
			grants(ca.ControlMFA)(p)
			p.Conditions.Applications = ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}
		}, func(s *ca.SignIn) { s.Context = ca.SignInContext{UserAction: ca.UserActionRegisterSecurityInfo} }, Denied, "asked for before one can be registered"},
		{"mfa-by-a-legacy-client", nil, grants(ca.ControlMFA), func(s *ca.SignIn) { s.Conditions.ClientApp = ca.ClientAppOther }, Denied, "without modern authentication"},
		{"mfa-by-a-guest", func(o *ca.Tenant) {
			u := o.Users.Value()[alice]
			u.UserType, u.UserPrincipalName = "Guest", "alice_other#EXT#@contoso.onmicrosoft.com"
			o.Users.Value()[alice] = u
		}, grants(ca.ControlMFA), nil, Open, "where the account lives"},
		{"block-of-an-outsider", nil, nil, func(s *ca.SignIn) { s.Identity = ca.SignInIdentity{ExternalUserType: "serviceProvider"} }, Denied, "blocks"},
		{"strength", nil, strength(ca.StrengthMFA), nil, Allowed, "microsoftAuthenticatorPush + password"},
		{"strength-not-met", passwordOnly, strength(ca.StrengthPhishingResistant), nil, Denied, "no method of the account meets it"},
		{"compliant-without-a-device", nil, grants(ca.ControlCompliantDevice), nil, Denied, "the sign-in has no device"},
		{"compliant", nil, grants(ca.ControlCompliantDevice), managed(map[string]ca.Property{"isCompliant": {Values: []string{"true"}}, "displayName": {Values: []string{"ALICE-1"}}}),
			Allowed, `"ALICE-1" is compliant`},
		{"not-compliant", nil, grants(ca.ControlCompliantDevice), managed(map[string]ca.Property{"isCompliant": {Values: []string{"false"}}, "displayName": {}}), Denied, "is not compliant"},
		{"compliance-not-stated", nil, grants(ca.ControlCompliantDevice), managed(map[string]ca.Property{"trustType": {}, "model": {}}), Open, "isCompliant"},
		{"hybrid-joined", nil, grants(ca.ControlDomainJoinedDevice), managed(map[string]ca.Property{"trustType": {Values: []string{"ServerAD"}}, "model": {}}), Allowed, "hybrid joined"},
		{"application-on-windows", nil, grants(ca.ControlApprovedApplication), nil, Denied, "only iOS and Android"},
		{"application-platform-not-stated", nil, grants(ca.ControlApprovedApplication), func(s *ca.SignIn) { s.Conditions.Platform = "" }, Open, "application"},
		{"or", nil, grants(ca.ControlCompliantDevice, ca.ControlMFA), nil, Allowed, "the sign-in has no device"},
		{"and", nil, func(p *ca.Policy) {
			grants(ca.ControlCompliantDevice, ca.ControlMFA)(p)
			p.GrantControls.Operator = ca.OperatorAND
		}, nil, Denied, "the sign-in has no device"},
		{"terms", nil, func(p *ca.Policy) { p.GrantControls = &ca.GrantControls{TermsOfUse: []string{"t1"}} }, nil, Open, "terms of use"},
		{"report-only-block", nil, func(p *ca.Policy) { p.State = ca.StateReportOnly }, nil, Allowed, "blocks"},
		{"token-protection-of-a-native-client", nil, func(p *ca.Policy) {
			p.GrantControls = nil
			p.SessionControls = &ca.SessionControls{SecureSignInSession: &ca.Enabled{IsEnabled: yes()}}
		}, func(s *ca.SignIn) { s.Conditions.ClientApp = ca.ClientAppMobileAndDesktop }, Open, ""},
		{"block-with-token-protection", nil, func(p *ca.Policy) {
			p.SessionControls = &ca.SessionControls{SecureSignInSession: &ca.Enabled{IsEnabled: yes()}}
		}, func(s *ca.SignIn) { s.Conditions.ClientApp = ca.ClientAppMobileAndDesktop }, Denied, "blocks"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			report, got := asked(t, c.tenant, c.policy, c.signIn)
			if report.Outcome != c.want {
				t.Fatalf("is %s, want %s: %+v", report.Outcome, c.want, got)
			}
			if (report.Outcome == Open) != (len(report.MissingFacts) > 0) {
				t.Errorf("is %s and misses %+v", report.Outcome, report.MissingFacts)
			}
			said := ""
			if len(got.Controls) > 0 {
				said = got.Controls[0].Why
			}
			if !strings.Contains(said, c.why) || (len(got.Controls) > 0 && said == "") {
				t.Errorf("says %q, which lacks %q", said, c.why)
			}
		})
	}
}

// TestWhatIfRegistrationShut has a newcomer who would have to register, and may do so from an office alone.
func TestWhatIfRegistrationShut(t *testing.T) {
	t.Parallel()
	mfa := blockEverybody(grants(ca.ControlMFA))
	office1 := blockEverybody(func(p *ca.Policy) {
		p.ID, p.DisplayName = "p2", "Register at the office"
		p.Conditions.Applications = ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{"l1"}}
	})
	o := office(mfa, office1)
	o.NamedLocations = ca.Known([]ca.NamedLocation{
		{ID: "l1", DisplayName: "Oslo", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "203.0.113.0/24"}}},
	})
	o.Methods[alice] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}}
	o.MethodsPolicy = ca.Known(ca.AuthenticationMethodsPolicy{Configurations: []ca.MethodConfiguration{
		{ID: "Sms", State: "enabled", IncludeTargets: []ca.MethodTarget{{ID: ca.AllUsersTarget}}},
	}})
	for address, want := range map[string]struct {
		outcome Outcome
		why     string
	}{
		"203.0.113.9":  {Allowed, "registers a method at sign-in"},
		"198.51.100.9": {Denied, `no registered method meets it, and "Register at the office" keeps one from being registered`},
		"":             {Open, `state the address: "Register at the office" looks at it`},
	} {
		t.Run("at-"+address, func(t *testing.T) {
			t.Parallel()
			report, err := WhatIf(Question{Tenant: o}, browse(func(s *ca.SignIn) { s.Conditions.Address = address }))
			if err != nil {
				t.Fatal(err)
			}
			if why := report.Policies[0].Controls[0].Why; report.Outcome != want.outcome || !strings.Contains(why, want.why) {
				t.Errorf("is %s, because %q; want %s, because %q", report.Outcome, why, want.outcome, want.why)
			}
		})
	}
}

func TestWhatIfAccount(t *testing.T) {
	t.Parallel()
	no := false
	for _, c := range []struct {
		name    string
		enabled *bool
		want    Outcome
	}{{"enabled", yes(), Allowed}, {"disabled", &no, Denied}, {"not-read", nil, Open}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			report, _ := asked(t, func(o *ca.Tenant) {
				u := o.Users.Value()[alice]
				u.AccountEnabled = c.enabled
				o.Users.Value()[alice] = u
			}, grants(), nil)
			if report.Outcome != c.want || (report.Barred != "") != (c.want == Denied) {
				t.Errorf("is %s (%s), want %s", report.Outcome, report.Barred, c.want)
			}
		})
	}
}

func TestWhatIfAssumes(t *testing.T) {
	t.Parallel()
	report, _ := asked(t, nil, func(p *ca.Policy) {
		grants(ca.ControlCompliantDevice, ca.ControlMFA)(p)
		p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskNone}
	}, nil)
	want := []string{"user risk none, which the sign-in does not state", "no device, which the sign-in does not state"}
	if diff := cmp.Diff(want, report.Assumptions); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestWhatIfPoliciesNotRead(t *testing.T) {
	t.Parallel()
	o := office()
	o.Policies = ca.Fact[[]ca.Policy]{}
	report, err := WhatIf(Question{Tenant: o}, browse(nil))
	if err != nil || report.Outcome != Open || len(report.MissingFacts) == 0 {
		t.Errorf("is %s, %+v, %v; want open", report.Outcome, report.MissingFacts, err)
	}
}

func TestWhatIfRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		signIn func(*ca.SignIn)
		want   string
	}{
		"nobody":           {func(s *ca.SignIn) { s.Identity = ca.SignInIdentity{} }, "signInIdentity names nobody"},
		"unknown-user":     {func(s *ca.SignIn) { s.Identity.UserID = "eve@contoso.example" }, `the tenant has no user "eve@contoso.example"`},
		"two-contexts":     {func(s *ca.SignIn) { s.Context.AuthenticationContext = "c1" }, "more than one"},
		"private-address":  {func(s *ca.SignIn) { s.Conditions.Address = "10.0.0.1" }, "not a public address"},
		"unknown-device":   {func(s *ca.SignIn) { s.Conditions.Device = &ca.Device{ID: "d9"} }, "no device d9 is registered"},
		"two-who-sign-in":  {func(s *ca.SignIn) { s.Identity.ServicePrincipalID = "x" }, "ask about one of them"},
		"nothing-asked-of": {func(s *ca.SignIn) { s.Context = ca.SignInContext{} }, "signInContext names nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := WhatIf(Question{Tenant: office()}, browse(c.signIn))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one that says %q", err, c.want)
			}
		})
	}
	if _, err := WhatIf(Question{}, browse(nil)); err == nil {
		t.Error("answers without a tenant")
	}
}
