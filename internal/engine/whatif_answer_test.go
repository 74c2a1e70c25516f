package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestWhatIfAnswers: of every control it is said with what the account meets it, or why it does not.
func TestWhatIfAnswers(t *testing.T) {
	t.Parallel()
	const push = ca.ModeMicrosoftAuthenticatorPush
	with := func(kinds ...string) func(*Question) {
		return func(q *Question) {
			var methods []ca.AuthenticationMethod
			for _, kind := range kinds {
				methods = append(methods, ca.AuthenticationMethod{Kind: kind, AAGUID: "de1e552d-db1d-4423-a619-566b625cdc84"})
			}
			q.Tenant.Methods[alice] = methods
		}
	}
	passwordAlone := func(q *Question) { with(ca.MethodPassword)(q); q.Tenant.MethodsPolicy = allowing() }
	accepted := func(q *Question) { q.Assume.TermsOfUseAccepted = true }
	certified := func(q *Question) { q.Assume.CertificateUsers = []string{alice} }
	strength := func(list ...string) func(*ca.Policy) {
		return func(p *ca.Policy) { p.GrantControls = combinations(list...) }
	}
	for _, c := range []struct {
		name   string
		change func(*Question)
		asks   func(*ca.Policy)
		signIn func(*ca.SignIn)
		want   []ControlAnswer
	}{
		{"nothing", nil, func(p *ca.Policy) { p.GrantControls = nil }, nil, nil},
		{"mfa-by-two-modes", nil, grants(ca.ControlMFA), nil,
			[]ControlAnswer{{"mfa", Yes, "microsoftAuthenticatorPush + password", []ca.Mode{push, ca.ModePassword}, false}}},
		{"mfa-by-one-mode", with(ca.MethodPassword, ca.MethodFIDO2), grants(ca.ControlMFA), nil,
			[]ControlAnswer{{"mfa", Yes, "fido2", []ca.Mode{ca.ModeFIDO2}, false}}},
		{"mfa-by-an-external-method", with(ca.MethodPassword, ca.MethodExternal), grants(ca.ControlMFA), nil,
			[]ControlAnswer{{"mfa", Yes, "an external method", nil, false}}},
		{"mfa-by-a-method-that-is-registered", func(q *Question) { *q = newcomer("Sms", q.Tenant.Policies.Value()...) },
			grants(ca.ControlMFA), nil,
			[]ControlAnswer{{"mfa", Yes, "registers a method at sign-in", nil, true}}},
		{"strength-by-two-modes", nil, strength("fido2", "password,microsoftAuthenticatorPush"), nil,
			[]ControlAnswer{{"Strength", Yes, "microsoftAuthenticatorPush + password", []ca.Mode{push, ca.ModePassword}, false}}},
		{"strength-by-a-certificate", certified, strength("x509CertificateSingleFactor"), nil,
			[]ControlAnswer{{"Strength", Yes, "x509CertificateSingleFactor", []ca.Mode{ca.ModeX509SingleFactor}, false}}},
		{"strength-that-is-not-met", passwordAlone, strength("fido2"), nil,
			[]ControlAnswer{{Control: "Strength", Why: "no method of the account meets it"}}},
		{"terms-accepted", accepted, accept, nil,
			[]ControlAnswer{{Control: "termsOfUse", Value: Yes, Why: "accepted, as assume.terms_of_use_accepted says"}}},
		{"device-of-both-kinds", nil, grants(ca.ControlCompliantDevice, ca.ControlDomainJoinedDevice), onLaptop("true", "ServerAD"),
			[]ControlAnswer{
				{Control: "compliantDevice", Value: Yes, Why: `"device-hers" is compliant`},
				{Control: "domainJoinedDevice", Value: Yes, Why: `"device-hers" is hybrid joined`},
			}},
		{"device-of-neither-kind", nil, grants(ca.ControlCompliantDevice, ca.ControlDomainJoinedDevice), onLaptop("false", "AzureAD"),
			[]ControlAnswer{
				{Control: "compliantDevice", Why: `"device-hers" is not compliant`},
				{Control: "domainJoinedDevice", Why: `"device-hers" is not hybrid joined`},
			}},
		{"no-device", nil, grants(ca.ControlCompliantDevice, ca.ControlDomainJoinedDevice), nil, []ControlAnswer{
			{Control: "compliantDevice", Why: "the sign-in has no device"},
			{Control: "domainJoinedDevice", Why: "the sign-in has no device"},
		}},
		{"remediation-without-mfa", passwordAlone, grants(ca.ControlPasswordChange, ca.ControlRiskRemediation), nil, []ControlAnswer{
			{Control: "passwordChange", Why: "it needs multifactor authentication first, and no method of the account meets that"},
			{Control: "riskRemediation", Why: "it needs multifactor authentication first, and no method of the account meets that"},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(blockEverybody(c.asks))}
			if c.change != nil {
				c.change(&q)
			}
			if diff := cmp.Diff(c.want, demandedOf(t, q, c.signIn).Policies[0].Controls); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestWhatIfTakesForGranted: what the sign-in does not state, and what the operator said, is named where a policy that
// counts or is written down looks at it, each once.
func TestWhatIfTakesForGranted(t *testing.T) {
	t.Parallel()
	const (
		userRisk      = "user risk none, which the sign-in does not state"
		signInRisk    = "sign-in risk none, which the sign-in does not state"
		principalRisk = "service principal risk none, which the sign-in does not state"
		noDevice      = "no device, which the sign-in does not state"
		certificate   = "a certificate, stated in assume.certificate_users"
		terms         = "terms of use accepted, stated in assume.terms_of_use_accepted"
	)
	// looks is a policy that looks at everything that may be left unstated.
	looks := func(change func(*ca.Policy)) ca.Policy {
		return blockEverybody(func(p *ca.Policy) {
			p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh}
			p.Conditions.SignInRiskLevels = []ca.RiskLevel{ca.RiskHigh}
			p.Conditions.ServicePrincipalRiskLevels = []ca.RiskLevel{ca.RiskHigh}
			p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: `device.model -eq "X"`}}
			if change != nil {
				change(p)
			}
		})
	}
	in := func(state ca.State) func(*ca.Policy) { return func(p *ca.Policy) { p.State = state } }
	byCertificate := func(list ...string) func(*ca.Policy) {
		return func(p *ca.Policy) { p.GrantControls = combinations(list...) }
	}
	stated := func(s *ca.SignIn) {
		s.Conditions.UserRisk, s.Conditions.SignInRisk, s.Conditions.ServicePrincipalRisk = ca.RiskLow, ca.RiskLow, ca.RiskLow
		onLaptop("true", "AzureAD")(s)
	}
	principalStated := func(s *ca.SignIn) { asPipeline(s); s.Conditions.ServicePrincipalRisk = ca.RiskLow }
	said := ca.Assumptions{TermsOfUseAccepted: true, CertificateUsers: []string{alice}}
	for _, c := range []struct {
		name     string
		policies []ca.Policy
		assume   ca.Assumptions
		signIn   func(*ca.SignIn)
		want     []string
	}{
		{"nothing-is-looked-at", []ca.Policy{blockEverybody(nil)}, said, nil, nil},
		{"nothing-is-asked", []ca.Policy{blockEverybody(func(p *ca.Policy) { p.GrantControls = nil })}, said, nil, nil},
		{"nothing-is-stated", []ca.Policy{looks(nil)}, said, nil, []string{userRisk, signInRisk, noDevice}},
		{"everything-is-stated", []ca.Policy{looks(nil)}, said, stated, nil},
		{"written-down", []ca.Policy{looks(in(ca.StateReportOnly))}, said, nil, []string{userRisk, signInRisk, noDevice}},
		{"perhaps-enabled", []ca.Policy{looks(in(ca.NotYetKnown))}, said, nil, []string{userRisk, signInRisk, noDevice}},
		{"disabled", []ca.Policy{looks(in(ca.StateDisabled))}, said, nil, nil},
		{"compliant-device", []ca.Policy{blockEverybody(grants(ca.ControlCompliantDevice))}, said, nil, []string{noDevice}},
		{"joined-device", []ca.Policy{blockEverybody(grants(ca.ControlDomainJoinedDevice))}, said, nil, []string{noDevice}},
		{"principal-that-nothing-is-looked-at-of", []ca.Policy{blockEverybody(nil)}, said, asPipeline, nil},
		{"principal-that-states-nothing", []ca.Policy{looks(nil)}, said, asPipeline, []string{principalRisk}},
		{"principal-that-states-its-risk", []ca.Policy{looks(nil)}, said, principalStated, nil},

		{"certificate-of-one-factor", []ca.Policy{blockEverybody(byCertificate("x509CertificateSingleFactor"))}, said, nil,
			[]string{certificate}},
		{"certificate-of-several-factors", []ca.Policy{blockEverybody(byCertificate("x509CertificateMultiFactor"))}, said, nil,
			[]string{certificate}},
		{"certificate-that-is-not-needed", []ca.Policy{blockEverybody(byCertificate("password"))}, said, nil, nil},
		{"terms", []ca.Policy{blockEverybody(accept)}, said, nil, []string{terms}},
		{"terms-that-nobody-said-are-accepted", []ca.Policy{blockEverybody(accept)}, ca.Assumptions{}, nil, nil},
		{"terms-for-somebody-else",
			[]ca.Policy{blockEverybody(func(p *ca.Policy) { accept(p); p.Conditions.Users.IncludeUsers = []string{bob} })}, said, nil, nil},
		{"terms-that-are-perhaps-asked-for", []ca.Policy{blockEverybody(func(p *ca.Policy) { accept(p); p.State = ca.NotYetKnown })}, said,
			nil, []string{terms}},
		{"each-once-in-the-order-of-the-policies", []ca.Policy{
			blockEverybody(accept), blockEverybody(byCertificate("x509CertificateMultiFactor")), blockEverybody(accept),
			blockEverybody(byCertificate("x509CertificateSingleFactor")), looks(nil),
		}, said, nil, []string{userRisk, signInRisk, noDevice, terms, certificate}},
		{"policy-that-does-not-apply-before-one-that-does", []ca.Policy{
			blockEverybody(func(p *ca.Policy) { p.Conditions.Users.IncludeUsers = []string{bob} }), blockEverybody(accept),
		}, said, nil, []string{terms}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			report := demandedOf(t, Question{Tenant: pipelineTenant(numbered(c.policies...)...), Assume: c.assume}, c.signIn)
			if diff := cmp.Diff(c.want, report.Assumptions); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestWhatIfDenies: a policy alone denies a sign-in where it is enforced, surely applies and surely cannot be met.
func TestWhatIfDenies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		state        ca.State
		applies, met Value
		want         bool
	}{
		{"cannot-be-met", ca.StateEnabled, Yes, No, true},
		{"perhaps-enforced", ca.NotYetKnown, Yes, No, true},
		{"can-be-met", ca.StateEnabled, Yes, Yes, false},
		{"can-perhaps-be-met", ca.StateEnabled, Yes, Unknown, false},
		{"perhaps-applies", ca.StateEnabled, Unknown, No, false},
		{"does-not-apply", ca.StateEnabled, No, No, false},
		{"reports-only", ca.StateReportOnly, Yes, No, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := (WhatIfPolicy{State: c.state, Applies: c.applies, Met: c.met}).Denies(); got != c.want {
				t.Errorf("denies is %t, want %t", got, c.want)
			}
		})
	}
}

// TestWhatIfThrough: the dependency that brings a policy in is named where its other conditions match, or may, whatever
// its state.
func TestWhatIfThrough(t *testing.T) {
	t.Parallel()
	const exchange = "Exchange Online, an early-bound dependency of Azure portal"
	for _, c := range []struct {
		name   string
		policy func(*ca.Policy)
		want   string
	}{
		{"applies", nil, exchange},
		{"perhaps-applies", func(p *ca.Policy) { p.Conditions.Users = ca.Users{IncludeUsers: []string{ca.NotYetKnown}} }, exchange},
		{"would-if-it-were-enabled", func(p *ca.Policy) { p.State = ca.StateDisabled }, exchange},
		{"concerns-somebody-else", func(p *ca.Policy) { p.Conditions.Users.IncludeUsers = []string{bob} }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, got := asked(t, nil, func(p *ca.Policy) {
				p.Conditions.Applications.IncludeApplications = []string{ca.AppExchangeOnline}
				if c.policy != nil {
					c.policy(p)
				}
			}, func(s *ca.SignIn) { s.Context.Applications = []string{ca.AppAzurePortal} })
			if got.Through != c.want {
				t.Errorf("applies through %q, want %q", got.Through, c.want)
			}
		})
	}
}

// TestWhatIfAccountNotRead: whether an account may sign in at all is missing, by where it is read.
func TestWhatIfAccountNotRead(t *testing.T) {
	t.Parallel()
	o := pipelineTenant()
	u, s := o.Users.Value()[alice], o.ServicePrincipals.Value()[pipelineID]
	u.AccountEnabled, s.AccountEnabled = nil, nil
	o.Users.Value()[alice], o.ServicePrincipals.Value()[pipelineID] = u, s
	for _, c := range []struct {
		name   string
		signIn func(*ca.SignIn)
		want   MissingFact
	}{
		{"user", nil, missed("users", "read accountEnabled of "+aliceName+": a disabled account cannot sign in")},
		{"service-principal", asPipeline, missed("servicePrincipals", "read accountEnabled of Pipeline: a disabled account cannot sign in")},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			report := demandedOf(t, Question{Tenant: o}, c.signIn)
			if diff := cmp.Diff([]MissingFact{c.want}, report.MissingFacts); diff != "" || report.Outcome != Open {
				t.Errorf("is %s (-want +got)\n%s", report.Outcome, diff)
			}
		})
	}
}
