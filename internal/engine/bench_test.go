package engine

import (
	"fmt"
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// mixes are the tenants that are timed.
var mixes = []struct {
	name   string
	tenant func(policies, repairers int) *ca.Tenant
}{{"plausible", plausible}, {"pessimal", pessimal}}

var sizes = []struct{ policies, repairers int }{
	{20, 1}, {60, 1}, {120, 1}, {240, 1},
	{20, 50}, {46, 50}, {60, 50}, {120, 50}, {240, 50},
	{20, 5000}, {60, 5000}, {120, 5000}, {240, 5000},
}

func question(t *ca.Tenant) Question {
	return Question{Tenant: t, BreakGlass: ca.BreakGlass{Users: []string{alice, bob}}}
}

func BenchmarkDecide(b *testing.B) {
	for _, mix := range mixes {
		for _, size := range sizes {
			b.Run(fmt.Sprintf("mix=%s/repairers=%d/policies=%d", mix.name, size.repairers, size.policies), func(b *testing.B) {
				q := question(mix.tenant(size.policies, size.repairers))
				b.ReportAllocs()
				for b.Loop() {
					Decide(q)
				}
			})
		}
	}
}

// changes are what one more policy can do: nothing to whether people can sign in, or lock half of them out.
var changes = []struct {
	name   string
	policy ca.Policy
}{
	{"harmless", blockEverybody(func(p *ca.Policy) {
		p.ID, p.Conditions.SignInRiskLevels = "one-more", []ca.RiskLevel{ca.RiskMedium}
		p.Conditions.Users.ExcludeUsers = []string{alice, bob}
	})},
	{"lockout", blockEverybody(func(p *ca.Policy) {
		p.ID, p.Conditions.Users.IncludeUsers, p.Conditions.Users.IncludeGroups = "one-more", nil, []string{"team-0", "team-1", "group-0"}
	})},
}

// BenchmarkDecideOneMoreChange is a judgement by a Decider that judged the tenant before: in turns of the tenant
// with one policy more, and of the tenant as it was.
func BenchmarkDecideOneMoreChange(b *testing.B) {
	for _, mix := range mixes {
		for _, change := range changes {
			b.Run(fmt.Sprintf("mix=%s/change=%s/repairers=5000/policies=240", mix.name, change.name), func(b *testing.B) {
				before := mix.tenant(240, 5000)
				var after [16]Question // no change is one that was judged shortly before
				for i := range after {
					changed, more := *before, change.policy
					more.ID = fmt.Sprintf("one-more-%d", i)
					changed.Policies = ca.Known(append(slices.Clone(before.Policies.Value()), more))
					after[i] = question(&changed)
				}
				var d Decider
				d.Decide(question(before))
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					if i%2 == 1 {
						d.Decide(question(before))
						continue
					}
					d.Decide(after[i/2%len(after)])
				}
			})
		}
	}
}

// BenchmarkRanges is a tenant with every address range that the service lets it have.
func BenchmarkRanges(b *testing.B) {
	q := question(atlasTenant(195, 2000))
	b.ReportAllocs()
	for b.Loop() {
		Decide(q)
	}
}
