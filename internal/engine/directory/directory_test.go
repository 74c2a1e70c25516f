package directory_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/directory"
)

const user, group = "#microsoft.graph.user", "#microsoft.graph.group"

func groups(ids ...string) ca.Fact[map[string]ca.Group] {
	listed := map[string]ca.Group{}
	for _, id := range ids {
		listed[id] = ca.Group{ID: id}
	}
	return ca.Known(listed)
}

// TestMembers: the users of a group and of the groups in it; every list is shown once, and groups whose lists were not
// read are named in order.
func TestMembers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		groups  ca.Fact[map[string]ca.Group]
		members map[string][]ca.Member
		users   []string
		lists   int
		unread  []string
	}{
		{name: "direct", groups: groups("g"), users: []string{"a", "b"}, lists: 1,
			members: map[string][]ca.Member{"g": {{ID: "A", Kind: user}, {ID: "b", Kind: user}}}},
		{name: "nobody", groups: groups("g"), lists: 1, members: map[string][]ca.Member{"g": nil}},
		{name: "nested", groups: groups("g", "h"), users: []string{"a", "b"}, lists: 2,
			members: map[string][]ca.Member{"g": {{ID: "H", Kind: group}, {ID: "a", Kind: user}}, "h": {{ID: "b", Kind: user}}}},
		{name: "in-two-ways", groups: groups("g", "h"), users: []string{"a", "a"}, lists: 2,
			members: map[string][]ca.Member{
				"g": {{ID: "h", Kind: group}, {ID: "a", Kind: user}},
				"h": {{ID: "a", Kind: user}},
			}},
		{name: "twice-the-same-group", groups: groups("g", "h"), users: []string{"a"}, lists: 2,
			members: map[string][]ca.Member{"g": {{ID: "h", Kind: group}, {ID: "h", Kind: group}}, "h": {{ID: "a", Kind: user}}}},
		{name: "round-in-circles", groups: groups("g", "h"), users: []string{"a"}, lists: 2,
			members: map[string][]ca.Member{"g": {{ID: "h", Kind: group}}, "h": {{ID: "g", Kind: group}, {ID: "a", Kind: user}}}},
		{name: "letter-case-of-types", groups: groups("g", "h"), users: []string{"a", "b"}, lists: 2,
			members: map[string][]ca.Member{
				"g": {{ID: "a", Kind: "#Microsoft.Graph.User"}, {ID: "h", Kind: "#Microsoft.Graph.Group"}},
				"h": {{ID: "b", Kind: user}},
			}},
		{name: "no-users", groups: groups("g"), lists: 1,
			members: map[string][]ca.Member{"g": {{ID: "a", Kind: "#microsoft.graph.servicePrincipal"}, {ID: "b", Kind: "#microsoft.graph.other"}}}},
		{name: "without-types", groups: groups("g", "h", "k"), users: []string{"a", "b"}, lists: 2, unread: []string{"k"},
			members: map[string][]ca.Member{"g": {{ID: "H"}, {ID: "a"}, {ID: "k"}}, "h": {{ID: "b"}}}},
		{name: "without-types-nor-groups", users: []string{"a", "b"}, lists: 2,
			members: map[string][]ca.Member{"g": {{ID: "H"}, {ID: "a"}}, "h": {{ID: "b"}}}},
		{name: "unread", groups: groups("g"), unread: []string{"g"}},
		{name: "unread-within", groups: groups("g", "h", "i", "k"), users: []string{"a"}, lists: 2, unread: []string{"h", "k"},
			members: map[string][]ca.Member{
				"g": {{ID: "h", Kind: group}, {ID: "i", Kind: group}, {ID: "K", Kind: group}},
				"i": {{ID: "a", Kind: user}},
			}},
		{name: "does-not-exist", groups: groups("h"), members: map[string][]ca.Member{"g": {{ID: "a", Kind: user}}}},
		{name: "may-exist", unread: []string{"g"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := directory.Directory{Tenant: &ca.Tenant{Groups: c.groups, GroupMembers: c.members}}
			var users []string
			unread := d.Members("G", func(id string) { users = append(users, id) })
			if diff := cmp.Diff(c.users, users); diff != "" {
				t.Errorf("users (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.unread, unread); diff != "" {
				t.Errorf("unread (-want +got):\n%s", diff)
			}
			lists := 0
			d.Lists("G", func([]ca.Member) { lists++ })
			if lists != c.lists {
				t.Errorf("%d lists, want %d", lists, c.lists)
			}
		})
	}
}

// TestMayBeGroup: where groups were read, an id is a group's or it is none; else it may be where it is not a user's nor
// a service principal's.
func TestMayBeGroup(t *testing.T) {
	t.Parallel()
	users := ca.Known(map[string]ca.User{"u": {ID: "u"}})
	principals := ca.Known(map[string]ca.ServicePrincipal{"s": {ID: "s"}})
	read := directory.Directory{Tenant: &ca.Tenant{Users: users, ServicePrincipals: principals, Groups: groups("g")}}
	unread := directory.Directory{Tenant: &ca.Tenant{Users: users, ServicePrincipals: principals}}
	for _, c := range []struct {
		name, id string
		d        directory.Directory
		want     bool
	}{
		{"a-group", "g", read, true},
		{"not-listed", "x", read, false},
		{"perhaps", "g", unread, true},
		{"a-user", "u", unread, false},
		{"a-service-principal", "s", unread, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := c.d.MayBeGroup(c.id); got != c.want {
				t.Errorf("%t, want %t", got, c.want)
			}
		})
	}
}
