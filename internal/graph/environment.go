package graph

import (
	"fmt"
	"strconv"
)

// The variables that stand in for a setting, in order of precedence. The names are those of the azuread
// provider and of azidentity, so that a pipeline written for either works unchanged.
var (
	tenantVariables              = []string{"ARM_TENANT_ID", "AZURE_TENANT_ID"}
	clientVariables              = []string{"ARM_CLIENT_ID", "AZURE_CLIENT_ID"}
	secretVariables              = []string{"ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET"}
	certificateVariables         = []string{"ARM_CLIENT_CERTIFICATE"}
	certificatePathVariables     = []string{"ARM_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PATH"}
	certificatePasswordVariables = []string{"ARM_CLIENT_CERTIFICATE_PASSWORD", "AZURE_CLIENT_CERTIFICATE_PASSWORD"}
	useOIDCVariables             = []string{"ARM_USE_OIDC"}
	oidcTokenVariables           = []string{"ARM_OIDC_TOKEN"}
	oidcTokenFileVariables       = []string{"ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE"}
	oidcRequestURLVariables      = []string{"ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"}
	oidcRequestTokenVariables    = []string{"ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"}
	adoConnectionVariables       = []string{"ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID", "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"}
	useMSIVariables              = []string{"ARM_USE_MSI"}
	useCLIVariables              = []string{"ARM_USE_CLI"}
	environmentVariables         = []string{"ARM_ENVIRONMENT"}
	authorityVariables           = []string{"AZURE_AUTHORITY_HOST"}
)

// FromEnvironment fills in what the configuration leaves open. What it says wins: where it names a way to
// sign in, the environment adds what that way still needs and no other way.
func FromEnvironment(c Config, getenv func(string) string) (Config, error) {
	env := environment{getenv: getenv}
	env.text(&c.TenantID, tenantVariables)
	env.text(&c.ClientID, clientVariables)
	env.text(&c.Environment, environmentVariables)
	env.text(&c.AuthorityHost, authorityVariables)

	named := c.ways()
	open := len(named) == 0
	if open {
		env.text(&c.ClientSecret, secretVariables)
		env.text(&c.ClientCertificate, certificateVariables)
		env.text(&c.ClientCertificatePath, certificatePathVariables)
		env.flag(&c.UseOIDC, useOIDCVariables)
		env.flag(&c.UseMSI, useMSIVariables)
		env.flag(&c.UseCLI, useCLIVariables)
		// Where the environment offers several ways, the first of them is meant, as it is to azuread.
		if offered := c.ways(); len(offered) > 1 {
			c = c.only(offered[0])
		}
	}
	if c.ClientCertificate != "" || c.ClientCertificatePath != "" {
		env.text(&c.ClientCertificatePassword, certificatePasswordVariables)
	}
	if said(c.UseOIDC) {
		env.text(&c.OIDCToken, oidcTokenVariables)
		env.text(&c.OIDCTokenFilePath, oidcTokenFileVariables)
		env.text(&c.OIDCRequestURL, oidcRequestURLVariables)
		env.text(&c.OIDCRequestToken, oidcRequestTokenVariables)
		env.text(&c.ADOServiceConnectionID, adoConnectionVariables)
	}
	return c, env.failed
}

type environment struct {
	getenv func(string) string
	failed error
}

func (e *environment) text(setting *string, variables []string) {
	for _, name := range variables {
		if *setting != "" {
			return
		}
		*setting = e.getenv(name)
	}
}

func (e *environment) flag(setting **bool, variables []string) {
	for _, name := range variables {
		value := e.getenv(name)
		if *setting != nil || value == "" {
			continue
		}
		on, err := strconv.ParseBool(value)
		if err != nil {
			if e.failed == nil {
				e.failed = fmt.Errorf("the environment variable %s is %q: want true or false", name, value)
			}
			return
		}
		*setting = &on
	}
}
