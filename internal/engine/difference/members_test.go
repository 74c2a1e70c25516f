package difference_test

import (
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestMembersThatChange changes who is in a group, and no policy.
func TestMembersThatChange(t *testing.T) {
	t.Parallel()
	user := func(id string) ca.Member { return ca.Member{ID: id, Kind: "#microsoft.graph.user"} }
	group := func(id string) ca.Member { return ca.Member{ID: id, Kind: "#microsoft.graph.group"} }
	for _, c := range []struct {
		name          string
		before, after []ca.Member
		same          bool
	}{
		{"another", []ca.Member{user("u1")}, []ca.Member{user("u2")}, false},
		{"one-more", []ca.Member{user("u1")}, []ca.Member{user("u1"), user("u2")}, false},
		{"nobody", []ca.Member{user("u1")}, nil, false},
		{"in-another-order", []ca.Member{user("u1"), user("u2")}, []ca.Member{user("u2"), user("U1"), user("u2")}, true},
		{"without-a-kind", []ca.Member{user("u1")}, []ca.Member{{ID: "u1"}}, true},
		{"another-without-a-kind", []ca.Member{{ID: "u1"}}, []ca.Member{{ID: "u2"}}, false},
		{"an-unread-group", []ca.Member{user("u1")}, []ca.Member{user("u1"), group("g2")}, false},
		{"an-unread-group-no-more", []ca.Member{user("u1"), group("g2")}, []ca.Member{user("u1")}, false},
		{"another-unread-group", []ca.Member{group("g2")}, []ca.Member{group("g3")}, false},
		{"unread-groups-in-another-order", []ca.Member{group("g2"), group("g3")}, []ca.Member{group("g3"), group("g2")}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			of := func(members []ca.Member) *ca.Tenant {
				out := tenant(blocking(func(c *ca.Conditions) { c.Users = ca.Users{IncludeGroups: []string{"g1"}} }))
				out.Groups.Value()["g3"] = ca.Group{ID: "g3", DisplayName: "Unread as well"}
				out.GroupMembers = map[string][]ca.Member{"g1": members}
				return out
			}
			if r := difference.Of(of(c.before), of(c.after)); r.None() != c.same || r.Undecided != "" {
				t.Errorf("found %+v %s", r.Boxes, r.Undecided)
			}
		})
	}
}

// TestMemberWithoutAKind is a user in one tenant and, where members of it are listed, none in the other: a list that
// reads the same does not mean the same then.
func TestMemberWithoutAKind(t *testing.T) {
	t.Parallel()
	of := func(listed bool) *ca.Tenant {
		out := tenant(blocking(func(c *ca.Conditions) { c.Users = ca.Users{IncludeGroups: []string{"g1"}} }))
		out.GroupMembers = map[string][]ca.Member{"g1": {{ID: "u1"}}}
		if listed {
			out.GroupMembers["u1"] = nil
		}
		return out
	}
	for _, c := range []struct {
		before, after bool
		kind          difference.Kind
	}{{false, true, difference.Gained}, {true, false, difference.Lost}} {
		if b := one(t, of(c.before), of(c.after)); b.Kind != c.kind || b.Example.Identity.UserID != "u1" {
			t.Errorf("listed: %v, and then %v: %s of %+v, want %s of u1", c.before, c.after, b.Kind, b.Example.Identity, c.kind)
		}
	}
}

// TestNobodyIsTakenForAnother: ids that end the same are of two people.
func TestNobodyIsTakenForAnother(t *testing.T) {
	t.Parallel()
	with := func(policies ...ca.Policy) *ca.Tenant {
		out := tenant(policies...)
		out.Users.Value()["v1"] = ca.User{ID: "v1", UserPrincipalName: "vi@contoso.com", UserType: "Member"}
		return out
	}
	finance := policy("finance", func(p *ca.Policy) {
		p.Conditions.Users = ca.Users{IncludeGroups: []string{"g1"}}
		asks(ca.ControlDomainJoinedDevice)(p)
	})
	device := policy("device", func(p *ca.Policy) {
		p.Conditions.Users.IncludeUsers = []string{"v1"}
		asks(ca.ControlCompliantDevice)(p)
	})
	if b := one(t, with(finance), with(finance, device)); len(b.Before) != 0 || !slices.Equal(b.After, []string{"compliantDevice"}) {
		t.Errorf("asked %q before and %q after", b.Before, b.After)
	}
}

// TestEvidenceIsOfOneChange: what other policies ask newly is no evidence about this one.
func TestEvidenceIsOfOneChange(t *testing.T) {
	t.Parallel()
	r := difference.Of(tenant(policy("a", nil), policy("b", nil)),
		tenant(policy("a", asks(ca.ControlCompliantDevice)), policy("b", asks(ca.ControlDomainJoinedDevice))))
	for i, want := range [][]string{{"compliantDevice", "mfa"}, {"domainJoinedDevice", "mfa"}} {
		if e := r.Policies[i].Evidence; e == nil || !slices.Equal(e.After, want) || len(e.Causes) != 1 || e.Causes[0].ID != r.Policies[i].ID {
			t.Errorf("the evidence about %s is %+v", r.Policies[i].ID, e)
		}
	}
}

// TestTenantsStayAsTheyWere: a list is sorted elsewhere.
func TestTenantsStayAsTheyWere(t *testing.T) {
	t.Parallel()
	members := []string{"zeta", "alpha"}
	difference.Of(tenant(), tenant(blocking(func(c *ca.Conditions) {
		c.Users = ca.Users{IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{
			GuestOrExternalUserTypes: []string{"serviceProvider"}, ExternalTenants: &ca.ExternalTenants{MembershipKind: "enumerated", Members: members},
		}}
	})))
	if !slices.Equal(members, []string{"zeta", "alpha"}) {
		t.Errorf("the members are %q", members)
	}
}
