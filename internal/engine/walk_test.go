package engine

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// doubtsEverywhere is a tenant that tells two networks and two risks apart and leaves every sign-in open.
func doubtsEverywhere() *ca.Tenant {
	when := func(change func(*ca.Conditions)) ca.Policy {
		return blockEverybody(func(p *ca.Policy) { change(&p.Conditions); accept(p) })
	}
	t := office(numbered(
		when(func(c *ca.Conditions) { c.Locations = locations([]string{branch.ID}, nil) }),
		when(func(c *ca.Conditions) { c.Locations = locations([]string{ca.All}, []string{branch.ID}) }),
		when(func(c *ca.Conditions) { c.UserRiskLevels = allRisks[:1] }),
		when(func(c *ca.Conditions) { c.UserRiskLevels = allRisks[1:] }),
	)...)
	t.NamedLocations = ca.Known([]ca.NamedLocation{branch})
	return t
}

// TestWalkStopsWhereverItIs: a visitor that has seen enough is told of nothing more, whatever would differ next.
func TestWalkStopsWhereverItIs(t *testing.T) {
	t.Parallel()
	q := Question{Tenant: doubtsEverywhere()}
	c := judge(q, newRoster(q), nil).ofAlice().searched
	within := c.possibleSpace()
	all := 0
	c.walk(c.program.everything, within, maxSteps, func(situation, Value) bool { all++; return true })
	if want := len(c.options) * (len(within.near) + 2) * 2 * 3; all != want {
		t.Fatalf("%d sign-ins are open, want %d", all, want)
	}
	for enough := 1; enough < all; enough++ {
		visits := 0
		c.walk(c.program.everything, within, maxSteps, func(situation, Value) bool { visits++; return visits < enough })
		if visits != enough {
			t.Fatalf("%d visits, want %d", visits, enough)
		}
	}
}

// TestWalkWithinItsSteps: as many steps as there are branches are enough, and one fewer is not. A branch that is denied
// whatever comes behind it is one step.
func TestWalkWithinItsSteps(t *testing.T) {
	t.Parallel()
	riskyWindows := doubtsEverywhere()
	riskyWindows.Policies = ca.Known(numbered(append(riskyWindows.Policies.Value(), blockEverybody(func(p *ca.Policy) {
		p.Conditions.Platforms = onPlatforms(ca.PlatformWindows)
	}))...))
	// Without a device alice is on one of five platforms, or on one that nothing tells; each of these branches at two
	// networks, one of them once as hers and once as any, and there at two risks.
	const options, below = 6, 3 + 3*2
	for _, c := range []struct {
		name   string
		tenant *ca.Tenant
		want   int
	}{
		{"everything-is-open", doubtsEverywhere(), options * (1 + below)},
		{"one-platform-is-denied", riskyWindows, options*(1+below) - below},
		{"everything-is-denied", office(blockEverybody(nil)), options},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: c.tenant}
			searched := judge(q, newRoster(q), nil).ofAlice().searched
			finished := func(steps int) bool {
				p := searched.program
				return searched.walk(p.everything, searched.possibleSpace(), steps, func(situation, Value) bool { return true })
			}
			if !finished(c.want) {
				t.Errorf("%d steps are not enough", c.want)
			}
			if finished(c.want - 1) {
				t.Errorf("%d steps are enough", c.want-1)
			}
		})
	}
}
