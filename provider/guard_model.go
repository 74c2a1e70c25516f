package provider

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

// toGuard reads the guard block. The block has the keys of a guard.json, so it is read as one: a value means
// the same in both, and is refused with the same words.
func toGuard(block types.Object) (guard.Config, diag.Diagnostics) {
	var diags diag.Diagnostics
	data, err := json.Marshal(plainValue(block))
	if err != nil {
		diags.AddAttributeError(path.Root("guard"), "The guard block cannot be read", err.Error())
		return guard.Config{}, diags
	}
	config, err := guard.DecodeConfig(data)
	if err == nil {
		return config, diags
	}
	at, summary := path.Root("guard"), "The guard block cannot be used"
	var failed *guard.ConfigError
	if errors.As(err, &failed) {
		at = guardPath(failed.Path)
	}
	diags.AddAttributeError(at, summary, "At `guard`: "+err.Error()+".")
	return guard.Config{}, diags
}

// guardPath is the attribute that a path such as assume.networks[0].address names. It ends at a list or a
// set: elements are named in the text.
func guardPath(text string) path.Path {
	at := path.Root("guard")
	for name := range strings.SplitSeq(text, ".") {
		name, _, indexed := strings.Cut(name, "[")
		at = at.AtName(name)
		if indexed {
			break
		}
	}
	return at
}

// plainValue is a known value as encoding/json takes it. Null is left out.
func plainValue(value attr.Value) any {
	if value.IsNull() || value.IsUnknown() {
		return nil
	}
	switch v := value.(type) {
	case types.Object:
		members := map[string]any{}
		for name, member := range v.Attributes() {
			if plain := plainValue(member); plain != nil {
				members[name] = plain
			}
		}
		return members
	case types.List:
		return plainValues(v.Elements())
	case types.Set:
		return plainValues(v.Elements())
	case types.String:
		return v.ValueString()
	case types.Int64:
		return v.ValueInt64()
	case types.Bool:
		return v.ValueBool()
	}
	return nil
}

func plainValues(elements []attr.Value) []any {
	list := make([]any, len(elements))
	for i, element := range elements {
		list[i] = plainValue(element)
	}
	return list
}
