package engine

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestEnumerate: a list reads like a sentence, and a long one says how many more there are.
func TestEnumerate(t *testing.T) {
	t.Parallel()
	all := []string{"a", "b", "c", "d", "e", "f"}
	for n, want := range []string{"nothing", "a", "a and b", "a, b and c", "a, b, c and d", "a, b, c, d and 1 more", "a, b, c, d and 2 more"} {
		if got := enumerate(all[:n]); got != want {
			t.Errorf("%d names are %q, want %q", n, got, want)
		}
	}
}

// TestWhatIfNamesApplications: an application is called as its service principal is, the first by id that has a name.
func TestWhatIfNamesApplications(t *testing.T) {
	t.Parallel()
	const app, other = "50000000-0000-0000-0000-0000000000a1", "50000000-0000-0000-0000-0000000000a2"
	for _, c := range []struct {
		name       string
		principals []ca.ServicePrincipal
		want       string
	}{
		{"none", nil, "application " + app},
		{"its-own", []ca.ServicePrincipal{{ID: "s1", AppID: app, DisplayName: "Payroll"}}, "Payroll"},
		{"without-a-name", []ca.ServicePrincipal{{ID: "s1", AppID: app}}, "application " + app},
		{"of-another-application", []ca.ServicePrincipal{{ID: "s1", AppID: other, DisplayName: "Travel"}}, "application " + app},
		{"several", []ca.ServicePrincipal{
			{ID: "s4", AppID: app, DisplayName: "Fourth"}, {ID: "s3", AppID: app, DisplayName: "Third"},
			{ID: "s2", AppID: app}, {ID: "s1", AppID: other, DisplayName: "Travel"},
		}, "Third"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			report, _ := asked(t, func(o *ca.Tenant) {
				o.ServicePrincipals = ca.Known(ca.ByID(c.principals, func(s ca.ServicePrincipal) string { return s.ID }))
			}, nil, func(s *ca.SignIn) { s.Context.Applications = []string{app} })
			if got := report.Audiences[0].Name; got != c.want {
				t.Errorf("is called %q, want %q", got, c.want)
			}
		})
	}
}
