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
	read := ca.Known(ca.AuthenticationMethodsPolicy{Configurations: []ca.MethodConfiguration{
		{ID: "Fido2", State: "enabled", IncludeTargets: []ca.MethodTarget{{TargetType: "group", ID: ca.AllUsersTarget}}},
	}})
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

func phishingResistant() *ca.GrantControls {
	return &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: ca.StrengthPhishingResistant}}
}
