package difference_test

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestWhatStaysSomewhereElse: a policy that stays, and no longer matters at some values of a condition, still
// applies at none but its own of the others.
func TestWhatStaysSomewhereElse(t *testing.T) {
	t.Parallel()
	at := func(ids ...string) *ca.LocationCondition { return &ca.LocationCondition{IncludeLocations: ids} }
	on := func(platforms ...ca.Platform) *ca.PlatformCondition {
		return &ca.PlatformCondition{IncludePlatforms: platforms}
	}
	for _, c := range []struct {
		name              string
		stays, one, other func(*ca.Conditions)
	}{
		{
			"locations",
			func(c *ca.Conditions) { c.Locations = at("linz") },
			func(c *ca.Conditions) { c.Locations = at("oslo") },
			func(c *ca.Conditions) { c.Locations = at(ca.All); c.Locations.ExcludeLocations = []string{"oslo"} },
		},
		{
			"platforms",
			func(c *ca.Conditions) { c.Platforms = on(ca.PlatformLinux) },
			func(c *ca.Conditions) { c.Platforms = on(ca.PlatformWindows) },
			func(c *ca.Conditions) {
				c.Platforms = on(ca.PlatformAll)
				c.Platforms.ExcludePlatforms = []ca.Platform{ca.PlatformWindows}
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			asking := func(id string, control ca.BuiltInControl, where func(*ca.Conditions)) ca.Policy {
				return policy(id, func(p *ca.Policy) { asks(control)(p); where(&p.Conditions) })
			}
			with := func(policies ...ca.Policy) *ca.Tenant {
				out := tenant(policies...)
				out.NamedLocations = ca.Known([]ca.NamedLocation{
					{ID: "oslo", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "203.0.113.0/24"}}},
					{ID: "linz", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "198.51.100.0/24"}}},
				})
				return out
			}
			stays := asking("stays", ca.ControlMFA, c.stays)
			one, other := asking("one", ca.ControlCompliantDevice, c.one), asking("other", ca.ControlMFA, c.other)
			for _, added := range [][]ca.Policy{{one, other}, {other, one}} {
				r := difference.Of(with(stays), with(append(added, stays)...))
				if len(r.Boxes) != 2 || r.Boxes[0].Kind != difference.AskedMore || r.Boxes[1].Kind != difference.AskedMore {
					t.Errorf("want two boxes that are asked more: %+v", r.Boxes)
				}
			}
		})
	}
}
