package publishedsets_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
	"github.com/entraguard/terraform-provider-entraguard/internal/publishedsets"
)

// TestNoiseIsNoDifference: a set that was written down in another way is the same set.
func TestNoiseIsNoDifference(t *testing.T) {
	t.Parallel()
	for _, set := range found(t) {
		t.Run(filepath.Base(set), func(t *testing.T) {
			t.Parallel()
			tenant, published := complete(t, set), bodies(t, set)
			for name, state := range states {
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					before := withStates(tenant, state)
					for seed := range uint64(5) {
						noise := &noise{Rand: rand.New(rand.NewPCG(seed, 11))}
						after := withStates(withPolicies(tenant, noise.policies(t, published)), state)
						if noise.made < len(published) {
							t.Fatalf("only %d changes of form in %d policies", noise.made, len(published))
						}
						r := difference.Of(before, after)
						if !r.None() {
							t.Fatalf("seed %d: %d boxes, undecided %q; the first: %+v", seed, len(r.Boxes), r.Undecided, first(r.Boxes))
						}
						for _, p := range r.Policies {
							if p.Decision != difference.NoEffect {
								t.Errorf("seed %d: %s is %s", seed, p.Name, p.Decision)
							}
						}
					}
				})
			}
		})
	}
}

func found(t *testing.T) []string {
	t.Helper()
	sets := publishedsets.Find("../..")
	if len(sets) == 0 {
		t.Skip("no published policy sets beside the checkout")
	}
	if len(sets) < 6 {
		t.Errorf("found %d published sets, expected at least 6", len(sets))
	}
	return sets
}

// bodies are the policies of a completed set as they are on the wire.
func bodies(t *testing.T, set string) []map[string]any {
	t.Helper()
	dir := t.TempDir()
	if err := publishedsets.Complete(set, dir); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "policies.json"))
	if err != nil {
		t.Fatal(err)
	}
	var answer struct{ Value []map[string]any }
	if err := json.Unmarshal(data, &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Value
}

func withPolicies(t *ca.Tenant, policies []ca.Policy) *ca.Tenant {
	changed := *t
	changed.Policies = ca.Known(policies)
	return &changed
}

func first[T any](list []T) any {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// Noise writes policies down in another way that means the same.
type noise struct {
	*rand.Rand
	made int
}

func (n *noise) policies(t *testing.T, published []map[string]any) []ca.Policy {
	t.Helper()
	var changed []ca.Policy
	for i, body := range published {
		var out bytes.Buffer
		n.write(&out, body)
		p, err := ca.DecodePolicy(out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		p.DisplayName, p.Description, p.TemplateID = fmt.Sprintf("Renamed %d", i), "Said in other words", ""
		p.CreatedDateTime, p.ModifiedDateTime = p.CreatedDateTime.AddDate(1, 0, 0), p.ModifiedDateTime.AddDate(1, 0, 0)
		changed = append(changed, p)
	}
	n.Shuffle(len(changed), func(i, j int) { changed[i], changed[j] = changed[j], changed[i] })
	return changed
}

// write writes JSON with its members in any order, lists shuffled, with annotations, and with null, an empty list
// and nothing at all in place of each other.
func (n *noise) write(out *bytes.Buffer, value any) {
	switch v := value.(type) {
	case map[string]any:
		names := slices.Sorted(maps.Keys(v))
		n.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		fmt.Fprintf(out, `{"@odata.context": "anything"`)
		for _, name := range names {
			member := v[name]
			if list, isList := member.([]any); (isList && len(list) == 0) || member == nil {
				n.made++
				switch {
				case n.IntN(2) == 0:
					continue
				case isList:
					member = nil
				}
			}
			fmt.Fprintf(out, `, "%s@odata.type": "anything", %q: `, name, name)
			n.write(out, member)
		}
		out.WriteString("}")
	case []any:
		list := slices.Clone(v)
		n.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if len(list) > 0 && n.IntN(3) == 0 {
			n.made++
			list = append(list, list[0])
		}
		out.WriteString("[")
		for i, item := range list {
			if i > 0 {
				out.WriteString(", ")
			}
			n.write(out, item)
		}
		out.WriteString("]")
	default:
		text, _ := json.Marshal(v)
		out.Write(text)
	}
}
