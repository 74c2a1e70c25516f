package reference

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestControls asks one sign-in of Ada for what a grant asks.
func TestControls(t *testing.T) {
	t.Parallel()
	controls := func(operator ca.Operator, c ...ca.BuiltInControl) ca.GrantControls {
		return ca.GrantControls{Operator: operator, BuiltInControls: c}
	}
	one := func(c ca.BuiltInControl) ca.GrantControls { return controls("", c) }
	strength := func(s ca.AuthenticationStrength) ca.GrantControls {
		return ca.GrantControls{AuthenticationStrength: &s}
	}
	fromPhone := func(s *SignIn) { s.Platform = ca.PlatformIOS }
	onDevice := func(properties map[string]ca.Property) func(*SignIn) {
		return func(s *SignIn) { d := windowsDevice(properties); s.Device = &d }
	}
	plain := func(*SignIn) {}
	for _, c := range []struct {
		name   string
		grant  ca.GrantControls
		signIn func(*SignIn)
		want   Outcome
	}{
		{"nothing", ca.GrantControls{}, plain, Allowed},
		{"block", one(ca.ControlBlock), plain, Denied},
		{"mfa", one(ca.ControlMFA), plain, Allowed},
		{"compliant-device-and-none", one(ca.ControlCompliantDevice), plain, Denied},
		{"compliant-device", one(ca.ControlCompliantDevice), onDevice(map[string]ca.Property{"isCompliant": holding("true")}), Allowed},
		{"compliant-device-that-is-not", one(ca.ControlCompliantDevice), onDevice(map[string]ca.Property{"isCompliant": {}}), Denied},
		{"compliant-device-not-read", one(ca.ControlCompliantDevice), onDevice(map[string]ca.Property{}), Open},
		{"hybrid-device", one(ca.ControlDomainJoinedDevice), onDevice(map[string]ca.Property{"trustType": holding("serverAD")}), Allowed},
		{"hybrid-device-that-is-not", one(ca.ControlDomainJoinedDevice), onDevice(map[string]ca.Property{"trustType": holding("AzureAd")}), Denied},
		{"approved-application-on-windows", one(ca.ControlApprovedApplication), plain, Denied},
		{"approved-application-on-a-phone", one(ca.ControlApprovedApplication), fromPhone, Open},
		{"protected-application-on-a-phone", one(ca.ControlCompliantApplication), fromPhone, Open},
		{"password-change", one(ca.ControlPasswordChange), plain, Open},
		{"risk-remediation", one(ca.ControlRiskRemediation), plain, Open},
		{"new-control", one("new"), plain, Open},
		{"terms-of-use", ca.GrantControls{TermsOfUse: []string{"terms"}}, plain, Open},
		{"custom-factor", ca.GrantControls{CustomAuthenticationFactors: []string{"factor"}}, plain, Open},
		{"something-new", ca.GrantControls{Extra: ca.Extra{"new": nil}}, plain, Open},
		{"or", controls(ca.OperatorOR, ca.ControlMFA, ca.ControlCompliantDevice), plain, Allowed},
		{"no-operator-is-or", controls("", ca.ControlMFA, ca.ControlCompliantDevice), plain, Allowed},
		{"and", controls(ca.OperatorAND, ca.ControlMFA, ca.ControlCompliantDevice), plain, Denied},
		{"operator-not-yet-known", controls(ca.NotYetKnown, ca.ControlMFA, ca.ControlCompliantDevice), plain, Open},
		{"operator-not-yet-known-and-all-alike", controls(ca.NotYetKnown, ca.ControlBlock, ca.ControlCompliantDevice), plain, Denied},
		{"strength-with-a-key", strength(ca.AuthenticationStrength{ID: ca.StrengthPhishingResistant}), plain, Allowed},
		{"strength-read", strength(ca.AuthenticationStrength{ID: "PHONE", AllowedCombinations: []string{"fido2"}}), plain, Denied},
		{"strength-from-the-policy's-copy", strength(ca.AuthenticationStrength{ID: "gone", AllowedCombinations: []string{"fido2"}}), plain, Allowed},
		{"strength-of-its-own", strength(ca.AuthenticationStrength{AllowedCombinations: []string{"fido2"}}), plain, Allowed},
		{"strength-that-is-gone", strength(ca.AuthenticationStrength{ID: "gone"}), plain, Open},
		{"strength-not-yet-known", strength(ca.AuthenticationStrength{ID: ca.NotYetKnown, AllowedCombinations: []string{"fido2"}}), plain, Open},
		{"strength-that-registering-may-meet", strength(ca.AuthenticationStrength{ID: "code"}), plain, Open},
		{"strength-that-only-registering-may-meet", strength(ca.AuthenticationStrength{ID: "code"}), func(s *SignIn) { s.WithoutRegistering = true }, Denied},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := policy(ca.ControlBlock)
			p.GrantControls = &c.grant
			tenant := small(p)
			tenant.Methods[ada] = append(tenant.Methods[ada], ca.AuthenticationMethod{Kind: ca.MethodFIDO2})
			tenant.Strengths = ca.Known(append([]ca.AuthenticationStrength{
				{ID: "phone", AllowedCombinations: []string{"hardwareOath"}}, {ID: "code", AllowedCombinations: []string{"password,softwareOath"}},
			}, ca.BuiltInStrengths...))
			s := fromWindows
			c.signIn(&s)
			if got := Evaluate(question(tenant), ada, s); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestTermsOfUseAccepted(t *testing.T) {
	t.Parallel()
	p := policy(ca.ControlBlock)
	for id, want := range map[string]Outcome{"terms": Allowed, ca.NotYetKnown: Open} {
		p.GrantControls = &ca.GrantControls{TermsOfUse: []string{id}}
		q := question(small(p))
		q.Assume.TermsOfUseAccepted = true
		if got := Evaluate(q, ada, fromWindows); got != want {
			t.Errorf("%s: got %s, want %s", id, got, want)
		}
	}
}

// TestTokenProtection: it may stop native clients, and never lets anybody in.
func TestTokenProtection(t *testing.T) {
	t.Parallel()
	on := true
	native := fromWindows
	native.Channel, native.Client = ChannelGraph, ca.ClientAppMobileAndDesktop
	for _, c := range []struct {
		name   string
		grant  *ca.GrantControls
		signIn SignIn
		want   Outcome
	}{
		{"browser", nil, fromWindows, Allowed},
		{"native-client", nil, native, Open},
		{"native-client-blocked", &ca.GrantControls{BuiltInControls: []ca.BuiltInControl{ca.ControlBlock}}, native, Denied},
	} {
		p := policy(ca.ControlBlock)
		p.GrantControls = c.grant
		p.SessionControls = &ca.SessionControls{SecureSignInSession: &ca.Enabled{IsEnabled: &on}}
		if got := Evaluate(question(small(p)), ada, c.signIn); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}
