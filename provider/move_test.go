package provider

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A foreign resource is one as another provider left it in a state.
type foreign struct {
	provider, typeName string
	version            int64
	state              string
}

// The policy of testdata/moved/policy.json, as every provider keeps it.
func samePolicy(t *testing.T) map[string]foreign {
	t.Helper()
	path := "/identity/conditionalAccess/policies/" + adopted
	azureadState := testdata(t, "policy.azuread.json")
	return map[string]foreign{
		"azuread":         {azuread, "azuread_conditional_access_policy", 1, azureadState},
		"azuread-bare-id": {azuread, "azuread_conditional_access_policy", 0, strings.Replace(azureadState, path, adopted, 1)},
		"microsoft365":    {microsoft365, "microsoft365_graph_beta_identity_and_access_conditional_access_policy", 0, testdata(t, "policy.microsoft365.json")},
		"microsoft365wp":  {microsoft365wp, "microsoft365wp_conditional_access_policy", 0, testdata(t, "policy.microsoft365wp.json")},
		"msgraph":         msgraphState("identity/conditionalAccess/policies", testdata(t, "policy.json")),
		"msgraph-put":     msgraphState("identity/conditionalAccess/policies/"+adopted, testdata(t, "policy.json")),
		"opentofu":        {"registry.opentofu.org/" + azuread, "azuread_conditional_access_policy", 1, azureadState},
		"mirror":          {"providers.example.com/" + azuread, "azuread_conditional_access_policy", 1, azureadState},
		"msgraph-update":  {msgraph, "msgraph_update_resource", 0, msgraphState(path, testdata(t, "policy.json")).state},
		"msgraph-slash":   msgraphState("/identity/conditionalAccess/policies", testdata(t, "policy.json")),
	}
}

func testdata(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "moved", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// msgraphState is an object as msgraph keeps it.
func msgraphState(url, object string) foreign { return msgraphAt(url, adopted, object) }

// msgraphAt is an object of any id as msgraph keeps it: a dynamic value has its type beside it.
func msgraphAt(url, id, object string) foreign {
	return foreign{msgraph, "msgraph_resource", 0, `{"id": "` + id + `", "url": "` + url + `", "api_version": "beta",
		"resource_url": "` + url + `/` + id + `", "body": {"value": ` + object + `, "type": ["object", {}]}, "output": null, "timeouts": null}`}
}

// address is the provider's; from the public registry where none is named.
func (r foreign) address() string {
	if strings.Count(r.provider, "/") == 1 {
		return "registry.terraform.io/" + r.provider
	}
	return r.provider
}

// become asks the provider, as Terraform does, for the state that a foreign resource becomes.
func (r foreign) become(t *testing.T, target string) (types.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	resp, err := providerserver.NewProtocol6(testProvider())().MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: r.address(), SourceTypeName: r.typeName, SourceSchemaVersion: r.version,
		SourceState: &tfprotov6.RawState{JSON: []byte(r.state)}, TargetTypeName: target,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(resp.Diagnostics) > 0 {
		return types.Object{}, resp.Diagnostics
	}
	kind := resourceSchemas(t)[target].Type()
	raw, err := resp.TargetState.Unmarshal(kind.TerraformType(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	value, err := kind.ValueFromTerraform(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	return value.(types.Object), nil
}

// resourceSchemas are those of all resources, by their names.
func resourceSchemas(t *testing.T) map[string]schema.Schema {
	t.Helper()
	schemas := map[string]schema.Schema{}
	for _, construct := range testProvider().Resources(t.Context()) {
		r := construct()
		var metadata resource.MetadataResponse
		r.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "entraguard"}, &metadata)
		var described resource.SchemaResponse
		r.Schema(t.Context(), resource.SchemaRequest{}, &described)
		schemas[metadata.TypeName] = described.Schema
	}
	return schemas
}

// sameState compares a state with the plain form of an object of the tenant. Times are the tenant's to say.
func sameState(t *testing.T, got, plain types.Object) {
	t.Helper()
	have, want := got.Attributes(), plain.Attributes()
	for name := range want {
		if strings.HasSuffix(name, "_date_time") {
			continue
		}
		if !have[name].Equal(want[name]) {
			t.Errorf("%s: the moved state has\n  %s\nand the tenant\n  %s", name, have[name], want[name])
		}
	}
}

func TestMovedPolicy(t *testing.T) {
	t.Parallel()
	policy, err := ca.DecodePolicy([]byte(testdata(t, "policy.json")))
	if err != nil {
		t.Fatal(err)
	}
	for name, resource := range samePolicy(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state, diags := resource.become(t, policyType)
			if len(diags) > 0 {
				t.Fatal(diags[0].Summary, diags[0].Detail)
			}
			sameState(t, state, policyShape.plain(policy))
			if !timeoutsOf(state).IsNull() {
				t.Error("timeouts out of nothing")
			}
		})
	}
}
