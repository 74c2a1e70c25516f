package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/graph"
)

// toGraph reads the credentials and addresses. What the configuration leaves open comes from the
// environment.
func toGraph(configuration types.Object, getenv func(string) string) (graph.Config, diag.Diagnostics) {
	diags := unknownSettings(configuration)
	if diags.HasError() {
		return graph.Config{}, diags
	}
	values := configuration.Attributes()
	text := func(name string) string {
		value, _ := values[name].(types.String)
		return value.ValueString()
	}
	flag := func(name string) *bool {
		value, _ := values[name].(types.Bool)
		return value.ValueBoolPointer()
	}
	config, err := graph.FromEnvironment(graph.Config{
		TenantID:                  text("tenant_id"),
		ClientID:                  text("client_id"),
		ClientSecret:              text("client_secret"),
		ClientCertificate:         text("client_certificate"),
		ClientCertificatePath:     text("client_certificate_path"),
		ClientCertificatePassword: text("client_certificate_password"),
		UseOIDC:                   flag("use_oidc"),
		OIDCToken:                 text("oidc_token"),
		OIDCTokenFilePath:         text("oidc_token_file_path"),
		OIDCRequestURL:            text("oidc_request_url"),
		OIDCRequestToken:          text("oidc_request_token"),
		ADOServiceConnectionID:    text("ado_pipeline_service_connection_id"),
		UseMSI:                    flag("use_msi"),
		UseCLI:                    flag("use_cli"),
		Environment:               text("environment"),
		Endpoint:                  text("graph_endpoint"),
	}, getenv)
	if err != nil {
		diags.AddError("The environment of the provider cannot be used", sentence(err.Error()))
	}
	return config, diags
}

// unknownSettings reports every value that is not known yet: a provider has to be configured before anything
// can be planned.
func unknownSettings(configuration types.Object) diag.Diagnostics {
	var diags diag.Diagnostics
	values := configuration.Attributes()
	for _, s := range settings {
		if value, ok := values[s.name]; ok && value.IsUnknown() {
			diags.AddAttributeError(path.Root(s.name), "`"+s.name+"` is not known yet",
				"The provider needs it to plan, and its value will only be known after an apply.\n\n"+s.standIn())
		}
	}
	if block, ok := values["guard"]; ok && !wholly(block) {
		diags.AddAttributeError(path.Root("guard"), "The `guard` block is not wholly known yet",
			"It holds a value that will only be known after an apply, and the guard cannot judge a plan by it.\n\n"+
				"Give every value in it while planning.")
	}
	return diags
}
