package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// demandedOf is what all policies of a tenant say to alice in a browser, but for the change.
func demandedOf(t *testing.T, q Question, signIn func(*ca.SignIn)) WhatIfReport {
	t.Helper()
	report, err := WhatIf(q, browse(signIn))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// newcomer is a question about an office in which alice has a password alone, and everybody may register one method.
func newcomer(method string, policies ...ca.Policy) Question {
	q := Question{Tenant: office(numbered(policies...)...)}
	q.Tenant.MethodsPolicy = allowing(method)
	q.Tenant.Methods[alice] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}}
	return q
}

// registersInfo makes a sign-in one that registers security information.
func registersInfo(s *ca.SignIn) {
	s.Context = ca.SignInContext{UserAction: ca.UserActionRegisterSecurityInfo}
}

// onLaptop signs in on a device that is compliant, or is not.
func onLaptop(compliant, trust string) func(*ca.SignIn) {
	return func(s *ca.SignIn) {
		d := laptop("hers", compliant, trust)
		s.Conditions.Device = &d
	}
}

// TestWhatIfOperator: controls are joined as the policy says, one being enough where it says nothing; and what is
// missing is what keeps the whole from being known, and no more.
func TestWhatIfOperator(t *testing.T) {
	t.Parallel()
	terms := missed("terms_of_use_accepted", `say in assume that the terms of use of "Block" are accepted`)
	operator := missed("operator", `how "Block" joins its controls is not known`)
	controls := func(operator ca.Operator, terms bool, controls ...ca.BuiltInControl) *ca.GrantControls {
		g := &ca.GrantControls{Operator: operator, BuiltInControls: controls}
		if terms {
			g.TermsOfUse = []string{"terms"}
		}
		return g
	}
	type answer struct {
		Operator ca.Operator
		Met      Value
		Missing  []MissingFact
	}
	for _, c := range []struct {
		name string
		asks *ca.GrantControls
		want answer
	}{
		{"nothing-is-asked", nil, answer{ca.OperatorOR, Yes, nil}},
		{"no-operator-and-one-is-met", controls("", true, ca.ControlMFA), answer{ca.OperatorOR, Yes, nil}},
		{"no-operator-and-none-is-surely-met", controls("", true, ca.ControlCompliantDevice),
			answer{ca.OperatorOR, Unknown, []MissingFact{terms}}},
		{"one-of-them", controls(ca.OperatorOR, true, ca.ControlCompliantDevice), answer{ca.OperatorOR, Unknown, []MissingFact{terms}}},
		{"all-of-them", controls(ca.OperatorAND, true, ca.ControlMFA), answer{ca.OperatorAND, Unknown, []MissingFact{terms}}},
		{"all-of-them-and-one-is-not-met", controls(ca.OperatorAND, true, ca.ControlCompliantDevice), answer{ca.OperatorAND, No, nil}},
		{"not-yet-known", controls(ca.NotYetKnown, false, ca.ControlMFA, ca.ControlCompliantDevice),
			answer{ca.NotYetKnown, Unknown, []MissingFact{operator}}},
		{"not-yet-known-and-one-is-unknown", controls(ca.NotYetKnown, true, ca.ControlMFA),
			answer{ca.NotYetKnown, Unknown, []MissingFact{operator, terms}}},
		{"not-yet-known-of-one-control", controls(ca.NotYetKnown, false, ca.ControlMFA), answer{ca.NotYetKnown, Yes, nil}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, got := asked(t, nil, func(p *ca.Policy) { p.GrantControls = c.asks }, nil)
			if diff := cmp.Diff(c.want, answer{got.Operator, got.Met, got.MissingFacts}, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestWhatIfLegacyClient: a client without modern authentication shows nothing on which something could be presented
// or accepted, and whether it sends a device is not known.
func TestWhatIfLegacyClient(t *testing.T) {
	t.Parallel()
	const cannot = "a client without modern authentication (other) cannot be asked for it"
	device := missed("signInConditions.clientAppType",
		`whether a client without modern authentication meets "compliantDevice" of "Policy 0" is not known`)
	for _, c := range []struct {
		name    string
		asks    *ca.GrantControls
		signIn  func(*ca.SignIn)
		want    ControlAnswer
		missing []MissingFact
	}{
		{"mfa", &ca.GrantControls{BuiltInControls: []ca.BuiltInControl{ca.ControlMFA}}, nil, ControlAnswer{Control: "mfa", Why: cannot}, nil},
		{"strength", combinations("password"), nil, ControlAnswer{Control: "Strength", Why: cannot}, nil},
		{"strength-that-might-be-met", combinations("softwareOath"), nil, ControlAnswer{Control: "Strength", Why: cannot}, nil},
		{"remediation", &ca.GrantControls{BuiltInControls: []ca.BuiltInControl{ca.ControlPasswordChange}}, nil,
			ControlAnswer{Control: "passwordChange", Why: cannot}, nil},
		{"terms", &ca.GrantControls{TermsOfUse: []string{"terms"}}, nil, ControlAnswer{Control: "termsOfUse", Why: cannot}, nil},
		{"compliant", &ca.GrantControls{BuiltInControls: []ca.BuiltInControl{ca.ControlCompliantDevice}}, onLaptop("true", "AzureAD"),
			ControlAnswer{Control: "compliantDevice", Value: Unknown, Why: device.How}, []MissingFact{device}},
		{"not-compliant", &ca.GrantControls{BuiltInControls: []ca.BuiltInControl{ca.ControlCompliantDevice}}, onLaptop("false", "AzureAD"),
			ControlAnswer{Control: "compliantDevice", Why: `"device-hers" is not compliant`}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(numbered(blockEverybody(func(p *ca.Policy) { p.GrantControls = c.asks }))...)}
			q.Assume.TermsOfUseAccepted = true
			got := demandedOf(t, q, func(s *ca.SignIn) {
				if c.signIn != nil {
					c.signIn(s)
				}
				s.Conditions.ClientApp = ca.ClientAppOther
			}).Policies[0]
			want := WhatIfPolicy{Controls: []ControlAnswer{c.want}, Met: c.want.Value, MissingFacts: c.missing}
			said := WhatIfPolicy{Controls: got.Controls, Met: got.Met, MissingFacts: got.MissingFacts}
			if diff := cmp.Diff(want, said, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestWhatIfRegistersOnTheWay: a newcomer who is asked for mfa registers a method in a browser, in the same
// circumstances, past every policy that is enforced there, and past no other.
func TestWhatIfRegistersOnTheWay(t *testing.T) {
	t.Parallel()
	const registers = "registers a method at sign-in"
	const shut = `no registered method meets it, and "Policy 1" keeps one from being registered`
	const nothing = "nothing that is registered or can be registered meets it"
	on := func(clients ...ca.ClientApp) func(*ca.Policy) {
		return func(p *ca.Policy) { p.Conditions.ClientAppTypes = clients }
	}
	in := func(state ca.State) func(*ca.Policy) { return func(p *ca.Policy) { p.State = state } }
	native := func(s *ca.SignIn) { s.Conditions.ClientApp = ca.ClientAppMobileAndDesktop }
	perhaps := func(q *Question) {
		q.Tenant.MethodsPolicy = methodsFor("testers", "Sms")
		q.Tenant.Groups = ca.Known(map[string]ca.Group{"testers": {ID: "testers"}})
	}
	for _, c := range []struct {
		name   string
		policy func(*ca.Policy) // of a block of registering
		change func(*Question)
		signIn func(*ca.SignIn)
		value  Value
		why    string
	}{
		{"registering-is-blocked", nil, nil, nil, No, shut},
		{"registering-is-blocked-in-a-browser", on(ca.ClientAppBrowser), nil, native, No, shut},
		{"registering-is-blocked-by-native-clients", on(ca.ClientAppMobileAndDesktop), nil, native, Yes, registers},
		{"the-block-reports-only", in(ca.StateReportOnly), nil, nil, Yes, registers},
		{"the-block-is-disabled", in(ca.StateDisabled), nil, nil, Yes, registers},
		{"the-state-of-the-block-is-not-known", in(ca.NotYetKnown), nil, nil, Unknown,
			aliceName + ` would have to register a method that meets "mfa"; the state of "Policy 1" is known only when it is applied`},
		{"what-can-be-registered-is-not-known", nil, perhaps, nil, No, shut},
		{"nothing-can-be-registered", in(ca.StateDisabled), func(q *Question) { q.Tenant.MethodsPolicy = allowing() }, nil, No, nothing},
		{"nothing-can-be-registered-and-registering-is-blocked", nil, func(q *Question) { q.Tenant.MethodsPolicy = allowing() }, nil, No,
			nothing},
		{"nothing-can-be-registered-and-the-client-is-old", in(ca.StateDisabled), func(q *Question) { q.Tenant.MethodsPolicy = allowing() },
			func(s *ca.SignIn) { s.Conditions.ClientApp = ca.ClientAppOther }, No, nothing},
		{"methods-not-read-and-the-client-is-old", in(ca.StateDisabled), func(q *Question) { delete(q.Tenant.Methods, alice) },
			func(s *ca.SignIn) { s.Conditions.ClientApp = ca.ClientAppExchangeActiveSync }, No,
			"a client without modern authentication (exchangeActiveSync) cannot be asked for it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := newcomer("Sms", blockEverybody(askMFA), blockEverybody(func(p *ca.Policy) {
				whenRegistering(p)
				if c.policy != nil {
					c.policy(p)
				}
			}))
			if c.change != nil {
				c.change(&q)
			}
			want := []ControlAnswer{{Control: "mfa", Value: c.value, Why: c.why, Registers: c.value == Yes}}
			if diff := cmp.Diff(want, demandedOf(t, q, c.signIn).Policies[0].Controls); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestWhatIfDoubtsRegistering: what keeps it from being known whether a method can be registered is missing where
// registering would help, and nowhere else.
func TestWhatIfDoubtsRegistering(t *testing.T) {
	t.Parallel()
	const own = `say in assume that the terms of use of "Policy 0" are accepted`
	const onTheWay = `say in assume that the terms of use of "Policy 1" are accepted`
	const methods = "read the authentication methods of " + aliceName
	shut := func(p *ca.Policy) { whenRegistering(p) }
	terms := func(p *ca.Policy) { whenRegistering(p); accept(p) }
	unread := func(q *Question) { delete(q.Tenant.Methods, alice) }
	for _, c := range []struct {
		name          string
		first, second func(*ca.Policy)
		change        func(*Question)
		signIn        func(*ca.SignIn)
		want          []string
	}{
		{"mfa-of-a-newcomer", askMFA, terms, nil, nil, []string{aliceName + ` would have to register a method that meets "mfa"`, onTheWay}},
		{"mfa-of-methods-not-read", askMFA, terms, unread, nil, []string{methods, onTheWay}},
		{"mfa-of-methods-not-read-and-nothing-can-be-registered", askMFA, terms, func(q *Question) {
			unread(q)
			q.Tenant.MethodsPolicy = allowing("Fido2")
		}, nil, []string{methods}},
		{"mfa-of-methods-and-a-methods-policy-not-read-and-registering-is-shut", askMFA, shut, func(q *Question) {
			unread(q)
			q.Tenant.MethodsPolicy = ca.Fact[ca.AuthenticationMethodsPolicy]{}
		}, nil, []string{methods}},
		{"mfa-of-a-registering-of-which-the-methods-were-not-read", func(p *ca.Policy) { whenRegistering(p); askMFA(p) }, terms, unread,
			registersInfo, []string{methods}},
		{"strength-of-a-newcomer", func(p *ca.Policy) { p.GrantControls = combinations("password,sms") }, terms, nil, nil,
			[]string{aliceName + ` would have to register a method that meets "Strength"`, onTheWay}},
		{"strength-that-can-be-registered-by-nobody", func(p *ca.Policy) { p.GrantControls = combinations("password,hardwareOath") }, terms,
			nil, nil, nil},
		{"strength-of-methods-not-read", func(p *ca.Policy) { p.GrantControls = combinations("password,sms") }, terms, unread, nil,
			[]string{methods}},
		{"terms", accept, terms, nil, nil, []string{own}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := newcomer("Sms", blockEverybody(c.first), blockEverybody(c.second))
			if c.change != nil {
				c.change(&q)
			}
			var hows []string
			for _, f := range demandedOf(t, q, c.signIn).Policies[0].MissingFacts {
				hows = append(hows, f.How)
			}
			if diff := cmp.Diff(c.want, hows); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestWhatIfAsksPrincipal: what a service principal is asked for beside a block cannot be seen to be met.
func TestWhatIfAsksPrincipal(t *testing.T) {
	t.Parallel()
	q := Question{Tenant: pipelineTenant(blockEverybody(func(p *ca.Policy) { ofWorkloads(p); askMFA(p) }))}
	got := demandedOf(t, q, asPipeline)
	want := []MissingFact{missed("control", `"Block" asks a service principal for "mfa", which it cannot be seen to meet`)}
	if diff := cmp.Diff(want, got.MissingFacts); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

const pipelineID = "50000000-0000-0000-0000-000000000001"

// pipelineTenant is an office with a service principal of its own.
func pipelineTenant(policies ...ca.Policy) *ca.Tenant {
	o := office(policies...)
	o.ID = "t"
	o.ServicePrincipals = ca.Known(map[string]ca.ServicePrincipal{pipelineID: {
		ID: pipelineID, DisplayName: "Pipeline", ServicePrincipalType: "Application", SignInAudience: "AzureADMyOrg", AppOwnerOrganizationID: "t",
		AccountEnabled: yes(),
	}})
	return o
}

// ofWorkloads makes a policy mean the service principals of the tenant.
func ofWorkloads(p *ca.Policy) {
	p.Conditions.Users = ca.Users{IncludeUsers: []string{ca.None}}
	p.Conditions.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
}

func asPipeline(s *ca.SignIn) { s.Identity = ca.SignInIdentity{ServicePrincipalID: pipelineID} }
