package graphsim

import "net/http"

// maximumPolicies is the documented limit, in any state.
const maximumPolicies = 240

const (
	policyFragment = "identity/conditionalAccess/policies"
	policyTypeName = "ConditionalAccessPolicy" // as refusals name it
)

// policyPaths are the two addresses of the same policies.
var policyPaths = []string{"/identity/conditionalAccess/policies", "/policies/conditionalAccessPolicies"}

var (
	readPolicies  = all("Policy.Read.All")
	writePolicies = all("Policy.Read.All", "Policy.ReadWrite.ConditionalAccess", "Application.Read.All")
	dropPolicies  = all("Policy.Read.All", "Policy.ReadWrite.ConditionalAccess")
)

func policyRoutes() []route {
	var out []route
	for _, path := range policyPaths {
		item := path + "/{id}"
		out = append(out,
			route{http.MethodGet, path, readPolicies, scopesMissing, true, listPolicies},
			route{http.MethodPost, path, writePolicies, scopesMissing, true, createPolicy},
			route{http.MethodGet, item, readPolicies, scopesMissing, true, getPolicy},
			route{http.MethodPatch, item, writePolicies, scopesMissing, true, updatePolicy},
			route{http.MethodDelete, item, dropPolicies, scopesMissing, true, deletePolicy},
		)
	}
	return out
}

func listPolicies(c *call) (answer, *refusal) {
	var out []tree
	c.tenant.collection(policies).readAll(func(r *record, object tree) {
		if !r.hidden || c.beta {
			out = append(out, c.policyView(r, object))
		}
	})
	return c.list(policyFragment, out, nil)
}

func getPolicy(c *call) (answer, *refusal) {
	r, object := c.tenant.collection(policies).read(c.params["id"])
	if object == nil || r.hidden && !c.beta {
		return answer{}, notInDirectory(policyTypeName, c.params["id"])
	}
	view, why := c.selected(c.policyView(r, object))
	return ok(c.entity(policyFragment, view)), why
}

func createPolicy(c *call) (answer, *refusal) {
	body, why := c.object(policyTypeName)
	if why != nil {
		return answer{}, why
	}
	sent, m := policyShape.conform(body, c.beta, "")
	if m != nil {
		return answer{}, m.refusal(policyTypeName)
	}
	if len(c.tenant.collection(policies).current()) >= maximumPolicies {
		return answer{}, limitReached("policies", maximumPolicies)
	}
	object := policyShape.complete(sent)
	if why := c.checkPolicyLicences(child(object, "conditions")); why != nil {
		return answer{}, why
	}
	if why := c.checkPolicy(object, sent, nil); why != nil {
		return answer{}, why
	}
	normalisePolicy(object)
	object["id"] = newGUID()
	object["createdDateTime"] = timestamp(c.now)
	r := c.tenant.collection(policies).write(object)
	c.audit(policies, nil, object)

	view := c.policyView(r, object)
	leaveOutSparse(view)
	return created(c.entity(policyFragment, view)), nil
}

func updatePolicy(c *call) (answer, *refusal) {
	r := c.tenant.collection(policies).find(c.params["id"])
	if r == nil || r.hidden && !c.beta {
		return answer{}, notInDirectory(policyTypeName, c.params["id"])
	}
	body, why := c.object(policyTypeName)
	if why != nil {
		return answer{}, why
	}
	sent, m := policyShape.conform(body, c.beta, "")
	if m == nil {
		m = c.options.strictly(policyShape, sent)
	}
	if m != nil {
		return answer{}, m.refusal(policyTypeName)
	}
	if why := checkTemplate(body, r.object); why != nil {
		return answer{}, why
	}
	object := policyShape.complete(policyShape.patch(r.object, sent, c.options.PatchReplaces))
	if why := c.checkPolicyLicences(child(object, "conditions")); why != nil {
		return answer{}, why
	}
	if why := c.checkPolicy(object, sent, r.object); why != nil {
		return answer{}, why
	}
	normalisePolicy(object)
	if why := checkManaged(r.object, object); why != nil {
		return answer{}, why
	}
	object["modifiedDateTime"] = timestamp(c.now)
	c.audit(policies, r.object, object)
	c.tenant.collection(policies).write(object)
	return noContent(), nil
}

func deletePolicy(c *call) (answer, *refusal) {
	r := c.tenant.collection(policies).find(c.params["id"])
	if r == nil || r.hidden && !c.beta {
		return answer{}, notInDirectory(policyTypeName, c.params["id"])
	}
	if why := checkManagedStays(r.object); why != nil {
		return answer{}, why
	}
	c.audit(policies, r.object, nil)
	c.tenant.softDelete(policies, r, c.now)
	return noContent(), nil
}

// leaveOutSparse removes the members that the answer to POST lacks while they are
// unset; a later GET shows them.
func leaveOutSparse(view tree) {
	conditions := child(view, "conditions")
	for _, m := range conditionsShape.members {
		if m.sparse && isUnset(conditions[m.name]) {
			delete(conditions, m.name)
		}
	}
}

// isUnset is true for null, an empty collection, and an object of nothing but these.
func isUnset(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case []any:
		return len(v) == 0
	case tree:
		for _, element := range v {
			if !isUnset(element) {
				return false
			}
		}
		return true
	default:
		return false
	}
}
