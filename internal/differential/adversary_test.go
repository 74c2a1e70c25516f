package differential

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/devicerule"
)

// patience is how long an answer to a hostile question may take, on a slow and busy machine. It is no
// measure of speed, which the benchmarks are: it tells an answer from none.
const patience = 2 * time.Minute

// TestHostileTenants asks about tenants that somebody made to exhaust the engine, or to make it guess.
func TestHostileTenants(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		question engine.Question
		want     engine.Verdict // of every repairer
	}{
		{"every-condition-at-once", tenant(repeated(240, everyCondition)), engine.Undecided},
		{"unknown-members-everywhere", tenant(repeated(240, unknownEverywhere)), engine.Undecided},
		{"rules-nested-as-deep-as-they-go", tenant(manyDevices(50), repeated(20, func(i int, p *ca.Policy) {
			p.Conditions.Devices = filter(strings.Repeat("-not (", 240) + `device.model -eq "` + strconv.Itoa(i) + `"` + strings.Repeat(")", 240))
		})), engine.Reachable},
		{"rules-as-long-as-they-go", tenant(manyDevices(50), repeated(60, func(i int, p *ca.Policy) {
			p.Conditions.Devices = filter(longestRule(i))
		})), engine.Reachable},
		{"rules-that-nobody-can-read", tenant(manyDevices(10), repeated(40, func(i int, p *ca.Policy) {
			p.Conditions.Devices = filter(strings.Repeat("(", 1+i*70))
		})), engine.Undecided},
		{"ranges-that-cut-each-other", tenant(staircase(195, 10), repeated(195, func(i int, p *ca.Policy) {
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{stair(i)}}
		})), engine.Reachable},
		{"blocked-inside-and-outside-of-ranges-that-cut-each-other", tenant(staircase(20, 4), repeated(21, func(i int, p *ca.Policy) {
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{stair(i)}}
			if i == 20 {
				p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: stairs(20)}
			}
		})), engine.LockedOut},
		{"every-country-apart", tenant(countries(100), repeated(100, func(i int, p *ca.Policy) {
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{fmt.Sprintf("country-%d", i)}}
		})), engine.Reachable},
		{"two-thousand-ids-in-every-list", tenant(repeated(60, func(i int, p *ca.Policy) {
			p.Conditions.Users = ca.Users{
				IncludeUsers: append(manyIDs("user", i), ca.All), ExcludeUsers: manyIDs("out", i),
				IncludeGroups: manyIDs("group", i), ExcludeGroups: manyIDs("off", i),
			}
			p.Conditions.Applications = ca.Applications{IncludeApplications: append(manyIDs("app", i), ca.All), ExcludeApplications: manyIDs("no", i)}
		})), engine.LockedOut},
		{"everybody-is-shut-out-two-hundred-and-forty-times", tenant(repeated(240, func(int, *ca.Policy) {})), engine.LockedOut},
		{"each-policy-shuts-out-of-one-place-on-one-platform-at-one-risk", tenant(staircase(8, 2), repeated(240, func(i int, p *ca.Policy) {
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{stair(i % 8)}}
			p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.Platforms[i%5]}}
			p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskLevels[i%4]}
			p.Conditions.SignInRiskLevels = []ca.RiskLevel{ca.RiskLevels[i/4%4]}
		})), engine.Reachable},
		{"groups-that-hold-each-other", tenant(ringOfGroups(2000), repeated(60, func(i int, p *ca.Policy) {
			p.Conditions.Users = ca.Users{IncludeUsers: []string{ca.All}, ExcludeGroups: []string{fmt.Sprintf("ring-%d", i*7)}}
		})), engine.Reachable},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			answered := make(chan engine.Report, 1)
			began := time.Now()
			go func() { answered <- engine.Decide(c.question) }()
			select {
			case <-time.After(patience):
				t.Fatal("there is no answer")
			case report := <-answered:
				t.Logf("answered in %s", time.Since(began).Round(time.Millisecond))
				if len(report.Repairers) != 3 {
					t.Fatalf("%d repairers, want 3", len(report.Repairers))
				}
				for _, r := range report.Repairers {
					if r.Verdict != c.want {
						t.Errorf("%s is %s, want %s", r.User.ID, r.Verdict, c.want)
					}
				}
			}
		})
	}
}

// TestHostileTenantsInSmall: cut down to what the reference can bear, both say the same of them.
func TestHostileTenantsInSmall(t *testing.T) {
	t.Parallel()
	for name, q := range map[string]engine.Question{
		"every-condition": tenant(repeated(3, everyCondition)),
		"unknown":         tenant(repeated(3, unknownEverywhere)),
		"staircase": tenant(staircase(4, 2), repeated(4, func(i int, p *ca.Policy) {
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{stair(i)}}
		})),
		"shut-every-stair": tenant(staircase(3, 2), repeated(3, func(i int, p *ca.Policy) {
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{stair(i)}}
		}), policy("outside", ca.ControlBlock, exceptLocation(stair(0)))),
		"longest-rules": tenant(manyDevices(3), repeated(2, func(i int, p *ca.Policy) { p.Conditions.Devices = filter(longestRule(i)) })),
		"deep-rules": tenant(manyDevices(3), repeated(2, func(int, *ca.Policy) {}), policy("deep", ca.ControlBlock, func(p *ca.Policy) {
			p.Conditions.Devices = filter(strings.Repeat("(", 480) + `device.model -eq "a"` + strings.Repeat(")", 480))
		})),
		"ring": tenant(ringOfGroups(50), repeated(2, func(_ int, p *ca.Policy) { p.Conditions.Users.ExcludeGroups = []string{"ring-7"} })),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if what := Check(q); what != "" {
				t.Errorf("%s\n%s", what, Describe(q))
			}
		})
	}
}

// repeated adds so many policies that block everything, each changed in its own way.
func repeated(n int, change func(int, *ca.Policy)) tenantOption {
	return func(q *engine.Question) {
		for i := range n {
			policy(fmt.Sprintf("policy-%d", i), ca.ControlBlock, func(p *ca.Policy) { change(i, p) })(q)
		}
	}
}

// everyCondition narrows a policy by every condition there is, each so that a sign-in may meet it.
func everyCondition(i int, p *ca.Policy) {
	c := &p.Conditions
	c.ClientAppTypes = ca.ClientApps
	c.Platforms = &ca.PlatformCondition{IncludePlatforms: ca.Platforms, ExcludePlatforms: []ca.Platform{ca.PlatformUnknown}}
	c.Locations = &ca.LocationCondition{IncludeLocations: []string{fmt.Sprintf("gone-%d", i), ca.AllTrusted}, ExcludeLocations: []string{ca.LegacyTrustedIPs}}
	c.Devices = filter(longestRule(i))
	c.Devices.DeviceFilter.Mode = ca.FilterExclude
	c.UserRiskLevels, c.SignInRiskLevels = ca.RiskLevels, ca.RiskLevels
	c.InsiderRiskLevels = []string{"unknownFutureValue"}
	c.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{"unknownFutureValue"}}
	c.AgentIDRiskLevels = []string{ca.NotYetKnown}
	c.ServicePrincipalRiskLevels = []ca.RiskLevel{"unknownFutureValue"}
	c.Users = ca.Users{IncludeUsers: []string{ca.All}, ExcludeGroups: []string{ca.NotYetKnown}, ExcludeRoles: []string{"reader"}}
	c.Applications.ApplicationFilter = &ca.Filter{Mode: ca.FilterExclude, Rule: "x"}
	p.GrantControls.AuthenticationStrength = &ca.AuthenticationStrength{ID: "gone"}
	p.GrantControls.TermsOfUse, p.GrantControls.CustomAuthenticationFactors = []string{"t"}, []string{"f"}
	p.GrantControls.Operator, p.GrantControls.BuiltInControls = ca.OperatorAND, ca.BuiltInControls
}

// unknownEverywhere puts something that nobody knows wherever it can be.
func unknownEverywhere(_ int, p *ca.Policy) {
	extra := ca.Extra{"new": json.RawMessage(`{"a": [1, {"b": null}, "c"]}`)}
	p.Extra, p.Conditions.Extra, p.Conditions.Users.Extra, p.Conditions.Applications.Extra = extra, extra, extra, extra
	p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, Extra: extra}
	p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{"unknownFutureValue"}, Extra: extra}
	p.Conditions.Devices = &ca.DeviceCondition{Extra: extra, DeviceFilter: &ca.Filter{Mode: "unknownFutureValue", Rule: "x", Extra: extra}}
	p.Conditions.ClientAppTypes = []ca.ClientApp{"unknownFutureValue"}
	p.GrantControls.Extra = extra
}

func filter(rule string) *ca.DeviceCondition {
	return &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: rule}}
}

// longestRule holds for no device, and is exactly as long as a rule may be.
func longestRule(i int) string {
	head := fmt.Sprintf(`device.displayName -in ["%d"`, i)
	const more, tail = `, "zz"`, `]`
	list := head + strings.Repeat(more, (devicerule.MaxLength-len(head)-len(tail))/len(more)) + tail
	return list + strings.Repeat(" ", devicerule.MaxLength-len(list))
}

func manyDevices(n int) tenantOption {
	return func(q *engine.Question) {
		for _, id := range []string{anna, bjorn, emergency} {
			for i := range n {
				owns(id, ca.Device{ID: fmt.Sprintf("%s-%d", id, i), Properties: map[string]ca.Property{
					"operatingSystem": one("Windows"), "model": one(fmt.Sprintf("model-%d", i)), "displayName": one(fmt.Sprintf("device-%d", i)),
				}})(q)
			}
		}
	}
}

func stair(i int) string { return fmt.Sprintf("stairs-%d", i) }

func stairs(n int) []string {
	var ids []string
	for i := range n {
		ids = append(ids, stair(i))
	}
	return ids
}

// staircase adds locations of which each begins and ends one address behind the one before, so many times
// over: every address between is in other locations than its neighbour.
func staircase(locations, times int) tenantOption {
	return func(q *engine.Question) {
		var list []ca.NamedLocation
		for i := range locations {
			l := ca.NamedLocation{ID: stair(i), Kind: ca.LocationIP, IsTrusted: i%2 == 0}
			for k := range times {
				l.IPRanges = append(l.IPRanges, ca.IPRange{Lower: fmt.Sprintf("203.%d.0.%d", k, i), Upper: fmt.Sprintf("203.%d.1.%d", k, i)})
			}
			list = append(list, l)
		}
		q.Tenant.NamedLocations = ca.Known(list)
	}
}

// countries adds a location for each of the first so many countries.
func countries(n int) tenantOption {
	return func(q *engine.Question) {
		var list []ca.NamedLocation
		for i, code := range ca.CountryCodes[:n] {
			list = append(list, ca.NamedLocation{ID: fmt.Sprintf("country-%d", i), Kind: ca.LocationCountry, CountriesAndRegions: []string{code}})
		}
		q.Tenant.NamedLocations = ca.Known(list)
	}
}

func manyIDs(kind string, i int) []string {
	ids := make([]string, 2000)
	for k := range ids {
		ids[k] = fmt.Sprintf("%s-%d-%d", kind, i, k)
	}
	return ids
}

// ringOfGroups adds groups of which each holds the next one, the last the first; everybody is in the first.
func ringOfGroups(n int) tenantOption {
	return func(q *engine.Question) {
		for i := range n {
			id := fmt.Sprintf("ring-%d", i)
			group(id)(q)
			q.Tenant.GroupMembers[id] = []ca.Member{{ID: fmt.Sprintf("ring-%d", (i+1)%n), Kind: "#microsoft.graph.group"}}
		}
		for _, id := range []string{anna, bjorn, emergency} {
			q.Tenant.GroupMembers["ring-0"] = append(q.Tenant.GroupMembers["ring-0"], ca.Member{ID: id, Kind: "#microsoft.graph.user"})
		}
	}
}
