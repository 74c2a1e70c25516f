package difference_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// external means guests of some types, from some tenants.
func external(tenants *ca.ExternalTenants, types ...string) ca.Users {
	return ca.Users{IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{GuestOrExternalUserTypes: types, ExternalTenants: tenants}}
}

// TestGuestsWrittenOtherwise says who is meant in another way: a policy that means the same is no edited one.
func TestGuestsWrittenOtherwise(t *testing.T) {
	t.Parallel()
	from := func(kind string, members ...string) *ca.ExternalTenants {
		return &ca.ExternalTenants{MembershipKind: kind, Members: members}
	}
	const inside, outside = "internalGuest", "b2bDirectConnectUser"
	for _, c := range []struct {
		name          string
		before, after ca.Users
		same          bool
	}{
		{"types-in-another-order", external(nil, inside, outside), external(nil, outside, inside), true},
		{"types-twice", external(nil, inside, outside), external(nil, inside, outside, inside), true},
		{"types-twice-in-another-order", external(nil, inside, outside), external(nil, outside, inside, outside), true},
		{"fewer-types", external(nil, inside, outside), external(nil, inside), false},
		{"tenants-in-another-order", external(from("enumerated", "A", "b"), outside), external(from("enumerated", "B", "a"), outside), true},
		{"tenants-twice", external(from("enumerated", "a", "b"), outside), external(from("enumerated", "a", "b", "A"), outside), true},
		{"tenants-twice-in-another-order", external(from("enumerated", "A", "b"), outside), external(from("enumerated", "B", "a", "b"), outside), true},
		{"fewer-tenants", external(from("enumerated", "a", "b"), outside), external(from("enumerated", "a"), outside), false},
		{"all-tenants", external(nil, outside), external(from("all"), outside), true},
		{"no-kind", external(nil, outside), external(from(""), outside), true},
		{"all-tenants-and-members", external(nil, outside), external(from("all", "a"), outside), true},
		{"no-kind-and-members", external(from("all"), outside), external(from("", "a"), outside), false},
		{"tenants-for-all", external(nil, outside), external(from("enumerated", "a"), outside), false},
		{"nobody", ca.Users{}, external(nil), true},
		{"the-word-for-all", external(nil, ca.GuestTypes...), ca.Users{IncludeUsers: []string{ca.GuestsOrExternalUsers}}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(tenant(concerning(c.before)), tenant(concerning(c.after)))
			if r.None() != c.same || (r.Policies[0].Change == difference.Unchanged) != c.same || r.Undecided != "" {
				t.Errorf("the policy is %s: %+v %s", r.Policies[0].Change, r.Boxes, r.Undecided)
			}
		})
	}
}

// TestGuestsFromInsideHaveNoHomeTenant: nobody is both, so a policy about them has no effect.
func TestGuestsFromInsideHaveNoHomeTenant(t *testing.T) {
	t.Parallel()
	inside := external(&ca.ExternalTenants{MembershipKind: "enumerated", Members: []string{"a"}}, "internalGuest")
	if r := difference.Of(tenant(concerning(ca.Users{})), tenant(concerning(inside))); !r.None() {
		t.Errorf("found %+v %s", r.Boxes, r.Undecided)
	}
}

// TestGuestsOfTenantsNotYetKnown: a tenant that is not known yet may be anybody's but that of guests who have none.
func TestGuestsOfTenantsNotYetKnown(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"enumerated", "strange"} {
		r := difference.Of(tenant(), tenant(blocking(func(c *ca.Conditions) {
			c.Users = ca.Users{IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{
				GuestOrExternalUserTypes: []string{"internalGuest", "b2bDirectConnectUser"},
				ExternalTenants:          &ca.ExternalTenants{MembershipKind: kind, Members: []string{"fabrikam", ca.NotYetKnown}},
			}}
		})))
		for _, c := range []struct {
			who            ca.SignInIdentity
			sure, assuming bool
		}{
			{ca.SignInIdentity{ExternalUserType: "b2bDirectConnectUser", ExternalTenantID: "fabrikam"}, kind == "enumerated", kind == "strange"},
			{ca.SignInIdentity{ExternalUserType: "b2bDirectConnectUser", ExternalTenantID: "another"}, false, true},
			{ca.SignInIdentity{UserID: "u1"}, false, false},
		} {
			sure, said := foundWho(r, c.who)
			if assuming := strings.TrimSpace(said) != ""; sure != c.sure || assuming != c.assuming {
				t.Errorf("%s: %+v is blocked: %v, if something is so: %v", kind, c.who, sure, assuming)
			}
		}
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
	const guestType = "b2bCollaborationGuest"
	for _, c := range []struct {
		name string
		box  *difference.Box
		who  ca.SignInIdentity
		in   bool
	}{
		{"without-an-account", but([]string{"u"}), ca.SignInIdentity{ExternalUserType: guestType}, true},
		{"with-an-account", but([]string{"u"}), ca.SignInIdentity{UserID: "u"}, false},
		{"from-anywhere", but(nil, "fabrikam"), ca.SignInIdentity{ExternalUserType: guestType}, false},
		{"from-fabrikam", but(nil, "fabrikam"), ca.SignInIdentity{ExternalUserType: guestType, ExternalTenantID: "fabrikam"}, false},
		{"from-elsewhere", but(nil, "fabrikam"), ca.SignInIdentity{ExternalUserType: guestType, ExternalTenantID: "northwind"}, true},
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

// TestGuestsInWords says what guests a policy means, and of which tenants.
func TestGuestsInWords(t *testing.T) {
	t.Parallel()
	const outside = "b2bDirectConnectUser"
	for _, c := range []struct {
		name  string
		users ca.Users
		want  string
	}{
		{"all-types", ca.Users{IncludeUsers: []string{ca.GuestsOrExternalUsers}}, "guests and external users of any tenant"},
		{"all-types-of-some-tenants", external(&ca.ExternalTenants{MembershipKind: "enumerated", Members: []string{"b", "a"}}, ca.GuestTypes...),
			"guests and external users of a, b"},
		{"one-type", external(nil, outside), "b2bDirectConnectUser of any tenant"},
		{"all-tenants", external(&ca.ExternalTenants{MembershipKind: "all"}, outside), "b2bDirectConnectUser of any tenant"},
		{"all-tenants-and-one-not-yet-known", external(&ca.ExternalTenants{MembershipKind: "all", Members: []string{ca.NotYetKnown}}, outside), "b2bDirectConnectUser of any tenant"},
		{"all-tenants-and-one", external(&ca.ExternalTenants{MembershipKind: "all", Members: []string{"fabrikam"}}, outside), "b2bDirectConnectUser of any tenant"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := one(t, tenant(), tenant(concerning(c.users)))
			if len(b.Assuming) > 0 || !b.People.Exact || !slices.Equal(b.People.Words, []string{c.want}) {
				t.Errorf("the people are %+v, assuming %q; want %q", b.People, b.Assuming, c.want)
			}
		})
	}
}

// TestTenantsThatDoNotMatter: where all tenants are meant, none of them is told apart from the others.
func TestTenantsThatDoNotMatter(t *testing.T) {
	t.Parallel()
	strangers := ca.Users{IncludeUsers: []string{ca.All}, ExcludeUsers: []string{"u1", "u2", "u3"}}
	fabrikam := policy("q", func(p *ca.Policy) {
		p.Conditions.Users = external(&ca.ExternalTenants{MembershipKind: "all", Members: []string{"fabrikam"}}, "serviceProvider")
	})
	want := make([]string, len(ca.GuestTypes))
	for i, guest := range ca.GuestTypes {
		want[i] = guest + " without an account here"
	}
	got := one(t, tenant(fabrikam), tenant(fabrikam, concerning(strangers))).People.Words
	if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
		t.Errorf("the people (-want +got):\n%s", diff)
	}
}

// TestGuestsOfAKindThatIsNotSaid: tenants that are listed under no kind may be meant, or not; and nobody is from
// one of no tenants.
func TestGuestsOfAKindThatIsNotSaid(t *testing.T) {
	t.Parallel()
	const outside = "b2bDirectConnectUser"
	for _, c := range []struct {
		name           string
		tenants        *ca.ExternalTenants
		sure, assuming bool
	}{
		{"one-tenant", &ca.ExternalTenants{Members: []string{"a"}}, false, true},
		{"two-tenants", &ca.ExternalTenants{Members: []string{"a", "b"}}, false, true},
		{"no-tenant", &ca.ExternalTenants{}, true, false},
		{"one-of-no-tenants", &ca.ExternalTenants{MembershipKind: "enumerated"}, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(tenant(), tenant(concerning(external(c.tenants, outside))))
			for _, home := range []string{"a", "elsewhere"} {
				sure, said := foundWho(r, ca.SignInIdentity{ExternalUserType: outside, ExternalTenantID: home})
				if assuming := strings.TrimSpace(said) != ""; sure != c.sure || assuming != c.assuming {
					t.Errorf("who is from %s is blocked: %v, if something is so: %v", home, sure, assuming)
				}
			}
		})
	}
}

// TestGuestsOfTwoKindsNotYetKnown: what is not known yet of whom a policy includes is not the same as what is not
// known yet of whom it excludes.
func TestGuestsOfTwoKindsNotYetKnown(t *testing.T) {
	t.Parallel()
	const outside = "b2bDirectConnectUser"
	for _, tenants := range []*ca.ExternalTenants{
		{MembershipKind: ca.NotYetKnown, Members: []string{"a"}},
		{MembershipKind: "strange", Members: []string{ca.NotYetKnown}},
	} {
		u := external(tenants, outside)
		u.ExcludeGuestsOrExternalUsers = u.IncludeGuestsOrExternalUsers
		r := difference.Of(tenant(), tenant(concerning(u)))
		if r.Policies[0].Decision != difference.Stricter {
			t.Errorf("%+v: the policy is %s", tenants, r.Policies[0].Decision)
		}
		if r := difference.Of(tenant(concerning(u)), tenant(concerning(u))); !r.None() || r.Policies[0].Change != difference.Unchanged {
			t.Errorf("%+v: the same policy is %s: %+v", tenants, r.Policies[0].Change, r.Boxes)
		}
	}
}
