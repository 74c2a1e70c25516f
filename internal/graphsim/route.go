package graphsim

import (
	"net/url"
	"slices"
	"strings"
)

// route is one endpoint.
type route struct {
	method  string
	pattern string // "/users/{id}/authentication/methods"
	needs   permission
	refuse  func() *refusal // what a token without the permission gets
	metered bool            // counts toward the tenant's Conditional Access quota
	serve   func(*call) (answer, *refusal)
}

// permission is met when every group has a member that the token holds.
type permission [][]string

// all wants every one of the scopes.
func all(scopes ...string) permission {
	var p permission
	for _, scope := range scopes {
		p = append(p, []string{scope})
	}
	return p
}

// oneOf wants any one of the scopes.
func oneOf(scopes ...string) permission { return permission{scopes} }

// and wants one of the scopes besides what p wants.
func (p permission) and(scopes ...string) permission { return append(slices.Clone(p), scopes) }

func (p permission) met(t token) bool {
	for _, group := range p {
		if !slices.ContainsFunc(group, t.holds) {
			return false
		}
	}
	return true
}

func allRoutes() []route {
	return slices.Concat(
		policyRoutes(), locationRoutes(), deletedItemRoutes(), strengthRoutes(), combinationRoutes(),
		contextRoutes(), modeRoutes(), evaluateRoutes(), agreementRoutes(), templateRoutes(),
		tenantPolicyRoutes(), directoryRoutes(), membershipRoutes(), roleRoutes(), auditRoutes(),
	)
}

// match finds the endpoint for a path below the version. With a path that
// exists and a method that does not, known is true and the route nil.
func match(routes []route, method, path string) (r *route, params map[string]string, known bool) {
	segments := split(path)
	for i := range routes {
		found, ok := routes[i].match(segments)
		if !ok {
			continue
		}
		if routes[i].method == method {
			return &routes[i], found, true
		}
		known = true
	}
	return nil, nil, known
}

// split cuts a path into segments and brings the forms that OData allows for the
// same thing to one: users('x') is users/x, usage() is usage, graph is microsoft.graph.
func split(path string) []string {
	var out []string
	for _, segment := range strings.Split(strings.Trim(path, "/"), "/") {
		segment = strings.TrimSuffix(segment, "()")
		if rest, ok := strings.CutPrefix(segment, "graph."); ok {
			segment = "microsoft.graph." + rest
		}
		if name, key, ok := strings.Cut(segment, "('"); ok && strings.HasSuffix(key, "')") {
			out = append(out, unescape(name), unescape(strings.TrimSuffix(key, "')")))
			continue
		}
		out = append(out, unescape(segment))
	}
	return out
}

func unescape(segment string) string {
	if plain, err := url.PathUnescape(segment); err == nil {
		return plain
	}
	return segment
}

func (r *route) match(segments []string) (map[string]string, bool) {
	pattern := strings.Split(strings.Trim(r.pattern, "/"), "/")
	if len(pattern) != len(segments) {
		return nil, false
	}
	params := map[string]string{}
	for i, want := range pattern {
		before, rest, isParam := strings.Cut(want, "{")
		if !isParam {
			if !strings.EqualFold(want, segments[i]) {
				return nil, false
			}
			continue
		}
		name, after, _ := strings.Cut(rest, "}")
		got := segments[i]
		if len(got) <= len(before)+len(after) ||
			!strings.EqualFold(got[:len(before)], before) ||
			!strings.EqualFold(got[len(got)-len(after):], after) {
			return nil, false
		}
		params[name] = got[len(before) : len(got)-len(after)]
	}
	return params, true
}
