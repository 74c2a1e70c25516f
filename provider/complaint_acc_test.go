package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// An application is a policy that somebody could not apply elsewhere, or not for good.
type application struct {
	said   map[string]string // attributes by path, over those of everyComplaint; "" takes one of these away
	stored map[string]string // what the tenant then holds, where that alone shows it
}

var everyComplaint = map[string]string{
	"state":                          `"disabled"`,
	"conditions.users.include_users": `["` + ann + `"]`,
	"conditions.applications.include_applications": `["All"]`,
	"grant_controls.operator":                      `"OR"`,
	"grant_controls.built_in_controls":             `["mfa"]`,
}

// noGrant takes the grant controls away.
func noGrant(said map[string]string) map[string]string {
	said["grant_controls.operator"], said["grant_controls.built_in_controls"] = "", ""
	return said
}

var complaintPolicies = map[string]application{
	"az-1794-guest-types-in-another-order": {
		said: map[string]string{
			"conditions.users.include_users": "",
			"conditions.users.include_guests_or_external_users.guest_or_external_user_types": `["serviceProvider", "internalGuest", "b2bCollaborationMember", "b2bCollaborationGuest"]`,
		},
		stored: map[string]string{"conditions.users.include_guests_or_external_users.guest_or_external_user_types": `"internalGuest,b2bCollaborationGuest,b2bCollaborationMember,serviceProvider"`},
	},
	"az-1347-app-control-as-configured-there": {
		said:   noGrant(map[string]string{"session_controls.cloud_app_security.cloud_app_security_type": `"mcasConfigured"`}),
		stored: map[string]string{"session_controls.cloud_app_security": `{"isEnabled": true, "cloudAppSecurityType": "mcasConfigured"}`},
	},
	"az-1150-grant-controls-without-a-control": {
		said: map[string]string{
			"grant_controls.built_in_controls": "", "session_controls.persistent_browser.mode": `"never"`,
		},
		stored: map[string]string{"grant_controls": `null`},
	},
	"wp-13-grant-controls-of-empty-sets": {
		said: map[string]string{
			"grant_controls.operator": `"AND"`, "grant_controls.built_in_controls": `[]`, "grant_controls.terms_of_use": `[]`,
			"session_controls.secure_sign_in_session": `{}`,
		},
		stored: map[string]string{"grant_controls": `null`},
	},
	"az-801-session-controls-alone": {
		said:   noGrant(map[string]string{"session_controls.secure_sign_in_session.is_enabled": `true`}),
		stored: map[string]string{"session_controls.secure_sign_in_session.is_enabled": `true`, "grant_controls": `null`},
	},
	"az-568-sign-in-frequency-alone": {
		said: noGrant(map[string]string{
			"session_controls.sign_in_frequency.value": `1`, "session_controls.sign_in_frequency.type": `"days"`,
		}),
		stored: map[string]string{
			"session_controls.sign_in_frequency.value": `1`, "session_controls.sign_in_frequency.type": `"days"`,
			"session_controls.cloud_app_security": `null`, "session_controls.persistent_browser": `null`,
		},
	},
	"az-1416-every-time": {
		said: map[string]string{"session_controls.sign_in_frequency.frequency_interval": `"everyTime"`},
		stored: map[string]string{
			"session_controls.sign_in_frequency": `{"isEnabled": true, "authenticationType": "primaryAndSecondaryAuthentication", "frequencyInterval": "everyTime", "value": null, "type": null}`,
		},
	},
	"az-1225-interval-and-authentication-type": {
		said: map[string]string{
			"session_controls.sign_in_frequency.value": `8`, "session_controls.sign_in_frequency.type": `"hours"`,
			"session_controls.sign_in_frequency.frequency_interval": `"timeBased"`, "session_controls.sign_in_frequency.authentication_type": `"secondaryAuthentication"`,
		},
		stored: map[string]string{
			"session_controls.sign_in_frequency.frequency_interval": `"timeBased"`, "session_controls.sign_in_frequency.authentication_type": `"secondaryAuthentication"`,
		},
	},
	"az-1199-every-time-at-risk": {
		said: map[string]string{
			"conditions.user_risk_levels": `["high"]`, "grant_controls.operator": `"AND"`, "grant_controls.built_in_controls": `["mfa", "passwordChange"]`,
			"session_controls.sign_in_frequency": `{ frequency_interval = "everyTime" }`,
		},
		stored: map[string]string{"session_controls.sign_in_frequency.frequency_interval": `"everyTime"`, "session_controls.sign_in_frequency.value": `null`},
	},
	"az-1238-sign-in-frequency-that-is-off": {
		said: map[string]string{
			"session_controls.sign_in_frequency.is_enabled": `false`, "session_controls.sign_in_frequency.value": `4`, "session_controls.sign_in_frequency.type": `"hours"`,
			"session_controls.persistent_browser.mode": `"always"`,
		},
		stored: map[string]string{"session_controls.sign_in_frequency": `null`, "session_controls.persistent_browser.mode": `"always"`},
	},
	"az-1555-guests-of-named-tenants": {
		said: map[string]string{
			"conditions.users.exclude_guests_or_external_users.guest_or_external_user_types":     `["b2bCollaborationGuest"]`,
			"conditions.users.exclude_guests_or_external_users.external_tenants.membership_kind": `"enumerated"`,
			"conditions.users.exclude_guests_or_external_users.external_tenants.members":         `["` + someGUID + `"]`,
		},
		stored: map[string]string{
			"conditions.users.exclude_guests_or_external_users.external_tenants": `{"@odata.type": "#microsoft.graph.conditionalAccessEnumeratedExternalTenants", "membershipKind": "enumerated", "members": ["` + someGUID + `"]}`,
		},
	},
	"az-1158-neither-locations-nor-platforms": {
		stored: map[string]string{"conditions.locations": `null`, "conditions.platforms": `null`},
	},
	"az-882-authentication-context": {
		said: map[string]string{
			"conditions.applications.include_applications":                            "",
			"conditions.applications.include_authentication_context_class_references": `["c1", "c2"]`,
		},
		stored: map[string]string{"conditions.applications.include_authentication_context_class_references": `["c1", "c2"]`},
	},
	"az-1318-application-filter": {
		said: map[string]string{
			"conditions.applications.include_applications": "",
			"conditions.applications.application_filter":   `{ mode = "include", rule = "CustomSecurityAttribute.Set_Name -contains \"a\"" }`,
		},
		stored: map[string]string{"conditions.applications.application_filter.mode": `"include"`},
	},
	"az-1653-device-code-flow": {
		said:   map[string]string{"conditions.authentication_flows.transfer_methods": `["deviceCodeFlow"]`, "grant_controls.built_in_controls": `["block"]`},
		stored: map[string]string{"conditions.authentication_flows.transfer_methods": `"deviceCodeFlow"`},
	},
	"az-1521-insider-risk": {
		said:   map[string]string{"conditions.insider_risk_levels": `["moderate", "elevated"]`},
		stored: map[string]string{"conditions.insider_risk_levels": `"moderate,elevated"`},
	},
	"az-985-workload-identities": {
		said: map[string]string{
			"conditions.users.include_users": "", "conditions.client_applications.include_service_principals": `["` + workload + `"]`,
			"grant_controls.built_in_controls": `["block"]`,
		},
		stored: map[string]string{"conditions.client_applications.include_service_principals": `["` + workload + `"]`},
	},
	"az-944-authentication-strength": {
		said: map[string]string{
			"grant_controls.built_in_controls":          "",
			"grant_controls.authentication_strength.id": `"00000000-0000-0000-0000-000000000004"`,
		},
		stored: map[string]string{"grant_controls.authentication_strength.id": `"00000000-0000-0000-0000-000000000004"`},
	},
	"m3-840-filtering-profile": {
		said: map[string]string{
			"session_controls.global_secure_access_filtering_profile.is_enabled": `true`,
			"session_controls.global_secure_access_filtering_profile.profile_id": `"` + someGUID + `"`,
		},
		stored: map[string]string{"session_controls.global_secure_access_filtering_profile.profile_id": `"` + someGUID + `"`},
	},
	"az-751-custom-controls": {
		said:   map[string]string{"grant_controls.built_in_controls": "", "grant_controls.custom_authentication_factors": `["RequireOtherMfa"]`},
		stored: map[string]string{"grant_controls.custom_authentication_factors": `["RequireOtherMfa"]`},
	},
	"az-1504-location-by-its-path": {
		said: map[string]string{
			"conditions.locations.include_locations": `["All"]`,
			"conditions.locations.exclude_locations": `["/identity/conditionalAccess/namedLocations/` + office + `", "` + branch + `"]`,
		},
		stored: map[string]string{"conditions.locations.exclude_locations": `["` + office + `", "` + branch + `"]`},
	},
}

// All of them are one configuration. Terraform checks that each is stored as planned, and that a second plan,
// after a tenant that answers lists in an order of its own, is empty.
func TestAccComplaint(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{Reorder: true})
	var blocks strings.Builder
	label := func(name string) string { return "c-" + name }
	for _, name := range slices.Sorted(maps.Keys(complaintPolicies)) {
		values := maps.Clone(everyComplaint)
		values["display_name"] = fmt.Sprintf("%q", name)
		for attribute, value := range complaintPolicies[name].said {
			if values[attribute] = value; value == "" {
				delete(values, attribute)
			}
		}
		blocks.WriteString(policyBlock(label(name), values))
	}
	held := map[string]map[string]any{}
	run(t, resource.TestStep{
		Config: f.config(blocks.String()),
		Check: func(s *terraform.State) error {
			for name := range complaintPolicies {
				held[name] = f.Get("policies", s.RootModule().Resources["entraguard_conditional_access_policy."+label(name)].Primary.ID)
			}
			return nil
		},
	})
	answered.Store(t.Name(), true)
	for name, c := range complaintPolicies {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if len(c.stored) == 0 {
				t.Error("nothing shows it")
			}
			for attribute, want := range c.stored {
				if err := holds(held[name], attribute, want); err != nil {
					t.Error(err)
				}
			}
			answered.Store(t.Name(), true)
		})
	}
}

// Many locations at once, each named by a policy of the same apply, in a tenant that shows every write late,
// misses new objects, and answers from an old and a new replica in turn. For how long a replica is thought to lag
// hangs on the pace, and Terraform takes its time between two resources.
func TestAccComplaintLateLocations(t *testing.T) {
	t.Parallel()
	findTerraform(t)
	f := newTenant(t, graphsim.Options{Staleness: 2, StaleLists: 1, Unseen: 2, Alternate: true})
	slower := func() provider.Provider { return &entraguard{version: "test", pace: 50 * time.Millisecond} }
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"entraguard": providerserver.NewProtocol6WithError(slower()),
		},
		Steps: []resource.TestStep{{Config: f.config(`
resource "entraguard_named_location" "each" {
  count        = 8
  display_name = "Office ${count.index}"
  ip           = { ip_ranges = ["198.51.100.${count.index * 8}/29"], is_trusted = true }
}

resource "entraguard_conditional_access_policy" "each" {
  count        = 8
  display_name = "Outside of office ${count.index}"
  state        = "disabled"
  conditions = {
    users        = { include_users = ["` + ann + `"] }
    applications = { include_applications = ["All"] }
    locations    = { include_locations = ["All"], exclude_locations = [entraguard_named_location.each[count.index].id] }
  }
  grant_controls = { operator = "OR", built_in_controls = ["mfa"] }
}
`)}},
	})
	if left := len(f.List("policies")) + len(f.List("namedLocations")); left != 2 { // the office and the branch of every tenant
		t.Errorf("the destroy left %d objects, want 2", left)
	}
}
