package provider

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Whatever a policy holds, the JSON of its body says all of it.
func TestMovedFromAnyBody(t *testing.T) {
	t.Parallel()
	source := msgraphSources(policyEntity.address)[0]
	for seed := range uint64(300) {
		policy := randomPolicy(rand.New(rand.NewPCG(seed, 5)))
		state := msgraphState("identity/conditionalAccess/policies", string(ca.EncodePolicy(policy)))
		object, err := source.object(parsed(t, state.state))
		if err != nil {
			t.Fatal(err)
		}
		body, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ca.DecodePolicy(body)
		if err != nil {
			t.Fatal(err)
		}
		policy.ID, policy.TemplateID = adopted, ""
		sameState(t, policyShape.plain(got), policyShape.plain(policy))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// Providers that have Graph's names say what Graph says, whatever it is.
func TestMovedFromGraphNames(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		policy := storedPolicy(randomPolicy(rand.New(rand.NewPCG(seed, 6))))
		state := inSnakeCase(parsed(t, string(ca.EncodePolicy(policy)))).(map[string]any)
		state["id"] = policy.ID
		object, err := microsoft365Policy.object(state)
		if err != nil {
			t.Fatal(err)
		}
		body, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ca.DecodePolicy(body)
		if err != nil {
			t.Fatal(err)
		}
		policy.TemplateID = ""
		sameState(t, policyShape.plain(got), policyShape.plain(policy))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func parsed(t *testing.T, text string) map[string]any {
	t.Helper()
	var object map[string]any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&object); err != nil {
		t.Fatal(err)
	}
	return object
}

// inSnakeCase writes Graph's names as Terraform providers do.
func inSnakeCase(value any) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = inSnakeCase(v[i])
		}
	case map[string]any:
		renamed := map[string]any{}
		for name, member := range v {
			var snake strings.Builder
			for _, r := range name {
				if 'A' <= r && r <= 'Z' {
					snake.WriteByte('_')
					r += 'a' - 'A'
				}
				snake.WriteRune(r)
			}
			renamed[snake.String()] = inSnakeCase(member)
		}
		return renamed
	}
	return value
}
