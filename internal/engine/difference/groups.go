package difference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/directory"
)

// A membership is who is in a group, nested groups included.
type membership struct {
	ids    []string      // of objects that are named one by one
	lists  [][]ca.Member // of groups; what is no user in them does not count
	unread []string      // folded ids of the groups in it whose members were not read
	bare   bool          // somebody is listed without saying whether it is a user
}

// A members resolves the groups and roles of one tenant.
type members struct {
	directory.Directory
	roles directory.RoleBook
}

func newMembers(t *ca.Tenant) *members {
	return &members{directory.Directory{Tenant: t}, directory.NewRoleBook(t)}
}

// group resolves a group.
func (d *members) group(id string) (m membership) {
	m.unread = d.Lists(id, func(list []ca.Member) {
		m.lists = append(m.lists, list)
		m.bare = m.bare || slices.ContainsFunc(list, func(one ca.Member) bool { return one.Kind == "" })
	})
	return m
}

// users visits the ids of the users of a membership. Somebody may come more than once.
func (m membership) users(d *members, visit func(id string)) {
	for _, id := range m.ids {
		visit(id)
	}
	for _, list := range m.lists {
		for i := range list {
			if d.IsUserMember(&list[i]) {
				visit(list[i].ID)
			}
		}
	}
}

// same reports whether two memberships, of two directories, hold the same people.
func (m membership) same(d *members, o membership, of *members) bool {
	if !slices.Equal(m.unread, o.unread) {
		return false
	}
	if !m.bare && slices.Equal(m.ids, o.ids) && slices.EqualFunc(m.lists, o.lists, func(a, b []ca.Member) bool {
		return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b))
	}) {
		return true
	}
	return slices.Equal(m.sorted(d), o.sorted(of))
}

func (m membership) sorted(d *members) []string {
	var ids []string
	m.users(d, func(id string) { ids = append(ids, ca.FoldID(id)) })
	return sorted(ids)
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}
