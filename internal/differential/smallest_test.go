package differential

import (
	"fmt"
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// TestSmallestCores: where the smallest cores are asked for, no smaller set of policies locks out, found by
// trying all of them; and they are irreducible, as the cores are that nobody asked to be small.
func TestSmallestCores(t *testing.T) {
	t.Parallel()
	const seed = 27
	cores, larger, smaller := 0, 0, 0
	for number := range uint64(2500) {
		q := Draw(seed, number)
		g := property{seed: seed}.generator(number, q)
		policies := slices.Clone(q.Tenant.Policies.Value())
		for i := range 4 + g.IntN(12) {
			policies = append(policies, g.slice(i, q.Tenant.NamedLocations.Value()))
		}
		if q = withPolicies(q, policies); len(policies) > 20 {
			continue
		}
		plain := engine.Decide(q)
		q.Smallest = true
		for i, r := range engine.Decide(q).Repairers {
			for _, c := range []struct {
				core, plain []engine.Denial
				holds       func(engine.Question) bool
			}{
				{r.Core, plain.Repairers[i].Core, lockedOut(*r.User)},
				{r.CounterexampleCore, plain.Repairers[i].CounterexampleCore, shutOut(q, r)},
			} {
				if len(c.core) == 0 {
					continue
				}
				cores++
				if len(c.core) > 1 {
					larger++
				}
				if len(c.core) < len(c.plain) {
					smaller++
				}
				if what := checkCore("smallest core", q, c.core, c.holds); what != "" {
					t.Fatalf("seed %d, tenant %d: %s\n%s", seed, number, what, Describe(q))
				}
				if found := enoughOf(q, len(c.core)-1, c.holds); found != nil {
					t.Fatalf("seed %d, tenant %d: %v is smaller than the core of %d\n%s", seed, number, found, len(c.core), Describe(q))
				}
			}
		}
	}
	t.Logf("%d cores, %d of more than one policy, %d smaller than the one that nobody asked to be small", cores, larger, smaller)
	if cores < 1000 || larger < 50 || smaller < 1 {
		t.Error("too few cores to tell")
	}
}

// slice is a policy that blocks everybody in one part of the space, so that it takes several to lock out, and
// there are several ways to.
func (g *generator) slice(i int, locations []ca.NamedLocation) ca.Policy {
	p := ca.Policy{ID: fmt.Sprintf("slice-%d", i), DisplayName: fmt.Sprintf("Slice %d", i), State: ca.StateEnabled}
	p.Conditions.Users.IncludeUsers = []string{ca.All}
	p.Conditions.Applications.IncludeApplications = []string{ca.All}
	p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, BuiltInControls: []ca.BuiltInControl{ca.ControlBlock}}
	switch g.IntN(4) {
	case 0:
		p.Conditions.ClientAppTypes = []ca.ClientApp{pick(g, ca.ClientAppBrowser, ca.ClientAppMobileAndDesktop)}
	case 1:
		p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskNone, pick(g, ca.RiskLow, ca.RiskMedium), ca.RiskHigh}
		if g.chance(40) {
			p.Conditions.UserRiskLevels = []ca.RiskLevel{pick(g, ca.RiskLow, ca.RiskMedium), pick(g, ca.RiskLow, ca.RiskMedium, ca.RiskHigh)}
		}
	case 2:
		some := &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformWindows, ca.PlatformMacOS, pick(g, ca.PlatformLinux, ca.PlatformIOS)}}
		if g.chance(50) {
			some = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: []ca.Platform{pick(g, ca.PlatformWindows, ca.PlatformMacOS)}}
		}
		p.Conditions.Platforms = some
	default:
		if len(locations) == 0 {
			p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlDomainJoinedDevice}
			break
		}
		at := []string{pick(g, locations...).ID}
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: at}
		if g.chance(50) {
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: at}
		}
	}
	return p
}

// shutOut is nil for somebody who has no counterexample.
func shutOut(q engine.Question, r engine.Repairer) func(engine.Question) bool {
	if r.Counterexample == nil {
		return nil
	}
	return deniedAt(q, *r.User, *r.Counterexample)
}

// enoughOf tries every set of so many enabled policies; sets of fewer are in one of them.
func enoughOf(q engine.Question, size int, holds func(engine.Question) bool) []string {
	var enabled, chosen []string
	for _, p := range q.Tenant.Policies.Value() {
		if p.State == ca.StateEnabled || p.State == ca.NotYetKnown {
			enabled = append(enabled, p.ID)
		}
	}
	var try func(from int) []string
	try = func(from int) []string {
		if len(chosen) == size {
			if holds(withOnly(q, chosen)) {
				return slices.Clone(chosen)
			}
			return nil
		}
		for i := from; i < len(enabled); i++ {
			chosen = append(chosen, enabled[i])
			if found := try(i + 1); found != nil {
				return found
			}
			chosen = chosen[:len(chosen)-1]
		}
		return nil
	}
	return try(0)
}
