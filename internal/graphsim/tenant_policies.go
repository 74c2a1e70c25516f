package graphsim

import "net/http"

const (
	securityDefaultsPath     = "/policies/identitySecurityDefaultsEnforcementPolicy"
	securityDefaultsTypeName = "IdentitySecurityDefaultsEnforcementPolicy"
)

// tenantPolicyRoutes are the policies of which a tenant has exactly one, and what
// else describes the tenant as a whole.
func tenantPolicyRoutes() []route {
	writeDefaults := all("Policy.Read.All").and("Policy.ReadWrite.SecurityDefaults", "Policy.ReadWrite.ConditionalAccess")
	readMethodsPolicy := oneOf("Policy.Read.AuthenticationMethod", "Policy.Read.All", "Policy.ReadWrite.AuthenticationMethod")
	readOrganization := oneOf("Organization.Read.All", "Organization.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All", "User.Read.All", "DeviceManagementServiceConfig.Read.All")
	readDomains := oneOf("Domain.Read.All", "Domain.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All")
	return []route{
		{http.MethodGet, securityDefaultsPath, oneOf("Policy.Read.All", "Policy.ReadWrite.SecurityDefaults"), scopesMissing, false, getSingle(securityDefaults, "policies/identitySecurityDefaultsEnforcementPolicy")},
		{http.MethodPatch, securityDefaultsPath, writeDefaults, scopesMissing, false, updateSecurityDefaults},
		{http.MethodGet, "/policies/authenticationMethodsPolicy", readMethodsPolicy, scopesMissing, false, getSingle(methodsPolicy, "policies/authenticationMethodsPolicy")},
		{http.MethodGet, "/organization", readOrganization, privilegesMissing, false, listObjects(organization)},
		{http.MethodGet, "/domains", readDomains, privilegesMissing, false, listObjects(domains)},
	}
}

func securityDefaultsObject(enabled bool) tree {
	return tree{
		"id": "00000000-0000-0000-0000-000000000005", "displayName": "Security Defaults", "isEnabled": enabled,
		"description": "Security defaults is a set of basic identity security mechanisms recommended by Microsoft. When enabled, these recommendations will be automatically enforced in your organization. Administrators and users will be better protected from common identity related attacks.",
	}
}

// getSingle answers the one object of a collection.
func getSingle(name, fragment string) func(*call) (answer, *refusal) {
	return func(c *call) (answer, *refusal) {
		if !c.tenant.collection(name).known {
			return answer{}, scopesMissing()
		}
		var found tree
		c.tenant.collection(name).readAll(func(_ *record, object tree) { found = cloneTree(object) })
		if found == nil {
			return answer{}, noSuchObject(name)
		}
		view, why := c.selected(found)
		if why == nil {
			view["@odata.context"] = c.context(fragment)
		}
		return ok(view), why
	}
}

// updateSecurityDefaults switches security defaults. Enabled policies do not stand
// in the way: only the other order is known to be refused.
func updateSecurityDefaults(c *call) (answer, *refusal) {
	defaults := c.tenant.collection(securityDefaults)
	if !defaults.known {
		return answer{}, scopesMissing()
	}
	body, why := c.object(securityDefaultsTypeName)
	if why != nil {
		return answer{}, why
	}
	sent, m := securityDefaultsShape.conform(body, c.beta, "")
	if m != nil {
		return answer{}, m.refusal(securityDefaultsTypeName)
	}
	for _, object := range defaults.current() {
		defaults.write(securityDefaultsShape.patch(object, sent, false))
	}
	return noContent(), nil
}
