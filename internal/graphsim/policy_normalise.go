package graphsim

import (
	"slices"
	"strings"
)

// normalisePolicy brings a checked policy to the form that the service stores,
// which is not always the form that was sent.
func normalisePolicy(policy tree) {
	conditions := cloneTree(child(policy, "conditions"))
	policy["conditions"] = conditions
	normaliseConditions(conditions)
	if grant := child(policy, "grantControls"); grant != nil {
		grant = cloneTree(grant)
		policy["grantControls"] = grant
		remediateRisk(policy, grant)
		if requirements(grant) < 2 || grant["operator"] == nil {
			grant["operator"] = "OR" // AND over one requirement is stored as OR
		}
	}
	if session := child(policy, "sessionControls"); session != nil {
		policy["sessionControls"] = normaliseSession(cloneTree(session))
	}
}

func normaliseConditions(conditions tree) {
	for _, m := range conditionsShape.members {
		if o := child(conditions, m.name); o != nil && m.name != "users" && m.name != "applications" && switchedOff(o) {
			conditions[m.name] = nil
		}
	}
	if conditions["clientApplications"] != nil && isUnset(conditions["users"]) {
		conditions["users"] = usersShape.complete(tree{"includeUsers": []any{"None"}})
	}
	if conditions["applications"] == nil {
		conditions["applications"] = applicationsShape.complete(tree{})
	}
	people := child(conditions, "users")
	for _, side := range []string{"includeGuestsOrExternalUsers", "excludeGuestsOrExternalUsers"} {
		if guests := child(people, side); guests != nil && (switchedOff(guests) || guests["guestOrExternalUserTypes"] == "none") {
			people[side] = nil
		}
	}
	spell(people, "includeUsers", "All", "None", "GuestsOrExternalUsers", "AllAgentIdUsers")
	spell(people, "excludeUsers", "GuestsOrExternalUsers", "AllAgentIdUsers")
	spell(child(conditions, "applications"), "includeApplications", applicationWords...)
	spell(child(conditions, "applications"), "excludeApplications", applicationWords...)
	spell(child(conditions, "locations"), "includeLocations", "All", "AllTrusted")
	spell(child(conditions, "locations"), "excludeLocations", "All", "AllTrusted")
	spell(child(conditions, "clientApplications"), "includeServicePrincipals", "ServicePrincipalsInMyTenant")
	spell(child(conditions, "clientApplications"), "includeAgentIdServicePrincipals", "All")
}

// switchedOff is true for a condition that says nothing: all its members are
// unset, or its only word is "none".
func switchedOff(condition tree) bool {
	for name, value := range condition {
		if value != "none" && !isUnset(value) && name != "@odata.type" {
			return false
		}
	}
	return true
}

// spell gives reserved words in a collection the service's own case.
func spell(t tree, name string, reserved ...string) {
	elements, _ := t[name].([]any)
	for i, element := range elements {
		w, _ := element.(string)
		if at := slices.IndexFunc(reserved, func(known string) bool { return strings.EqualFold(known, w) }); at >= 0 {
			elements[i] = reserved[at]
		}
	}
}

// requirements counts what the operator stands between.
func requirements(grant tree) int {
	n := len(words(grant, "builtInControls")) + len(words(grant, "termsOfUse")) + len(words(grant, "customAuthenticationFactors"))
	if child(grant, "authenticationStrength") != nil {
		n++
	}
	return n
}

// remediateRisk adds what the service adds to a policy with riskRemediation: an
// authentication strength and a sign-in frequency of every time.
func remediateRisk(policy, grant tree) {
	controls := words(grant, "builtInControls")
	if !slices.Contains(controls, "riskRemediation") {
		return
	}
	if grant["authenticationStrength"] == nil && !slices.Contains(controls, "mfa") {
		grant["authenticationStrength"] = tree{"id": multifactorStrength}
		grant["operator"] = "AND"
	}
	session := sessionControlsShape.complete(child(policy, "sessionControls"))
	session["signInFrequency"] = tree{
		"isEnabled": true, "value": nil, "type": nil,
		"authenticationType": "primaryAndSecondaryAuthentication", "frequencyInterval": "everyTime",
	}
	policy["sessionControls"] = session
}

// normaliseSession drops controls that are off. An object without any is null.
func normaliseSession(session tree) any {
	effective := false
	for name, value := range session {
		control, isObject := value.(tree)
		m := sessionControlsShape.member(name)
		if isObject && control["isEnabled"] != true && m != nil && m.kind == object && m.of.member("isEnabled") != nil {
			session[name] = nil
			continue
		}
		effective = effective || isObject || value == true
	}
	if frequency := child(session, "signInFrequency"); frequency != nil {
		fill(frequency, "authenticationType", "primaryAndSecondaryAuthentication")
		fill(frequency, "frequencyInterval", "timeBased")
	}
	if !effective {
		return nil
	}
	return session
}

// fill sets a member that is not set, in an object that is there.
func fill(t tree, name string, value any) {
	if t != nil && t[name] == nil {
		t[name] = value
	}
}
