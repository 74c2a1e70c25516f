package engine

import (
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestPresented: a witness shows what is asked for in its sign-in and nothing else, in the plainest way, and says whether a
// method is registered on the way: only where nothing that is there meets the policy.
func TestPresented(t *testing.T) {
	t.Parallel()
	const password, push, sms, qrCode = ca.ModePassword, ca.ModeMicrosoftAuthenticatorPush, ca.ModeSMS, ca.ModeQRCodePIN
	own, authenticator := ca.AuthenticationMethod{Kind: ca.MethodPassword}, ca.AuthenticationMethod{Kind: ca.MethodMicrosoftAuthenticator}
	phone := ca.AuthenticationMethod{Kind: ca.MethodPhone, PhoneType: "mobile"}
	with := func(more ...ca.AuthenticationMethod) []ca.AuthenticationMethod {
		return append([]ca.AuthenticationMethod{own}, more...)
	}
	ask := func(operator ca.Operator, strength *ca.GrantControls, controls ...ca.BuiltInControl) ca.Policy {
		return blockEverybody(func(p *ca.Policy) {
			p.GrantControls = &ca.GrantControls{Operator: operator, BuiltInControls: controls}
			if strength != nil {
				p.GrantControls.AuthenticationStrength = strength.AuthenticationStrength
			}
		})
	}
	mfa, compliant := ca.ControlMFA, ca.ControlCompliantDevice
	onAndroid := ask(ca.OperatorOR, nil, mfa)
	onAndroid.Conditions.Platforms = onPlatforms(ca.PlatformAndroid)
	for _, c := range []struct {
		name      string
		policies  []ca.Policy
		methods   []ca.AuthenticationMethod
		want      []ca.Mode
		registers bool
	}{
		{"nothing-is-asked", nil, with(authenticator), []ca.Mode{password}, false},
		{"mfa", []ca.Policy{ask(ca.OperatorOR, nil, mfa)}, with(authenticator), []ca.Mode{push, password}, false},
		{"mfa-on-another-platform", []ca.Policy{onAndroid}, with(authenticator), []ca.Mode{password}, false},
		{"mfa-to-be-registered", []ca.Policy{ask(ca.OperatorOR, nil, mfa)}, with(), []ca.Mode{password}, true},
		{"mfa-or-what-is-in-hand", []ca.Policy{ask(ca.OperatorOR, nil, mfa, compliant), ask(ca.OperatorOR, nil, compliant)},
			with(), []ca.Mode{password}, false},
		{"mfa-and-what-is-in-hand", []ca.Policy{ask(ca.OperatorAND, nil, mfa, compliant)}, with(), []ca.Mode{password}, true},
		{"mfa-to-be-registered-and-a-strength", []ca.Policy{ask(ca.OperatorAND, combinations("qrCodePin"), mfa)},
			with(ca.AuthenticationMethod{Kind: ca.MethodQRCodePIN}), []ca.Mode{qrCode}, true},
		{"the-shortest-combination", []ca.Policy{ask(ca.OperatorOR, combinations("password,microsoftAuthenticatorPush,sms", "password,sms"))},
			with(authenticator, phone), []ca.Mode{password, sms}, false},
		{"the-first-of-the-shortest", []ca.Policy{ask(ca.OperatorOR, combinations("password,sms", "password,voice"))},
			with(phone), []ca.Mode{password, sms}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(numbered(c.policies...)...)}
			q.Tenant.Methods[alice], q.Tenant.Devices[alice] = c.methods, []ca.Device{laptop("hers", "true", "AzureAd")}
			q.Tenant.MethodsPolicy = allowing("MicrosoftAuthenticator", "Sms", "Voice", "QRCodePin")
			w := aliceIn(t, q).Witness
			if w == nil {
				t.Fatal("alice has no witness")
			}
			if !slices.Equal(w.Modes, c.want) || w.Registers != c.registers {
				t.Errorf("alice presents %v, registers: %t, want %v, %t", w.Modes, w.Registers, c.want, c.registers)
			}
		})
	}
}
