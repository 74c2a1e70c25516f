package provider

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const (
	strengthType = "entraguard_authentication_strength_policy"
	contextType  = "entraguard_authentication_context"
	defaultsType = "entraguard_security_defaults"
)

// cards is a strength as Graph has it; cardsOfMicrosoft365 and cardsOfAzuread are its states elsewhere. Azuread
// knows no configurations.
const (
	cards = `{"id": "` + someGUID + `", "displayName": "Cards", "description": "For administrators",
		"allowedCombinations": ["fido2", "x509CertificateMultiFactor", "password,softwareOath"],
		"combinationConfigurations": [
		  {"@odata.type": "#microsoft.graph.fido2CombinationConfiguration", "appliesToCombinations": ["fido2"], "allowedAAGUIDs": ["` + theirKey + `"]},
		  {"@odata.type": "#microsoft.graph.x509CertificateCombinationConfiguration", "appliesToCombinations": ["x509CertificateMultiFactor"],
		   "allowedIssuerSkis": ["` + issuer + `"], "allowedPolicyOIDs": ["1.2.3"]}]}`
	cardsOfMicrosoft365 = `{"id": "` + someGUID + `", "display_name": "Cards", "description": "For administrators", "timeouts": null, "modified_date_time": "",
		"allowed_combinations": ["fido2", "password,softwareOath", "x509CertificateMultiFactor"],
		"combination_configurations": [
		  {"id": "` + otherGUID + `", "odata_type": null, "applies_to_combinations": "fido2", "allowed_aaguids": ["` + theirKey + `"],
		   "allowed_issuer_skis": null, "allowed_issuers": [], "allowed_policy_oids": null},
		  {"id": null, "odata_type": "#microsoft.graph.x509CertificateCombinationConfiguration", "applies_to_combinations": "x509CertificateMultiFactor",
		   "allowed_aaguids": null, "allowed_issuer_skis": ["` + issuer + `"], "allowed_issuers": ["CUSTOMIDENTIFIER:` + issuer + `"], "allowed_policy_oids": ["1.2.3"]}]}`
	cardsOfAzuread = `{"id": "/policies/authenticationStrengthPolicies/` + someGUID + `", "display_name": "Cards", "description": "For administrators",
		"allowed_combinations": ["password,softwareOath", "x509CertificateMultiFactor", "fido2"], "timeouts": null}`
)

func TestMovedStrength(t *testing.T) {
	t.Parallel()
	bare, _, _ := strings.Cut(cards, `"combinationConfigurations"`)
	bare = strings.TrimRight(bare, " ,\n\t") + "}"
	for name, test := range map[string]struct {
		foreign
		want string
	}{
		"azuread": {foreign{azuread, "azuread_authentication_strength_policy", 1, cardsOfAzuread}, bare},
		"azuread-bare-id": {foreign{azuread, "azuread_authentication_strength_policy", 0,
			strings.Replace(cardsOfAzuread, "/policies/authenticationStrengthPolicies/", "", 1)}, bare},
		"azuread-undescribed": {foreign{azuread, "azuread_authentication_strength_policy", 1, strings.Replace(cardsOfAzuread, "For administrators", "", 1)},
			strings.Replace(bare, "For administrators", "", 1)},
		"microsoft365":       {foreign{microsoft365, "microsoft365_graph_beta_identity_and_access_authentication_strength_policy", 0, cardsOfMicrosoft365}, cards},
		"microsoft365wp":     {foreign{microsoft365wp, "microsoft365wp_authentication_strength_policy", 0, cardsOfAzuread}, bare},
		"msgraph":            {msgraphAt("policies/authenticationStrengthPolicies", someGUID, cards), cards},
		"msgraph-other-path": {msgraphAt("identity/conditionalAccess/authenticationStrength/policies", someGUID, cards), cards},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			strength, err := ca.DecodeStrength([]byte(test.want))
			sameMoved(t, test.foreign, strengthType, strengthPolicyShape.plain(strength), err)
		})
	}
}

func TestMovedContext(t *testing.T) {
	t.Parallel()
	const (
		payments = `{"id": "c5", "displayName": "Payments", "description": "A key", "isAvailable": true}`
		bare     = `{"id": "c5", "displayName": "Payments", "isAvailable": false}`
		same     = `{"id": "c5", "display_name": "Payments", "description": "A key", "is_available": true, "timeouts": null}`
		plain    = `{"id": "c5", "display_name": "Payments", "description": "", "is_available": false}`
		theirs   = "microsoft365_graph_beta_identity_and_access_authentication_context"
	)
	for name, test := range map[string]struct {
		foreign
		want string
	}{
		"microsoft365":          {foreign{microsoft365, theirs, 0, same}, payments},
		"microsoft365-bare":     {foreign{microsoft365, theirs, 0, plain}, bare},
		"microsoft365wp":        {foreign{microsoft365wp, "microsoft365wp_authentication_context_class_reference", 0, same}, payments},
		"msgraph":               {msgraphAt("identity/conditionalAccess/authenticationContextClassReferences", "c5", payments), payments},
		"msgraph-object-by-url": {msgraphAt("identity/conditionalAccess/authenticationContextClassReferences/c5", "c5", payments), payments},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x, err := ca.DecodeContext([]byte(test.want))
			sameMoved(t, test.foreign, contextType, contextShape.plain(x), err)
		})
	}
}

func TestMovedSecurityDefaults(t *testing.T) {
	t.Parallel()
	const url = "policies/identitySecurityDefaultsEnforcementPolicy"
	off := ca.SecurityDefaults{ID: defaultsEntity.address.sole}
	on := ca.SecurityDefaults{ID: defaultsEntity.address.sole, IsEnabled: true}
	for name, test := range map[string]struct {
		foreign
		want ca.SecurityDefaults
	}{
		"microsoft365wp": {foreign{microsoft365wp, "microsoft365wp_identity_security_defaults_enforcement_policy", 0,
			`{"id": "` + on.ID + `", "display_name": "Security Defaults", "description": "", "is_enabled": true}`}, on},
		"msgraph-update": {foreign{msgraph, "msgraph_update_resource", 0, msgraphAt(url, url, `{"isEnabled": false}`).state}, off},
		"msgraph":        {msgraphAt(url, "identitySecurityDefaultsEnforcementPolicy", `{"isEnabled": true}`), on},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sameMoved(t, test.foreign, defaultsType, defaultsShape.plain(test.want), nil)
		})
	}
}

// sameMoved checks that a foreign resource becomes what the tenant has.
func sameMoved(t *testing.T, from foreign, target string, plain types.Object, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	state, diags := from.become(t, target)
	if len(diags) > 0 {
		t.Fatal(diags[0].Summary, diags[0].Detail)
	}
	sameState(t, state, plain)
}

// A policy is moved with the strength and the context that it names, each by reference, and security defaults
// with them.
func TestAccMovedAuthentication(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	strength := parsed(t, cards)
	strength["policyType"], strength["requirementsSatisfied"], strength["createdDateTime"] = "custom", "none", "2026-01-01T00:00:00Z"
	f.Put("authenticationStrengthPolicies", strength)
	f.policy("CA020 Payments", func(p map[string]any) {
		p["state"] = "disabled"
		p["conditions"].(map[string]any)["applications"] = map[string]any{"includeAuthenticationContextClassReferences": []any{"c2"}}
		p["grantControls"] = map[string]any{"operator": "OR", "authenticationStrength": map[string]any{"id": someGUID}}
	})
	policy, err := json.Marshal(f.Get("policies", adopted))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorkspace(t)
	w.holdsForeign(map[string]foreign{
		"cards": {microsoft365, "microsoft365_graph_beta_identity_and_access_authentication_strength_policy", 0, cardsOfMicrosoft365},
		"c2": {microsoft365, "microsoft365_graph_beta_identity_and_access_authentication_context", 0,
			`{"id": "c2", "display_name": "Context c2", "description": "", "is_available": true, "timeouts": null}`},
		"payments": msgraphAt("identity/conditionalAccess/policies", adopted, string(policy)),
		"defaults": {microsoft365wp, "microsoft365wp_identity_security_defaults_enforcement_policy", 0, `{"id": "x", "is_enabled": false}`},
	})
	w.configure(f.config(`
resource "entraguard_authentication_strength_policy" "cards" {
  display_name         = "Cards"
  description          = "For administrators"
  allowed_combinations = ["fido2", "password,softwareOath", "x509CertificateMultiFactor"]
  combination_configurations = {
    fido2                         = { allowed_aaguids = ["` + theirKey + `"] }
    x509_certificate_multi_factor = { allowed_issuer_skis = ["` + issuer + `"], allowed_policy_oids = ["1.2.3"] }
  }
}
resource "entraguard_authentication_context" "c2" {
  id           = "c2"
  display_name = "Context c2"
  is_available = true
}
resource "entraguard_security_defaults" "defaults" {
  is_enabled = false
}
resource "entraguard_conditional_access_policy" "payments" {
  display_name = "CA020 Payments"
  state        = "disabled"
  conditions = {
    users        = { include_users = ["All"], exclude_users = ["` + breakGlass1 + `", "` + breakGlass2 + `"] }
    applications = { include_authentication_context_class_references = [entraguard_authentication_context.c2.id] }
  }
  grant_controls = { operator = "OR", authentication_strength = { id = entraguard_authentication_strength_policy.cards.id } }
}
` + movedBlock("microsoft365_graph_beta_identity_and_access_authentication_strength_policy.cards", strengthType+".cards") +
		movedBlock("microsoft365_graph_beta_identity_and_access_authentication_context.c2", contextType+".c2") +
		movedBlock("microsoft365wp_identity_security_defaults_enforcement_policy.defaults", defaultsType+".defaults") +
		movedBlock("msgraph_resource.payments", policyType+".payments")))
	wants(t, w.must("apply", "-auto-approve"), "0 added, 0 changed, 0 destroyed")
	w.must("plan", "-detailed-exitcode")
	f.wroteNothing(t)
}
