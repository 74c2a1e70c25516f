package difference

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestWhatIsAskedAnyway creates a policy beside one that asks everybody for the same: where the new one is as narrow
// as the other or narrower, no search is made for it.
func TestWhatIsAskedAnyway(t *testing.T) {
	t.Parallel()
	robots := func(c *ca.Conditions) {
		c.Users, c.ClientApplications = ca.Users{}, &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
	}
	for _, test := range []struct {
		name     string
		narrow   func(*ca.Conditions)
		workload bool
	}{
		{name: "people", narrow: func(c *ca.Conditions) { c.Users.IncludeUsers = []string{"u1"} }},
		{name: "but-people", narrow: func(c *ca.Conditions) { c.Users.ExcludeGroups = []string{"g"} }},
		{name: "flows", narrow: func(c *ca.Conditions) {
			c.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{"deviceCodeFlow"}}
		}},
		{name: "clients", narrow: func(c *ca.Conditions) { c.ClientAppTypes = []ca.ClientApp{ca.ClientAppOther} }},
		{name: "risks", narrow: func(c *ca.Conditions) { c.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh} }},
		{name: "networks", narrow: func(c *ca.Conditions) { c.Locations = &ca.LocationCondition{IncludeLocations: []string{"office"}} }},
		{name: "but-networks", narrow: func(c *ca.Conditions) {
			c.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{"office"}}
		}},
		{name: "devices", narrow: func(c *ca.Conditions) {
			c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: `device.isCompliant -eq True`}}
		}},
		{name: "service-principals", workload: true, narrow: func(c *ca.Conditions) { c.ClientApplications.IncludeServicePrincipals = []string{"s1"} }},
		{name: "but-service-principals", workload: true, narrow: func(c *ca.Conditions) { c.ClientApplications.ExcludeServicePrincipals = []string{"s1"} }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			blocking := func(id string, narrowed bool) ca.Policy {
				return blocked(id, func(c *ca.Conditions) {
					if test.workload {
						robots(c)
					}
					if narrowed {
						test.narrow(c)
					}
				})
			}
			for _, c := range []struct {
				wasNarrow, isNarrow bool
				want                int
			}{{false, false, 0}, {false, true, 0}, {true, true, 0}, {true, false, 2}} {
				before, after := surroundings(blocking("old", c.wasNarrow)), surroundings(blocking("old", c.wasNarrow), blocking("new", c.isNarrow))
				r := &realm{comparison: compare(before, after, defaultLimit), workload: test.workload, listings: map[listing]bool{}}
				if versions, _ := r.needed(r.relevant()); len(versions) != c.want {
					t.Errorf("beside one that is narrow: %t, one that is narrow: %t needs %d versions searched, want %d", c.wasNarrow, c.isNarrow, len(versions), c.want)
				}
			}
		})
	}
}

// TestWhatTheWiderAsksAnyway has two policies that are narrowed in one way, one of them more.
func TestWhatTheWiderAsksAnyway(t *testing.T) {
	t.Parallel()
	locations := func(ids ...string) func(*ca.Conditions) {
		return func(c *ca.Conditions) { c.Locations = &ca.LocationCondition{IncludeLocations: ids} }
	}
	users := func(ids ...string) func(*ca.Conditions) {
		return func(c *ca.Conditions) { c.Users.IncludeUsers = ids }
	}
	clients := func(types ...ca.ClientApp) func(*ca.Conditions) {
		return func(c *ca.Conditions) { c.ClientAppTypes = types }
	}
	filter := func(mode ca.FilterMode) func(*ca.Conditions) {
		return func(c *ca.Conditions) {
			c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: mode, Rule: `device.isCompliant -eq True`}}
		}
	}
	for _, test := range []struct {
		name         string
		wide, narrow func(*ca.Conditions)
		apart        bool // neither is within the other
	}{
		{"people", users("u1", "u2"), users("u1"), false},
		{"networks", locations("office", "branch"), locations("branch"), false},
		{"clients", clients(ca.ClientAppOther, ca.ClientAppBrowser), clients(ca.ClientAppOther), false},
		{"devices", filter(ca.FilterInclude), filter(ca.FilterExclude), true},
		{"other-networks", locations("office"), locations("branch"), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			needed := func(old, created func(*ca.Conditions)) int {
				before, after := surroundings(blocked("old", old)), surroundings(blocked("old", old), blocked("new", created))
				r := &realm{comparison: compare(before, after, defaultLimit), listings: map[listing]bool{}}
				versions, _ := r.needed(r.relevant())
				return len(versions)
			}
			if got := needed(test.wide, test.narrow); (got == 0) == test.apart {
				t.Errorf("beside the wider, the narrower needs %d versions searched", got)
			}
			if got := needed(test.narrow, test.wide); got != 2 {
				t.Errorf("beside the narrower, the wider needs %d versions searched, want both", got)
			}
		})
	}
}

// blocked is a policy that blocks everybody everywhere, but for what narrow makes of it.
func blocked(id string, narrow func(*ca.Conditions)) ca.Policy {
	p := ca.Policy{ID: id, DisplayName: "Policy " + id, State: ca.StateEnabled, GrantControls: &ca.GrantControls{BuiltInControls: []ca.BuiltInControl{ca.ControlBlock}}}
	p.Conditions.Users.IncludeUsers, p.Conditions.Applications.IncludeApplications = []string{ca.All}, []string{ca.All}
	narrow(&p.Conditions)
	return p
}

func surroundings(policies ...ca.Policy) *ca.Tenant {
	return &ca.Tenant{
		ID:       "contoso",
		Policies: ca.Known(policies),
		NamedLocations: ca.Known([]ca.NamedLocation{
			{ID: "office", DisplayName: "Office", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "198.51.100.0/24"}}},
			{ID: "branch", DisplayName: "Branch", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "192.0.2.0/24"}}},
		}),
		Users: ca.Known(map[string]ca.User{
			"u1": {ID: "u1", UserPrincipalName: "ada@contoso.com", UserType: "Member"},
			"u2": {ID: "u2", UserPrincipalName: "bo@contoso.com", UserType: "Member"},
		}),
		Groups:       ca.Known(map[string]ca.Group{"g": {ID: "g", DisplayName: "Finance"}}),
		GroupMembers: map[string][]ca.Member{"g": {{ID: "u1", Kind: "#microsoft.graph.user"}}},
		ServicePrincipals: ca.Known(map[string]ca.ServicePrincipal{
			"s1": {ID: "s1", DisplayName: "Robot", ServicePrincipalType: "Application", SignInAudience: "AzureADMyOrg", AppOwnerOrganizationID: "contoso"},
			"s2": {ID: "s2", DisplayName: "Bot", ServicePrincipalType: "Application", SignInAudience: "AzureADMyOrg", AppOwnerOrganizationID: "contoso"},
		}),
	}
}
