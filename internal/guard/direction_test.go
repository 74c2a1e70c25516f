package guard

import (
	"math/rand/v2"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

func directionOf(t *ca.Tenant, change Change) order.Direction {
	c := settings(inTheOffice)
	list := steps([]Change{change})
	return newJudgement(new(decider), t, engine.Decide(question(t, c)), list, c, noon).direction(list[0])
}

func TestDirection(t *testing.T) {
	t.Parallel()
	mfa, off := policy("p1", "MFA"), policy("p1", "MFA", in(ca.StateDisabled))
	sessions := policy("p1", "MFA", func(p *ca.Policy) { p.GrantControls = nil })
	here := contoso().NamedLocations.Value()[0]
	moved, untrusted := here, here
	moved.IPRanges = []ca.IPRange{{CIDR: "198.51.100.0/24"}}
	untrusted.IsTrusted = false
	except := contoso(narrowBlock("p1", "Outside", outside(office)))
	target := contoso(narrowBlock("p1", "Inside", func(p *ca.Policy) {
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{office}}
	}))
	trust := contoso(narrowBlock("p1", "Outside", outside(ca.AllTrusted)))
	keys := func(combinations []string) *ca.Tenant {
		return withStrengths(contoso(policy("p1", "Keys", demandingStrength(keysID))), strength(combinations))
	}
	for _, c := range []struct {
		name   string
		tenant *ca.Tenant
		change Change
		want   order.Direction
	}{
		{"create", contoso(), create(mfa), order.Restricts},
		{"create-in-report-only", contoso(), create(policy("", "MFA", in(ca.StateReportOnly))), order.Relaxes},
		{"create-for-workloads", contoso(), create(workload("", "A")), order.Restricts},
		{"create-sessions", contoso(), create(sessions), order.Relaxes},
		{"delete", contoso(mfa), remove(mfa), order.Relaxes},
		{"enable", contoso(off), update(off, mfa), order.Restricts},
		{"disable", contoso(mfa), update(mfa, off), order.Relaxes},
		{"leave-out-more", contoso(mfa), update(mfa, policy("p1", "MFA", excluding(breakGlass1, breakGlass2, alice))), order.Relaxes},
		{"leave-out-fewer", contoso(mfa), update(mfa, policy("p1", "MFA", excluding(breakGlass1))), order.Restricts},
		{"leave-out-others", contoso(mfa), update(mfa, policy("p1", "MFA", excluding(breakGlass1, alice))), order.Both},
		{"another-control", contoso(mfa), update(mfa, policy("p1", "MFA", demanding(ca.ControlCompliantDevice))), order.Both},
		{"ask-for-something", contoso(sessions), update(sessions, mfa), order.Restricts},
		{"leave-out-what-is-not-known", contoso(mfa), update(mfa, policy("p1", "MFA", excluding(ca.NotYetKnown))), order.Both},
		{"since-changed-by-somebody", contoso(off), update(policy("p1", "MFA", excluding()), mfa), order.Restricts},

		{"unused-location", contoso(mfa), updateLocation(here, moved), order.Relaxes},
		{"exception-grows", except, updateLocation(here, grown(here)), order.Relaxes},
		{"exception-shrinks", contoso(narrowBlock("p1", "Outside", outside(office))), updateLocation(grown(here), here), order.Restricts},
		{"exception-moves", except, updateLocation(here, moved), order.Both},
		{"exception-no-longer-trusted", except, updateLocation(here, untrusted), order.Restricts},
		{"target-grows", target, updateLocation(here, grown(here)), order.Restricts},
		{"target-shrinks", target, updateLocation(grown(here), here), order.Relaxes},
		{"trusted-grows", trust, updateLocation(here, grown(here)), order.Relaxes},
		{"no-longer-trusted", trust, updateLocation(here, untrusted), order.Restricts},
		{"strength-of-nobody", withStrengths(contoso(mfa), strength(anybodys)), updateStrength(strength(anybodys), strength(breakGlass)), order.Relaxes},
		{"strength-with-more", keys(breakGlass), updateStrength(strength(breakGlass), strength(anybodys)), order.Relaxes},
		{"strength-with-less", keys(anybodys), updateStrength(strength(anybodys), strength(breakGlass)), order.Restricts},
		{"strength-with-others", keys(anybodys), updateStrength(strength(anybodys), strength(nobodys)), order.Both},
		{"strength-since-changed-by-somebody", keys(breakGlass), updateStrength(strength(nobodys), strength(anybodys)), order.Relaxes},
		{"strength-deleted", keys(anybodys), removeStrength(strength(anybodys)), order.Both},
		{"context-withdrawn", contoso(mfa), removeContext(authContext("c1")), order.Relaxes},
		{"security-defaults-on", contoso(mfa), switchDefaults(defaults(false), defaults(true)), order.Restricts},
		{"security-defaults-off", withDefaults(true), switchDefaults(defaults(true), defaults(false)), order.Relaxes},

		{"trusted-deleted", trust, Change{Object: ObjectNamedLocation, ID: here.ID, LocationBefore: &here}, order.Both},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := directionOf(c.tenant, c.change); got != c.want {
				t.Errorf("direction %d, want %d", got, c.want)
			}
		})
	}
}

// TestDirectionAgainstVerdicts holds what is read off the text against who can sign in, on many random changes
// of policies and locations.
func TestDirectionAgainstVerdicts(t *testing.T) {
	t.Parallel()
	config := settings(inTheOffice)
	seen := map[order.Direction]int{}
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 19))
		tenant, changes := randomPlan(r)
		old := tenant.Policies.Value()[0]
		if r.IntN(3) == 0 {
			changes = []Change{update(old, mutated(r, old))}
		}
		if r.IntN(3) == 0 {
			l := tenant.NamedLocations.Value()[0]
			changes = []Change{updateLocation(l, grown(l))}
		}
		if r.IntN(3) == 0 {
			before := randomStrength(r)
			demand := policy("p9", "Demand", demandingStrength(keysID), excluding())
			withStrengths(tenant, before).Policies = ca.Known(append(tenant.Policies.Value(), demand))
			changes = []Change{updateStrength(before, randomStrength(r))}
		}
		list := steps(changes)
		if len(list) == 0 {
			continue
		}
		direction := directionOf(tenant, list[0].Change)
		seen[direction]++
		before, after := reachableIn(tenant, config), reachableIn(apply(tenant, list[:1]), config)
		if direction == order.Restricts {
			before, after = after, before
		}
		for id := range before {
			if direction != order.Both && !after[id] {
				t.Fatalf("seed %d: what goes in direction %d changes whether %s is reachable in the other one", seed, direction, id)
			}
		}
	}
	for _, d := range []order.Direction{order.Relaxes, order.Restricts, order.Both} {
		if seen[d] < 50 {
			t.Fatalf("the changes are too alike: %v", seen)
		}
	}
}
