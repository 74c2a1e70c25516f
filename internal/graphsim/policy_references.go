package graphsim

import "strings"

// trustedAddresses is the id that stands for the multifactor trusted addresses of
// old. It is no object.
const trustedAddresses = "00000000-0000-0000-0000-000000000000"

// checkApplications wants a service principal for every application id. What
// exists is only known once service principals were loaded, and Microsoft's own
// applications need not be among them.
func (c *call) checkApplications(conditions, held tree) *refusal {
	target := child(conditions, "applications")
	for _, name := range []string{"includeApplications", "excludeApplications"} {
		for _, id := range added(target, child(held, "applications"), name) {
			if _, ok := firstUnknown([]string{id}, applicationWords); !ok || isGUID(id) && !c.hasApplication(id) {
				return unknownApplication(id)
			}
		}
	}
	return nil
}

func (c *call) hasApplication(appID string) bool {
	known := c.tenant.collection(servicePrincipals).current()
	if len(known) == 0 || isFirstParty(appID) {
		return true
	}
	for _, object := range known {
		if strings.EqualFold(word(object, "appId"), appID) {
			return true
		}
	}
	return false
}

// checkRoles refuses roles that are known to be custom.
func (c *call) checkRoles(conditions, held tree) *refusal {
	for _, name := range []string{"includeRoles", "excludeRoles"} {
		for _, id := range added(child(conditions, "users"), child(held, "users"), name) {
			role := c.tenant.collection(roleDefinitions).find(id)
			if role != nil && role.object["isBuiltIn"] == false {
				return badRequest("Role %s is not a built-in directory role.", id)
			}
		}
	}
	return nil
}

// checkLocations wants every named location to be there, as a reader sees it: one
// that was created a moment ago may be refused.
func (c *call) checkLocations(conditions, held tree) *refusal {
	for _, name := range []string{"includeLocations", "excludeLocations"} {
		for _, id := range added(child(conditions, "locations"), child(held, "locations"), name) {
			if strings.EqualFold(id, "All") || strings.EqualFold(id, "AllTrusted") || id == trustedAddresses {
				continue
			}
			if _, object := c.tenant.collection(namedLocations).read(id); object == nil {
				return unknownLocation(id)
			}
		}
	}
	return nil
}

// checkStrength wants the strength to be there, as a reader sees it.
func (c *call) checkStrength(grant, held tree) *refusal {
	id := word(child(grant, "authenticationStrength"), "id")
	if id == "" || id == word(child(held, "authenticationStrength"), "id") {
		return nil
	}
	if _, object := c.tenant.collection(strengths).read(id); object == nil {
		return badRequest("AuthenticationStrengthPolicy with id %s does not exist in the directory.", id)
	}
	return nil
}
