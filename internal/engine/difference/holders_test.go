package difference_test

import (
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// found reports whether a user is in a box for sure, and what the boxes assume that may hold it.
func found(r difference.Report, user string) (sure bool, assuming string) {
	return foundWho(r, ca.SignInIdentity{UserID: user})
}

// foundWho is found, for anybody.
func foundWho(r difference.Report, who ca.SignInIdentity) (sure bool, assuming string) {
	var all []string
	s := ca.SignIn{Identity: who, Context: ca.SignInContext{Applications: []string{"app"}}}
	for i := range r.Boxes {
		if b := &r.Boxes[i]; b.Holds(s) {
			sure = sure || len(b.Assuming) == 0
			all = append(all, strings.Join(b.Assuming, "\n")+"\n")
		}
	}
	return sure, strings.Join(all, "\n")
}

// TestHolders blocks who holds a role, and asks whether ada does.
func TestHolders(t *testing.T) {
	t.Parallel()
	assigned := func(principal, scope string) func(*ca.Tenant) {
		return func(t *ca.Tenant) {
			t.RoleAssignments = ca.Known(append(t.RoleAssignments.Value(),
				ca.RoleAssignment{PrincipalID: principal, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: scope}))
		}
	}
	for _, c := range []struct {
		name     string
		change   func(*ca.Tenant)
		sure     bool
		assuming string // words of what is assumed, where that is anything
	}{
		{"nothing", func(*ca.Tenant) {}, false, ""},
		{"herself", assigned("U1", "/"), true, ""},
		{"of-a-part", assigned("u1", "/administrativeUnits/a"), false, ""},
		{"through-a-group", assigned("g1", "/"), true, ""},
		{"of-a-part-through-a-group", assigned("g1", "/administrativeUnits/a"), false, ""},
		{"through-a-group-of-members-without-a-kind", func(t *ca.Tenant) {
			assigned("g1", "/")(t)
			t.GroupMembers = map[string][]ca.Member{"g1": {{ID: "u1"}}}
		}, true, ""},
		{"through-an-unread-group", assigned("g2", "/"), false, "a member of Unread"},
		{"through-an-unread-group-twice", func(t *ca.Tenant) { assigned("g2", "/")(t); assigned("g2", "/")(t) }, false, "a member of Unread"},
		{"another-role", func(t *ca.Tenant) {
			t.RoleAssignments = ca.Known([]ca.RoleAssignment{{PrincipalID: "u1", RoleDefinitionID: "another", DirectoryScopeID: "/"}})
		}, false, ""},
		{"by-a-schedule", func(t *ca.Tenant) {
			t.AssignmentSchedules = ca.Known([]ca.RoleAssignment{{PrincipalID: "u1", RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"}})
		}, true, ""},
		{"not-read", func(t *ca.Tenant) { t.RoleAssignments = ca.Fact[[]ca.RoleAssignment]{} }, false,
			"the person holds Global Administrator; role assignments were not read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			with := func(policies ...ca.Policy) *ca.Tenant {
				out := tenant(policies...)
				c.change(out)
				return out
			}
			blocking := blocking(func(c *ca.Conditions) {
				c.Users = ca.Users{IncludeRoles: []string{ca.RoleGlobalAdministrator}}
			})
			r := difference.Of(with(), with(blocking))
			if sure, assuming := found(r, "u1"); sure != c.sure || (assuming != "") != (sure || c.assuming != "") ||
				!strings.Contains(assuming, c.assuming) || strings.Count(assuming, "Unread") > 1 {
				t.Errorf("she is one: %v, assuming %q", sure, assuming)
			}
			if r := difference.Of(with(blocking), with(blocking)); !r.None() {
				t.Errorf("the same is a difference: %+v", r)
			}
			// Who is assigned, and nothing else, changes.
			r = difference.Of(tenant(blocking), with(blocking))
			if sure, _ := found(r, "u1"); sure != c.sure {
				t.Errorf("she becomes one: %v", sure)
			}
		})
	}
}

// TestHoldersThatChange changes who holds a role, and no policy.
func TestHoldersThatChange(t *testing.T) {
	t.Parallel()
	holding := func(principals ...string) *ca.Tenant {
		out := tenant(blocking(func(c *ca.Conditions) { c.Users = ca.Users{IncludeRoles: []string{ca.RoleGlobalAdministrator}} }))
		out.Groups.Value()["g3"] = ca.Group{ID: "g3", DisplayName: "Unread as well"}
		var assignments []ca.RoleAssignment
		for _, id := range principals {
			assignments = append(assignments, ca.RoleAssignment{
				PrincipalID: id, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/",
			})
		}
		out.RoleAssignments = ca.Known(assignments)
		return out
	}
	// A member without a kind is a group where members are listed for its id, and a user otherwise.
	without := func(lists ...string) *ca.Tenant {
		out := holding("u2", "g1")
		out.GroupMembers = map[string][]ca.Member{"g1": {{ID: "u1"}}}
		for _, id := range lists {
			out.GroupMembers[id] = nil
		}
		return out
	}
	for _, c := range []struct {
		name          string
		before, after *ca.Tenant
		change        difference.Change
	}{
		{"another", holding("u1"), holding("u2"), difference.Edited},
		{"in-another-order", holding("u2", "g2", "g3"), holding("g3", "u2", "g2"), difference.Unchanged},
		{"assigned-twice", holding("u2", "g2", "g3"), holding("u2", "g2", "g3", "g3", "u2"), difference.Unchanged},
		{"another-unread-group", holding("u2", "g2"), holding("u2", "g3"), difference.Edited},
		{"a-user-who-becomes-a-group", without(), without("u1"), difference.Edited},
		{"a-group-that-becomes-a-user", without("u1"), without(), difference.Edited},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(c.before, c.after)
			if r.Policies[0].Change != c.change || r.None() != (c.change == difference.Unchanged) || r.Undecided != "" {
				t.Errorf("the policy is %s: %+v %s", r.Policies[0].Change, r.Boxes, r.Undecided)
			}
		})
	}
}

// TestRoleWithoutAName: a role of which nobody read a name is called by its id, once.
func TestRoleWithoutAName(t *testing.T) {
	t.Parallel()
	const role = "f28a1f50-f6e7-4571-818b-6a12f2af6b6c"
	before, after := tenant(), tenant(blocking(func(c *ca.Conditions) { c.Users = ca.Users{IncludeRoles: []string{role}} }))
	before.RoleAssignments, after.RoleAssignments = ca.Fact[[]ca.RoleAssignment]{}, ca.Fact[[]ca.RoleAssignment]{}
	_, assuming := found(difference.Of(before, after), "u1")
	if want := "the person holds role " + role + "; role assignments were not read"; strings.TrimSpace(assuming) != want {
		t.Errorf("%q, want %q", assuming, want)
	}
}

// TestBecomingAGuest changes what a user object says, and no policy.
func TestBecomingAGuest(t *testing.T) {
	t.Parallel()
	blocking := blocking(func(c *ca.Conditions) {
		c.Users = ca.Users{IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"internalGuest"}}}
	})
	ada := func(userType string) *ca.Tenant {
		out := tenant(blocking)
		out.Users.Value()["u1"] = ca.User{ID: "u1", UserPrincipalName: "ada@contoso.com", UserType: userType}
		return out
	}
	for _, c := range []struct {
		before, after string
		kind          difference.Kind
	}{{"Member", "Guest", difference.Lost}, {"Guest", "Member", difference.Gained}, {"Guest", "Guest", ""}, {"Member", "Member", ""}} {
		r := difference.Of(ada(c.before), ada(c.after))
		switch {
		case c.kind == "" && r.None():
		case len(r.Boxes) != 1 || r.Boxes[0].Kind != c.kind || r.Boxes[0].Example.Identity.UserID != "u1":
			t.Errorf("from %s to %s: want one box that is %q: %+v", c.before, c.after, c.kind, r.Boxes)
		}
	}
}
