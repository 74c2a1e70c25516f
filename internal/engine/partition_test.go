package engine

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestPeopleAreToldApart: two people whom every policy means are told apart by what they carry, and by whether
// they are a break-glass account.
func TestPeopleAreToldApart(t *testing.T) {
	t.Parallel()
	compliant := blockEverybody(func(p *ca.Policy) { p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlCompliantDevice} })
	for _, c := range []struct {
		name   string
		change func(*Question)
		alice  Verdict
		robust Robustness
	}{
		{"no-difference", func(*Question) {}, LockedOut, ""},
		{"break-glass", func(q *Question) { q.BreakGlass.Users = []string{alice} }, LockedOut, Fragile},
		{"a-better-device", func(q *Question) {
			q.Tenant.Devices = map[string][]ca.Device{alice: {laptop("hers", "true", "AzureAd")}, bob: {laptop("his", "false", "AzureAd")}}
		}, Reachable, ""},
		{"devices-not-read", func(q *Question) { delete(q.Tenant.Devices, alice) }, Undecided, ""},
		{"a-device", func(q *Question) { q.Tenant.Devices[alice] = []ca.Device{laptop("hers", "true", "AzureAd")} }, Reachable, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(compliant)}
			c.change(&q)
			of := map[string]Repairer{}
			for _, r := range Decide(q).Repairers {
				of[r.User.ID] = r
			}
			if r := of[alice]; r.Verdict != c.alice || r.Robustness != c.robust {
				t.Errorf("alice is %s and %q, want %s and %q", r.Verdict, r.Robustness, c.alice, c.robust)
			}
			if r := of[bob]; r.Verdict != LockedOut || r.Robustness != "" {
				t.Errorf("bob is %s and %q, want %s", r.Verdict, r.Robustness, LockedOut)
			}
		})
	}
}

// TestPartitionStartsAnew: policies that came and went, each of which meant two people, tell nobody apart for long.
func TestPartitionStartsAnew(t *testing.T) {
	t.Parallel()
	const pairs = 3 * maxRefined
	id := func(i int) string { return fmt.Sprintf("c0000000-0000-0000-0000-%012d", i) }
	q := Question{Tenant: office()}
	for i := range 2 * pairs {
		q.Tenant.Users.Value()[id(i)] = ca.User{ID: id(i), AccountEnabled: yes(), UserType: "Member"}
		q.Tenant.RoleAssignments = ca.Known(append(q.Tenant.RoleAssignments.Value(), ca.RoleAssignment{
			PrincipalID: id(i), RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/",
		}))
	}
	var d Decider
	most := 0
	for i := range pairs {
		tenant := *q.Tenant
		tenant.Policies = ca.Known([]ca.Policy{blockEverybody(func(p *ca.Policy) {
			p.Conditions.Users.IncludeUsers = []string{id(2 * i), id(2*i + 1)}
		})})
		d.Decide(Question{Tenant: &tenant})
		classes := len(d.last.partition.first)
		if most = max(most, classes); classes > maxRefined+3 {
			t.Fatalf("after %d policies that came and went there are %d classes", i, classes)
		}
	}
	if most <= maxRefined {
		t.Errorf("there were never more than %d classes, so that none was made from another", most)
	}
}

// colleagues is a tenant with alice, bob and n other global administrators, who come after them in order.
func colleagues(n int, policies ...ca.Policy) (t *ca.Tenant, others []string) {
	t = office(policies...)
	for i := range n {
		id := fmt.Sprintf("c0000000-0000-0000-0000-%012d", i)
		others = append(others, id)
		user := t.Users.Value()[alice]
		user.ID, user.UserPrincipalName = id, fmt.Sprintf("carol-%02d@contoso.onmicrosoft.com", i)
		t.Users.Value()[id] = user
		t.RoleAssignments = ca.Known(append(t.RoleAssignments.Value(), holding(id, ca.RoleGlobalAdministrator)...))
		t.Methods[id], t.Devices[id] = t.Methods[alice], []ca.Device{}
	}
	return t, others
}

// holding is the assignment of a role.
func holding(id, role string) []ca.RoleAssignment {
	return []ca.RoleAssignment{{PrincipalID: id, RoleDefinitionID: role, DirectoryScopeID: "/"}}
}

// ofOne makes a policy mean one person.
func ofOne(id string) func(*ca.Policy) {
	return func(p *ca.Policy) { p.Conditions.Users.IncludeUsers = []string{id} }
}

// modelIs blocks everybody with a device of a model, or with any other.
func modelIs(mode ca.FilterMode, model string) ca.Policy {
	return blockEverybody(func(p *ca.Policy) {
		p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: mode, Rule: fmt.Sprintf("device.model -eq %q", model)}}
	})
}

// TestPeopleAreToldApartByTheirOwn: of two people whom every policy means alike each is told of what follows from what
// they alone have.
func TestPeopleAreToldApartByTheirOwn(t *testing.T) {
	t.Parallel()
	control := func(control ca.BuiltInControl) ca.Policy {
		return blockEverybody(func(p *ca.Policy) { p.GrantControls.BuiltInControls = []ca.BuiltInControl{control} })
	}
	model := func(d ca.Device, model string) ca.Device {
		d.Properties["model"] = ca.Property{Values: []string{model}}
		return d
	}
	mac := func(trust string) []ca.Device {
		d := laptop(trust, "false", trust)
		d.Properties["operatingSystem"] = ca.Property{Values: []string{"macOS"}}
		return []ca.Device{d}
	}
	for _, c := range []struct {
		name       string
		policies   []ca.Policy
		change     func(*Question)
		alice, bob string
	}{
		{"joined", []ca.Policy{control(ca.ControlDomainJoinedDevice)}, func(q *Question) {
			q.Tenant.Devices = map[string][]ca.Device{alice: mac("ServerAd"), bob: mac("AzureAd")}
		}, "reachable", "locked_out"},
		{"joined-with-a-credential-in-the-device", []ca.Policy{control(ca.ControlDomainJoinedDevice)}, func(q *Question) {
			q.Tenant.Devices = map[string][]ca.Device{alice: mac("ServerAd"), bob: mac("AzureAd")}
			for _, id := range []string{alice, bob} {
				q.Tenant.Methods[id] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}, {Kind: ca.MethodPlatformCredential}}
			}
		}, "reachable", "locked_out"},
		{"methods", []ca.Policy{blockEverybody(func(p *ca.Policy) { p.GrantControls = phishingResistant() })}, func(q *Question) {
			q.Tenant.MethodsPolicy = allowing("Fido2")
			q.Tenant.Methods[alice] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}, {Kind: ca.MethodFIDO2}}
		}, "reachable", "locked_out"},
		{"what-a-rule-asks-for", []ca.Policy{control(ca.ControlCompliantDevice), modelIs(ca.FilterInclude, "x")},
			func(q *Question) {
				q.Tenant.Devices = map[string][]ca.Device{
					alice: {model(laptop("hers", "true", "AzureAd"), "x")}, bob: {model(laptop("his", "true", "AzureAd"), "y")},
				}
			}, "locked_out", "reachable"},
		{"network", []ca.Policy{blockEverybody(outsideHeadOffice)}, func(q *Question) {
			q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{headOffice})
			q.Assume.Networks = []ca.Network{{Address: "40.1.1.1", Account: alice}}
		}, "reachable", "undecided"},
		{"break-glass", []ca.Policy{blockEverybody(nil)}, func(q *Question) { q.BreakGlass.Users = []string{bob} },
			"locked_out", "locked_out and fragile"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(numbered(c.policies...)...)}
			c.change(&q)
			want := map[string]string{alice: c.alice, bob: c.bob}
			for _, r := range Decide(q).Repairers {
				got := string(r.Verdict)
				if r.Robustness != "" {
					got += " and " + string(r.Robustness)
				}
				if got != want[r.User.ID] {
					t.Errorf("%s is %s, want %s", r.User.UserPrincipalName, got, want[r.User.ID])
				}
			}
		})
	}
}

// TestPeopleAreToldApartAfterAChange: where policies change, people are told apart by what those say of them now, as if
// it were said for the first time. Where that is quicker, it starts from how they were told apart before.
func TestPeopleAreToldApartAfterAChange(t *testing.T) {
	t.Parallel()
	compliant := blockEverybody(func(p *ca.Policy) { p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlCompliantDevice} })
	fromHeadOffice := blockEverybody(outsideHeadOffice)
	perhaps := func(id string) ca.Policy {
		return blockEverybody(func(p *ca.Policy) {
			p.Conditions.Users.IncludeUsers, p.Conditions.Users.ExcludeUsers = []string{ca.NotYetKnown}, []string{id}
		})
	}
	_, others := colleagues(1)
	carol := others[0]
	not := func(id string) ca.Policy {
		return blockEverybody(func(p *ca.Policy) { p.Conditions.Users.ExcludeUsers = []string{id} })
	}
	of := func(id string) ca.Policy { return blockEverybody(ofOne(id)) }
	atHeadOffice := []ca.Network{{Address: "40.1.1.1", Account: bob}}
	for _, c := range []struct {
		name          string
		before, after []ca.Policy
		there, then   []ca.Network // stated before, and after
		anew          bool         // told apart from scratch
		classes       int
	}{
		{"one-is-meant", []ca.Policy{compliant}, []ca.Policy{compliant, of(bob)}, nil, nil, false, 3},
		{"one-is-perhaps-meant", []ca.Policy{compliant}, []ca.Policy{compliant, perhaps(alice)}, nil, nil, false, 3},
		{"the-first-of-two", []ca.Policy{not(carol)}, []ca.Policy{not(carol), of(alice)}, nil, nil, false, 3},
		{"the-last-of-two", []ca.Policy{not(carol)}, []ca.Policy{not(carol), of(bob)}, nil, nil, false, 3},
		{"a-property-is-asked-for", []ca.Policy{compliant}, []ca.Policy{compliant, modelIs(ca.FilterInclude, "x")}, nil, nil, true, 3},
		{"a-property-is-asked-for-again", []ca.Policy{compliant, modelIs(ca.FilterInclude, "x")},
			[]ca.Policy{compliant, modelIs(ca.FilterInclude, "x"), modelIs(ca.FilterExclude, "y")}, nil, nil, false, 3},
		{"networks-come", []ca.Policy{fromHeadOffice}, []ca.Policy{fromHeadOffice}, nil, atHeadOffice, true, 3},
		{"networks-go", []ca.Policy{fromHeadOffice}, []ca.Policy{fromHeadOffice}, atHeadOffice, nil, true, 2},
		{"few-of-four", []ca.Policy{compliant, compliant}, []ca.Policy{compliant, compliant, of(alice), of(bob)}, nil, nil, false, 3},
		{"many-of-four", []ca.Policy{compliant}, []ca.Policy{compliant, of(alice), of(bob), of(carol)}, nil, nil, true, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant, _ := colleagues(1, numbered(slices.Clone(c.before)...)...)
			tenant.NamedLocations = ca.Known([]ca.NamedLocation{headOffice})
			for id, model := range map[string]string{alice: "x", bob: "y"} {
				d := laptop(id, "true", "AzureAd")
				d.Properties["model"] = ca.Property{Values: []string{model}}
				tenant.Devices[id] = []ca.Device{d}
			}
			changed := *tenant
			changed.Policies = ca.Known(numbered(slices.Clone(c.after)...))
			next := Question{Tenant: &changed, Assume: ca.Assumptions{Networks: c.then}}

			var d Decider
			d.Decide(Question{Tenant: tenant, Assume: ca.Assumptions{Networks: c.there}})
			got := d.Decide(next)
			if diff := cmp.Diff(Decide(next), got); diff != "" {
				t.Errorf("-decide +decider:\n%s", diff)
			}
			if anew, classes := d.last.partition.from == nil, len(d.last.classes); anew != c.anew || classes != c.classes {
				t.Errorf("from scratch: %t, want %t; %d classes, want %d", anew, c.anew, classes, c.classes)
			}
		})
	}
}

// TestPoliciesThatStay: a policy that says the same keeps its number, one that was changed gets another, and whom it
// means is decided anew only where it says so differently.
func TestPoliciesThatStay(t *testing.T) {
	t.Parallel()
	q := Question{Tenant: office(numbered(blockEverybody(nil), blockEverybody(nil), blockEverybody(nil))...)}
	changed := *q.Tenant
	policies := slices.Clone(q.Tenant.Policies.Value())
	policies[1].DisplayName, policies[2].Conditions.Users.ExcludeUsers = "another name", []string{alice}
	changed.Policies = ca.Known(policies)
	var d Decider
	d.Decide(q)
	before := d.last.program
	d.Decide(Question{Tenant: &changed})
	after := d.last.program
	for i, want := range []struct{ number, people bool }{{true, true}, {false, true}, {false, false}} {
		number, people := slices.Contains(before.edition, after.edition[i]), after.columns[i] == before.columns[i]
		if number != want.number || people != want.people {
			t.Errorf("policy %d has its number: %t, want %t; its people: %t, want %t", i, number, want.number, people, want.people)
		}
	}
	if len(after.edition) != len(policies) || after.edition[0] != before.edition[0] {
		t.Errorf("the numbers are %v, and were %v", after.edition, before.edition)
	}
}

// TestTurnsAreToldFromDevices: what policies say of somebody's second sign-in is not taken for the devices of somebody
// who needs no second one, however alike the two are written down.
func TestTurnsAreToldFromDevices(t *testing.T) {
	t.Parallel()
	policies := make([]ca.Policy, 40)
	for i := range policies {
		policies[i] = blockEverybody(ofOne("nobody"))
	}
	const place = 33 // where, in a list of policies, a compliant Windows device leaves its mark
	policies[place].Conditions.Users = ca.Users{IncludeRoles: []string{ca.RoleGlobalAdministrator}}
	q := Question{Tenant: office(numbered(policies...)...)}
	q.Tenant.RoleAssignments = ca.Known(holding(alice, ca.RoleSecurityAdministrator))
	q.Tenant.EligibleSchedules = ca.Known(holding(bob, ca.RoleGlobalAdministrator))
	delete(q.Tenant.Devices, bob)
	q.Tenant.Devices[alice] = slices.Repeat([]ca.Device{laptop("", "false", "AzureAd")}, 8)
	q.Tenant.Devices[alice][3] = laptop("", "true", "AzureAd")
	want := map[string]Verdict{alice: Reachable, bob: LockedOut}
	for _, r := range Decide(q).Repairers {
		if r.Verdict != want[r.User.ID] {
			t.Errorf("%s is %s, want %s", r.User.UserPrincipalName, r.Verdict, want[r.User.ID])
		}
	}
}

// TestMayBeDisabled: of somebody who may be disabled nothing good is said; what is found of them is found for all of
// whom policies say the same, and the others are told of it.
func TestMayBeDisabled(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name           string
		policy         func(*ca.Policy)
		breakGlass     []string
		disabled, fine string
	}{
		{"reachable", askMFA, nil, "undecided", "reachable"},
		{"locked-out", nil, nil, "locked_out", "locked_out"},
		{"robust", askMFA, []string{alice, bob}, "undecided, undecided", "reachable, robust"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, id := range []string{alice, bob} {
				q := Question{Tenant: office(blockEverybody(c.policy)), BreakGlass: ca.BreakGlass{Users: c.breakGlass}}
				user := q.Tenant.Users.Value()[id]
				user.AccountEnabled = nil
				q.Tenant.Users.Value()[id] = user
				j := judge(q, newRoster(q), nil)
				if len(j.classes) != 1 {
					t.Errorf("there are %d classes of people, want one", len(j.classes))
				}
				for _, r := range j.report.Repairers {
					got, want := string(r.Verdict), c.fine
					if r.Robustness != "" {
						got += ", " + string(r.Robustness)
					}
					if r.User.ID == id {
						want = c.disabled
					}
					if got != want {
						t.Errorf("%s is %s, want %s", r.User.UserPrincipalName, got, want)
					}
				}
			}
		})
	}
}
