package difference_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestGuestsWrittenOtherwise says who is meant in another way.
func TestGuestsWrittenOtherwise(t *testing.T) {
	t.Parallel()
	from := func(kind string, members ...string) *ca.ExternalTenants {
		return &ca.ExternalTenants{MembershipKind: kind, Members: members}
	}
	meaning := func(tenants *ca.ExternalTenants, types ...string) ca.Users {
		return ca.Users{IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{GuestOrExternalUserTypes: types, ExternalTenants: tenants}}
	}
	const inside, outside = "internalGuest", "b2bDirectConnectUser"
	for _, c := range []struct {
		name          string
		before, after ca.Users
		same          bool
	}{
		{"types-in-another-order", meaning(nil, inside, outside), meaning(nil, outside, inside, outside), true},
		{"fewer-types", meaning(nil, inside, outside), meaning(nil, inside), false},
		{"tenants-in-another-order", meaning(from("enumerated", "A", "b"), outside), meaning(from("enumerated", "B", "a", "b"), outside), true},
		{"fewer-tenants", meaning(from("enumerated", "a", "b"), outside), meaning(from("enumerated", "a"), outside), false},
		{"all-tenants", meaning(nil, outside), meaning(from("all"), outside), true},
		{"no-kind", meaning(nil, outside), meaning(from(""), outside), true},
		{"all-tenants-and-members", meaning(nil, outside), meaning(from("all", "a"), outside), true},
		{"no-kind-and-members", meaning(from("all"), outside), meaning(from("", "a"), outside), false},
		{"tenants-for-all", meaning(nil, outside), meaning(from("enumerated", "a"), outside), false},
		{"inside-from-some-tenant", ca.Users{}, meaning(from("enumerated", "a"), inside), true},
		{"nobody", ca.Users{}, meaning(nil), true},
		{"the-word-for-all", meaning(nil, ca.GuestTypes...), ca.Users{IncludeUsers: []string{ca.GuestsOrExternalUsers}}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			of := func(u ca.Users) *ca.Tenant { return tenant(blocking(func(c *ca.Conditions) { c.Users = u })) }
			if r := difference.Of(of(c.before), of(c.after)); r.None() != c.same || r.Undecided != "" {
				t.Errorf("found %+v %s", r.Boxes, r.Undecided)
			}
		})
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

// TestGuestsOfAnyTenantInWords: tenants that are listed beside the word for all of them do not matter, and are not named.
func TestGuestsOfAnyTenantInWords(t *testing.T) {
	t.Parallel()
	people := one(t, tenant(), tenant(blocking(func(c *ca.Conditions) {
		c.Users = ca.Users{IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{
			GuestOrExternalUserTypes: []string{"serviceProvider"},
			ExternalTenants:          &ca.ExternalTenants{MembershipKind: "all", Members: []string{"fabrikam"}},
		}}
	}))).People
	if want := []string{"serviceProvider of any tenant"}; !slices.Equal(people.Words, want) {
		t.Errorf("the people are %+v, want %q", people, want)
	}
}
