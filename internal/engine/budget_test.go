package engine

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestBudgetEndsUndecided: locations that cut each other into more combinations than are looked at leave
// lockouts undecided and say why; who is known to get in is known all the same.
func TestBudgetEndsUndecided(t *testing.T) {
	t.Parallel()
	const locations = 100
	random := rand.New(rand.NewPCG(3, 3))
	var all []ca.NamedLocation
	var policies []ca.Policy
	for i := range locations {
		l := ca.NamedLocation{ID: fmt.Sprintf("location-%d", i), DisplayName: fmt.Sprintf("Maze %d", i), Kind: ca.LocationIP}
		for at := random.Uint32N(1 << 20); at < 3<<30; at += 1<<20 + random.Uint32N(1<<21) {
			last := at + 1<<19 + random.Uint32N(1<<19)
			l.IPRanges = append(l.IPRanges, ca.IPRange{Lower: ipv4(at), Upper: ipv4(last)})
		}
		all = append(all, l)
		policies = append(policies, blockEverybody(func(p *ca.Policy) {
			p.ID, p.DisplayName = fmt.Sprintf("policy-%d", i), fmt.Sprintf("Only from maze %d", i)
			p.Conditions.Users.ExcludeUsers = []string{bob}
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{l.ID}}
		}))
	}
	q := Question{Tenant: office(policies...), BreakGlass: ca.BreakGlass{Users: []string{bob}}}
	q.Tenant.NamedLocations = ca.Known(all)
	for _, r := range Decide(q).Repairers {
		switch r.User.ID {
		case alice:
			if r.Verdict != Undecided || len(r.MissingFacts) != 1 || r.MissingFacts[0].Fact != "work" {
				t.Errorf("of alice: %s, %v", r.Verdict, r.MissingFacts)
			}
		case bob:
			if r.Verdict != Reachable || r.Robustness != RobustnessUndecided || len(r.RobustnessMissing) != 1 || r.RobustnessMissing[0].Fact != "work" {
				t.Errorf("of bob: %s, %s, %v", r.Verdict, r.Robustness, r.RobustnessMissing)
			}
		}
	}
}

func ipv4(n uint32) string {
	return netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}).String()
}
