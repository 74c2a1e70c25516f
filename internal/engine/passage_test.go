package engine

import (
	"reflect"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestWhatStandsIsNotSearchedAnew: a change that can make no difference to what was found of somebody leaves
// that finding, and any other change does not. Either way the report is the one of a judgement from scratch.
func TestWhatStandsIsNotSearchedAnew(t *testing.T) {
	t.Parallel()
	const first, second = "first", "second"
	policy := func(id string, change func(*ca.Policy)) ca.Policy {
		return blockEverybody(func(p *ca.Policy) {
			p.ID, p.DisplayName = id, id
			p.Conditions.Users.ExcludeUsers = []string{bob}
			change(p)
		})
	}
	atRisk := func(levels ...ca.RiskLevel) func(*ca.Policy) {
		return func(p *ca.Policy) { p.Conditions.SignInRiskLevels = levels }
	}
	on := func(platforms ...ca.Platform) func(*ca.Policy) {
		return func(p *ca.Policy) { p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: platforms} }
	}
	office1 := func(p *ca.Policy) {
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{"office-1"}}
	}
	always := func(*ca.Policy) {}
	join := func(changes ...func(*ca.Policy)) func(*ca.Policy) {
		return func(p *ca.Policy) {
			for _, change := range changes {
				change(p)
			}
		}
	}
	of := func(user string) func(*ca.Policy) {
		return func(p *ca.Policy) {
			p.Conditions.Users.IncludeUsers, p.Conditions.Users.ExcludeUsers = []string{user}, nil
		}
	}
	elsewhere := func(p *ca.Policy) {
		p.Conditions.Applications.IncludeApplications = []string{"00000000-0000-0000-0000-0000000000ff"}
	}
	renamed := func(p *ca.Policy) { p.DisplayName = "another name" }
	byCompliance := func(p *ca.Policy) {
		p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: `device.model -eq "x"`}}
	}
	bySecond := policy(second, of(bob)) // the last one, so that a tenant is never without policies

	for _, c := range []struct {
		name          string
		before, after []ca.Policy
		breakGlass    bool
		want          bool // alice is not searched anew
	}{
		{"nothing-changes", []ca.Policy{policy(first, on(ca.PlatformIOS))}, []ca.Policy{policy(first, on(ca.PlatformIOS))}, false, true},
		{"somebody-else", nil, []ca.Policy{policy(first, of(bob))}, false, true},
		{"somebody-else-and-break-glass", nil, []ca.Policy{policy(first, of(bob))}, true, true},
		{"another-application", nil, []ca.Policy{policy(first, join(elsewhere, atRisk(ca.RiskNone)))}, false, true},
		{"another-application-at-any-time", []ca.Policy{policy(first, always)}, []ca.Policy{policy(first, always), policy("more", elsewhere)}, false, true},
		{"not-the-witness", nil, []ca.Policy{policy(first, on(ca.PlatformIOS))}, false, true},
		{"not-the-witness-but-break-glass", nil, []ca.Policy{policy(first, on(ca.PlatformIOS))}, true, false},
		{"not-the-witness-by-risk", nil, []ca.Policy{policy(first, atRisk(ca.RiskHigh))}, false, true},
		{"worst-day-changes", nil, []ca.Policy{policy(first, join(of(bob), atRisk(ca.RiskHigh)))}, true, false},
		{"the-witness", nil, []ca.Policy{policy(first, on(ca.PlatformWindows))}, false, false},
		{"one-goes", []ca.Policy{policy(first, on(ca.PlatformIOS))}, nil, false, false},
		{"one-goes-that-asked-nothing", []ca.Policy{policy(first, elsewhere)}, nil, false, true},
		{"renamed", []ca.Policy{policy(first, always)}, []ca.Policy{policy(first, join(always, renamed))}, false, false},
		{"more-networks", nil, []ca.Policy{policy(first, join(of(bob), office1))}, false, false},
		{"devices-told-apart", nil, []ca.Policy{policy(first, join(of(bob), byCompliance))}, false, false},
		{"devices-no-longer-told-apart", []ca.Policy{policy(first, join(of(bob), byCompliance))}, nil, false, false},
		{"behind-the-one-that-locks-out", []ca.Policy{policy(first, always)}, []ca.Policy{policy(first, always), policy("more", always)}, false, true},
		{"before-the-one-that-locks-out", []ca.Policy{policy(first, always)}, []ca.Policy{policy("more", always), policy(first, always)}, false, false},
		{"behind-several-that-lock-out", platformBlocks(ca.DefaultPlatforms), append(platformBlocks(ca.DefaultPlatforms), policy("more", always)), false, false},
		{"moved", []ca.Policy{policy(first, always), policy("more", always)}, []ca.Policy{policy("more", always), policy(first, always)}, false, false},
		{"a-strength-that-stays", []ca.Policy{policy(first, func(p *ca.Policy) { p.GrantControls = combinations("password") })},
			[]ca.Policy{policy(first, func(p *ca.Policy) { p.GrantControls = combinations("password") }), policy("more", elsewhere)}, false, true},
		{"a-strength-that-changes", []ca.Policy{policy(first, func(p *ca.Policy) { p.GrantControls = combinations("password") })},
			[]ca.Policy{policy(first, func(p *ca.Policy) { p.GrantControls = combinations("fido2") })}, false, false},
		{"not-the-open-one", []ca.Policy{policy(first, accept)}, []ca.Policy{policy(first, accept), policy("more", on(ca.PlatformIOS))}, false, true},
		{"the-open-one", []ca.Policy{policy(first, accept)}, []ca.Policy{policy(first, accept), policy("more", on(ca.PlatformWindows))}, false, false},
		{"open-and-the-next-level-changes", []ca.Policy{policy(first, accept), policy("more", join(of(bob), atRisk(ca.RiskNone)))},
			[]ca.Policy{policy(first, accept), policy("more", join(of(bob), atRisk(ca.RiskNone, ca.RiskLow)))}, false, false},
		{"open-and-possible-changes", []ca.Policy{policy(first, accept)}, []ca.Policy{policy(first, accept), policy("more", join(of(bob), atRisk(ca.RiskNone)))}, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(append(slices.Clone(c.before), bySecond)...)}
			q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{{ID: "office-1", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "40.0.0.0/8"}}}})
			if c.breakGlass {
				q.BreakGlass.Users = []string{alice}
			}
			changed := *q.Tenant
			changed.Policies = ca.Known(append(slices.Clone(c.after), bySecond))
			next := q
			next.Tenant = &changed

			var d Decider
			d.Decide(q)
			before := d.last.ofAlice()
			got := d.Decide(next)
			if stands := d.last.ofAlice() == before; stands != c.want {
				t.Errorf("the finding stands: %t, want %t", stands, c.want)
			}
			if want := Decide(next); !reflect.DeepEqual(want, got) {
				t.Errorf("-decide +decider:\n%s", cmp.Diff(want, got))
			}
		})
	}
}

// TestAnotherQuestion: what was found for one question about a tenant does not answer another one.
func TestAnotherQuestion(t *testing.T) {
	t.Parallel()
	several := platformBlocks([]ca.Platform{ca.PlatformWindows, ca.PlatformMacOS}, []ca.Platform{ca.PlatformWindows, ca.PlatformLinux},
		[]ca.Platform{ca.PlatformMacOS, ca.PlatformIOS}, []ca.Platform{ca.PlatformLinux, ca.PlatformAndroid}, []ca.Platform{ca.PlatformIOS},
		[]ca.Platform{ca.PlatformMacOS, ca.PlatformIOS, ca.PlatformAndroid})
	for _, c := range []struct {
		name   string
		tenant *ca.Tenant
		change func(*Question)
	}{
		{"smallest", office(several...), func(q *Question) { q.Smallest = true }},
		{"terms-of-use", office(blockEverybody(accept)), func(q *Question) { q.Assume.TermsOfUseAccepted = true }},
		{"platforms", office(blockEverybody(accept)), func(q *Question) { q.Assume.Platforms = []ca.Platform{ca.PlatformLinux} }},
		{"networks", office(blockEverybody(accept)), func(q *Question) { q.Assume.Networks = []ca.Network{{Address: "40.1.1.1", Country: "NO"}} }},
		{"strengths", office(blockEverybody(func(p *ca.Policy) {
			p.GrantControls = &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: "strength"}}
		})), func(q *Question) {
			tenant := *q.Tenant
			tenant.Strengths = ca.Known([]ca.AuthenticationStrength{{ID: "strength", AllowedCombinations: []string{"fido2"}}})
			q.Tenant = &tenant
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: c.tenant}
			next := q
			c.change(&next)
			var d Decider
			for _, q := range []Question{q, next, q} {
				if diff := cmp.Diff(Decide(q), d.Decide(q)); diff != "" {
					t.Errorf("-decide +decider:\n%s", diff)
				}
			}
		})
	}
}

// TestGoingBack: a tenant that is what it was before one change is not searched a second time.
func TestGoingBack(t *testing.T) {
	t.Parallel()
	harmless := blockEverybody(func(p *ca.Policy) { p.Conditions.SignInRiskLevels = []ca.RiskLevel{ca.RiskHigh} })
	lockout := blockEverybody(func(p *ca.Policy) { p.ID = "p2" })
	q, next := Question{Tenant: office(harmless)}, Question{Tenant: office(harmless, lockout)}
	tenant := *q.Tenant
	tenant.Policies = next.Tenant.Policies
	next.Tenant = &tenant
	var d Decider
	d.Decide(q)
	open := d.last.ofAlice()
	d.Decide(next)
	shut := d.last.ofAlice()
	for range maxRefined {
		if d.Decide(q); d.last.ofAlice() != open {
			t.Error("the tenant as it was is searched anew")
		}
		if d.Decide(next); d.last.ofAlice() != shut {
			t.Error("the change that was tried before is searched anew")
		}
	}
}

// TestCutShortIsSearchedAnew takes the budget away one branch after another: what was found before it ended may
// not be what is found with one more policy, which spares some branches.
func TestCutShortIsSearchedAnew(t *testing.T) {
	t.Parallel()
	on := func(platform ca.Platform, at *ca.LocationCondition) ca.Policy {
		return blockEverybody(func(p *ca.Policy) { p.Conditions.Platforms, p.Conditions.Locations = onPlatforms(platform), at })
	}
	atHeadOffice := locations([]string{headOffice.ID}, nil)
	policies := numbered(
		on(ca.PlatformWindows, locations([]string{ca.All}, []string{branch.ID, headOffice.ID})),
		blockEverybody(func(p *ca.Policy) {
			p.Conditions.Platforms, p.Conditions.Applications.IncludeApplications = onPlatforms(ca.PlatformWindows), []string{ca.AppAzurePortal}
		}),
		on(ca.PlatformLinux, atHeadOffice),
		on(ca.PlatformWindows, atHeadOffice))
	tenant := office()
	tenant.NamedLocations = ca.Known([]ca.NamedLocation{branch, headOffice})
	ask := func(policies []ca.Policy) Question {
		with := *tenant
		with.Policies = ca.Known(policies)
		return Question{Tenant: &with, Assume: ca.Assumptions{Networks: []ca.Network{
			{Address: "60.1.1.1", Country: "NO"}, {Address: "50.1.1.1", Country: "NO"}, {Address: "40.1.1.1", Country: "NO"},
		}}}
	}
	r := newRoster(ask(nil))
	j := judge(ask(policies[:3]), r, nil)
	from, to := j.program, judge(ask(policies), r, j).program
	who := r.crowd.people[r.crowd.index[alice]]
	other, stands := 0, 0
	for steps := range 100 {
		from.steps, to.steps = steps, steps
		before, after := newClass(from.candidate(who)), newClass(to.candidate(who))
		b, a := before.found.witness, after.found.witness
		same := before.found.verdict == after.found.verdict && b.option == a.option && b.channel == a.channel
		if !same {
			other++
		}
		if newPassage(from, to).holds(before, who) {
			if stands++; !same {
				t.Errorf("with %d steps: what is found with the policy that came is another", steps)
			}
		}
	}
	if other == 0 || stands == 0 {
		t.Errorf("%d findings were others, %d stand", other, stands)
	}
}

// TestExplodedIsSearchedAnew: a lockout of which not all networks were looked at is none, and the other way round.
func TestExplodedIsSearchedAnew(t *testing.T) {
	t.Parallel()
	q := Question{Tenant: office(blockEverybody(nil))}
	r := newRoster(q)
	j := judge(q, r, nil)
	for _, exploded := range []bool{false, true} {
		to := *j.program
		to.exploded = exploded
		if there, back := newPassage(j.program, &to), newPassage(&to, j.program); (there == nil) != exploded || (back == nil) != exploded {
			t.Errorf("exploded %t: there is a way there: %t, and back: %t", exploded, there != nil, back != nil)
		}
	}
}

// ofAlice is what was found of alice.
func (j *judgement) ofAlice() *class {
	return j.classes[j.partition.of[j.program.roster.crowd.index[alice]]]
}

// TestFindingsComeFromFewPrograms: however long the row of questions, few of the programs are kept that
// something was found in.
func TestFindingsComeFromFewPrograms(t *testing.T) {
	t.Parallel()
	var policies []ca.Policy
	q := Question{Tenant: office()}
	var d Decider
	for i := range 40 {
		more := blockEverybody(func(p *ca.Policy) {
			p.ID, p.Conditions.Users.IncludeUsers = string(rune('a'+i)), []string{[]string{alice, bob}[i%2]}
			p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformWindows}}
		})
		policies = append(policies, more)
		tenant := *q.Tenant
		tenant.Policies = ca.Known(slices.Clone(policies))
		d.Decide(Question{Tenant: &tenant})
		programs := map[*program]bool{}
		for _, k := range slices.Concat(d.last.classes, d.last.replaced) {
			if k != nil {
				programs[k.searched.program] = true
			}
		}
		if len(programs) > maxPassages {
			t.Fatalf("after %d policies %d programs are kept", i, len(programs))
		}
	}
}

// TestTakenFromAsManyProgramsAsAreBounded: where every change concerns another person, what was found before is taken
// from as many programs as is bounded, and what was found in others is looked for again.
func TestTakenFromAsManyProgramsAsAreBounded(t *testing.T) {
	t.Parallel()
	tenant, others := colleagues(2 * maxPassages)
	var policies []ca.Policy
	var d Decider
	most := 0
	for i, id := range others {
		policies = append(policies, blockEverybody(func(p *ca.Policy) {
			p.ID, p.Conditions.Users.IncludeUsers, p.Conditions.Platforms = strconv.Itoa(i), []string{id}, onPlatforms(ca.PlatformWindows)
		}))
		changed := *tenant
		changed.Policies = ca.Known(slices.Clone(policies))
		d.Decide(Question{Tenant: &changed})
		programs := map[*program]bool{}
		for _, k := range d.last.classes {
			programs[k.searched.program] = true
		}
		most = max(most, len(programs))
	}
	if want := maxPassages + 1; most != want { // and the last one
		t.Errorf("what stands was found in %d programs, want %d", most, want)
	}
}

// TestNetworksAreWhatTheyWere: somebody is told of the networks that there are, not of those that there were, where
// policies for somebody else change what an example is, or which networks are the worst.
func TestNetworksAreWhatTheyWere(t *testing.T) {
	t.Parallel()
	third := ca.NamedLocation{ID: "third", DisplayName: "Third", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "60.0.0.0/8"}}}
	floor := ca.NamedLocation{ID: "floor", DisplayName: "Floor", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "40.0.0.0/16"}}}
	policy := func(id, user string, at *ca.LocationCondition) ca.Policy {
		return blockEverybody(func(p *ca.Policy) {
			p.ID, p.DisplayName, p.Conditions.Users.IncludeUsers, p.Conditions.Locations = id, id, []string{user}, at
		})
	}
	in := func(places ...string) *ca.LocationCondition { return locations(places, nil) }
	outside := policy("outside", alice, locations([]string{ca.All}, []string{headOffice.ID, branch.ID, third.ID}))
	atTwo, atThird := policy("two", bob, in(branch.ID, third.ID)), policy("third", bob, in(third.ID))
	for _, c := range []struct {
		name          string
		before, after []ca.Policy
		breakGlass    bool
	}{
		{"another-example", []ca.Policy{policy("office", alice, in(headOffice.ID))},
			[]ca.Policy{policy("office", alice, in(headOffice.ID)), policy("everywhere", bob, in(ca.All, floor.ID))}, true},
		{"other-worst-ones", []ca.Policy{outside, policy("goes", bob, in(headOffice.ID)), atTwo, atThird},
			[]ca.Policy{outside, atTwo, atThird, policy("comes", alice, in(headOffice.ID, third.ID)), policy("branch", bob, in(branch.ID))}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(c.before...)}
			q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{headOffice, branch, third, floor})
			if c.breakGlass {
				q.BreakGlass.Users = []string{alice}
			}
			changed := *q.Tenant
			changed.Policies = ca.Known(c.after)
			next := q
			next.Tenant = &changed
			if cmp.Diff(aliceIn(t, q), aliceIn(t, next)) == "" {
				t.Fatal("there is nothing else to tell alice")
			}
			var d Decider
			d.Decide(q)
			if diff := cmp.Diff(Decide(next), d.Decide(next)); diff != "" {
				t.Errorf("-decide +decider:\n%s", diff)
			}
		})
	}
}
