package reference

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestPipeline(t *testing.T) {
	t.Parallel()
	workload := func(change func(*ca.Conditions)) ca.Policy {
		return policy(ca.ControlBlock, func(c *ca.Conditions) {
			c.Users = ca.Users{IncludeUsers: []string{ca.None}}
			c.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
		}, change)
	}
	asIs := func(*ca.Conditions) {}
	except := func(id string) func(*ca.Conditions) {
		return func(c *ca.Conditions) {
			c.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{id}}
		}
	}
	identity := func(change func(*ca.ServicePrincipal)) func(*Question) {
		return func(q *Question) {
			sp := q.Tenant.ServicePrincipals.Value()["pipeline"]
			change(&sp)
			q.Tenant.ServicePrincipals.Value()["pipeline"] = sp
		}
	}
	from := func(addresses ...string) func(*Question) {
		return func(q *Question) {
			for _, a := range addresses {
				q.Assume.PipelineNetworks = append(q.Assume.PipelineNetworks, ca.Network{Address: a})
			}
		}
	}
	mfa := workload(asIs)
	mfa.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlMFA}
	same := func(*Question) {}
	for _, c := range []struct {
		name   string
		policy ca.Policy
		change func(*Question)
		want   string
	}{
		{"not-named", workload(asIs), func(q *Question) { q.Pipeline = "" }, NotChecked},
		{"policy-for-people", policy(ca.ControlBlock), same, Reachable},
		{"blocked", workload(asIs), same, LockedOut},
		{"blocked-by-id", workload(func(c *ca.Conditions) { c.ClientApplications.IncludeServicePrincipals = []string{"PIPELINE"} }), same, LockedOut},
		{"another", workload(func(c *ca.Conditions) { c.ClientApplications.IncludeServicePrincipals = []string{"another"} }), same, Reachable},
		{"excluded", workload(func(c *ca.Conditions) { c.ClientApplications.ExcludeServicePrincipals = []string{"pipeline"} }), same, Reachable},
		{"named-not-yet", workload(func(c *ca.Conditions) { c.ClientApplications.IncludeServicePrincipals = []string{ca.NotYetKnown} }), same, Undecided},
		{"filter", workload(func(c *ca.Conditions) {
			c.ClientApplications.ServicePrincipalFilter = &ca.Filter{Mode: ca.FilterExclude}
		}), same, Undecided},
		{"asked-for-something-else", mfa, same, Undecided},
		{"another-resource", workload(func(c *ca.Conditions) { c.Applications.IncludeApplications = []string{"another"} }), same, Reachable},
		{"graph-cannot-be-excluded", workload(func(c *ca.Conditions) { c.Applications.ExcludeApplications = []string{ca.AppMicrosoftGraph} }), same, LockedOut},
		{"risky-only", workload(func(c *ca.Conditions) { c.ServicePrincipalRiskLevels = []ca.RiskLevel{ca.RiskHigh} }), same, Reachable},
		{"any-client", workload(func(c *ca.Conditions) { c.ClientAppTypes = []ca.ClientApp{ca.ClientAppAll} }), same, LockedOut},
		{"some-client", workload(func(c *ca.Conditions) { c.ClientAppTypes = []ca.ClientApp{ca.ClientAppBrowser} }), same, Undecided},
		{"condition-about-people", workload(func(c *ca.Conditions) { c.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh} }), same, Undecided},

		{"outside-a-location", workload(except("office")), same, Undecided},
		{"outside-a-location-from-inside", workload(except("office")), from("203.0.113.7"), Reachable},
		{"outside-a-location-from-both", workload(except("office")), from("203.0.113.7", "192.0.2.1"), LockedOut},
		{"outside-a-location-from-nowhere", workload(except("office")), from("10.0.0.1"), Undecided},
		{"outside-every-trusted-location-and-none-is", workload(except(ca.AllTrusted)), same, LockedOut},

		{"managed-identity", workload(asIs), identity(func(s *ca.ServicePrincipal) { s.ServicePrincipalType = "ManagedIdentity" }), Reachable},
		{"several-tenants", workload(asIs), identity(func(s *ca.ServicePrincipal) { s.SignInAudience = "AzureADMultipleOrgs" }), Reachable},
		{"another-tenant", workload(asIs), identity(func(s *ca.ServicePrincipal) { s.AppOwnerOrganizationID = "fabrikam" }), Reachable},
		{"audience-not-read", workload(asIs), identity(func(s *ca.ServicePrincipal) { s.SignInAudience = "" }), Undecided},
		{"organization-not-read", workload(asIs), func(q *Question) { q.Tenant.ID = "" }, Undecided},
		{"not-found", workload(asIs), func(q *Question) { delete(q.Tenant.ServicePrincipals.Value(), "pipeline") }, Undecided},
		{"policies-not-read", workload(asIs), func(q *Question) { q.Tenant.Policies = ca.Fact[[]ca.Policy]{} }, Undecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := small(c.policy)
			tenant.NamedLocations = ca.Known([]ca.NamedLocation{{ID: "office", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "203.0.113.0/24"}}}})
			tenant.ServicePrincipals.Value()["pipeline"] = ca.ServicePrincipal{
				ID: "pipeline", ServicePrincipalType: "Application", SignInAudience: "AzureADMyOrg", AppOwnerOrganizationID: "contoso",
			}
			q := Question{Tenant: tenant, Pipeline: "pipeline"}
			c.change(&q)
			if got := Decide(q).PipelineVerdict; got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
