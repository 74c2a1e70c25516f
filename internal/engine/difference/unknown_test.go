package difference_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// unknowns are conditions that cannot be decided: each narrows a policy in a way that nobody can tell.
var unknowns = []struct {
	name     string
	narrow   func(*ca.Policy)
	assuming string // words of the proposition
}{
	{"unread-group", func(p *ca.Policy) { p.Conditions.Users = ca.Users{IncludeGroups: []string{"g2"}} }, "a member of Unread"},
	{"excluded-unread-group", func(p *ca.Policy) { p.Conditions.Users.ExcludeGroups = []string{"g2"} }, "a member of Unread"},
	{"application-filter", func(p *ca.Policy) {
		p.Conditions.Applications.ApplicationFilter = &ca.Filter{Mode: ca.FilterExclude, Rule: "CustomSecurityAttribute.a -eq \"b\""}
	}, "matches the filter"},
	{"position", func(p *ca.Policy) {
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{"gps"}}
	}, "By position"},
	{"missing-location", func(p *ca.Policy) {
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{"gone"}}
	}, "named location gone"},
	{"preview-condition", func(p *ca.Policy) { p.Conditions.Extra = ca.Extra{"moonPhase": json.RawMessage(`"full"`)} }, "moonPhase"},
	{"new-word", func(p *ca.Policy) { p.Conditions.UserRiskLevels = []ca.RiskLevel{"unknownFutureValue"} }, "unknownFutureValue"},
	{"no-insider-risk", func(p *ca.Policy) { p.Conditions.InsiderRiskLevels = []string{"none"} }, "insiderRiskLevels none"},
	{"no-agent-risk", func(p *ca.Policy) { p.Conditions.AgentIDRiskLevels = []string{"none", "high"} }, "agentIdRiskLevels none"},
	{"no-flow", func(p *ca.Policy) {
		p.Conditions.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{"none", "deviceCodeFlow"}}
	}, "transferMethods none"},
	{"users-not-yet-known", func(p *ca.Policy) { p.Conditions.Users = ca.Users{IncludeUsers: []string{ca.NotYetKnown}} }, "not known yet of the include users"},
	{"groups-not-yet-known", func(p *ca.Policy) { p.Conditions.Users = ca.Users{IncludeGroups: []string{ca.NotYetKnown}} }, "not known yet of the include groups"},
	{"roles-not-yet-known", func(p *ca.Policy) { p.Conditions.Users = ca.Users{IncludeRoles: []string{ca.NotYetKnown}} }, "not known yet of the include roles"},
	{"guest-type", func(p *ca.Policy) {
		p.Conditions.Users = ca.Users{IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"alien"}}}
	}, "external type alien"},
	{"membership-kind", func(p *ca.Policy) {
		p.Conditions.Users = ca.Users{IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{
			GuestOrExternalUserTypes: []string{"b2bDirectConnectUser"}, ExternalTenants: &ca.ExternalTenants{MembershipKind: "strange"},
		}}
	}, "home tenant is one of those"},
	{"applications-not-yet-known", func(p *ca.Policy) { p.Conditions.Applications.IncludeApplications = []string{ca.NotYetKnown} }, "not known"},
	{"actions-not-yet-known", func(p *ca.Policy) {
		p.Conditions.Applications = ca.Applications{IncludeUserActions: []string{ca.NotYetKnown}}
	}, "not known"},
	{"contexts-not-yet-known", func(p *ca.Policy) {
		p.Conditions.Applications = ca.Applications{IncludeAuthenticationContextClassReferences: []string{ca.NotYetKnown}}
	}, "not known"},
	{"filter-not-yet-known", func(p *ca.Policy) {
		p.Conditions.Applications.ApplicationFilter = &ca.Filter{Mode: ca.FilterExclude, Rule: ca.NotYetKnown}
	}, "filter of Policy p that is not known yet"},
	{"filter-mode", func(p *ca.Policy) {
		p.Conditions.Applications.ApplicationFilter = &ca.Filter{Mode: "strange", Rule: "a"}
	}, "in mode strange"},
	{"location-not-yet-known", func(p *ca.Policy) {
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.NotYetKnown}}
	}, "not known"},
	{"ranges-not-yet-known", func(p *ca.Policy) {
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{"ranges"}}
	}, "of Ranges, which cannot be read"},
	{"countries-not-yet-known", func(p *ca.Policy) {
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{"countries"}}
	}, "a country of Countries that is not known yet"},
	{"legacy-addresses", func(p *ca.Policy) {
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.LegacyTrustedIPs}}
	}, "multifactor service's trusted addresses"},
	{"eas-supported", func(p *ca.Policy) { p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppEASSupported} }, "easSupported"},
	{"unreadable-rule", func(p *ca.Policy) {
		p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: "device.nothing -eq 1"}}
	}, "device.nothing"},
	{"state-not-yet-known", func(p *ca.Policy) { p.State = ca.NotYetKnown }, "is enabled"},
	{"operator", func(p *ca.Policy) {
		p.GrantControls.Operator = "XOR"
		p.GrantControls.BuiltInControls = append(p.GrantControls.BuiltInControls, ca.ControlCompliantDevice)
	}, "operator XOR"},
}

// TestUnknownStaysTheSame: what cannot be decided, and did not change, is no difference.
func TestUnknownStaysTheSame(t *testing.T) {
	t.Parallel()
	for _, u := range unknowns {
		t.Run(u.name, func(t *testing.T) {
			t.Parallel()
			p := policy("p", u.narrow)
			if r := difference.Of(tenant(p), tenant(p)); !r.None() {
				t.Errorf("found %+v", r.Boxes)
			}
			// Nor is it one beside something else that changed.
			other := policy("q", func(p *ca.Policy) {
				p.Conditions.Applications.IncludeApplications = []string{"app"}
				p.GrantControls.TermsOfUse = []string{"terms"}
				p.GrantControls.Operator = ca.OperatorAND
			})
			for _, b := range difference.Of(tenant(p), tenant(p, other)).Boxes {
				if b.Kind != difference.AskedMore || slices.ContainsFunc(b.Causes, func(c difference.Cause) bool { return c.ID == "p" }) {
					t.Errorf("found %+v", b)
				}
			}
		})
	}
}

// TestUnknownIsAssumed: a policy that is created is stricter where what nobody knows about it is so, and the
// box says what.
func TestUnknownIsAssumed(t *testing.T) {
	t.Parallel()
	for _, u := range unknowns {
		t.Run(u.name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(tenant(), tenant(policy("p", func(p *ca.Policy) {
				p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlBlock}
				u.narrow(p)
			})))
			if r.Policies[0].Decision != difference.Stricter || len(r.Boxes) == 0 {
				t.Fatalf("the policy is %s, with boxes %+v", r.Policies[0].Decision, r.Boxes)
			}
			said := false
			for _, b := range r.Boxes {
				said = said || strings.Contains(strings.Join(b.Assuming, "\n"), u.assuming)
				if !b.Holds(b.Example) {
					t.Errorf("the example is not in its box: %+v", b)
				}
				if len(b.After) != 1 || len(b.Causes) != 1 {
					t.Errorf("if what is assumed is so, %q is asked, by %v", b.After, b.Causes)
				}
			}
			if !said {
				t.Errorf("no box assumes %q: %+v", u.assuming, r.Boxes)
			}
		})
	}
}

// TestFilterOfANewMode: a device filter in a mode that nobody knows is one thing that is not known.
func TestFilterOfANewMode(t *testing.T) {
	t.Parallel()
	b := one(t, tenant(), tenant(blocking(func(c *ca.Conditions) {
		c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: "strange", Rule: `device.model -eq "a"`}}
	})))
	if want := []string{`the device matches the filter device.model -eq "a" in mode strange, as included`}; !slices.Equal(b.Assuming, want) {
		t.Errorf("assuming %q, want %q", b.Assuming, want)
	}
}

// TestBlanksOfAFilter: blanks between the words of a filter do not matter, those of a value do.
func TestBlanksOfAFilter(t *testing.T) {
	t.Parallel()
	filtering := func(rule string) *ca.Tenant {
		return tenant(policy("p", func(p *ca.Policy) {
			asks(ca.ControlBlock)(p)
			p.Conditions.Applications.ApplicationFilter = &ca.Filter{Mode: ca.FilterExclude, Rule: rule}
		}))
	}
	const rule = `CustomSecurityAttribute.a -eq "b c"`
	for _, c := range []struct {
		name, rule string
		same       bool
	}{
		{"the-same", rule, true},
		{"more-blanks-between-words", " CustomSecurityAttribute.a\t\n-eq  \"b c\" ", true},
		{"another-quote-in-a-value", `CustomSecurityAttribute.a -eq "b' c"`, false},
		{"more-blanks-in-a-value", `CustomSecurityAttribute.a -eq "b  c"`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if r := difference.Of(filtering(rule), filtering(c.rule)); r.None() != c.same {
				t.Errorf("is the same: %v, want %v: %+v", r.None(), c.same, r.Boxes)
			}
		})
	}
	const either = ` -or CustomSecurityAttribute.a -eq 'd'`
	if r := difference.Of(filtering(rule+either), filtering(rule+" "+either)); !r.None() {
		t.Errorf("a blank behind a value is a difference: %+v", r.Boxes)
	}
}

// TestUnknownThatChanges: another unknown is not the same unknown.
func TestUnknownThatChanges(t *testing.T) {
	t.Parallel()
	blocking := func(rule string) ca.Policy {
		return policy("p", func(p *ca.Policy) {
			asks(ca.ControlBlock)(p)
			p.Conditions.Applications.ApplicationFilter = &ca.Filter{Mode: ca.FilterExclude, Rule: rule}
		})
	}
	r := difference.Of(tenant(blocking("a")), tenant(blocking("b")))
	var kinds []difference.Kind
	for _, b := range r.Boxes {
		kinds = append(kinds, b.Kind)
		matching, other := "a", "b"
		if b.Kind == difference.Gained {
			matching, other = other, matching
		}
		const matches = "the application matches the filter "
		if want := []string{"it is not so that " + matches + other, matches + matching}; !slices.Equal(sorted(b.Assuming), want) {
			t.Errorf("%s: a box assumes %q, want %q", b.Kind, b.Assuming, want)
		}
	}
	if !slices.Equal(kinds, []difference.Kind{difference.Lost, difference.Gained}) {
		t.Errorf("found %q", kinds)
	}
	// The same filter on the other side is the same proposition, the other way round.
	included := blocking("a")
	included.Conditions.Applications.IncludeApplications = nil
	included.Conditions.Applications.ApplicationFilter = &ca.Filter{Mode: ca.FilterInclude, Rule: "a"}
	for _, b := range difference.Of(tenant(blocking("a")), tenant(included)).Boxes {
		if len(b.Assuming) > 1 {
			t.Errorf("a box assumes %q", b.Assuming)
		}
	}
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

// TestTypeNotRead: a user object that does not say whether it is a guest may be one.
func TestTypeNotRead(t *testing.T) {
	t.Parallel()
	with := func(policies ...ca.Policy) *ca.Tenant {
		tenant := tenant(policies...)
		tenant.Users = ca.Known(map[string]ca.User{"u": {ID: "u", UserPrincipalName: "u@contoso.com"}})
		return tenant
	}
	r := difference.Of(with(), with(policy("p", func(p *ca.Policy) {
		p.Conditions.Users = ca.Users{IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"internalGuest"}}}
	})))
	for i := range r.Boxes {
		if r.Boxes[i].Holds(ca.SignIn{
			Identity: ca.SignInIdentity{UserID: "u"}, Context: ca.SignInContext{Applications: []string{"app"}},
		}) && slices.Equal(r.Boxes[i].Assuming, []string{"users of whom it was not read whether they are guests are internalGuest"}) {
			return
		}
	}
	t.Errorf("no box holds the user and says what it assumes: %+v", r.Boxes)
}

// TestAgentsAreLeftOpen: what a change means for agent identities is not decided, and nothing else is left open
// for their sake.
func TestAgentsAreLeftOpen(t *testing.T) {
	t.Parallel()
	agents := func(change func(*ca.Policy, *ca.ClientApplications)) ca.Policy {
		return policy("p", func(p *ca.Policy) {
			p.Conditions.Users = ca.Users{}
			p.Conditions.ClientApplications = &ca.ClientApplications{
				IncludeAgentIDServicePrincipals: []string{ca.All},
				ExcludeAgentIDServicePrincipals: []string{"a1", "a2"},
			}
			asks(ca.ControlBlock)(p)
			if change != nil {
				change(p, p.Conditions.ClientApplications)
			}
		})
	}
	in := func(state ca.State) func(*ca.Policy, *ca.ClientApplications) {
		return func(p *ca.Policy, _ *ca.ClientApplications) { p.State = state }
	}
	filter := func(mode ca.FilterMode, rule string) func(*ca.Policy, *ca.ClientApplications) {
		return func(_ *ca.Policy, c *ca.ClientApplications) {
			c.AgentIDServicePrincipalFilter = &ca.Filter{Mode: mode, Rule: rule}
		}
	}
	for _, c := range []struct {
		name          string
		before, after []ca.Policy
		open          bool
	}{
		{"the-same", []ca.Policy{agents(nil)}, []ca.Policy{agents(nil)}, false},
		{"reordered", []ca.Policy{agents(nil)}, []ca.Policy{agents(func(_ *ca.Policy, c *ca.ClientApplications) {
			c.ExcludeAgentIDServicePrincipals = []string{"A2", "a1"}
		})}, false},
		{"spaced-otherwise", []ca.Policy{agents(filter(ca.FilterInclude, "a  -eq 1"))}, []ca.Policy{agents(filter(ca.FilterInclude, "a -eq 1 "))}, false},
		{"created", nil, []ca.Policy{agents(nil)}, true},
		{"created-disabled", nil, []ca.Policy{agents(in(ca.StateDisabled))}, false},
		{"disabled", []ca.Policy{agents(nil)}, []ca.Policy{agents(in(ca.StateDisabled))}, true},
		{"state-not-known-yet", []ca.Policy{agents(in(ca.StateDisabled))}, []ca.Policy{agents(in(ca.NotYetKnown))}, true},
		{"includes-others", []ca.Policy{agents(nil)}, []ca.Policy{agents(func(_ *ca.Policy, c *ca.ClientApplications) {
			c.IncludeAgentIDServicePrincipals = []string{"a3"}
		})}, true},
		{"excludes-fewer", []ca.Policy{agents(nil)}, []ca.Policy{agents(func(_ *ca.Policy, c *ca.ClientApplications) {
			c.ExcludeAgentIDServicePrincipals = []string{"a1"}
		})}, true},
		{"excludes-what-it-included", []ca.Policy{agents(func(_ *ca.Policy, c *ca.ClientApplications) {
			c.IncludeAgentIDServicePrincipals, c.ExcludeAgentIDServicePrincipals = []string{"a1"}, nil
		})}, []ca.Policy{agents(func(_ *ca.Policy, c *ca.ClientApplications) {
			c.IncludeAgentIDServicePrincipals, c.ExcludeAgentIDServicePrincipals = nil, []string{"a1"}
		})}, true},
		{"filters", []ca.Policy{agents(nil)}, []ca.Policy{agents(filter(ca.FilterInclude, "a -eq 1"))}, true},
		{"filters-otherwise", []ca.Policy{agents(filter(ca.FilterInclude, "a -eq 1"))}, []ca.Policy{agents(filter(ca.FilterInclude, "a -eq 2"))}, true},
		{"filters-the-others", []ca.Policy{agents(filter(ca.FilterInclude, "a -eq 1"))}, []ca.Policy{agents(filter(ca.FilterExclude, "a -eq 1"))}, true},
		{"asks-something-else", []ca.Policy{agents(nil)}, []ca.Policy{agents(func(p *ca.Policy, _ *ca.ClientApplications) { asks(ca.ControlMFA)(p) })}, true},
		{"names-no-agents", []ca.Policy{agents(func(_ *ca.Policy, c *ca.ClientApplications) { *c = ca.ClientApplications{} })}, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(tenant(c.before...), tenant(c.after...))
			if open := r.Policies[0].Decision == difference.NotDecided; open != c.open || r.None() == c.open || (r.Undecided != "") != c.open {
				t.Errorf("the policy is %s: %q, %+v", r.Policies[0].Decision, r.Undecided, r.Boxes)
			}
			want := difference.Edited
			switch {
			case !c.open:
				want = difference.Unchanged
			case c.name == "created", c.name == "state-not-known-yet":
				want = difference.Created
			case c.name == "disabled":
				want = difference.Deleted
			}
			if r.Policies[0].Change != want {
				t.Errorf("the policy is %s, want %s", r.Policies[0].Change, want)
			}
		})
	}
}
