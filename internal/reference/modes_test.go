package reference

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestModes asks whether a method that Ada has registered can be presented as a mode.
func TestModes(t *testing.T) {
	t.Parallel()
	kind := func(k string) []ca.AuthenticationMethod { return []ca.AuthenticationMethod{{Kind: k}} }
	phone := func(phoneType string) []ca.AuthenticationMethod {
		return []ca.AuthenticationMethod{{Kind: ca.MethodPhone, PhoneType: phoneType}}
	}
	for _, c := range []struct {
		name    string
		methods []ca.AuthenticationMethod
		mode    ca.Mode
		want    value
	}{
		{"password", kind(ca.MethodPassword), ca.ModePassword, yes},
		{"no-password", kind(ca.MethodFIDO2), ca.ModePassword, no},
		{"no-method-at-all", kind(ca.MethodEmail)[:0], ca.ModePassword, no},
		{"mobile-phone", phone("mobile"), ca.ModeSMS, yes},
		{"mobile-phone-rings", phone("mobile"), ca.ModeVoice, yes},
		{"office-phone", phone("office"), ca.ModeSMS, no},
		{"office-phone-rings", phone("office"), ca.ModeVoice, yes},
		{"authenticator", kind(ca.MethodMicrosoftAuthenticator), ca.ModeMicrosoftAuthenticatorPush, yes},
		{"authenticator-code", kind(ca.MethodMicrosoftAuthenticator), ca.ModeSoftwareOATH, unknown},
		{"authenticator-without-password", kind(ca.MethodMicrosoftAuthenticator), ca.ModeDeviceBasedPush, unknown},
		{"software-code", kind(ca.MethodSoftwareOATH), ca.ModeSoftwareOATH, yes},
		{"hardware-code", kind(ca.MethodHardwareOATH), ca.ModeHardwareOATH, yes},
		{"hardware-code-is-no-software-code", kind(ca.MethodHardwareOATH), ca.ModeSoftwareOATH, no},
		{"qr-code", kind(ca.MethodQRCodePIN), ca.ModeQRCodePIN, yes},
		{"hello-without-a-device", kind(ca.MethodWindowsHello), ca.ModeWindowsHelloForBusiness, no},
		{"platform-credential-on-windows", kind(ca.MethodPlatformCredential), ca.ModeWindowsHelloForBusiness, no},
		{"temporary-pass", kind(ca.MethodTemporaryAccessPass), ca.ModeTemporaryAccessPassOneTime, unknown},
		{"email", kind(ca.MethodEmail), ca.ModeEmail, no},
		{"external", kind(ca.MethodExternal), ca.ModeSMS, no},
		{"new-method", kind("#microsoft.graph.new"), ca.ModeSMS, unknown},
		{"new-method-and-email", kind("#microsoft.graph.new"), ca.ModeEmail, no},
		{"methods-not-read", nil, ca.ModeSMS, unknown},
		{"password-without-methods", nil, ca.ModePassword, yes},
		{"certificate", kind(ca.MethodPassword), ca.ModeX509MultiFactor, unknown},
		{"federated-in-a-managed-domain", kind(ca.MethodPassword), ca.ModeFederatedMultiFactor, no},
		{"new-mode", kind(ca.MethodPassword), "new", unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := small()
			tenant.MethodsPolicy = ca.Known(allowing(append(allConfigurations, "X509Certificate")...))
			delete(tenant.Methods, ada)
			if c.methods != nil {
				tenant.Methods[ada] = c.methods
			}
			j := newJudge(question(tenant))
			if got := j.mode(c.mode, attempt{SignIn: fromWindows, who: j.person(ada)}); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

func TestHello(t *testing.T) {
	t.Parallel()
	windows := func() ca.Device { return windowsDevice(map[string]ca.Property{}) }
	off := windowsDevice(map[string]ca.Property{"accountEnabled": holding("false")})
	mac := ca.Device{ID: "mac", Properties: map[string]ca.Property{"operatingSystem": holding("MacMDM")}}
	for _, c := range []struct {
		name    string
		devices []ca.Device // the first is the one in use
		method  string
		want    value
	}{
		{"the-only-windows-device", []ca.Device{windows(), mac}, ca.MethodWindowsHello, yes},
		{"one-of-two", []ca.Device{windows(), windows()}, ca.MethodWindowsHello, unknown},
		{"the-other-is-disabled", []ca.Device{windows(), off}, ca.MethodWindowsHello, yes},
		{"not-windows", []ca.Device{mac}, ca.MethodWindowsHello, no},
		{"platform-credential-on-a-mac", []ca.Device{mac}, ca.MethodPlatformCredential, unknown},
		{"platform-credential-on-windows", []ca.Device{windows()}, ca.MethodPlatformCredential, no},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := small()
			tenant.Devices[ada] = c.devices
			tenant.Methods[ada] = []ca.AuthenticationMethod{{Kind: c.method}}
			j := newJudge(question(tenant))
			s := fromWindows
			s.Device, s.Platform = &tenant.Devices[ada][0], c.devices[0].Platform()
			if got := j.mode(ca.ModeWindowsHelloForBusiness, attempt{SignIn: s, who: j.person(ada)}); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
	t.Run("devices-not-read", func(t *testing.T) {
		t.Parallel()
		tenant := small()
		tenant.Devices = nil
		tenant.Methods[ada] = []ca.AuthenticationMethod{{Kind: ca.MethodWindowsHello}}
		j := newJudge(question(tenant))
		s := fromWindows
		s.Device = &ca.Device{}
		if got := j.mode(ca.ModeWindowsHelloForBusiness, attempt{SignIn: s, who: j.person(ada)}); got != unknown {
			t.Errorf("got %d, want unknown", got)
		}
	})
}

// TestMethodsPolicy cuts a mobile phone's SMS by one configuration.
func TestMethodsPolicy(t *testing.T) {
	t.Parallel()
	all := []ca.MethodTarget{{ID: ca.AllUsersTarget, TargetType: "group"}}
	of := func(group string) []ca.MethodTarget { return []ca.MethodTarget{{ID: group, TargetType: "group"}} }
	for _, c := range []struct {
		name          string
		configuration ca.MethodConfiguration
		want          value
	}{
		{"everybody", ca.MethodConfiguration{ID: "sms", State: "enabled", IncludeTargets: all}, yes},
		{"disabled", ca.MethodConfiguration{ID: "Sms", State: "disabled", IncludeTargets: all}, no},
		{"not-listed", ca.MethodConfiguration{ID: "Voice", State: "enabled", IncludeTargets: all}, no},
		{"new-state", ca.MethodConfiguration{ID: "Sms", State: "new", IncludeTargets: all}, unknown},
		{"her-group", ca.MethodConfiguration{ID: "Sms", State: "enabled", IncludeTargets: of("hers")}, yes},
		{"another-group", ca.MethodConfiguration{ID: "Sms", State: "enabled", IncludeTargets: of("theirs")}, no},
		{"unread-group", ca.MethodConfiguration{ID: "Sms", State: "enabled", IncludeTargets: of("unread")}, unknown},
		{"excluded", ca.MethodConfiguration{ID: "Sms", State: "enabled", IncludeTargets: all, ExcludeTargets: of("hers")}, no},
		{"no-target", ca.MethodConfiguration{ID: "Sms", State: "enabled"}, no},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := small()
			tenant.Methods[ada] = []ca.AuthenticationMethod{{Kind: ca.MethodPhone, PhoneType: "mobile"}}
			for _, id := range []string{"hers", "theirs", "unread"} {
				tenant.Groups.Value()[id] = ca.Group{ID: id}
			}
			tenant.GroupMembers["hers"] = []ca.Member{{ID: ada, Kind: kindUser}}
			tenant.GroupMembers["theirs"] = []ca.Member{}
			tenant.MethodsPolicy = ca.Known(ca.AuthenticationMethodsPolicy{Configurations: []ca.MethodConfiguration{c.configuration}})
			j := newJudge(question(tenant))
			if got := j.mode(ca.ModeSMS, attempt{SignIn: fromWindows, who: j.person(ada)}); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

// TestKeys asks whether a key counts under what the methods policy and a strength say.
func TestKeys(t *testing.T) {
	t.Parallel()
	restrict := func(how string, aaguids ...string) *ca.KeyRestrictions {
		return &ca.KeyRestrictions{IsEnforced: true, EnforcementType: how, AAGUIDs: aaguids}
	}
	allow := func(aaguids ...string) []ca.CombinationConfiguration {
		return []ca.CombinationConfiguration{{Kind: ca.ConfigurationFIDO2, AllowedAAGUIDs: aaguids}}
	}
	for _, c := range []struct {
		name         string
		aaguid       string
		restrictions *ca.KeyRestrictions
		strength     []ca.CombinationConfiguration
		want         value
	}{
		{"any-key", "a", nil, nil, yes},
		{"kind-not-read-and-nothing-asked", "", nil, nil, yes},
		{"kind-not-read", "", nil, allow("a"), unknown},
		{"allowed", "A", restrict("allow", "a"), nil, yes},
		{"not-allowed", "b", restrict("allow", "a"), nil, no},
		{"blocked", "a", restrict("block", "A"), nil, no},
		{"not-blocked", "b", restrict("block", "a"), nil, yes},
		{"new-restriction", "a", restrict("new", "a"), nil, unknown},
		{"not-enforced", "b", &ca.KeyRestrictions{EnforcementType: "allow"}, nil, yes},
		{"in-the-strength", "a", nil, allow("A", "b"), yes},
		{"not-in-the-strength", "c", nil, allow("a", "b"), no},
		{"in-one-of-two-configurations", "a", nil, append(allow("a"), allow("b")...), no},
		{"strength-not-yet-known", "c", nil, allow("a", ca.NotYetKnown), unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := small()
			tenant.Methods[ada] = []ca.AuthenticationMethod{{Kind: ca.MethodFIDO2, AAGUID: c.aaguid}}
			policy := allowing("Fido2")
			policy.Configurations[0].KeyRestrictions = c.restrictions
			tenant.MethodsPolicy = ca.Known(policy)
			j := newJudge(question(tenant))
			s := ca.AuthenticationStrength{CombinationConfigurations: c.strength}
			if got := j.fido2(s, attempt{SignIn: fromWindows, who: j.person(ada)}); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

// TestRestrictedCombinations: certificates are not modelled, and neither is a configuration of a new kind.
func TestRestrictedCombinations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		combination string
		kind        string
		appliesTo   []string
		want        value
	}{
		{"certificate", "x509CertificateMultiFactor", ca.ConfigurationX509, []string{"x509CertificateMultiFactor"}, unknown},
		{"every-certificate", "x509CertificateMultiFactor", ca.ConfigurationX509, nil, unknown},
		{"another-certificate", "x509CertificateMultiFactor", ca.ConfigurationX509, []string{"x509CertificateSingleFactor"}, no},
		{"certificate-with-a-password", "x509CertificateSingleFactor,password", ca.ConfigurationX509, []string{"password, x509CertificateSingleFactor"}, unknown},
		{"certificate-named-alone", "password,x509CertificateSingleFactor", ca.ConfigurationX509, []string{"x509CertificateSingleFactor"}, unknown},
		{"no-certificate", "fido2", ca.ConfigurationX509, nil, no},
		{"new-kind", "fido2", "#microsoft.graph.new", nil, unknown},
		{"new-kind-for-others", "fido2", "#microsoft.graph.new", []string{"password,sms"}, no},
		{"new-kind-for-nobody-knows-what", "fido2", "#microsoft.graph.new", []string{ca.NotYetKnown}, unknown},
	} {
		configurations := []ca.CombinationConfiguration{{Kind: c.kind, AppliesToCombinations: c.appliesTo}}
		if got := restricted(ca.SplitModes(c.combination), configurations); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}
