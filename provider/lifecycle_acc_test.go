package provider

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// One configuration has every kind of resource, every attribute and every reference between them. It is set,
// changed, cleared, renamed, written in another order and destroyed, and whenever it was applied there is nothing
// to plan.
func TestAccLifecycle(t *testing.T) {
	t.Parallel()
	for mode, options := range map[string]graphsim.Options{
		"merge":   {Reorder: true, StaleLists: 1},
		"replace": {PatchReplaces: true, Staleness: 1},
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			f := newTenant(t, options)
			f.switchOnDefaults()
			before := f.objects()
			w := newWorkspace(t)
			apply := func(life lifecycle) {
				t.Helper()
				w.configure(f.config(life.text()))
				w.must("apply", "-auto-approve")
				w.must("plan", "-detailed-exitcode")
			}
			said := map[string]bool{}
			apply(lifecycle{choose: firstValue})
			w.noteSaid(said)
			ids := f.objects()
			apply(lifecycle{choose: secondValue})
			w.noteSaid(said)
			saysEverything(t, said)

			apply(lifecycle{choose: noValue})
			apply(lifecycle{choose: firstValue, suffix: "_renamed"})
			if now := f.objects(); !slices.Equal(ids, now) {
				t.Errorf("the tenant had\n%s\nand has\n%s", ids, now)
			}
			f.ResetLog()
			w.configure(f.config(lifecycle{choose: firstValue, suffix: "_renamed", reversed: true}.text()))
			w.must("plan", "-detailed-exitcode")
			f.wroteNothing(t)

			w.must("destroy", "-auto-approve")
			if left := f.objects(); !slices.Equal(before, left) {
				t.Errorf("before all there was\n%s\nand the destroy left\n%s", before, left)
			}
			for _, r := range f.Requests() {
				if r.Method == http.MethodDelete && r.Status >= http.StatusBadRequest {
					t.Errorf("%s %s was refused: %d", r.Method, r.Path, r.Status)
				}
			}
		})
	}
}

// objects are the ids of what Terraform could have made.
func (f *fixture) objects() []string {
	var ids []string
	for _, collection := range []string{"policies", "namedLocations", "authenticationStrengthPolicies", "authenticationContextClassReferences"} {
		for _, object := range f.List(collection) {
			ids = append(ids, collection+"/"+object["id"].(string))
		}
	}
	slices.Sort(ids)
	return ids
}

// noteSaid notes which attributes the state has, by resource type and path.
func (w *workspace) noteSaid(said map[string]bool) {
	w.t.Helper()
	var shown struct {
		Values struct {
			RootModule struct {
				Resources []struct {
					Type   string
					Values map[string]any
				}
			} `json:"root_module"`
		}
	}
	_, text, _ := strings.Cut(w.must("show", "-json"), "{")
	if err := json.Unmarshal([]byte("{"+text), &shown); err != nil {
		w.t.Fatal(err)
	}
	for _, r := range shown.Values.RootModule.Resources {
		noteBelow(said, r.Type, r.Values)
	}
}

func noteBelow(said map[string]bool, path string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			noteBelow(said, path+"."+name, member)
		}
	case []any:
		said[path] = said[path] || len(v) > 0
	default:
		said[path] = said[path] || v != nil
	}
}

// saysEverything fails the test where an attribute of a resource was never set.
func saysEverything(t *testing.T, said map[string]bool) {
	t.Helper()
	attributes := 0
	for typeName, s := range resourceSchemas(t) {
		walkAttributes(s.Attributes, typeName+".", func(path string, a schema.Attribute) {
			if nestedIn(a) != nil || strings.Contains(path, ".timeouts") || !a.IsOptional() && !a.IsRequired() {
				return
			}
			attributes++
			if !said[path] {
				t.Errorf("%s was never set", path)
			}
		})
	}
	if attributes < 70 {
		t.Fatalf("only %d attributes were looked at", attributes)
	}
}
