package engine

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestTokenProtection: a policy that asks for token protection makes a sign-in with a native client unsure, and no
// other policy does.
func TestTokenProtection(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		session *ca.SessionControls
		want    Verdict
	}{
		{"no-session-control", nil, Reachable},
		{"another-session-control", &ca.SessionControls{DisableResilienceDefaults: yes()}, Reachable},
		{"turned-off", &ca.SessionControls{SecureSignInSession: &ca.Enabled{IsEnabled: new(bool)}}, Reachable},
		{"turned-on", &ca.SessionControls{SecureSignInSession: &ca.Enabled{IsEnabled: yes()}}, Undecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := aliceIn(t, Question{Tenant: office(numbered(
				blockEverybody(func(p *ca.Policy) { p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppBrowser} }),
				blockEverybody(func(p *ca.Policy) { askMFA(p); p.SessionControls = c.session }))...)})
			if r.Verdict != c.want {
				t.Fatalf("alice is %s, want %s: %+v", r.Verdict, c.want, r.MissingFacts)
			}
			if r.Verdict == Reachable && r.Witness.ClientApp != ca.ClientAppMobileAndDesktop {
				t.Errorf("the witness is %+v", r.Witness)
			}
			if r.Verdict == Undecided && (len(r.MissingFacts) != 1 || r.MissingFacts[0].Fact != "tokenProtection") {
				t.Errorf("missing is %v", r.MissingFacts)
			}
		})
	}
}

// TestDevicesOfOneClassAreHandledOnce: what the conditions say to a platform and a class of device is said once for all
// who have such a device in hand.
func TestDevicesOfOneClassAreHandledOnce(t *testing.T) {
	t.Parallel()
	q := Question{Tenant: office(blockEverybody(nil))}
	p := judge(q, newRoster(q), nil).program
	if first, again := p.optionMask(ca.PlatformLinux, noDeviceClass), p.optionMask(ca.PlatformLinux, noDeviceClass); first != again {
		t.Error("it is said once more")
	}
}
