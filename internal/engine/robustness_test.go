package engine

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestPlainestCounterexample: of the environments in which a break-glass account does not get in the plainest one is told,
// and of those that are as plain the first; one in which nobody knows is none of them.
func TestPlainestCounterexample(t *testing.T) {
	t.Parallel()
	on := func(platforms ...ca.Platform) func(*ca.Policy) {
		return func(p *ca.Policy) { p.Conditions.Platforms = onPlatforms(platforms...) }
	}
	atRisk := func(p *ca.Policy) {
		p.Conditions.UserRiskLevels, p.Conditions.SignInRiskLevels = []ca.RiskLevel{ca.RiskHigh}, []ca.RiskLevel{ca.RiskHigh}
	}
	fromBranch := func(p *ca.Policy) { p.Conditions.Locations = locations([]string{branch.ID}, nil) }
	block := func(changes ...func(*ca.Policy)) ca.Policy {
		return blockEverybody(func(p *ca.Policy) {
			for _, change := range changes {
				change(p)
			}
		})
	}
	for _, c := range []struct {
		name     string
		policies []ca.Policy
		platform ca.Platform
		risk     ca.RiskLevel
		in       string // the named location
	}{
		{"the-first-of-equals", []ca.Policy{block(on(ca.PlatformLinux, ca.PlatformMacOS))}, ca.PlatformMacOS, ca.RiskNone, ""},
		{"plainer-than-the-first", []ca.Policy{block(on(ca.PlatformWindows), atRisk), block(on(ca.PlatformIOS))},
			ca.PlatformIOS, ca.RiskNone, ""},
		{"a-network-is-plainer-than-two-risks", []ca.Policy{block(atRisk), block(fromBranch)}, ca.PlatformWindows, ca.RiskNone, branch.ID},
		{"denied-is-worse-than-unknown", []ca.Policy{block(accept), block(atRisk)}, ca.PlatformWindows, ca.RiskHigh, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(numbered(c.policies...)...), BreakGlass: ca.BreakGlass{Users: []string{alice}}}
			q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{branch})
			r := aliceIn(t, q)
			w := r.Counterexample
			if r.Robustness != Fragile || w == nil {
				t.Fatalf("alice is %s", r.Robustness)
			}
			in := ""
			if len(w.Network.NamedLocations) > 0 {
				in = w.Network.NamedLocations[0]
			}
			if w.Platform != c.platform || w.UserRisk != c.risk || w.SignInRisk != c.risk || in != c.in {
				t.Errorf("the counterexample is %+v, want one on %s at risk %s in %q", *w, c.platform, c.risk, c.in)
			}
		})
	}
}

// TestOneChannelIsEnough: a break-glass account is robust where it gets through one channel in every environment, be it the
// last one, and fragile where it gets through none.
func TestOneChannelIsEnough(t *testing.T) {
	t.Parallel()
	shut := func(app string, clients ...ca.ClientApp) ca.Policy {
		return blockEverybody(func(p *ca.Policy) {
			p.Conditions.Applications.IncludeApplications, p.Conditions.ClientAppTypes = []string{app}, clients
		})
	}
	for _, c := range []struct {
		name     string
		policies []ca.Policy
		want     Robustness
		core     int
	}{
		{"graph", []ca.Policy{shut(ca.AppAzurePortal, ca.ClientAppAll)}, Robust, 0},
		{"graph-in-a-native-client", []ca.Policy{shut(ca.All, ca.ClientAppBrowser)}, Robust, 0},
		{"graph-in-a-browser", []ca.Policy{shut(ca.AppAzurePortal, ca.ClientAppAll), shut(ca.All, ca.ClientAppMobileAndDesktop)}, Robust, 0},
		{"none", []ca.Policy{shut(ca.All, ca.ClientAppBrowser), shut(ca.All, ca.ClientAppMobileAndDesktop)}, Fragile, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := aliceIn(t, Question{Tenant: office(numbered(c.policies...)...), BreakGlass: ca.BreakGlass{Users: []string{alice}}})
			if r.Robustness != c.want || len(r.CounterexampleCore) != c.core {
				t.Errorf("alice is %s by %v, want %s by %d policies", r.Robustness, r.CounterexampleCore, c.want, c.core)
			}
		})
	}
}
