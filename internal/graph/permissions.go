package graph

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// A Purpose is what cannot be done without a permission.
type Purpose int

// The purposes.
const (
	ToRead  Purpose = iota // without it there is no tenant to plan or judge against
	ToJudge                // without it some facts are unknown
	ToApply                // without it nothing can be written
)

// A Permission is an application permission of Microsoft Graph that this package has a use for.
type Permission struct {
	Name    string
	Purpose Purpose
	For     string // what it shows, or what is done with it

	// special says that not everybody needs it: it is missing once it was asked for and refused, not before.
	special bool

	// silent says that where it is missing, the service leaves out properties and refuses nothing: an answer does
	// not show that the application has it.
	silent bool
}

var permissions = []Permission{
	{Name: "Policy.Read.All", Purpose: ToRead, For: "reading policies, named locations, templates and security defaults"},
	{Name: "RoleManagement.Read.Directory", Purpose: ToJudge, For: "who holds an administrative role, active or eligible"},
	{Name: "User.Read.All", Purpose: ToJudge, For: "whether an account is enabled, a guest, synchronised; which devices are registered to it"},
	{Name: "GroupMember.Read.All", Purpose: ToJudge, For: "whom a policy includes and excludes through groups"},
	{Name: "UserAuthenticationMethod.Read.All", Purpose: ToJudge, For: "what an account can sign in with"},
	{Name: "Device.Read.All", Purpose: ToJudge, For: "whether a registered device is compliant or hybrid joined, and what device filters ask about", silent: true},
	{Name: "Domain.Read.All", Purpose: ToJudge, For: "which domains are federated"},
	{Name: "Organization.Read.All", Purpose: ToJudge, For: "the tenant's name"},
	{Name: "Policy.Read.AuthenticationMethod", Purpose: ToJudge, For: "authentication strengths, and which methods the tenant lets accounts use"},
	{Name: "AuthenticationContext.Read.All", Purpose: ToJudge, For: "authentication contexts", special: true},
	{Name: "Policy.Read.ConditionalAccess", Purpose: ToJudge, For: "the service's own What-If", special: true},
	{Name: "AuditLog.Read.All", Purpose: ToJudge, For: "what became of a creation whose answer was lost", special: true},
	{Name: "Policy.ReadWrite.ConditionalAccess", Purpose: ToApply, For: "writing policies, named locations and authentication strengths"},
	{Name: "Application.Read.All", Purpose: ToApply, For: "writing policies: the service checks the applications that they name"},
	{Name: "AuthenticationContext.ReadWrite.All", Purpose: ToApply, For: "writing authentication contexts", special: true},
	{Name: "Policy.ReadWrite.SecurityDefaults", Purpose: ToApply, For: "switching security defaults", special: true},
}

// grants are what is known about which permissions the application has.
type grants struct {
	mu      sync.Mutex
	refused map[string]bool // a request that needs it was refused, and it may be why
	served  map[string]bool // a request that needs it was answered
}

// Missing are the permissions that the application lacks, once a request was refused for want of one; none
// before. Then it names also those that no request has needed so far and that the access token does not hold, so
// that whoever grants them has to be asked only once.
func (c *Client) Missing(ctx context.Context) []Permission {
	held, known := c.held(ctx)
	c.grants.mu.Lock()
	defer c.grants.mu.Unlock()
	refused := false
	missing := slices.DeleteFunc(slices.Clone(permissions), func(p Permission) bool {
		has := held[p.Name]
		if c.grants.refused[p.Name] && !(has && c.grants.served[p.Name]) {
			refused = true
			return false
		}
		return p.special || !known || has || c.grants.served[p.Name] && !p.silent
	})
	if !refused {
		return nil
	}
	return missing
}

// allowed remembers that a request was answered that needs these permissions.
func (c *Client) allowed(needs []string) {
	c.grants.mu.Lock()
	defer c.grants.mu.Unlock()
	for _, name := range needs {
		c.grants.served[name] = true
	}
}

// denied remembers a refusal, and says which of the permissions that the request needs are to blame: those that
// the access token does not hold. Where it holds all, it may be older than what was withdrawn; then each may be, and
// none of several is known to be missing.
func (c *Client) denied(ctx context.Context, e *Error, needs []string) {
	if e.Status != http.StatusForbidden || e.unlicensed() {
		return
	}
	held, known := c.held(ctx)
	c.grants.mu.Lock()
	defer c.grants.mu.Unlock()
	e.Scopes = needs
	for _, innocent := range []func(string) bool{
		func(name string) bool { return known && (held[name] || c.grants.served[name]) },
		func(name string) bool { return held[name] },
	} {
		if left := slices.DeleteFunc(slices.Clone(needs), innocent); len(left) > 0 {
			e.Scopes = left
			break
		}
	}
	for _, name := range e.Scopes {
		if !held[name] || len(needs) == 1 {
			c.grants.refused[name] = true
		}
	}
}

// held are the permissions in the access token; false where that cannot be read.
func (c *Client) held(ctx context.Context) (map[string]bool, bool) {
	token, err := c.accessToken(ctx)
	if err != nil {
		return nil, false
	}
	return permissionsIn(token)
}

// permissionsIn reads an application's permissions, or a user's.
func permissionsIn(token string) (map[string]bool, bool) {
	var claims struct {
		Application []string `json:"roles"`
		Delegated   string   `json:"scp"`
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, false
	}
	data, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil || json.Unmarshal(data, &claims) != nil {
		return nil, false
	}
	held := map[string]bool{}
	for _, name := range slices.Concat(claims.Application, strings.Fields(claims.Delegated)) {
		held[name] = true
	}
	return held, true
}
