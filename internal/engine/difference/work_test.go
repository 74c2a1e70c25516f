package difference

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestWork counts what some searches cost, and the boxes they make: no fewer steps may be cut, and no fewer
// boxes joined, than at the time of writing.
func TestWork(t *testing.T) {
	t.Parallel()
	const mostWork, mostBoxes = 780, 319
	r := rand.New(rand.NewPCG(7, 8))
	work, boxes := 0, 0
	for range 12 {
		before, after := meeting(r)
		work += sort.Search(defaultLimit, func(limit int) bool { return of(before, after, limit).Undecided == "" })
		boxes += len(of(before, after, defaultLimit).Boxes)
	}
	if work > mostWork || boxes > mostBoxes || boxes == 0 {
		t.Errorf("%d steps, %d boxes; at most %d and %d", work, boxes, mostWork, mostBoxes)
	}
}

// meeting is a tenant of policies that meet each other in many ways, before and after some of them change.
func meeting(r *rand.Rand) (before, after *ca.Tenant) {
	pick := func(list ...string) []string { return list[r.IntN(len(list)):][:1] }
	policy := func(id string) ca.Policy {
		p := ca.Policy{ID: id, DisplayName: id, State: ca.StateEnabled}
		c := &p.Conditions
		c.Users = ca.Users{IncludeUsers: []string{ca.All}, ExcludeGroups: pick("g1", "g2", "g3")}
		if r.IntN(2) == 0 {
			c.Users = ca.Users{IncludeGroups: pick("g1", "g2", "g3")}
		}
		c.Applications.IncludeApplications = pick(ca.All, "a1", "a2", "a3")
		if r.IntN(3) == 0 {
			c.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: []ca.Platform{ca.PlatformIOS}}
		}
		if r.IntN(3) == 0 {
			c.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh}
		}
		if r.IntN(3) == 0 {
			c.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: pick("l1", "l2", "unread")}
		}
		control := []ca.BuiltInControl{ca.ControlMFA, ca.ControlCompliantDevice, ca.ControlBlock, ca.ControlDomainJoinedDevice}[r.IntN(4)]
		p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, BuiltInControls: []ca.BuiltInControl{control}}
		return p
	}
	with := func(policies []ca.Policy) *ca.Tenant {
		t := &ca.Tenant{Policies: ca.Known(policies), GroupMembers: map[string][]ca.Member{}}
		users, groups := map[string]ca.User{}, map[string]ca.Group{}
		for i := range 12 {
			id := fmt.Sprintf("u%d", i)
			users[id] = ca.User{ID: id, UserPrincipalName: id + "@contoso.com", UserType: "Member"}
			for g := range 3 {
				if i>>g&1 == 1 {
					group := fmt.Sprintf("g%d", g+1)
					groups[group] = ca.Group{ID: group, DisplayName: group}
					t.GroupMembers[group] = append(t.GroupMembers[group], ca.Member{ID: id, Kind: "#microsoft.graph.user"})
				}
			}
		}
		t.Users, t.Groups = ca.Known(users), ca.Known(groups)
		t.NamedLocations = ca.Known([]ca.NamedLocation{
			{ID: "l1", DisplayName: "L1", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "198.51.100.0/24"}}},
			{ID: "l2", DisplayName: "L2", Kind: ca.LocationCountry, CountriesAndRegions: []string{"NO"}},
		})
		return t
	}
	var was, is []ca.Policy
	for i := range 14 {
		p := policy(fmt.Sprintf("p%d", i))
		was = append(was, p)
		if i%3 != 0 {
			is = append(is, p)
			continue
		}
		q := policy(p.ID)
		if i%2 == 0 {
			q.GrantControls = p.GrantControls // the same is asked, of others
		}
		is = append(is, q)
	}
	return with(was), with(is)
}
