package graphsim

import "slices"

// The rules for kinds of policies that the service treats apart.

// checkPasswordChange holds a password change to users at risk and all resources.
func checkPasswordChange(conditions, grant tree) *refusal {
	controls := words(grant, "builtInControls")
	if !slices.Contains(controls, "passwordChange") {
		return nil
	}
	target := child(conditions, "applications")
	switch {
	case len(controls) != 2 || !slices.Contains(controls, "mfa") || requirements(grant) != 2:
		return invalidPasswordReset("passwordChange goes with mfa and nothing else")
	case word(grant, "operator") != "AND":
		return invalidPasswordReset("passwordChange wants the operator AND")
	case isUnset(conditions["userRiskLevels"]):
		return invalidPasswordReset("passwordChange wants userRiskLevels")
	case !slices.Equal(words(target, "includeApplications"), []string{"All"}) || !isUnset(target["excludeApplications"]):
		return invalidPasswordReset("passwordChange wants all applications and none excluded")
	}
	for _, m := range conditionsShape.members {
		switch m.name {
		case "users", "applications", "userRiskLevels", "clientAppTypes":
			continue
		}
		if !isUnset(conditions[m.name]) {
			return invalidPasswordReset("passwordChange with " + m.name)
		}
	}
	if apps := words(conditions, "clientAppTypes"); len(apps) > 0 && !slices.Equal(apps, []string{"all"}) {
		return invalidPasswordReset("passwordChange with clientAppTypes")
	}
	return nil
}

// checkDeviceRegistration holds policies on device registration to what can be met
// before there is a device.
func checkDeviceRegistration(conditions, grant tree) *refusal {
	if !slices.Contains(words(child(conditions, "applications"), "includeUserActions"), "urn:user:registerdevice") {
		return nil
	}
	for _, control := range words(grant, "builtInControls") {
		if control != "mfa" {
			return invalidControls("registerdevice with " + control)
		}
	}
	apps := words(conditions, "clientAppTypes")
	if !isUnset(conditions["devices"]) || len(apps) > 0 && !slices.Equal(apps, []string{"all"}) {
		return badRequest("The user action 'urn:user:registerdevice' does not support the conditions 'clientAppTypes' and 'devices'.")
	}
	return nil
}

// checkWorkload holds policies on service principals to block, and keeps users out.
func checkWorkload(conditions, grant, held tree) *refusal {
	clients := child(conditions, "clientApplications")
	if isUnset(clients) {
		if !isUnset(conditions["servicePrincipalRiskLevels"]) {
			return badRequest("'servicePrincipalRiskLevels' needs the condition 'clientApplications'.")
		}
		return nil
	}
	for _, name := range []string{"includeServicePrincipals", "excludeServicePrincipals"} {
		if id, ok := firstUnknown(added(clients, child(held, "clientApplications"), name), []string{"ServicePrincipalsInMyTenant"}); !ok {
			return malformed(policyTypeName, "/conditions/clientApplications/"+name+": "+id)
		}
	}
	people := cloneTree(child(conditions, "users"))
	if included := words(people, "includeUsers"); slices.Equal(included, []string{"None"}) {
		people["includeUsers"] = nil
	}
	switch {
	case !isUnset(people):
		return badRequest("A policy for service principals cannot have conditions on users.")
	case !slices.Equal(words(grant, "builtInControls"), []string{"block"}):
		return invalidControls("a policy for service principals can only block")
	}
	return nil
}
