package graphsim

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// tokenLife is how long an access token lasts by the real clock.
const tokenLife = time.Hour

// token is what the simulator knows about an access token that it issued.
type token struct {
	roles    []string // nil is every permission
	without  []string // permissions withdrawn since
	client   string
	audience string
	expires  time.Time // by the real clock
}

func (t token) holds(scope string) bool {
	if t.roles == nil {
		return !slices.Contains(delegatedOnly, scope) && !slices.Contains(t.without, scope)
	}
	return slices.Contains(t.roles, scope) && !slices.Contains(t.without, scope)
}

// graphAudiences are the names under which tokens for Graph are asked for.
var graphAudiences = []string{
	"00000003-0000-0000-c000-000000000000",
	"https://graph.microsoft.com",
	"https://graph.microsoft.us",
	"https://dod-graph.microsoft.us",
	"https://microsoftgraph.chinacloudapi.cn",
}

// Token issues an access token without the token endpoint, for a test that sends
// its own Authorization header. Without roles it holds what Options.RequireScopes
// says, else exactly those, also permissions that only a signed-in user can have.
func (s *Server) Token(roles ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := s.options.RequireScopes
	if len(roles) > 0 {
		held = roles
	}
	return s.issue(claims{client: guidFor("client"), tenant: s.tenantID(""), audience: graphAudiences[1], roles: held})
}

// claims are the parts of a token that depend on who asks.
type claims struct {
	client, tenant, audience string
	roles                    []string
}

// issue makes a well-formed JWT that nobody has signed: clients read access
// tokens, they cannot verify them. Callers hold the lock.
func (s *Server) issue(c claims) string {
	now := time.Now()
	expires := now.Add(tokenLife)
	payload := tree{
		"aud":   c.audience,
		"iss":   "https://sts.windows.net/" + c.tenant + "/",
		"iat":   now.Unix(),
		"nbf":   now.Unix(),
		"exp":   expires.Unix(),
		"appid": c.client,
		"tid":   c.tenant,
		"oid":   s.servicePrincipalID(c.client),
		"sub":   s.servicePrincipalID(c.client),
		"idtyp": "app",
		"ver":   "1.0",
		"uti":   newGUID(), // keeps two tokens of one second apart
		"roles": list(c.roles),
	}
	if c.roles == nil {
		payload["roles"] = list(everyScope())
	}
	jwt := segment(tree{"alg": "none", "typ": "JWT"}) + "." + segment(payload) + "." +
		base64.RawURLEncoding.EncodeToString([]byte("unsigned"))
	s.tokens[jwt] = token{roles: c.roles, client: c.client, audience: c.audience, expires: expires}
	return jwt
}

func segment(part tree) string {
	data, _ := json.Marshal(part) // strings, numbers and lists of strings always marshal
	return base64.RawURLEncoding.EncodeToString(data)
}

// authorize finds the token that the request presents. Callers hold the lock.
func (s *Server) authorize(r *http.Request, realNow time.Time) (token, *refusal) {
	scheme, jwt, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || jwt == "" {
		return token{}, badToken("Access token is empty.")
	}
	t, issued := s.tokens[jwt]
	switch {
	case !issued:
		return token{}, badToken("CompactToken validation failed.")
	case !realNow.Before(t.expires):
		return token{}, badToken("Lifetime validation failed, the token is expired.")
	case !slices.Contains(graphAudiences, t.audience) && t.audience != origin(r):
		return token{}, badToken("Access token validation failure. Invalid audience.")
	}
	t.without = s.withdrawn
	return t, nil
}

// servicePrincipalID is the object id of the client's service principal. Callers hold the lock.
func (s *Server) servicePrincipalID(clientID string) string {
	for _, object := range s.tenant.collection(servicePrincipals).current() {
		if strings.EqualFold(word(object, "appId"), clientID) {
			return word(object, "id")
		}
	}
	return guidFor("servicePrincipal " + clientID)
}

// tenantID is the id of the tenant: the organization's, else asked for by id, else made up.
func (s *Server) tenantID(asked string) string {
	for _, object := range s.tenant.collection(organization).current() {
		return word(object, "id")
	}
	if isGUID(asked) {
		return asked
	}
	return guidFor("tenant " + asked)
}

// everyScope are all application permissions that some endpoint asks for.
func everyScope() []string {
	var out []string
	for _, r := range allRoutes() {
		for _, group := range r.needs {
			for _, scope := range group {
				if !slices.Contains(delegatedOnly, scope) {
					out = append(out, scope)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
