package graphsim

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const (
	contextPath     = "/identity/conditionalAccess/authenticationContextClassReferences"
	contextFragment = "identity/conditionalAccess/authenticationContextClassReferences"
	contextTypeName = "AuthenticationContextClassReference"
	maximumContexts = 99
)

var (
	readContexts  = oneOf("AuthenticationContext.Read.All", "AuthenticationContext.ReadWrite.All", "Policy.Read.ConditionalAccess", "Policy.ReadWrite.ConditionalAccess")
	writeContexts = oneOf("AuthenticationContext.ReadWrite.All", "Policy.ReadWrite.ConditionalAccess")
)

func contextRoutes() []route {
	item := contextPath + "/{id}"
	return []route{
		{http.MethodGet, contextPath, readContexts, scopesMissing, false, listContexts},
		{http.MethodPost, contextPath, writeContexts, scopesMissing, false, createContext},
		{http.MethodGet, item, readContexts, scopesMissing, false, getContext},
		{http.MethodPatch, item, writeContexts, scopesMissing, false, upsertContext},
		{http.MethodDelete, item, writeContexts, scopesMissing, false, deleteContext},
	}
}

// isContextID is true for c1 to c99.
func isContextID(id string) bool {
	digits, found := strings.CutPrefix(id, "c")
	n, err := strconv.Atoi(digits)
	return found && err == nil && n >= 1 && n <= maximumContexts && strconv.Itoa(n) == digits
}

func listContexts(c *call) (answer, *refusal) {
	var out []tree
	c.tenant.collection(contexts).readAll(func(_ *record, object tree) { out = append(out, cloneTree(object)) })
	return c.list(contextFragment, out, nil)
}

func getContext(c *call) (answer, *refusal) {
	_, object := c.tenant.collection(contexts).read(c.params["id"])
	if object == nil {
		return answer{}, notInDirectory(contextTypeName, c.params["id"])
	}
	view, why := c.selected(cloneTree(object))
	return ok(c.entity(contextFragment, view)), why
}

func (c *call) sentContext() (tree, *refusal) {
	body, why := c.object(contextTypeName)
	if why != nil {
		return nil, why
	}
	sent, m := contextShape.conform(body, c.beta, "")
	if m != nil {
		return nil, m.refusal(contextTypeName)
	}
	return sent, nil
}

func createContext(c *call) (answer, *refusal) {
	sent, why := c.sentContext()
	if why != nil {
		return answer{}, why
	}
	id := word(sent, "id")
	switch {
	case !isContextID(id):
		return answer{}, malformed(contextTypeName, "id: want c1 to c99")
	case c.tenant.collection(contexts).find(id) != nil:
		return answer{}, badRequest("The authentication context '%s' already exists.", id)
	}
	return c.newContext(sent), nil
}

func (c *call) newContext(sent tree) answer {
	object := contextShape.complete(sent)
	fill(object, "isAvailable", false)
	c.tenant.collection(contexts).write(object)
	c.audit(contexts, nil, object)
	return created(c.entity(contextFragment, cloneTree(object)))
}

// upsertContext changes a context, or creates the one that is not there yet.
func upsertContext(c *call) (answer, *refusal) {
	sent, why := c.sentContext()
	if why != nil {
		return answer{}, why
	}
	id := c.params["id"]
	if other, named := sent["id"]; !isContextID(id) || named && other != id {
		return answer{}, malformed(contextTypeName, "id: want c1 to c99, and the same in the path and in the body")
	}
	r := c.tenant.collection(contexts).find(id)
	if r == nil {
		sent["id"] = id
		return c.newContext(sent), nil
	}
	before := r.object
	c.audit(contexts, before, c.tenant.collection(contexts).write(contextShape.patch(before, sent, false)).object)
	return noContent(), nil
}

func deleteContext(c *call) (answer, *refusal) {
	r := c.tenant.collection(contexts).find(c.params["id"])
	switch {
	case r == nil:
		return answer{}, notInDirectory(contextTypeName, c.params["id"])
	case truth(r.object, "isAvailable"):
		return answer{}, badRequest("A published authentication context cannot be deleted. Set isAvailable to false first.")
	case len(c.tenant.policiesWith(func(p tree) bool { return usesContext(p, r.id) })) > 0:
		return answer{}, badRequest("The authentication context %s is referenced by a Conditional Access policy and cannot be deleted.", r.id)
	}
	c.audit(contexts, r.object, nil)
	c.tenant.collection(contexts).remove(r.id)
	return noContent(), nil
}

func usesContext(policy tree, id string) bool {
	target := child(child(policy, "conditions"), "applications")
	return slices.Contains(words(target, "includeAuthenticationContextClassReferences"), id)
}
