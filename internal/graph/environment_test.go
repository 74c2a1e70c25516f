package graph

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func yes() *bool { return new(true) }
func no() *bool  { return new(false) }

func TestFromEnvironment(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		config Config
		env    map[string]string
		want   Config
	}{
		"nothing-set": {},
		"arm-names": {
			env:  map[string]string{"ARM_TENANT_ID": "t", "ARM_CLIENT_ID": "c", "ARM_CLIENT_SECRET": "s", "ARM_ENVIRONMENT": "china"},
			want: Config{TenantID: "t", ClientID: "c", ClientSecret: "s", Environment: "china"},
		},
		"azure-names": {
			env:  map[string]string{"AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_SECRET": "s", "AZURE_AUTHORITY_HOST": "https://login.example"},
			want: Config{TenantID: "t", ClientID: "c", ClientSecret: "s", AuthorityHost: "https://login.example"},
		},
		"arm-before-azure": {
			env:  map[string]string{"ARM_TENANT_ID": "arm", "AZURE_TENANT_ID": "azure"},
			want: Config{TenantID: "arm"},
		},
		"configuration-wins": {
			config: Config{TenantID: "mine", ClientSecret: "mine"},
			env:    map[string]string{"ARM_TENANT_ID": "t", "ARM_CLIENT_ID": "c", "ARM_CLIENT_SECRET": "s", "ARM_CLIENT_CERTIFICATE_PATH": "p", "ARM_USE_OIDC": "true"},
			want:   Config{TenantID: "mine", ClientID: "c", ClientSecret: "mine"},
		},
		"configured-off-stays-off": {
			config: Config{UseOIDC: no()},
			env:    map[string]string{"ARM_USE_OIDC": "true", "ARM_USE_MSI": "true"},
			want:   Config{UseOIDC: no(), UseMSI: yes()},
		},
		"certificate-before-secret": {
			env:  map[string]string{"ARM_CLIENT_CERTIFICATE_PATH": "p", "ARM_CLIENT_CERTIFICATE_PASSWORD": "w", "ARM_CLIENT_SECRET": "s"},
			want: Config{ClientCertificatePath: "p", ClientCertificatePassword: "w"},
		},
		"github": {
			env:  map[string]string{"ARM_USE_OIDC": "true", "ACTIONS_ID_TOKEN_REQUEST_URL": "https://gh", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "tok"},
			want: Config{UseOIDC: yes(), OIDCRequestURL: "https://gh", OIDCRequestToken: "tok"},
		},
		"azure-devops": {
			config: Config{UseOIDC: yes(), ADOServiceConnectionID: "conn"},
			env:    map[string]string{"SYSTEM_OIDCREQUESTURI": "https://ado", "SYSTEM_ACCESSTOKEN": "tok"},
			want:   Config{UseOIDC: yes(), ADOServiceConnectionID: "conn", OIDCRequestURL: "https://ado", OIDCRequestToken: "tok"},
		},
		"github-url-without-use-oidc-is-left-alone": {
			config: Config{ClientSecret: "s"},
			env:    map[string]string{"ACTIONS_ID_TOKEN_REQUEST_URL": "https://gh"},
			want:   Config{ClientSecret: "s"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := FromEnvironment(test.config, func(name string) string { return test.env[name] })
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got, cmpopts.IgnoreUnexported(Config{})); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	if _, err := FromEnvironment(Config{}, func(name string) string { return map[string]string{"ARM_USE_OIDC": "maybe"}[name] }); err == nil || !strings.Contains(err.Error(), `ARM_USE_OIDC is "maybe"`) {
		t.Errorf("a flag that is none: %v", err)
	}
}

func TestChooseWay(t *testing.T) {
	t.Parallel()
	full := Config{TenantID: "t", ClientID: "c"}
	with := func(change func(*Config)) Config {
		c := full
		change(&c)
		return c
	}
	tests := map[string]struct {
		config Config
		want   way
		errs   []string // what the one line says
	}{
		"secret":         {config: with(func(c *Config) { c.ClientSecret = "s" }), want: bySecret},
		"certificate":    {config: with(func(c *Config) { c.ClientCertificatePath = "p" }), want: byCertificate},
		"oidc-token":     {config: with(func(c *Config) { c.UseOIDC, c.OIDCToken = yes(), "tok" }), want: byOIDC},
		"oidc-file":      {config: with(func(c *Config) { c.UseOIDC, c.OIDCTokenFilePath = yes(), "f" }), want: byOIDC},
		"msi-needs-none": {config: Config{UseMSI: yes()}, want: byManagedIdentity},
		"cli-needs-none": {config: Config{UseCLI: yes()}, want: byCLI},
		"nothing":        {config: full, errs: []string{"no credential is configured", "client_secret (ARM_CLIENT_SECRET or AZURE_CLIENT_SECRET)", "use_cli (ARM_USE_CLI)"}},
		"switched-off":   {config: with(func(c *Config) { c.UseOIDC, c.UseMSI, c.UseCLI = no(), no(), no() }), errs: []string{"no credential is configured"}},
		"two":            {config: with(func(c *Config) { c.ClientSecret, c.UseOIDC = "s", yes() }), errs: []string{"several credentials", "client_secret", "use_oidc"}},
		"no-tenant":      {config: Config{ClientID: "c", ClientSecret: "s"}, errs: []string{"incomplete", "tenant_id (ARM_TENANT_ID or AZURE_TENANT_ID)"}},
		"no-client":      {config: Config{TenantID: "t", ClientSecret: "s"}, errs: []string{"client_id (ARM_CLIENT_ID or AZURE_CLIENT_ID)"}},
		"oidc-without-token": {config: with(func(c *Config) { c.UseOIDC = yes() }),
			errs: []string{"oidc_token (ARM_OIDC_TOKEN)", "ACTIONS_ID_TOKEN_REQUEST_URL"}},
		"oidc-half-a-request": {config: with(func(c *Config) { c.UseOIDC, c.OIDCRequestURL = yes(), "https://gh" }),
			errs: []string{"oidc_request_token (ARM_OIDC_REQUEST_TOKEN"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := test.config.chooseWay()
			if len(test.errs) == 0 {
				if err != nil || got != test.want {
					t.Errorf("got way %d, %v; want %d", got, err, test.want)
				}
				return
			}
			wantLine(t, err, test.errs...)
		})
	}
}

// wantLine wants an error of one line that says all of the parts.
func wantLine(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one that says %q", parts)
	}
	text := err.Error()
	if strings.ContainsAny(text, "\r\n") {
		t.Errorf("the error is not one line: %q", text)
	}
	if strings.Contains(text, secret) {
		t.Errorf("the error tells the secret: %q", text)
	}
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("the error does not say %q: %q", part, text)
		}
	}
}
