package engine

import (
	"fmt"
	"math/rand/v2"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// plausible is a tenant as large tenants are: every policy excludes the emergency group, most ask for
// multifactor authentication, a strength or a device of some of the people, some look at the network, and the
// repairers, of whom one in three is eligible only, have one of a few sets of methods and devices.
func plausible(policies, repairers int) *ca.Tenant {
	t := office()
	users, groups := t.Users.Value(), t.Groups.Value()
	t.GroupMembers = map[string][]ca.Member{"emergency": {{ID: alice}, {ID: bob}}, "team-0": {}, "team-1": {}, "team-2": {}, "team-3": {}}
	for id := range t.GroupMembers {
		groups[id] = ca.Group{ID: id}
	}
	kinds := [][]ca.AuthenticationMethod{
		{{Kind: ca.MethodPassword}, {Kind: ca.MethodMicrosoftAuthenticator}},
		{{Kind: ca.MethodPassword}, {Kind: ca.MethodFIDO2, AAGUID: "key-1"}},
		{{Kind: ca.MethodPassword}, {Kind: ca.MethodPhone, PhoneType: "mobile"}},
		{{Kind: ca.MethodPassword}, {Kind: ca.MethodWindowsHello}, {Kind: ca.MethodMicrosoftAuthenticator}},
	}
	for i := range repairers {
		id := fmt.Sprintf("user-%d", i)
		t.Methods[id] = kinds[i%len(kinds)]
		t.Devices[id] = []ca.Device{}
		if i%3 == 0 {
			t.Devices[id] = []ca.Device{laptop(id, "true", "AzureAd")}
		}
		team := fmt.Sprintf("team-%d", i%4)
		t.GroupMembers[team] = append(t.GroupMembers[team], ca.Member{ID: id, Kind: "#microsoft.graph.user"})
		repairer(t, users, id, i%3 == 1)
	}
	var locations []ca.NamedLocation
	for i := range 20 {
		l := ca.NamedLocation{ID: fmt.Sprintf("location-%d", i), DisplayName: fmt.Sprintf("Office %d", i), Kind: ca.LocationIP, IsTrusted: i%2 == 0}
		for j := range 50 {
			l.IPRanges = append(l.IPRanges, ca.IPRange{CIDR: fmt.Sprintf("40.%d.%d.0/24", i, j)})
		}
		locations = append(locations, l)
	}
	t.NamedLocations = ca.Known(locations)
	var list []ca.Policy
	for i := range policies {
		list = append(list, plausiblePolicy(i))
	}
	t.Policies = ca.Known(list)
	return t
}

func plausiblePolicy(i int) ca.Policy {
	return blockEverybody(func(p *ca.Policy) {
		p.ID, p.DisplayName = fmt.Sprintf("policy-%d", i), fmt.Sprintf("CA%03d", i)
		p.Conditions.Users.ExcludeGroups = []string{"emergency"}
		p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlMFA}
		switch i % 8 {
		case 0:
			p.Conditions.Users.IncludeUsers, p.Conditions.Users.IncludeGroups = nil, []string{fmt.Sprintf("team-%d", i%4)}
		case 1:
			p.Conditions.SignInRiskLevels = []ca.RiskLevel{ca.RiskHigh}
			p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlBlock}
		case 2:
			p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppExchangeActiveSync, ca.ClientAppOther}
			p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlBlock}
		case 3:
			p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformIOS, ca.PlatformAndroid}}
		case 4:
			p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterExclude, Rule: "device.isCompliant -eq True"}}
		case 5:
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{ca.AllTrusted, fmt.Sprintf("location-%d", i%20)}}
		case 6:
			p.Conditions.Users.IncludeUsers, p.Conditions.Users.IncludeRoles = nil, []string{ca.RoleSecurityAdministrator}
			p.GrantControls.BuiltInControls = nil
			p.GrantControls.AuthenticationStrength = &ca.AuthenticationStrength{ID: ca.StrengthMFA}
		}
	})
}

// pessimal is a tenant in which no two repairers are the same: each is in groups of its own choice, has its
// own methods and devices, and every policy looks at something else. Half of them are locked out.
func pessimal(policies, repairers int) *ca.Tenant {
	t := office()
	random := rand.New(rand.NewPCG(7, 7))
	users, groups := t.Users.Value(), t.Groups.Value()
	t.GroupMembers = map[string][]ca.Member{}
	for i := range 60 {
		id := fmt.Sprintf("group-%d", i)
		groups[id], t.GroupMembers[id] = ca.Group{ID: id}, []ca.Member{}
	}
	methods := []ca.AuthenticationMethod{
		{Kind: ca.MethodPassword}, {Kind: ca.MethodMicrosoftAuthenticator}, {Kind: ca.MethodPhone, PhoneType: "mobile"}, {Kind: ca.MethodSoftwareOATH},
		{Kind: ca.MethodFIDO2, AAGUID: "key-1"}, {Kind: ca.MethodFIDO2, AAGUID: "key-2"}, {Kind: ca.MethodWindowsHello}, {Kind: ca.MethodTemporaryAccessPass},
	}
	for i := range repairers {
		id := fmt.Sprintf("user-%d", i)
		t.Methods[id] = []ca.AuthenticationMethod{}
		for _, m := range methods {
			if random.IntN(2) == 0 {
				t.Methods[id] = append(t.Methods[id], m)
			}
		}
		t.Devices[id] = []ca.Device{}
		for d := range random.IntN(4) {
			device := laptop(fmt.Sprintf("%s-%d", id, d), []string{"true", "false"}[random.IntN(2)], []string{"AzureAd", "ServerAd"}[random.IntN(2)])
			device.Properties["model"] = ca.Property{Values: []string{fmt.Sprintf("model-%d", random.IntN(20))}}
			t.Devices[id] = append(t.Devices[id], device)
		}
		for g := range t.GroupMembers {
			if random.IntN(3) == 0 {
				t.GroupMembers[g] = append(t.GroupMembers[g], ca.Member{ID: id, Kind: "#microsoft.graph.user"})
			}
		}
		repairer(t, users, id, random.IntN(2) == 0)
	}
	var locations []ca.NamedLocation
	for i := range 20 {
		l := ca.NamedLocation{ID: fmt.Sprintf("location-%d", i), DisplayName: fmt.Sprintf("Office %d", i), Kind: ca.LocationIP, IsTrusted: i%2 == 0}
		for range 50 {
			l.IPRanges = append(l.IPRanges, ca.IPRange{CIDR: fmt.Sprintf("40.%d.0.0/%d", random.IntN(64), 12+random.IntN(8))})
		}
		locations = append(locations, l)
	}
	t.NamedLocations = ca.Known(locations)
	var list []ca.Policy
	for i := range policies {
		list = append(list, pessimalPolicy(random, i, policies))
	}
	t.Policies = ca.Known(list)
	return t
}

func pessimalPolicy(random *rand.Rand, i, of int) ca.Policy {
	return blockEverybody(func(p *ca.Policy) {
		p.ID, p.DisplayName = fmt.Sprintf("policy-%d", i), fmt.Sprintf("CA%03d", i)
		p.Conditions.Users.IncludeUsers = nil
		p.Conditions.Users.IncludeGroups = []string{fmt.Sprintf("group-%d", random.IntN(60))}
		p.Conditions.Users.ExcludeGroups = []string{fmt.Sprintf("group-%d", random.IntN(60))}
		p.GrantControls.BuiltInControls = []ca.BuiltInControl{[]ca.BuiltInControl{
			ca.ControlMFA, ca.ControlCompliantDevice, ca.ControlDomainJoinedDevice, ca.ControlBlock,
		}[random.IntN(4)]}
		p.Conditions.SignInRiskLevels = []ca.RiskLevel{allRisks[random.IntN(4)]}
		p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{allPlatforms[random.IntN(5)], ca.PlatformWindows}}
		p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{
			Mode: ca.FilterExclude, Rule: fmt.Sprintf(`device.model -eq "model-%d"`, random.IntN(20)),
		}}
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{fmt.Sprintf("location-%d", random.IntN(20))}}
		if i == of-1 {
			*p = blockEverybody(func(p *ca.Policy) {
				p.ID, p.DisplayName = fmt.Sprintf("policy-%d", i), "Half of them"
				p.Conditions.Users.IncludeUsers, p.Conditions.Users.IncludeGroups = nil, []string{"group-0", "group-1"}
				p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlDomainJoinedDevice}
			})
		}
	})
}

func laptop(id, compliant, trust string) ca.Device {
	return ca.Device{ID: "device-" + id, Properties: map[string]ca.Property{
		"operatingSystem": {Values: []string{"Windows"}}, "isCompliant": {Values: []string{compliant}}, "trustType": {Values: []string{trust}},
	}}
}

// repairer makes a user a security administrator, active or eligible.
func repairer(t *ca.Tenant, users map[string]ca.User, id string, eligible bool) {
	users[id] = ca.User{ID: id, UserPrincipalName: id + "@contoso.com", AccountEnabled: yes(), UserType: "Member"}
	a := ca.RoleAssignment{PrincipalID: id, RoleDefinitionID: ca.RoleSecurityAdministrator, DirectoryScopeID: "/"}
	if eligible {
		t.EligibleSchedules = ca.Known(append(t.EligibleSchedules.Value(), a))
		return
	}
	t.RoleAssignments = ca.Known(append(t.RoleAssignments.Value(), a))
}

// atlasTenant has as many address ranges as a tenant can have, and policies that look at all of them.
func atlasTenant(locations, ranges int) *ca.Tenant {
	t := plausible(60, 50)
	var all []ca.NamedLocation
	for i := range locations {
		l := ca.NamedLocation{ID: fmt.Sprintf("location-%d", i), DisplayName: fmt.Sprintf("Site %d", i), Kind: ca.LocationIP, IsTrusted: true}
		for j := range ranges {
			l.IPRanges = append(l.IPRanges, ca.IPRange{CIDR: fmt.Sprintf("%d.%d.%d.%d/30", 20+i%100, j/8, i/100*128+j%8*16, j%16*4)})
		}
		all = append(all, l)
	}
	t.NamedLocations = ca.Known(all)
	return t
}
