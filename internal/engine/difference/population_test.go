package difference_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestUsersOfBothTenants: who is in one tenant alone is nobody whose sign-in can change.
func TestUsersOfBothTenants(t *testing.T) {
	t.Parallel()
	with := func(id, userType string, policies ...ca.Policy) *ca.Tenant {
		out := tenant(policies...)
		out.Users.Value()[id] = ca.User{ID: id, UserPrincipalName: id + "@contoso.com", UserType: userType}
		return out
	}
	all := func(*ca.Conditions) {}
	members := func(c *ca.Conditions) { c.Users.ExcludeUsers = []string{ca.GuestsOrExternalUsers} }
	for _, c := range []struct {
		name  string
		which func(*ca.Conditions)
		count int
	}{{"everybody", all, 3}, {"members", members, 2}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := one(t, with("old", "Member"), with("aa", "Member", blocking(c.which)))
			if b.People.Count != c.count || b.Example.Identity.UserID != "u1" {
				t.Errorf("%d are blocked, such as %s; want %d, such as u1", b.People.Count, b.Example.Identity.UserID, c.count)
			}
			for user, in := range map[string]bool{"u1": true, "old": false, "aa": false, "nobody": false} {
				s := b.Example
				if s.Identity = (ca.SignInIdentity{UserID: user}); b.Holds(s) != in {
					t.Errorf("%s is in the box: %v", user, !in)
				}
			}
		})
	}
}

// TestManyPeople: of hundreds of people everybody is taken for who they are.
func TestManyPeople(t *testing.T) {
	t.Parallel()
	const users, more = 700, 30
	id := func(i int) string { return fmt.Sprintf("u%03d", i) }
	with := func(from, to int, policies ...ca.Policy) *ca.Tenant {
		var list []ca.User
		var members []string
		for i := from; i < to; i++ {
			u := ca.User{ID: id(i), UserPrincipalName: id(i) + "@contoso.com", UserType: "Member"}
			if i%2 == 1 {
				u.UserType = "Guest"
				members = append(members, u.ID)
			}
			list = append(list, u)
		}
		out := peopled(list, policies...)
		out.GroupMembers = map[string][]ca.Member{"g1": membersOf(members...)}
		return out
	}
	// Guests are in the group, all of them and nobody else.
	anyGuest, anotherGuest := []string{ca.GuestsOrExternalUsers}, enumerated([]string{"serviceProvider"})
	group := []string{"g1"}
	for _, c := range []struct {
		name  string
		users ca.Users
		count int
	}{
		{"in-the-group", ca.Users{IncludeGroups: group}, users / 2},
		{"in-the-group-by-type", ca.Users{IncludeGroups: group, ExcludeGuestsOrExternalUsers: anotherGuest}, users / 2},
		{"members-in-the-group", ca.Users{IncludeGroups: group, ExcludeUsers: anyGuest}, 0},
		{"other-guests", ca.Users{IncludeUsers: anyGuest, ExcludeGroups: group}, 0},
		{"other-members", ca.Users{IncludeUsers: []string{ca.All}, ExcludeUsers: anyGuest, ExcludeGroups: group}, users / 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			blocking := blocking(func(conditions *ca.Conditions) { conditions.Users = c.users })
			count := 0
			for _, b := range difference.Of(with(0, users+more), with(more, users+more, blocking)).Boxes {
				count += b.People.Count
			}
			if count != c.count {
				t.Errorf("%d are blocked, want %d", count, c.count)
			}
		})
	}
}

// TestExampleOfSeveralKinds: the example is of the plainest person of all the kinds that a box holds.
func TestExampleOfSeveralKinds(t *testing.T) {
	t.Parallel()
	no := false
	var users []ca.User
	var named []string
	for i := range 12 {
		u := ca.User{ID: fmt.Sprintf("u%02d", i), UserPrincipalName: fmt.Sprintf("u%02d@contoso.com", i), UserType: "Member"}
		switch i {
		case 0, 1, 7:
			u.AccountEnabled = &no
		case 2, 3, 9:
			u.UserType = "Guest"
		}
		users, named = append(users, u), append(named, u.ID)
	}
	for range 4 {
		for from, want := range map[int]string{0: "u04", 5: "u05", 7: "u08", 9: "u10", 11: "u11"} {
			list := slices.Clone(named[from:])
			slices.Reverse(list)
			b := one(t, peopled(users), peopled(users, blocking(func(c *ca.Conditions) { c.Users = ca.Users{IncludeUsers: list} })))
			if got := b.Example.Identity; got != (ca.SignInIdentity{UserID: want}) || b.People.Count != len(list) {
				t.Errorf("of %d people, counted %d, the example is of %+v, want %s", len(list), b.People.Count, got, want)
			}
		}
	}
}

// TestWhoCeasesToBeFromOutside: who is a guest in one tenant alone has a home tenant, and loses or gains what guests from
// there do.
func TestWhoCeasesToBeFromOutside(t *testing.T) {
	t.Parallel()
	with := func(name, userType string) *ca.Tenant {
		return peopled([]ca.User{{ID: "u", UserPrincipalName: name, UserType: userType}}, blocking(func(c *ca.Conditions) {
			c.Users = ca.Users{IncludeGuestsOrExternalUsers: enumerated([]string{"b2bCollaborationGuest"}, "fabrikam")}
		}))
	}
	guest, member := with("u#EXT#@contoso.com", "Guest"), with("u@contoso.com", "Member")
	for _, c := range []struct {
		name          string
		before, after *ca.Tenant
		kind          difference.Kind
	}{{"guest-no-more", guest, member, difference.Gained}, {"becomes-a-guest", member, guest, difference.Lost}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := one(t, c.before, c.after)
			want := ca.SignInIdentity{UserID: "u", ExternalTenantID: "fabrikam"}
			if b.Kind != c.kind || b.Example.Identity != want || b.People.Count != 1 {
				t.Errorf("%s, by %+v, of %d; want %s, by %+v", b.Kind, b.Example.Identity, b.People.Count, c.kind, want)
			}
			for home, in := range map[string]bool{"fabrikam": true, "litware": false} {
				s := b.Example
				if s.Identity.ExternalTenantID = home; b.Holds(s) != in {
					t.Errorf("from %s it is in the box: %v", home, !in)
				}
			}
		})
	}
}
