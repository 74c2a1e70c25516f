package graphsim_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// ask sends a token request with the given form values.
func (c *client) ask(tenant string, form map[string]string) response {
	c.t.Helper()
	values := url.Values{}
	for name, value := range form {
		values.Set(name, value)
	}
	return c.do(http.MethodPost, "/"+tenant+"/oauth2/v2.0/token", values.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

// credentials is a good token request, changed by pairs of name and value.
func credentials(changes ...string) map[string]string {
	form := map[string]string{
		"grant_type": "client_credentials", "client_id": app, "client_secret": "s3cret",
		"scope": "https://graph.microsoft.com/.default",
	}
	for i := 0; i+1 < len(changes); i += 2 {
		form[changes[i]] = changes[i+1]
	}
	return form
}

func claimsOf(t *testing.T, jwt string) object {
	t.Helper()
	parts := strings.Split(jwt, ".")
	if len(parts) != 3 {
		t.Fatalf("the token has %d parts", len(parts))
	}
	data, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims object
	if err := json.Unmarshal(data, &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

func TestTokenOpensGraph(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{RequireScopes: []string{"Policy.Read.All"}})
	c.server.Put("organization", object{"id": someID, "verifiedDomains": []any{object{"name": "contoso.onmicrosoft.com"}}})
	c.server.Put("servicePrincipals", object{"id": appSP, "appId": app})
	for _, tenant := range []string{someID, "contoso.onmicrosoft.com"} {
		r := c.ask(tenant, credentials()).want(http.StatusOK)
		if r.body["token_type"] != "Bearer" || r.body["expires_in"] != 3600.0 {
			t.Errorf("answer %s", r.raw)
		}
		c.token = r.body["access_token"].(string)
		c.get(policiesPath).want(http.StatusOK)

		claims := claimsOf(t, c.token)
		want := map[string]any{"aud": "https://graph.microsoft.com", "appid": app, "oid": appSP, "tid": someID, "idtyp": "app", "roles": []any{"Policy.Read.All"}}
		for name, value := range want {
			if diff := cmp.Diff(value, claims[name]); diff != "" {
				t.Errorf("claim %s (-want +got):\n%s", name, diff)
			}
		}
	}
}

// TestTokenExpiresByTheRealClock: clients compare the expiry with their own clock,
// which a test cannot move.
func TestTokenExpiresByTheRealClock(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	c.server.Advance(1000 * time.Hour)
	claims := claimsOf(t, c.server.Token())
	if expires := time.Unix(int64(claims["exp"].(float64)), 0); time.Until(expires) > 61*time.Minute {
		t.Errorf("the token expires at %v, which is not within the hour", expires)
	}
	c.get(policiesPath).want(http.StatusOK)
}

func TestTokenForAssertion(t *testing.T) {
	t.Parallel()
	const kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
	c := start(t, graphsim.Options{Clients: map[string]string{app: "s3cret"}})
	c.ask("contoso.com", credentials("client_secret", "", "client_assertion_type", kind, "client_assertion", "a.b.c")).want(http.StatusOK)
	for _, form := range []map[string]string{
		credentials("client_secret", "", "client_assertion_type", kind, "client_assertion", "abc"),
		credentials("client_secret", "", "client_assertion_type", "saml", "client_assertion", "a.b.c"),
	} {
		if r := c.ask("contoso.com", form); r.status != http.StatusUnauthorized {
			t.Errorf("status %d, want 401: %s", r.status, r.raw)
		}
	}
}

func TestTokenRefused(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{Clients: map[string]string{app: "s3cret"}})
	c.server.Put("organization", object{"id": someID})
	c.server.Put("domains", object{"id": "contoso.com"})
	for _, test := range []struct {
		name, tenant string
		form         map[string]string
		status       int
		word         string
		code         float64
	}{
		{"wrong-secret", someID, credentials("client_secret", "guess"), 401, "invalid_client", 7000215},
		{"no-credential", someID, credentials("client_secret", ""), 401, "invalid_client", 7000218},
		{"unknown-client", someID, credentials("client_id", anotherID), 400, "unauthorized_client", 700016},
		{"no-client", someID, credentials("client_id", ""), 400, "invalid_request", 900144},
		{"unknown-tenant", anotherID, credentials(), 400, "invalid_request", 90002},
		{"unknown-domain", "fabrikam.com", credentials(), 400, "invalid_request", 90002},
		{"other-grant", "contoso.com", credentials("grant_type", "password"), 400, "unsupported_grant_type", 70003},
		{"no-scope", "contoso.com", credentials("scope", ""), 400, "invalid_scope", 1002012},
		{"two-resources", "contoso.com", credentials("scope", "https://graph.microsoft.com/.default https://vault.azure.net/.default"), 400, "invalid_scope", 1002012},
		{"delegated-scope", "contoso.com", credentials("scope", "https://graph.microsoft.com/User.Read"), 400, "invalid_scope", 1002012},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := c.in(t)
			r := c.ask(test.tenant, test.form)
			r.want(test.status)
			if codes, _ := r.body["error_codes"].([]any); r.body["error"] != test.word || len(codes) != 1 || codes[0] != test.code {
				t.Errorf("answer %s", r.raw)
			}
			if strings.Contains(r.raw, "guess") {
				t.Error("the answer repeats the secret")
			}
		})
	}
	c.ask("contoso.com", credentials()).want(http.StatusOK)
	c.ask("contoso.com", credentials("scope", "https://graph.microsoft.com/.default openid offline_access profile")).want(http.StatusOK)
	c.do(http.MethodGet, "/contoso.com/oauth2/v2.0/token", nil).want(http.StatusBadRequest)
}

func TestBearerRefused(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	elsewhere := c.ask("contoso.com", credentials("scope", "https://vault.azure.net/.default")).want(http.StatusOK).body["access_token"].(string)
	for name, header := range map[string]string{
		"none":           "",
		"basic":          "Basic dTpw",
		"no-token":       "Bearer ",
		"forged":         "Bearer a.b.c",
		"other-audience": "Bearer " + elsewhere,
	} {
		r := c.get(policiesPath, "Authorization", header)
		if r.status != http.StatusUnauthorized || r.error()["code"] != "InvalidAuthenticationToken" {
			t.Errorf("%s: status %d: %s", name, r.status, r.raw)
		}
	}
}

func TestTokenForTheSimulatorsOwnAddress(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	c.token = c.ask("contoso.com", credentials("scope", c.base+"/.default")).want(http.StatusOK).body["access_token"].(string)
	c.get(policiesPath).want(http.StatusOK)
}

func TestDiscovery(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	c.server.Put("organization", object{"id": someID})
	document := c.get("/" + someID + "/v2.0/.well-known/openid-configuration").want(http.StatusOK).body
	host := strings.TrimPrefix(c.base, "http://")
	for name, want := range map[string]string{
		"issuer":                 "https://" + host + "/" + someID + "/v2.0",
		"token_endpoint":         c.base + "/" + someID + "/oauth2/v2.0/token",
		"authorization_endpoint": c.base + "/" + someID + "/oauth2/v2.0/authorize",
	} {
		if document[name] != want {
			t.Errorf("%s is %v, want %s", name, document[name], want)
		}
	}
	c.get("/" + anotherID + "/v2.0/.well-known/openid-configuration").want(http.StatusBadRequest)
	instance := c.get("/common/discovery/instance").want(http.StatusOK).body
	aliases := instance["metadata"].([]any)[0].(object)["aliases"]
	if diff := cmp.Diff([]any{host}, aliases); diff != "" {
		t.Errorf("aliases (-want +got):\n%s", diff)
	}
}

// TestPermissions: what a token lacks is refused, and nothing else is.
func TestPermissions(t *testing.T) {
	t.Parallel()
	const read, write, apps = "Policy.Read.All", "Policy.ReadWrite.ConditionalAccess", "Application.Read.All"
	c := start(t, graphsim.Options{})
	id := c.post(policiesPath, policy()).want(http.StatusCreated).id()
	for _, test := range []struct {
		name, method, path string
		body               any
		roles              []string
		want               int
	}{
		{"read-policies", "GET", policiesPath, nil, []string{read}, 200},
		{"read-policies-without", "GET", policiesPath, nil, []string{write, apps}, 403},
		{"create-policy", "POST", policiesPath, policy(), []string{read, write, apps}, 201},
		{"create-policy-without-read", "POST", policiesPath, policy(), []string{write, apps}, 403},
		{"create-policy-without-write", "POST", policiesPath, policy(), []string{read, apps}, 403},
		{"create-policy-without-applications", "POST", policiesPath, policy(), []string{read, write}, 403},
		{"update-policy-without-applications", "PATCH", policiesPath + "/" + id, object{}, []string{read, write}, 403},
		{"delete-policy-without-applications", "DELETE", policiesPath + "/" + someID, nil, []string{read, write}, 404},
		{"create-location", "POST", locationsPath, countryLocation("x", "NO"), []string{read, write}, 201},
		{"create-location-read-only", "POST", locationsPath, countryLocation("x", "NO"), []string{read}, 403},
		{"security-defaults-either-write", "PATCH", defaultsPath, object{"isEnabled": false}, []string{read, "Policy.ReadWrite.SecurityDefaults"}, 204},
		{"security-defaults-no-write", "PATCH", defaultsPath, object{"isEnabled": false}, []string{read}, 403},
		{"strengths-by-methods", "GET", strengthsPath, nil, []string{"Policy.Read.AuthenticationMethod"}, 200},
		{"contexts-without", "GET", contextsPath, nil, []string{read}, 403},
		{"users", "GET", "/v1.0/users", nil, []string{"User.Read.All"}, 200},
		{"users-without", "GET", "/v1.0/users", nil, []string{read}, 403},
		{"sign-ins-without", "GET", "/v1.0/auditLogs/signIns", nil, []string{"Directory.Read.All"}, 403},
		{"eligible-roles", "GET", "/v1.0/roleManagement/directory/roleEligibilityScheduleInstances", nil, []string{"RoleManagement.Read.Directory"}, 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := c.in(t)
			c.token = c.server.Token(test.roles...)
			r := c.do(test.method, test.path, test.body).want(test.want)
			if test.want != http.StatusForbidden {
				return
			}
			wantCode, wantMessage := "Authorization_RequestDenied", "Insufficient privileges"
			if strings.Contains(test.path, "onditionalAccess") || strings.Contains(test.path, "/policies/") {
				wantCode, wantMessage = "AccessDenied", "You cannot perform the requested operation, required scopes are missing in the token."
			}
			if r.error()["code"] != wantCode || !strings.Contains(r.message(), wantMessage) {
				t.Errorf("answer %s", r.raw)
			}
		})
	}
}
