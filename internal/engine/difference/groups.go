package difference

import (
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A membership is who is in a group, nested groups included.
type membership struct {
	ids    []string      // of objects that are named one by one
	lists  [][]ca.Member // of groups; what is no user in them does not count
	unread []string      // folded ids of the groups in it whose members were not read
	bare   bool          // somebody is listed without saying whether it is a user
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
		users := 0
		for i := range members {
			m.bare = m.bare || members[i].Kind == ""
			switch d.kindOf(&members[i]) {
			case memberUser:
				users++
			case memberGroup:
				pending = append(pending, ca.FoldID(members[i].ID))
			}
		}
		if users > 0 {
			m.lists = append(m.lists, members)
		}
	}
	slices.Sort(m.unread)
	return m
}

// users visits the ids of the users of a membership. Somebody may come more than once.
func (m membership) users(d *directory, visit func(id string)) {
	for _, id := range m.ids {
		visit(id)
	}
	for _, list := range m.lists {
		for i := range list {
			if d.kindOf(&list[i]) == memberUser {
				visit(list[i].ID)
			}
		}
	}
}

type memberKind uint8

const (
	memberOther memberKind = iota
	memberUser
	memberGroup
)

// kindOf reads a member's type; one that was exported without it is a group where a group has its id.
func (d *directory) kindOf(m *ca.Member) memberKind {
	const user, group = "#microsoft.graph.user", "#microsoft.graph.group"
	switch {
	case m.Kind == user || strings.EqualFold(m.Kind, user):
		return memberUser
	case strings.EqualFold(m.Kind, group):
		return memberGroup
	case m.Kind == "":
		id := ca.FoldID(m.ID)
		if _, listed := d.tenant.GroupMembers[id]; listed || d.isGroup(id) {
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

// same reports whether two memberships, of two directories, hold the same people.
func (m membership) same(d *directory, o membership, of *directory) bool {
	if !slices.Equal(m.unread, o.unread) {
		return false
	}
	if !m.bare && slices.Equal(m.ids, o.ids) && slices.EqualFunc(m.lists, o.lists, func(a, b []ca.Member) bool {
		return (len(a) == len(b) && &a[0] == &b[0]) || slices.Equal(a, b)
	}) {
		return true
	}
	return slices.Equal(m.sorted(d), o.sorted(of))
}

func (m membership) sorted(d *directory) []string {
	var ids []string
	m.users(d, func(id string) { ids = append(ids, ca.FoldID(id)) })
	return sorted(ids)
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}
