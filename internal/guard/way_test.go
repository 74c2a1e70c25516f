package guard

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

// workload blocks the tenant's service principals, except some.
func workload(id, name string, except ...string) ca.Policy {
	return policy(id, name, demanding(ca.ControlBlock), including(ca.None), excluding(), func(p *ca.Policy) {
		p.Conditions.ClientApplications = &ca.ClientApplications{
			IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}, ExcludeServicePrincipals: except,
		}
	})
}

func withPipeline(t *ca.Tenant) *ca.Tenant {
	t.ServicePrincipals = ca.Known(map[string]ca.ServicePrincipal{pipelineID: {
		ID: pipelineID, DisplayName: "Terraform", ServicePrincipalType: "Application",
		AppOwnerOrganizationID: t.ID, SignInAudience: "AzureADMyOrg",
	}})
	return t
}

func TestOrder(t *testing.T) {
	t.Parallel()
	sparesAlice, sparesOthers := graphBlock("p1", "A", alice), graphBlock("p2", "B", bob, breakGlass1, breakGlass2)
	off := func(p ca.Policy) ca.Policy {
		p.State = ca.StateDisabled
		return p
	}
	risky := func(p *ca.Policy) { p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh} }
	oneBreakGlass := settings(func(c *Config) { c.BreakGlass.Minimum = 1 })
	here := contoso().NamedLocations.Value()[0]
	elsewhere := here
	elsewhere.IPRanges = []ca.IPRange{{CIDR: "198.51.100.0/24"}}
	unknownNetworks := here
	unknownNetworks.IPRanges = []ca.IPRange{{CIDR: ca.NotYetKnown}}
	officeOnly := narrowBlock("p1", "Office only", sparing(), outside(office))
	outsideAnd := func(one, id string) ca.Policy { return narrowBlock(id, id, sparing(one), outside(office)) }
	undecidedSwap := []Change{
		at("a", update(outsideAnd(alice, "p1"), outsideAnd(bob, "p1"))), at("b", update(outsideAnd(alice, "p2"), outsideAnd(bob, "p2"))),
	}
	fromTheOffice := workload("p1", "A")
	outside(office)(&fromTheOffice)
	pipeline := settings(loose, func(c *Config) {
		c.Pipeline = pipelineID
		c.Assume.PipelineNetworks = []ca.Network{{Address: "203.0.113.9", Country: "NO"}}
	})

	for _, c := range []struct {
		name    string
		tenant  *ca.Tenant
		config  Config
		changes []Change
		want    []string // of EG005: what has to wait and for what, or the refusal
	}{
		{"relaxed-and-new", contoso(sparesAlice), settings(loose), []Change{
			at("a", update(sparesAlice, off(sparesAlice))), at("b", create(sparesOthers)),
		}, []string{"b waits for a"}},
		{"two-make-room", contoso(sparesAlice, graphBlock("p3", "C", alice)), settings(loose), []Change{
			at("a", update(sparesAlice, off(sparesAlice))), at("b", create(sparesOthers)),
			at("c", update(graphBlock("p3", "C", alice), off(sparesAlice))),
		}, []string{"b waits for a, c"}},
		{"two-have-to-wait", contoso(sparesAlice), settings(loose), []Change{
			at("a", update(sparesAlice, off(sparesAlice))), at("b", create(sparesOthers)), at("c", create(graphBlock("", "C", bob))),
		}, []string{"b waits for a", "c waits for a"}},
		{"others-do-not-matter", contoso(sparesAlice, policy("p3", "MFA")), settings(loose), []Change{
			at("a", update(sparesAlice, off(sparesAlice))), at("b", create(sparesOthers)),
			at("c", update(policy("p3", "MFA"), off(policy("p3", "MFA")))), at("d", create(policy("", "MFA too"))),
		}, []string{"b waits for a"}},
		{"a-chain", contoso(graphBlock("p1", "A", alice, bob), graphBlock("p2", "B", alice)), settings(loose), []Change{
			at("a", update(graphBlock("p1", "A", alice, bob), graphBlock("p1", "A", bob, breakGlass1))),
			at("b", update(graphBlock("p2", "B", alice), graphBlock("p2", "B", bob, alice))),
			at("c", create(graphBlock("", "C", breakGlass1, bob))),
		}, []string{"a waits for b", "c waits for b"}},
		{"versions-of-one-policy", contoso(sparesAlice), settings(loose), []Change{
			at("a", update(sparesAlice, graphBlock("p1", "A", bob))), at("b", create(policy("", "MFA"))),
		}, nil},
		{"only-relaxing", contoso(sparesAlice, sparesOthers), settings(loose), []Change{
			at("a", update(sparesAlice, off(sparesAlice))), at("b", remove(sparesOthers)),
		}, nil},
		{"a-swap", contoso(sparesAlice, graphBlock("p2", "B", alice)), settings(loose), []Change{
			at("a", update(sparesAlice, graphBlock("p1", "A", bob))), at("b", update(graphBlock("p2", "B", alice), graphBlock("p2", "B", bob))),
		}, []string{"a is refused"}},
		{"a-swap-behind-a-relaxation", contoso(sparesAlice, graphBlock("p2", "B", alice), policy("p3", "MFA")), settings(loose), []Change{
			at("a", update(policy("p3", "MFA"), off(policy("p3", "MFA")))),
			at("b", update(sparesAlice, graphBlock("p1", "A", bob))), at("c", update(graphBlock("p2", "B", alice), graphBlock("p2", "B", bob))),
		}, []string{"b is refused"}},

		{"break-glass", contoso(narrowBlock("p1", "A", sparing(breakGlass1), risky)), oneBreakGlass, []Change{
			at("a", update(narrowBlock("p1", "A", sparing(breakGlass1), risky), narrowBlock("p1", "A", risky))),
			at("b", create(narrowBlock("", "B", sparing(breakGlass2), risky))),
		}, []string{"b waits for a"}},
		{"minimum-admins", contoso(graphBlock("p1", "A", alice, bob)), settings(loose, func(c *Config) { c.MinimumAdmins = 2 }), []Change{
			at("a", update(graphBlock("p1", "A", alice, bob), graphBlock("p1", "A", alice, bob, breakGlass1))),
			at("b", create(graphBlock("", "B", alice, breakGlass1))),
		}, []string{"b waits for a"}},
		{"the-pipeline", withPipeline(contoso(fromTheOffice)), pipeline, []Change{
			at("a", updateLocation(here, elsewhere)), at("b", update(fromTheOffice, workload("p1", "A", pipelineID))),
		}, []string{"a waits for b"}},

		{"a-location-and-its-policy", contoso(officeOnly), settings(inTheOffice), []Change{
			at("a", updateLocation(here, elsewhere)), at("b", update(officeOnly, narrowBlock("p1", "Office only", outside(office)))),
		}, []string{"a waits for b"}},
		{"a-location-that-grows", contoso(officeOnly), settings(inTheOffice), []Change{
			at("a", updateLocation(here, grown(here))), at("b", create(policy("", "MFA"))),
		}, nil},

		{"undecided-in-between", contoso(sparesAlice), settings(loose), []Change{
			at("a", update(sparesAlice, off(sparesAlice))), at("b", create(narrowBlock("", "B", sparing(bob), func(p *ca.Policy) {
				p.Conditions.Users.IncludeUsers = []string{alice}
				outside(office)(p)
			}))),
		}, []string{"b waits for a"}},
		{"not-known-in-between", contoso(sparesAlice, graphBlock("p2", "B", alice)), settings(loose), []Change{
			at("a", update(sparesAlice, graphBlock("p1", "A", bob, ca.NotYetKnown))),
			at("b", update(graphBlock("p2", "B", alice), graphBlock("p2", "B", bob, ca.NotYetKnown))),
		}, nil},
		{"whatever-it-turns-out-to-be", contoso(sparesAlice, graphBlock("p2", "B", alice)), settings(loose), []Change{
			at("a", update(sparesAlice, alsoFor(ca.NotYetKnown, graphBlock("p1", "A", bob)))),
			at("b", update(graphBlock("p2", "B", alice), alsoFor(ca.NotYetKnown, graphBlock("p2", "B", bob)))),
		}, []string{"a is refused"}},
		{"networks-not-known", contoso(officeOnly), settings(inTheOffice), []Change{
			at("a", updateLocation(here, unknownNetworks)), at("b", update(officeOnly, narrowBlock("p1", "Office only", outside(office)))),
		}, []string{"a waits for b"}},
		{"undecided-swap", contoso(outsideAnd(alice, "p1"), outsideAnd(alice, "p2")), settings(loose), undecidedSwap, []string{"a is refused"}},
		{"undecided-swap-warns", contoso(outsideAnd(alice, "p1"), outsideAnd(alice, "p2")), settings(loose, warnUndecided), undecidedSwap, []string{"a is warned"}},
		{"lockout-never-warns", contoso(sparesAlice, graphBlock("p2", "B", alice)), settings(loose, warnUndecided), []Change{
			at("a", update(sparesAlice, graphBlock("p1", "A", bob))), at("b", update(graphBlock("p2", "B", alice), graphBlock("p2", "B", bob))),
		}, []string{"a is refused"}},
		{"mended-and-stricter", contoso(graphBlock("p1", "A")), settings(loose), []Change{
			at("a", update(graphBlock("p1", "A"), graphBlock("p1", "A", alice))), at("b", create(policy("", "MFA"))),
		}, []string{"b waits for a"}},
		{"mended-by-two", contoso(graphBlock("p1", "A"), graphBlock("p2", "B")), settings(loose), []Change{
			at("a", update(graphBlock("p1", "A"), graphBlock("p1", "A", alice))), at("b", update(graphBlock("p2", "B"), graphBlock("p2", "B", alice))),
			at("c", create(policy("", "MFA"))),
		}, []string{"c waits for a, b"}},
		{"mended-and-for-somebody-else", contoso(graphBlock("p1", "A")), settings(loose), []Change{
			at("a", update(graphBlock("p1", "A"), graphBlock("p1", "A", alice))), at("b", create(policy("", "Carol", including(carol)))),
		}, nil},
		{"an-improvement", contoso(graphBlock("p1", "A"), graphBlock("p2", "B")), settings(loose), []Change{
			at("a", update(graphBlock("p1", "A"), graphBlock("p1", "A", alice))), at("b", update(graphBlock("p2", "B"), off(sparesAlice))),
		}, nil},
		{"lost-at-the-end", contoso(sparesAlice), settings(loose), []Change{
			at("a", update(sparesAlice, graphBlock("p1", "A", bob))), at("b", create(graphBlock("", "B", alice))),
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			result := Judge(c.tenant, c.changes, c.config, noon)
			if diff := cmp.Diff(c.want, waiting(result.Findings)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
				for _, f := range result.Findings {
					t.Logf("%s\n%s", f.Summary(), f.Detail())
				}
			}
		})
	}
}

// alsoFor adds an application to those that a policy is about.
func alsoFor(app string, p ca.Policy) ca.Policy {
	p.Conditions.Applications.IncludeApplications = append(slices.Clone(p.Conditions.Applications.IncludeApplications), app)
	return p
}

// waiting reads the findings about the order as a reader of their lines does.
func waiting(findings []Finding) []string {
	const prefix = "entraguard_conditional_access_policy."
	label := func(address string) string { return strings.TrimPrefix(address, prefix) }
	var list []string
	for _, f := range findings {
		switch {
		case f.Rule != ruleEG005.ID:
		case f.Refuses():
			list = append(list, label(f.Address)+" is refused")
		case strings.Contains(f.Harm, "order"):
			list = append(list, label(f.Address)+" is warned")
		default:
			_, inside, _ := strings.Cut(strings.Join(f.Fix, ""), "depends_on = [")
			inside, _, _ = strings.Cut(inside, "]")
			var firsts []string
			for reference := range strings.SplitSeq(strings.Trim(inside, " ,"), ",") {
				firsts = append(firsts, label(strings.TrimSpace(reference)))
			}
			list = append(list, label(f.Address)+" waits for "+strings.Join(firsts, ", "))
		}
	}
	return list
}

// TestOrderAgainstEveryOrder tries every order of many random plans: no safe one is refused, and none that obeys
// the pairs passes through a state that is not safe.
func TestOrderAgainstEveryOrder(t *testing.T) {
	t.Parallel()
	outcomes := map[string]int{}
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 13))
		tenant, changes := randomPlan(r)
		if r.IntN(2) == 0 {
			tenant, changes = randomTurn(r)
		}
		list := steps(changes)
		list = list[max(0, len(list)-4):]
		config := settings(inTheOffice)
		before := Check(tenant, config, noon).Report
		j := newJudgement(new(decider), tenant, before, list, config, noon)
		if !j.was.hold() || !j.is.hold() {
			continue
		}
		safe := map[order.Set]bool{}
		for mask := range 1 << len(list) {
			var done order.Set
			var some []step
			for i, s := range list {
				if mask&(1<<i) != 0 {
					done, some = done.With(i), append(some, s)
				}
			}
			safe[done] = stand(j.decide(apply(tenant, some)), config).hold()
		}
		found, matters := j.way()
		safeOrders, breaches := 0, 0
		for o := range ordersOf(len(list)) {
			isSafe := !slices.ContainsFunc(prefixes(o), func(done order.Set) bool { return !safe[done] })
			obeys := !slices.ContainsFunc(found.Pairs, func(p order.Pair) bool { return slices.Index(o, p.First) > slices.Index(o, p.Then) })
			if isSafe {
				safeOrders++
			}
			if obeys && !isSafe {
				breaches++
			}
		}
		switch {
		case !matters || found.Outcome == order.Found:
			if breaches > 0 || safeOrders == 0 {
				t.Fatalf("seed %d: %d orders obey the pairs and are not safe, %d are safe", seed, breaches, safeOrders)
			}
		case safeOrders > 0:
			t.Fatalf("seed %d: %d orders are safe, and none was found", seed, safeOrders)
		}
		switch {
		case !matters:
			outcomes["any order"]++
		case found.Outcome != order.Found:
			outcomes["none"]++
		case len(found.Pairs) > 0:
			outcomes["some"]++
		}
	}
	if outcomes["any order"] < 20 || outcomes["some"] < 10 || outcomes["none"] < 3 {
		t.Fatalf("the plans are too alike: %v", outcomes)
	}
}

// randomTurn is a plan by which every policy leaves out other people than before, which some orders, or all,
// cannot do.
func randomTurn(r *rand.Rand) (*ca.Tenant, []Change) {
	people := []string{alice, bob, breakGlass1}
	leavingOut := func(id, one string) ca.Policy {
		spared := []string{one}
		for _, each := range people {
			if r.IntN(2) == 0 {
				spared = append(spared, each)
			}
		}
		return graphBlock(id, "Block "+id, spared...)
	}
	before, after := people[r.IntN(3)], people[r.IntN(3)]
	var policies []ca.Policy
	var changes []Change
	for _, id := range []string{"p0", "p1", "p2"} {
		policies = append(policies, leavingOut(id, before))
		changes = append(changes, update(policies[len(policies)-1], leavingOut(id, after)))
	}
	return contoso(policies...), changes
}

func ordersOf(n int) func(yield func([]int) bool) {
	return func(yield func([]int) bool) {
		var extend func(prefix []int) bool
		extend = func(prefix []int) bool {
			if len(prefix) == n {
				return yield(slices.Clone(prefix))
			}
			for i := range n {
				if !slices.Contains(prefix, i) && !extend(append(prefix, i)) {
					return false
				}
			}
			return true
		}
		extend(nil)
	}
}

func prefixes(o []int) []order.Set {
	var list []order.Set
	for i := range o {
		list = append(list, order.SetOf(o[:i+1]...))
	}
	return list
}

// TestMoreInForceIsStricter is what a search for an order rests on, with writes in flight and with some left
// out altogether.
func TestMoreInForceIsStricter(t *testing.T) {
	t.Parallel()
	config := settings(inTheOffice)
	compared := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 17))
		tenant, changes := randomPlan(r)
		list := steps(changes)
		var less, more order.State
		for i := range list {
			less, more = randomVersions(r, i, less, more)
		}
		laxer, ok := between(tenant, list, less)
		stricter, ok2 := between(tenant, list, more)
		if !ok || !ok2 {
			t.Fatalf("seed %d: not built", seed)
		}
		open := reachableIn(laxer, config)
		for id := range reachableIn(stricter, config) {
			compared++
			if !open[id] {
				t.Fatalf("seed %d: %s is reachable in %v and not in %v", seed, id, more, less)
			}
		}
	}
	if compared < 200 {
		t.Fatalf("the states are too strict: %d comparisons", compared)
	}
}

// randomVersions puts versions of a step in force in two states, in the second one at least those of the first.
func randomVersions(r *rand.Rand, i int, less, more order.State) (order.State, order.State) {
	old, planned := r.IntN(3) == 0, r.IntN(3) == 0
	if old && planned && r.IntN(2) == 0 {
		planned = false
	}
	if !old {
		less.Done = less.Done.With(i)
	}
	if planned {
		less.Started = less.Started.With(i)
	}
	if !old && r.IntN(3) > 0 {
		more.Done = more.Done.With(i)
	}
	if planned || r.IntN(3) == 0 {
		more.Started = more.Started.With(i)
	}
	return less, more
}
