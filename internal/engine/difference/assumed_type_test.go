package difference_test

import (
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

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

// TestWhoHasNoAccountHere is none of the guests who have one, and may be from anywhere as long as nothing is said.
func TestWhoHasNoAccountHere(t *testing.T) {
	t.Parallel()
	guest := []ca.User{{ID: "u", UserPrincipalName: "cy_fabrikam#EXT#@contoso.com", UserType: "Guest"}}
	but := func(users []string, tenants ...string) *difference.Box {
		return one(t, peopled(guest), peopled(guest, blocking(func(c *ca.Conditions) {
			c.Users = ca.Users{IncludeUsers: []string{ca.GuestsOrExternalUsers}, ExcludeUsers: users}
			if len(tenants) > 0 {
				c.Users.ExcludeGuestsOrExternalUsers = &ca.GuestsOrExternal{
					GuestOrExternalUserTypes: ca.GuestTypes, ExternalTenants: &ca.ExternalTenants{MembershipKind: "enumerated", Members: tenants},
				}
			}
		})))
	}
	const external = "b2bCollaborationGuest"
	for _, c := range []struct {
		name string
		box  *difference.Box
		who  ca.SignInIdentity
		in   bool
	}{
		{"without-an-account", but([]string{"u"}), ca.SignInIdentity{ExternalUserType: external}, true},
		{"with-an-account", but([]string{"u"}), ca.SignInIdentity{UserID: "u"}, false},
		{"from-anywhere", but(nil, "fabrikam"), ca.SignInIdentity{ExternalUserType: external}, false},
		{"from-fabrikam", but(nil, "fabrikam"), ca.SignInIdentity{ExternalUserType: external, ExternalTenantID: "fabrikam"}, false},
		{"from-elsewhere", but(nil, "fabrikam"), ca.SignInIdentity{ExternalUserType: external, ExternalTenantID: "northwind"}, true},
		{"with-an-account-from-anywhere", but(nil, "fabrikam"), ca.SignInIdentity{UserID: "u"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := c.box.Example
			if s.Identity = c.who; c.box.Holds(s) != c.in {
				t.Errorf("%+v is in the box: %v", c.who, !c.in)
			}
		})
	}
}
