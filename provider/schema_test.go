package provider

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// The record and the schema of a resource are two tables of the same attributes.
func TestSchemaAndRecordAgree(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	for name, pair := range map[string]struct {
		schema schema.Schema
		record types.ObjectType
	}{
		"policy":         {policySchema(ctx), policyRecord.kind()},
		"named-location": {locationSchema(ctx), locationRecord.kind()},
		"strength":       {strengthSchema(ctx), strengthPolicyRecord.kind()},
		"context":        {contextSchema(ctx), contextRecord.kind()},
		"defaults":       {defaultsSchema(ctx), defaultsShape.record.kind()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diags := pair.schema.ValidateImplementation(ctx); diags.HasError() {
				t.Fatal(diags)
			}
			object, _ := pair.schema.Type().(types.ObjectType)
			kinds := maps.Clone(object.AttrTypes)
			delete(kinds, "timeouts")
			if got := (types.ObjectType{AttrTypes: kinds}); !got.Equal(pair.record) {
				t.Errorf("schema %s\nrecord %s", got, pair.record)
			}
		})
	}
}

func TestEveryAttributeIsDescribed(t *testing.T) {
	t.Parallel()
	n := 0
	ctx := t.Context()
	for _, s := range []schema.Schema{policySchema(ctx), locationSchema(ctx), strengthSchema(ctx), contextSchema(ctx), defaultsSchema(ctx)} {
		walkAttributes(s.Attributes, "", func(path string, a schema.Attribute) {
			n++
			if d := a.GetMarkdownDescription(); len(d) < 10 && !strings.HasPrefix(path, "timeouts") {
				t.Errorf("%s: description %q", path, d)
			}
		})
	}
	if n < 70 {
		t.Fatalf("only %d attributes were looked at", n)
	}
}

// A member that package ca lists is taken by the validator and shown in the docs, since both read the list.
func TestEnumerationsAreDescribed(t *testing.T) {
	t.Parallel()
	lists := map[string][]string{
		"state":                                                                              plainStrings(ca.States),
		"conditions.client_app_types":                                                        plainStrings(ca.ClientApps),
		"conditions.platforms.include_platforms":                                             plainStrings(ca.Platforms),
		"conditions.platforms.exclude_platforms":                                             plainStrings(ca.Platforms),
		"conditions.user_risk_levels":                                                        plainStrings(ca.RiskLevels),
		"conditions.sign_in_risk_levels":                                                     plainStrings(ca.RiskLevels),
		"conditions.service_principal_risk_levels":                                           plainStrings(ca.RiskLevels),
		"conditions.insider_risk_levels":                                                     ca.InsiderRiskLevels,
		"conditions.devices.device_filter.mode":                                              plainStrings(ca.FilterModes),
		"conditions.applications.include_user_actions":                                       ca.UserActions,
		"conditions.authentication_flows.transfer_methods":                                   ca.TransferMethods,
		"grant_controls.operator":                                                            plainStrings(ca.Operators),
		"grant_controls.built_in_controls":                                                   plainStrings(ca.BuiltInControls),
		"session_controls.cloud_app_security.cloud_app_security_type":                        ca.CloudAppSecurity,
		"session_controls.persistent_browser.mode":                                           ca.PersistentBrowser,
		"session_controls.sign_in_frequency.type":                                            ca.FrequencyTypes,
		"session_controls.sign_in_frequency.authentication_type":                             ca.FrequencyAuthTypes,
		"session_controls.sign_in_frequency.frequency_interval":                              ca.FrequencyIntervals,
		"conditions.users.include_guests_or_external_users.guest_or_external_user_types":     ca.GuestTypes,
		"conditions.users.include_guests_or_external_users.external_tenants.membership_kind": ca.MembershipKinds,
	}
	found := map[string]bool{}
	walkAttributes(policySchema(t.Context()).Attributes, "", func(path string, a schema.Attribute) {
		members, ok := lists[path]
		if !ok {
			return
		}
		found[path] = true
		for _, member := range members {
			if !strings.Contains(a.GetMarkdownDescription(), "`"+member+"`") {
				t.Errorf("%s: the description does not name %q", path, member)
			}
		}
	})
	for path := range lists {
		if !found[path] {
			t.Errorf("%s is no attribute", path)
		}
	}
}

func TestNoSecretIsPlain(t *testing.T) {
	t.Parallel()
	attributes := providerSchema().Attributes
	for _, name := range []string{"client_secret", "client_certificate", "client_certificate_password", "oidc_token", "oidc_request_token"} {
		if a, ok := attributes[name]; !ok || !a.IsSensitive() {
			t.Errorf("%s is not sensitive", name)
		}
	}
}

func walkAttributes(attributes map[string]schema.Attribute, prefix string, visit func(string, schema.Attribute)) {
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		a := attributes[name]
		visit(prefix+name, a)
		if nested, ok := a.(schema.SingleNestedAttribute); ok {
			walkAttributes(nested.Attributes, prefix+name+".", visit)
		}
	}
}
