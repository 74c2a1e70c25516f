package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// readData reads a data source.
func (p *protocol) readData(typeName string, config values) *tfprotov6.ReadDataSourceResponse {
	p.t.Helper()
	read, err := p.ReadDataSource(p.t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: p.dynamic(config)})
	if err != nil {
		p.t.Fatal(err)
	}
	return read
}

// data reads a data source that has to be there.
func (p *protocol) data(typeName string, config values) values {
	p.t.Helper()
	read := p.readData(typeName, config)
	p.clean(read.Diagnostics, nil)
	return p.read(p.schemas.DataSourceSchemas[typeName].ValueType(), read.State)
}

// A data source has every attribute that stands for a property, of the same type, and sets it.
func TestDataSourcesHaveWhatTheResourceHas(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	sources := (&entraguard{}).DataSources(ctx)
	if len(sources) < 10 {
		t.Fatalf("only %d data sources", len(sources))
	}
	for _, source := range sources {
		var meta datasource.MetadataResponse
		source().Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: "entraguard"}, &meta)
		var got datasource.SchemaResponse
		source().Schema(ctx, datasource.SchemaRequest{}, &got)
		if diags := got.Schema.ValidateImplementation(ctx); diags.HasError() {
			t.Errorf("%s: %v", meta.TypeName, diags)
		}
		for name, a := range got.Schema.Attributes {
			if len(a.GetMarkdownDescription()) < 10 {
				t.Errorf("%s.%s: description %q", meta.TypeName, name, a.GetMarkdownDescription())
			}
		}
	}
	for name, pair := range map[string]struct {
		source datasource.DataSource
		record types.ObjectType
	}{
		"policy":                  {&entityDataSource[ca.Policy]{entity: policyEntity, attributes: once(policyEntity.shown)}, policyRecord.kind()},
		"named-location":          {&entityDataSource[ca.NamedLocation]{entity: locationEntity, attributes: once(locationEntity.shown)}, locationRecord.kind()},
		"authentication-strength": {&entityDataSource[ca.AuthenticationStrength]{entity: strengthEntity, attributes: once(strengthEntity.shown)}, strengthPolicyRecord.kind()},
		"authentication-context":  {&entityDataSource[ca.AuthenticationContext]{entity: contextEntity, attributes: once(contextEntity.shown)}, contextRecord.kind()},
		"security-defaults":       {&entityDataSource[ca.SecurityDefaults]{entity: defaultsEntity, attributes: once(defaultsEntity.shown)}, defaultsShape.record.kind()},
	} {
		var got datasource.SchemaResponse
		pair.source.Schema(ctx, datasource.SchemaRequest{}, &got)
		if !got.Schema.Type().Equal(pair.record) {
			t.Errorf("%s: schema %s\nrecord %s", name, got.Schema.Type(), pair.record)
		}
		computedEverywhere(t, name, got.Schema.Attributes)
	}
}

func computedEverywhere(t *testing.T, path string, attributes map[string]schema.Attribute) {
	t.Helper()
	for name, a := range attributes {
		if !a.IsComputed() {
			t.Errorf("%s.%s is not computed", path, name)
		}
		if strings.Contains(a.GetMarkdownDescription(), "Defaults to") {
			t.Errorf("%s.%s: %s", path, name, a.GetMarkdownDescription())
		}
		if nested, ok := a.(schema.SingleNestedAttribute); ok {
			computedEverywhere(t, path+"."+name, nested.Attributes)
		}
	}
}

func TestTemplatesDataSource(t *testing.T) {
	t.Parallel()
	p := newProtocol(t, newTenant(t, graphsim.Options{}))
	const typeName = "entraguard_conditional_access_templates"
	for name, test := range map[string]struct {
		config      values
		least, most int
	}{
		"all":      {values{}, 15, 30},
		"scenario": {values{"scenario": "protectAdmins"}, 3, 14},
		"contains": {values{"name_contains": "BLOCK LEGACY"}, 1, 1},
		"none":     {values{"name_contains": "BLOCK LEGACY", "scenario": "aiAgents"}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := *p
			p.t = t
			templates := p.data(typeName, test.config)["templates"].([]any)
			if len(templates) < test.least || len(templates) > test.most {
				t.Errorf("%d templates", len(templates))
			}
		})
	}
	got := p.data(typeName, values{"name_contains": "high-risk users"})["templates"].([]any)
	want := []any{values{
		"id": "634b6de7-c38d-4357-a2c7-3842706eedd7", "name": "Require password change for high-risk users", "description": "Require password change for high-risk users",
		"scenarios": []any{"remoteWork", "zeroTrust"},
		"conditions": values{
			"users": values{"include_users": []any{"All"}}, "applications": values{"include_applications": []any{"All"}},
			"client_app_types": []any{"all"}, "user_risk_levels": []any{"high"},
		},
		"grant_controls": values{"operator": "AND", "built_in_controls": []any{"mfa", "passwordChange"}},
		"session_controls": values{"sign_in_frequency": values{
			"is_enabled": true, "authentication_type": "primaryAndSecondaryAuthentication", "frequency_interval": "everyTime",
		}},
	}}
	if diff := cmp.Diff(want, got, unordered); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// manyPolicies are policies of other people, in no order of name.
func (f *fixture) manyPolicies(states ...string) {
	for i, state := range states {
		f.policy(fmt.Sprintf("CA%03d", (i*7)%len(states)), func(p map[string]any) {
			p["id"] = fmt.Sprintf("f0000000-0000-4000-8000-0000000001%02d", i)
			p["state"] = state
		})
	}
}

func TestPolicyDataSource(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{Reorder: true})
	f.legacyBlock()
	p := newProtocol(t, f)
	resource, _ := p.importAs(policyType, values{"id": adopted})
	for name, config := range map[string]values{
		"by-id":      {"id": adopted},
		"upper-case": {"id": strings.ToUpper(adopted)},
		"by-path":    {"id": "/identity/conditionalAccess/policies/" + adopted},
		"by-name":    {"display_name": "CA001 Block legacy clients"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := *p
			p.t = t
			if diff := cmp.Diff(resource, p.data(policyType, config), unordered); diff != "" {
				t.Errorf("another policy than the resource shows (-resource +data)\n%s", diff)
			}
		})
	}
}

func TestNamedLocationDataSource(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	// No resource can manage it, but policies can name it.
	f.Put("namedLocations", map[string]any{
		"@odata.type": "#microsoft.graph.compliantNetworkNamedLocation", "id": otherGUID, "displayName": "All Compliant Network locations",
	})
	p := newProtocol(t, f)
	got := p.data(locationType, values{"display_name": "All Compliant Network locations"})
	if got["id"] != otherGUID || got["ip"] != nil || got["country"] != nil {
		t.Errorf("%v", got)
	}
	got = p.data(locationType, values{"display_name": "Office"})
	want := values{"ip_ranges": []any{"198.51.100.0/24"}, "is_trusted": true}
	if diff := cmp.Diff(want, got["ip"]); diff != "" || got["id"] != office {
		t.Errorf("%s: %s", got["id"], diff)
	}
}

// What Microsoft keeps cannot be managed, and can be looked at.
func TestOtherDataSources(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	p := newProtocol(t, f)
	strength := p.data(strengthType, values{"display_name": "Phishing-resistant MFA"})
	if strength["id"] != "00000000-0000-0000-0000-000000000004" || strength["policy_type"] != "builtIn" {
		t.Errorf("%v", strength)
	}
	if all := p.data(strengthType[:len(strengthType)-1]+"ies", values{})["policies"].([]any); len(all) != 3 {
		t.Errorf("%d strengths, want 3", len(all))
	}
	want := values{"id": "c2", "display_name": "Context c2", "is_available": true}
	if diff := cmp.Diff(want, p.data(contextType, values{"id": "C2"})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if all := p.data(contextType+"s", values{"display_name_contains": "c9"})["contexts"].([]any); len(all) != 1 {
		t.Errorf("%d contexts, want 1", len(all))
	}
	if got := p.data(defaultsType, values{}); got["is_enabled"] != false {
		t.Errorf("%v", got)
	}
}

func TestDataSourceFindsNothing(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.manyPolicies("disabled", "enabled")
	f.policy("CA001", func(p map[string]any) { p["id"] = someGUID })
	p := newProtocol(t, f)
	for name, test := range map[string]struct {
		config values
		want   []string
	}{
		"twice":       {values{"display_name": "CA001"}, []string{`2 policies are called "CA001"`, someGUID, "f0000000-0000-4000-8000-000000000101", "Set `id`"}},
		"never":       {values{"display_name": "CA999"}, []string{`No policy is called "CA999"`, "The tenant has 3 policies"}},
		"other-case":  {values{"display_name": "ca000 "}, []string{`No policy is called "ca000 "`, "almost that", `"CA000"`}},
		"unknown-id":  {values{"id": otherGUID}, []string{"The tenant has no policy " + otherGUID}},
		"no-id":       {values{"id": "CA001"}, []string{"That is no id of a policy"}},
		"location-id": {values{"id": "namedLocations/" + office}, []string{"That is no id of a policy"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := *p
			p.t = t
			said := p.soleError(p.readData(policyType, test.config).Diagnostics, nil)
			wants(t, said, test.want...)
		})
	}
	for name, config := range map[string]values{"neither": {}, "both": {"id": adopted, "display_name": "CA001"}} {
		validated, err := p.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: policyType, Config: p.dynamic(config)})
		if err != nil || len(validated.Diagnostics) != 1 {
			t.Errorf("%s: %v, %v", name, validated.Diagnostics, err)
		}
	}
}

func TestPoliciesDataSource(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{Reorder: true})
	f.manyPolicies("disabled", "enabled", "enabled", "enabledForReportingButNotEnforced", "disabled")
	f.policy("ca001", func(p map[string]any) { p["id"] = someGUID })
	p := newProtocol(t, f)
	for name, test := range map[string]struct {
		config values
		want   string
	}{
		"all":      {values{}, "CA000 CA001 CA002 CA003 CA004 ca001"},
		"state":    {values{"state": "enabled"}, "CA002 CA004"},
		"contains": {values{"display_name_contains": "Ca001"}, "CA001 ca001"},
		"both":     {values{"state": "disabled", "display_name_contains": "3"}, "CA003"},
		"none":     {values{"display_name_contains": "Z"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := *p
			p.t = t
			var names []string
			for _, policy := range p.data("entraguard_conditional_access_policies", test.config)["policies"].([]any) {
				names = append(names, policy.(values)["display_name"].(string))
			}
			if got := strings.Join(names, " "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
