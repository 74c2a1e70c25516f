package provider

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// equateEmpty holds nil and empty lists for one value, as package ca does.
var equateEmpty = cmpopts.EquateEmpty()

func TestPolicyRoundTrip(t *testing.T) {
	t.Parallel()
	const runs = 500
	full := 0
	for seed := range uint64(runs) {
		random := rand.New(rand.NewPCG(seed, 1))
		policy := storedPolicy(randomPolicy(random))
		object := policyShape.plain(policy)
		back := policyShape.value(object)
		if diff := cmp.Diff(policy, back, equateEmpty); diff != "" {
			t.Fatalf("seed %d: policy → object → policy (-want +got):\n%s", seed, diff)
		}
		if again := policyShape.plain(back); !again.Equal(object) {
			t.Fatalf("seed %d: the plain form is not stable", seed)
		}
		if policy.SessionControls != nil && policy.GrantControls != nil && policy.Conditions.ClientApplications != nil {
			full++
		}
	}
	if full < runs/50 {
		t.Fatalf("only %d of %d policies had all parts: the generator tests nothing", full, runs)
	}
}

func TestNamedLocationRoundTrip(t *testing.T) {
	t.Parallel()
	for seed := range uint64(500) {
		location := storedLocation(randomLocation(rand.New(rand.NewPCG(seed, 2))))
		back := locationShape.value(locationShape.plain(location))
		if diff := cmp.Diff(location, back, equateEmpty); diff != "" {
			t.Fatalf("seed %d: location → object → location (-want +got):\n%s", seed, diff)
		}
	}
}

// What a configuration says is what the state says, whenever the service stored it: else Terraform ends with
// "inconsistent result after apply", or shows the same change for ever.
func TestStateKeepsTheWordsOfThePlan(t *testing.T) {
	t.Parallel()
	for seed := range uint64(500) {
		random := rand.New(rand.NewPCG(seed, 3))
		plan := disguise(random, policyShape.plain(randomPolicy(random)))
		stored := scramble(random, policyShape.value(plan))
		stored.ID = "11111111-1111-1111-1111-111111111111"

		state := policyShape.state(plan, stored)
		for name, planned := range plan.Attributes() {
			if got := state.Attributes()[name]; name != "id" && !got.Equal(planned) {
				t.Fatalf("seed %d: %s: planned %s, state %s", seed, name, planned, got)
			}
		}
		if !policyShape.same(plan, state) {
			t.Fatalf("seed %d: plan and state do not mean the same", seed)
		}
	}
}

func TestStateShowsEveryDrift(t *testing.T) {
	t.Parallel()
	differences := 0
	for seed := range uint64(500) {
		random := rand.New(rand.NewPCG(seed, 4))
		prior := policyShape.plain(randomPolicy(random))
		shown := storedPolicy(randomPolicy(random))

		state := policyShape.state(prior, shown)
		meant := policyShape.value(state)
		if diff := cmp.Diff(storedPolicy(unaskedPolicy(policyShape.value(prior), shown)), meant, equateEmpty, cmpopts.IgnoreFields(ca.GrantControls{}, "Operator")); diff != "" {
			t.Fatalf("seed %d: the tenant's policy is not what the state means (-tenant +state):\n%s", seed, diff)
		}
		if !policyShape.same(prior, state) {
			differences++
		}
	}
	if differences < 450 {
		t.Fatalf("only %d of 500 pairs differed: the generator tests nothing", differences)
	}
}
