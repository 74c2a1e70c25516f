package guard

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

func TestStepsLeaveOutWhatChangesNothing(t *testing.T) {
	t.Parallel()
	p := policy("p1", "MFA")
	folded := policy("p1", "MFA", func(p *ca.Policy) {
		p.Conditions.Users.ExcludeUsers = []string{"4F0C1A52-9F6E-4A0D-8F0E-2F7B1C2D3E42", breakGlass1}
		p.GrantControls.Operator = ca.OperatorAND // of one control
		p.Conditions.ClientAppTypes = nil
	})
	list := steps([]Change{update(p, folded), {Object: ObjectPolicy, ID: "p2"}, update(p, policy("p1", "MFA", in(ca.StateDisabled)))})
	if len(list) != 1 || list[0].PolicyAfter.State != ca.StateDisabled {
		t.Errorf("%d steps", len(list))
	}
}

func TestARenamedLocationIsAStep(t *testing.T) {
	t.Parallel()
	here := contoso().NamedLocations.Value()[0]
	renamed, folded := here, here
	renamed.DisplayName = "Head office"
	folded.IPRanges = []ca.IPRange{{CIDR: here.IPRanges[0].CIDR}}
	if got := len(steps([]Change{updateLocation(here, renamed), updateLocation(here, folded)})); got != 1 {
		t.Errorf("%d steps", got)
	}
}

func TestApply(t *testing.T) {
	t.Parallel()
	tenant := contoso(policy("p1", "One"), policy("p2", "Two"))
	here := tenant.NamedLocations.Value()[0]
	after := apply(tenant, steps([]Change{
		update(policy("p1", "One"), policy("p1", "One", in(ca.StateDisabled))),
		remove(policy("p2", "Two")),
		create(policy("", "Three")),
		{Object: ObjectNamedLocation, ID: here.ID, LocationBefore: &here},
	}))
	var got []string
	for _, p := range after.Policies.Value() {
		got = append(got, fmt.Sprintf("%s is %s", p.DisplayName, p.State))
	}
	if diff := cmp.Diff([]string{"One is disabled", "Three is enabled"}, got); diff != "" {
		t.Error(diff)
	}
	if len(after.NamedLocations.Value()) != 0 {
		t.Error("the location is still there")
	}
	if len(tenant.Policies.Value()) != 2 || tenant.Policies.Value()[0].State != ca.StateEnabled {
		t.Error("the tenant that was judged has changed")
	}
}

func TestEveryHoldsBothVersionsOfALocation(t *testing.T) {
	t.Parallel()
	here := contoso().NamedLocations.Value()[0]
	untrusted := here
	untrusted.IsTrusted = false
	tenant := contoso(
		narrowBlock("p1", "By id", outside(office)),
		narrowBlock("p2", "By trust", outside(ca.AllTrusted)),
		narrowBlock("p3", "Everywhere"),
		narrowBlock("p4", "Off", outside(office), in(ca.StateDisabled)),
	)
	strictest, ok := every(tenant, steps([]Change{updateLocation(here, untrusted)}))
	if !ok {
		t.Fatal("not built")
	}
	var got []string
	for _, p := range strictest.Policies.Value() {
		if l := p.Conditions.Locations; l != nil {
			got = append(got, fmt.Sprintf("%s, except %v", p.DisplayName, l.ExcludeLocations))
		} else {
			got = append(got, p.DisplayName)
		}
	}
	want := []string{
		"By id, except [" + office + "]", "By id, except [" + office + plannedMark + "]",
		"By trust, except [" + office + "]", "By trust, except [" + nowhere + "]",
		"Everywhere",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestEveryKnowsThatADeletedLocationIsNotTrusted: its id stays, since nobody can delete a location in use, but
// AllTrusted loses it.
func TestEveryKnowsThatADeletedLocationIsNotTrusted(t *testing.T) {
	t.Parallel()
	here := contoso().NamedLocations.Value()[0]
	tenant := contoso(narrowBlock("p1", "By trust", outside(ca.AllTrusted)))
	strictest, ok := every(tenant, steps([]Change{{Object: ObjectNamedLocation, ID: here.ID, LocationBefore: &here}}))
	if !ok || len(strictest.Policies.Value()) != 2 {
		t.Fatalf("built %t", ok)
	}
	if got := strictest.Policies.Value()[1].Conditions.Locations.ExcludeLocations; len(got) != 1 || got[0] != nowhere {
		t.Errorf("the later version leaves out %v", got)
	}
}

// TestEveryHasALimit: a policy that uses many locations which change has too many versions to judge.
func TestEveryHasALimit(t *testing.T) {
	t.Parallel()
	var locations []ca.NamedLocation
	var names []string
	var changes []Change
	for i := range mostChangedLocations + 1 {
		l := contoso().NamedLocations.Value()[0]
		l.ID = fmt.Sprintf("l%d", i)
		l.DisplayName = l.ID
		locations, names = append(locations, l), append(names, l.ID)
		changes = append(changes, updateLocation(l, grown(l)))
	}
	tenant := contoso(narrowBlock("p1", "Outside", outside(names...)))
	tenant.NamedLocations = ca.Known(locations)
	if _, ok := every(tenant, steps(changes)); ok {
		t.Error("built")
	}
	// What cannot be judged at once is judged step by step.
	changes = append(changes, create(policy("", "MFA")))
	if findings := Judge(tenant, changes, settings(inTheOffice), noon).Findings; len(findings) != 0 {
		t.Errorf("findings %v", ruleIDs(findings))
	}
}

// TestLeftOut: what is left out of a state has neither version in force; what uses a location goes with it.
func TestLeftOut(t *testing.T) {
	t.Parallel()
	here := contoso().NamedLocations.Value()[0]
	tenant := contoso(
		narrowBlock("p1", "Changed"), narrowBlock("p2", "By id", outside(office)),
		narrowBlock("p3", "By trust", outside(ca.AllTrusted)), narrowBlock("p4", "Everywhere"),
	)
	list := steps([]Change{
		at("a", update(narrowBlock("p1", "Changed"), narrowBlock("p1", "Changed", sparing(alice)))),
		at("b", update(narrowBlock("p4", "Everywhere"), narrowBlock("p4", "Outside", outside(office)))),
		at("c", Change{Object: ObjectNamedLocation, ID: here.ID, LocationBefore: &here, LocationAfter: ptr(grown(here))}),
	})
	all := everything(len(list)).Started
	for _, c := range []struct {
		name  string
		state order.State
		want  []string
	}{
		{"a-policy", order.State{Done: order.SetOf(0)}, []string{"By id", "By trust", "Everywhere"}},
		{"a-location", order.State{Done: order.SetOf(2)}, []string{"Changed", "Everywhere"}},
		{"a-location-and-what-will-use-it", order.State{Done: all, Started: order.SetOf(0, 1)}, []string{"Changed"}},
		{"a-location-and-what-may-use-it", order.State{Done: order.SetOf(2), Started: order.SetOf(1)}, []string{"Changed", "Everywhere"}},
		{"nothing", order.State{}, []string{"Changed", "By id", "By trust", "Everywhere"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			state, ok := between(tenant, list, c.state)
			if !ok {
				t.Fatal("not built")
			}
			var got []string
			for _, p := range state.Policies.Value() {
				got = append(got, p.DisplayName)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("enforced (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEveryIsAtLeastAsStrict checks, on many random tenants and plans, what the guard rests on when it says
// that the order does not matter: whoever is reachable with all versions enforced together is reachable in
// every state that an order passes through.
func TestEveryIsAtLeastAsStrict(t *testing.T) {
	t.Parallel()
	held, failed := 0, 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7))
		tenant, changes := randomPlan(r)
		list := steps(changes)
		list = list[max(0, len(list)-5):] // 32 states at most
		strictest, ok := every(tenant, list)
		if !ok {
			t.Fatalf("seed %d: not built", seed)
		}
		config := settings(inTheOffice)
		reachable := reachableIn(strictest, config)
		if len(reachable) > 0 {
			held++
		}
		for mask := range 1 << len(list) {
			var some []step
			for i, s := range list {
				if mask&(1<<i) != 0 {
					some = append(some, s)
				}
			}
			between := reachableIn(apply(tenant, some), config)
			if len(between) == 0 {
				failed++
			}
			for id := range reachable {
				if !between[id] {
					t.Fatalf("seed %d, state %b: %s is reachable with all versions together, and not in between", seed, mask, id)
				}
			}
		}
	}
	if held < 5 || failed < 20 {
		t.Fatalf("the plans are too alike: somebody is reachable in %d of them, nobody in %d states", held, failed)
	}
}

func reachableIn(t *ca.Tenant, c Config) map[string]bool {
	reachable := map[string]bool{}
	for _, r := range engine.Decide(question(t, c)).Repairers {
		if r.Verdict == engine.Reachable {
			reachable[r.User.ID] = true
		}
	}
	return reachable
}

// randomPlan is a tenant with a few blocks, and changes to blocks, locations and strengths. Strengths are read or
// not; a policy has its own copy of the one that it demands.
func randomPlan(r *rand.Rand) (*ca.Tenant, []Change) {
	tenant := contoso()
	var locations []ca.NamedLocation
	for i := range 3 {
		locations = append(locations, randomLocation(r, fmt.Sprintf("l%d", i)))
	}
	tenant.NamedLocations = ca.Known(locations)
	custom := randomStrength(r)
	tenant.Strengths = ca.Fact[[]ca.AuthenticationStrength]{}
	if r.IntN(2) == 0 {
		withStrengths(tenant, custom)
	}
	var policies []ca.Policy
	for i := range 1 + r.IntN(3) {
		policies = append(policies, randomBlock(r, fmt.Sprintf("p%d", i)))
	}
	if r.IntN(2) == 0 {
		id := fmt.Sprintf("p%d", len(policies))
		policies = append(policies, withStrength(policy(id, "Demand "+id, demandingStrength(keysID), excluding()), custom))
	}
	tenant.Policies = ca.Known(policies)
	var changes []Change
	if r.IntN(2) == 0 {
		changes = append(changes, updateStrength(custom, randomStrength(r)))
	}
	for _, p := range policies {
		switch r.IntN(3) {
		case 0:
			changes = append(changes, update(p, randomBlock(r, p.ID)))
		case 1:
			changes = append(changes, remove(p))
		}
	}
	for _, l := range locations {
		if r.IntN(2) == 0 {
			changes = append(changes, updateLocation(l, randomLocation(r, l.ID)))
		}
	}
	return tenant, append(changes, create(randomBlock(r, "")))
}

func randomStrength(r *rand.Rand) ca.AuthenticationStrength {
	var combinations []string
	for _, each := range slices.Concat(anybodys, nobodys, []string{"password", "windowsHelloForBusiness"}) {
		if r.IntN(2) == 0 {
			combinations = append(combinations, each)
		}
	}
	return strength(combinations)
}

func randomLocation(r *rand.Rand, id string) ca.NamedLocation {
	ranges := []string{"203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24"}
	return ca.NamedLocation{
		ID: id, DisplayName: id, Kind: ca.LocationIP, IsTrusted: r.IntN(2) == 0,
		IPRanges: []ca.IPRange{{CIDR: ranges[r.IntN(3)]}, {CIDR: ranges[r.IntN(3)]}},
	}
}

func randomBlock(r *rand.Rand, id string) ca.Policy {
	some := func(ids ...string) []string {
		var list []string
		for _, each := range ids {
			if r.IntN(3) == 0 {
				list = append(list, each)
			}
		}
		return list
	}
	return narrowBlock(id, "Block "+id, sparing(some(alice, bob, breakGlass1, breakGlass2)...), func(p *ca.Policy) {
		if r.IntN(3) > 0 {
			p.Conditions.Locations = &ca.LocationCondition{
				IncludeLocations: []string{ca.All}, ExcludeLocations: some("l0", "l1", "l2", ca.AllTrusted),
			}
		}
		if r.IntN(4) == 0 {
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: append(some("l0", "l1", ca.AllTrusted), "l2")}
		}
	})
}
