package provider

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entraguard/terraform-provider-entraguard/internal/graph"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func noEnvironment(string) string { return "" }

// Every setting reaches the client, and so does every environment variable that the docs name for it.
func TestEverySettingAndItsVariables(t *testing.T) {
	t.Parallel()
	empty := asObject(nullOf(providerSchema().Type()))
	for _, s := range settings {
		// What a setting needs beside it to be asked for at all.
		beside := empty
		switch s.name {
		case "oidc_token", "oidc_token_file_path", "oidc_request_url", "oidc_request_token", "ado_pipeline_service_connection_id":
			beside = with(empty, "use_oidc", types.BoolValue(true))
		case "client_certificate_password":
			beside = with(empty, "client_certificate_path", types.StringValue("certificate.pem"))
		}
		without, _ := toGraph(beside, noEnvironment)
		var value attr.Value = types.StringValue("true")
		if s.flag {
			value = types.BoolValue(true)
		}
		said, diags := toGraph(with(beside, s.name, value), noEnvironment)
		if diags.HasError() || cmp.Equal(said, without, ignoreUnexported) {
			t.Errorf("%s has no effect: %v", s.name, diags)
		}
		for _, variable := range s.variables {
			meant, diags := toGraph(beside, func(name string) string {
				if name == variable {
					return "true"
				}
				return ""
			})
			if diff := cmp.Diff(said, meant, ignoreUnexported); diags.HasError() || diff != "" {
				t.Errorf("%s is not %s (-said +variable):\n%s%v", variable, s.name, diff, diags)
			}
		}
	}
}

// The client's own test seams are no settings.
var ignoreUnexported = cmpopts.IgnoreUnexported(graph.Config{})

func TestBadEnvironment(t *testing.T) {
	t.Parallel()
	_, diags := toGraph(asObject(nullOf(providerSchema().Type())), func(name string) string {
		if name == "ARM_USE_OIDC" {
			return "perhaps"
		}
		return ""
	})
	if len(diags) != 1 || !diags.HasError() {
		t.Errorf("got %v", diags)
	}
}

// The protocol server finds mistakes that only show when all schemas are asked for at once.
func TestProviderServesItsSchemas(t *testing.T) {
	t.Parallel()
	server := newTenant(t, graphsim.Options{}).protocol(t)
	resp, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, resp.Diagnostics)
	}
	for _, name := range []string{"entraguard_conditional_access_policy", "entraguard_named_location"} {
		if resp.ResourceSchemas[name] == nil {
			t.Errorf("%s is not served", name)
		}
	}
}
