package engine

import (
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestMethodsTakenAsAllowed: where nobody read which methods the tenant allows, a witness says that it rests on
// those of the person being among them.
func TestMethodsTakenAsAllowed(t *testing.T) {
	t.Parallel()
	read := allowing("Fido2")
	key := ca.AuthenticationMethod{Kind: ca.MethodFIDO2}
	for _, c := range []struct {
		name   string
		policy ca.Fact[ca.AuthenticationMethodsPolicy]
		asks   []ca.Policy
		want   string
	}{
		{"not-read", ca.Fact[ca.AuthenticationMethodsPolicy]{}, numbered(blockEverybody(func(p *ca.Policy) { p.GrantControls = phishingResistant() })),
			"fido2 allowed by the authentication methods policy, which was not read"},
		{"read", read, numbered(blockEverybody(func(p *ca.Policy) { p.GrantControls = phishingResistant() })), ""},
		{"not-read-and-a-password-is-enough", ca.Fact[ca.AuthenticationMethodsPolicy]{}, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(c.asks...)}
			q.Tenant.MethodsPolicy = c.policy
			q.Tenant.Methods = map[string][]ca.AuthenticationMethod{alice: {key, {Kind: ca.MethodPassword}}}
			r := aliceIn(t, q)
			want := []string{"user risk none", "sign-in risk none"}
			if c.want != "" {
				want = append(want, c.want)
			}
			if r.Verdict != Reachable || !slices.Equal(r.Assumptions, want) {
				t.Errorf("alice is %s, and it rests on %q, want %q", r.Verdict, r.Assumptions, want)
			}
		})
	}
}

// TestWitnessRestsOn: a witness says everything that it takes from the operator, and nothing that it does not need.
func TestWitnessRestsOn(t *testing.T) {
	t.Parallel()
	ask := func(change func(*ca.Policy)) []ca.Policy { return numbered(blockEverybody(change)) }
	outside := func(location string) []ca.Policy {
		return ask(func(p *ca.Policy) { p.Conditions.Locations = locations([]string{ca.All}, []string{location}) })
	}
	control := func(controls ...ca.BuiltInControl) []ca.Policy {
		return ask(func(p *ca.Policy) { p.GrantControls.BuiltInControls = controls })
	}
	strength := func(combination string) []ca.Policy {
		return ask(func(p *ca.Policy) { p.GrantControls = combinations(combination) })
	}
	const certificate, terms = "a certificate, stated in assume.certificate_users", "terms of use accepted, stated in assume.terms_of_use_accepted"
	for _, c := range []struct {
		name     string
		policies []ca.Policy
		assume   ca.Assumptions
		want     []string // beside what is said of risk
	}{
		{"nothing", nil, ca.Assumptions{}, nil},
		{"address-and-country", outside(headOffice.ID), ca.Assumptions{Networks: []ca.Network{{Address: "40.1.1.1", Country: "NO"}}},
			[]string{"network 40.1.1.1 (NO), stated in assume.networks"}},
		{"address-alone", outside(headOffice.ID), ca.Assumptions{Networks: []ca.Network{{Address: "40.1.1.1"}}},
			[]string{"network 40.1.1.1, stated in assume.networks"}},
		{"country-alone", outside(norway.ID), ca.Assumptions{Networks: []ca.Network{{Country: "NO"}}},
			[]string{"network NO, at an address in no named range, stated in assume.networks"}},
		{"network-that-is-not-needed", nil, ca.Assumptions{Networks: []ca.Network{{Address: "40.1.1.1", Country: "NO"}}}, nil},
		{"platform", nil, ca.Assumptions{Platforms: []ca.Platform{ca.PlatformLinux}}, []string{"platform linux, stated in assume.platforms"}},
		{"platform-of-a-device", control(ca.ControlCompliantDevice), ca.Assumptions{Platforms: []ca.Platform{ca.PlatformLinux}}, nil},
		{"certificate-of-one-factor", strength("x509CertificateSingleFactor"), ca.Assumptions{CertificateUsers: []string{alice}}, []string{certificate}},
		{"certificate-of-several-factors", strength("x509CertificateMultiFactor"), ca.Assumptions{CertificateUsers: []string{alice}}, []string{certificate}},
		{"certificate-that-is-not-needed", strength("password"), ca.Assumptions{CertificateUsers: []string{alice}}, nil},
		{"terms", ask(accept), ca.Assumptions{TermsOfUseAccepted: true}, []string{terms}},
		{"terms-that-are-not-asked-for", control(ca.ControlMFA), ca.Assumptions{TermsOfUseAccepted: true}, nil},
		{"terms-for-somebody-else", ask(func(p *ca.Policy) { p.Conditions.Users.IncludeUsers = []string{bob}; accept(p) }),
			ca.Assumptions{TermsOfUseAccepted: true}, nil},
		{"terms-or-what-is-met", ask(func(p *ca.Policy) {
			p.GrantControls.BuiltInControls, p.GrantControls.TermsOfUse = []ca.BuiltInControl{ca.ControlMFA}, []string{"terms"}
		}), ca.Assumptions{}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(c.policies...), Assume: c.assume}
			q.Tenant.MethodsPolicy = allowing("MicrosoftAuthenticator", "X509Certificate")
			q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{headOffice, norway})
			q.Tenant.Devices[alice] = []ca.Device{laptop("hers", "true", "AzureAd")}
			r := aliceIn(t, q)
			if want := append([]string{"user risk none", "sign-in risk none"}, c.want...); r.Verdict != Reachable || !slices.Equal(r.Assumptions, want) {
				t.Errorf("alice is %s, and it rests on %q, want %q", r.Verdict, r.Assumptions, want)
			}
		})
	}
}

// allowing is a methods policy that was read and lets everybody use some methods, and nobody the others.
func allowing(configurations ...string) ca.Fact[ca.AuthenticationMethodsPolicy] {
	var all []ca.MethodConfiguration
	for _, id := range configurations {
		all = append(all, ca.MethodConfiguration{
			ID: id, State: "enabled", IncludeTargets: []ca.MethodTarget{{TargetType: "group", ID: ca.AllUsersTarget}},
		})
	}
	return ca.Known(ca.AuthenticationMethodsPolicy{Configurations: all})
}

// combinations asks for a strength of these combinations.
func combinations(list ...string) *ca.GrantControls {
	return &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: "strength", DisplayName: "Strength", AllowedCombinations: list}}
}

func phishingResistant() *ca.GrantControls {
	return &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: ca.StrengthPhishingResistant}}
}
