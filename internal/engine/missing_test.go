package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// aliceName is what missing facts call alice.
const aliceName = "alice@contoso.onmicrosoft.com"

// missed is a missing fact as it is read.
func missed(name, how string) MissingFact { return MissingFact{Fact: name, How: how} }

// mustMiss decides a tenant in which it is undecided whether alice can sign in, and compares what is missing.
func mustMiss(t *testing.T, q Question, want []MissingFact) {
	t.Helper()
	r := aliceIn(t, q)
	if r.Verdict != Undecided {
		t.Fatalf("alice is %s: %+v", r.Verdict, r.Evidence)
	}
	if diff := cmp.Diff(want, r.MissingFacts); diff != "" {
		t.Errorf("what is missing (-want +got)\n%s", diff)
	}
}

// locatedByPosition is a named location of which addresses and countries tell nothing.
func locatedByPosition(id string, trusted bool) ca.NamedLocation {
	return ca.NamedLocation{
		ID: id, DisplayName: id, Kind: ca.LocationCountry, IsTrusted: trusted,
		CountriesAndRegions: []string{"NO"}, CountryLookupMethod: ca.LookupAuthenticatorGPS,
	}
}

// TestMissingConditions: where it is unknown whether a policy that blocks applies, the condition is named that
// leaves it open, and what would settle it; and nothing that would not.
func TestMissingConditions(t *testing.T) {
	t.Parallel()
	const group, inner, role, otherRole = "exempt", "inner", "11111111-0000-0000-0000-000000000001", "11111111-0000-0000-0000-000000000002"
	except := func(ids ...string) ca.Policy {
		return blockEverybody(func(p *ca.Policy) { p.Conditions.Locations = locations([]string{ca.All}, ids) })
	}
	filter := func(mode ca.FilterMode, rule string) ca.Policy {
		return blockEverybody(func(p *ca.Policy) {
			p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: mode, Rule: rule}}
		})
	}
	when := func(change func(*ca.Conditions)) ca.Policy {
		return blockEverybody(func(p *ca.Policy) { change(&p.Conditions) })
	}
	position, untrusted := locatedByPosition("position", true), locatedByPosition("elsewhere", false)
	someCountry := ca.NamedLocation{ID: "planned", DisplayName: "Planned", Kind: ca.LocationCountry}
	someCountry.CountriesAndRegions = []string{ca.NotYetKnown}
	someRange := ca.NamedLocation{ID: "garbled", DisplayName: "Garbled", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "40.1.1"}}}
	place := func(l ...ca.NamedLocation) func(*Question) {
		return func(q *Question) { q.Tenant.NamedLocations = ca.Known(l) }
	}
	at := func(n ca.Network, l ...ca.NamedLocation) func(*Question) {
		return func(q *Question) { q.Tenant.NamedLocations, q.Assume.Networks = ca.Known(l), []ca.Network{n} }
	}
	for _, c := range []struct {
		name     string
		policies []ca.Policy
		change   func(*Question)
		want     MissingFact
	}{
		{"state", []ca.Policy{blockEverybody(func(p *ca.Policy) { p.State = ca.NotYetKnown })}, nil,
			missed("state", `the state of "Policy 0" is known only when it is applied`)},
		{"member-nobody-knows", []ca.Policy{when(func(c *ca.Conditions) { c.Extra = ca.Extra{"newer": []byte("true")} })}, nil,
			missed("condition", `"Policy 0" has conditions.newer, which this version does not know`)},
		{"insider-risk", []ca.Policy{when(func(c *ca.Conditions) { c.InsiderRiskLevels = []string{"newer"} })}, nil,
			missed("condition", `a condition of "Policy 0" is known only when it is applied`)},
		{"application-filter", []ca.Policy{when(func(c *ca.Conditions) {
			c.Applications = ca.Applications{ApplicationFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: "x"}}
		})}, nil, missed("customSecurityAttributes", `"Policy 0" filters applications by attributes, which are not read`)},
		{"application", []ca.Policy{when(func(c *ca.Conditions) { c.Applications.IncludeApplications = []string{ca.NotYetKnown} })}, nil,
			missed("condition", `"Policy 0" targets applications or clients that are not known yet`)},
		{"risk", []ca.Policy{when(func(c *ca.Conditions) { c.SignInRiskLevels = []ca.RiskLevel{"newer"} })}, nil,
			missed("condition", `"Policy 0" names a risk level that this version does not know`)},

		{"group-not-read", []ca.Policy{when(func(c *ca.Conditions) { c.Users.ExcludeGroups = []string{inner, group} })}, func(q *Question) {
			q.Tenant.Groups = ca.Known(map[string]ca.Group{group: {ID: group, DisplayName: "Exempt"}, inner: {ID: inner}})
			q.Tenant.GroupMembers = map[string][]ca.Member{inner: {{ID: bob, Kind: "#microsoft.graph.user"}}}
		}, missed("groupMembers", `read the members of group "Exempt" (exempt), and of the groups in it`)},
		{"role-held-by-a-group-not-read", []ca.Policy{when(func(c *ca.Conditions) {
			c.Users.ExcludeRoles = []string{otherRole, role}
		})}, func(q *Question) {
			q.Tenant.Groups = ca.Known(map[string]ca.Group{group: {ID: group}})
			held := ca.RoleAssignment{PrincipalID: group, RoleDefinitionID: role, DirectoryScopeID: "/"}
			q.Tenant.RoleAssignments = ca.Known(append(q.Tenant.RoleAssignments.Value(), held))
		}, missed("roleAssignments", "read who holds role "+role+", and the members of the groups that hold it")},
		{"group-not-yet-known", []ca.Policy{when(func(c *ca.Conditions) { c.Users.ExcludeGroups = []string{ca.NotYetKnown} })}, nil,
			missed("condition", `whom "Policy 0" means is known only when it is applied`)},
		{"role-not-yet-known", []ca.Policy{when(func(c *ca.Conditions) { c.Users.ExcludeRoles = []string{ca.NotYetKnown} })}, nil,
			missed("condition", `whom "Policy 0" means is known only when it is applied`)},

		{"locations-not-read", []ca.Policy{except(branch.ID)}, func(q *Question) { q.Tenant.NamedLocations = ca.Fact[[]ca.NamedLocation]{} },
			missed("namedLocations", `read the named locations: "Policy 0" depends on them`)},
		{"location-that-is-gone", []ca.Policy{except("gone")}, nil,
			missed("namedLocations", `"Policy 0" names location gone, which is not in the tenant`)},
		{"location-not-yet-known", []ca.Policy{except(ca.NotYetKnown)}, nil,
			missed("condition", `a location of "Policy 0" is known only when it is applied`)},
		{"location-of-the-multifactor-service", []ca.Policy{except(ca.LegacyTrustedIPs)}, nil,
			missed("namedLocations", `"Policy 0" names the multifactor service's trusted addresses, which Graph does not show`)},
		{"location-by-position", []ca.Policy{except(position.ID)}, place(position, untrusted),
			missed("namedLocations", `whether a network is in "position" cannot be told from addresses and countries`)},
		{"trusted-locations", []ca.Policy{except(ca.AllTrusted)}, place(position, untrusted),
			missed("namedLocations", `whether a network is in "position" cannot be told from addresses and countries`)},
		{"country-of-a-location-not-yet-known", []ca.Policy{except(someCountry.ID)}, place(someCountry, norway),
			missed("namedLocations", `whether a network is in "Planned" cannot be told from addresses and countries`)},
		{"range-of-a-location-that-nobody-reads", []ca.Policy{except(someRange.ID)}, place(someRange, norway),
			missed("namedLocations", `whether a network is in "Garbled" cannot be told from addresses and countries`)},
		{"country-of-a-stated-address", []ca.Policy{except(branch.ID), when(func(c *ca.Conditions) {
			c.Locations = locations([]string{norway.ID}, nil)
		})}, at(ca.Network{Address: "50.1.1.1"}, branch, norway), missed("networks", "state the country of 50.1.1.1 in assume.networks")},
		{"position-at-a-stated-address", []ca.Policy{except(branch.ID), except(position.ID)},
			at(ca.Network{Address: "50.1.1.1"}, branch, norway, position),
			missed("namedLocations", `whether a network is in "position" cannot be told from addresses and countries`)},
		{"position-in-a-stated-country", []ca.Policy{except(branch.ID), except(position.ID, norway.ID)},
			at(ca.Network{Address: "50.1.1.1", Country: "SE"}, branch, norway, position),
			missed("namedLocations", `whether a network is in "position" cannot be told from addresses and countries`)},

		{"platform", []ca.Policy{when(func(c *ca.Conditions) { c.Platforms = onPlatforms("newer") })}, nil,
			missed("condition", `"Policy 0" names a platform that this version does not know`)},
		{"platform-beside-a-rule", []ca.Policy{blockEverybody(func(p *ca.Policy) {
			p.Conditions = filter(ca.FilterExclude, `device.model -eq "x"`).Conditions
			p.Conditions.Platforms = onPlatforms("newer")
		})}, nil, missed("condition", `"Policy 0" names a platform that this version does not know`)},
		{"rule-not-yet-known", []ca.Policy{filter(ca.FilterExclude, ca.NotYetKnown)}, nil,
			missed("deviceFilter", `the device rule of "Policy 0" is known only when it is applied`)},
		{"rule-not-read", []ca.Policy{filter(ca.FilterExclude, "")}, nil,
			missed("deviceFilter", `the device rule of "Policy 0" cannot be parsed: the rule is empty`)},
		{"rule-for-what", []ca.Policy{filter("newer", `device.model -eq "x"`)}, nil,
			missed("deviceFilter", `whether the device rule of "Policy 0" includes or excludes is not known`)},
		{"devices-not-read", []ca.Policy{filter(ca.FilterExclude, `device.model -eq "x"`)}, func(q *Question) { delete(q.Tenant.Devices, alice) },
			missed("registeredDevices", "read the registered devices of "+aliceName)},
		{"properties-of-a-device-not-read", []ca.Policy{
			filter(ca.FilterExclude, `device.model -eq "x" -and device.trustType -eq "AzureAD" -and device.manufacturer -eq "y"`),
		}, func(q *Question) { q.Tenant.Devices[alice] = []ca.Device{laptop("hers", "true", "AzureAD")} },
			missed("registeredDevices", "read model, manufacturer of the devices of "+aliceName+`: the device rule of "Policy 0" asks for it`)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(numbered(c.policies...)...)}
			if c.change != nil {
				c.change(&q)
			}
			mustMiss(t, q, []MissingFact{c.want})
		})
	}
}

// TestMissingAvailability: where only a sign-in would pass that nobody is known to be able to make, it is said what
// would make it available.
func TestMissingAvailability(t *testing.T) {
	t.Parallel()
	except := func(id string) ca.Policy {
		return blockEverybody(func(p *ca.Policy) { p.Conditions.Locations = locations([]string{ca.All}, []string{id}) })
	}
	within := ca.NamedLocation{ID: "within", DisplayName: "A floor", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "40.1.0.0/16"}}}
	for _, c := range []struct {
		name      string
		policies  []ca.Policy
		locations []ca.NamedLocation
		want      MissingFact
	}{
		{"network-in-a-location", []ca.Policy{except(headOffice.ID)}, []ca.NamedLocation{headOffice},
			missed("networks", "state in assume.networks a network that "+aliceName+` signs in from: one in "Head office"`)},
		{"network-in-two-locations", []ca.Policy{except(headOffice.ID), except(within.ID)}, []ca.NamedLocation{headOffice, within},
			missed("networks", "state in assume.networks a network that "+aliceName+` signs in from: one in "A floor" and "Head office"`)},
		{"network-anywhere", nil, []ca.NamedLocation{everywhere},
			missed("networks", "state in assume.networks a network that "+aliceName+" signs in from")},
		{"platform", []ca.Policy{blockEverybody(func(p *ca.Policy) { p.Conditions.Platforms = onPlatforms(ca.DefaultPlatforms...) })}, nil,
			missed("platforms", "only a sign-in from a platform that the service cannot tell would pass")},
		{"user-risk", []ca.Policy{blockEverybody(func(p *ca.Policy) {
			p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskNone, ca.RiskLow}
		})}, nil, missed("userRisk", "only a sign-in at user risk medium would pass")},
		{"sign-in-risk", []ca.Policy{blockEverybody(func(p *ca.Policy) { p.Conditions.SignInRiskLevels = []ca.RiskLevel{ca.RiskNone} })}, nil,
			missed("signInRisk", "only a sign-in at sign-in risk low would pass")},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(numbered(c.policies...)...)}
			q.Tenant.NamedLocations = ca.Known(c.locations)
			mustMiss(t, q, []MissingFact{c.want})
		})
	}
}

// TestMissingPolicies: of the policies that apply those are told of that leave a sign-in open; and those that do so by
// leaving open whether a method may be registered on the way, where it matters.
func TestMissingPolicies(t *testing.T) {
	t.Parallel()
	registering := func(change func(*ca.Policy)) ca.Policy {
		return blockEverybody(func(p *ca.Policy) {
			p.Conditions.Applications = ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}
			if change != nil {
				change(p)
			}
		})
	}
	either := func(one *ca.GrantControls) func(*ca.Policy) {
		return func(p *ca.Policy) {
			p.GrantControls = one
			p.GrantControls.Operator, p.GrantControls.TermsOfUse = ca.OperatorOR, []string{"terms"}
		}
	}
	byCombination := func(combination string) *ca.GrantControls {
		return &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{
			ID: "own", DisplayName: "Own", AllowedCombinations: []string{combination},
		}}
	}
	newcomer := func(q *Question) {
		q.Tenant.Methods[alice] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}}
		q.Tenant.MethodsPolicy = methodsForAll("Sms")
	}
	position := locatedByPosition("position", false)
	mfa := blockEverybody(grants(ca.ControlMFA))
	terms := func(policy string) MissingFact {
		return missed("terms_of_use_accepted", `say in assume that the terms of use of "`+policy+`" are accepted`)
	}
	register := missed("authenticationMethods", aliceName+` would have to register a method that meets "mfa"`)
	for _, c := range []struct {
		name     string
		policies []ca.Policy
		change   func(*Question)
		want     []MissingFact
	}{
		{"one-that-is-met-otherwise", []ca.Policy{
			blockEverybody(either(&ca.GrantControls{BuiltInControls: []ca.BuiltInControl{ca.ControlMFA}})), blockEverybody(accept),
		}, nil, []MissingFact{terms("Policy 1")}},
		{"one-that-joins-its-controls-in-a-new-way", []ca.Policy{blockEverybody(func(p *ca.Policy) {
			grants(ca.ControlMFA, ca.ControlCompliantDevice)(p)
			p.GrantControls.Operator = "newer"
		})}, nil, []MissingFact{missed("operator", `how "Policy 0" joins its controls is not known`)}},
		{"token-protection", []ca.Policy{
			blockEverybody(func(p *ca.Policy) { p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppBrowser} }),
			blockEverybody(func(p *ca.Policy) {
				p.GrantControls, p.SessionControls = nil, &ca.SessionControls{SecureSignInSession: &ca.Enabled{IsEnabled: yes()}}
			}),
			blockEverybody(accept),
		}, nil, []MissingFact{
			terms("Policy 2"), missed("tokenProtection", `token protection of "Policy 1" cannot be checked for native clients`),
		}},
		{"token-protection-in-a-browser", []ca.Policy{
			blockEverybody(func(p *ca.Policy) {
				p.SessionControls = &ca.SessionControls{SecureSignInSession: &ca.Enabled{IsEnabled: yes()}}
				accept(p)
			}),
		}, nil, []MissingFact{terms("Policy 0")}},

		{"registering-in-doubt", []ca.Policy{mfa, registering(accept)}, newcomer, []MissingFact{register, terms("Policy 1")}},
		{"registering-in-doubt-where-nothing-has-to-be", []ca.Policy{mfa, registering(accept), blockEverybody(accept)}, nil,
			[]MissingFact{terms("Policy 2")}},
		{"registering-from-some-place", []ca.Policy{mfa, registering(func(p *ca.Policy) {
			p.Conditions.Locations = locations([]string{position.ID}, nil)
		})}, func(q *Question) {
			newcomer(q)
			q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{position})
		}, []MissingFact{register, missed("namedLocations", `whether a network is in "position" cannot be told from addresses and countries`)}},
		{"an-action-not-yet-known", []ca.Policy{mfa, registering(func(p *ca.Policy) {
			p.Conditions.Applications.IncludeUserActions = []string{ca.NotYetKnown}
		})}, newcomer, []MissingFact{
			register, missed("condition", `"Policy 1" targets applications or clients that are not known yet`),
		}},
		{"registering-is-let-pass-otherwise", []ca.Policy{mfa, registering(accept), registering(either(byCombination("password")))}, newcomer,
			[]MissingFact{register, terms("Policy 1")}},
		{"registering-asks-for-what-is-registered", []ca.Policy{mfa, registering(either(byCombination("password,sms")))}, newcomer,
			[]MissingFact{register, terms("Policy 1")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(numbered(c.policies...)...)}
			if c.change != nil {
				c.change(&q)
			}
			mustMiss(t, q, c.want)
		})
	}
}

// methodsForAll is a methods policy that lets everybody use some methods, and no others.
func methodsForAll(ids ...string) ca.Fact[ca.AuthenticationMethodsPolicy] {
	return methodsFor(ca.AllUsersTarget, ids...)
}

// methodsFor is the same for a group.
func methodsFor(group string, ids ...string) ca.Fact[ca.AuthenticationMethodsPolicy] {
	var policy ca.AuthenticationMethodsPolicy
	for _, id := range ids {
		policy.Configurations = append(policy.Configurations, ca.MethodConfiguration{
			ID: id, State: "enabled", IncludeTargets: []ca.MethodTarget{{TargetType: "group", ID: group}},
		})
	}
	return ca.Known(policy)
}

// TestMissingRobustness: nothing is registered on the worst day, so that what is unknown about registering leaves
// nothing open.
func TestMissingRobustness(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		policy ca.Fact[ca.AuthenticationMethodsPolicy]
	}{
		{"methods-can-be-registered", methodsForAll("Sms", "TemporaryAccessPass", "X509Certificate")},
		{"methods-policy-not-read", ca.Fact[ca.AuthenticationMethodsPolicy]{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(numbered(
				blockEverybody(grants(ca.ControlMFA)),
				blockEverybody(func(p *ca.Policy) {
					p.Conditions.Applications = ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}
					accept(p)
				}))...)}
			q.BreakGlass.Users = []string{alice}
			q.Tenant.MethodsPolicy = c.policy
			q.Tenant.Methods[alice] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}, {Kind: ca.MethodTemporaryAccessPass}}
			r := aliceIn(t, q)
			want := []MissingFact{missed("certificate_users", "name "+aliceName+" in assume.certificate_users if it signs in with a certificate")}
			if diff := cmp.Diff(want, r.RobustnessMissing); r.Robustness != RobustnessUndecided || diff != "" {
				t.Errorf("alice is %s (-want +got)\n%s", r.Robustness, diff)
			}
		})
	}
}
