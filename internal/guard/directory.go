package guard

import (
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// members are the users in a group, those of nested groups included, by folded id. Open says that there may
// be more, since some group in it was not read. A group that does not exist holds nobody.
func members(t *ca.Tenant, group string) (users map[string]bool, open bool) {
	users = map[string]bool{}
	visited := map[string]bool{}
	pending := []string{ca.FoldID(group)}
	for len(pending) > 0 {
		id := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if visited[id] || id == ca.FoldID(ca.NotYetKnown) {
			open = open || !visited[id]
			continue
		}
		visited[id] = true
		if _, exists := t.Group(id); !exists && t.Groups.Read() {
			continue
		}
		direct, read := t.GroupMembers[id]
		if !read {
			open = true
			continue
		}
		for _, m := range direct {
			switch memberID := ca.FoldID(m.ID); {
			case isGroupMember(t, m):
				pending = append(pending, memberID)
			case m.Kind == "" || strings.EqualFold(m.Kind, "#microsoft.graph.user"):
				users[memberID] = true
			}
		}
	}
	return users, open
}

// isGroupMember reads a member's type; one that was exported without it is a group where a group has its id.
func isGroupMember(t *ca.Tenant, m ca.Member) bool {
	if m.Kind != "" {
		return strings.EqualFold(m.Kind, "#microsoft.graph.group")
	}
	_, isGroup := t.Group(m.ID)
	_, listed := t.GroupMembers[ca.FoldID(m.ID)]
	return isGroup || listed
}

// inGroup is what is known of a user's membership.
func inGroup(t *ca.Tenant, group, user string) engine.Value {
	users, open := members(t, group)
	switch {
	case users[ca.FoldID(user)]:
		return engine.Yes
	case open:
		return engine.Unknown
	}
	return engine.No
}

func inSomeGroup(t *ca.Tenant, groups []string, user string) engine.Value {
	v := engine.No
	for _, group := range groups {
		v = max(v, inGroup(t, group, user))
	}
	return v
}

// includes is what is known of a policy including a member of the tenant, roles that are only eligible
// counting like active ones: they are active when it matters.
func includes(t *ca.Tenant, p ca.Policy, user string) engine.Value {
	u := p.Conditions.Users
	if contains(u.IncludeUsers, ca.All) || contains(u.IncludeUsers, user) {
		return engine.Yes
	}
	v := inSomeGroup(t, u.IncludeGroups, user)
	if isUnknown(u.IncludeUsers) || isUnknown(u.IncludeRoles) || len(u.Extra) > 0 {
		v = max(v, engine.Unknown)
	}
	for _, role := range u.IncludeRoles {
		active, eligible := holdsRole(t, user, role)
		v = max(v, active, eligible)
	}
	return v
}

// excludes is what is known of a policy leaving a user out by id, or by a group.
func excludes(t *ca.Tenant, p ca.Policy, user string) engine.Value {
	u := p.Conditions.Users
	switch {
	case contains(u.ExcludeUsers, user):
		return engine.Yes
	case isUnknown(u.ExcludeUsers) || isUnknown(u.ExcludeGroups):
		return max(engine.Unknown, inSomeGroup(t, u.ExcludeGroups, user))
	}
	return inSomeGroup(t, u.ExcludeGroups, user)
}

// holdsRole is what is known of a user holding a built-in role at tenant scope: active for good, and as
// eligible. An assignment that was only activated counts as eligible: it ends.
func holdsRole(t *ca.Tenant, user, templateID string) (active, eligible engine.Value) {
	if !t.RoleAssignments.Read() && !t.AssignmentSchedules.Read() {
		active = engine.Unknown
	}
	if !t.EligibleSchedules.Read() {
		eligible = engine.Unknown
	}
	eligible = max(eligible, assigned(t, t.EligibleSchedules.Value(), user, templateID))
	activated := activations(t)
	lasting := slices.DeleteFunc(
		slices.Concat(t.RoleAssignments.Value(), t.AssignmentSchedules.Value()),
		func(a ca.RoleAssignment) bool { return activated[assignmentKey(a)] })
	return max(active, assigned(t, lasting, user, templateID)), eligible
}

// activations are the assignments that stand in the active lists only until an activation ends.
func activations(t *ca.Tenant) map[string]bool {
	activated, lasting := map[string]bool{}, map[string]bool{}
	for _, a := range t.AssignmentSchedules.Value() {
		if strings.EqualFold(a.AssignmentType, "Activated") {
			activated[assignmentKey(a)] = true
		} else {
			lasting[assignmentKey(a)] = true
		}
	}
	for key := range lasting {
		delete(activated, key)
	}
	return activated
}

func assignmentKey(a ca.RoleAssignment) string {
	return ca.FoldID(a.PrincipalID) + " " + ca.FoldID(a.RoleDefinitionID)
}

func assigned(t *ca.Tenant, assignments []ca.RoleAssignment, user, templateID string) engine.Value {
	v := engine.No
	for _, a := range assignments {
		if !a.AtTenantScope() || !ca.SameID(templateOf(t, a.RoleDefinitionID), templateID) {
			continue
		}
		if ca.SameID(a.PrincipalID, user) {
			return engine.Yes
		}
		if _, isUser := t.User(a.PrincipalID); !isUser {
			v = max(v, inGroup(t, a.PrincipalID, user))
		}
	}
	return v
}

// templateOf is the template id of a role definition. For a built-in role the two are the same.
func templateOf(t *ca.Tenant, definitionID string) string {
	for _, d := range t.RoleDefinitions.Value() {
		if ca.SameID(d.ID, definitionID) && d.TemplateID != "" {
			return d.TemplateID
		}
	}
	return definitionID
}

// userName is the name that a reader knows a user by.
func userName(u ca.User) string {
	switch {
	case u.UserPrincipalName != "":
		return u.UserPrincipalName
	case u.DisplayName != "":
		return u.DisplayName
	}
	return u.ID
}
