package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Words that mean the same are kept, so that a configuration that was moved with its words plans nothing; what
// only stands for nothing is null.
func TestMovedWords(t *testing.T) {
	t.Parallel()
	azureadWith := func(part string) foreign {
		return foreign{azuread, "azuread_conditional_access_policy", 1, `{"id": "` + adopted + `", "display_name": "x", "state": "disabled", ` + part + `}`}
	}
	wpWith := func(part string) foreign {
		return foreign{microsoft365wp, "microsoft365wp_conditional_access_policy", 0, `{"id": "` + adopted + `", "display_name": "x", "state": "disabled", ` + part + `}`}
	}
	for name, test := range map[string]struct {
		foreign
		want map[string]string
	}{
		"zeroes": {azureadWith(`"session_controls": [{"application_enforced_restrictions_enabled": false, "cloud_app_security_policy": "", "disable_resilience_defaults": false,
			"persistent_browser_mode": "", "sign_in_frequency": 0, "sign_in_frequency_authentication_type": "primaryAndSecondaryAuthentication",
			"sign_in_frequency_interval": "timeBased", "sign_in_frequency_period": ""}]`), map[string]string{"session_controls": "<null>"}},
		"every-time": {azureadWith(`"session_controls": [{"sign_in_frequency": 0, "sign_in_frequency_interval": "everyTime"}]`), map[string]string{
			"session_controls.sign_in_frequency.frequency_interval": `"everyTime"`, "session_controls.sign_in_frequency.value": "<null>",
			"session_controls.sign_in_frequency.is_enabled": "true", "session_controls.application_enforced_restrictions": "<null>",
		}},
		"enforced": {azureadWith(`"session_controls": [{"application_enforced_restrictions_enabled": true, "disable_resilience_defaults": true}]`), map[string]string{
			"session_controls.application_enforced_restrictions.is_enabled": "true", "session_controls.disable_resilience_defaults": "true",
		}},
		"empty-blocks": {azureadWith(`"grant_controls": [], "conditions": [{"users": [], "client_app_types": ["all"], "platforms": [{"included_platforms": null}]}]`), map[string]string{
			"grant_controls": "<null>", "conditions.platforms": "<null>", "conditions.users": "<null>", "conditions.client_app_types": `["all"]`,
		}},
		"filters": {azureadWith(`"conditions": [{"applications": [{"filter": [{"mode": "include", "rule": "a"}]}],
			"client_applications": [{"included_service_principals": ["` + workload + `"], "filter": [{"mode": "exclude", "rule": "b"}]}]}]`), map[string]string{
			"conditions.applications.application_filter.rule": `"a"`, "conditions.client_applications.service_principal_filter.rule": `"b"`,
			"conditions.client_applications.service_principal_filter.mode": `"exclude"`,
			"conditions.users.include_users":                               `["None"]`,
		}},
		"and-of-one": {wpWith(`"grant_controls": {"operator": "AND", "built_in_controls": ["mfa"]}`), map[string]string{"grant_controls.operator": `"AND"`}},
		"capitals":   {wpWith(`"conditions": {"users": {"include_users": ["A1000000-0000-4000-8000-000000000001"]}}`), map[string]string{"conditions.users.include_users": `["A1000000-0000-4000-8000-000000000001"]`}},
		"control-that-is-off": {wpWith(`"session_controls": {"persistent_browser": {"is_enabled": false, "mode": "never"}, "secure_sign_in_session": {"is_enabled": true}}`), map[string]string{
			"session_controls.persistent_browser.is_enabled": "false", "session_controls.secure_sign_in_session.is_enabled": "true",
		}},
		"all-tenants": {wpWith(`"conditions": {"users": {"include_guests_or_external_users": {"guest_or_external_user_types": "internalGuest,serviceProvider",
			"external_tenants": {"membership_kind": "all", "all": {}, "enumerated": null}}}}`), map[string]string{
			"conditions.users.include_guests_or_external_users.external_tenants.membership_kind": `"all"`,
			"conditions.users.include_guests_or_external_users.external_tenants.members":         "<null>",
			"conditions.users.include_guests_or_external_users.guest_or_external_user_types":     `["internalGuest","serviceProvider"]`,
		}},
		"timeouts": {azureadWith(`"timeouts": {"create": "10m", "read": "", "update": null, "delete": "1h"}`), map[string]string{
			"timeouts.create": `"10m"`, "timeouts.read": "<null>", "timeouts.update": "<null>", "timeouts.delete": `"1h"`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state, diags := test.become(t, policyType)
			if len(diags) > 0 {
				t.Fatal(diags[0].Summary, diags[0].Detail)
			}
			for path, want := range test.want {
				if got := attributeAt(state, path); got != want {
					t.Errorf("%s: %s, want %s", path, got, want)
				}
			}
		})
	}
}

// attributeAt is an attribute of an object as text.
func attributeAt(object types.Object, path string) string {
	name, rest, deeper := strings.Cut(path, ".")
	value, ok := object.Attributes()[name]
	if !ok {
		return "no attribute " + name
	}
	if !deeper {
		return value.String()
	}
	if granted, ok := value.(timeouts.Value); ok {
		value = granted.Object
	}
	return attributeAt(asObject(value), rest)
}

func TestWhatCannotBeMoved(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		foreign
		want []string
	}{
		"another-type": {foreign{azuread, "azuread_group", 0, `{"id": "` + adopted + `"}`},
			[]string{"azuread_group cannot become entraguard_conditional_access_policy", "azuread_conditional_access_policy of hashicorp/azuread", "msgraph_resource of microsoft/msgraph", "import"}},
		"another-provider": {foreign{"somebody/azuread", "azuread_conditional_access_policy", 1, `{"id": "` + adopted + `"}`},
			[]string{"cannot become entraguard_conditional_access_policy", "somebody/azuread"}},
		"a-location": {foreign{azuread, "azuread_named_location", 1, `{"id": "` + adopted + `"}`}, []string{"azuread_named_location cannot become entraguard_conditional_access_policy"}},
		"newer-schema": {foreign{azuread, "azuread_conditional_access_policy", 2, `{"id": "` + adopted + `"}`},
			[]string{"The state of azuread_conditional_access_policy cannot become that of entraguard_conditional_access_policy", "version 2 of its schema", "up to version 1", "import"}},
		"no-id":          {foreign{azuread, "azuread_conditional_access_policy", 1, `{"display_name": "x"}`}, []string{"It holds no id."}},
		"strange-id":     {foreign{azuread, "azuread_conditional_access_policy", 1, `{"id": "CA001"}`}, []string{`"CA001" holds no object id`}},
		"no-object":      {foreign{azuread, "azuread_conditional_access_policy", 1, `[]`}, []string{"It is not a JSON object."}},
		"no-json":        {foreign{azuread, "azuread_conditional_access_policy", 1, `{`}, []string{"It is not a JSON object."}},
		"nothing":        {foreign{azuread, "azuread_conditional_access_policy", 1, `null`}, []string{"It is not a JSON object."}},
		"strange-shape":  {foreign{azuread, "azuread_conditional_access_policy", 1, `{"id": "` + adopted + `", "conditions": [{"users": [{"included_users": "All"}]}]}`}, []string{"Conditions.users.includeUsers: want a list of strings"}},
		"another-url":    {msgraphState("users", `{}`), []string{`Its url is "users", and want identity/conditionalAccess/policies`}},
		"another-parent": {msgraphState("groups/"+adopted, `{}`), []string{`Its url is "groups/` + adopted + `", and want`}},
		"no-url":         {foreign{msgraph, "msgraph_resource", 0, `{"id": "` + adopted + `"}`}, []string{`Its url is "", and want`}},
		"a-body-of-text": {msgraphState("identity/conditionalAccess/policies", `"x"`), []string{"Its body is a text, and no JSON."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, diags := test.become(t, policyType)
			if len(diags) != 1 || diags[0].Severity != tfprotov6.DiagnosticSeverityError {
				t.Fatalf("%d diagnostics, want one error", len(diags))
			}
			wants(t, diags[0].Summary+"\n"+diags[0].Detail, test.want...)
		})
	}
}
