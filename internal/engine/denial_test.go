package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// combined makes a policy ask for several controls together.
func combined(operator ca.Operator, controls ...ca.BuiltInControl) func(*ca.Policy) {
	return func(p *ca.Policy) { p.GrantControls = &ca.GrantControls{Operator: operator, BuiltInControls: controls} }
}

// saidOf is what each policy of a core is said to ask for, and why that is not met.
func saidOf(t *testing.T, core []Denial) []string {
	t.Helper()
	var said []string
	for _, d := range core {
		if d.PolicyID != strings.ToLower(strings.ReplaceAll(d.Policy, " ", "-")) {
			t.Errorf("%q is not %s", d.Policy, d.PolicyID)
		}
		said = append(said, fmt.Sprintf("%s, %s: %s", d.Policy, d.Control, d.Why))
	}
	return said
}

// authenticatorForAll lets everybody register an Authenticator, and nothing else.
func authenticatorForAll() ca.Fact[ca.AuthenticationMethodsPolicy] {
	return ca.Known(ca.AuthenticationMethodsPolicy{Configurations: []ca.MethodConfiguration{
		{ID: "MicrosoftAuthenticator", State: "enabled", IncludeTargets: []ca.MethodTarget{{TargetType: "group", ID: ca.AllUsersTarget}}},
	}})
}

// TestDenialsOfLockout: of every policy of a core the controls are told that cannot be met, and why, and nothing that is
// not so of this person.
func TestDenialsOfLockout(t *testing.T) {
	t.Parallel()
	const (
		mfa, compliant, joined = ca.ControlMFA, ca.ControlCompliantDevice, ca.ControlDomainJoinedDevice
		approved, protected    = ca.ControlApprovedApplication, ca.ControlCompliantApplication
		registeringBlocked     = "Policy 1, block: keeps a first method from being registered: blocks"
		nothingMeetsMFA        = "needs multifactor authentication, and nothing that is registered or can be registered meets it"
		elsewhere              = "and whatever would meet it is denied for another reason"
	)
	ask := func(operator ca.Operator, controls ...ca.BuiltInControl) ca.Policy {
		return blockEverybody(combined(operator, controls...))
	}
	both := []ca.Policy{ask(ca.OperatorAND, compliant, joined)}
	noRegistering := blockEverybody(func(p *ca.Policy) {
		p.Conditions.Applications = ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}
	})
	registeringFrom := func(controls ...ca.BuiltInControl) ca.Policy {
		return blockEverybody(func(p *ca.Policy) {
			p.Conditions.Applications = ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}
			combined(ca.OperatorOR, controls...)(p)
		})
	}
	strength := func(name, combination string) *ca.AuthenticationStrength {
		return &ca.AuthenticationStrength{ID: name, DisplayName: name, AllowedCombinations: []string{combination}}
	}
	strong := blockEverybody(func(p *ca.Policy) {
		p.GrantControls = &ca.GrantControls{AuthenticationStrength: strength("Keys", "fido2")}
	})
	hello := blockEverybody(func(p *ca.Policy) {
		p.GrantControls = &ca.GrantControls{AuthenticationStrength: strength("Hello", "windowsHelloForBusiness")}
	})
	helloAndBlock := blockEverybody(func(p *ca.Policy) {
		combined(ca.OperatorAND, ca.ControlBlock)(p)
		p.GrantControls.AuthenticationStrength = strength("Hello", "windowsHelloForBusiness")
	})
	notOnWindows := blockEverybody(func(p *ca.Policy) { p.Conditions.Platforms = onPlatforms(ca.PlatformWindows) })
	noPhones := blockEverybody(func(p *ca.Policy) { p.Conditions.Platforms = onPlatforms(ca.PlatformIOS, ca.PlatformAndroid) })
	factor := blockEverybody(func(p *ca.Policy) {
		combined(ca.OperatorAND, ca.ControlBlock)(p)
		p.GrantControls.CustomAuthenticationFactors = []string{"factor"}
	})

	managed, plain := laptop("managed", "true", "ServerAd"), laptop("plain", "false", "AzureAd")
	onlyCompliant, onlyJoined := laptop("compliant", "true", "AzureAd"), laptop("joined", "false", "ServerAd")
	authenticator := []ca.AuthenticationMethod{{Kind: ca.MethodPassword}, {Kind: ca.MethodMicrosoftAuthenticator}}
	passwordOnly := authenticator[:1]
	withHello := []ca.AuthenticationMethod{{Kind: ca.MethodPassword}, {Kind: ca.MethodWindowsHello}}

	for _, c := range []struct {
		name     string
		policies []ca.Policy
		methods  []ca.AuthenticationMethod
		devices  []ca.Device // nil: not read
		want     []string
	}{
		{"block", []ca.Policy{blockEverybody(nil)}, authenticator, []ca.Device{}, []string{"Policy 0, block: blocks"}},
		{"no-device", []ca.Policy{ask(ca.OperatorOR, compliant)}, authenticator, []ca.Device{},
			[]string{"Policy 0, compliantDevice: needs a compliant device, and no device is registered"}},
		{"one-device", []ca.Policy{ask(ca.OperatorOR, compliant)}, authenticator, []ca.Device{plain},
			[]string{"Policy 0, compliantDevice: needs a compliant device, and the one registered device is not one that is compliant"}},
		{"two-devices", []ca.Policy{ask(ca.OperatorOR, joined)}, authenticator, []ca.Device{plain, onlyCompliant},
			[]string{"Policy 0, domainJoinedDevice: needs a hybrid joined device, and none of the 2 registered devices is hybrid joined"}},
		{"either-of-two", []ca.Policy{ask(ca.OperatorOR, compliant, joined)}, authenticator, []ca.Device{}, []string{
			"Policy 0, compliantDevice or domainJoinedDevice: " +
				"needs a compliant device, and no device is registered; needs a hybrid joined device, and no device is registered",
		}},
		{"both-of-two", both, authenticator, []ca.Device{plain}, []string{
			"Policy 0, compliantDevice and domainJoinedDevice: " +
				"needs a compliant device, and the one registered device is not one that is compliant; " +
				"needs a hybrid joined device, and the one registered device is not one that is hybrid joined",
		}},
		{"both-of-two-but-not-in-one", both, authenticator, []ca.Device{onlyCompliant, onlyJoined}, []string{
			"Policy 0, compliantDevice and domainJoinedDevice: needs a compliant device, " + elsewhere + "; " +
				"needs a hybrid joined device, " + elsewhere,
		}},
		{"one-of-two-is-met", []ca.Policy{ask(ca.OperatorAND, mfa, compliant)}, authenticator, []ca.Device{},
			[]string{"Policy 0, compliantDevice: needs a compliant device, and no device is registered"}},
		{"one-of-two-may-be-met", []ca.Policy{factor}, authenticator, []ca.Device{}, []string{"Policy 0, block: blocks"}},
		{"compliant-but-shut-out", []ca.Policy{notOnWindows, ask(ca.OperatorOR, compliant)}, authenticator, []ca.Device{managed, plain}, []string{
			"Policy 0, block: blocks",
			"Policy 1, compliantDevice: needs a compliant device, " + elsewhere,
		}},
		{"devices-not-read", []ca.Policy{ask(ca.OperatorAND, ca.ControlBlock, joined)}, authenticator, nil, []string{
			"Policy 0, block and domainJoinedDevice: blocks; needs a hybrid joined device, " + elsewhere,
		}},
		{"compliance-not-read", []ca.Policy{ask(ca.OperatorAND, ca.ControlBlock, compliant)}, authenticator, nil, []string{
			"Policy 0, block and compliantDevice: blocks; needs a compliant device, " + elsewhere,
		}},
		{"mfa-and-nothing-registered", []ca.Policy{ask(ca.OperatorOR, mfa), noRegistering}, passwordOnly, []ca.Device{}, []string{
			"Policy 0, mfa: " + nothingMeetsMFA, registeringBlocked,
		}},
		{"registering-needs-a-device", []ca.Policy{ask(ca.OperatorOR, mfa), registeringFrom(compliant)}, passwordOnly, []ca.Device{}, []string{
			"Policy 0, mfa: " + nothingMeetsMFA,
			"Policy 1, compliantDevice: keeps a first method from being registered: needs a compliant device, and no device is registered",
		}},
		{"mfa-only-where-shut-out", []ca.Policy{ask(ca.OperatorOR, mfa), noRegistering, notOnWindows}, withHello, []ca.Device{plain}, []string{
			"Policy 0, mfa: needs multifactor authentication, " + elsewhere, registeringBlocked,
			"Policy 2, block: blocks",
		}},
		{"strength", []ca.Policy{strong}, passwordOnly, []ca.Device{},
			[]string{`Policy 0, Keys: needs "Keys", and no method of the account meets it`}},
		{"strength-only-where-shut-out", []ca.Policy{hello, notOnWindows}, withHello, []ca.Device{plain}, []string{
			`Policy 0, Hello: needs "Hello", ` + elsewhere, "Policy 1, block: blocks",
		}},
		{"strength-of-a-device-not-read", []ca.Policy{helloAndBlock}, withHello, nil, []string{
			`Policy 0, block and Hello: blocks; needs "Hello", ` + elsewhere,
		}},
		{"phones-shut-out", []ca.Policy{noPhones, ask(ca.OperatorOR, approved, protected)}, authenticator, []ca.Device{}, []string{
			"Policy 0, block: blocks",
			"Policy 1, approvedApplication or compliantApplication: " +
				"needs approvedApplication, which only iOS and Android have; needs compliantApplication, which only iOS and Android have",
		}},
		{"remediation", []ca.Policy{ask(ca.OperatorAND, ca.ControlPasswordChange)}, passwordOnly, []ca.Device{},
			[]string{"Policy 0, passwordChange: needs passwordChange, which needs multifactor authentication first"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(numbered(slices.Clone(c.policies)...)...)}
			q.Tenant.MethodsPolicy = authenticatorForAll()
			q.Tenant.Methods[alice] = c.methods
			q.Tenant.Devices[alice] = c.devices
			if c.devices == nil {
				delete(q.Tenant.Devices, alice)
			}
			r := aliceIn(t, q)
			if r.Verdict != LockedOut {
				t.Fatalf("alice is %s: %v", r.Verdict, r.MissingFacts)
			}
			if diff := cmp.Diff(c.want, saidOf(t, r.Core)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestDenialsOfWorstDay: on the worst day there is no device in hand, whatever is registered, and nothing is registered at sign-in.
func TestDenialsOfWorstDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		policy ca.Policy
		want   string
	}{
		{"device", blockEverybody(combined(ca.OperatorOR, ca.ControlCompliantDevice)),
			"compliantDevice: needs a compliant device, and none is in hand"},
		{"joined-device", blockEverybody(combined(ca.OperatorOR, ca.ControlDomainJoinedDevice)),
			"domainJoinedDevice: needs a hybrid joined device, and none is in hand"},
		{"mfa", blockEverybody(combined(ca.OperatorOR, ca.ControlMFA)),
			"mfa: needs multifactor authentication, and nothing that is registered meets it"},
		{"one-of-two-is-met", blockEverybody(func(p *ca.Policy) {
			combined(ca.OperatorAND, ca.ControlCompliantDevice)(p)
			p.GrantControls.AuthenticationStrength = &ca.AuthenticationStrength{ID: "any", AllowedCombinations: []string{"password"}}
		}), "compliantDevice: needs a compliant device, and none is in hand"},
		{"on-a-platform", blockEverybody(func(p *ca.Policy) {
			combined(ca.OperatorOR, ca.ControlApprovedApplication, ca.ControlCompliantDevice)(p)
			p.Conditions.Platforms = onPlatforms(ca.PlatformLinux)
		}), "approvedApplication or compliantDevice: needs approvedApplication, which only iOS and Android have; " +
			"needs a compliant device, and none is in hand"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(numbered(c.policy)...), BreakGlass: ca.BreakGlass{Users: []string{alice}}}
			q.Tenant.MethodsPolicy = authenticatorForAll()
			q.Tenant.Methods[alice] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}}
			q.Tenant.Devices[alice] = []ca.Device{laptop("managed", "true", "ServerAd")}
			r := aliceIn(t, q)
			if r.Verdict != Reachable || r.Robustness != Fragile {
				t.Fatalf("alice is %s and %s", r.Verdict, r.Robustness)
			}
			if diff := cmp.Diff([]string{"Policy 0, " + c.want}, saidOf(t, r.CounterexampleCore)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
