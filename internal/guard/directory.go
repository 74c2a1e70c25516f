package guard

import (
	"maps"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// A crowd is what is known of a set of members of the tenant.
type crowd struct {
	everybody bool
	users     map[string]bool // folded ids of those that are surely in it
	open      bool            // there may be more
}

func (c crowd) of(user string) engine.Value {
	switch {
	case c.everybody || c.users[ca.FoldID(user)]:
		return engine.Yes
	case c.open:
		return engine.Unknown
	}
	return engine.No
}

func (c crowd) and(o crowd) crowd {
	users := maps.Clone(c.users)
	if users == nil {
		users = map[string]bool{}
	}
	maps.Copy(users, o.users)
	return crowd{c.everybody || o.everybody, users, c.open || o.open}
}

// named are the users that a list of ids names; words among them name nobody here.
func named(ids []string) crowd {
	c := crowd{users: map[string]bool{}, everybody: contains(ids, ca.All), open: isUnknown(ids)}
	for _, id := range ids {
		c.users[ca.FoldID(id)] = true
	}
	return c
}

// members are the users in a group, those of nested groups included. A group that does not exist holds
// nobody.
func members(t *ca.Tenant, group string) crowd {
	c := crowd{users: map[string]bool{}}
	visited := map[string]bool{}
	pending := []string{ca.FoldID(group)}
	for len(pending) > 0 {
		id := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if visited[id] {
			continue
		}
		visited[id] = true
		if _, exists := t.Group(id); !exists && t.Groups.Read() {
			continue
		}
		direct, read := t.GroupMembers[id]
		if !read {
			c.open = true
			continue
		}
		for _, m := range direct {
			switch memberID := ca.FoldID(m.ID); {
			case isGroupMember(t, m):
				pending = append(pending, memberID)
			case m.Kind == "" || strings.EqualFold(m.Kind, "#microsoft.graph.user"):
				c.users[memberID] = true
			}
		}
	}
	return c
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

func inGroups(t *ca.Tenant, groups []string) crowd {
	c := crowd{open: isUnknown(groups)}
	for _, group := range groups {
		if group != ca.NotYetKnown {
			c = c.and(members(t, group))
		}
	}
	return c
}

// included are the members that a policy includes. Roles that are only eligible count like active ones:
// they are active when it matters.
func included(t *ca.Tenant, p ca.Policy) crowd {
	u := p.Conditions.Users
	c := named(u.IncludeUsers).and(inGroups(t, u.IncludeGroups))
	c.open = c.open || isUnknown(u.IncludeRoles) || len(u.Extra) > 0
	for _, role := range u.IncludeRoles {
		active, eligible := holders(t, role)
		c = c.and(active).and(eligible)
	}
	return c
}

// excluded are the members that a policy leaves out by id, or by a group.
func excluded(t *ca.Tenant, p ca.Policy) crowd {
	u := p.Conditions.Users
	return named(u.ExcludeUsers).and(inGroups(t, u.ExcludeGroups))
}

// holders are the users that hold a built-in role at tenant scope: active for good, and as eligible. An
// assignment that was only activated counts as eligible: it ends.
func holders(t *ca.Tenant, templateID string) (active, eligible crowd) {
	eligible = assigned(t, t.EligibleSchedules.Value(), templateID)
	eligible.open = eligible.open || !t.EligibleSchedules.Read()
	activated := activations(t)
	lasting := slices.DeleteFunc(
		slices.Concat(t.RoleAssignments.Value(), t.AssignmentSchedules.Value()),
		func(a ca.RoleAssignment) bool { return activated[assignmentKey(a)] })
	active = assigned(t, lasting, templateID)
	active.open = active.open || (!t.RoleAssignments.Read() && !t.AssignmentSchedules.Read())
	return active, eligible
}

// activations are the assignments that stand in the active lists only until an activation ends.
func activations(t *ca.Tenant) map[string]bool {
	activated := map[string]bool{}
	for _, a := range t.AssignmentSchedules.Value() {
		if strings.EqualFold(a.AssignmentType, "Activated") {
			activated[assignmentKey(a)] = true
		}
	}
	for _, a := range t.AssignmentSchedules.Value() {
		if !strings.EqualFold(a.AssignmentType, "Activated") {
			delete(activated, assignmentKey(a))
		}
	}
	return activated
}

func assignmentKey(a ca.RoleAssignment) string {
	return ca.FoldID(a.PrincipalID) + " " + ca.FoldID(a.RoleDefinitionID)
}

func assigned(t *ca.Tenant, assignments []ca.RoleAssignment, templateID string) crowd {
	c := crowd{users: map[string]bool{}}
	for _, a := range assignments {
		if !a.AtTenantScope() || !ca.SameID(templateOf(t, a.RoleDefinitionID), templateID) {
			continue
		}
		if _, isUser := t.User(a.PrincipalID); isUser {
			c.users[ca.FoldID(a.PrincipalID)] = true
		} else {
			c = c.and(members(t, a.PrincipalID))
		}
	}
	return c
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
