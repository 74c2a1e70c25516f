package graphsim

import "net/http"

const (
	agreementPath     = "/identityGovernance/termsOfUse/agreements"
	agreementFragment = "identityGovernance/termsOfUse/agreements"
)

// agreementRoutes are the terms of use. Only users can be allowed to read them:
// there is no application permission, so a token of the token endpoint never can.
func agreementRoutes() []route {
	read := oneOf("Agreement.Read.All", "Agreement.ReadWrite.All")
	return []route{
		{http.MethodGet, agreementPath, read, scopesMissing, false, listAgreements},
		{http.MethodGet, agreementPath + "/{id}", read, scopesMissing, false, getAgreement},
	}
}

// delegatedOnly are the permissions that applications cannot have.
var delegatedOnly = []string{"Agreement.Read.All", "Agreement.ReadWrite.All"}

func listAgreements(c *call) (answer, *refusal) {
	if !c.tenant.collection(agreements).known {
		return answer{}, scopesMissing()
	}
	var out []tree
	c.tenant.collection(agreements).readAll(func(_ *record, object tree) { out = append(out, cloneTree(object)) })
	return c.list(agreementFragment, out, nil)
}

func getAgreement(c *call) (answer, *refusal) {
	if !c.tenant.collection(agreements).known {
		return answer{}, scopesMissing()
	}
	_, object := c.tenant.collection(agreements).read(c.params["id"])
	if object == nil {
		return answer{}, noSuchObject(c.params["id"])
	}
	view, why := c.selected(cloneTree(object))
	return ok(c.entity(agreementFragment, view)), why
}
