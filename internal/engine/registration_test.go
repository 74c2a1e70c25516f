package engine

import (
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// whenRegistering makes a policy concern the registering of a method alone.
func whenRegistering(p *ca.Policy) {
	p.Conditions.Applications = ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}
}

func askMFA(p *ca.Policy) { p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlMFA} }

// TestRegistrationSignIn: who has only a password and is asked for more gets in where a method can be registered on
// the way; what is asked of that sign-in itself is met by registering only where it is mfa, and asked for by a policy
// for all resources.
func TestRegistrationSignIn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*ca.Policy)
		want   Verdict
	}{
		{"mfa-for-browsers", func(p *ca.Policy) { p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppBrowser}; askMFA(p) }, Reachable},
		{"a-strength-for-browsers", func(p *ca.Policy) {
			p.Conditions.ClientAppTypes, p.GrantControls = []ca.ClientApp{ca.ClientAppBrowser}, phishingResistant()
		}, Undecided},
		{"a-device-for-browsers", func(p *ca.Policy) {
			p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppBrowser}
			p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlCompliantDevice}
		}, LockedOut},
		{"mfa-for-registering", func(p *ca.Policy) { whenRegistering(p); askMFA(p) }, LockedOut},
		{"mfa-for-an-action-not-yet-known", func(p *ca.Policy) {
			p.Conditions.Applications = ca.Applications{IncludeUserActions: []string{ca.NotYetKnown}}
			askMFA(p)
		}, Undecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(numbered(blockEverybody(askMFA), blockEverybody(c.change))...)}
			q.Tenant.MethodsPolicy = allowing("Sms")
			q.Tenant.Methods[alice] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}}
			r := aliceIn(t, q)
			if r.Verdict != c.want || (r.Witness != nil && !r.Witness.Registers) {
				t.Errorf("alice is %s, want %s: %+v", r.Verdict, c.want, r.Witness)
			}
		})
	}
}

// TestRegistrationIsDoubtedWhereItMatters: what keeps a method from being registered is missing only where a method
// would help.
func TestRegistrationIsDoubtedWhereItMatters(t *testing.T) {
	t.Parallel()
	const (
		group   = "readers"
		readers = "read the members of group readers, and of the groups in it"
		unsure  = `alice@contoso.onmicrosoft.com would have to register a method that meets "mfa"`
		first   = `say in assume that the terms of use of "Policy 0" are accepted`
		last    = `say in assume that the terms of use of "Policy 2" are accepted`
	)
	ofReaders := func(p *ca.Policy) {
		p.Conditions.Users.IncludeUsers, p.Conditions.Users.IncludeGroups = nil, []string{group}
	}
	for _, c := range []struct {
		name          string
		first, second func(*ca.Policy) // beside a third, that asks whoever registers a method for terms of use
		registered    []ca.AuthenticationMethod
		want          []string
	}{
		{"nothing-is-registered", ofReaders, askMFA, nil, []string{unsure, readers, last}},
		{"what-is-asked-is-met", accept, askMFA, []ca.AuthenticationMethod{{Kind: ca.MethodMicrosoftAuthenticator}}, []string{first}},
		{"what-is-asked-cannot-be-met", ofReaders, nil, nil, []string{readers}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			second := c.second
			if second == nil {
				second = func(p *ca.Policy) { p.State = ca.StateDisabled }
			}
			q := Question{Tenant: office(numbered(blockEverybody(c.first), blockEverybody(second),
				blockEverybody(func(p *ca.Policy) { whenRegistering(p); accept(p) }))...)}
			q.Tenant.MethodsPolicy = allowing("Sms", "MicrosoftAuthenticator")
			q.Tenant.Groups = ca.Known(map[string]ca.Group{group: {ID: group}})
			q.Tenant.Methods[alice] = append([]ca.AuthenticationMethod{{Kind: ca.MethodPassword}}, c.registered...)
			r := aliceIn(t, q)
			var hows []string
			for _, f := range r.MissingFacts {
				hows = append(hows, f.How)
			}
			if r.Verdict != Undecided || !slices.Equal(hows, c.want) {
				t.Errorf("alice is %s, and missing is %q, want %q", r.Verdict, hows, c.want)
			}
		})
	}
}

// TestStrengthOnTheWayToRegister: where a method can be registered only past a strength that no method of the person
// meets, that strength is what is missing.
func TestStrengthOnTheWayToRegister(t *testing.T) {
	t.Parallel()
	q := Question{Tenant: office(numbered(blockEverybody(askMFA), blockEverybody(func(p *ca.Policy) {
		p.Conditions.ClientAppTypes, p.GrantControls = []ca.ClientApp{ca.ClientAppBrowser}, combinations("fido2")
	}))...)}
	q.Tenant.MethodsPolicy = allowing("Sms")
	q.Tenant.Methods[alice] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}}
	r := aliceIn(t, q)
	want := []MissingFact{
		missed("authenticationMethods", aliceName+` would have to register a method that meets "Strength"`),
		missed("authenticationMethods", aliceName+` would have to register a method that meets "mfa"`),
	}
	if r.Verdict != Undecided || !slices.Equal(r.MissingFacts, want) {
		t.Errorf("alice is %s, and missing is %q, want %q", r.Verdict, r.MissingFacts, want)
	}
}
