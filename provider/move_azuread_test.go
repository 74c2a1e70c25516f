package provider

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// Each attribute of azuread, alone in a state, arrives where the table says.
func TestEveryNameOfAzureadArrives(t *testing.T) {
	t.Parallel()
	for _, resource := range []struct {
		typeName, target string
		names            renames
		ours             map[string]schema.Attribute
	}{
		{"azuread_conditional_access_policy", policyType, azureadPolicyNames, policySchema(t.Context()).Attributes},
		{"azuread_named_location", locationType, azureadLocationNames, locationSchema(t.Context()).Attributes},
		{"azuread_authentication_strength_policy", strengthType, azureadStrengthNames, strengthSchema(t.Context()).Attributes},
	} {
		kinds := map[string]schema.Attribute{}
		walkAttributes(resource.ours, "", func(path string, a schema.Attribute) { kinds[path] = a })
		for _, name := range resource.names {
			t.Run(resource.typeName+"/"+name.theirs, func(t *testing.T) {
				t.Parallel()
				state := map[string]any{"id": adopted}
				putBlock(state, name.theirs, exampleOf(kinds[name.ours]))
				switch {
				case name.theirs == "id":
					state["id"] = adopted
				case strings.HasPrefix(name.theirs, "session_controls.sign_in_frequency_"):
					putBlock(state, "session_controls.sign_in_frequency", 4)
				case strings.HasPrefix(name.theirs, "ip.trusted"):
					putBlock(state, "ip.ip_ranges", []string{"198.51.100.0/24"})
				}
				data, err := json.Marshal(state)
				if err != nil {
					t.Fatal(err)
				}
				moved, diags := foreign{azuread, resource.typeName, 1, string(data)}.become(t, resource.target)
				if len(diags) > 0 {
					t.Fatal(diags[0].Summary, diags[0].Detail)
				}
				if got := attributeAt(moved, name.ours); got == "<null>" {
					t.Errorf("%s is null", name.ours)
				}
			})
		}
	}
}

// exampleOf is a value of an attribute's kind, in azuread's JSON.
func exampleOf(a schema.Attribute) any {
	switch a := a.(type) {
	case schema.SetAttribute:
		return []string{"x"}
	case schema.BoolAttribute:
		return true
	case schema.Int64Attribute:
		return 4
	case schema.SingleNestedAttribute:
		block := map[string]any{}
		for name, below := range a.Attributes {
			block[name] = exampleOf(below)
		}
		return []any{block}
	}
	return "x"
}

// putBlock sets an attribute in nested blocks.
func putBlock(state map[string]any, path string, value any) {
	name, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		state[name] = value
		return
	}
	block, ok := state[name].([]any)
	if !ok {
		block = []any{map[string]any{}}
		state[name] = block
	}
	putBlock(block[0].(map[string]any), rest, value)
}

// azuread's own schema has no attribute that the tables miss.
func TestAzureadNamesAreAll(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", "azuread", "azuread-ca-schemas.json"))
	if err != nil {
		t.Skip("azuread's schema is not at hand")
	}
	var schemas struct {
		ResourceSchemas map[string]struct{ Block block } `json:"resource_schemas"`
	}
	if err := json.Unmarshal(data, &schemas); err != nil {
		t.Fatal(err)
	}
	for typeName, names := range map[string]renames{
		"azuread_conditional_access_policy": azureadPolicyNames, "azuread_named_location": azureadLocationNames,
		"azuread_authentication_strength_policy": azureadStrengthNames,
	} {
		theirs := schemas.ResourceSchemas[typeName].Block.paths("")
		if len(theirs) < 4 {
			t.Fatalf("%s has %d attributes", typeName, len(theirs))
		}
		for _, path := range theirs {
			known := func(r rename) bool { return path == r.theirs || strings.HasPrefix(path, r.theirs+".") }
			if !slices.ContainsFunc(names, known) && path != "object_id" && !strings.HasPrefix(path, "timeouts.") {
				t.Errorf("%s: nothing is said about %s", typeName, path)
			}
		}
		for _, name := range names {
			if !slices.ContainsFunc(theirs, func(path string) bool { return path == name.theirs || strings.HasPrefix(path, name.theirs+".") }) {
				t.Errorf("%s has no %s", typeName, name.theirs)
			}
		}
	}
}

// A block is the part of a schema in which attributes and other blocks are.
type block struct {
	Attributes map[string]any
	BlockTypes map[string]struct{ Block block } `json:"block_types"`
}

// paths are those of all attributes.
func (b block) paths(prefix string) []string {
	var paths []string
	for name := range b.Attributes {
		paths = append(paths, prefix+name)
	}
	for name, below := range b.BlockTypes {
		paths = append(paths, below.Block.paths(prefix+name+".")...)
	}
	return paths
}

// What azuread itself wrote into a state is taken over, all of it.
func TestMovedFromStateOfAzuread(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", "azuread", "azuread-state-sample.tfstate"))
	if err != nil {
		t.Skip("no state of azuread is at hand")
	}
	var state struct {
		Resources []struct {
			Type      string
			Instances []struct {
				SchemaVersion int64 `json:"schema_version"`
				Attributes    json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(data, &state); err != nil {
		t.Fatal(err)
	}
	targets := map[string]string{"azuread_conditional_access_policy": policyType, "azuread_named_location": locationType, "azuread_authentication_strength_policy": strengthType}
	taken := map[string]int{}
	for _, r := range state.Resources {
		target, ok := targets[r.Type]
		if !ok {
			continue
		}
		moved, diags := foreign{azuread, r.Type, r.Instances[0].SchemaVersion, string(r.Instances[0].Attributes)}.become(t, target)
		if len(diags) > 0 {
			t.Fatal(diags[0].Summary, diags[0].Detail)
		}
		taken[r.Type]++
		if target != policyType {
			continue
		}
		for path, want := range map[string]string{
			"conditions.authentication_flows.transfer_methods": `["authenticationTransfer","deviceCodeFlow"]`,
			"conditions.user_risk_levels":                      "<null>",
			"session_controls.cloud_app_security":              "<null>",
			"session_controls.sign_in_frequency.value":         "4",
			"grant_controls.authentication_strength.id":        `"00000000-0000-0000-0000-000000000004"`,
		} {
			if got := attributeAt(moved, path); got != want {
				t.Errorf("%s: %s, want %s", path, got, want)
			}
		}
	}
	for typeName := range targets {
		if taken[typeName] == 0 {
			t.Errorf("no %s was taken over", typeName)
		}
	}
}
