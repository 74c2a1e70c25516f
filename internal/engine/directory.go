package engine

import (
	"maps"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A directory answers who is in which group and who holds which role, in three values.
type directory struct {
	tenant *ca.Tenant
	groups map[string]membership // by folded group id, as far as they were asked for
}

// A membership is what is known of a group: the users that are surely in it, and whether there may be
// others, because some group in it was not read.
type membership struct {
	users map[string]bool // folded user ids
	open  bool
}

func (m membership) of(userID string) Value {
	switch {
	case m.users[userID]:
		return Yes
	case m.open:
		return Unknown
	}
	return No
}

func newDirectory(t *ca.Tenant) *directory {
	return &directory{tenant: t, groups: map[string]membership{}}
}

// group resolves a group, nested groups included. A group that does not exist holds nobody.
func (d *directory) group(id string) membership {
	id = ca.FoldID(id)
	if m, ok := d.groups[id]; ok {
		return m
	}
	m := membership{users: map[string]bool{}}
	visited := map[string]bool{}
	pending := []string{id}
	for len(pending) > 0 {
		current := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if visited[current] {
			continue
		}
		visited[current] = true
		if d.tenant.Groups.Read() && !d.isGroup(current) {
			continue
		}
		members, read := d.tenant.GroupMembers[current]
		if !read {
			m.open = true
			continue
		}
		for _, member := range members {
			switch memberID := ca.FoldID(member.ID); d.kindOf(member) {
			case memberUser:
				m.users[memberID] = true
			case memberGroup:
				pending = append(pending, memberID)
			}
		}
	}
	d.groups[id] = m
	return m
}

type memberKind uint8

const (
	memberOther memberKind = iota
	memberUser
	memberGroup
)

// kindOf reads a member's type; one that was exported without it is a group where a group has its id.
func (d *directory) kindOf(m ca.Member) memberKind {
	switch strings.ToLower(m.Kind) {
	case "#microsoft.graph.user":
		return memberUser
	case "#microsoft.graph.group":
		return memberGroup
	case "":
		if _, listed := d.tenant.GroupMembers[ca.FoldID(m.ID)]; listed || d.isGroup(ca.FoldID(m.ID)) {
			return memberGroup
		}
		return memberUser
	}
	return memberOther
}

func (d *directory) isGroup(foldedID string) bool {
	_, ok := d.tenant.Groups.Value()[foldedID]
	return ok
}

// isUser reports whether the id is a user's, which keeps a service principal that holds a role from being
// taken for a group.
func (d *directory) isUser(foldedID string) bool {
	_, ok := d.tenant.Users.Value()[foldedID]
	return ok
}

// A holder is what is known of the roles of one principal kind: template id to Yes or Unknown.
type roles map[string]Value

func (r roles) raise(templateID string, v Value) { r[templateID] = max(r[templateID], v) }

// merged is both, each role at its better value.
func (r roles) merged(o roles) roles {
	out := maps.Clone(r)
	if out == nil {
		out = roles{}
	}
	for id, v := range o {
		out.raise(id, v)
	}
	return out
}

// held is what every user holds under a list of assignments. open holds the roles that anybody may hold,
// since a group that was not read has them.
type held struct {
	byUser   map[string]roles
	open     roles
	repairer map[string]Value // by user: holds a role that may change Conditional Access
}

func (h held) of(userID string) roles { return h.byUser[userID].merged(h.open) }

// A roleBook says what a role definition id means.
type roleBook struct {
	read      bool
	byID      map[string]ca.RoleDefinition
	wellKnown map[string]bool
}

func newRoleBook(t *ca.Tenant) roleBook {
	definitions, read := t.RoleDefinitions.Get()
	return roleBook{
		read: read,
		byID: ca.ByID(definitions, func(d ca.RoleDefinition) string { return d.ID }),
		wellKnown: map[string]bool{
			ca.RoleGlobalAdministrator: true, ca.RoleConditionalAccessAdministrator: true, ca.RoleSecurityAdministrator: true,
		},
	}
}

// template is the role template that conditions name; a custom role has none.
func (b roleBook) template(definitionID string) (string, bool) {
	id := ca.FoldID(definitionID)
	definition, ok := b.byID[id]
	switch {
	case !ok:
		// Not listed, or the list was not read: for a built-in role the two ids are the same.
		return id, !b.read || b.wellKnown[id]
	case !definition.IsBuiltIn && !b.wellKnown[id]:
		return "", false
	case definition.TemplateID != "":
		return ca.FoldID(definition.TemplateID), true
	}
	return id, true
}

// repairs reports whether the role may change Conditional Access.
func (b roleBook) repairs(definitionID string) bool {
	id := ca.FoldID(definitionID)
	if b.wellKnown[id] {
		return true
	}
	definition, ok := b.byID[id]
	if !ok {
		return false
	}
	if definition.IsBuiltIn {
		return b.wellKnown[ca.FoldID(definition.TemplateID)]
	}
	if definition.IsEnabled != nil && !*definition.IsEnabled {
		return false
	}
	return slices.Contains(definition.AllowedActions, ca.ActionUpdatePolicies) ||
		slices.Contains(definition.AllowedActions, ca.ActionAllTasksPolicies)
}

// hold resolves assignments to users, direct and through groups.
func (d *directory) hold(book roleBook, assignments []ca.RoleAssignment, missing *factSet) held {
	h := held{byUser: map[string]roles{}, open: roles{}, repairer: map[string]Value{}}
	give := func(userID, template string, named, repairs bool) {
		if h.byUser[userID] == nil {
			h.byUser[userID] = roles{}
		}
		if named {
			h.byUser[userID].raise(template, Yes)
		}
		if repairs {
			h.repairer[userID] = Yes
		}
	}
	for _, a := range assignments {
		if !a.AtTenantScope() {
			continue
		}
		template, named := book.template(a.RoleDefinitionID)
		repairs := book.repairs(a.RoleDefinitionID)
		if !book.read && !book.wellKnown[ca.FoldID(a.RoleDefinitionID)] {
			missing.add(factRoleDefinitions(a.RoleDefinitionID))
		}
		principal := ca.FoldID(a.PrincipalID)
		if d.isUser(principal) {
			give(principal, template, named, repairs)
		}
		if !d.mayBeGroup(principal) {
			continue
		}
		m := d.group(principal)
		for userID := range m.users {
			give(userID, template, named, repairs)
		}
		if !m.open {
			continue
		}
		if named {
			h.open.raise(template, Unknown)
		}
		if repairs {
			missing.add(factGroupMembers(d.tenant, principal))
		}
	}
	return h
}

// mayBeGroup tells a group whose members were not read from a user or a service principal.
func (d *directory) mayBeGroup(foldedID string) bool {
	if d.tenant.Groups.Read() {
		return d.isGroup(foldedID)
	}
	_, servicePrincipal := d.tenant.ServicePrincipals.Value()[foldedID]
	return !servicePrincipal && !d.isUser(foldedID)
}
