package provider

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// A property is something that a Conditional Access policy can carry, by its path on the wire: an attribute
// that manages it, or why there is none.
type property struct {
	path, attribute string
	beta            bool
	why             string
}

const (
	noLongerAnswered = "deprecated with its type left empty; the service returns no data for it, and what a tenant still holds is kept"
	forgotten        = "the service takes it and forgets it"
	untyped          = "beta shows it, and no published type says what it holds; what a tenant holds is kept, and named when it is lost"
)

// policyProperties are those that Microsoft's metadata has of a policy, and those that beta is known to show
// beyond it.
var policyProperties = []property{
	{path: "id", attribute: "id"},
	{path: "displayName", attribute: "display_name"},
	{path: "description", why: "documented as not used; it is never sent"},
	{path: "state", attribute: "state"},
	{path: "createdDateTime", attribute: "created_date_time"},
	{path: "modifiedDateTime", attribute: "modified_date_time"},
	{path: "deletedDateTime", why: "set below deletedItems alone, where nothing is managed"},
	{path: "templateId", attribute: "template_id"},
	{path: "partialEnablementStrategy", why: "beta answers null, and nothing describes it; it is never sent"},

	{path: "conditions.users.includeUsers", attribute: "conditions.users.include_users"},
	{path: "conditions.users.excludeUsers", attribute: "conditions.users.exclude_users"},
	{path: "conditions.users.includeGroups", attribute: "conditions.users.include_groups"},
	{path: "conditions.users.excludeGroups", attribute: "conditions.users.exclude_groups"},
	{path: "conditions.users.includeRoles", attribute: "conditions.users.include_roles"},
	{path: "conditions.users.excludeRoles", attribute: "conditions.users.exclude_roles"},
	{path: "conditions.users.includeGuestsOrExternalUsers.guestOrExternalUserTypes", attribute: "conditions.users.include_guests_or_external_users.guest_or_external_user_types"},
	{path: "conditions.users.includeGuestsOrExternalUsers.externalTenants.membershipKind", attribute: "conditions.users.include_guests_or_external_users.external_tenants.membership_kind"},
	{path: "conditions.users.includeGuestsOrExternalUsers.externalTenants.members", attribute: "conditions.users.include_guests_or_external_users.external_tenants.members"},
	{path: "conditions.users.excludeGuestsOrExternalUsers.guestOrExternalUserTypes", attribute: "conditions.users.exclude_guests_or_external_users.guest_or_external_user_types"},
	{path: "conditions.users.excludeGuestsOrExternalUsers.externalTenants.membershipKind", attribute: "conditions.users.exclude_guests_or_external_users.external_tenants.membership_kind"},
	{path: "conditions.users.excludeGuestsOrExternalUsers.externalTenants.members", attribute: "conditions.users.exclude_guests_or_external_users.external_tenants.members"},

	{path: "conditions.applications.includeApplications", attribute: "conditions.applications.include_applications"},
	{path: "conditions.applications.excludeApplications", attribute: "conditions.applications.exclude_applications"},
	{path: "conditions.applications.includeUserActions", attribute: "conditions.applications.include_user_actions"},
	{path: "conditions.applications.includeAuthenticationContextClassReferences", attribute: "conditions.applications.include_authentication_context_class_references"},
	{path: "conditions.applications.applicationFilter.mode", attribute: "conditions.applications.application_filter.mode"},
	{path: "conditions.applications.applicationFilter.rule", attribute: "conditions.applications.application_filter.rule"},
	{path: "conditions.applications.networkAccess", beta: true, why: noLongerAnswered},
	{path: "conditions.applications.globalSecureAccess", beta: true, why: noLongerAnswered},

	{path: "conditions.clientApplications.includeServicePrincipals", attribute: "conditions.client_applications.include_service_principals"},
	{path: "conditions.clientApplications.excludeServicePrincipals", attribute: "conditions.client_applications.exclude_service_principals"},
	{path: "conditions.clientApplications.servicePrincipalFilter.mode", attribute: "conditions.client_applications.service_principal_filter.mode"},
	{path: "conditions.clientApplications.servicePrincipalFilter.rule", attribute: "conditions.client_applications.service_principal_filter.rule"},
	{path: "conditions.clientApplications.includeAgentIdServicePrincipals", attribute: "conditions.client_applications.include_agent_id_service_principals", beta: true},
	{path: "conditions.clientApplications.excludeAgentIdServicePrincipals", attribute: "conditions.client_applications.exclude_agent_id_service_principals", beta: true},
	{path: "conditions.clientApplications.agentIdServicePrincipalFilter.mode", attribute: "conditions.client_applications.agent_id_service_principal_filter.mode", beta: true},
	{path: "conditions.clientApplications.agentIdServicePrincipalFilter.rule", attribute: "conditions.client_applications.agent_id_service_principal_filter.rule", beta: true},

	{path: "conditions.clientAppTypes", attribute: "conditions.client_app_types"},
	{path: "conditions.platforms.includePlatforms", attribute: "conditions.platforms.include_platforms"},
	{path: "conditions.platforms.excludePlatforms", attribute: "conditions.platforms.exclude_platforms"},
	{path: "conditions.locations.includeLocations", attribute: "conditions.locations.include_locations"},
	{path: "conditions.locations.excludeLocations", attribute: "conditions.locations.exclude_locations"},
	{path: "conditions.devices.deviceFilter.mode", attribute: "conditions.devices.device_filter.mode"},
	{path: "conditions.devices.deviceFilter.rule", attribute: "conditions.devices.device_filter.rule"},
	{path: "conditions.devices.includeDevices", attribute: "conditions.devices.include_devices", beta: true},
	{path: "conditions.devices.excludeDevices", attribute: "conditions.devices.exclude_devices", beta: true},
	{path: "conditions.devices.includeDeviceStates", attribute: "conditions.devices.include_device_states", beta: true},
	{path: "conditions.devices.excludeDeviceStates", attribute: "conditions.devices.exclude_device_states", beta: true},
	{path: "conditions.deviceStates.includeStates", attribute: "conditions.device_states.include_states", beta: true},
	{path: "conditions.deviceStates.excludeStates", attribute: "conditions.device_states.exclude_states", beta: true},
	{path: "conditions.userRiskLevels", attribute: "conditions.user_risk_levels"},
	{path: "conditions.signInRiskLevels", attribute: "conditions.sign_in_risk_levels"},
	{path: "conditions.servicePrincipalRiskLevels", attribute: "conditions.service_principal_risk_levels"},
	{path: "conditions.insiderRiskLevels", attribute: "conditions.insider_risk_levels"},
	{path: "conditions.agentIdRiskLevels", attribute: "conditions.agent_id_risk_levels", beta: true},
	{path: "conditions.authenticationFlows.transferMethods", attribute: "conditions.authentication_flows.transfer_methods"},
	{path: "conditions.clients", why: forgotten},
	{path: "conditions.times", why: forgotten},
	{path: "conditions.signInRiskDetections", why: forgotten},
	{path: "conditions.agents", beta: true, why: untyped},
	{path: "conditions.agentContext", beta: true, why: untyped},

	{path: "grantControls.operator", attribute: "grant_controls.operator"},
	{path: "grantControls.builtInControls", attribute: "grant_controls.built_in_controls"},
	{path: "grantControls.customAuthenticationFactors", attribute: "grant_controls.custom_authentication_factors"},
	{path: "grantControls.termsOfUse", attribute: "grant_controls.terms_of_use"},
	{path: "grantControls.authenticationStrength", attribute: "grant_controls.authentication_strength.id"},

	{path: "sessionControls.disableResilienceDefaults", attribute: "session_controls.disable_resilience_defaults"},
	{path: "sessionControls.applicationEnforcedRestrictions.isEnabled", attribute: "session_controls.application_enforced_restrictions.is_enabled"},
	{path: "sessionControls.cloudAppSecurity.isEnabled", attribute: "session_controls.cloud_app_security.is_enabled"},
	{path: "sessionControls.cloudAppSecurity.cloudAppSecurityType", attribute: "session_controls.cloud_app_security.cloud_app_security_type"},
	{path: "sessionControls.persistentBrowser.isEnabled", attribute: "session_controls.persistent_browser.is_enabled"},
	{path: "sessionControls.persistentBrowser.mode", attribute: "session_controls.persistent_browser.mode"},
	{path: "sessionControls.signInFrequency.isEnabled", attribute: "session_controls.sign_in_frequency.is_enabled"},
	{path: "sessionControls.signInFrequency.value", attribute: "session_controls.sign_in_frequency.value"},
	{path: "sessionControls.signInFrequency.type", attribute: "session_controls.sign_in_frequency.type"},
	{path: "sessionControls.signInFrequency.authenticationType", attribute: "session_controls.sign_in_frequency.authentication_type"},
	{path: "sessionControls.signInFrequency.frequencyInterval", attribute: "session_controls.sign_in_frequency.frequency_interval"},
	{path: "sessionControls.secureSignInSession.isEnabled", attribute: "session_controls.secure_sign_in_session.is_enabled"},
	{path: "sessionControls.continuousAccessEvaluation.mode", attribute: "session_controls.continuous_access_evaluation.mode", beta: true},
	{path: "sessionControls.globalSecureAccessFilteringProfile.isEnabled", attribute: "session_controls.global_secure_access_filtering_profile.is_enabled", beta: true},
	{path: "sessionControls.globalSecureAccessFilteringProfile.profileId", attribute: "session_controls.global_secure_access_filtering_profile.profile_id", beta: true},
	{path: "sessionControls.networkAccessSecurity", why: forgotten},
	{path: "sessionControls.blockSensitiveActions", beta: true, why: untyped},
}

// Every property is an attribute or has a reason not to be, every attribute is a property, and those of beta
// say so in their description.
func TestEveryPropertyIsAnAttribute(t *testing.T) {
	t.Parallel()
	descriptions := map[string]string{}
	walkAttributes(policySchema(t.Context()).Attributes, "", func(path string, a schema.Attribute) {
		if nestedIn(a) == nil && !strings.HasPrefix(path, "timeouts") {
			descriptions[path] = a.GetMarkdownDescription()
		}
	})
	for _, p := range policyProperties {
		if (p.attribute == "") == (p.why == "") {
			t.Errorf("%s: want an attribute, or a reason why there is none", p.path)
		}
		if p.attribute == "" {
			continue
		}
		description, ok := descriptions[p.attribute]
		if !ok {
			t.Errorf("%s: there is no attribute %s", p.path, p.attribute)
		}
		above := policyDescriptionAbove(t, p.attribute)
		if got := strings.Contains(description+above, preview); got != p.beta {
			t.Errorf("%s: says that it is a preview: %v, want %v", p.attribute, got, p.beta)
		}
		delete(descriptions, p.attribute)
	}
	for _, path := range slices.Sorted(maps.Keys(descriptions)) {
		t.Errorf("%s is an attribute of no property", path)
	}
}

// policyDescriptionAbove is what the object says that an attribute is in.
func policyDescriptionAbove(t *testing.T, path string) string {
	t.Helper()
	at := strings.LastIndexByte(path, '.')
	description := ""
	walkAttributes(policySchema(t.Context()).Attributes, "", func(other string, a schema.Attribute) {
		if at > 0 && other == path[:at] {
			description = a.GetMarkdownDescription()
		}
	})
	return description
}

// published are Microsoft's types and what real tenants answered, where they lie beside the repository.
func published(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "graph", name))
	if err != nil {
		t.Skip("the published data is not here")
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// The list of properties is complete: it has all of the published types, and all that exports of tenants hold.
func TestPropertiesAreThePublishedOnes(t *testing.T) {
	t.Parallel()
	listed := func(path string) bool {
		return slices.ContainsFunc(policyProperties, func(p property) bool {
			return p.path == path || strings.HasPrefix(p.path, path+".") || strings.HasPrefix(path, p.path+".")
		})
	}
	for _, version := range []string{"v1", "beta"} {
		var metadata struct {
			Types publishedTypes `json:"types"`
		}
		published(t, "types-ca-"+version+".json", &metadata)
		n := 0
		for path, beta := range metadata.Types.leaves("microsoft.graph.conditionalAccessPolicy") {
			n++
			if !listed(path) {
				t.Errorf("%s: %s is not listed", version, path)
			}
			for _, p := range policyProperties {
				if p.path == path && p.beta != beta && version == "beta" {
					t.Errorf("%s: beta alone has it: %v, listed as %v", path, beta, p.beta)
				}
			}
		}
		if n < 50 {
			t.Errorf("%s: only %d properties were found in the metadata", version, n)
		}
	}
	var exports struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	published(t, "wire-shape-policies.json", &exports)
	n := 0
	for _, paths := range exports.Paths {
		for path := range paths {
			name := strings.NewReplacer("/", ".", "[]", "").Replace(strings.TrimPrefix(path, "/"))
			if strings.ContainsAny(name, "@#") { // annotations and actions
				continue
			}
			n++
			if !listed(name) {
				t.Errorf("an export holds %s, which is not listed", name)
			}
		}
	}
	if n < 50 {
		t.Errorf("only %d paths were found in exports", n)
	}
}

// publishedTypes are types by name, as the metadata has them.
type publishedTypes map[string]struct {
	Kind       string `json:"kind"`
	Base       string `json:"base"`
	Properties map[string]struct {
		Type     string `json:"type"`
		BetaOnly bool   `json:"betaOnly"`
	} `json:"properties"`
	Navigation map[string]json.RawMessage `json:"navigation"`
}

// leaves are the paths below a type at which there is a value, and whether beta alone has them.
func (types publishedTypes) leaves(name string) map[string]bool {
	found := map[string]bool{}
	for ; name != ""; name = types[name].Base {
		for navigation := range types[name].Navigation {
			found[navigation] = false
		}
		for property, p := range types[name].Properties {
			below := types.below(p.Type)
			if len(below) == 0 {
				found[property] = p.BetaOnly
			}
			for path, beta := range below {
				found[property+"."+path] = p.BetaOnly || beta
			}
		}
	}
	return found
}

// below are the leaves of a property's type and of the types that are derived from it.
func (types publishedTypes) below(name string) map[string]bool {
	if types[name].Kind != "complex" {
		return nil
	}
	found := types.leaves(name)
	for derived, t := range types {
		if t.Base == name {
			maps.Copy(found, types.leaves(derived))
		}
	}
	return found
}
