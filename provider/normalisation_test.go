package provider

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func (r rewriting) attributes() map[string]string {
	all := maps.Clone(plainAttributes)
	maps.Copy(all, r.said)
	maps.DeleteFunc(all, func(_, value string) bool { return value == "" })
	return all
}

// Nothing that the service rewrites is a difference, and every difference beside it is one.
func TestRewritingsAreNoDifference(t *testing.T) {
	t.Parallel()
	for _, r := range rewritings {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			plan := objectOf(t, policyRecord.kind(), tidied(t, r.attributes()))
			state := policyShape.state(plan, shownWith(t, r.shown))
			for name, planned := range plan.Attributes() {
				if got := state.Attributes()[name]; !slices.Contains([]string{"id", "created_date_time"}, name) && !got.Equal(planned) {
					t.Errorf("%s: planned %s, state %s", name, planned, got)
				}
			}
			if !policyShape.same(plan, state) {
				t.Error("the state is held for another policy than the plan")
			}

			drifted := policyShape.state(state, shownWith(t, r.shown, r.drift))
			if policyShape.same(plan, drifted) {
				t.Error("the drift is not seen")
			}
			if valueAt(plan, r.at).Equal(valueAt(drifted, r.at)) {
				t.Errorf("%s does not show the drift", r.at)
			}
		})
	}
}

// The same with terraform and the service: after an apply there is nothing to plan, and a drift is planned away.
func TestAccRewritings(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{Reorder: true})
	var blocks strings.Builder
	var checks []plancheck.PlanCheck
	for _, r := range rewritings {
		all := r.attributes()
		all["display_name"] = `"` + r.name + `"`
		blocks.WriteString(policyBlock(r.name, all))
		checks = append(checks, plancheck.ExpectResourceAction("entraguard_conditional_access_policy."+r.name, plancheck.ResourceActionUpdate))
	}
	config := f.config(blocks.String())
	run(t,
		resource.TestStep{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
		resource.TestStep{
			PreConfig: func() {
				for _, r := range rewritings {
					f.Edit("policies", f.idOf("policies", r.name), func(p map[string]any) { setAll(t, p, r.drift) })
				}
			},
			Config:           config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: checks, PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
	)
}

// shownWith is the plain policy as the service shows it with other members.
func shownWith(t *testing.T, changes ...map[string]string) ca.Policy {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(plainPolicyJSON), &object); err != nil {
		t.Fatal(err)
	}
	for _, members := range changes {
		setAll(t, object, members)
	}
	data, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := ca.DecodePolicy(data)
	if err != nil {
		t.Fatal(err)
	}
	return policy
}

// setAll sets members by their paths to what is said in JSON.
func setAll(t *testing.T, object map[string]any, members map[string]string) {
	t.Helper()
	for _, path := range slices.Sorted(maps.Keys(members)) {
		into, names := object, strings.Split(path, ".")
		for _, name := range names[:len(names)-1] {
			below, ok := into[name].(map[string]any)
			if !ok {
				below = map[string]any{}
				into[name] = below
			}
			into = below
		}
		var value any
		if err := json.Unmarshal([]byte(members[path]), &value); err != nil {
			t.Fatal(path, err)
		}
		into[names[len(names)-1]] = value
	}
}

// tidied are attributes by path as one tree, with the defaults of the schema.
func tidied(t *testing.T, attributes map[string]string) map[string]any {
	t.Helper()
	tree := map[string]any{}
	setAll(t, tree, attributes)
	conditions := tree["conditions"].(map[string]any)
	if _, said := conditions["client_app_types"]; !said {
		conditions["client_app_types"] = []any{"all"}
	}
	session, _ := tree["session_controls"].(map[string]any)
	if frequency, ok := session["sign_in_frequency"].(map[string]any); ok {
		frequency["is_enabled"], frequency["authentication_type"], frequency["frequency_interval"] = true, defaultFrequencyAuthType, defaultFrequencyInterval
	}
	return tree
}

// objectOf is an object from JSON.
func objectOf(t *testing.T, kind types.ObjectType, tree map[string]any) types.Object {
	t.Helper()
	attributes := map[string]attr.Value{}
	for name, k := range kind.AttrTypes {
		attributes[name] = nullOf(k)
		switch value := tree[name].(type) {
		case map[string]any:
			if below, ok := k.(types.ObjectType); ok {
				attributes[name] = objectOf(t, below, value)
			}
		case []any:
			elements := []attr.Value{}
			for _, element := range value {
				elements = append(elements, types.StringValue(element.(string)))
			}
			attributes[name] = types.SetValueMust(types.StringType, elements)
		case string:
			attributes[name] = types.StringValue(value)
		case bool:
			attributes[name] = types.BoolValue(value)
		case float64:
			attributes[name] = types.Int64Value(int64(value))
		}
	}
	return types.ObjectValueMust(kind.AttrTypes, attributes)
}

// valueAt is what an object has at a path; null above it is null.
func valueAt(object types.Object, path string) attr.Value {
	var value attr.Value = object
	for name := range strings.SplitSeq(path, ".") {
		below, ok := value.(types.Object)
		if !ok || below.IsNull() {
			return types.StringNull()
		}
		value = below.Attributes()[name]
	}
	return value
}
