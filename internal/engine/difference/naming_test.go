package difference_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

func membersOf(ids ...string) (list []ca.Member) {
	for _, id := range ids {
		list = append(list, ca.Member{ID: id, Kind: "#microsoft.graph.user"})
	}
	return list
}

// enumerated are guests of some types from some tenants; from any, where none is given.
func enumerated(types []string, tenants ...string) *ca.GuestsOrExternal {
	g := &ca.GuestsOrExternal{GuestOrExternalUserTypes: types}
	if len(tenants) > 0 {
		g.ExternalTenants = &ca.ExternalTenants{MembershipKind: "enumerated", Members: tenants}
	}
	return g
}

// TestPeopleOfOneName: who is in something that holds others after than before is told from who was in it, and what
// is called like something else has its id.
func TestPeopleOfOneName(t *testing.T) {
	t.Parallel()
	grouped := func(groups map[string][]ca.Member, users ca.Users) *ca.Tenant {
		out := tenant(blocking(func(c *ca.Conditions) { c.Users = users }))
		out.Groups.Value()["g3"] = ca.Group{ID: "G3", DisplayName: "Finance"}
		out.GroupMembers = groups
		out.Users.Value()["u4"] = ca.User{ID: "u4", UserPrincipalName: "di@contoso.com", UserType: "Member"}
		return out
	}
	alone := ca.Users{IncludeGroups: []string{"G1"}}
	both := ca.Users{IncludeGroups: []string{"G1", "G3"}}
	oneOf := ca.Users{IncludeGroups: []string{"G1"}, ExcludeGroups: []string{"G3"}}
	admins := func(principals ...string) *ca.Tenant {
		out := tenant(blocking(func(c *ca.Conditions) { c.Users = ca.Users{IncludeRoles: []string{ca.RoleGlobalAdministrator}} }))
		var list []ca.RoleAssignment
		for _, id := range principals {
			list = append(list, ca.RoleAssignment{PrincipalID: id, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"})
		}
		out.RoleAssignments = ca.Known(list)
		return out
	}
	from := func(name, userType string) *ca.Tenant {
		return peopled([]ca.User{{ID: "u", UserPrincipalName: name, UserType: userType}}, blocking(func(c *ca.Conditions) {
			c.Users = ca.Users{IncludeGuestsOrExternalUsers: enumerated([]string{"b2bCollaborationGuest"}, "fabrikam")}
		}))
	}
	robots := func(change func(*ca.ClientApplications)) *ca.Tenant {
		out := tenant()
		if change != nil {
			out = tenant(blocking(func(c *ca.Conditions) {
				c.Users, c.ClientApplications = ca.Users{}, &ca.ClientApplications{IncludeServicePrincipals: []string{"s1", "S2"}}
				change(c.ClientApplications)
			}))
		}
		robot := out.ServicePrincipals.Value()["s1"]
		for _, id := range []string{"s2", "s3"} {
			robot.ID = id
			out.ServicePrincipals.Value()[id] = robot
		}
		return out
	}
	renamed := grouped(map[string][]ca.Member{"g1": membersOf("u1", "u2")}, alone)
	renamed.Groups.Value()["g1"] = ca.Group{ID: "g1", DisplayName: "Money"}
	for _, c := range []struct {
		name          string
		before, after *ca.Tenant
		want          []string
	}{
		{
			"group-that-grows",
			grouped(map[string][]ca.Member{"g1": membersOf("u1")}, alone), grouped(map[string][]ca.Member{"g1": membersOf("u1", "u2")}, alone),
			[]string{"members of Finance (as changed) and not members of Finance (as before)"},
		},
		{
			"group-that-grows-and-is-called-otherwise", grouped(map[string][]ca.Member{"g1": membersOf("u1")}, alone), renamed,
			[]string{"members of Money (as changed) and not members of Finance (as before)"},
		},
		{
			"group-that-grows-beside-one-of-its-name",
			grouped(map[string][]ca.Member{"g1": membersOf("u1"), "g3": membersOf("u3")}, both),
			grouped(map[string][]ca.Member{"g1": membersOf("u1", "u2"), "g3": membersOf("u3")}, both),
			[]string{"members of Finance (g1, as changed) and not members of Finance (g1, as before) and not members of Finance (g3)"},
		},
		{
			"groups-of-one-name",
			grouped(nil, ca.Users{}), grouped(map[string][]ca.Member{"g1": membersOf("u1", "u2"), "g3": membersOf("u2", "u3")}, oneOf),
			[]string{"members of Finance (g1) and not members of Finance (g3)"},
		},
		{
			"role-that-is-given", admins("u2"), admins("u2", "u1"),
			[]string{"holders of Global Administrator (as changed) and not holders of Global Administrator (as before)"},
		},
		{
			"guest-no-more", from("u#EXT#@contoso.com", "Guest"), from("u@contoso.com", "Member"),
			[]string{"b2bCollaborationGuest of fabrikam (as before) and not b2bCollaborationGuest of fabrikam (as changed)"},
		},
		{"service-principals-of-one-name", robots(nil), robots(func(*ca.ClientApplications) {}), []string{"Robot (s1)", "Robot (s2)"}},
		{"one-service-principal", robots(nil), robots(func(c *ca.ClientApplications) {
			c.IncludeServicePrincipals = []string{"s2"}
		}), []string{"Robot"}},
		{"all-but-one", robots(nil), robots(func(c *ca.ClientApplications) {
			c.IncludeServicePrincipals, c.ExcludeServicePrincipals = []string{ca.ServicePrincipalsInMyOrg}, []string{"s3"}
		}), []string{"not Robot"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := one(t, c.before, c.after)
			if !slices.Equal(sorted(b.People.Words), c.want) || !b.People.Exact || b.People.Everybody {
				t.Errorf("the people are %+v, want %q", b.People, c.want)
			}
		})
	}
}

// TestNetworksOfOneName: one of two locations of one name is named with its id, and with what it was if it changes.
func TestNetworksOfOneName(t *testing.T) {
	t.Parallel()
	offices := func(a, b string, named ...string) *ca.Tenant {
		out := tenant(blocking(func(c *ca.Conditions) { c.Locations = &ca.LocationCondition{ExcludeLocations: named} }))
		var list []ca.NamedLocation
		for id, cidr := range map[string]string{"A": a, "B": b} {
			list = append(list, ca.NamedLocation{ID: id, DisplayName: "Office", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: cidr}}})
		}
		out.NamedLocations = ca.Known(list)
		return out
	}
	const here, there, third = "198.51.100.0/24", "203.0.113.0/24", "192.0.2.0/24"
	for _, c := range []struct {
		name          string
		before, after *ca.Tenant
		lost, gained  []string
	}{
		{"one-more-is-left-out", offices(here, there, "a"), offices(here, there, "a", "b"), nil, []string{"Office (b)"}},
		{"the-other-is-left-out", offices(here, there, "a"), offices(here, there, "b"), []string{"Office (a)"}, []string{"Office (b)"}},
		{
			"one-moves", offices(here, there, "a", "b"), offices(third, there, "a", "b"),
			[]string{"Office (a, as before)"}, []string{"Office (a, as changed)"},
		},
		{"only-one-is-named", offices(here, there, "a"), offices(here, third), []string{"Office"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			said := map[difference.Kind][]string{}
			for _, b := range difference.Of(c.before, c.after).Boxes {
				said[b.Kind] = append(said[b.Kind], b.Networks.Only...)
				if len(b.Networks.Except) > 0 {
					t.Errorf("%s but at %q", b.Kind, b.Networks.Except)
				}
			}
			if !slices.Equal(said[difference.Lost], c.lost) || !slices.Equal(said[difference.Gained], c.gained) {
				t.Errorf("found %q, want %q lost and %q gained", said, c.lost, c.gained)
			}
		})
	}
}

// TestStrengthsOfOneName: an authentication strength that was edited is named with the tenant that says what it
// allows, and one that is called like another with its id.
func TestStrengthsOfOneName(t *testing.T) {
	t.Parallel()
	asking := func(combinations map[string]string, ids ...string) *ca.Tenant {
		var policies []ca.Policy
		for _, id := range ids {
			policies = append(policies, policy(id, func(p *ca.Policy) {
				p.GrantControls = &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: id}}
			}))
		}
		out := tenant(policies...)
		var all []ca.AuthenticationStrength
		for id, combination := range combinations {
			all = append(all, ca.AuthenticationStrength{ID: id, DisplayName: "Ours", AllowedCombinations: []string{combination}})
		}
		out.Strengths = ca.Known(all)
		return out
	}
	const key, hello = "fido2", "windowsHelloForBusiness"
	two := map[string]string{"s1": key, "s2": hello}
	for _, c := range []struct {
		name           string
		before, after  *ca.Tenant
		added, removed []string
	}{
		{"the-only-one", asking(two), asking(two, "s1"), []string{`authentication strength "Ours"`}, nil},
		{"edited", asking(map[string]string{"s1": key}, "s1"), asking(map[string]string{"s1": hello}, "s1"),
			[]string{`authentication strength "Ours" (as changed)`}, []string{`authentication strength "Ours" (as before)`}},
		{"another", asking(two, "s1"), asking(two, "s1", "s2"), []string{`authentication strength "Ours" (s2)`}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := one(t, c.before, c.after)
			if !slices.Equal(b.Added, c.added) || !slices.Equal(b.Removed, c.removed) {
				t.Errorf("asked now %q, no longer %q; want %q and %q", b.Added, b.Removed, c.added, c.removed)
			}
		})
	}
}

// TestWhatIsAskedInWords: what has no name but its own text is never called by more than that, and which of two is
// asked before and after.
func TestWhatIsAskedInWords(t *testing.T) {
	t.Parallel()
	asking := func(value string) *ca.Tenant {
		return tenant(policy("p", func(p *ca.Policy) {
			p.GrantControls = &ca.GrantControls{Extra: ca.Extra{"newControls": json.RawMessage(value)}}
		}))
	}
	b := one(t, asking("1"), asking("2"))
	added, removed := []string{"what the property newControls asks (as changed)"}, []string{"what the property newControls asks (as before)"}
	if !slices.Equal(b.Added, added) || !slices.Equal(b.Removed, removed) {
		t.Errorf("asked now %q, no longer %q", b.Added, b.Removed)
	}
	later := func(id string) ca.Policy { return policy(id, asks(ca.NotYetKnown)) }
	b = one(t, tenant(later("p")), tenant(later("p"), later("q")))
	if !slices.Equal(b.Added, []string{ca.NotYetKnown + " (as changed)"}) || len(b.Removed) > 0 {
		t.Errorf("asked now %q, no longer %q", b.Added, b.Removed)
	}
}
