package engine

import (
	"fmt"
	"testing"

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
