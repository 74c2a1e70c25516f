package guard

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// of picks the findings of one rule, an exclamation mark behind those that refuse.
func of(findings []Finding, rule string) []string {
	return ruleIDs(slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return f.Rule != rule }))
}

// TestBroadPolicies are the five configurations that must never be used, and what keeps a policy from being
// one of them.
func TestBroadPolicies(t *testing.T) {
	t.Parallel()
	and := func(controls ...ca.BuiltInControl) func(*ca.Policy) {
		return func(p *ca.Policy) {
			p.GrantControls = &ca.GrantControls{Operator: ca.OperatorAND, BuiltInControls: controls}
		}
	}
	for _, c := range []struct {
		name   string
		change []func(*ca.Policy)
		want   []string
	}{
		{"block", to(demanding(ca.ControlBlock)), []string{"EG020!"}},
		{"block-in-report-only", to(demanding(ca.ControlBlock), in(ca.StateReportOnly)), nil},
		{"block-but-somebody", to(demanding(ca.ControlBlock), excluding(breakGlass1, breakGlass2, alice, bob)), []string{"EG020!"}},
		{"block-but-a-group", to(demanding(ca.ControlBlock), excludingGroups(breakGlasses)), []string{"EG020!"}},
		{"block-but-an-app", to(demanding(ca.ControlBlock), func(p *ca.Policy) {
			p.Conditions.Applications.ExcludeApplications = []string{ca.AppExchangeOnline}
		}), []string{"EG020!"}},
		{"block-in-any-case", to(demanding("Block"), including("all"), forApps("ALL")), []string{"EG020!"}},
		{"block-one-user", to(demanding(ca.ControlBlock), including(carol)), nil},
		{"block-one-app", to(demanding(ca.ControlBlock), forApps(ca.AppExchangeOnline)), nil},
		{"block-outside", to(demanding(ca.ControlBlock), outside(office)), nil},
		{"block-anywhere", to(demanding(ca.ControlBlock), outside()), []string{"EG020!"}},
		{"block-risk", to(demanding(ca.ControlBlock), func(p *ca.Policy) { p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh} }), nil},
		{"block-insiders", to(demanding(ca.ControlBlock), func(p *ca.Policy) { p.Conditions.InsiderRiskLevels = []string{"elevated"} }), nil},
		{"block-a-flow", to(demanding(ca.ControlBlock), func(p *ca.Policy) {
			p.Conditions.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{"deviceCodeFlow"}}
		}), nil},
		{"block-devices", to(demanding(ca.ControlBlock), func(p *ca.Policy) {
			p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterExclude, Rule: `device.isCompliant -eq True`}}
		}), nil},
		{"block-an-unknown-condition", to(demanding(ca.ControlBlock), func(p *ca.Policy) {
			p.Conditions.Extra = ca.Extra{"weather": []byte(`"rain"`)}
		}), nil},
		{"block-old-clients", to(demanding(ca.ControlBlock), clients(ca.ClientAppOther, ca.ClientAppExchangeActiveSync)), nil},
		{"block-modern-clients", to(demanding(ca.ControlBlock), clients(ca.ClientAppBrowser, ca.ClientAppMobileAndDesktop)), []string{"EG020!"}},
		{"block-no-clients-said", to(demanding(ca.ControlBlock), clients()), []string{"EG020!"}},
		{"block-all-platforms", to(demanding(ca.ControlBlock), onAllPlatforms()), []string{"EG024!"}},
		{"block-every-platform-by-name", to(demanding(ca.ControlBlock), onPlatforms(ca.DefaultPlatforms...)), []string{"EG024!"}},
		{"block-one-platform", to(demanding(ca.ControlBlock), onPlatforms(ca.PlatformLinux)), nil},
		{"block-unknown-platforms", to(demanding(ca.ControlBlock), onAllPlatforms(ca.DefaultPlatforms...)), nil},
		{"compliant", to(demanding(ca.ControlCompliantDevice)), []string{"EG021!"}},
		{"compliant-on-all-platforms", to(demanding(ca.ControlCompliantDevice), onAllPlatforms()), []string{"EG021!"}},
		{"compliant-on-windows", to(demanding(ca.ControlCompliantDevice), onPlatforms(ca.PlatformWindows)), nil},
		{"compliant-or-mfa", to(demanding(ca.ControlCompliantDevice, ca.ControlMFA)), nil},
		{"compliant-and-mfa", to(and(ca.ControlCompliantDevice, ca.ControlMFA)), []string{"EG021!"}},
		{"compliant-or-hybrid", to(demanding(ca.ControlCompliantDevice, ca.ControlDomainJoinedDevice)), []string{"EG021!", "EG022!"}},
		{"compliant-or-hybrid-or-mfa", to(demanding(ca.ControlCompliantDevice, ca.ControlDomainJoinedDevice, ca.ControlMFA)), nil},
		{"compliant-or-terms", to(demanding(ca.ControlCompliantDevice), func(p *ca.Policy) { p.GrantControls.TermsOfUse = []string{"t1"} }), nil},
		{"compliant-joined-how-is-unknown", to(demanding(ca.ControlCompliantDevice, ca.ControlMFA), func(p *ca.Policy) { p.GrantControls.Operator = ca.NotYetKnown }), nil},
		{"hybrid", to(demanding(ca.ControlDomainJoinedDevice)), []string{"EG022!"}},
		{"app-protection", to(demanding(ca.ControlCompliantApplication)), []string{"EG023!"}},
		{"approved-or-protected", to(demanding(ca.ControlApprovedApplication, ca.ControlCompliantApplication)), []string{"EG023!"}},
		{"mfa", to(demanding(ca.ControlMFA)), nil},
		{"unknown-users", to(demanding(ca.ControlBlock), including(ca.NotYetKnown)), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			findings := judged(settings(loose), create(policy("", "Policy", c.change...)))
			broad := slices.DeleteFunc(findings, func(f Finding) bool { return f.Rule < "EG020" || f.Rule > "EG024" })
			if diff := cmp.Diff(c.want, ruleIDs(broad)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func to(changes ...func(*ca.Policy)) []func(*ca.Policy) { return changes }

func clients(types ...ca.ClientApp) func(*ca.Policy) {
	return func(p *ca.Policy) { p.Conditions.ClientAppTypes = types }
}

func onPlatforms(platforms ...ca.Platform) func(*ca.Policy) {
	return func(p *ca.Policy) { p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: platforms} }
}

func TestLegacyBlocks(t *testing.T) {
	t.Parallel()
	for name, fires := range map[string]bool{
		"Block legacy authentication": true, "CA003-BLOCK-LEGACY-AUTH": true, "No Basic Auth": true,
		"block_older_clients": true, "Block other clients": true, "Block countries": false, "Basics": false,
	} {
		findings := judged(settings(loose), create(policy("", name, demanding(ca.ControlBlock), forApps(ca.AppExchangeOnline))))
		if got := len(of(findings, "EG025")) > 0; got != fires {
			t.Errorf("%s: %t", name, got)
		}
	}
	for name, change := range map[string]func(*ca.Policy){
		"report-only": in(ca.StateReportOnly), "no-block": demanding(ca.ControlMFA), "old-clients": clients(ca.ClientAppOther),
		"browsers": clients(ca.ClientAppBrowser), "unknown-clients": clients(ca.NotYetKnown),
	} {
		p := policy("", "Legacy", demanding(ca.ControlBlock), forApps(ca.AppExchangeOnline), change)
		if got := of(judged(settings(loose), create(p)), "EG025"); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestBreakGlassExclusions(t *testing.T) {
	t.Parallel()
	group := func(change func(*ca.Group)) func(*ca.Tenant) {
		return func(t *ca.Tenant) {
			g := t.Groups.Value()[breakGlasses]
			change(&g)
			t.Groups.Value()[breakGlasses] = g
		}
	}
	byGroup := func(c *Config) { c.BreakGlass = ca.BreakGlass{Groups: []string{breakGlasses}, Minimum: 2} }
	for _, c := range []struct {
		name   string
		tenant func(*ca.Tenant)
		config func(*Config)
		policy []func(*ca.Policy)
		want   []string // EG010 and EG011
	}{
		{"by-id", nil, nil, nil, nil},
		{"by-id-in-any-case", nil, nil, to(excluding("4F0C1A52-9F6E-4A0D-8F0E-2F7B1C2D3E41", breakGlass2)), nil},
		{"declared-by-upn", nil, func(c *Config) {
			c.BreakGlass.Users = []string{"BG-1@contoso.onmicrosoft.com", "bg-2@contoso.onmicrosoft.com"}
		}, nil, nil},
		{"by-group", nil, nil, to(excludingGroups(breakGlasses)), nil},
		{"by-nested-group", nest, nil, to(excludingGroups(emptyGroup)), nil},
		{"not-at-all", nil, nil, to(excluding()), []string{"EG010!"}},
		{"one-of-two", nil, nil, to(excluding(breakGlass1)), []string{"EG010!"}},
		{"by-role", nil, nil, to(excluding(), func(p *ca.Policy) {
			p.Conditions.Users.ExcludeRoles = []string{ca.RoleGlobalAdministrator}
		}), []string{"EG010!"}},
		{"not-at-all-in-report-only", nil, nil, to(excluding(), in(ca.StateReportOnly)), []string{"EG010"}},
		{"not-at-all-while-disabled", nil, nil, to(excluding(), in(ca.StateDisabled)), nil},
		{"only-for-guests", nil, nil, to(including(ca.GuestsOrExternalUsers), excluding()), nil},
		{"only-for-external-kinds", nil, nil, to(including(), excluding(), func(p *ca.Policy) {
			p.Conditions.Users.IncludeGuestsOrExternalUsers = &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"internalGuest"}}
		}), nil},
		{"only-for-others", nil, nil, to(including(carol), excluding()), nil},
		{"only-for-a-group-of-others", nil, nil, to(including(), excluding(), func(p *ca.Policy) {
			p.Conditions.Users.IncludeGroups = []string{everyone}
		}), nil},
		{"for-a-group-with-them", nil, nil, to(including(), excluding(), func(p *ca.Policy) {
			p.Conditions.Users.IncludeGroups = []string{breakGlasses, everyone}
		}), []string{"EG010!"}},
		{"for-an-unread-group", func(t *ca.Tenant) { delete(t.GroupMembers, everyone) }, nil, to(including(), excluding(), func(p *ca.Policy) {
			p.Conditions.Users.IncludeGroups = []string{everyone}
		}), []string{"EG010!"}},
		{"for-their-role", nil, nil, to(including(), excluding(), func(p *ca.Policy) {
			p.Conditions.Users.IncludeRoles = []string{ca.RoleGlobalAdministrator}
		}), []string{"EG010!"}},
		{"for-another-role", nil, nil, to(including(), excluding(), func(p *ca.Policy) {
			p.Conditions.Users.IncludeRoles = []string{ca.RoleSecurityAdministrator}
		}), nil},
		{"made-for-them", nil, nil, to(including(breakGlass1, breakGlass2), excluding()), nil},
		{"made-for-their-group", nil, byGroup, to(including(), excluding(), func(p *ca.Policy) {
			p.Conditions.Users.IncludeGroups = []string{breakGlasses}
		}), nil},
		{"none-declared", nil, unnamed, nil, []string{"EG010!"}},
		{"none-declared-and-one-user", nil, unnamed, to(including(carol)), nil},
		{"none-wanted", nil, loose, to(excluding()), nil},
		{"exclusion-not-yet-known", nil, nil, to(excludingGroups(ca.NotYetKnown)), nil},
		{"one-of-two-and-an-unknown", nil, nil, to(excluding(breakGlass1, ca.NotYetKnown)), nil},
		{"declared-group", nil, byGroup, to(excludingGroups(breakGlasses)), nil},
		{"declared-group-by-its-members", nil, byGroup, nil, nil},
		{"declared-group-unread", func(t *ca.Tenant) { delete(t.GroupMembers, breakGlasses) }, byGroup, to(excludingGroups(breakGlasses)), nil},
		{"excluded-group-unread", func(t *ca.Tenant) { delete(t.GroupMembers, breakGlasses) }, nil, to(excludingGroups(breakGlasses)), []string{"EG010!"}},

		{"group-empty", nil, nil, to(excludingGroups(emptyGroup)), []string{"EG010!", "EG011!"}},
		{"group-deleted", nil, nil, to(excludingGroups("9a0c1a52-0000-4a0d-8f0e-2f7b1c2d3e99")), []string{"EG010!", "EG011!"}},
		{"group-of-others", nil, nil, to(excludingGroups(everyone)), []string{"EG010!", "EG011!"}},
		{"group-of-others-beside-the-ids", nil, nil, to(func(p *ca.Policy) { p.Conditions.Users.ExcludeGroups = []string{everyone} }), nil},
		{"group-empty-beside-the-ids", nil, nil, to(func(p *ca.Policy) { p.Conditions.Users.ExcludeGroups = []string{emptyGroup} }), nil},
		{"declared-group-empty-beside-the-ids", func(t *ca.Tenant) { t.GroupMembers[breakGlasses] = []ca.Member{} },
			func(c *Config) { c.BreakGlass.Groups = []string{breakGlasses} },
			to(func(p *ca.Policy) { p.Conditions.Users.ExcludeGroups = []string{breakGlasses} }), []string{"EG011!"}},
		{"group-dynamic", group(func(g *ca.Group) { g.GroupTypes = []string{"DynamicMembership"} }), nil, to(excludingGroups(breakGlasses)), []string{"EG011!"}},
		{"group-unprotected", group(func(g *ca.Group) { g.IsAssignableToRole = ptr(false) }), nil, to(excludingGroups(breakGlasses)), []string{"EG011!"}},
		{"group-unprotected-in-report-only", group(func(g *ca.Group) { g.IsAssignableToRole = ptr(false) }), nil, to(excludingGroups(breakGlasses), in(ca.StateReportOnly)), []string{"EG011"}},
		{"group-restricted", group(func(g *ca.Group) { g.IsAssignableToRole = ptr(false); g.IsManagementRestricted = ptr(true) }), nil, to(excludingGroups(breakGlasses)), nil},
		{"group-protection-unread", group(func(g *ca.Group) { g.IsAssignableToRole = nil }), nil, to(excludingGroups(breakGlasses)), []string{"EG011"}},
		{"groups-unread", func(t *ca.Tenant) { t.Groups = ca.Fact[map[string]ca.Group]{} }, nil, to(excludingGroups(breakGlasses)), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := contoso()
			if c.tenant != nil {
				c.tenant(tenant)
			}
			config := settings()
			if c.config != nil {
				c.config(&config)
			}
			p := policy("", "Policy", append([]func(*ca.Policy){forApps(ca.AppExchangeOnline)}, c.policy...)...)
			findings := Judge(tenant, []Change{create(p)}, config, noon).Findings
			got := slices.Concat(of(findings, "EG010"), of(findings, "EG011"))
			if len(got) == 0 {
				got = nil
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// nest puts the group of the break-glass accounts into another one.
func nest(t *ca.Tenant) {
	t.GroupMembers[emptyGroup] = []ca.Member{{ID: breakGlasses, Kind: "#microsoft.graph.group"}, {ID: emptyGroup, Kind: "#microsoft.graph.group"}}
}

func TestEligibleExclusions(t *testing.T) {
	t.Parallel()
	activated := ca.RoleAssignment{PrincipalID: alice, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/", AssignmentType: "Activated"}
	eligible := ca.RoleAssignment{PrincipalID: alice, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"}
	for _, c := range []struct {
		name   string
		tenant func(*ca.Tenant)
		policy []func(*ca.Policy)
		fires  bool
	}{
		{"active", func(*ca.Tenant) {}, nil, false},
		{"eligible", onlyEligible(eligible), nil, true},
		{"eligible-through-a-group", onlyEligible(ca.RoleAssignment{PrincipalID: everyone, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"}), nil, true},
		{"eligible-elsewhere", onlyEligible(eligible, ca.RoleAssignment{PrincipalID: alice, RoleDefinitionID: ca.RoleSecurityAdministrator, DirectoryScopeID: "/"}), to(func(p *ca.Policy) {
			p.Conditions.Users.ExcludeRoles = []string{"29232cdf-9323-42fd-ade2-1d097af3e4de"}
		}), false},
		{"activated-for-now", func(t *ca.Tenant) {
			t.EligibleSchedules = ca.Known([]ca.RoleAssignment{eligible})
			t.AssignmentSchedules = ca.Known([]ca.RoleAssignment{activated})
		}, nil, true},
		{"excluded-by-id", onlyEligible(eligible), to(excluding(alice)), false},
		{"excluded-by-group", onlyEligible(eligible), to(excludingGroups(everyone), func(p *ca.Policy) {
			p.Conditions.Users.ExcludeRoles = []string{ca.RoleGlobalAdministrator}
		}), false},
		{"not-included", onlyEligible(eligible), to(including(carol)), false},
		{"report-only", onlyEligible(eligible), to(in(ca.StateReportOnly)), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := contoso()
			c.tenant(tenant)
			p := policy("", "Policy", append([]func(*ca.Policy){excluding(), func(p *ca.Policy) {
				p.Conditions.Users.ExcludeRoles = []string{ca.RoleGlobalAdministrator}
			}}, c.policy...)...)
			findings := Judge(tenant, []Change{create(p)}, settings(loose), noon).Findings
			if got := len(of(findings, "EG026")) > 0; got != c.fires {
				t.Errorf("fires: %t", got)
			}
		})
	}
}

func onlyEligible(assignments ...ca.RoleAssignment) func(*ca.Tenant) {
	return func(t *ca.Tenant) {
		t.EligibleSchedules = ca.Known(assignments)
		t.RoleAssignments = ca.Known(slices.DeleteFunc(t.RoleAssignments.Value(), func(a ca.RoleAssignment) bool { return a.PrincipalID == alice }))
	}
}

func TestReferences(t *testing.T) {
	t.Parallel()
	const dead = "dead0000-0000-4000-8000-000000000001"
	users := func(change func(*ca.Users)) func(*ca.Policy) {
		return func(p *ca.Policy) { change(&p.Conditions.Users) }
	}
	for _, c := range []struct {
		name   string
		policy func(*ca.Policy)
		want   string // the attribute, "" for none
	}{
		{"all-there", func(*ca.Policy) {}, ""},
		{"user", excluding(dead), "conditions.users.exclude_users"},
		{"included-user", including(carol, dead), "conditions.users.include_users"},
		{"words", including(ca.None, ca.GuestsOrExternalUsers), ""},
		{"group", users(func(u *ca.Users) { u.ExcludeGroups = []string{dead} }), "conditions.users.exclude_groups"},
		{"role", users(func(u *ca.Users) { u.ExcludeRoles = []string{dead} }), "conditions.users.exclude_roles"},
		{"known-role", users(func(u *ca.Users) { u.ExcludeRoles = []string{ca.RoleGlobalAdministrator} }), ""},
		{"app", forApps(dead), "conditions.applications.include_applications"},
		{"excluded-app", func(p *ca.Policy) { p.Conditions.Applications.ExcludeApplications = []string{dead} }, "conditions.applications.exclude_applications"},
		{"microsoft-app", forApps(ca.AppExchangeOnline, ca.Office365, "de8bc8b5-d9f9-48b1-a8ad-b748da725064"), ""},
		{"location", outside(dead), "conditions.locations.exclude_locations"},
		{"known-locations", outside(office, ca.AllTrusted, ca.LegacyTrustedIPs), ""},
		{"strength", func(p *ca.Policy) {
			p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, AuthenticationStrength: &ca.AuthenticationStrength{ID: dead}}
		}, "grant_controls.authentication_strength.id"},
		{"built-in-strength", func(p *ca.Policy) {
			p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, AuthenticationStrength: &ca.AuthenticationStrength{ID: ca.StrengthMFA}}
		}, ""},
		{"context", func(p *ca.Policy) {
			p.Conditions.Applications = ca.Applications{IncludeAuthenticationContextClassReferences: []string{"c1", "c2"}}
		}, "conditions.applications.include_authentication_context_class_references"},
		{"not-yet-known", excluding(breakGlass1, breakGlass2, ca.NotYetKnown), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			attribute := func(tenant *ca.Tenant) string {
				for _, f := range Judge(tenant, []Change{create(policy("", "Policy", c.policy))}, settings(loose), noon).Findings {
					if f.Rule == "EG027" {
						return f.Attribute
					}
				}
				return ""
			}
			if got := attribute(contoso()); got != c.want {
				t.Errorf("found at %q, want %q", got, c.want)
			}
			unread := &ca.Tenant{Policies: ca.Known([]ca.Policy{})}
			if got := attribute(unread); got != "" {
				t.Errorf("found at %q in a tenant where nothing was read", got)
			}
		})
	}
}

// TestALocationOfTheSamePlan: what the plan creates resolves, and what it deletes does not.
func TestALocationOfTheSamePlan(t *testing.T) {
	t.Parallel()
	here := contoso().NamedLocations.Value()[0]
	p := create(policy("", "Policy", outside(office)))
	findings := judged(settings(loose), p, Change{Object: ObjectNamedLocation, ID: here.ID, LocationBefore: &here})
	if diff := cmp.Diff([]string{"EG027!"}, of(findings, "EG027")); diff != "" {
		t.Error(diff)
	}
}

func TestSoak(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	staged := func(changes ...func(*ca.Policy)) ca.Policy {
		return policy("p1", "Policy", append([]func(*ca.Policy){in(ca.StateReportOnly), func(p *ca.Policy) {
			p.CreatedDateTime, p.ModifiedDateTime = noon.Add(-30*day), noon.Add(-8*day)
		}}, changes...)...)
	}
	modified := func(ago time.Duration) func(*ca.Policy) {
		return func(p *ca.Policy) { p.ModifiedDateTime = noon.Add(-ago) }
	}
	enabled := policy("p1", "Policy")
	for _, c := range []struct {
		name   string
		before *ca.Policy
		after  ca.Policy
		fires  bool
	}{
		{"soaked", ptr(staged()), enabled, false},
		{"soaked-to-the-second", ptr(staged(modified(7 * day))), enabled, false},
		{"a-second-too-early", ptr(staged(modified(7*day - time.Second))), enabled, true},
		{"never-modified", ptr(staged(func(p *ca.Policy) { p.ModifiedDateTime = time.Time{} })), enabled, false},
		{"just-created", ptr(staged(func(p *ca.Policy) { p.ModifiedDateTime, p.CreatedDateTime = time.Time{}, noon.Add(-day) })), enabled, true},
		{"no-time-known", ptr(staged(func(p *ca.Policy) { p.ModifiedDateTime, p.CreatedDateTime = time.Time{}, time.Time{} })), enabled, true},
		{"renamed-with-it", ptr(staged()), policy("p1", "Renamed"), false},
		{"changed-with-it", ptr(staged()), policy("p1", "Policy", excluding(breakGlass1, breakGlass2, alice)), true},
		{"not-yet-known", ptr(staged()), policy("p1", "Policy", excluding(breakGlass1, breakGlass2, ca.NotYetKnown)), false},
		{"created-enabled", nil, enabled, true},
		{"created-in-report-only", nil, policy("", "Policy", in(ca.StateReportOnly)), false},
		{"from-disabled", ptr(staged(in(ca.StateDisabled))), enabled, true},
		{"enabled-already", ptr(staged(in(ca.StateEnabled))), policy("p1", "Policy", excluding(breakGlass1, breakGlass2, alice)), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			config := settings(loose, func(c *Config) { c.Staging.MinimumSoak = 7 * day })
			tenant, change := contoso(), create(c.after)
			if c.before != nil {
				tenant, change = contoso(*c.before), update(*c.before, c.after)
			}
			if got := len(of(Judge(tenant, []Change{change}, config, noon).Findings, "EG030")) > 0; got != c.fires {
				t.Errorf("fires: %t", got)
			}
			config.Staging.MinimumSoak = 0
			if got := of(Judge(tenant, []Change{change}, config, noon).Findings, "EG030"); len(got) > 0 {
				t.Errorf("fires where no soak is asked for: %v", got)
			}
		})
	}
}

// TestTheTenantTellsTheSoak: not the state file, which may remember a time that nobody else knows.
func TestTheTenantTellsTheSoak(t *testing.T) {
	t.Parallel()
	current := policy("p1", "Policy", in(ca.StateReportOnly), func(p *ca.Policy) { p.ModifiedDateTime = noon.Add(-time.Hour) })
	remembered := current
	remembered.ModifiedDateTime = noon.AddDate(-1, 0, 0)
	config := settings(loose, func(c *Config) { c.Staging.MinimumSoak = 24 * time.Hour })
	findings := Judge(contoso(current), []Change{update(remembered, policy("p1", "Policy"))}, config, noon).Findings
	if diff := cmp.Diff([]string{"EG030!"}, of(findings, "EG030")); diff != "" {
		t.Error(diff)
	}
}
