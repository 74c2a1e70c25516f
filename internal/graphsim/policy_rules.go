package graphsim

import (
	"encoding/json"
	"slices"
	"strings"
)

// applicationWords are the values of the application lists that are no ids.
var applicationWords = []string{"All", "None", "Office365", "MicrosoftAdminPortals", "AllAgentIdResources"}

// checkPolicy applies the service's rules to a policy as it would be stored.
// sent is the body, for the rules that look at what was written down; before is
// the stored policy, or nil: what a policy refers to already is not looked up
// again. The first refusal counts; its place in the order is assumed.
func (c *call) checkPolicy(policy, sent, before tree) *refusal {
	conditions, grant := child(policy, "conditions"), child(policy, "grantControls")
	held := child(before, "conditions")
	if word(policy, "displayName") == "" || word(policy, "state") == "" || conditions == nil {
		return malformed(policyTypeName, "displayName, state and conditions are required")
	}
	for _, check := range []func() *refusal{
		func() *refusal { return checkClientAppTypes(child(sent, "conditions")) },
		func() *refusal { return checkTarget(conditions) },
		func() *refusal { return checkPeople(conditions, held) },
		func() *refusal { return checkFilters(conditions) },
		func() *refusal { return checkControls(policy, sent) },
		func() *refusal { return checkPasswordChange(conditions, grant) },
		func() *refusal { return checkDeviceRegistration(conditions, grant) },
		func() *refusal { return checkWorkload(conditions, grant, held) },
		func() *refusal { return c.checkApplications(conditions, held) },
		func() *refusal { return c.checkRoles(conditions, held) },
		func() *refusal { return c.checkLocations(conditions, held) },
		func() *refusal { return c.checkStrength(grant, child(before, "grantControls")) },
	} {
		if why := check(); why != nil {
			return why
		}
	}
	if word(policy, "state") == "enabled" && c.tenant.securityDefaultsOn() {
		return securityDefaultsOn()
	}
	return nil
}

func checkClientAppTypes(sentConditions tree) *refusal {
	if value, sent := sentConditions["clientAppTypes"]; sent && isUnset(value) {
		return noClientAppTypes()
	}
	return nil
}

// checkTarget wants exactly one kind of target.
func checkTarget(conditions tree) *refusal {
	target := child(conditions, "applications")
	apps := len(words(target, "includeApplications")) > 0 || target["applicationFilter"] != nil
	actions := len(words(target, "includeUserActions")) > 0
	named := len(words(target, "includeAuthenticationContextClassReferences")) > 0
	switch {
	case !apps && !actions && !named:
		return noApplications()
	case apps && (actions || named), actions && named:
		return twoTargets()
	}
	for _, action := range words(target, "includeUserActions") {
		if !slices.Contains([]string{"urn:user:registersecurityinfo", "urn:user:registerdevice", "urn:user:accountrecovery"}, action) {
			return malformed(policyTypeName, "/conditions/applications/includeUserActions: "+action)
		}
	}
	for _, id := range words(target, "includeAuthenticationContextClassReferences") {
		if !isContextID(id) {
			return malformed(policyTypeName, "/conditions/applications/includeAuthenticationContextClassReferences: "+id)
		}
	}
	return nil
}

// checkPeople wants users or service principals, by ids and reserved words. held
// are the conditions so far.
func checkPeople(conditions, held tree) *refusal {
	people, clients := child(conditions, "users"), child(conditions, "clientApplications")
	included := false
	for _, name := range []string{"includeUsers", "includeGroups", "includeRoles", "includeGuestsOrExternalUsers"} {
		included = included || !isUnset(people[name])
	}
	if !included && isUnset(clients) && isUnset(conditions["agents"]) {
		return badRequest("'users' condition must specify the users, groups or roles to include.")
	}
	for name, reserved := range map[string][]string{
		"includeUsers": {"All", "None", "GuestsOrExternalUsers", "AllAgentIdUsers"}, "excludeUsers": {"GuestsOrExternalUsers", "AllAgentIdUsers"},
		"includeGroups": nil, "excludeGroups": nil, "includeRoles": nil, "excludeRoles": nil,
	} {
		if id, ok := firstUnknown(added(people, child(held, "users"), name), reserved); !ok {
			return malformed(policyTypeName, "/conditions/users/"+name+": "+id+" is neither an id nor a reserved word")
		}
	}
	for _, side := range []string{"includeGuestsOrExternalUsers", "excludeGuestsOrExternalUsers"} {
		tenants := child(child(people, side), "externalTenants")
		if word(tenants, "membershipKind") == "enumerated" && len(words(tenants, "members")) == 0 {
			return badRequest("'externalTenants' with membershipKind 'enumerated' must name the tenants.")
		}
	}
	if conditions["deviceStates"] != nil && child(child(conditions, "devices"), "deviceFilter") != nil {
		return badRequest("'deviceStates' and 'deviceFilter' cannot be used together.")
	}
	return nil
}

// added are the words of a collection that it did not hold before.
func added(now, before tree, name string) []string {
	held := words(before, name)
	return slices.DeleteFunc(words(now, name), func(w string) bool { return slices.Contains(held, w) })
}

// firstUnknown is the first value that is neither a GUID nor reserved.
func firstUnknown(values, reserved []string) (string, bool) {
	for _, value := range values {
		if !isGUID(value) && !slices.ContainsFunc(reserved, func(w string) bool { return strings.EqualFold(w, value) }) {
			return value, false
		}
	}
	return "", true
}

// checkControls wants a policy to do something, and controls that go together.
func checkControls(policy, sent tree) *refusal {
	grant, session := child(policy, "grantControls"), child(policy, "sessionControls")
	if why := checkSession(session, child(sent, "sessionControls")); why != nil {
		return why
	}
	if requirements(grant) == 0 && (session == nil || normaliseSession(cloneTree(session)) == nil) {
		return invalidControls("neither grant nor session controls")
	}
	controls := words(grant, "builtInControls")
	switch {
	case slices.Contains(controls, "block") && requirements(grant) > 1:
		return invalidControls("block with other controls")
	case slices.Contains(controls, "mfa") && grant["authenticationStrength"] != nil:
		return badRequest("'mfa' and 'authenticationStrength' cannot be used in the same policy.")
	}
	return nil
}

func checkSession(session, sent tree) *refusal {
	if sent != nil && normaliseSession(cloneTree(session)) == nil {
		return invalidControls("sessionControls without a control that is on")
	}
	frequency := child(session, "signInFrequency")
	switch {
	case frequency["isEnabled"] != true:
		return nil
	case word(frequency, "frequencyInterval") != "everyTime":
		if n, _ := frequency["value"].(json.Number); frequency["type"] == nil || n == "" || strings.HasPrefix(string(n), "-") || n == "0" {
			return invalidControls("signInFrequency without a value and a type")
		}
	case frequency["value"] != nil || frequency["type"] != nil:
		return invalidControls("signInFrequency everyTime with a value or a type")
	case sent["applicationEnforcedRestrictions"] != nil || sent["disableResilienceDefaults"] != nil:
		return invalidControls("signInFrequency everyTime with applicationEnforcedRestrictions or disableResilienceDefaults in the body")
	}
	return nil
}
