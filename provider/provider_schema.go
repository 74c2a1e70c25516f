package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
)

// A setting is one credential or address of the provider's configuration, and the environment variables that
// stand in for it.
type setting struct {
	name        string
	variables   []string
	description string
	flag        bool
	sensitive   bool
}

// settings are named as in the azuread provider, so that a pipeline written for it works unchanged.
var settings = []setting{
	{name: "tenant_id", variables: []string{"ARM_TENANT_ID", "AZURE_TENANT_ID"},
		description: "The tenant: its id, or a verified domain."},
	{name: "client_id", variables: []string{"ARM_CLIENT_ID", "AZURE_CLIENT_ID"},
		description: "The application (client) id of the service principal that Terraform signs in as."},
	{name: "client_secret", variables: []string{"ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET"}, sensitive: true,
		description: "The service principal's client secret."},
	{name: "client_certificate", variables: []string{"ARM_CLIENT_CERTIFICATE"}, sensitive: true,
		description: "The service principal's certificate with its private key: base64 of a PEM or PFX file."},
	{name: "client_certificate_path", variables: []string{"ARM_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PATH"},
		description: "The path of a PEM or PFX file with the service principal's certificate and its private key."},
	{name: "client_certificate_password", variables: []string{"ARM_CLIENT_CERTIFICATE_PASSWORD", "AZURE_CLIENT_CERTIFICATE_PASSWORD"}, sensitive: true,
		description: "The password of the certificate file."},
	{name: "use_oidc", variables: []string{"ARM_USE_OIDC"}, flag: true,
		description: "Whether to sign in with a token of the pipeline (workload identity federation)."},
	{name: "oidc_token", variables: []string{"ARM_OIDC_TOKEN"}, sensitive: true,
		description: "The pipeline's token."},
	{name: "oidc_token_file_path", variables: []string{"ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE"},
		description: "The path of a file that holds the pipeline's token."},
	{name: "oidc_request_url", variables: []string{"ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"},
		description: "Where the pipeline hands out its token."},
	{name: "oidc_request_token", variables: []string{"ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"}, sensitive: true,
		description: "What the pipeline wants to see before it hands out its token."},
	{name: "ado_pipeline_service_connection_id", variables: []string{"ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID", "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"},
		description: "The Azure DevOps service connection whose token is asked for."},
	{name: "use_msi", variables: []string{"ARM_USE_MSI"}, flag: true,
		description: "Whether to sign in as a managed identity; `client_id` names a user-assigned one."},
	{name: "use_cli", variables: []string{"ARM_USE_CLI"}, flag: true,
		description: "Whether to sign in as the Azure CLI is signed in."},
	{name: "environment", variables: []string{"ARM_ENVIRONMENT"},
		description: "The cloud: `global`, `usgovernment`, `dod` or `china`. Defaults to `global`."},
	{name: "graph_endpoint",
		description: "The address of Microsoft Graph, where it is not the environment's. Plain http is for loopback addresses only."},
}

func providerSchema() schema.Schema {
	attributes := map[string]schema.Attribute{"guard": guardAttribute()}
	for _, s := range settings {
		attributes[s.name] = s.attribute()
	}
	return schema.Schema{
		MarkdownDescription: "Manages Microsoft Entra Conditional Access, and refuses every change after which nobody could undo it.",
		Attributes:          attributes,
	}
}

func (s setting) attribute() schema.Attribute {
	description := s.description
	if len(s.variables) > 0 {
		description += " Or the environment variable " + listing(s.variables, "or") + "."
	}
	if s.flag {
		return schema.BoolAttribute{MarkdownDescription: description, Optional: true}
	}
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Sensitive: s.sensitive}
}

// standIn says what would do instead of a configured value.
func (s setting) standIn() string {
	if len(s.variables) == 0 {
		return "Give it a value that is known while planning."
	}
	return "Give it a value that is known while planning, or leave it out and set the environment variable " +
		strings.Join(s.variables, " or ") + "."
}

// settingNamedBy finds the setting that an error begins with.
func settingNamedBy(text string) (setting, bool) {
	first := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ':' })
	for _, s := range settings {
		if len(first) > 0 && first[0] == s.name {
			return s, true
		}
	}
	return setting{}, false
}
