package difference_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// The tenants of the benchmark are made once.
var (
	town = sync.OnceValue(func() *ca.Tenant { return crowd(5_000) })
	city = sync.OnceValue(func() *ca.Tenant { return crowd(500_000) })
)

// crowd is a tenant of many people: each in one of 40 teams, and each in some of seven groups that lie across
// the teams, so that there are thousands of kinds of people.
func crowd(everybody int) *ca.Tenant {
	users := make(map[string]ca.User, everybody)
	members, groups := map[string][]ca.Member{}, map[string]ca.Group{}
	join := func(group, id string) {
		members[group] = append(members[group], ca.Member{ID: id, Kind: "#microsoft.graph.user"})
	}
	for i := range everybody {
		id := fmt.Sprintf("%08x-0000-4000-8000-%012x", uint32(i)*2654435761, i)
		u := ca.User{ID: id, UserPrincipalName: fmt.Sprintf("user%06d@contoso.com", i), UserType: "Member"}
		if i%50 == 0 {
			u.UserType, u.UserPrincipalName = "Guest", fmt.Sprintf("user%06d_fabrikam.com#EXT#@contoso.com", i)
		}
		users[id] = u
		join(fmt.Sprintf("team-%d", i%40), id)
		for g, mixed := 0, uint32(i)*2246822519; g < 7; g, mixed = g+1, mixed>>2 {
			if mixed&3 == 0 {
				join(fmt.Sprintf("group-%d", g), id)
			}
		}
		if i < 4 {
			join("emergency", id)
		}
	}
	for id := range members {
		groups[id] = ca.Group{ID: id, DisplayName: id}
	}
	locations := []ca.NamedLocation{
		{ID: "countries", DisplayName: "Countries", Kind: ca.LocationCountry, CountriesAndRegions: []string{"US", "GB", "NO"}},
	}
	for i := range 40 {
		l := ca.NamedLocation{ID: fmt.Sprintf("office-%d", i), DisplayName: fmt.Sprintf("Office %d", i), Kind: ca.LocationIP, IsTrusted: i%2 == 0}
		for j := range 50 {
			l.IPRanges = append(l.IPRanges, ca.IPRange{CIDR: fmt.Sprintf("%d.%d.%d.0/24", 20+i, i, j)})
		}
		locations = append(locations, l)
	}
	return &ca.Tenant{
		Users: ca.Known(users), Groups: ca.Known(groups), GroupMembers: members,
		NamedLocations: ca.Known(locations), RoleAssignments: ca.Known([]ca.RoleAssignment{}),
	}
}

func with(people *ca.Tenant, policies []ca.Policy) *ca.Tenant {
	t := *people
	t.Policies = ca.Known(policies)
	return &t
}

func plausible(i int) ca.Policy {
	return policy(fmt.Sprintf("policy-%d", i), func(p *ca.Policy) {
		c := &p.Conditions
		c.Users.ExcludeGroups = []string{"emergency", fmt.Sprintf("group-%d", i*5%7)}
		if i%3 > 0 {
			c.Users.IncludeUsers, c.Users.IncludeGroups = nil, []string{fmt.Sprintf("team-%d", i%40), fmt.Sprintf("group-%d", i%7)}
		}
		controls := &p.GrantControls.BuiltInControls
		switch i % 8 {
		case 1:
			c.SignInRiskLevels, *controls = []ca.RiskLevel{ca.RiskHigh}, []ca.BuiltInControl{ca.ControlBlock}
		case 2:
			c.ClientAppTypes = []ca.ClientApp{ca.ClientAppExchangeActiveSync, ca.ClientAppOther}
			*controls = []ca.BuiltInControl{ca.ControlBlock}
		case 3:
			c.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformIOS, ca.PlatformAndroid}}
			*controls = []ca.BuiltInControl{ca.ControlMFA, ca.ControlCompliantApplication}
		case 4:
			c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterExclude, Rule: "device.isCompliant -eq True"}}
		case 5:
			c.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{fmt.Sprintf("office-%d", i%40), "countries"}}
			*controls = []ca.BuiltInControl{ca.ControlCompliantDevice}
		case 6:
			c.Applications.IncludeApplications = []string{fmt.Sprintf("00000000-aaaa-0000-0000-%012d", i)}
			*controls = []ca.BuiltInControl{ca.ControlCompliantDevice}
		case 7:
			c.UserRiskLevels = []ca.RiskLevel{ca.RiskMedium, ca.RiskHigh}
			p.GrantControls.AuthenticationStrength, *controls = &ca.AuthenticationStrength{ID: ca.StrengthPhishingResistant}, nil
		}
	})
}

// edit changes a policy in one of a few ways.
func edit(p *ca.Policy, i int) {
	switch i % 5 {
	case 0:
		p.Conditions.Users.ExcludeGroups = append(slices.Clone(p.Conditions.Users.ExcludeGroups), "group-3")
	case 1:
		p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, BuiltInControls: []ca.BuiltInControl{ca.ControlCompliantDevice}}
	case 2:
		p.Conditions.Applications.ExcludeApplications = []string{ca.Office365}
	case 3:
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{ca.AllTrusted}}
	case 4:
		p.State = ca.StateDisabled
	}
}

func BenchmarkDifference(b *testing.B) {
	const policies = 240
	for _, changed := range []int{1, 10, 60} {
		for _, size := range []struct {
			people int
			tenant func() *ca.Tenant
		}{{5_000, town}, {500_000, city}} {
			b.Run(fmt.Sprintf("policies=%d/changed=%d/people=%d", policies, changed, size.people), func(b *testing.B) {
				var before, after []ca.Policy
				for i := range policies {
					before, after = append(before, plausible(i)), append(after, plausible(i))
				}
				for i := range changed {
					edit(&after[i*policies/changed], i)
				}
				from, to := with(size.tenant(), before), with(size.tenant(), after)
				b.ReportAllocs()
				var r difference.Report
				for b.Loop() {
					r = difference.Of(from, to)
				}
				b.ReportMetric(float64(len(r.Boxes)), "boxes")
				if r.Undecided != "" {
					b.Error(r.Undecided)
				}
			})
		}
	}
}
