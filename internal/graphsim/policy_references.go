package graphsim

import "strings"

// trustedAddresses is the id that stands for the multifactor trusted addresses of
// old. It is no object.
const trustedAddresses = "00000000-0000-0000-0000-000000000000"

// checkApplications wants a service principal for every application id. What
// exists is only known once service principals were loaded, and Microsoft's own
// applications need not be among them.
func (c *call) checkApplications(conditions tree, kept wordSet) *refusal {
	target := child(conditions, "applications")
	for _, name := range []string{"includeApplications", "excludeApplications"} {
		for _, id := range words(target, name) {
			if kept[id] {
				continue
			}
			if _, ok := firstUnknown([]string{id}, applicationWords, nil); !ok || isGUID(id) && !c.hasApplication(id) {
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
func (c *call) checkRoles(conditions tree, kept wordSet) *refusal {
	for _, name := range []string{"includeRoles", "excludeRoles"} {
		for _, id := range words(child(conditions, "users"), name) {
			role := c.tenant.collection(roleDefinitions).find(id)
			if !kept[id] && role != nil && role.object["isBuiltIn"] == false {
				return badRequest("Role %s is not a built-in directory role.", id)
			}
		}
	}
	return nil
}

// checkLocations wants every named location to be there, as a reader sees it: one
// that was created a moment ago may be refused.
func (c *call) checkLocations(conditions tree, kept wordSet) *refusal {
	for _, name := range []string{"includeLocations", "excludeLocations"} {
		for _, id := range words(child(conditions, "locations"), name) {
			if kept[id] || strings.EqualFold(id, "All") || strings.EqualFold(id, "AllTrusted") || id == trustedAddresses {
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
func (c *call) checkStrength(grant tree, kept wordSet) *refusal {
	id := word(child(grant, "authenticationStrength"), "id")
	if id == "" || kept[id] {
		return nil
	}
	if _, object := c.tenant.collection(strengths).read(id); object == nil {
		return badRequest("AuthenticationStrengthPolicy with id %s does not exist in the directory.", id)
	}
	return nil
}
