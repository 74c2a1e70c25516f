package difference_test

import (
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// assumedType is how an assumption about somebody's type begins.
const assumedType = "users of whom it was not read whether they are guests are "

// TestUnreadUsersMayBeGuests: where no users were read, anybody may be a guest, and a box says of what type and of
// which tenant they have to be.
func TestUnreadUsersMayBeGuests(t *testing.T) {
	t.Parallel()
	unread := func(policies ...ca.Policy) *ca.Tenant {
		out := tenant(policies...)
		out.Users = ca.Fact[map[string]ca.User]{}
		return out
	}
	const guest = "b2bCollaborationGuest"
	for _, c := range []struct {
		name  string
		users ca.Users
		want  string
		home  string // of the example
	}{
		{
			"of-one-tenant", ca.Users{IncludeGuestsOrExternalUsers: enumerated([]string{guest}, "fabrikam")},
			guest + " of fabrikam", "fabrikam",
		},
		{
			"of-any-tenant", ca.Users{IncludeGuestsOrExternalUsers: enumerated([]string{guest})},
			guest, "99999999-9999-9999-9999-000000000001",
		},
		{
			"of-all-tenants-but-one", ca.Users{
				IncludeGuestsOrExternalUsers: enumerated([]string{guest}),
				ExcludeGuestsOrExternalUsers: enumerated([]string{guest}, "fabrikam"),
			},
			guest + " of a tenant that no policy names", "99999999-9999-9999-9999-000000000001",
		},
		{
			"of-no-tenant", ca.Users{
				IncludeGuestsOrExternalUsers: enumerated([]string{"internalGuest"}),
				ExcludeGuestsOrExternalUsers: enumerated([]string{guest}, "fabrikam"),
			},
			"internalGuest", "",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := one(t, unread(), unread(blocking(func(conditions *ca.Conditions) { conditions.Users = c.users })))
			if want := []string{assumedType + c.want}; !slices.Equal(b.Assuming, want) {
				t.Errorf("assuming %q, want %q", b.Assuming, want)
			}
			if id := b.Example.Identity; id.UserID == "" || id.ExternalTenantID != c.home || !b.Holds(b.Example) {
				t.Errorf("the example is of %+v, want one of %q", id, c.home)
			}
			somebody := b.Example
			if somebody.Identity.UserID = "somebody"; !b.Holds(somebody) {
				t.Errorf("%+v cannot be in the box", somebody.Identity)
			}
		})
	}
}

// TestTypesReadOnce: what one tenant says of who is a guest holds for both.
func TestTypesReadOnce(t *testing.T) {
	t.Parallel()
	guests := blocking(func(c *ca.Conditions) { c.Users = ca.Users{IncludeUsers: []string{ca.GuestsOrExternalUsers}} })
	for side := range 2 {
		tenants := [2]*ca.Tenant{tenant(), tenant(guests)}
		tenants[side].Users = ca.Fact[map[string]ca.User]{}
		b := one(t, tenants[0], tenants[1])
		if len(b.Assuming) > 0 || b.People.Count != 1 || b.Example.Identity.UserID != "u3" {
			t.Errorf("without the users of tenant %d: %d are blocked, such as %+v, assuming %q",
				side, b.People.Count, b.Example.Identity, b.Assuming)
		}
	}
}

// TestAssumedTypesInOrder: what is assumed of several kinds of people is said once each, in the order of the words.
func TestAssumedTypesInOrder(t *testing.T) {
	t.Parallel()
	with := func(types map[string]string, policies ...ca.Policy) *ca.Tenant {
		var users []ca.User
		for id, userType := range types {
			users = append(users, ca.User{ID: id, UserPrincipalName: id + "@contoso.com", UserType: userType})
		}
		out := peopled(users, policies...)
		out.GroupMembers = map[string][]ca.Member{"g1": membersOf("a", "b")}
		return out
	}
	// Both read of a and c nothing; of b and d one says that they are members after, of e and f that they are guests.
	before := map[string]string{"a": "", "b": "", "c": "", "d": "", "e": "", "f": ""}
	after := map[string]string{"a": "", "b": "Member", "c": "", "d": "Member", "e": "Guest", "f": "Guest"}
	guests := policy("guests", func(p *ca.Policy) {
		asks(ca.ControlBlock)(p)
		p.Conditions.Users = ca.Users{IncludeGuestsOrExternalUsers: enumerated([]string{"internalGuest"})}
	})
	finance := policy("finance", func(p *ca.Policy) { p.Conditions.Users = ca.Users{IncludeGroups: []string{"g1"}} })
	want := []string{assumedType + "internalGuest", assumedType + "internalGuest before and members after"}
	for range 12 {
		r := difference.Of(with(before, guests, finance), with(after, finance))
		held := false
		for _, b := range r.Boxes {
			if b.People.Count == 6 {
				held = true
				if !slices.Equal(b.Assuming, want) {
					t.Fatalf("assuming %q, want %q", b.Assuming, want)
				}
			}
		}
		if !held {
			t.Fatalf("no box is of all of them: %+v", r.Boxes)
		}
	}
}

// TestCountedOnce: somebody of whom it is not known whether they are a guest, or where from, is one user, and
// nothing is assumed of who is in a box either way.
func TestCountedOnce(t *testing.T) {
	t.Parallel()
	with := func(policies ...ca.Policy) *ca.Tenant {
		out := tenant(policies...)
		out.Users.Value()["u4"] = ca.User{ID: "u4", UserPrincipalName: "di@contoso.com"}
		out.Users.Value()["u5"] = ca.User{ID: "u5", UserPrincipalName: "ed_litware#EXT#@contoso.com"}
		return out
	}
	b := one(t, with(), with(blocking(func(c *ca.Conditions) {
		c.Users.ExcludeUsers = []string{"u1"}
		c.Users.ExcludeGuestsOrExternalUsers = enumerated([]string{"serviceProvider"}, "fabrikam", "litware")
	})))
	if b.People.Count != 4 || len(b.Assuming) > 0 {
		t.Errorf("%d are blocked, want 4; assuming %q", b.People.Count, b.Assuming)
	}
}

// TestNothingIsAssumedOfEverybody: what everybody loses they lose of whatever type they are.
func TestNothingIsAssumedOfEverybody(t *testing.T) {
	t.Parallel()
	with := func(policies ...ca.Policy) *ca.Tenant {
		out := tenant(policies...)
		out.Users.Value()["u4"] = ca.User{ID: "u4", UserPrincipalName: "di@contoso.com"}
		return out
	}
	guests := policy("guests", func(p *ca.Policy) {
		asks(ca.ControlBlock)(p)
		p.Conditions.Users = ca.Users{IncludeUsers: []string{ca.GuestsOrExternalUsers}}
		p.Conditions.Applications.IncludeApplications = []string{"app"}
	})
	for _, b := range difference.Of(with(guests), with(guests, blocking(func(*ca.Conditions) {}))).Boxes {
		here := slices.Contains(b.Targets.Only, "app")
		want := []string{assumedType + "members"}
		if !here {
			want = nil
		}
		if !slices.Equal(b.Assuming, want) || b.People.Everybody == here {
			t.Errorf("for %+v, of %+v: assuming %q, want %q", b.Targets, b.People, b.Assuming, want)
		}
	}
}

// blockedGuests is a tenant of one user, who says this of being a guest, where guests are blocked if they are.
func blockedGuests(userType string, are bool) *ca.Tenant {
	var policies []ca.Policy
	if are {
		policies = append(policies, blocking(func(c *ca.Conditions) {
			c.Users = ca.Users{IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"internalGuest"}}}
		}))
	}
	return peopled([]ca.User{{ID: "u", UserPrincipalName: "u@contoso.com", UserType: userType}}, policies...)
}

// assuming is the box that assumes this, and nothing else.
func assuming(t *testing.T, r difference.Report, text string) *difference.Box {
	t.Helper()
	for i := range r.Boxes {
		if slices.Equal(r.Boxes[i].Assuming, []string{text}) {
			return &r.Boxes[i]
		}
	}
	t.Fatalf("no box assumes %q: %+v", text, r.Boxes)
	return nil
}

// TestExampleOfAnAssumedType: an example states the type that is assumed of a user, if it is one and the same before
// and after.
func TestExampleOfAnAssumedType(t *testing.T) {
	t.Parallel()
	const whoSays = "users of whom it was not read whether they are guests are "
	for _, c := range []struct {
		name          string
		before, after *ca.Tenant
		assumed, want string
	}{
		{"the-same", blockedGuests("", false), blockedGuests("", true), "internalGuest", "internalGuest"},
		{"another-after", blockedGuests("Guest", true), blockedGuests("", true), "internalGuest before and members after", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := assuming(t, difference.Of(c.before, c.after), whoSays+c.assumed)
			if want := (ca.SignInIdentity{UserID: "u", ExternalUserType: c.want}); b.Example.Identity != want || !b.Holds(b.Example) {
				t.Errorf("the example is of %+v, want %+v", b.Example.Identity, want)
			}
			// Whoever states a type states the one of before.
			for said, in := range map[string]bool{"internalGuest": true, "b2bCollaborationGuest": false} {
				s := b.Example
				if s.Identity.ExternalUserType = said; b.Holds(s) != in {
					t.Errorf("stated as %s, the user is in the box: %v", said, !in)
				}
			}
		})
	}
}
