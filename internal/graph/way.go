package graph

import (
	"fmt"
	"strings"
)

// A way is a way to sign in, in order of precedence.
type way int

const (
	byCertificate way = iota
	bySecret
	byOIDC
	byManagedIdentity
	byCLI
)

// settings are the names under which a way is asked for.
func (w way) settings() string {
	return [...]string{"client_certificate or client_certificate_path", "client_secret", "use_oidc", "use_msi", "use_cli"}[w]
}

// ways are the ways that the configuration asks for.
func (c Config) ways() []way {
	var asked []way
	for w, yes := range [...]bool{
		byCertificate:     c.ClientCertificate != "" || c.ClientCertificatePath != "",
		bySecret:          c.ClientSecret != "",
		byOIDC:            said(c.UseOIDC),
		byManagedIdentity: said(c.UseMSI),
		byCLI:             said(c.UseCLI),
	} {
		if yes {
			asked = append(asked, way(w))
		}
	}
	return asked
}

// only is the configuration without the other ways.
func (c Config) only(w way) Config {
	if w != byCertificate {
		c.ClientCertificate, c.ClientCertificatePath = "", ""
	}
	if w != bySecret {
		c.ClientSecret = ""
	}
	for other, setting := range map[way]**bool{byOIDC: &c.UseOIDC, byManagedIdentity: &c.UseMSI, byCLI: &c.UseCLI} {
		if w != other {
			*setting = nil
		}
	}
	return c
}

// chooseWay returns the one way that the configuration asks for, with everything it needs.
func (c Config) chooseWay() (way, error) {
	asked := c.ways()
	switch len(asked) {
	case 0:
		return 0, fmt.Errorf("no credential is configured: set one of client_secret (%s), client_certificate_path (%s), client_certificate (%s), use_oidc (%s), use_msi (%s) or use_cli (%s), with tenant_id (%s) and client_id (%s)",
			either(secretVariables), either(certificatePathVariables), either(certificateVariables), either(useOIDCVariables),
			either(useMSIVariables), either(useCLIVariables), either(tenantVariables), either(clientVariables))
	case 1:
	default:
		var names []string
		for _, w := range asked {
			names = append(names, w.settings())
		}
		return 0, fmt.Errorf("several credentials are configured (%s): keep one of them", strings.Join(names, "; "))
	}
	w := asked[0]
	if missing := c.missing(w); len(missing) > 0 {
		return 0, fmt.Errorf("the credential is incomplete: %s is set, but not %s", w.settings(), strings.Join(missing, ", nor "))
	}
	return w, nil
}

// missing names what the way lacks, each with the variables that would do.
func (c Config) missing(w way) []string {
	var missing []string
	want := func(value, setting string, variables []string) {
		if value == "" {
			missing = append(missing, setting+" ("+either(variables)+")")
		}
	}
	switch w {
	case byCertificate, bySecret, byOIDC:
		want(c.TenantID, "tenant_id", tenantVariables)
		want(c.ClientID, "client_id", clientVariables)
	}
	if w == byOIDC && c.OIDCToken == "" && c.OIDCTokenFilePath == "" {
		switch {
		case c.OIDCRequestURL == "" && c.OIDCRequestToken == "":
			missing = append(missing, fmt.Sprintf("oidc_token (%s), oidc_token_file_path (%s), or oidc_request_url (%s) with oidc_request_token (%s)",
				either(oidcTokenVariables), either(oidcTokenFileVariables), either(oidcRequestURLVariables), either(oidcRequestTokenVariables)))
		default:
			want(c.OIDCRequestURL, "oidc_request_url", oidcRequestURLVariables)
			want(c.OIDCRequestToken, "oidc_request_token", oidcRequestTokenVariables)
		}
	}
	return missing
}

func either(variables []string) string { return strings.Join(variables, " or ") }
