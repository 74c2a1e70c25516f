package guard

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// narrowBlock closes every channel, but is narrow enough for the rules about shape.
func narrowBlock(id, name string, changes ...func(*ca.Policy)) ca.Policy {
	p := graphBlock(id, name, breakGlass1, breakGlass2)
	for _, change := range changes {
		change(&p)
	}
	return p
}

func sparing(users ...string) func(*ca.Policy) { return excluding(users...) }

func outside(locations ...string) func(*ca.Policy) {
	return func(p *ca.Policy) {
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: locations}
	}
}

func inTheOffice(c *Config) {
	loose(c)
	c.Assume.Networks = []ca.Network{{Address: "203.0.113.7", Country: "NO"}}
}

func warnUndecided(c *Config) { c.OnUndecided = WarnUndecided }

func unnamed(c *Config) { c.BreakGlass = ca.BreakGlass{Minimum: 2} }

func TestJudgeInvariants(t *testing.T) {
	t.Parallel()
	mfa := policy("p1", "MFA")
	everybody := narrowBlock("p2", "Block", sparing())
	officeOnly := narrowBlock("p2", "Office only", sparing(), outside(office))
	here := contoso().NamedLocations.Value()[0]
	elsewhere := here
	elsewhere.IPRanges = []ca.IPRange{{CIDR: "198.51.100.0/24"}}
	untrusted := here
	untrusted.IsTrusted = false
	trustedOnly := narrowBlock("p2", "Trusted only", sparing(), outside(ca.AllTrusted))

	for _, c := range []struct {
		name    string
		tenant  *ca.Tenant
		config  Config
		changes []Change
		want    []string
	}{
		{"nothing-changes", contoso(everybody), settings(), nil, nil},
		{"the-same-in-a-broken-tenant", contoso(everybody), settings(), []Change{update(everybody, everybody)}, nil},
		{"safe", contoso(mfa), settings(), []Change{create(policy("", "Another"))}, nil},
		{"lockout", contoso(mfa), settings(loose), []Change{create(everybody)}, []string{"EG001!"}},
		{"lockout-by-update", contoso(policy("p2", "Block")), settings(loose), []Change{update(policy("p2", "Block"), everybody)}, []string{"EG001!"}},
		{"lockout-in-report-only", contoso(mfa), settings(loose), []Change{create(narrowBlock("", "Block", in(ca.StateReportOnly), sparing()))}, nil},
		{"lockout-in-two", contoso(), settings(loose), []Change{
			create(narrowBlock("", "One", sparing(alice))), at("two", create(narrowBlock("", "Two", sparing(bob, breakGlass1, breakGlass2)))),
		}, []string{"EG001!"}},
		{"too-few", contoso(mfa), settings(func(c *Config) { c.MinimumAdmins = 3 }), []Change{create(narrowBlock("", "Block"))}, []string{"EG002!"}},
		{"fragile", contoso(mfa), settings(), []Change{create(narrowBlock("", "Block risk", sparing(breakGlass1), func(p *ca.Policy) {
			p.Conditions.SignInRiskLevels = []ca.RiskLevel{ca.RiskHigh}
		}))}, []string{"EG003!", "EG010!"}},
		{"no-break-glass-named", contoso(mfa), settings(unnamed), []Change{create(policy("", "MFA too"))}, []string{"EG003!", "EG010!"}},
		{"no-break-glass-named-report-only", contoso(mfa), settings(unnamed), []Change{create(policy("", "MFA too", in(ca.StateReportOnly)))}, []string{"EG003", "EG010"}},
		{"no-break-glass-wanted", contoso(mfa), settings(loose), []Change{create(policy("", "MFA too"))}, nil},

		{"broken-and-disabled", contoso(everybody), settings(loose), []Change{update(everybody, narrowBlock("p2", "Block", in(ca.StateDisabled), sparing()))}, nil},
		{"broken-and-deleted", contoso(everybody, narrowBlock("p3", "Another", sparing())), settings(loose), []Change{remove(everybody)}, []string{"EG001"}},
		{"broken-and-excluded", contoso(everybody, narrowBlock("p3", "Another", sparing())), settings(loose), []Change{update(everybody, narrowBlock("p2", "Block", sparing(alice)))}, []string{"EG001"}},
		{"broken-and-renamed", contoso(everybody), settings(loose), []Change{update(everybody, narrowBlock("p2", "Renamed", sparing()))}, []string{"EG001"}},
		{"broken-and-stricter", contoso(everybody), settings(loose), []Change{create(policy("", "MFA"))}, []string{"EG001!"}},
		{"broken-and-sessions-only", contoso(everybody), settings(loose), []Change{create(policy("", "Sessions", func(p *ca.Policy) {
			p.GrantControls = nil
			p.SessionControls = &ca.SessionControls{SignInFrequency: &ca.SignInFrequency{IsEnabled: ptr(true), Value: ptr(4), Type: "hours"}}
		}))}, []string{"EG001"}},
		{"broken-and-token-protection", contoso(everybody), settings(loose), []Change{create(policy("", "Sessions", func(p *ca.Policy) {
			p.GrantControls = nil
			p.SessionControls = &ca.SessionControls{SecureSignInSession: &ca.Enabled{IsEnabled: ptr(true)}}
		}))}, []string{"EG001!"}},
		{"broken-and-for-somebody-else", contoso(everybody), settings(loose), []Change{create(policy("", "Carol", including(carol)))}, []string{"EG001"}},
		{"broken-and-for-guests", contoso(everybody), settings(loose), []Change{create(policy("", "Guests", including(ca.GuestsOrExternalUsers)))}, []string{"EG001"}},

		{"undecided", contoso(), settings(loose), []Change{create(officeOnly)}, []string{"EG006!"}},
		{"undecided-warns", contoso(), settings(loose, warnUndecided), []Change{create(officeOnly)}, []string{"EG006"}},
		{"lockout-never-warns", contoso(), settings(loose, warnUndecided), []Change{create(everybody)}, []string{"EG001!"}},
		{"a-fact-decides", contoso(), settings(inTheOffice), []Change{create(officeOnly)}, nil},
		{"undecided-before-and-relaxed", contoso(officeOnly), settings(loose), []Change{update(officeOnly, narrowBlock("p2", "Office only", sparing(), outside(office, ca.AllTrusted)))}, []string{"EG006"}},

		{"location-moved-away", contoso(officeOnly), settings(inTheOffice), []Change{updateLocation(here, elsewhere)}, []string{"EG006!"}},
		{"location-emptied", contoso(officeOnly), settings(inTheOffice), []Change{updateLocation(here, privately(here))}, []string{"EG001!", "EG060"}},
		{"location-no-longer-trusted", contoso(trustedOnly), settings(inTheOffice), []Change{updateLocation(here, untrusted)}, []string{"EG001!"}},
		{"location-nobody-uses", contoso(mfa), settings(), []Change{updateLocation(here, elsewhere)}, nil},
		{"location-grows-in-a-broken-tenant", contoso(officeOnly, narrowBlock("p3", "Block", sparing())), settings(loose), []Change{updateLocation(here, grown(here))}, []string{"EG001"}},

		{"unknown-exclusion-decides", contoso(), settings(loose), []Change{create(narrowBlock("", "Block", sparing(ca.NotYetKnown)))}, []string{"EG090"}},
		{"unknown-state", contoso(), settings(loose), []Change{create(narrowBlock("", "Block", sparing(), in(ca.NotYetKnown)))}, []string{"EG090"}},
		{"unknown-in-report-only", contoso(), settings(loose), []Change{create(narrowBlock("", "Block", sparing(ca.NotYetKnown), in(ca.StateReportOnly)))}, nil},
		{"unknown-beside-a-lockout", contoso(), settings(loose), []Change{
			create(everybody), at("two", create(narrowBlock("", "Two", sparing(ca.NotYetKnown)))),
		}, []string{"EG001!", "EG090"}},
		{"unknown-beside-the-undecided", contoso(), settings(loose), []Change{
			create(officeOnly), at("two", create(narrowBlock("", "Two", sparing(ca.NotYetKnown)))),
		}, []string{"EG006!", "EG090"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			result := Judge(c.tenant, c.changes, c.config, noon)
			if diff := cmp.Diff(c.want, ruleIDs(result.Findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
				for _, f := range result.Findings {
					t.Logf("%s\n%s", f.Summary(), f.Detail())
				}
			}
		})
	}
}

func at(address string, c Change) Change {
	c.Address = "entraguard_conditional_access_policy." + address
	return c
}

func privately(l ca.NamedLocation) ca.NamedLocation {
	l.IPRanges = []ca.IPRange{{CIDR: "10.0.0.0/8"}}
	return l
}

func grown(l ca.NamedLocation) ca.NamedLocation {
	l.IPRanges = append(slices.Clone(l.IPRanges), ca.IPRange{CIDR: "198.51.100.0/24"})
	return l
}

// TestTheCauseCarriesTheFinding: the refusal belongs to the change whose object is in the core, whatever
// else changes.
func TestTheCauseCarriesTheFinding(t *testing.T) {
	t.Parallel()
	harmless := at("a_harmless", create(policy("", "Harmless", in(ca.StateReportOnly))))
	mfa := at("b_mfa", create(policy("", "MFA")))
	officeOnly := at("c_office", create(narrowBlock("", "Office only", sparing(), outside(office))))
	block := at("c_block", create(narrowBlock("", "Block", sparing())))
	for name, cause := range map[string]Change{"decided": block, "undecided": officeOnly} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, changes := range [][]Change{{harmless, mfa, cause}, {cause, mfa, harmless}} {
				result := Judge(contoso(), changes, settings(loose), noon)
				if len(result.Findings) != 1 || result.Findings[0].Address != cause.Address {
					t.Errorf("the finding is on %q", result.Findings[0].Address)
				}
			}
		})
	}
}

func TestJudgeIsTheSameInAnyOrder(t *testing.T) {
	t.Parallel()
	changes := []Change{
		at("a", create(policy("", "Compliant", demanding(ca.ControlCompliantDevice), excluding()))),
		at("b", create(narrowBlock("", "Block", sparing()))),
		at("c", create(policy("", "Legacy", demanding(ca.ControlBlock)))),
	}
	want := Judge(contoso(), changes, settings(), noon).Findings
	if len(want) < 6 {
		t.Fatalf("%d findings", len(want))
	}
	slices.Reverse(changes)
	got := Judge(contoso(), changes, settings(), noon).Findings
	for i := range want {
		if want[i].Summary() != got[i].Summary() || want[i].Detail() != got[i].Detail() {
			t.Errorf("%s\nand in the other order\n%s", want[i].Summary(), got[i].Summary())
		}
	}
}

func TestAdoptingRaisesNothing(t *testing.T) {
	t.Parallel()
	dreadful := policy("p1", "Block legacy", demanding(ca.ControlBlock), excluding("dead0000-0000-4000-8000-000000000001"))
	result := Judge(contoso(dreadful), []Change{update(dreadful, dreadful)}, Defaults(), noon)
	if len(result.Findings) != 0 {
		t.Errorf("findings %v", ruleIDs(result.Findings))
	}
	if len(Check(contoso(dreadful), Defaults(), noon).Findings) < 5 {
		t.Error("check is silent about it, too")
	}
}

// TestARelaxationIsNotTheLastStep: what was already so does not stop a step in the right direction.
func TestARelaxationIsNotTheLastStep(t *testing.T) {
	t.Parallel()
	const dead = "dead0000-0000-4000-8000-000000000001"
	old := policy("p1", "Compliant device", demanding(ca.ControlCompliantDevice), excluding(dead))
	for _, c := range []struct {
		name  string
		after ca.Policy
		want  []string
	}{
		{"one-account-more", policy("p1", "Compliant device", demanding(ca.ControlCompliantDevice), excluding(dead, breakGlass1, alice)), []string{"EG003"}},
		{"a-new-dangling-id", policy("p1", "Compliant device", demanding(ca.ControlCompliantDevice), excluding(dead, "dead0000-0000-4000-8000-000000000002", breakGlass1, alice)), []string{"EG003", "EG027!"}},
		{"rename", policy("p1", "Renamed", demanding(ca.ControlCompliantDevice), excluding(dead)), []string{"EG001", "EG003"}},
		{"another-control", policy("p1", "Compliant device", demanding(ca.ControlDomainJoinedDevice), excluding(dead)), []string{"EG001!", "EG003!", "EG010!", "EG022!", "EG027!"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			result := Judge(contoso(old), []Change{update(old, c.after)}, settings(), noon)
			if diff := cmp.Diff(c.want, ruleIDs(result.Findings)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
