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

// TestDecider: a Decider that is asked about one tenant after another says of each what Decide says of it, to
// the last word, however much it keeps from the ones before.
func TestDecider(t *testing.T) {
	t.Parallel()
	const tenants, steps = 1200, 12
	seed, moved := 26+*seed, 0
	for number := range uint64(tenants) {
		q := Draw(seed, number)
		g := property{seed: seed}.generator(number, q)
		var d engine.Decider
		was := d.Decide(q)
		asked := []engine.Question{q}
		for step := range steps {
			if q = g.nextQuestion(q, step); g.chance(30) {
				q = asked[g.IntN(len(asked))] // a tenant that was judged before, such as the one that is there
			}
			asked = append(asked, q)
			want, got := engine.Decide(q), d.Decide(q)
			if !reflect.DeepEqual(want, got) {
				t.Fatalf("seed %d, tenant %d, step %d (-decide +decider):\n%s\n%s", seed, number, step, cmp.Diff(want, got), Describe(q))
			}
			if !reflect.DeepEqual(was, got) {
				moved++
			}
			was = got
		}
	}
	t.Logf("%d of %d steps changed the report", moved, tenants*steps)
	if moved < tenants {
		t.Errorf("only %d of %d steps changed the report", moved, tenants*steps)
	}
}

// nextQuestion changes one thing, most often a policy, and leaves the rest the very same.
func (g *generator) nextQuestion(q engine.Question, step int) engine.Question {
	tenant := *q.Tenant
	policies := slices.Clone(tenant.Policies.Value())
	fresh := g.policy()
	fresh.ID = fmt.Sprintf("fresh-%d", step)
	switch {
	case g.chance(40):
		policies = append(policies, fresh)
	case g.chance(40) && len(policies) > 0:
		i := g.IntN(len(policies))
		policies = slices.Delete(policies, i, i+1)
	case g.chance(60) && len(policies) > 0:
		i := g.IntN(len(policies))
		fresh.ID = policies[i].ID
		if g.chance(50) {
			fresh.Conditions.Users = policies[i].Conditions.Users
		}
		policies[i] = fresh
	case g.chance(50):
		tenant.NamedLocations = Draw(uint64(step), g.Uint64()).Tenant.NamedLocations
	default:
		q.Assume = Draw(uint64(step), g.Uint64()).Assume
	}
	if tenant.Policies.Read() {
		tenant.Policies = ca.Known(policies)
	}
	q.Tenant = &tenant
	return q
}
