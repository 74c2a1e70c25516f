// Package directory answers who is in which group, and what a role definition means.
package directory

import (
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A Directory is a tenant's users and groups. It keeps no answers: what is asked often is kept by who asks, for
// the people that it asks about.
type Directory struct{ Tenant *ca.Tenant }

// Lists calls visit with the direct members of a group and of every group in it, each once. There may be others
// where the members of some group were not read: unread are the folded ids of those. A group that does not exist
// holds nobody.
func (d Directory) Lists(id string, visit func(members []ca.Member)) (unread []string) {
	visited := map[string]bool{}
	pending := []string{ca.FoldID(id)}
	for len(pending) > 0 {
		current := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if visited[current] {
			continue
		}
		visited[current] = true
		if d.Tenant.Groups.Read() && !d.IsGroup(current) {
			continue
		}
		members, read := d.Tenant.GroupMembers[current]
		if !read {
			unread = append(unread, current)
			continue
		}
		visit(members)
		for i := range members {
			if d.kindOf(&members[i]) == memberGroup {
				pending = append(pending, ca.FoldID(members[i].ID))
			}
		}
	}
	slices.Sort(unread)
	return unread
}

// Members calls visit with every user of a group, nested groups included, by folded id; one who is in it in two
// ways is visited twice. unread is as in [Directory.Lists].
func (d Directory) Members(id string, visit func(userID string)) (unread []string) {
	return d.Lists(id, func(members []ca.Member) {
		for i := range members {
			if d.IsUserMember(&members[i]) {
				visit(ca.FoldID(members[i].ID))
			}
		}
	})
}

// IsUserMember reports whether a member of a group is a user.
func (d Directory) IsUserMember(m *ca.Member) bool { return d.kindOf(m) == memberUser }

type memberKind uint8

const (
	memberOther memberKind = iota
	memberUser
	memberGroup
)

// kindOf reads a member's type; one that was exported without it is a group where a group has its id.
func (d Directory) kindOf(m *ca.Member) memberKind {
	const user, group = "#microsoft.graph.user", "#microsoft.graph.group"
	switch {
	case m.Kind == user || strings.EqualFold(m.Kind, user):
		return memberUser
	case strings.EqualFold(m.Kind, group):
		return memberGroup
	case m.Kind == "":
		id := ca.FoldID(m.ID)
		if _, listed := d.Tenant.GroupMembers[id]; listed || d.IsGroup(id) {
			return memberGroup
		}
		return memberUser
	}
	return memberOther
}

// IsGroup reports whether the id is a group's.
func (d Directory) IsGroup(foldedID string) bool {
	_, ok := d.Tenant.Groups.Value()[foldedID]
	return ok
}

// IsUser reports whether the id is a user's, which keeps a service principal that holds a role from being
// taken for a group.
func (d Directory) IsUser(foldedID string) bool {
	_, ok := d.Tenant.Users.Value()[foldedID]
	return ok
}

// MayBeGroup tells a group whose members were not read from a user or a service principal.
func (d Directory) MayBeGroup(foldedID string) bool {
	if d.Tenant.Groups.Read() {
		return d.IsGroup(foldedID)
	}
	_, servicePrincipal := d.Tenant.ServicePrincipals.Value()[foldedID]
	return !servicePrincipal && !d.IsUser(foldedID)
}
