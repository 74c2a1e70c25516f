package engine

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestMethodsPresentModes: what a registered method is worth to a strength of one combination, and that without
// it nothing is.
func TestMethodsPresentModes(t *testing.T) {
	t.Parallel()
	mac := laptop("mac", "true", "AzureAd")
	mac.Properties["operatingSystem"] = ca.Property{Values: []string{"MacMDM"}}
	for _, c := range []struct {
		name, kind, phone string
		devices           []ca.Device
		combination       string
		want              Verdict
	}{
		{"password", ca.MethodPassword, "", nil, "password", Reachable},
		{"authenticator-push", ca.MethodMicrosoftAuthenticator, "", nil, "password,microsoftAuthenticatorPush", Reachable},
		{"authenticator-device", ca.MethodMicrosoftAuthenticator, "", nil, "deviceBasedPush", Undecided},
		{"hardware-token", ca.MethodHardwareOATH, "", nil, "password,hardwareOath", Reachable},
		{"qr-code", ca.MethodQRCodePIN, "", nil, "qrCodePin", Reachable},
		{"temporary-pass-once", ca.MethodTemporaryAccessPass, "", nil, "temporaryAccessPassOneTime", Undecided},
		{"temporary-pass-many-times", ca.MethodTemporaryAccessPass, "", nil, "temporaryAccessPassMultiUse", Undecided},
		{"mobile-phone-calls", ca.MethodPhone, "mobile", nil, "password,voice", Reachable},
		{"mobile-phone-messages", ca.MethodPhone, "mobile", nil, "password,sms", Reachable},
		{"office-phone-calls", ca.MethodPhone, "office", nil, "password,voice", Reachable},
		{"office-phone-messages", ca.MethodPhone, "office", nil, "password,sms", Undecided}, // it may be registered
		{"key", ca.MethodFIDO2, "", nil, "fido2", Reachable},
		{"windows-hello", ca.MethodWindowsHello, "", []ca.Device{laptop("windows", "true", "AzureAd")}, "windowsHelloForBusiness", Reachable},
		{"windows-hello-on-a-mac", ca.MethodWindowsHello, "", []ca.Device{mac}, "windowsHelloForBusiness", LockedOut},
		{"platform-credential", ca.MethodPlatformCredential, "", []ca.Device{mac}, "windowsHelloForBusiness", Undecided},
		{"platform-credential-on-windows", ca.MethodPlatformCredential, "", []ca.Device{laptop("windows", "true", "AzureAd")}, "windowsHelloForBusiness", LockedOut},
		{"external", ca.MethodExternal, "", nil, "password,hardwareOath", LockedOut},
		{"email", ca.MethodEmail, "", nil, "password,email", LockedOut},
		{"of-a-kind-nobody-knows", "#microsoft.graph.newAuthenticationMethod", "", nil, "qrCodePin", Undecided},
		{"password-of-a-kind-nobody-knows", "#microsoft.graph.newAuthenticationMethod", "", nil, "federatedMultiFactor", Undecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(blockEverybody(func(p *ca.Policy) {
				p.GrantControls = &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: "strength", AllowedCombinations: []string{c.combination}}}
			}))}
			with := []ca.AuthenticationMethod{{Kind: ca.MethodPassword}, {Kind: c.kind, PhoneType: c.phone}}
			q.Tenant.Methods[alice], q.Tenant.Devices[alice] = with, c.devices
			if r := aliceIn(t, q); r.Verdict != c.want {
				t.Errorf("alice is %s, want %s", r.Verdict, c.want)
			}
			q.Tenant.Methods[alice] = with[:1]
			if r := aliceIn(t, q); r.Verdict == Reachable && c.kind != ca.MethodPassword {
				t.Errorf("alice is %s without the method", r.Verdict)
			}
		})
	}
}

// TestCertificateConfigurations: a configuration about certificates makes those combinations unsure that it names,
// wherever it names them: whole, in any order of their modes, or by one mode that is in them.
func TestCertificateConfigurations(t *testing.T) {
	t.Parallel()
	const single, multi = "x509CertificateSingleFactor", "x509CertificateMultiFactor"
	for _, c := range []struct {
		name, combination string
		appliesTo         []string
		want              Verdict
	}{
		{"every-one", single, nil, Undecided},
		{"this-one", single, []string{single}, Undecided},
		{"another-one", single, []string{multi}, Reachable},
		{"this-one-first", single, []string{single, multi}, Undecided},
		{"this-one-last", single, []string{multi, single}, Undecided},
		{"a-mode-of-it", "password," + single, []string{single}, Undecided},
		{"its-modes-in-another-order", "password," + single, []string{single + ",password"}, Undecided},
		{"one-that-holds-it", single, []string{single + ",password"}, Reachable},
		{"one-that-it-holds", "password,microsoftAuthenticatorPush," + single, []string{single + ",password"}, Reachable},
		{"no-certificate", "password,microsoftAuthenticatorPush", []string{"password,microsoftAuthenticatorPush"}, Reachable},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Assume: ca.Assumptions{CertificateUsers: []string{alice}}, Tenant: office(blockEverybody(func(p *ca.Policy) {
				p.GrantControls = combinations(c.combination)
				p.GrantControls.AuthenticationStrength.CombinationConfigurations = []ca.CombinationConfiguration{
					{Kind: ca.ConfigurationX509, AppliesToCombinations: c.appliesTo},
				}
			}))}
			if r := aliceIn(t, q); r.Verdict != c.want {
				t.Errorf("alice is %s, want %s", r.Verdict, c.want)
			}
		})
	}
}
