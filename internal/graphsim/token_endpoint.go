package graphsim

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// isIdentityPath tells the paths of the identity platform from those of Graph.
func isIdentityPath(path string) bool {
	return path == "/common/discovery/instance" ||
		strings.HasSuffix(path, "/v2.0/.well-known/openid-configuration") ||
		strings.HasSuffix(path, "/oauth2/v2.0/token")
}

// serveIdentity answers discovery and token requests. It never counts toward a quota of Graph.
func (s *Server) serveIdentity(r *http.Request, body []byte) (answer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	tenant, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch {
	case r.URL.Path == "/common/discovery/instance":
		return ok(instanceDiscovery(r)), false
	case strings.HasSuffix(r.URL.Path, "/openid-configuration"):
		if !s.knowsTenant(tenant) {
			return s.refuseToken(noSuchTenant(tenant)), false
		}
		return ok(s.openIDConfiguration(r, tenant)), false
	case r.Method != http.MethodPost:
		return s.refuseToken(tokenRefusal{400, "invalid_request", 900561, "The endpoint only accepts POST requests. Received a " + r.Method + " request."}), false
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return s.refuseToken(tokenRefusal{400, "invalid_request", 90014, "The request body is malformed."}), false
	}
	audience, why := s.admit(tenant, form)
	if why != nil {
		return s.refuseToken(*why), false
	}
	id := s.tenantID(tenant)
	return ok(tree{
		"token_type": "Bearer", "expires_in": int(tokenLife.Seconds()), "ext_expires_in": int(tokenLife.Seconds()),
		"access_token": s.issue(claims{client: form.Get("client_id"), tenant: id, audience: audience, roles: s.options.RequireScopes}),
	}), false
}

// tokenRefusal is an error of the token endpoint.
type tokenRefusal struct {
	status  int
	word    string // OAuth's own: invalid_client
	code    int    // AADSTS
	message string
}

func noSuchTenant(tenant string) tokenRefusal {
	return tokenRefusal{400, "invalid_request", 90002, fmt.Sprintf("Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.", tenant)}
}

// admit checks a client credentials request and returns the audience it is for.
func (s *Server) admit(tenant string, form url.Values) (audience string, why *tokenRefusal) {
	client := form.Get("client_id")
	secret, known := s.options.Clients[client]
	switch {
	case !s.knowsTenant(tenant):
		r := noSuchTenant(tenant)
		return "", &r
	case form.Get("grant_type") != "client_credentials":
		return "", &tokenRefusal{400, "unsupported_grant_type", 70003, fmt.Sprintf("The app requested an unsupported grant type '%s'.", form.Get("grant_type"))}
	case client == "":
		return "", &tokenRefusal{400, "invalid_request", 900144, "The request body must contain the following parameter: 'client_id'."}
	case s.options.Clients != nil && !known:
		return "", &tokenRefusal{400, "unauthorized_client", 700016, fmt.Sprintf("Application with identifier '%s' was not found in the directory '%s'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.", client, tenant)}
	case form.Get("client_secret") == "" && form.Get("client_assertion") == "":
		return "", &tokenRefusal{401, "invalid_client", 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."}
	case form.Get("client_secret") == "" && (form.Get("client_assertion_type") != assertionType || strings.Count(form.Get("client_assertion"), ".") != 2):
		return "", &tokenRefusal{401, "invalid_client", 50027, "JWT token is invalid or malformed."}
	case form.Get("client_secret") != "" && known && subtle.ConstantTimeCompare([]byte(secret), []byte(form.Get("client_secret"))) == 0:
		return "", &tokenRefusal{401, "invalid_client", 7000215, fmt.Sprintf("Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '%s'.", client)}
	}
	audience, ok := audienceOf(form.Get("scope"))
	if !ok {
		return "", &tokenRefusal{400, "invalid_scope", 1002012, fmt.Sprintf("The provided value for scope %s is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).", form.Get("scope"))}
	}
	return audience, nil
}

// audienceOf reads a scope such as "https://graph.microsoft.com/.default". The
// libraries of Microsoft's own add the scopes of OpenID Connect to it, which mean
// nothing here.
func audienceOf(scope string) (audience string, ok bool) {
	for _, one := range strings.Fields(scope) {
		if slices.Contains([]string{"openid", "offline_access", "profile"}, one) {
			continue
		}
		resource, isDefault := strings.CutSuffix(one, "/.default")
		if !isDefault || resource == "" || audience != "" {
			return "", false
		}
		audience = strings.TrimSuffix(resource, "/")
	}
	return audience, audience != ""
}

// knowsTenant is true for the id and the domains of the tenant, and for every
// name while nothing says what the tenant is called.
func (s *Server) knowsTenant(name string) bool {
	organizations := s.tenant.collection(organization).current()
	if len(organizations) == 0 {
		return true
	}
	for _, object := range organizations {
		if strings.EqualFold(word(object, "id"), name) {
			return true
		}
		verified, _ := object["verifiedDomains"].([]any)
		for _, domain := range verified {
			if d, ok := domain.(tree); ok && strings.EqualFold(word(d, "name"), name) {
				return true
			}
		}
	}
	return s.tenant.collection(domains).find(name) != nil
}

func (s *Server) refuseToken(t tokenRefusal) answer {
	trace, correlation := newGUID(), newGUID()
	now := s.now().Format("2006-01-02 15:04:05Z")
	return answer{status: t.status, body: tree{
		"error":             t.word,
		"error_description": fmt.Sprintf("AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s", t.code, t.message, trace, correlation, now),
		"error_codes":       []any{t.code},
		"timestamp":         now,
		"trace_id":          trace,
		"correlation_id":    correlation,
		"error_uri":         fmt.Sprintf("%s/error?code=%d", "https://login.microsoftonline.com", t.code),
	}}
}

// instanceDiscovery says that this host is an authority and has no other names.
func instanceDiscovery(r *http.Request) tree {
	return tree{
		"tenant_discovery_endpoint": origin(r) + "/common/v2.0/.well-known/openid-configuration",
		"api-version":               "1.1",
		"metadata": []any{tree{
			"preferred_network": r.Host, "preferred_cache": r.Host, "aliases": list([]string{r.Host}),
		}},
	}
}

// openIDConfiguration names the endpoints where they are. The issuer is an
// identifier, not an address: it begins with https as the service's does, and
// clients compare it with the authority that they were given.
func (s *Server) openIDConfiguration(r *http.Request, tenant string) tree {
	id := s.tenantID(tenant)
	base := origin(r) + "/" + id
	return tree{
		"issuer":                                "https://" + r.Host + "/" + id + "/v2.0",
		"authorization_endpoint":                base + "/oauth2/v2.0/authorize",
		"token_endpoint":                        base + "/oauth2/v2.0/token",
		"device_authorization_endpoint":         base + "/oauth2/v2.0/devicecode",
		"jwks_uri":                              base + "/discovery/v2.0/keys",
		"token_endpoint_auth_methods_supported": list([]string{"client_secret_post", "private_key_jwt"}),
		"response_types_supported":              list([]string{"code", "id_token"}),
		"subject_types_supported":               list([]string{"pairwise"}),
		"id_token_signing_alg_values_supported": list([]string{"RS256"}),
		"scopes_supported":                      list([]string{"openid", "profile", "email", "offline_access"}),
		"tenant_region_scope":                   nil,
		"cloud_instance_name":                   "microsoftonline.com",
		"msgraph_host":                          r.Host,
	}
}
