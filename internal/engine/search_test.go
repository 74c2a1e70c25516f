package engine

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// aliceIn is what is said of alice.
func aliceIn(t *testing.T, q Question) Repairer {
	t.Helper()
	for _, r := range Decide(q).Repairers {
		if r.User.ID == alice {
			return r
		}
	}
	t.Fatal("alice is no repairer")
	return Repairer{}
}

func numbered(policies ...ca.Policy) []ca.Policy {
	for i := range policies {
		policies[i].ID, policies[i].DisplayName = fmt.Sprintf("policy-%d", i), fmt.Sprintf("Policy %d", i)
	}
	return policies
}

// accept makes a policy ask for terms of use, of which nobody knows whether they are accepted.
func accept(p *ca.Policy) { p.GrantControls = &ca.GrantControls{TermsOfUse: []string{"terms"}} }

func locations(include, exclude []string) *ca.LocationCondition {
	return &ca.LocationCondition{IncludeLocations: include, ExcludeLocations: exclude}
}

func onPlatforms(platforms ...ca.Platform) *ca.PlatformCondition {
	return &ca.PlatformCondition{IncludePlatforms: platforms}
}

var (
	headOffice = ca.NamedLocation{ID: "office", DisplayName: "Head office", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "40.0.0.0/8"}}}
	branch     = ca.NamedLocation{ID: "branch", DisplayName: "Branch", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "50.0.0.0/8"}}}
	norway     = ca.NamedLocation{ID: "norway", DisplayName: "Norway", Kind: ca.LocationCountry, CountriesAndRegions: []string{"NO"}}
	everywhere = ca.NamedLocation{ID: "everywhere", DisplayName: "Everywhere", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "0.0.0.0/0"}, {CIDR: "::/0"}}}
)

// windowsFromBranch lets people sign in on Windows from the branch alone, and not to the portal.
func windowsFromBranch(more ...ca.Policy) []ca.Policy {
	return numbered(append([]ca.Policy{
		blockEverybody(func(p *ca.Policy) {
			p.Conditions.Platforms, p.Conditions.Locations = onPlatforms(ca.PlatformWindows), locations([]string{ca.All}, []string{branch.ID})
		}),
		blockEverybody(func(p *ca.Policy) {
			p.Conditions.Platforms, p.Conditions.Applications.IncludeApplications = onPlatforms(ca.PlatformWindows), []string{ca.AppAzurePortal}
		}),
	}, more...)...)
}

// TestPlainestWitness: of the sign-ins that are allowed the one is shown that differs the least from the plainest,
// also where another one is found first.
func TestPlainestWitness(t *testing.T) {
	t.Parallel()
	policies := windowsFromBranch()
	for _, c := range []struct {
		name      string
		locations []ca.NamedLocation
		networks  []ca.Network
		in        []string // the named locations of the witness
	}{
		{"elsewhere", []ca.NamedLocation{branch}, []ca.Network{{Address: "50.1.1.1", Country: "NO"}}, nil},
		{"nowhere-is-elsewhere", []ca.NamedLocation{branch, everywhere}, []ca.Network{{Address: "60.1.1.1", Country: "NO"}, {Address: "50.1.1.1", Country: "NO"}}, []string{everywhere.ID}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(policies...), Assume: ca.Assumptions{Networks: c.networks}}
			q.Tenant.NamedLocations = ca.Known(c.locations)
			w := aliceIn(t, q).Witness
			if w == nil {
				t.Fatal("alice has no witness")
			}
			if w.Platform != ca.PlatformMacOS || w.Channel != ChannelPortal || !slices.Equal(w.Network.NamedLocations, c.in) {
				t.Errorf("the witness is on %s, through %s, in %v", w.Platform, w.Channel, w.Network.NamedLocations)
			}
			if want := []string{ca.RoleGlobalAdministrator}; !slices.Equal(w.RolesActive, want) {
				t.Errorf("the active roles are %v, want %v", w.RolesActive, want)
			}
		})
	}
}

// TestLeastDoubt: of the sign-ins that are neither allowed nor denied the one is told of in which the least is
// missing, and of those the plainest.
func TestLeastDoubt(t *testing.T) {
	t.Parallel()
	others := []ca.Platform{ca.PlatformMacOS, ca.PlatformLinux, ca.PlatformIOS, ca.PlatformAndroid}
	inBrowser := blockEverybody(func(p *ca.Policy) { p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppBrowser}; accept(p) })
	bound := func(p *ca.Policy) { // to the device, which not every native client can be
		p.GrantControls, p.SessionControls = nil, &ca.SessionControls{SecureSignInSession: &ca.Enabled{IsEnabled: yes()}}
	}
	mfa := func(p *ca.Policy) { p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlMFA} }
	for _, c := range []struct {
		name     string
		policies []ca.Policy
		want     string
		cost     int // how many dimensions of the sign-in are not plain
	}{
		{"a-doubt-is-no-more-than-an-unknown-platform", numbered(
			blockEverybody(func(p *ca.Policy) { p.Conditions.Platforms = onPlatforms(others...) }),
			blockEverybody(func(p *ca.Policy) { p.Conditions.Platforms = onPlatforms(ca.PlatformWindows); accept(p) }),
		), "terms_of_use_accepted", 0},
		{"an-unknown-platform-is-less-than-two-doubts", numbered(
			blockEverybody(func(p *ca.Policy) { p.Conditions.Platforms = onPlatforms(others...) }),
			blockEverybody(func(p *ca.Policy) { p.Conditions.Platforms = onPlatforms(ca.PlatformWindows); accept(p) }),
			blockEverybody(func(p *ca.Policy) { p.Conditions.Platforms = onPlatforms(ca.PlatformWindows); accept(p) }),
		), "platforms", 1},
		{"two-doubts-are-no-more-than-one-on-an-unknown-platform", numbered(
			blockEverybody(func(p *ca.Policy) { p.Conditions.Platforms = onPlatforms(others...) }),
			blockEverybody(accept),
			blockEverybody(func(p *ca.Policy) { p.Conditions.Platforms = onPlatforms(ca.PlatformWindows); accept(p) }),
		), "terms_of_use_accepted", 0},
		{"the-plainest-of-many", numbered(blockEverybody(accept), blockEverybody(accept)), "terms_of_use_accepted", 0},
		{"a-doubt-is-no-more-than-a-user-at-risk", numbered(blockEverybody(func(p *ca.Policy) {
			p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskNone}
			accept(p)
		})), "terms_of_use_accepted", 0},
		{"a-doubt-is-no-more-than-a-sign-in-at-risk", numbered(blockEverybody(func(p *ca.Policy) {
			p.Conditions.SignInRiskLevels = []ca.RiskLevel{ca.RiskNone}
			accept(p)
		})), "terms_of_use_accepted", 0},
		{"two-doubts-are-no-more-than-two-in-a-native-client",
			numbered(inBrowser, inBrowser, blockEverybody(bound), blockEverybody(bound)), "terms_of_use_accepted", 0},
		{"one-doubt-in-a-native-client-is-less-than-two",
			numbered(inBrowser, inBrowser, blockEverybody(bound), blockEverybody(mfa), blockEverybody(mfa)), "tokenProtection", 1},
		{"plainer-than-the-first", windowsFromBranch(blockEverybody(accept)), "terms_of_use_accepted", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(c.policies...), Assume: ca.Assumptions{Networks: []ca.Network{{Address: "50.1.1.1", Country: "NO"}}}}
			q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{branch})
			r := aliceIn(t, q)
			if r.Verdict != Undecided || len(r.MissingFacts) == 0 || r.MissingFacts[0].Fact != c.want {
				t.Errorf("alice is %s, and missing is %v, want %s", r.Verdict, r.MissingFacts, c.want)
			}
			found := judge(q, newRoster(q), nil).ofAlice()
			if cost := found.searched.cost(found.found.open); cost != c.cost {
				t.Errorf("%d dimensions of the sign-in are not plain, want %d", cost, c.cost)
			}
		})
	}
}

// TestFirstOfEqualDoubts: of sign-ins in which as much is missing, and which are as plain, the first one is told of.
func TestFirstOfEqualDoubts(t *testing.T) {
	t.Parallel()
	ofBob := func(at ca.NamedLocation) ca.Policy {
		return blockEverybody(func(p *ca.Policy) {
			p.Conditions.Users.IncludeUsers, p.Conditions.Locations = []string{bob}, locations([]string{at.ID}, nil)
		})
	}
	q := Question{Tenant: office(numbered(
		blockEverybody(func(p *ca.Policy) {
			p.Conditions.Locations = locations([]string{ca.All}, []string{branch.ID, headOffice.ID})
		}),
		blockEverybody(accept), ofBob(branch), ofBob(headOffice))...)}
	q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{branch, headOffice})
	const want = `state in assume.networks a network that alice@contoso.onmicrosoft.com signs in from: one in "Head office"`
	if r := aliceIn(t, q); r.Verdict != Undecided || len(r.MissingFacts) != 2 || r.MissingFacts[0].How != want {
		t.Errorf("alice is %s, and missing is %v, want %s", r.Verdict, r.MissingFacts, want)
	}
}

// TestDoubtIsLookedForWithinBounds: where very many sign-ins are open, not all of them are compared, and the search
// ends there.
func TestDoubtIsLookedForWithinBounds(t *testing.T) {
	t.Parallel()
	policies := []ca.Policy{blockEverybody(accept), blockEverybody(accept)}
	var all []ca.NamedLocation
	for i := range 60 {
		l := ca.NamedLocation{ID: fmt.Sprintf("location-%d", i), Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: fmt.Sprintf("40.%d.0.0/16", i)}}}
		all = append(all, l)
		policies = append(policies, blockEverybody(func(p *ca.Policy) { p.Conditions.Locations = locations([]string{ca.All}, []string{l.ID}); accept(p) }))
	}
	for i := range allRisks {
		others := slices.Concat(allRisks[:i], allRisks[i+1:])
		policies = append(policies,
			blockEverybody(func(p *ca.Policy) { p.Conditions.UserRiskLevels = others; accept(p) }),
			blockEverybody(func(p *ca.Policy) { p.Conditions.SignInRiskLevels = others; accept(p) }))
	}
	q := Question{Tenant: office(numbered(policies...)...)}
	q.Tenant.NamedLocations = ca.Known(all)
	same := judge(q, newRoster(q), nil).ofAlice()
	if found := same.found; found.verdict != Undecided || found.spent || found.complete {
		t.Errorf("alice is %s, the budget ended: %t, everything was compared: %t", found.verdict, found.spent, found.complete)
	}
	c := same.searched
	c.leastOpen()
	if looked := maxSteps - c.program.walker.left; looked > openLimit {
		t.Errorf("%d branches were looked at for %d sign-ins", looked, openLimit)
	}
}

// TestWalkStops: a visitor that has seen enough is told of nothing more.
func TestWalkStops(t *testing.T) {
	t.Parallel()
	q := Question{Tenant: office(blockEverybody(accept))}
	c := judge(q, newRoster(q), nil).ofAlice().searched
	for enough := range 8 {
		visits := 0
		if !c.walk(c.program.everything, c.possibleSpace(), maxSteps, func(situation, Value) bool { visits++; return visits <= enough }) {
			t.Error("the budget ended")
		}
		if visits != enough+1 {
			t.Errorf("%d visits, want %d", visits, enough+1)
		}
	}
}

// TestUnreadDeviceHasNoSureCredential: of a device that was not read nobody knows whether it is the only one.
func TestUnreadDeviceHasNoSureCredential(t *testing.T) {
	t.Parallel()
	q := Question{Tenant: office(blockEverybody(accept))}
	delete(q.Tenant.Devices, alice)
	q.Tenant.Methods[alice] = append(slices.Clone(q.Tenant.Methods[alice]), ca.AuthenticationMethod{Kind: ca.MethodWindowsHello})
	r := newRoster(q)
	c := judge(q, r, nil).ofAlice().searched
	seen := 0
	for _, o := range c.options {
		if o.hand.device == unreadDevice && o.platform == ca.PlatformWindows {
			if seen++; o.hand.hello != Unknown {
				t.Errorf("Windows Hello on it is %s", o.hand.hello)
			}
		}
	}
	if seen != 1 {
		t.Errorf("there are %d options with an unread Windows device, want 1", seen)
	}
}

// TestToldAnew: evidence that names another device than before is told anew.
func TestToldAnew(t *testing.T) {
	t.Parallel()
	without := func(model string) Question {
		q := Question{Tenant: office(numbered(
			blockEverybody(func(p *ca.Policy) { p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlCompliantDevice} }),
			blockEverybody(func(p *ca.Policy) {
				p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: fmt.Sprintf("device.model -eq %q", model)}}
			}))...)}
		return q
	}
	one, other := laptop("one", "true", "AzureAd"), laptop("other", "true", "AzureAd")
	one.Properties["model"], other.Properties["model"] = ca.Property{Values: []string{"a"}}, ca.Property{Values: []string{"b"}}
	q := without("b")
	q.Tenant.Devices[alice] = []ca.Device{one, other}
	changed := *q.Tenant
	changed.Policies = without("a").Tenant.Policies
	next := Question{Tenant: &changed}

	var d Decider
	for _, step := range []struct {
		q    Question
		want string
	}{{q, one.ID}, {next, other.ID}, {q, one.ID}} {
		got := d.Decide(step.q)
		if diff := cmp.Diff(Decide(step.q), got); diff != "" {
			t.Errorf("-decide +decider:\n%s", diff)
		}
		if w := aliceIn(t, step.q).Witness; w == nil || w.DeviceID != step.want {
			t.Errorf("the witness is %+v, want one with %s", w, step.want)
		}
	}
}
