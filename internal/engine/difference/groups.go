package difference

import (
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A membership is who is in a group, nested groups included.
type membership struct {
	users  []string // folded ids, as often as they are listed
	unread []string // folded ids of the groups in it whose members were not read
}

// A directory resolves the groups of one tenant.
type directory struct {
	tenant      *ca.Tenant
	groups      map[string]ca.Group
	definitions map[string]ca.RoleDefinition // made when a role is asked for
}

func newDirectory(t *ca.Tenant) *directory {
	return &directory{tenant: t, groups: t.Groups.Value()}
}

// group resolves a group. One that does not exist holds nobody.
func (d *directory) group(id string) membership {
	var m membership
	visited := map[string]bool{}
	pending := []string{ca.FoldID(id)}
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
			m.unread = append(m.unread, current)
			continue
		}
		m.users = slices.Grow(m.users, len(members))
		for _, member := range members {
			switch id := ca.FoldID(member.ID); d.kindOf(member, id) {
			case memberUser:
				m.users = append(m.users, id)
			case memberGroup:
				pending = append(pending, id)
			}
		}
	}
	slices.Sort(m.unread)
	return m
}

type memberKind uint8

const (
	memberOther memberKind = iota
	memberUser
	memberGroup
)

// kindOf reads a member's type; one that was exported without it is a group where a group has its id.
func (d *directory) kindOf(m ca.Member, foldedID string) memberKind {
	switch {
	case strings.EqualFold(m.Kind, "#microsoft.graph.user"):
		return memberUser
	case strings.EqualFold(m.Kind, "#microsoft.graph.group"):
		return memberGroup
	case m.Kind == "":
		if _, listed := d.tenant.GroupMembers[foldedID]; listed || d.isGroup(foldedID) {
			return memberGroup
		}
		return memberUser
	}
	return memberOther
}

func (d *directory) isGroup(foldedID string) bool {
	_, ok := d.groups[foldedID]
	return ok
}

func (d *directory) isUser(foldedID string) bool {
	_, ok := d.tenant.Users.Value()[foldedID]
	return ok
}

// same reports whether two memberships hold the same people.
func (m membership) same(o membership) bool {
	if !slices.Equal(m.unread, o.unread) {
		return false
	}
	if slices.Equal(m.users, o.users) {
		return true
	}
	return slices.Equal(sorted(m.users), sorted(o.users))
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}
