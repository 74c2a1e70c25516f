package publishedsets_test

import (
	"flag"
	"fmt"
	"hash/fnv"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/differential"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
)

var every = flag.Bool("every", false, "ask the reference about sign-ins around every mutation, and not around some of them")

// TestSinglePropertyMutations changes every property of every policy of the published sets, among the others of
// the set and alone. What the difference shows of it really happens: the reference sees each example change in
// the same way. Around some of the mutations it is asked about more sign-ins, drawn and aimed at the policy: where
// the difference shows nothing, since another policy asks the same, or none asks for anything, none of them
// changes.
func TestSinglePropertyMutations(t *testing.T) {
	t.Parallel()
	var together, alone mutationCount
	t.Cleanup(func() {
		together.check(t, "among the others", 25, 10000, 1200, nil)
		alone.check(t, "alone", 25, 9000, 4500, aloneFloors)
	})
	for _, set := range found(t) {
		t.Run(filepath.Base(set), func(t *testing.T) {
			t.Parallel()
			tenant := complete(t, set)
			for _, state := range []string{"as-published", "report-only-enforced"} {
				t.Run(state, func(t *testing.T) {
					t.Parallel()
					mutateAll(t, withStates(tenant, states[state]), &together, 25)
				})
			}
			t.Run("alone", func(t *testing.T) {
				t.Parallel()
				tenant := peopled(tenant)
				for _, p := range withStates(tenant, states["everything-enforced"]).Policies.Value() {
					mutateAll(t, withPolicies(tenant, []ca.Policy{p}), &alone, 20)
				}
			})
		})
	}
}

// mutateAll asks about sign-ins around one mutation in so many.
func mutateAll(t *testing.T, before *ca.Tenant, count *mutationCount, oneIn uint32) {
	t.Helper()
	if *every {
		oneIn = 1
	}
	policies, words := before.Policies.Value(), wordsOf(before)
	for i, p := range policies {
		for number, m := range mutations(t, p, words) {
			idle := p.State != ca.StateEnabled && m.policy.State != ca.StateEnabled
			if idle && number%5 != 0 && !*every {
				continue // they are all alike
			}
			changed := slices.Clone(policies)
			changed[i] = m.policy
			after := withPolicies(before, changed)
			r := difference.Of(before, after)
			if r.Undecided != "" && !strings.Contains(r.Undecided, "agent identities") {
				t.Errorf("%s of %s: undecided: %s", m.property, p.DisplayName, r.Undecided)
			}
			if m.property == session && !r.None() {
				t.Errorf("%s of %s: session controls made a difference", m.property, p.DisplayName)
			}
			if idle && !r.None() {
				t.Errorf("%s of %s: a policy that enforces nothing made a difference", m.property, p.DisplayName)
			}
			confirmed := confirm(t, before, after, r, m.property+" of "+p.DisplayName)
			asked := map[string]int{}
			if chosen(p.ID+m.property, number, oneIn) {
				pair := differential.Pair{Before: before, After: after, Changes: []string{m.property}, Number: uint64(number), Draws: 4}
				if what := differential.CheckReport(pair, r, asked); what != "" {
					t.Errorf("%s of %s: %s", m.property, p.DisplayName, what)
				}
			}
			count.add(m.property, len(r.Boxes) > 0, confirmed, asked)
		}
	}
}

// chosen picks one in so many, the same in every run, and of every policy and property alike.
func chosen(name string, number int, oneIn uint32) bool {
	h := fnv.New32a()
	fmt.Fprint(h, name, number)
	return h.Sum32()%oneIn == 0
}

// confirm asks the reference about the example of every box that assumes nothing.
func confirm(t *testing.T, before, after *ca.Tenant, r difference.Report, of string) (confirmed int) {
	t.Helper()
	for _, b := range r.Boxes {
		if len(b.Assuming) > 0 {
			continue
		}
		confirmed++
		if what := reference.Difference(before, after, b.Example); what != string(b.Kind) {
			t.Errorf("%s: %+v is %s, and %s to the reference", of, b.Example, b.Kind, what)
		}
	}
	return confirmed
}
