package provider

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// settled is the state after a write. Terraform holds a provider to its plan, so where the service stored
// something else than it was sent, the state says what was planned, a warning says what is different, and
// the next plan shows it as drift. After an error nobody is held to the plan: the state is the tenant's.
func (r *entityResource[T]) settled(diags *diag.Diagnostics, plan types.Object, shown T) types.Object {
	state := r.shape.state(plan, shown)
	if diags.HasError() {
		return state
	}
	var different []string
	attributes := state.Attributes()
	for name, planned := range plan.Attributes() {
		attributes[name] = hold(planned, attributes[name], name, &different)
	}
	if len(different) > 0 {
		slices.Sort(different)
		diags.AddWarning("\""+r.name(shown)+"\" is stored differently than it was sent",
			"Microsoft Graph took the "+r.noun+", and shows it differently at:\n\n  "+strings.Join(different, "\n  ")+
				"\n\nThe next plan shows what it made of it.")
	}
	return types.ObjectValueMust(kindsOf(plan), attributes)
}

// hold returns what was planned wherever that is known, and notes the paths at which the tenant differs.
func hold(planned, shown attr.Value, path string, different *[]string) attr.Value {
	if planned.IsUnknown() {
		return shown
	}
	plannedObject, isObject := planned.(types.Object)
	shownObject, bothObjects := shown.(types.Object)
	if isObject && bothObjects && !planned.IsNull() && !shown.IsNull() {
		attributes := plannedObject.Attributes()
		for name, below := range attributes {
			attributes[name] = hold(below, shownObject.Attributes()[name], path+"."+name, different)
		}
		return types.ObjectValueMust(kindsOf(plannedObject), attributes)
	}
	if !identical(planned, shown) {
		*different = append(*different, path)
	}
	return planned
}

// identical compares sets by their members: the framework's own comparison is quadratic.
func identical(a, b attr.Value) bool {
	_, isSet := a.(basetypes.SetValuable)
	if isSet && !a.IsNull() && !b.IsNull() && !b.IsUnknown() {
		return sameMembers(membersOf(a), membersOf(b), plainKey)
	}
	return a.Equal(b)
}
