package provider

const azuread = "hashicorp/azuread"

// Version 0 of azuread's schemas has bare ids, version 1 has paths. Nothing else is different.
var (
	azureadPolicy = source{
		provider: azuread, typeName: "azuread_conditional_access_policy", version: 1,
		object: func(state map[string]any) (map[string]any, error) {
			policy := azureadPolicyNames.ours(withoutBlocks(state))
			if at(policy, "session_controls.sign_in_frequency.value") == nil &&
				at(policy, "session_controls.sign_in_frequency.frequency_interval") != frequencyEveryTime {
				// What is left is what azuread takes for granted where no frequency was asked for.
				put(policy, "session_controls.sign_in_frequency", nil)
			}
			if id, ok := at(policy, "grant_controls.authentication_strength.id").(string); ok {
				put(policy, "grant_controls.authentication_strength.id", bareStrengthID(id))
			}
			return asGraph(policy), nil
		},
	}
	azureadLocation = source{
		provider: azuread, typeName: "azuread_named_location", version: 1,
		object: func(state map[string]any) (map[string]any, error) {
			return locationAsGraph(azureadLocationNames.ours(withoutBlocks(state))), nil
		},
	}
	azureadStrength = source{
		provider: azuread, typeName: "azuread_authentication_strength_policy", version: 1,
		object: func(state map[string]any) (map[string]any, error) {
			return asGraph(azureadStrengthNames.ours(state)), nil
		},
	}
)

// withoutBlocks turns every block, which is a list of one object at most, into that object.
func withoutBlocks(value any) any {
	switch v := value.(type) {
	case []any:
		if len(v) == 0 {
			return nil
		}
		if _, isBlock := v[0].(map[string]any); isBlock {
			return withoutBlocks(v[0])
		}
	case map[string]any:
		object := make(map[string]any, len(v))
		for name, member := range v {
			object[name] = withoutBlocks(member)
		}
		return object
	}
	return value
}

var azureadPolicyNames = renames{
	{"id", "id"},
	{"display_name", "display_name"},
	{"state", "state"},
	{"conditions.client_app_types", "conditions.client_app_types"},
	{"conditions.user_risk_levels", "conditions.user_risk_levels"},
	{"conditions.sign_in_risk_levels", "conditions.sign_in_risk_levels"},
	{"conditions.service_principal_risk_levels", "conditions.service_principal_risk_levels"},
	{"conditions.insider_risk_levels", "conditions.insider_risk_levels"},
	{"conditions.authentication_flow_transfer_methods", "conditions.authentication_flows.transfer_methods"},
	{"conditions.users.included_users", "conditions.users.include_users"},
	{"conditions.users.excluded_users", "conditions.users.exclude_users"},
	{"conditions.users.included_groups", "conditions.users.include_groups"},
	{"conditions.users.excluded_groups", "conditions.users.exclude_groups"},
	{"conditions.users.included_roles", "conditions.users.include_roles"},
	{"conditions.users.excluded_roles", "conditions.users.exclude_roles"},
	{"conditions.users.included_guests_or_external_users", "conditions.users.include_guests_or_external_users"},
	{"conditions.users.excluded_guests_or_external_users", "conditions.users.exclude_guests_or_external_users"},
	{"conditions.applications.included_applications", "conditions.applications.include_applications"},
	{"conditions.applications.excluded_applications", "conditions.applications.exclude_applications"},
	{"conditions.applications.included_user_actions", "conditions.applications.include_user_actions"},
	{"conditions.applications.filter", "conditions.applications.application_filter"},
	{"conditions.client_applications.included_service_principals", "conditions.client_applications.include_service_principals"},
	{"conditions.client_applications.excluded_service_principals", "conditions.client_applications.exclude_service_principals"},
	{"conditions.client_applications.filter", "conditions.client_applications.service_principal_filter"},
	{"conditions.devices.filter", "conditions.devices.device_filter"},
	{"conditions.locations.included_locations", "conditions.locations.include_locations"},
	{"conditions.locations.excluded_locations", "conditions.locations.exclude_locations"},
	{"conditions.platforms.included_platforms", "conditions.platforms.include_platforms"},
	{"conditions.platforms.excluded_platforms", "conditions.platforms.exclude_platforms"},
	{"grant_controls.operator", "grant_controls.operator"},
	{"grant_controls.built_in_controls", "grant_controls.built_in_controls"},
	{"grant_controls.custom_authentication_factors", "grant_controls.custom_authentication_factors"},
	{"grant_controls.terms_of_use", "grant_controls.terms_of_use"},
	{"grant_controls.authentication_strength_policy_id", "grant_controls.authentication_strength.id"},
	{"session_controls.application_enforced_restrictions_enabled", "session_controls.application_enforced_restrictions.is_enabled"},
	{"session_controls.cloud_app_security_policy", "session_controls.cloud_app_security.cloud_app_security_type"},
	{"session_controls.persistent_browser_mode", "session_controls.persistent_browser.mode"},
	{"session_controls.sign_in_frequency", "session_controls.sign_in_frequency.value"},
	{"session_controls.sign_in_frequency_period", "session_controls.sign_in_frequency.type"},
	{"session_controls.sign_in_frequency_authentication_type", "session_controls.sign_in_frequency.authentication_type"},
	{"session_controls.sign_in_frequency_interval", "session_controls.sign_in_frequency.frequency_interval"},
	{"session_controls.disable_resilience_defaults", "session_controls.disable_resilience_defaults"},
}

var azureadLocationNames = renames{
	{"id", "id"},
	{"display_name", "display_name"},
	{"ip.ip_ranges", "ip.ip_ranges"},
	{"ip.trusted", "ip.is_trusted"},
	{"country.countries_and_regions", "country.countries_and_regions"},
	{"country.include_unknown_countries_and_regions", "country.include_unknown_countries_and_regions"},
	{"country.country_lookup_method", "country.country_lookup_method"},
}

var azureadStrengthNames = renames{
	{"id", "id"},
	{"display_name", "display_name"},
	{"description", "description"},
	{"allowed_combinations", "allowed_combinations"},
}
