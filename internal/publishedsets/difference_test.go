package publishedsets_test

import (
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/differential"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
)

// TestSinglePropertyMutations changes every property of every policy of the published sets, among the others of
// the set and alone. What the difference shows of it really happens: the reference sees each example change in
// the same way. Where it shows nothing, since another policy asks the same, or none asks for anything, no sign-in
// that was drawn changes.
func TestSinglePropertyMutations(t *testing.T) {
	t.Parallel()
	var count mutationCount
	t.Cleanup(func() { count.check(t) })
	for _, set := range found(t) {
		t.Run(filepath.Base(set), func(t *testing.T) {
			t.Parallel()
			tenant := complete(t, set)
			t.Run("among-the-others", func(t *testing.T) {
				t.Parallel()
				mutateAll(t, withStates(tenant, states["report-only-enforced"]), &count)
			})
			t.Run("alone", func(t *testing.T) {
				t.Parallel()
				for _, p := range withStates(tenant, states["everything-enforced"]).Policies.Value() {
					mutateAll(t, withPolicies(tenant, []ca.Policy{p}), &count)
				}
			})
		})
	}
}

func mutateAll(t *testing.T, before *ca.Tenant, count *mutationCount) {
	t.Helper()
	policies, words := before.Policies.Value(), wordsOf(before)
	for i, p := range policies {
		for number, m := range mutations(t, p, words) {
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
			confirmed := confirm(t, before, after, r, m.property+" of "+p.DisplayName)
			if r.None() {
				for _, s := range differential.SignIns(uint64(number), 2, before, after) {
					if what := reference.Difference(before, after, s); what != "same" {
						t.Errorf("%s of %s: nothing changes, and %+v is %s", m.property, p.DisplayName, s, what)
					}
				}
			}
			count.add(m.property, len(r.Boxes) > 0, confirmed)
		}
	}
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

// A mutationCount says what was tried, so that nothing passes for want of trying.
type mutationCount struct {
	mu                       sync.Mutex
	tried, differ, confirmed map[string]int
}

func (c *mutationCount) add(property string, differs bool, confirmed int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.tried == nil {
		c.tried, c.differ, c.confirmed = map[string]int{}, map[string]int{}, map[string]int{}
	}
	c.tried[property]++
	c.confirmed[property] += confirmed
	if differs {
		c.differ[property]++
	}
}

func (c *mutationCount) check(t *testing.T) {
	t.Helper()
	all, differ := 0, 0
	for property, tried := range c.tried {
		t.Logf("%-24s %5d mutations, %5d with a difference, %6d examples confirmed", property, tried, c.differ[property], c.confirmed[property])
		all, differ = all+tried, differ+c.differ[property]
	}
	t.Logf("%-24s %5d mutations, %5d with a difference", "all", all, differ)
	if len(c.tried) < 25 || all < 15000 || differ < 3500 {
		t.Errorf("too few mutations: %d of %d properties, %d with a difference", all, len(c.tried), differ)
	}
}
