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

// A rewriting is something that the service stores in another form than it was sent. What is said over the
// plain policy and what is then shown mean the same; a drift in the same property is seen all the same.
type rewriting struct {
	name  string
	said  map[string]string // attributes, beside those of the plain policy; "" leaves one out
	shown map[string]string // members of the policy by their path on the wire
	drift map[string]string
	at    string // the attribute that then differs
}

var plainAttributes = map[string]string{
	"display_name": `"CA rewritten"`, "state": `"disabled"`,
	"conditions.users.include_users":               `["` + ann + `"]`,
	"conditions.applications.include_applications": `["All"]`,
	"grant_controls.operator":                      `"OR"`,
	"grant_controls.built_in_controls":             `["mfa"]`,
}

const plainPolicyJSON = `{
  "id": "` + adopted + `", "displayName": "CA rewritten", "state": "disabled", "templateId": null, "createdDateTime": "2026-01-01T00:00:00Z",
  "conditions": {"users": {"includeUsers": ["` + ann + `"]}, "applications": {"includeApplications": ["All"]}, "clientAppTypes": ["all"]},
  "grantControls": {"operator": "OR", "builtInControls": ["mfa"]}
}`

var rewritings = []rewriting{
	{"and-over-one-control", map[string]string{"grant_controls.operator": `"AND"`}, map[string]string{"grantControls.operator": `"OR"`},
		map[string]string{"grantControls.operator": `"AND"`, "grantControls.builtInControls": `["mfa", "compliantDevice"]`}, "grant_controls.built_in_controls"},
	{"and-over-two-controls", map[string]string{"grant_controls.operator": `"AND"`, "grant_controls.built_in_controls": `["mfa", "compliantDevice"]`},
		map[string]string{"grantControls.operator": `"AND"`, "grantControls.builtInControls": `["compliantDevice", "mfa"]`},
		map[string]string{"grantControls.operator": `"OR"`}, "grant_controls.operator"},
	{"and-over-a-strength", map[string]string{"grant_controls.operator": `"AND"`, "grant_controls.built_in_controls": "", "grant_controls.authentication_strength.id": `"` + ca.StrengthPhishingResistant + `"`},
		map[string]string{"grantControls.operator": `"OR"`, "grantControls.builtInControls": `[]`, "grantControls.authenticationStrength": `{"id": "` + ca.StrengthPhishingResistant + `", "displayName": "Phishing-resistant MFA", "allowedCombinations": ["fido2"]}`},
		map[string]string{"grantControls.authenticationStrength": `{"id": "` + ca.StrengthMFA + `"}`}, "grant_controls.authentication_strength.id"},
	{"guest-kinds-in-another-order", map[string]string{"conditions.users.exclude_guests_or_external_users": `{"guest_or_external_user_types": ["serviceProvider", "b2bCollaborationGuest"]}`},
		map[string]string{"conditions.users.excludeGuestsOrExternalUsers": `{"guestOrExternalUserTypes": "b2bCollaborationGuest,serviceProvider", "externalTenants": null}`},
		map[string]string{"conditions.users.excludeGuestsOrExternalUsers.guestOrExternalUserTypes": `"b2bCollaborationGuest"`}, "conditions.users.exclude_guests_or_external_users.guest_or_external_user_types"},
	{"flags-in-another-order", map[string]string{"conditions.insider_risk_levels": `["elevated", "minor"]`, "conditions.authentication_flows.transfer_methods": `["authenticationTransfer", "deviceCodeFlow"]`},
		map[string]string{"conditions.insiderRiskLevels": `"minor,elevated"`, "conditions.authenticationFlows": `{"transferMethods": "deviceCodeFlow,authenticationTransfer"}`},
		map[string]string{"conditions.insiderRiskLevels": `"elevated"`}, "conditions.insider_risk_levels"},
	{"lists-of-workloads-filled-in", map[string]string{"conditions.users.include_users": "", "conditions.client_applications.include_service_principals": `["ServicePrincipalsInMyTenant"]`, "grant_controls.built_in_controls": `["block"]`},
		map[string]string{"conditions.users.includeUsers": `["None"]`, "conditions.clientApplications": `{"includeServicePrincipals": ["ServicePrincipalsInMyTenant"], "excludeServicePrincipals": [], "servicePrincipalFilter": null}`, "grantControls.builtInControls": `["block"]`},
		map[string]string{"conditions.clientApplications.excludeServicePrincipals": `["` + workload + `"]`}, "conditions.client_applications.exclude_service_principals"},
	{"lists-of-agents-removed", map[string]string{"conditions.users.include_users": "", "conditions.client_applications": `{"include_agent_id_service_principals": ["All"], "exclude_agent_id_service_principals": []}`, "grant_controls.built_in_controls": `["block"]`},
		map[string]string{"conditions.users.includeUsers": `["None"]`, "conditions.clientApplications": `{"includeServicePrincipals": [], "excludeServicePrincipals": [], "includeAgentIdServicePrincipals": ["All"]}`, "grantControls.builtInControls": `["block"]`},
		map[string]string{"conditions.clientApplications.excludeAgentIdServicePrincipals": `["` + someGUID + `"]`}, "conditions.client_applications.exclude_agent_id_service_principals"},
	{"client-apps-left-out", nil, map[string]string{"conditions.clientAppTypes": `["all"]`, "conditions.clientApplications": `null`},
		map[string]string{"conditions.clientAppTypes": `["browser"]`}, "conditions.client_app_types"},
	{"client-apps-emptied", map[string]string{"conditions.client_app_types": `[]`}, map[string]string{"conditions.clientAppTypes": `["all"]`},
		map[string]string{"conditions.clientAppTypes": `["other"]`}, "conditions.client_app_types"},
	{"nothing-in-many-forms", map[string]string{"conditions.users.exclude_users": `[]`, "conditions.sign_in_risk_levels": `[]`, "conditions.platforms": `{"include_platforms": []}`},
		map[string]string{"conditions.users.excludeUsers": `[]`, "conditions.users.excludeGroups": `[]`, "conditions.signInRiskLevels": `[]`, "conditions.platforms": `null`, "conditions.insiderRiskLevels": `null`, "conditions.servicePrincipalRiskLevels": `[]`, "sessionControls": `null`},
		map[string]string{"conditions.signInRiskLevels": `["high"]`}, "conditions.sign_in_risk_levels"},
	{"controls-that-are-off", map[string]string{"session_controls": `{"persistent_browser": {"is_enabled": false, "mode": "always"}, "secure_sign_in_session": {"is_enabled": true}}`},
		map[string]string{"sessionControls": `{"persistentBrowser": null, "secureSignInSession": {"isEnabled": true}, "signInFrequency": null}`},
		map[string]string{"sessionControls.persistentBrowser": `{"isEnabled": true, "mode": "always"}`}, "session_controls.persistent_browser.is_enabled"},
	{"members-that-are-forgotten", nil, map[string]string{"conditions.clients": `null`, "conditions.times": `null`, "conditions.signInRiskDetections": `null`},
		map[string]string{"conditions.userRiskLevels": `["high"]`}, "conditions.user_risk_levels"},
	{"lists-in-another-order", map[string]string{"conditions.users.exclude_users": `["` + breakGlass1 + `", "` + strings.ToUpper(breakGlass2) + `"]`},
		map[string]string{"conditions.users.excludeUsers": `["` + breakGlass2 + `", "` + breakGlass1 + `"]`},
		map[string]string{"conditions.users.excludeUsers": `["` + breakGlass2 + `"]`}, "conditions.users.exclude_users"},
	{"words-in-another-case", map[string]string{"conditions.locations": `{"include_locations": ["all"], "exclude_locations": ["alltrusted"]}`},
		map[string]string{"conditions.locations": `{"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}`},
		map[string]string{"conditions.locations.excludeLocations": `[]`}, "conditions.locations.exclude_locations"},
	{"annotations", nil, map[string]string{"grantControls.authenticationStrength@odata": `"#microsoft.graph"`, "conditions.@odata": `"x"`},
		map[string]string{"grantControls.builtInControls": `["compliantDevice"]`}, "grant_controls.built_in_controls"},
	{"what-risk-remediation-brings", map[string]string{"conditions.user_risk_levels": `["high"]`, "grant_controls.built_in_controls": `["riskRemediation"]`},
		map[string]string{"conditions.userRiskLevels": `["high"]`, "grantControls": `{"operator": "AND", "builtInControls": ["riskRemediation"], "authenticationStrength": {"id": "` + ca.StrengthMFA + `"}}`,
			"sessionControls": `{"signInFrequency": {"isEnabled": true, "frequencyInterval": "everyTime", "authenticationType": "primaryAndSecondaryAuthentication", "value": null, "type": null}}`},
		map[string]string{"grantControls.termsOfUse": `["` + someGUID + `"]`}, "grant_controls.terms_of_use"},
	{"frequency-filled-in", map[string]string{"session_controls.sign_in_frequency": `{"value": 4, "type": "hours"}`},
		map[string]string{"sessionControls": `{"signInFrequency": {"isEnabled": true, "value": 4, "type": "hours", "authenticationType": "primaryAndSecondaryAuthentication", "frequencyInterval": "timeBased"}}`},
		map[string]string{"sessionControls.signInFrequency.value": `8`}, "session_controls.sign_in_frequency.value"},
}

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
