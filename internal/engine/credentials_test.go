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

// noRegistering lets nobody register a method on the way.
func noRegistering() ca.Policy {
	return blockEverybody(func(p *ca.Policy) {
		p.ID, p.DisplayName = "registering", "Nobody registers"
		p.Conditions.Applications = ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}
	})
}

// combining is a policy that asks everybody for one of some combinations, with keys of some AAGUIDs alone where any are given.
func combining(combination string, aaguids ...string) ca.Policy {
	return blockEverybody(func(p *ca.Policy) {
		p.GrantControls = combinations(combination)
		if len(aaguids) > 0 {
			p.GrantControls.AuthenticationStrength.CombinationConfigurations = []ca.CombinationConfiguration{{Kind: ca.ConfigurationFIDO2, AllowedAAGUIDs: aaguids}}
		}
	})
}

// permitting is a methods policy that lets everybody in a target use one method, and nobody any other.
func permitting(id, target string, keys *ca.KeyRestrictions) ca.Fact[ca.AuthenticationMethodsPolicy] {
	return ca.Known(ca.AuthenticationMethodsPolicy{Configurations: []ca.MethodConfiguration{
		{ID: id, State: "enabled", IncludeTargets: []ca.MethodTarget{{TargetType: "group", ID: target}}, KeyRestrictions: keys},
	}})
}

// TestAuthenticatorAlone: an Authenticator surely asks for approval. Whether it also makes codes, or is bound to its
// device, is not known, and where nothing can be registered neither is taken for sure nor ruled out.
func TestAuthenticatorAlone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, combination string
		want              Verdict
	}{
		{"push", "password,microsoftAuthenticatorPush", Reachable},
		{"codes", "password,softwareOath", Undecided},
		{"device", "deviceBasedPush", Undecided},
		{"hardware-codes", "password,hardwareOath", LockedOut},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if r := aliceIn(t, Question{Tenant: office(combining(c.combination), noRegistering())}); r.Verdict != c.want {
				t.Errorf("alice is %s, want %s", r.Verdict, c.want)
			}
		})
	}
}

// TestNobodyPresentsWhatAnotherHas: of two people who differ in one thing that they can present, each is judged by
// what is theirs, whichever of them comes first.
func TestNobodyPresentsWhatAnotherHas(t *testing.T) {
	t.Parallel()
	const allowed, other, group = "90a3ccdf-635c-4729-a248-9b709135078f", "2fc0579f-8113-47ea-b116-bb5a8db9202a", "pilots"
	password := ca.AuthenticationMethod{Kind: ca.MethodPassword}
	with := func(methods ...ca.AuthenticationMethod) []ca.AuthenticationMethod {
		return append([]ca.AuthenticationMethod{password}, methods...)
	}
	key := func(aaguid string) ca.AuthenticationMethod {
		return ca.AuthenticationMethod{Kind: ca.MethodFIDO2, AAGUID: aaguid}
	}
	hello, platform := ca.AuthenticationMethod{Kind: ca.MethodWindowsHello}, ca.AuthenticationMethod{Kind: ca.MethodPlatformCredential}
	pc, mac := []ca.Device{laptop("pc", "true", "AzureAd")}, []ca.Device{laptop("mac", "true", "AzureAd")}
	mac[0].Properties["operatingSystem"] = ca.Property{Values: []string{"MacMDM"}}
	mfa := blockEverybody(func(p *ca.Policy) { p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlMFA} })
	fido2, fido2Allowed, withHello := combining("fido2"), combining("fido2", allowed), combining("windowsHelloForBusiness")
	text, external := combining("password,sms"), ca.AuthenticationMethod{Kind: ca.MethodExternal}
	var notRead []ca.AuthenticationMethod
	for _, c := range []struct {
		name     string
		asks     ca.Policy
		one, two []ca.AuthenticationMethod
		device   []ca.Device // each has one like it
		permits  ca.Fact[ca.AuthenticationMethodsPolicy]
		inGroup  bool    // the first one alone
		want     Verdict // for the first one; the other one is locked out
	}{
		{name: "windows-hello", asks: withHello, one: with(hello), two: with(), device: pc, want: Reachable},
		{name: "windows-hello-and-platform-credential", asks: withHello, one: with(hello), two: with(platform), device: pc, want: Reachable},
		{name: "platform-credential", asks: withHello, one: with(platform), two: with(), device: mac, want: Undecided},
		{name: "key", asks: fido2, one: with(key(allowed)), two: with(), want: Reachable},
		{name: "key-that-looks-like-two", asks: fido2Allowed, one: with(key("x"), key(allowed)), two: with(key("x\x00\x02" + allowed)), want: Reachable},
		{name: "another-key", asks: fido2Allowed, one: with(key(allowed)), two: with(key(other)), want: Reachable},
		{name: "one-key-more", asks: fido2Allowed, one: with(key(other), key(allowed)), two: with(key(other)), want: Reachable},
		{name: "key-of-an-unread-kind", asks: fido2Allowed, one: with(key("")), two: with(key(other)), want: Undecided},
		{name: "external", asks: mfa, one: with(external), two: with(), permits: permitting("Sms", group, nil), want: Reachable},
		{name: "unread-keys", asks: fido2, one: notRead, two: notRead, permits: permitting("Fido2", group, nil), inGroup: true, want: Undecided},
		{name: "registrable", asks: text, one: with(), two: with(), permits: permitting("Sms", group, nil), inGroup: true, want: Undecided},
	} {
		for _, order := range []struct{ name, one, two string }{{"first", alice, bob}, {"second", bob, alice}} {
			t.Run(c.name+"-of-the-"+order.name, func(t *testing.T) {
				t.Parallel()
				q := Question{Tenant: office(c.asks)}
				q.Tenant.Methods = map[string][]ca.AuthenticationMethod{order.one: c.one, order.two: c.two}
				if c.one == nil {
					q.Tenant.Methods = nil
				}
				q.Tenant.Devices = map[string][]ca.Device{alice: c.device, bob: c.device}
				q.Tenant.MethodsPolicy = c.permits
				q.Tenant.Groups = ca.Known(map[string]ca.Group{group: {ID: group}})
				q.Tenant.GroupMembers = map[string][]ca.Member{group: {}}
				if c.inGroup {
					q.Tenant.GroupMembers[group] = []ca.Member{{ID: order.one, Kind: "#microsoft.graph.user"}}
				}
				want := map[string]Verdict{order.one: c.want, order.two: LockedOut}
				for _, r := range Decide(q).Repairers {
					if r.Verdict != want[r.User.ID] {
						t.Errorf("%s is %s, want %s", r.User.UserPrincipalName, r.Verdict, want[r.User.ID])
					}
				}
			})
		}
	}
}

// TestKeyAmongThoseNotYetKnown: where a list of AAGUIDs has one that is known only when it is applied, a key that is
// not on it may be, and one that is on it is.
func TestKeyAmongThoseNotYetKnown(t *testing.T) {
	t.Parallel()
	const mine, other = "90a3ccdf-635c-4729-a248-9b709135078f", "2fc0579f-8113-47ea-b116-bb5a8db9202a"
	restricted := func(kind string, aaguids ...string) *ca.KeyRestrictions {
		return &ca.KeyRestrictions{IsEnforced: true, EnforcementType: kind, AAGUIDs: aaguids}
	}
	for _, c := range []struct {
		name     string
		strength []string
		policy   *ca.KeyRestrictions
		want     Verdict
	}{
		{"on-the-list", []string{ca.NotYetKnown, mine}, nil, Reachable},
		{"not-on-the-list", []string{other}, nil, LockedOut},
		{"perhaps-on-the-list", []string{other, ca.NotYetKnown}, nil, Undecided},
		{"allowed", nil, restricted("allow", ca.NotYetKnown, mine), Reachable},
		{"not-allowed", nil, restricted("allow", other), LockedOut},
		{"perhaps-allowed", nil, restricted("allow", ca.NotYetKnown), Undecided},
		{"blocked", nil, restricted("block", ca.NotYetKnown, mine), LockedOut},
		{"not-blocked", nil, restricted("block", other), Reachable},
		{"perhaps-blocked", nil, restricted("block", ca.NotYetKnown), Undecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(combining("fido2", c.strength...))}
			q.Tenant.MethodsPolicy = permitting("Fido2", ca.AllUsersTarget, c.policy)
			q.Tenant.Methods[alice] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}, {Kind: ca.MethodFIDO2, AAGUID: mine}}
			if r := aliceIn(t, q); r.Verdict != c.want {
				t.Errorf("alice is %s, want %s", r.Verdict, c.want)
			}
		})
	}
}

// TestUnreadMethodsMayBeExternal: among methods that were not read there may be an external one, which is enough for
// mfa where no combination is.
func TestUnreadMethodsMayBeExternal(t *testing.T) {
	t.Parallel()
	q := Question{Tenant: office(blockEverybody(func(p *ca.Policy) { p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlMFA} }))}
	certificates := ca.AuthenticationStrength{ID: ca.StrengthMFA, AllowedCombinations: []string{"x509CertificateMultiFactor"}}
	q.Tenant.Strengths = ca.Known([]ca.AuthenticationStrength{certificates})
	q.Tenant.MethodsPolicy = ca.Known(ca.AuthenticationMethodsPolicy{})
	if r := aliceIn(t, q); r.Verdict != LockedOut {
		t.Errorf("alice has no external method, and is %s", r.Verdict)
	}
	delete(q.Tenant.Methods, alice)
	if r := aliceIn(t, q); r.Verdict != Undecided {
		t.Errorf("alice may have an external method, and is %s", r.Verdict)
	}
}
