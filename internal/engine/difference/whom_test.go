package difference_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// concerning is a policy that blocks some users.
func concerning(u ca.Users) ca.Policy {
	return blocking(func(c *ca.Conditions) { c.Users = u })
}

// TestWrittenOtherwiseIsUnchanged: a policy that means the same people in another way is no edited one, and a
// policy that means nobody is not there.
func TestWrittenOtherwiseIsUnchanged(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name          string
		before, after ca.Users
	}{
		{"users-in-another-order", ca.Users{IncludeUsers: []string{"u1", "u2"}}, ca.Users{IncludeUsers: []string{"U2", "u1", "u2"}}},
		{"groups-in-another-order", ca.Users{IncludeUsers: []string{ca.All}, ExcludeUsers: []string{"u2"}, ExcludeGroups: []string{"g2", "g1"}},
			ca.Users{IncludeUsers: []string{ca.All}, ExcludeUsers: []string{"u2"}, ExcludeGroups: []string{"g1", "g2"}}},
		{"none", ca.Users{}, ca.Users{IncludeUsers: []string{ca.None}}},
		{"a-group-that-does-not-exist", ca.Users{}, ca.Users{IncludeGroups: []string{"gone"}}},
		{"a-role-that-nobody-holds", ca.Users{}, ca.Users{IncludeRoles: []string{ca.RoleSecurityAdministrator}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(tenant(concerning(c.before)), tenant(concerning(c.after)))
			if r.Policies[0].Change != difference.Unchanged || !r.None() {
				t.Errorf("the policy is %s: %+v", r.Policies[0].Change, r.Boxes)
			}
		})
	}
}

// TestUsersNotRead: where users were not read, a policy concerns whom it names, and whoever may be a guest.
func TestUsersNotRead(t *testing.T) {
	t.Parallel()
	with := func(policies ...ca.Policy) *ca.Tenant {
		out := tenant(policies...)
		out.Users = ca.Fact[map[string]ca.User]{}
		return out
	}
	const prefix = "users of whom it was not read whether they are guests are "
	for _, c := range []struct {
		name     string
		users    ca.Users
		sure     bool
		assuming string
	}{
		{"named", ca.Users{IncludeUsers: []string{"U9"}}, true, ""},
		{"another-is-named", ca.Users{IncludeUsers: []string{"u8"}}, false, ""},
		{"none", ca.Users{IncludeUsers: []string{ca.None}}, false, ""},
		{"inside", external(nil, "internalGuest"), false, prefix + "internalGuest"},
		{"guests", external(nil, "b2bCollaborationGuest"), false, prefix + "b2bCollaborationGuest"},
		{"members", external(nil, "b2bCollaborationMember"), false, prefix + "b2bCollaborationMember"},
		{"any-guests", ca.Users{IncludeUsers: []string{ca.GuestsOrExternalUsers}}, false,
			prefix + "internalGuest or b2bCollaborationGuest or b2bCollaborationMember"},
		{"all-but-guests", ca.Users{IncludeUsers: []string{ca.All}, ExcludeUsers: []string{ca.GuestsOrExternalUsers}}, false, prefix + "members"},
		{"direct", external(nil, "b2bDirectConnectUser"), false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(with(), with(concerning(c.users)))
			if sure, said := found(r, "u9"); sure != c.sure || strings.TrimSpace(said) != c.assuming {
				t.Errorf("the user is blocked: %v, assuming %q", sure, said)
			}
			if c.name == "none" && (!r.None() || r.Policies[0].Change != difference.Unchanged) {
				t.Errorf("somebody is meant: %s, %+v", r.Policies[0].Change, r.Boxes)
			}
		})
	}
}

// TestOneThingIsNotYetKnown: what is not known yet of a policy is one thing, though nothing else was read.
func TestOneThingIsNotYetKnown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		users ca.Users
		want  string
	}{
		{"users", ca.Users{IncludeUsers: []string{ca.NotYetKnown}}, "include users"},
		{"groups", ca.Users{IncludeGroups: []string{ca.NotYetKnown}}, "include groups"},
		{"roles", ca.Users{IncludeRoles: []string{ca.NotYetKnown}}, "include roles"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			with := func(policies ...ca.Policy) *ca.Tenant {
				out := tenant(policies...)
				out.Groups, out.RoleAssignments = ca.Fact[map[string]ca.Group]{}, ca.Fact[[]ca.RoleAssignment]{}
				return out
			}
			b := one(t, with(), with(concerning(c.users)))
			want := []string{"what is not known yet of the " + c.want + " of Policy p names the person"}
			if diff := cmp.Diff(want, b.Assuming); diff != "" {
				t.Errorf("it is assumed (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWithoutAName: who has no name is called by the id.
func TestWithoutAName(t *testing.T) {
	t.Parallel()
	with := func(policies ...ca.Policy) *ca.Tenant {
		out := tenant(policies...)
		out.Users.Value()["u4"] = ca.User{ID: "u4", UserType: "Member"}
		out.Groups.Value()["g4"] = ca.Group{ID: "g4"}
		out.GroupMembers["g4"] = []ca.Member{{ID: "u4", Kind: "#microsoft.graph.user"}}
		return out
	}
	for want, users := range map[string]ca.Users{
		"u4": {IncludeUsers: []string{"u4"}}, "members of g4": {IncludeGroups: []string{"g4"}},
	} {
		if b := one(t, with(), with(concerning(users))); !slices.Equal(b.People.Words, []string{want}) || b.People.Count != 1 {
			t.Errorf("the people are %+v, want %q", b.People, want)
		}
	}
}

// TestOneDirectory: two tenants that share all but one thing that was read differ in what that one makes of groups
// and roles.
func TestOneDirectory(t *testing.T) {
	t.Parallel()
	holds := func(id string) []ca.RoleAssignment {
		return []ca.RoleAssignment{{PrincipalID: id, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"}}
	}
	nobody := ca.Known([]ca.RoleAssignment(nil))
	finance, admins := ca.Users{IncludeGroups: []string{"g1"}}, ca.Users{IncludeRoles: []string{ca.RoleGlobalAdministrator}}
	for _, c := range []struct {
		name    string
		before  func(*ca.Tenant) // of both, but for what after changes
		after   func(*ca.Tenant)
		users   ca.Users
		changes map[string]difference.Kind // what becomes of users
	}{
		{"nothing-changes", nil, nil, finance, nil},
		{"members", nil, func(t *ca.Tenant) {
			t.GroupMembers = map[string][]ca.Member{"g1": {{ID: "u2", Kind: "#microsoft.graph.user"}}}
		},
			finance, map[string]difference.Kind{"u1": difference.Gained, "u2": difference.Lost}},
		{"a-group-is-gone", nil, func(t *ca.Tenant) { t.Groups = ca.Known(map[string]ca.Group{}) },
			finance, map[string]difference.Kind{"u1": difference.Gained}},
		{"another-holder", nil, func(t *ca.Tenant) { t.RoleAssignments = ca.Known(holds("u1")) },
			admins, map[string]difference.Kind{"u1": difference.Lost, "u2": difference.Gained}},
		{"a-holder-more", nil, func(t *ca.Tenant) { t.RoleAssignments = ca.Known(append(holds("u2"), holds("u1")...)) },
			admins, map[string]difference.Kind{"u1": difference.Lost}},
		{"by-a-schedule", nil, func(t *ca.Tenant) { t.AssignmentSchedules = ca.Known(holds("u1")) },
			admins, map[string]difference.Kind{"u1": difference.Lost}},
		{"nobody-any-more", nil, func(t *ca.Tenant) { t.RoleAssignments = nobody }, admins, map[string]difference.Kind{"u2": difference.Gained}},
		{"everything-of-roles", func(t *ca.Tenant) {
			t.RoleAssignments, t.AssignmentSchedules, t.RoleDefinitions = nobody, nobody, ca.Known([]ca.RoleDefinition(nil))
		}, func(t *ca.Tenant) {
			t.RoleAssignments, t.AssignmentSchedules = ca.Known(holds("u1")), ca.Known(holds("u2"))
			t.RoleDefinitions = ca.Known([]ca.RoleDefinition{{ID: "r", TemplateID: "r"}})
		}, admins, map[string]difference.Kind{"u1": difference.Lost, "u2": difference.Lost}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			before := tenant(concerning(c.users))
			if c.before != nil {
				c.before(before)
			}
			after := *before
			if c.after != nil {
				c.after(&after)
			}
			r := difference.Of(before, &after)
			kinds := map[string]difference.Kind{}
			for i := range r.Boxes {
				for _, user := range []string{"u1", "u2", "u3"} {
					s := r.Boxes[i].Example
					if s.Identity = (ca.SignInIdentity{UserID: user}); r.Boxes[i].Holds(s) {
						kinds[user] = r.Boxes[i].Kind
					}
				}
			}
			if len(kinds)+len(c.changes) > 0 && !cmp.Equal(kinds, c.changes) {
				t.Errorf("(-want +got):\n%s", cmp.Diff(c.changes, kinds))
			}
		})
	}
}

// TestPlanOfOneDirectory: a plan may name a group or a role that no policy named before.
func TestPlanOfOneDirectory(t *testing.T) {
	t.Parallel()
	for who, users := range map[string]ca.Users{
		"u1": {IncludeGroups: []string{"g1"}}, "u2": {IncludeRoles: []string{ca.RoleGlobalAdministrator}},
	} {
		before := tenant(policy("q", func(p *ca.Policy) { p.Conditions.Users.ExcludeGroups = []string{"g2"} }))
		after := *before
		after.Policies = ca.Known(append(slices.Clone(before.Policies.Value()), concerning(users)))
		if b := one(t, before, &after); b.People.Count != 1 || b.Example.Identity.UserID != who {
			t.Errorf("%s is not blocked alone: %+v", who, b.People)
		}
	}
}

// TestDirectoryThatIsReadAtLast: a group of which nobody knew is another thing than a group that does not exist.
func TestDirectoryThatIsReadAtLast(t *testing.T) {
	t.Parallel()
	before := &ca.Tenant{Policies: ca.Known([]ca.Policy{concerning(ca.Users{IncludeGroups: []string{"g"}})})}
	after := *before
	after.Groups, after.Users = ca.Known(map[string]ca.Group(nil)), ca.Known(map[string]ca.User(nil))
	after.ServicePrincipals = ca.Known(map[string]ca.ServicePrincipal(nil))
	if p := difference.Of(before, &after).Policies[0]; p.Change != difference.Deleted {
		t.Errorf("the policy is %s", p.Change)
	}
}
