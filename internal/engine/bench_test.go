package engine

import (
	"fmt"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// plausible is a tenant as large tenants are: every policy excludes the emergency group, most ask for
// multifactor authentication or a device of some of the people, and the repairers have one of a few sets of
// methods and devices.
func plausible(policies, repairers int) *ca.Tenant {
	t := office()
	users, groups := t.Users.Value(), t.Groups.Value()
	t.GroupMembers = map[string][]ca.Member{"emergency": {}, "team-0": {}, "team-1": {}, "team-2": {}, "team-3": {}}
	for id := range t.GroupMembers {
		groups[id] = ca.Group{ID: id}
	}
	var assignments []ca.RoleAssignment
	kinds := [][]ca.AuthenticationMethod{
		{{Kind: ca.MethodPassword}, {Kind: ca.MethodMicrosoftAuthenticator}},
		{{Kind: ca.MethodPassword}, {Kind: ca.MethodFIDO2, AAGUID: "key-1"}},
		{{Kind: ca.MethodPassword}, {Kind: ca.MethodPhone, PhoneType: "mobile"}},
		{{Kind: ca.MethodPassword}, {Kind: ca.MethodWindowsHello}, {Kind: ca.MethodMicrosoftAuthenticator}},
	}
	for i := range repairers {
		id := fmt.Sprintf("user-%d", i)
		users[id] = ca.User{ID: id, UserPrincipalName: id + "@contoso.com", AccountEnabled: yes(), UserType: "Member"}
		t.Methods[id] = kinds[i%len(kinds)]
		t.Devices[id] = []ca.Device{}
		if i%3 == 0 {
			t.Devices[id] = []ca.Device{{ID: "device-" + id, Properties: map[string]ca.Property{
				"operatingSystem": {Values: []string{"Windows"}}, "isCompliant": {Values: []string{"true"}}, "trustType": {Values: []string{"AzureAd"}},
			}}}
		}
		team := fmt.Sprintf("team-%d", i%4)
		t.GroupMembers[team] = append(t.GroupMembers[team], ca.Member{ID: id, Kind: "#microsoft.graph.user"})
		assignments = append(assignments, ca.RoleAssignment{PrincipalID: id, RoleDefinitionID: ca.RoleSecurityAdministrator, DirectoryScopeID: "/"})
	}
	t.RoleAssignments = ca.Known(append(assignments, t.RoleAssignments.Value()...))
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
		switch i % 6 {
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
		}
	})
}

func BenchmarkDecide(b *testing.B) {
	for _, size := range []struct{ policies, repairers int }{{20, 50}, {46, 50}, {120, 50}, {240, 50}, {120, 5000}, {240, 5000}} {
		b.Run(fmt.Sprintf("policies=%d/repairers=%d", size.policies, size.repairers), func(b *testing.B) {
			q := Question{Tenant: plausible(size.policies, size.repairers), BreakGlass: ca.BreakGlass{Users: []string{alice, bob}}}
			b.ReportAllocs()
			for b.Loop() {
				Decide(q)
			}
		})
	}
}
