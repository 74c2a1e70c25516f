package provider

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// Every attribute of every profile is left out, set, changed, and left out again. Terraform checks after each
// step that the state is as planned, and that a second plan is empty.
func TestAccPolicyEveryAttribute(t *testing.T) {
	t.Parallel()
	for mode, options := range map[string]graphsim.Options{
		"merge":   {Reorder: true},
		"replace": {PatchReplaces: true, OldErrors: true, Staleness: 2},
		"strict":  {PatchReplaces: true, NullStrict: true},
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			f := newTenant(t, options)
			none := allProfiles(f, func(c attributeCase) (string, string) { return "", c.stored.none })
			run(t,
				none,
				allProfiles(f, func(c attributeCase) (string, string) { return c.first, c.stored.first }),
				allProfiles(f, func(c attributeCase) (string, string) { return c.second, c.stored.second }),
				none,
			)
		})
	}
}

// allProfiles says each profile's base and one value of every case, and looks at what the tenant then holds.
func allProfiles(f *fixture, choose func(attributeCase) (said, stored string)) resource.TestStep {
	var blocks strings.Builder
	wanted := map[string]map[string]string{}
	for name, p := range policyProfiles {
		values := maps.Clone(p.base)
		wanted[name] = map[string]string{}
		for _, c := range p.cases {
			said, stored := choose(c)
			if said != "" {
				values[c.attribute] = said
			}
			wanted[name][c.attribute] = cmp.Or(stored, said)
		}
		blocks.WriteString(policyBlock(name, values))
	}
	return resource.TestStep{
		Config: f.config(blocks.String()),
		Check: func(s *terraform.State) error {
			for name, attributes := range wanted {
				id := s.RootModule().Resources["entraguard_conditional_access_policy."+name].Primary.ID
				for attribute, want := range attributes {
					if err := holds(f.Get("policies", id), attribute, want); err != nil {
						return fmt.Errorf("%s: %w", name, err)
					}
				}
			}
			return nil
		},
	}
}

// policyBlock writes a policy from its attributes by path.
func policyBlock(name string, values map[string]string) string {
	return fmt.Sprintf("resource \"entraguard_conditional_access_policy\" %q %s\n", name, nest(values))
}

// nest writes attributes by path as nested objects. A path below another one is left out.
func nest(values map[string]string) string {
	var b strings.Builder
	b.WriteString("{\n")
	below := map[string]map[string]string{}
	for _, path := range slices.Sorted(maps.Keys(values)) {
		name, rest, nested := strings.Cut(path, ".")
		if !nested {
			fmt.Fprintf(&b, "%s = %s\n", name, values[path])
			continue
		}
		if below[name] == nil {
			below[name] = map[string]string{}
		}
		below[name][rest] = values[path]
	}
	for _, name := range slices.Sorted(maps.Keys(below)) {
		fmt.Fprintf(&b, "%s = %s\n", name, nest(below[name]))
	}
	b.WriteString("}")
	return b.String()
}

// holds compares what a tenant's object has at an attribute's place with JSON. Null, empty and absent are one
// value, lists have no order, and comma-joined words are a list.
func holds(object map[string]any, attribute, want string) error {
	var value any = object
	for name := range strings.SplitSeq(attribute, ".") {
		members, _ := value.(map[string]any)
		value = members[wireName(name)]
	}
	var wanted any
	if want != "" {
		if err := json.Unmarshal([]byte(want), &wanted); err != nil {
			return fmt.Errorf("%s: %w", want, err)
		}
	}
	if got, want := canonical(value), canonical(wanted); got != want {
		return fmt.Errorf("%s: the tenant holds %s, want %s", attribute, got, want)
	}
	return nil
}

func canonical(value any) string {
	switch v := value.(type) {
	case nil:
		return "nothing"
	case []any:
		var texts []string
		for _, element := range v {
			texts = append(texts, strings.ToLower(canonical(element)))
		}
		slices.Sort(texts)
		if len(texts) == 0 {
			return "nothing"
		}
		return strings.Join(texts, ",")
	case map[string]any:
		var texts []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if text := canonical(v[name]); text != "nothing" {
				texts = append(texts, name+"="+text)
			}
		}
		return "{" + strings.Join(texts, " ") + "}"
	case string:
		words := strings.Split(strings.ToLower(v), ",")
		slices.Sort(words)
		return strings.Join(words, ",")
	}
	return fmt.Sprint(value)
}

func wireName(attribute string) string {
	words := strings.Split(attribute, "_")
	for i, word := range words[1:] {
		words[i+1] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, "")
}

// Every attribute that a configuration can say is in a case.
func TestEveryPolicyAttributeHasACase(t *testing.T) {
	t.Parallel()
	cased := map[string]bool{}
	for _, p := range policyProfiles {
		for _, c := range p.cases {
			cased[c.attribute] = true
			for _, value := range []string{c.first, c.second} {
				if name, _, ok := strings.Cut(strings.TrimPrefix(value, "{ "), " = "); ok && strings.HasPrefix(value, "{") {
					cased[c.attribute+"."+name] = true
				}
			}
		}
	}
	leaves := 0
	walkAttributes(policySchema(t.Context()).Attributes, "", func(path string, a schema.Attribute) {
		if nestedIn(a) != nil || strings.HasPrefix(path, "timeouts") || !a.IsOptional() && !a.IsRequired() {
			return
		}
		leaves++
		if !cased[path] {
			t.Errorf("%s is set in no case", path)
		}
	})
	if leaves < 45 {
		t.Fatalf("only %d attributes were looked at", leaves)
	}
}
