package difference_test

import (
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// peopled is a tenant with these users.
func peopled(users []ca.User, policies ...ca.Policy) *ca.Tenant {
	out := tenant(policies...)
	out.Users = ca.Known(ca.ByID(users, func(u ca.User) string { return u.ID }))
	return out
}

// TestExamplePerson is a member who is not switched off, if there is one.
func TestExamplePerson(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	off := ca.User{ID: "A", UserPrincipalName: "a@contoso.com", UserType: "Member", AccountEnabled: &no}
	guest := ca.User{ID: "B", UserPrincipalName: "b@contoso.com", UserType: "Guest", AccountEnabled: &yes}
	on := ca.User{ID: "C", UserPrincipalName: "c@contoso.com", UserType: "Member", AccountEnabled: &yes}
	unsaid := ca.User{ID: "D", UserPrincipalName: "d@contoso.com", UserType: "Member"}
	for _, c := range []struct {
		users []ca.User
		want  string
	}{
		{[]ca.User{off, guest, on, unsaid}, "C"}, {[]ca.User{off, guest, unsaid}, "D"}, {[]ca.User{off, guest}, "A"}, {[]ca.User{guest}, "B"},
	} {
		if got := one(t, peopled(c.users), peopled(c.users, blocking(func(*ca.Conditions) {}))).Example.Identity.UserID; got != c.want {
			t.Errorf("the example is of %s, want %s", got, c.want)
		}
	}
	principals := func(policies ...ca.Policy) *ca.Tenant {
		out := tenant(policies...)
		robot := out.ServicePrincipals.Value()["s1"]
		robot.ID = "S1"
		out.ServicePrincipals = ca.Known(map[string]ca.ServicePrincipal{"s1": robot})
		return out
	}
	b := one(t, principals(), principals(blocking(func(c *ca.Conditions) {
		c.Users, c.ClientApplications = ca.Users{}, &ca.ClientApplications{IncludeServicePrincipals: []string{"s1"}}
	})))
	if b.Example.Identity != (ca.SignInIdentity{ServicePrincipalID: "S1"}) || !b.People.Everybody {
		t.Errorf("the example is of %+v, of %+v", b.Example.Identity, b.People)
	}
}

// TestUsersReadOnce: what one tenant knows of users holds for both, and where neither does, anybody may be there.
func TestUsersReadOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		before, after bool
		stranger      bool
	}{{true, true, false}, {true, false, false}, {false, true, false}, {false, false, true}} {
		before, after := tenant(), tenant(blocking(func(*ca.Conditions) {}))
		if !c.before {
			before.Users = ca.Fact[map[string]ca.User]{}
		}
		if !c.after {
			after.Users = ca.Fact[map[string]ca.User]{}
		}
		b := one(t, before, after)
		for user, in := range map[string]bool{"u1": true, "U3": true, "nobody": c.stranger} {
			s := b.Example
			if s.Identity = (ca.SignInIdentity{UserID: user}); b.Holds(s) != in {
				t.Errorf("read %v and %v: %s is in the box: %v", c.before, c.after, user, !in)
			}
		}
		if !c.stranger && b.People.Count != 3 {
			t.Errorf("read %v and %v: there are %d", c.before, c.after, b.People.Count)
		}
	}
}

// TestTypesInWords says which of the types that somebody may be of is assumed.
func TestTypesInWords(t *testing.T) {
	t.Parallel()
	guests := func(types ...string) ca.Policy {
		return blocking(func(c *ca.Conditions) {
			c.Users = ca.Users{IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{GuestOrExternalUserTypes: types}}
		})
	}
	typed := func(name, userType string, policies ...ca.Policy) *ca.Tenant {
		return peopled([]ca.User{{ID: "u", UserPrincipalName: name, UserType: userType}}, policies...)
	}
	const prefix = "users of whom it was not read whether they are guests are "
	for _, c := range []struct {
		name          string
		before, after *ca.Tenant
		want          []string
	}{
		{"was-a-guest", typed("u@contoso.com", "", guests("internalGuest")), typed("u@contoso.com", "Member", guests("internalGuest")), []string{prefix + "internalGuest before and members after"}},
		{"becomes-a-guest", typed("u@contoso.com", "", guests("internalGuest")), typed("u@contoso.com", "Guest", guests("internalGuest")), []string{prefix + "members before and internalGuest after"}},
		{"whatever-it-is", typed("u@contoso.com", ""), typed("u@contoso.com", "", blocking(func(*ca.Conditions) {})), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(c.before, c.after)
			for i := range r.Boxes {
				b := &r.Boxes[i]
				if b.Holds(ca.SignIn{Identity: ca.SignInIdentity{UserID: "u"}, Context: ca.SignInContext{Applications: []string{"app"}}}) && slices.Equal(b.Assuming, c.want) {
					return
				}
			}
			t.Errorf("no box assumes %q: %+v", c.want, r.Boxes)
		})
	}
}

// TestPeopleWithoutAnAccountInWords blocks everybody but who has an account.
func TestPeopleWithoutAnAccountInWords(t *testing.T) {
	t.Parallel()
	strangers := blocking(func(c *ca.Conditions) { c.Users.ExcludeUsers = []string{"u1", "u2", "u3"} })
	fabrikam := policy("fabrikam", func(p *ca.Policy) {
		p.Conditions.Users = ca.Users{IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{
			GuestOrExternalUserTypes: []string{"serviceProvider"}, ExternalTenants: &ca.ExternalTenants{MembershipKind: "enumerated", Members: []string{"fabrikam"}},
		}}
	})
	const last = " without an account here"
	var plain, named []string
	for _, guest := range ca.GuestTypes {
		plain = append(plain, guest+last)
		if guest == "internalGuest" {
			named = append(named, guest+last)
		} else {
			named = append(named, guest+" of a tenant that no policy names"+last, guest+" of fabrikam"+last)
		}
	}
	for _, c := range []struct {
		others []ca.Policy
		want   []string
	}{{nil, plain}, {[]ca.Policy{fabrikam}, named}} {
		people := one(t, tenant(c.others...), tenant(append(slices.Clone(c.others), strangers)...)).People
		slices.Sort(c.want)
		if !people.Exact || people.Count != 0 || !slices.Equal(sorted(people.Words), c.want) {
			t.Errorf("the people are %+v, want %q", people, c.want)
		}
	}
}
