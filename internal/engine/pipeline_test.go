package engine

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestPipelineLooksThroughEmptyObjects: a condition that is there and empty narrows nothing.
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
		{"devices", func(c *ca.Conditions) { c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Rule: "x"}} }, Undecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			policy := blockEverybody(func(p *ca.Policy) {
				p.Conditions.Users = ca.Users{}
				p.Conditions.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: []string{"pipeline"}}
				c.change(&p.Conditions)
			})
			q := Question{Tenant: office(policy), Pipeline: "pipeline"}
			q.Tenant.ID = "contoso"
			q.Tenant.ServicePrincipals = ca.Known(map[string]ca.ServicePrincipal{"pipeline": {
				ID: "pipeline", ServicePrincipalType: "Application", SignInAudience: "AzureADMyOrg", AppOwnerOrganizationID: "contoso",
			}})
			if got := Decide(q).Pipeline; got.Verdict != c.want {
				t.Errorf("the pipeline is %s, want %s: %v", got.Verdict, c.want, got.MissingFacts)
			}
		})
	}
}
