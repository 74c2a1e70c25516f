package engine

import (
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestPipelineLooksThroughEmptyObjects: a condition that is there and empty narrows nothing, and one that is not empty,
// and that a workload's sign-in has nothing of, does so perhaps.
func TestPipelineLooksThroughEmptyObjects(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*ca.Conditions)
		want   Verdict
	}{
		{"platforms-empty", func(c *ca.Conditions) { c.Platforms = &ca.PlatformCondition{} }, LockedOut},
		{"devices-empty", func(c *ca.Conditions) { c.Devices = &ca.DeviceCondition{} }, LockedOut},
		{"flows-empty", func(c *ca.Conditions) { c.AuthenticationFlows = &ca.AuthenticationFlows{} }, LockedOut},
		{"locations-empty", func(c *ca.Conditions) { c.Locations = &ca.LocationCondition{} }, LockedOut},
		{"platforms", func(c *ca.Conditions) {
			c.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformWindows}}
		}, Undecided},
		{"platforms-excluded", func(c *ca.Conditions) {
			c.Platforms = &ca.PlatformCondition{ExcludePlatforms: []ca.Platform{ca.PlatformWindows}}
		}, Undecided},
		{"platforms-included-and-excluded", func(c *ca.Conditions) {
			c.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: []ca.Platform{ca.PlatformWindows}}
		}, Undecided},
		{"clients-empty", func(c *ca.Conditions) { c.ClientAppTypes = nil }, LockedOut},
		{"clients", func(c *ca.Conditions) { c.ClientAppTypes = []ca.ClientApp{ca.ClientAppBrowser} }, Undecided},
		{"clients-and-all-of-them", func(c *ca.Conditions) {
			c.ClientAppTypes = []ca.ClientApp{ca.ClientAppBrowser, ca.ClientAppAll}
		}, LockedOut},
		{"devices", func(c *ca.Conditions) { c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Rule: "x"}} }, Undecided},
		{"user-risk", func(c *ca.Conditions) { c.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh} }, Undecided},
		{"sign-in-risk", func(c *ca.Conditions) { c.SignInRiskLevels = []ca.RiskLevel{ca.RiskHigh} }, Undecided},
		{"insider-risk", func(c *ca.Conditions) { c.InsiderRiskLevels = []string{"minor"} }, Undecided},
		{"agent-risk", func(c *ca.Conditions) { c.AgentIDRiskLevels = []string{"high"} }, Undecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := shutPipeline(c.change)
			if got := Decide(q).Pipeline; got.Verdict != c.want {
				t.Errorf("the pipeline is %s, want %s: %v", got.Verdict, c.want, got.MissingFacts)
			}
		})
	}
}

// TestPipelineDoubts: what keeps a block from being sure is said, and nothing else.
func TestPipelineDoubts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		policy func(*ca.Conditions)
		change func(*ca.ServicePrincipal)
		want   []string
	}{
		{"principal-not-read", func(*ca.Conditions) {}, func(s *ca.ServicePrincipal) { s.ServicePrincipalType = "" }, []string{"servicePrincipals"}},
		{"network", func(c *ca.Conditions) { c.Locations = locations([]string{branch.ID}, nil) }, func(*ca.ServicePrincipal) {}, []string{"pipeline_networks"}},
		{"both", func(c *ca.Conditions) { c.Locations = locations([]string{branch.ID}, nil) },
			func(s *ca.ServicePrincipal) { s.SignInAudience = "" }, []string{"pipeline_networks", "servicePrincipals"}},
		{"condition", func(c *ca.Conditions) { c.Platforms = onPlatforms(ca.PlatformWindows) }, func(*ca.ServicePrincipal) {}, []string{"condition"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := shutPipeline(c.policy)
			q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{branch})
			principal := q.Tenant.ServicePrincipals.Value()["pipeline"]
			c.change(&principal)
			q.Tenant.ServicePrincipals.Value()["pipeline"] = principal
			got := Decide(q).Pipeline
			var facts []string
			for _, f := range got.MissingFacts {
				facts = append(facts, f.Fact)
			}
			if got.Verdict != Undecided || got.DisplayName != "Deployment" || !slices.Equal(facts, c.want) {
				t.Errorf("%s is %s, and missing is %v, want %v", got.DisplayName, got.Verdict, facts, c.want)
			}
		})
	}
}

// TestPipelineNetworks: the pipeline runs where it runs, so what is not stated of that may be anything.
func TestPipelineNetworks(t *testing.T) {
	t.Parallel()
	const in, out = "203.0.113.7", "198.51.100.9"
	ranged := ca.NamedLocation{ID: "ranged", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "203.0.113.0/24"}}}
	empty := ca.NamedLocation{ID: "empty", Kind: ca.LocationIP}
	for _, c := range []struct {
		name      string
		condition *ca.LocationCondition
		stated    ca.Network
		want      Verdict
		facts     []string
	}{
		{"country-alone-may-be-in-a-range", locations([]string{ranged.ID}, nil), ca.Network{Country: "NO"}, Undecided, []string{"pipeline_networks"}},
		{"country-alone-may-be-outside-a-range", locations([]string{ca.All}, []string{ranged.ID}), ca.Network{Country: "NO"}, Undecided, []string{"pipeline_networks"}},
		{"country-alone-is-in-no-empty-location", locations([]string{empty.ID}, nil), ca.Network{Country: "NO"}, Reachable, nil},
		{"inside", locations([]string{ranged.ID}, nil), ca.Network{Address: in}, LockedOut, nil},
		{"outside", locations([]string{ranged.ID}, nil), ca.Network{Address: out}, Reachable, nil},
		{"country", locations([]string{ca.All}, []string{norway.ID}), ca.Network{Country: "NO"}, Reachable, nil},
		{"another-country", locations([]string{ca.All}, []string{norway.ID}), ca.Network{Country: "SE"}, LockedOut, nil},
		{"address-alone-may-be-in-a-country", locations([]string{norway.ID}, nil), ca.Network{Address: out}, Undecided, []string{"pipeline_networks"}},
		{"nothing-stated-and-everywhere", locations([]string{ca.All, ranged.ID}, nil), ca.Network{}, LockedOut, nil},
		{"nothing-stated", locations([]string{ranged.ID}, nil), ca.Network{}, Undecided, []string{"pipeline_networks"}},
		{"nothing-more-to-state", locations([]string{"gone"}, nil), ca.Network{Address: out, Country: "NO"}, Undecided, []string{"condition"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := shutPipeline(func(conditions *ca.Conditions) { conditions.Locations = c.condition })
			q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{ranged, empty, norway})
			q.Assume.PipelineNetworks = []ca.Network{c.stated}
			got := Decide(q).Pipeline
			var facts []string
			for _, f := range got.MissingFacts {
				facts = append(facts, f.Fact)
			}
			if got.Verdict != c.want || !slices.Equal(facts, c.facts) {
				t.Errorf("the pipeline is %s, and missing is %v, want %s, %v", got.Verdict, facts, c.want, c.facts)
			}
		})
	}
}

// TestPipelinePrincipals: a policy means the pipeline where it names it, or all of the tenant, and may mean it where
// whom it names is not known yet.
func TestPipelinePrincipals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name             string
		include, exclude []string
		want             Verdict
	}{
		{"named", []string{"pipeline"}, nil, LockedOut},
		{"all-of-the-tenant", []string{ca.ServicePrincipalsInMyOrg}, nil, LockedOut},
		{"another", []string{"other"}, nil, Reachable},
		{"not-yet-known", []string{ca.NotYetKnown}, nil, Undecided},
		{"named-beside-one-not-yet-known", []string{ca.NotYetKnown, "pipeline"}, nil, LockedOut},
		{"excluded", []string{ca.ServicePrincipalsInMyOrg}, []string{"pipeline"}, Reachable},
		{"excluded-one-not-yet-known", []string{ca.ServicePrincipalsInMyOrg}, []string{ca.NotYetKnown}, Undecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := shutPipeline(func(conditions *ca.Conditions) {
				conditions.ClientApplications.IncludeServicePrincipals, conditions.ClientApplications.ExcludeServicePrincipals = c.include, c.exclude
			})
			if got := Decide(q).Pipeline; got.Verdict != c.want {
				t.Errorf("the pipeline is %s, want %s: %v", got.Verdict, c.want, got.MissingFacts)
			}
		})
	}
}

// TestPipelineCoreIsOnePolicy: one policy is enough to lock the pipeline out, so that of several the first is told of.
func TestPipelineCoreIsOnePolicy(t *testing.T) {
	t.Parallel()
	q := shutPipeline(func(*ca.Conditions) {})
	block := q.Tenant.Policies.Value()[0]
	q.Tenant.Policies = ca.Known(numbered(block, block))
	if got := Decide(q).Pipeline; got.Verdict != LockedOut || len(got.Core) != 1 || got.Core[0].PolicyID != "policy-0" {
		t.Errorf("the pipeline is %s: %+v", got.Verdict, got.Core)
	}
}

// shutPipeline is a tenant with a policy that blocks the pipeline.
func shutPipeline(change func(*ca.Conditions)) Question {
	policy := blockEverybody(func(p *ca.Policy) {
		p.Conditions.Users = ca.Users{}
		p.Conditions.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: []string{"pipeline"}}
		change(&p.Conditions)
	})
	q := Question{Tenant: office(policy), Pipeline: "pipeline"}
	q.Tenant.ID = "contoso"
	q.Tenant.ServicePrincipals = ca.Known(map[string]ca.ServicePrincipal{"pipeline": {
		ID: "pipeline", DisplayName: "Deployment", ServicePrincipalType: "Application", SignInAudience: "AzureADMyOrg", AppOwnerOrganizationID: "contoso",
	}})
	return q
}
