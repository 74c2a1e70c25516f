package guard

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestReferences(t *testing.T) {
	t.Parallel()
	const dead = "dead0000-0000-4000-8000-000000000001"
	users := func(change func(*ca.Users)) func(*ca.Policy) {
		return func(p *ca.Policy) { change(&p.Conditions.Users) }
	}
	for _, c := range []struct {
		name   string
		policy func(*ca.Policy)
		want   string // the attribute, "" for none
	}{
		{"all-there", func(*ca.Policy) {}, ""},
		{"user", excluding(dead), "conditions.users.exclude_users"},
		{"included-user", including(carol, dead), "conditions.users.include_users"},
		{"words", including(ca.None, ca.GuestsOrExternalUsers), ""},
		{"group", users(func(u *ca.Users) { u.ExcludeGroups = []string{dead} }), "conditions.users.exclude_groups"},
		{"role", users(func(u *ca.Users) { u.ExcludeRoles = []string{dead} }), "conditions.users.exclude_roles"},
		{"known-role", users(func(u *ca.Users) { u.ExcludeRoles = []string{ca.RoleGlobalAdministrator} }), ""},
		{"app", forApps(dead), "conditions.applications.include_applications"},
		{"excluded-app", func(p *ca.Policy) { p.Conditions.Applications.ExcludeApplications = []string{dead} }, "conditions.applications.exclude_applications"},
		{"microsoft-app", forApps(ca.AppExchangeOnline, ca.Office365, "de8bc8b5-d9f9-48b1-a8ad-b748da725064"), ""},
		{"location", outside(dead), "conditions.locations.exclude_locations"},
		{"known-locations", outside(office, ca.AllTrusted, ca.LegacyTrustedIPs), ""},
		{"strength", func(p *ca.Policy) {
			p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, AuthenticationStrength: &ca.AuthenticationStrength{ID: dead}}
		}, "grant_controls.authentication_strength.id"},
		{"built-in-strength", func(p *ca.Policy) {
			p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, AuthenticationStrength: &ca.AuthenticationStrength{ID: ca.StrengthMFA}}
		}, ""},
		{"context", func(p *ca.Policy) {
			p.Conditions.Applications = ca.Applications{IncludeAuthenticationContextClassReferences: []string{"c1", "c2"}}
		}, "conditions.applications.include_authentication_context_class_references"},
		{"not-yet-known", excluding(breakGlass1, breakGlass2, ca.NotYetKnown), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			attribute := func(tenant *ca.Tenant) string {
				for _, f := range Judge(tenant, []Change{create(policy("", "Policy", c.policy))}, settings(loose), noon).Findings {
					if f.Rule == "EG027" {
						return f.Attribute
					}
				}
				return ""
			}
			if got := attribute(contoso()); got != c.want {
				t.Errorf("found at %q, want %q", got, c.want)
			}
			unread := &ca.Tenant{Policies: ca.Known([]ca.Policy{})}
			if got := attribute(unread); got != "" {
				t.Errorf("found at %q in a tenant where nothing was read", got)
			}
		})
	}
}

// TestALocationOfTheSamePlan: what the plan creates resolves, and what it deletes does not.
func TestALocationOfTheSamePlan(t *testing.T) {
	t.Parallel()
	here := contoso().NamedLocations.Value()[0]
	p := create(policy("", "Policy", outside(office)))
	findings := judged(settings(loose), p, Change{Object: ObjectNamedLocation, ID: here.ID, LocationBefore: &here})
	if diff := cmp.Diff([]string{"EG027!"}, of(findings, "EG027")); diff != "" {
		t.Error(diff)
	}
}
