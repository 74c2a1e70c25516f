package guard

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestRelaxes(t *testing.T) {
	t.Parallel()
	base := func(changes ...func(*ca.Policy)) ca.Policy {
		return policy("p1", "Policy", append([]func(*ca.Policy){func(p *ca.Policy) {
			p.Conditions.Users.IncludeUsers = []string{alice, bob}
			p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh, ca.RiskMedium}
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{office}}
			p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformWindows, ca.PlatformIOS}}
		}}, changes...)...)
	}
	users := func(change func(*ca.Users)) func(*ca.Policy) {
		return func(p *ca.Policy) { change(&p.Conditions.Users) }
	}
	for _, c := range []struct {
		name string
		to   func(*ca.Policy)
		want bool
	}{
		{"the-same", func(*ca.Policy) {}, true},
		{"rename", func(p *ca.Policy) { p.DisplayName = "Other" }, true},
		{"disable", in(ca.StateDisabled), true},
		{"report-only-and-anything-else", func(p *ca.Policy) { p.State = ca.StateReportOnly; p.GrantControls = grant(ca.ControlBlock) }, true},
		{"state-not-yet-known", in(ca.NotYetKnown), true},
		{"fewer-users", including(alice), true},
		{"nobody", including(ca.None), false}, // harmless, but not by this reading
		{"more-users", including(alice, bob, carol), false},
		{"other-users", including(carol), false},
		{"an-unknown-user", including(alice, ca.NotYetKnown), false},
		{"a-group-more", users(func(u *ca.Users) { u.IncludeGroups = []string{everyone} }), false},
		{"a-role-more", users(func(u *ca.Users) { u.IncludeRoles = []string{ca.RoleGlobalAdministrator} }), false},
		{"guests-more", users(func(u *ca.Users) {
			u.IncludeGuestsOrExternalUsers = &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"internalGuest"}}
		}), false},
		{"an-exclusion-more", excluding(breakGlass1, breakGlass2, alice), true},
		{"an-unknown-exclusion-more", excluding(breakGlass1, breakGlass2, ca.NotYetKnown), true},
		{"an-exclusion-less", excluding(breakGlass1), false},
		{"an-excluded-group-more", users(func(u *ca.Users) { u.ExcludeGroups = []string{everyone} }), true},
		{"an-excluded-role-more", users(func(u *ca.Users) { u.ExcludeRoles = []string{ca.RoleGlobalAdministrator} }), true},
		{"guests-excluded", users(func(u *ca.Users) {
			u.ExcludeGuestsOrExternalUsers = &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"internalGuest"}}
		}), true},
		{"one-app", forApps(ca.AppExchangeOnline), true},
		{"an-excluded-app", func(p *ca.Policy) { p.Conditions.Applications.ExcludeApplications = []string{ca.AppExchangeOnline} }, true},
		{"a-user-action", func(p *ca.Policy) {
			p.Conditions.Applications = ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterDevice}}
		}, false},
		{"fewer-risk-levels", func(p *ca.Policy) { p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh} }, true},
		{"any-risk", func(p *ca.Policy) { p.Conditions.UserRiskLevels = nil }, false},
		{"sign-in-risk-too", func(p *ca.Policy) { p.Conditions.SignInRiskLevels = []ca.RiskLevel{ca.RiskHigh} }, true},
		{"a-location-more-excluded", outside(office, ca.AllTrusted), true},
		{"no-location-excluded", outside(), false},
		{"no-location-condition", func(p *ca.Policy) { p.Conditions.Locations = nil }, false},
		{"some-locations-only", func(p *ca.Policy) {
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.AllTrusted}, ExcludeLocations: []string{office}}
		}, true},
		{"fewer-platforms", func(p *ca.Policy) {
			p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformIOS}}
		}, true},
		{"any-platform", func(p *ca.Policy) { p.Conditions.Platforms = nil }, false},
		{"all-platforms-but", onAllPlatforms(ca.PlatformLinux), false},
		{"browsers-only", func(p *ca.Policy) { p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppBrowser} }, true},
		{"another-control", demanding(ca.ControlCompliantDevice), false},
		{"another-way", demanding(ca.ControlMFA, ca.ControlCompliantDevice), false}, // laxer, but not by this reading
		{"a-device-filter", func(p *ca.Policy) {
			p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: `device.isCompliant -eq True`}}
		}, false},
		{"workloads", func(p *ca.Policy) { p.Conditions.ClientApplications = &ca.ClientApplications{} }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := relaxes(base(), base(c.to)); got != c.want {
				t.Errorf("relaxes is %t", got)
			}
		})
	}
	sparingGuests := base(users(func(u *ca.Users) {
		u.ExcludeGuestsOrExternalUsers = &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"internalGuest"}}
	}))
	if relaxes(sparingGuests, base()) || !relaxes(sparingGuests, sparingGuests) {
		t.Error("guests that are no longer left out are taken for a relaxation, or no change is not")
	}
	if relaxes(base(in(ca.StateReportOnly)), base()) {
		t.Error("enabling a policy is taken for a relaxation")
	}
}

// TestARelaxationTakesNothingAway checks the reading of policies against verdicts, on many random pairs.
func TestARelaxationTakesNothingAway(t *testing.T) {
	t.Parallel()
	config := settings(inTheOffice)
	relaxations := 0
	for seed := range uint64(1000) {
		r := rand.New(rand.NewPCG(seed, 11))
		tenant, _ := randomPlan(r)
		old := tenant.Policies.Value()[0]
		planned := randomBlock(r, old.ID)
		if r.IntN(2) == 0 {
			planned = mutated(r, old)
		}
		if !relaxes(old, planned) || sameEffect(old, planned) {
			continue
		}
		relaxations++
		after := reachableIn(apply(tenant, steps([]Change{update(old, planned)})), config)
		for id := range reachableIn(tenant, config) {
			if !after[id] {
				t.Fatalf("seed %d: %s loses a way in by what is called a relaxation", seed, id)
			}
		}
	}
	if relaxations < 60 {
		t.Fatalf("%d relaxations in 1000 pairs", relaxations)
	}
}

// mutated leaves out one more user, or one more location.
func mutated(r *rand.Rand, p ca.Policy) ca.Policy {
	if l := p.Conditions.Locations; l != nil && r.IntN(2) == 0 {
		condition := *l
		condition.ExcludeLocations = append(slices.Clone(l.ExcludeLocations), fmt.Sprintf("l%d", r.IntN(3)))
		p.Conditions.Locations = &condition
		return p
	}
	p.Conditions.Users.ExcludeUsers = append(slices.Clone(p.Conditions.Users.ExcludeUsers), []string{alice, bob, breakGlass1}[r.IntN(3)])
	return p
}
