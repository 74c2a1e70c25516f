package graphsim

import (
	"slices"
	"strings"
)

// identity matches who signs in. An exclusion beats every inclusion.
func (s *signIn) identity(conditions tree) (reason, *refusal) {
	if s.principal != nil {
		return s.workload(child(conditions, "clientApplications"))
	}
	people := child(conditions, "users")
	excluded, why := s.among(people, "exclude")
	if why != nil || excluded {
		return becauseUsers, why
	}
	included, why := s.among(people, "include")
	if why != nil || !included {
		return becauseUsers, why
	}
	return applies, nil
}

// among says whether one side of the users condition, "include" or "exclude", holds the user.
func (s *signIn) among(people tree, side string) (bool, *refusal) {
	for _, id := range words(people, side+"Users") {
		if id == "All" || id == "GuestsOrExternalUsers" && s.guest != "" || s.userID != "" && strings.EqualFold(id, s.userID) {
			return true, nil
		}
	}
	if s.isGuestOf(child(people, side+"GuestsOrExternalUsers")) {
		return true, nil
	}
	if s.userID == "" {
		return false, nil // who has no object here has no groups and no roles
	}
	for _, group := range words(people, side+"Groups") {
		if in, why := s.tenant.inGroup(group, s.userID); in || why != nil {
			return in, why
		}
	}
	if roles := words(people, side+"Roles"); len(roles) > 0 {
		return s.tenant.holdsRole(s.userID, roles)
	}
	return false, nil
}

// isGuestOf says whether the sign-in is one of the external kinds that a policy names.
func (s *signIn) isGuestOf(guests tree) bool {
	if s.guest == "" || !slices.ContainsFunc(strings.Split(s.guest, ","), func(kind string) bool {
		return slices.Contains(flagWords(guests, "guestOrExternalUserTypes"), kind)
	}) {
		return false
	}
	tenants := child(guests, "externalTenants")
	if word(tenants, "membershipKind") != "enumerated" {
		return true
	}
	return slices.ContainsFunc(words(tenants, "members"), func(id string) bool { return strings.EqualFold(id, s.homeTenant) })
}

// inGroup says whether a user is a member of a group, directly or through others.
func (t *tenant) inGroup(group, user string) (bool, *refusal) {
	if all := t.collection(groups); all.known && all.find(group) == nil {
		return false, nil // a group that is gone holds nobody
	}
	found, known := t.membersOf(group, true)
	if !known {
		return false, privilegesMissing()
	}
	return slices.ContainsFunc(found, func(reference tree) bool { return fold(word(reference, "id")) == fold(user) }), nil
}

// holdsRole says whether a user holds one of the built-in roles now, for the whole
// tenant, directly or through a group. An eligible assignment does not count.
func (t *tenant) holdsRole(user string, templates []string) (bool, *refusal) {
	if !t.collection(roleAssignments).known && !t.collection(activeInstances).known {
		return false, privilegesMissing()
	}
	for _, name := range []string{roleAssignments, activeInstances} {
		for _, assignment := range t.collection(name).current() {
			if word(assignment, "directoryScopeId") != "/" || !slices.ContainsFunc(templates, func(id string) bool {
				return strings.EqualFold(id, t.roleTemplate(word(assignment, "roleDefinitionId")))
			}) {
				continue
			}
			principal := word(assignment, "principalId")
			if strings.EqualFold(principal, user) {
				return true, nil
			}
			if t.collection(groups).find(principal) == nil {
				continue
			}
			if in, why := t.inGroup(principal, user); in || why != nil {
				return in, why
			}
		}
	}
	return false, nil
}

// roleTemplate is the template of a built-in role; "" for a custom role. Where the
// roles were not read the id has to do: that of a built-in role is its template's.
func (t *tenant) roleTemplate(id string) string {
	r := t.collection(roleDefinitions).find(id)
	switch {
	case r == nil:
		return id
	case r.object["isBuiltIn"] == false:
		return ""
	case word(r.object, "templateId") != "":
		return word(r.object, "templateId")
	}
	return id
}
