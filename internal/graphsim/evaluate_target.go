package graphsim

import (
	"slices"
	"strings"
)

// suites are the application ids that stand behind a group name, as far as they
// are public. Microsoft publishes no list of ids.
var suites = map[string][]string{
	"Office365": {
		"67ad5377-2d78-4ac2-a867-6300cda00e85", // the group itself, as What-If takes it
		"00000002-0000-0ff1-ce00-000000000000", "00000003-0000-0ff1-ce00-000000000000", "00000004-0000-0ff1-ce00-000000000000",
		"00000005-0000-0ff1-ce00-000000000000", "00000006-0000-0ff1-ce00-000000000000", "00000007-0000-0ff1-ce00-000000000000",
		"7557eb47-c689-4224-abcf-aef9bd7573df", "905fcf26-4eb7-48a0-9ff0-8dcc7194b5ba", "c9a559d2-7aab-4f13-a6ed-e7e9c52aec87",
		"cc15fd57-2c6c-4117-a88c-83b1d56b4bbe",
	},
	"MicrosoftAdminPortals": {"c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "80ccca67-54bd-44ab-8625-4b79c4dc7775"},
}

// target matches what the sign-in is for.
func (s *signIn) target(conditions tree) (reason, *refusal) {
	wanted := child(conditions, "applications")
	switch {
	case s.context["authenticationContextValue"] != nil:
		if !slices.Contains(words(wanted, "includeAuthenticationContextClassReferences"), word(s.context, "authenticationContextValue")) {
			return becauseContext, nil
		}
		return applies, nil
	case s.context["userAction"] != nil:
		if !s.isAction(wanted) {
			return becauseUserActions, nil
		}
		return applies, nil
	}
	for _, appID := range words(s.context, "includeApplications") {
		if in, why := s.isTarget(wanted, appID); in || why != nil {
			return applies, why
		}
	}
	return becauseApplication, nil
}

// isAction: a policy on all resources covers the registration of security
// information too, as a documented example shows; for devices nobody has shown it.
func (s *signIn) isAction(wanted tree) bool {
	if word(s.context, "userAction") == "registerOrJoinDevices" {
		return slices.Contains(words(wanted, "includeUserActions"), "urn:user:registerdevice")
	}
	return slices.Contains(words(wanted, "includeUserActions"), "urn:user:registersecurityinfo") ||
		slices.Contains(words(wanted, "includeApplications"), "All")
}

func (s *signIn) isTarget(wanted tree, appID string) (bool, *refusal) {
	if names(words(wanted, "excludeApplications"), appID) {
		return false, nil
	}
	included := words(wanted, "includeApplications")
	listed := slices.Contains(included, "All") || names(included, appID)
	filter := child(wanted, "applicationFilter")
	excludes := word(filter, "mode") == "exclude"
	if filter == nil || listed != excludes {
		return listed, nil
	}
	return s.inFilter(filter, appID)
}

func (s *signIn) inFilter(filter tree, appID string) (bool, *refusal) {
	if !s.tenant.collection(servicePrincipals).known {
		return false, privilegesMissing()
	}
	for _, object := range s.tenant.collection(servicePrincipals).current() {
		if strings.EqualFold(word(object, "appId"), appID) {
			return attributesFit(filter, object)
		}
	}
	return word(filter, "mode") == "exclude", nil // without a service principal there are no attributes
}

// names says whether a list holds an application, by id or by the name of a group of them.
func names(list []string, appID string) bool {
	return slices.ContainsFunc(list, func(listed string) bool {
		return strings.EqualFold(listed, appID) ||
			slices.ContainsFunc(suites[listed], func(id string) bool { return strings.EqualFold(id, appID) })
	})
}
