package engine

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestWhatIfOutsider: nothing bars somebody from outside but the policies.
func TestWhatIfOutsider(t *testing.T) {
	t.Parallel()
	report, _ := asked(t, nil, func(p *ca.Policy) { p.GrantControls = nil }, func(s *ca.SignIn) {
		s.Identity = ca.SignInIdentity{ExternalUserType: "serviceProvider"}
	})
	if report.Person != "somebody from outside" || report.Outcome != Allowed || report.Barred != "" {
		t.Errorf("%q is %s (%s)", report.Person, report.Outcome, report.Barred)
	}
}

// TestWhatIfUserNotRead: of a user who was not read nobody knows whether it is a guest, of any of the types that a user
// object can have; it is called by its id.
func TestWhatIfUserNotRead(t *testing.T) {
	t.Parallel()
	notRead := func(o *ca.Tenant) { o.Users = ca.Fact[map[string]ca.User]{} }
	for _, kind := range []string{"b2bCollaborationGuest", "b2bCollaborationMember", "internalGuest"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			whatIfCase{"", notRead, includingGuests(nil, kind), nil, Unknown, "", []MissingFact{
				{"users", "read user " + alice + `: "Block" asks whether it is a guest`},
			}}.check(t)
		})
	}
	// A type that was stated needs no reading; it is the home tenant that is missing.
	some := &ca.ExternalTenants{MembershipKind: "enumerated", Members: []string{"t1"}}
	whatIfCase{"", notRead, includingGuests(some, "b2bCollaborationGuest"), func(s *ca.SignIn) {
		s.Identity.ExternalUserType = "b2bCollaborationGuest"
	}, Unknown, "", []MissingFact{
		{"signInIdentity.externalTenantId", "state the home tenant of " + alice + `: "Block" asks for it`},
	}}.check(t)
	whatIfCase{"", notRead, includingUsers(bob), nil, No, alice + " is not among whom it includes: user " + bob, nil}.check(t)
}

// TestWhatIfGuestTypes: what the sign-in states of where an account comes from counts more than the user object, and
// tenants that are not known yet may be its home.
func TestWhatIfGuestTypes(t *testing.T) {
	t.Parallel()
	later := &ca.ExternalTenants{MembershipKind: "enumerated", Members: []string{ca.NotYetKnown}}
	for _, c := range []struct {
		name   string
		policy func(*ca.Policy)
		home   string
		want   Value
	}{
		{"stated-type", includingGuests(nil, "b2bCollaborationMember"), "", Yes},
		{"another-type", includingGuests(nil, "b2bCollaborationGuest"), "", No},
		{"tenants-not-yet-known", includingGuests(later, "b2bCollaborationMember"), "t1", Unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, got := asked(t, nil, c.policy, func(s *ca.SignIn) {
				s.Identity.ExternalUserType, s.Identity.ExternalTenantID = "b2bCollaborationMember", c.home
			})
			if got.Applies != c.want {
				t.Errorf("applies is %s, want %s: %+v", got.Applies, c.want, got)
			}
		})
	}
}
