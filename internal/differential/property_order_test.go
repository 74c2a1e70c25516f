package differential

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// TestOrder: in which order policies, locations, members and ids stand, and how often an id is repeated,
// changes no answer; nor do names that only people read.
func TestOrder(t *testing.T) {
	t.Parallel()
	property{seed: 23, tenants: 3000, floor: 2000, change: rearrange, judge: func(before, after engine.Question, was, is engine.Report) (string, bool) {
		if diff := cmp.Diff(answers(was), answers(is)); diff != "" {
			return "the answers changed: " + diff, true
		}
		if what := checkEvidence(after, is); what != "" {
			return what, true
		}
		return "", !reflect.DeepEqual(before.Tenant.Policies, after.Tenant.Policies)
	}}.holds(t)
}

// TestIdlePolicies: a policy in report-only, disabled, or in a state that nobody knows changes nothing, to
// the last word of the evidence.
func TestIdlePolicies(t *testing.T) {
	t.Parallel()
	property{seed: 24, tenants: 3000, floor: 2000, judge: sameReport, change: func(g *generator, q engine.Question) (engine.Question, bool) {
		policies, read := q.Tenant.Policies.Get()
		policies = slices.Clone(policies)
		for i := range 1 + g.IntN(3) {
			p := g.policy()
			p.ID, p.State = fmt.Sprintf("idle-%d", i), pick(g, ca.StateDisabled, ca.StateReportOnly, "unknownFutureValue")
			policies = slices.Insert(policies, g.IntN(len(policies)+1), p)
		}
		return withPolicies(q, policies), read
	}}.holds(t)
}

// TestDeterminism: the same question has the same report, to the last word, whatever order its maps have; and
// asking changes nothing in the question.
func TestDeterminism(t *testing.T) {
	t.Parallel()
	property{seed: 25, tenants: 1000, floor: 700, change: func(g *generator, q engine.Question) (engine.Question, bool) {
		tenant := copyOf(g, reflect.ValueOf(*q.Tenant), refillMaps).Interface().(ca.Tenant)
		refill(g, &tenant.Users, q.Tenant.Users)
		refill(g, &tenant.Groups, q.Tenant.Groups)
		refill(g, &tenant.ServicePrincipals, q.Tenant.ServicePrincipals)
		q.Tenant = &tenant
		return q, true
	}, judge: func(before, after engine.Question, was, is engine.Report) (string, bool) {
		said := Describe(before)
		if again := engine.Decide(before); !reflect.DeepEqual(again, was) {
			return "asked again, it says another thing: " + cmp.Diff(was, again), true
		}
		if said != Describe(before) {
			return "asking changed the question", true
		}
		if said != Describe(after) {
			return "the tenants are not the same: " + cmp.Diff(said, Describe(after)), true
		}
		what, _ := sameReport(before, after, was, is)
		return what, len(was.Repairers) > 0
	}}.holds(t)
}

func sameReport(_, _ engine.Question, was, is engine.Report) (string, bool) {
	if !reflect.DeepEqual(was, is) {
		return "the report changed: " + cmp.Diff(was, is), true
	}
	return "", len(was.Repairers) > 0
}

// answers are what a report says without its evidence.
func answers(r engine.Report) []string {
	all := []string{fmt.Sprintf("pipeline %s, complete %t", r.Pipeline.Verdict, len(r.MissingRepairers) == 0)}
	for _, p := range r.Repairers {
		all = append(all, fmt.Sprintf("%s eligible %t break-glass %t: %s %s", p.User.ID, p.Eligible, p.BreakGlass, p.Verdict, p.Robustness))
	}
	return all
}

// rearrange makes the same tenant in other words.
func rearrange(g *generator, q engine.Question) (engine.Question, bool) {
	t := *q.Tenant
	if policies, read := t.Policies.Get(); read {
		policies = copyOf(g, reflect.ValueOf(policies), shuffleLists).Interface().([]ca.Policy)
		for i := range policies {
			policies[i].DisplayName, policies[i].Description = fmt.Sprintf("renamed %d", g.IntN(3)), "described"
		}
		t.Policies = ca.Known(shuffled(g, policies))
	}
	if locations, read := t.NamedLocations.Get(); read {
		t.NamedLocations = ca.Known(shuffled(g, copyOf(g, reflect.ValueOf(locations), shuffleLists).Interface().([]ca.NamedLocation)))
	}
	for _, assignments := range []*ca.Fact[[]ca.RoleAssignment]{&t.RoleAssignments, &t.AssignmentSchedules, &t.EligibleSchedules} {
		if list, read := assignments.Get(); read {
			*assignments = ca.Known(shuffled(g, list))
		}
	}
	t.GroupMembers = shuffledLists(g, t.GroupMembers)
	t.Methods = shuffledLists(g, t.Methods)
	t.Devices = shuffledLists(g, t.Devices)
	q.Tenant = &t
	q.BreakGlass.Users, q.BreakGlass.Groups = shuffled(g, q.BreakGlass.Users), shuffled(g, q.BreakGlass.Groups)
	return q, true
}

func shuffled[T any](g *generator, list []T) []T {
	list = slices.Clone(list)
	g.Shuffle(len(list), func(i, k int) { list[i], list[k] = list[k], list[i] })
	return list
}

func shuffledLists[T any](g *generator, lists map[string][]T) map[string][]T {
	if lists == nil {
		return nil
	}
	changed := map[string][]T{}
	for _, key := range sortedKeys(lists) { // the same draw each time
		changed[key] = shuffled(g, lists[key])
	}
	return changed
}
