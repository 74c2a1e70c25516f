package difference_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// one is the box of a change that has one.
func one(t *testing.T, before, after *ca.Tenant) *difference.Box {
	t.Helper()
	r := difference.Of(before, after)
	if len(r.Boxes) != 1 || r.Undecided != "" {
		t.Fatalf("want one box: %+v %s", r.Boxes, r.Undecided)
	}
	return &r.Boxes[0]
}

func blocking(change func(*ca.Conditions)) ca.Policy {
	return policy("p", func(p *ca.Policy) {
		asks(ca.ControlBlock)(p)
		change(&p.Conditions)
	})
}

// TestPlainExample: an example states nothing that a plain sign-in does not.
func TestPlainExample(t *testing.T) {
	t.Parallel()
	everybody := blocking(func(*ca.Conditions) {})
	for _, narrow := range []func(*ca.Conditions){
		func(c *ca.Conditions) {
			c.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{"deviceCodeFlow"}}
		},
		func(c *ca.Conditions) { c.InsiderRiskLevels = []string{"elevated"} },
	} {
		s := one(t, tenant(everybody), tenant(blocking(narrow))).Example
		if s.Identity.ExternalUserType != "" || s.Identity.ExternalTenantID != "" || s.Conditions.TransferMethod != "" || s.Conditions.InsiderRisk != "" || s.Conditions.Device != nil {
			t.Errorf("the example is %+v", s)
		}
	}
}

// TestExampleOfANetwork: it is an address that readers know for an example, and in a location only where it has to be.
func TestExampleOfANetwork(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		policies []*ca.LocationCondition
		want     string
	}{
		{"anywhere", []*ca.LocationCondition{nil}, "203.0.113.7"},
		{"in-it-or-not", []*ca.LocationCondition{{IncludeLocations: []string{"low"}}, {IncludeLocations: []string{ca.All}, ExcludeLocations: []string{"low"}}}, "203.0.113.7"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			with := func(policies ...ca.Policy) *ca.Tenant {
				out := tenant(policies...)
				out.NamedLocations = ca.Known([]ca.NamedLocation{{ID: "low", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "0.0.0.0/1"}}}})
				return out
			}
			var policies []ca.Policy
			for i, at := range c.policies {
				p := blocking(func(conditions *ca.Conditions) { conditions.Locations = at })
				p.ID = strconv.Itoa(i)
				policies = append(policies, p)
			}
			if got := one(t, with(), with(policies...)).Example.Conditions.Address; got != c.want {
				t.Errorf("the example is at %s, want %s", got, c.want)
			}
		})
	}
}

// TestExampleOfAGuest: the type of somebody whose object says it is not stated once more.
func TestExampleOfAGuest(t *testing.T) {
	t.Parallel()
	guests := func(policies ...ca.Policy) *ca.Tenant {
		out := tenant(policies...)
		out.Users = ca.Known(map[string]ca.User{"u3": out.Users.Value()["u3"]})
		return out
	}
	s := one(t, guests(), guests(blocking(func(c *ca.Conditions) {
		c.Users = ca.Users{IncludeUsers: []string{"u3"}, ExcludeGuestsOrExternalUsers: &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"serviceProvider"}}}
	}))).Example
	if s.Identity.UserID != "u3" || s.Identity.ExternalUserType != "" {
		t.Errorf("the example is %+v", s.Identity)
	}
}

// TestExampleOfAnotherApplication: it is one that people know, as long as no policy names them all.
func TestExampleOfAnotherApplication(t *testing.T) {
	t.Parallel()
	known := []string{ca.AppWindowsAzureAD, ca.AppAzureServiceManagement, ca.AppWindows365, ca.AppDirectoryBlade}
	const first, second = "99999999-9999-9999-9999-000000000001", "99999999-9999-9999-9999-000000000002"
	for _, c := range []struct {
		named []string
		want  string
	}{
		{nil, known[0]}, {known[:1], known[1]}, {known[:3], known[3]}, {known, first}, {append(slices.Clone(known), first), second},
	} {
		b := one(t, tenant(), tenant(blocking(func(conditions *ca.Conditions) {
			conditions.Applications.ExcludeApplications = slices.Concat(c.named, ca.Office365Apps, ca.AdminPortalApps)
		})))
		if !slices.Contains(b.Targets.Only, difference.OtherApplications) {
			t.Errorf("the targets are %+v", b.Targets)
		}
		other := b.Example
		other.Context = ca.SignInContext{Applications: []string{c.want}}
		if !b.Holds(other) {
			t.Errorf("%s is not in the box of what is not %q", c.want, c.named)
		}
		// Only what no policy names changes.
		b = one(t, tenant(blocking(func(conditions *ca.Conditions) {
			conditions.Applications.IncludeApplications = slices.Concat(c.named, ca.Office365Apps, ca.AdminPortalApps, []string{ca.AppMicrosoftGraph})
			conditions.Applications.IncludeUserActions = []string{ca.UserActionRegisterSecurityInfo}
		})), tenant(blocking(func(*ca.Conditions) {})))
		if got := b.Example.Context.Applications; !slices.Equal(got, []string{c.want}) || !slices.Equal(b.Targets.Only, []string{difference.OtherApplications}) {
			t.Errorf("where %q are named, the example is %q, of %+v", c.named, got, b.Targets)
		}
	}
}

// TestExampleDevice is a managed device of the platform that says what the filters ask, and nothing of the rest.
func TestExampleDevice(t *testing.T) {
	t.Parallel()
	s := one(t, tenant(), tenant(blocking(func(c *ca.Conditions) {
		c.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformMacOS}}
		c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: `device.extensionAttribute1 -eq "SAW"`}}
	}))).Example
	d := s.Conditions.Device
	if d == nil || s.Conditions.Platform != ca.PlatformMacOS || d.Platform() != ca.PlatformMacOS || d.Properties["isManaged"].Text() != "true" {
		t.Fatalf("the example is %+v", s.Conditions)
	}
	if model, said := d.Properties["model"]; !said || model.Text() != "" {
		t.Errorf("the model is %+v, read: %v", model, said)
	}
}

// TestDeviceOnAnyPlatform: where no device at all will do, what a filter asks of the operating system narrows no platform.
func TestDeviceOnAnyPlatform(t *testing.T) {
	t.Parallel()
	for mode, platforms := range map[ca.FilterMode][]string{ca.FilterExclude: nil, ca.FilterInclude: {"windows"}} {
		b := one(t, tenant(), tenant(blocking(func(c *ca.Conditions) {
			c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: mode, Rule: `device.operatingSystem -eq "Windows"`}}
		})))
		if !slices.Equal(b.Platforms.Only, platforms) || len(b.Platforms.Except) > 0 {
			t.Errorf("mode %s: the platforms are %+v, want %q", mode, b.Platforms, platforms)
		}
	}
}

// TestExampleDeviceBesideAFilterThatCannotBeRead: what nobody can read hides no device that another filter asks for.
func TestExampleDeviceBesideAFilterThatCannotBeRead(t *testing.T) {
	t.Parallel()
	filtering := func(id, rule string) ca.Policy {
		p := blocking(func(c *ca.Conditions) {
			c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: rule}}
		})
		p.ID = id
		return p
	}
	const rule = `device.extensionAttribute1 -eq "SAW"`
	r := difference.Of(tenant(), tenant(filtering("unreadable", "what is this"), filtering("saw", rule)))
	for i := range r.Boxes {
		b := &r.Boxes[i]
		if d := b.Example.Conditions.Device; d != nil && d.Properties["extensionAttribute1"].Text() == "SAW" && b.Holds(b.Example) &&
			slices.Equal(b.Devices, []string{"matches " + rule}) {
			return
		}
	}
	t.Errorf("no box is of the devices that match %s: %+v %s", rule, r.Boxes, r.Undecided)
}

// TestExampleOfAWorkload states a client or a platform only where a policy asks for it.
func TestExampleOfAWorkload(t *testing.T) {
	t.Parallel()
	workload := func(narrow func(*ca.Conditions)) func(*ca.Conditions) {
		return func(c *ca.Conditions) {
			c.Users, c.ClientApplications = ca.Users{}, &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
			narrow(c)
		}
	}
	plain := one(t, tenant(), tenant(blocking(workload(func(*ca.Conditions) {})))).Example.Conditions
	if plain.ClientApp != "" || plain.Platform != "" || plain.AgentRisk != "" || plain.ServicePrincipalRisk != ca.RiskNone {
		t.Errorf("the example is %+v", plain)
	}
	narrow := one(t, tenant(), tenant(blocking(workload(func(c *ca.Conditions) {
		c.ClientAppTypes = []ca.ClientApp{ca.ClientAppOther}
		c.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformLinux}}
	})))).Example.Conditions
	if narrow.ClientApp != ca.ClientAppOther || narrow.Platform != ca.PlatformLinux {
		t.Errorf("the example is %+v", narrow)
	}
	// What only the policy of before asks counts as well.
	gained := one(t, tenant(blocking(workload(func(c *ca.Conditions) { c.ClientAppTypes = []ca.ClientApp{ca.ClientAppOther} }))), tenant()).Example.Conditions
	if gained.ClientApp != ca.ClientAppOther || gained.Platform != "" {
		t.Errorf("the example is %+v", gained)
	}
	agents := one(t, tenant(), tenant(blocking(workload(func(c *ca.Conditions) { c.AgentIDRiskLevels = []string{"high"} })))).Example.Conditions
	if agents.AgentRisk != "high" {
		t.Errorf("the example is %+v", agents)
	}
}

// TestWhatASignInDoesNotState has to be of no matter to the box.
func TestWhatASignInDoesNotState(t *testing.T) {
	t.Parallel()
	outside := one(t, tenant(), tenant(blocking(func(c *ca.Conditions) {
		c.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{"office", "norway"}}
	})))
	saw := one(t, tenant(), tenant(blocking(func(c *ca.Conditions) {
		c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterExclude, Rule: `device.extensionAttribute1 -eq "SAW"`}}
	})))
	everything := one(t, tenant(), tenant(blocking(func(*ca.Conditions) {})))
	contexts := one(t, tenant(), tenant(blocking(func(c *ca.Conditions) {
		c.Applications = ca.Applications{IncludeAuthenticationContextClassReferences: []string{"c1"}}
	})))
	others := one(t, tenant(), tenant(blocking(func(c *ca.Conditions) {
		c.Applications = ca.Applications{IncludeAuthenticationContextClassReferences: []string{ca.NotYetKnown}}
	})))
	for _, c := range []struct {
		name   string
		box    *difference.Box
		change func(*ca.SignIn)
		in     bool
	}{
		{"everything", outside, func(*ca.SignIn) {}, true},
		{"no-address", outside, func(s *ca.SignIn) { s.Conditions.Address = "" }, false},
		{"no-country", outside, func(s *ca.SignIn) { s.Conditions.Country = "" }, false},
		{"nothing-of-the-network", everything, func(s *ca.SignIn) { s.Conditions.Address, s.Conditions.Country = "", "" }, true},
		{"device-not-read", saw, func(s *ca.SignIn) { s.Conditions.Device = &ca.Device{ID: "d"} }, false},
		{"device-not-looked-at", everything, func(s *ca.SignIn) { s.Conditions.Device = &ca.Device{ID: "d"} }, true},
		{"somebody-else", everything, func(s *ca.SignIn) { s.Identity.UserID = "u2" }, true},
		{"nobody", everything, func(s *ca.SignIn) { s.Identity.UserID = "nobody" }, false},
		{"a-guest", everything, func(s *ca.SignIn) { s.Identity.UserID, s.Identity.ExternalTenantID = "u3", "fabrikam" }, true},
		{"from-outside", everything, func(s *ca.SignIn) { s.Identity = ca.SignInIdentity{ExternalUserType: "b2bDirectConnectUser"} }, true},
		{"of-a-type-that-is-none", everything, func(s *ca.SignIn) { s.Identity = ca.SignInIdentity{ExternalUserType: "alien"} }, false},
		{"no-target", everything, func(s *ca.SignIn) { s.Context = ca.SignInContext{} }, false},
		{"context", contexts, func(*ca.SignIn) {}, true},
		{"another-context", contexts, func(s *ca.SignIn) { s.Context.AuthenticationContext = "c9" }, false},
		{"a-context-that-no-policy-names", others, func(s *ca.SignIn) { s.Context.AuthenticationContext = "c9" }, true},
	} {
		s := c.box.Example
		if c.change(&s); c.box.Holds(s) != c.in {
			t.Errorf("%s: the sign-in is in the box: %v", c.name, !c.in)
		}
	}
}

// TestWhatIsAsked is said by name where there is one.
func TestWhatIsAsked(t *testing.T) {
	t.Parallel()
	strength := func(allowed ...string) *ca.Tenant {
		out := tenant(policy("p", func(p *ca.Policy) {
			p.GrantControls = &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: "ours"}}
		}))
		if len(allowed) > 0 {
			out.Strengths = ca.Known([]ca.AuthenticationStrength{{ID: "ours", DisplayName: "Ours", AllowedCombinations: allowed}})
		}
		return out
	}
	if b := one(t, strength("fido2", "password,sms"), strength("fido2")); !slices.Equal(b.After, []string{`authentication strength "Ours" (as changed)`}) {
		t.Errorf("asked after is %q", b.After)
	}
	if b := one(t, tenant(), strength()); !slices.Equal(b.After, []string{`authentication strength "ours"`}) {
		t.Errorf("asked after is %q", b.After)
	}
	// A control that is not known yet is another one in every policy.
	later := func(id string) ca.Policy { return policy(id, asks(ca.NotYetKnown)) }
	if r := difference.Of(tenant(later("p")), tenant(later("q"))); r.None() {
		t.Error("two controls that are not known yet are the same")
	}
	if r := difference.Of(tenant(later("p")), tenant(later("p"))); !r.None() {
		t.Errorf("one control that is not known yet is two: %+v", r.Boxes)
	}
}

// TestLocationsInWords looks at networks that are nowhere, everywhere, without a name, or not read.
func TestLocationsInWords(t *testing.T) {
	t.Parallel()
	at := func(include, exclude []string) ca.Policy {
		return blocking(func(c *ca.Conditions) {
			c.Locations = &ca.LocationCondition{IncludeLocations: include, ExcludeLocations: exclude}
		})
	}
	if r := difference.Of(tenant(), tenant(at([]string{ca.All}, []string{ca.All}))); !r.None() {
		t.Errorf("a policy for no network is a difference: %+v", r.Boxes)
	}
	with := func(locations ca.Fact[[]ca.NamedLocation], policies ...ca.Policy) *ca.Tenant {
		out := tenant(policies...)
		out.NamedLocations = locations
		return out
	}
	nameless := ca.Known([]ca.NamedLocation{{ID: "x", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "198.51.100.0/24"}}}})
	if b := one(t, with(nameless), with(nameless, at([]string{"x"}, nil))); !slices.Equal(b.Networks.Only, []string{"x"}) {
		t.Errorf("the networks are %+v", b.Networks)
	}
	unread := ca.Fact[[]ca.NamedLocation]{}
	b := one(t, with(unread), with(unread, at([]string{ca.AllTrusted}, nil)))
	if said := strings.Join(b.Assuming, "\n"); !strings.Contains(said, "the network is trusted; the named locations were not read") {
		t.Errorf("it assumes %q", b.Assuming)
	}
	// Of two locations the networks that are in one, in the other, in both and in none are told apart.
	b = one(t, tenant(), tenant(at([]string{"office", "norway"}, nil)))
	if words := slices.Sorted(slices.Values(append(b.Networks.Only, b.Networks.Except...))); !slices.Equal(words, []string{"in none of the named locations"}) {
		t.Errorf("the networks are %+v", b.Networks)
	}
}
