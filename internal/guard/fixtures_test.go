package guard

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// A fixture is a case in which a rule fires, and its clean twin: the smallest change after which the rule is
// silent.
type fixture struct {
	rule  string
	fires func() []Finding
	clean func() []Finding
}

// judged are the findings of some changes to contoso, which already asks everybody for MFA.
func judged(config Config, changes ...Change) []Finding {
	return Judge(contoso(policy("p1", "CA001 MFA for everybody")), changes, config, noon).Findings
}

func creating(p ca.Policy) func() []Finding {
	return func() []Finding { return judged(settings(), create(p)) }
}

func onAllPlatforms(exclude ...ca.Platform) func(*ca.Policy) {
	return func(p *ca.Policy) {
		p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: exclude}
	}
}

var fixtures = []fixture{
	{
		rule:  "EG001",
		fires: creating(policy("", "CA007 Compliant device", demanding(ca.ControlCompliantDevice), excluding())),
		clean: creating(policy("", "CA007 Compliant device", demanding(ca.ControlCompliantDevice), excluding(alice))),
	},
	{
		rule: "EG002",
		fires: func() []Finding {
			return judged(settings(func(c *Config) { c.MinimumAdmins = 3 }), create(policy("", "CA008 Block", demanding(ca.ControlBlock))))
		},
		clean: creating(policy("", "CA008 Block", demanding(ca.ControlBlock))),
	},
	{
		rule: "EG003",
		fires: creating(policy("", "CA009 Block high risk", demanding(ca.ControlBlock), excluding(breakGlass1), func(p *ca.Policy) {
			p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh}
		})),
		clean: creating(policy("", "CA009 Block high risk", demanding(ca.ControlBlock), func(p *ca.Policy) {
			p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh}
		})),
	},
	{
		rule:  "EG004",
		fires: func() []Finding { return judgedWorkload(nil) },
		clean: func() []Finding { return judgedWorkload([]string{pipelineID}) },
	},
	{
		rule: "EG005",
		fires: func() []Finding {
			return slices.Concat(madeRoomFor("laxer"), madeRoomFor(""), swapped(excluding(alice, bob), excluding(breakGlass1, breakGlass2)))
		},
		clean: func() []Finding {
			return swapped(excluding(breakGlass1, breakGlass2, alice), excluding(breakGlass1, breakGlass2))
		},
	},
	{
		rule:  "EG006",
		fires: func() []Finding { return outsideOffice(settings()) },
		clean: func() []Finding {
			return outsideOffice(settings(func(c *Config) {
				c.BreakGlass.Minimum = 0
				c.Assume.Networks = []ca.Network{{Address: "203.0.113.7", Country: "NO"}}
			}))
		},
	},
	{
		rule:  "EG010",
		fires: creating(policy("", "CA010 MFA for Exchange", forApps(ca.AppExchangeOnline), excluding(breakGlass1))),
		clean: creating(policy("", "CA010 MFA for Exchange", forApps(ca.AppExchangeOnline))),
	},
	{
		rule:  "EG011",
		fires: creating(policy("", "CA011 MFA for Exchange", forApps(ca.AppExchangeOnline), excludingGroups(emptyGroup))),
		clean: creating(policy("", "CA011 MFA for Exchange", forApps(ca.AppExchangeOnline), excludingGroups(breakGlasses))),
	},
	{
		rule:  "EG020",
		fires: creating(policy("", "CA020 Block", demanding(ca.ControlBlock))),
		clean: creating(policy("", "CA020 Block", demanding(ca.ControlBlock), forApps(ca.AppExchangeOnline))),
	},
	{
		rule:  "EG021",
		fires: creating(policy("", "CA021 Compliant device", demanding(ca.ControlCompliantDevice))),
		clean: creating(policy("", "CA021 Compliant device", demanding(ca.ControlCompliantDevice, ca.ControlMFA))),
	},
	{
		rule:  "EG022",
		fires: creating(policy("", "CA022 Hybrid joined device", demanding(ca.ControlDomainJoinedDevice))),
		clean: creating(policy("", "CA022 Hybrid joined device", demanding(ca.ControlDomainJoinedDevice, ca.ControlMFA))),
	},
	{
		rule:  "EG023",
		fires: creating(policy("", "CA023 App protection", demanding(ca.ControlCompliantApplication))),
		clean: creating(policy("", "CA023 App protection", demanding(ca.ControlCompliantApplication), func(p *ca.Policy) {
			p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformIOS, ca.PlatformAndroid}}
		})),
	},
	{
		rule:  "EG024",
		fires: creating(policy("", "CA024 Block platforms", demanding(ca.ControlBlock), onAllPlatforms())),
		clean: creating(policy("", "CA024 Block platforms", demanding(ca.ControlBlock), onAllPlatforms(ca.PlatformWindows))),
	},
	{
		rule:  "EG025",
		fires: creating(policy("", "CA025 Block legacy authentication", demanding(ca.ControlBlock))),
		clean: creating(policy("", "CA025 Block legacy authentication", demanding(ca.ControlBlock), func(p *ca.Policy) {
			p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppExchangeActiveSync, ca.ClientAppOther}
		})),
	},
	{
		rule:  "EG026",
		fires: func() []Finding { return withEligibleAlice() },
		clean: func() []Finding { return withEligibleAlice(alice) },
	},
	{
		rule: "EG027",
		fires: func() []Finding {
			dangling := create(policy("", "CA027 MFA", excluding(breakGlass1, breakGlass2, "dead0000-0000-4000-8000-000000000001")))
			return append(judged(settings(), dangling), letGo(keysID)...)
		},
		clean: func() []Finding {
			return append(judged(settings(), create(policy("", "CA027 MFA", excluding(breakGlass1, breakGlass2, carol)))), letGo(ca.StrengthMFA)...)
		},
	},
	{
		rule:  "EG030",
		fires: func() []Finding { return soaked(6 * 24 * time.Hour) },
		clean: func() []Finding { return soaked(7 * 24 * time.Hour) },
	},
	{
		rule: "EG050",
		fires: func() []Finding {
			mfa, off := policy("p1", "CA050 MFA"), policy("p1", "CA050 MFA", in(ca.StateDisabled))
			on, out := switchDefaults(defaults(false), defaults(true)), switchDefaults(defaults(true), defaults(false))
			return slices.Concat(
				Judge(withDefaults(true), []Change{create(mfa)}, settings(), noon).Findings,
				Judge(withDefaults(true), []Change{create(mfa), out}, settings(), noon).Findings,
				Judge(withDefaults(false, mfa), []Change{on}, settings(), noon).Findings,
				Judge(withDefaults(false, mfa), []Change{on, at("mfa", update(mfa, off))}, settings(), noon).Findings)
		},
		clean: func() []Finding {
			return Judge(withDefaults(false), []Change{create(policy("p1", "CA050 MFA"))}, settings(), noon).Findings
		},
	},
	{
		rule:  "EG060",
		fires: creating(policy("", "CA060 Block", demanding(ca.ControlBlock, ca.ControlMFA), forApps(ca.AppExchangeOnline))),
		clean: creating(policy("", "CA060 Block", demanding(ca.ControlBlock), forApps(ca.AppExchangeOnline))),
	},
	{
		rule: "EG061",
		fires: func() []Finding {
			return slices.Concat(fullOf(240, create(policy("", "CA061 One too many", in(ca.StateReportOnly)))), ValidateNamedLocation(manyRanges(2001)))
		},
		clean: func() []Finding {
			return slices.Concat(fullOf(239, create(policy("", "CA061 The last one", in(ca.StateReportOnly)))), ValidateNamedLocation(manyRanges(2000)))
		},
	},
	{
		rule:  "EG090",
		fires: creating(policy("", "CA090 MFA", excludingGroups(ca.NotYetKnown))),
		clean: creating(policy("", "CA090 MFA", excludingGroups(breakGlasses))),
	},
	{
		rule: "EG091",
		fires: func() []Finding {
			err := errors.New("GET /identity/conditionalAccess/policies: 403 Forbidden: the application lacks the permission Policy.Read.All")
			unheard := errors.New("cannot ask What-If about a sign-in: 403 AccessDenied: You cannot perform the requested operation, " +
				"required scopes are missing in the token. (needs Policy.Read.ConditionalAccess)")
			return []Finding{unreadable(create(policy("", "CA091 MFA")), err), unasked(create(policy("", "CA091 MFA")), unheard)}
		},
		clean: creating(policy("", "CA091 MFA")),
	},
	{
		rule:  "EG092",
		fires: func() []Finding { return writtenOver(noon.Add(-time.Hour)) },
		clean: func() []Finding { return writtenOver(time.Time{}) },
	},
	{
		rule: "EG093",
		fires: func() []Finding {
			theirs := policy("p9", "CA093 Somebody else's block", demanding(ca.ControlBlock), excluding())
			t := contoso(policy("p1", "CA001 MFA for everybody"), theirs)
			ours := policy("p1", "CA001 MFA for everybody")
			return []Finding{overtaken(t, engine.Decide(question(t, settings())), settings(), update(ours, ours), "p1", takenBack)}
		},
		clean: creating(policy("", "CA093 MFA")),
	},
	{
		rule:  "EG094",
		fires: func() []Finding { return promoted("p1", "p2") },
		clean: func() []Finding { return promoted() },
	},
}

func excludingGroups(groups ...string) func(*ca.Policy) {
	return func(p *ca.Policy) {
		p.Conditions.Users.ExcludeUsers = nil
		p.Conditions.Users.ExcludeGroups = groups
	}
}

// judgedWorkload creates a policy that blocks service principals in a tenant whose pipeline is one.
func judgedWorkload(exclude []string) []Finding {
	t := contoso(policy("p1", "CA001 MFA for everybody"))
	t.ServicePrincipals = ca.Known(map[string]ca.ServicePrincipal{pipelineID: {
		ID: pipelineID, AppID: "91be1111-0000-4000-8000-0000000000aa", DisplayName: "Terraform", ServicePrincipalType: "Application",
		AppOwnerOrganizationID: t.ID, SignInAudience: "AzureADMyOrg",
	}})
	p := policy("", "CA004 Block workloads", demanding(ca.ControlBlock), including(ca.None), excluding(), func(p *ca.Policy) {
		p.Conditions.ClientApplications = &ca.ClientApplications{
			IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}, ExcludeServicePrincipals: exclude,
		}
	})
	return Judge(t, []Change{create(p)}, settings(func(c *Config) { c.Pipeline = pipelineID }), noon).Findings
}

// madeRoomFor relaxes one block and creates two others that are safe only then; by addresses, where there are
// any.
func madeRoomFor(label string) []Finding {
	apps := forApps(ca.AppMicrosoftGraph, ca.AppWindowsAzureAD)
	old := policy("p1", "CA005 Block Graph", demanding(ca.ControlBlock), apps, excluding(alice))
	laxer := update(old, policy("p1", "CA005 Block Graph", demanding(ca.ControlBlock), apps, excluding(alice, breakGlass1, breakGlass2)))
	stricter := nameless(create(policy("", "CA006 Block Graph", demanding(ca.ControlBlock), apps)))
	if label != "" {
		laxer, stricter = at(label, laxer), at("stricter", stricter)
	}
	config := settings(func(c *Config) { c.BreakGlass = ca.BreakGlass{}; c.MinimumAdmins = 1 })
	return Judge(contoso(old), []Change{laxer, stricter}, config, noon).Findings
}

// swapped turns around whom two blocks of a tenant leave out: the tenant is safe before and after.
func swapped(first, second func(*ca.Policy)) []Finding {
	apps := forApps(ca.AppMicrosoftGraph, ca.AppWindowsAzureAD)
	one := policy("p1", "CA005 Block Graph", demanding(ca.ControlBlock), apps, first)
	two := policy("p2", "CA006 Block Graph", demanding(ca.ControlBlock), apps, first)
	config := settings(func(c *Config) { c.BreakGlass = ca.BreakGlass{}; c.MinimumAdmins = 2 })
	return Judge(contoso(one, two), []Change{
		update(one, policy("p1", "CA005 Block Graph", demanding(ca.ControlBlock), apps, second)),
		update(two, policy("p2", "CA006 Block Graph", demanding(ca.ControlBlock), apps, second)),
	}, config, noon).Findings
}

// outsideOffice blocks everybody who is not in the office.
func outsideOffice(c Config) []Finding {
	return judged(c, create(policy("", "CA006 Office only", demanding(ca.ControlBlock), excluding(), func(p *ca.Policy) {
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{office}}
	})))
}

// withEligibleAlice makes alice eligible only, and creates a policy that leaves global administrators out.
func withEligibleAlice(exclude ...string) []Finding {
	t := contoso(policy("p1", "CA001 MFA for everybody"))
	isAlice := func(a ca.RoleAssignment) bool { return a.PrincipalID == alice }
	t.EligibleSchedules = ca.Known([]ca.RoleAssignment{{PrincipalID: alice, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"}})
	t.RoleAssignments = ca.Known(slices.DeleteFunc(t.RoleAssignments.Value(), isAlice))
	p := policy("", "CA026 MFA", excluding(append(exclude, breakGlass1, breakGlass2)...), func(p *ca.Policy) {
		p.Conditions.Users.ExcludeRoles = []string{ca.RoleGlobalAdministrator}
	})
	return Judge(t, []Change{create(p)}, settings(), noon).Findings
}

// soaked enables a policy that has been in report-only for a time.
func soaked(d time.Duration) []Finding {
	staged := policy("p2", "CA030 MFA", in(ca.StateReportOnly), func(p *ca.Policy) { p.ModifiedDateTime = noon.Add(-d) })
	enabled := policy("p2", "CA030 MFA for everybody")
	config := settings(func(c *Config) { c.Staging.MinimumSoak = 7 * 24 * time.Hour })
	return Judge(contoso(staged), []Change{update(staged, enabled)}, config, noon).Findings
}

// letGo deletes a strength while a policy demands one.
func letGo(demanded string) []Finding {
	t := withStrengths(contoso(policy("p1", "CA027 Keys", demandingStrength(demanded))), strength(anybodys))
	return Judge(t, []Change{removeStrength(strength(anybodys))}, settings(), noon).Findings
}

// fullOf makes a change in a tenant that has so many policies.
func fullOf(n int, change Change) []Finding {
	var policies []ca.Policy
	for i := range n {
		policies = append(policies, policy(fmt.Sprintf("p%03d", i), fmt.Sprintf("CA%03d", i), in(ca.StateDisabled)))
	}
	return Judge(contoso(policies...), []Change{change}, settings(), noon).Findings
}

func manyRanges(n int) ca.NamedLocation {
	l := ca.NamedLocation{ID: "l1", DisplayName: "Many offices", Kind: ca.LocationIP}
	for i := range n {
		l.IPRanges = append(l.IPRanges, ca.IPRange{CIDR: fmt.Sprintf("198.51.%d.%d/32", i/256, i%256)})
	}
	return l
}

// writtenOver plans from a policy that has never been changed, in a tenant where it was changed since.
func writtenOver(changed time.Time) []Finding {
	planned := policy("p1", "CA092 MFA for everybody")
	current := planned
	current.ModifiedDateTime = changed
	f, lost := lostUpdate(contoso(current), update(planned, policy("p1", "CA092 MFA")))
	if !lost {
		return nil
	}
	return []Finding{f}
}

func TestEveryRuleHasAFixture(t *testing.T) {
	t.Parallel()
	var have, want []string
	for _, f := range fixtures {
		have = append(have, f.rule)
	}
	for _, r := range Rules() {
		want = append(want, r.ID)
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("rules with a fixture (-want +have):\n%s", diff)
	}
}

func TestFixtures(t *testing.T) {
	t.Parallel()
	for _, f := range fixtures {
		t.Run(f.rule, func(t *testing.T) {
			t.Parallel()
			is := func(found Finding) bool { return found.Rule == f.rule }
			if found := f.fires(); !slices.ContainsFunc(found, is) {
				t.Errorf("the rule is silent where it should speak; the findings are %v", ruleIDs(found))
			}
			if found := f.clean(); slices.ContainsFunc(found, is) {
				t.Errorf("the rule speaks where it should be silent:\n%s", found[slices.IndexFunc(found, is)].Detail())
			}
		})
	}
}
