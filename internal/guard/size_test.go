package guard

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

// large is a tenant at the service's own limits, and the plan that creates all its policies.
func large(admins, policies int) (*ca.Tenant, []Change) {
	tenant := contoso()
	users, assignments := tenant.Users.Value(), tenant.RoleAssignments.Value()
	for i := range admins {
		id := fmt.Sprintf("ad000000-0000-4000-8000-%012d", i)
		users[id] = ca.User{ID: id, UserPrincipalName: fmt.Sprintf("admin%04d@contoso.onmicrosoft.com", i), AccountEnabled: ptr(true), UserType: "Member"}
		assignments = append(assignments, ca.RoleAssignment{PrincipalID: id, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"})
		tenant.Methods[id] = tenant.Methods[alice]
		tenant.Devices[id] = []ca.Device{}
		tenant.GroupMembers[everyone] = append(tenant.GroupMembers[everyone], ca.Member{ID: id, Kind: "#microsoft.graph.user"})
	}
	tenant.RoleAssignments = ca.Known(assignments)
	var changes []Change
	for i := range policies {
		p := policy("", fmt.Sprintf("CA%03d", i))
		switch i % 4 {
		case 1:
			p.Conditions.Users.ExcludeGroups = []string{everyone}
			p.GrantControls = grant(ca.ControlBlock)
			p.Conditions.Applications.IncludeApplications = []string{ca.AppExchangeOnline}
		case 2:
			outside(office)(&p)
		case 3:
			onPlatforms(ca.PlatformWindows, ca.PlatformMacOS)(&p)
		}
		changes = append(changes, at(fmt.Sprintf("p%03d", i), create(p)))
	}
	return tenant, changes
}

// TestAPlanAtTheLimits: a plan that creates 240 policies, ten at a time, as Terraform does.
func TestAPlanAtTheLimits(t *testing.T) {
	t.Parallel()
	tenant, changes := large(0, 240)
	living := &living{now: tenant}
	g := New(settings(), living)
	slots := make(chan struct{}, 10)
	var wait sync.WaitGroup
	for _, c := range changes {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			if findings := mustPlan(t, g, c); len(findings) > 0 {
				t.Errorf("%s: %s", c.Address, findings[0].Summary())
			}
		})
	}
	wait.Wait()
	if len(g.ledger.entries) != len(changes) {
		t.Errorf("%d of %d changes are in the ledger", len(g.ledger.entries), len(changes))
	}
	// What changes name, a group and a named location here, is read as they arrive; nothing is read twice.
	for i, scope := range living.scopes {
		if slices.ContainsFunc(living.scopes[:i], scope.equal) || i > 2 {
			t.Errorf("read %d of the tenant: %+v", i+1, scope)
		}
	}
}

// turned is a tenant at the service's own limits, and a plan that changes all its policies; one of them has to
// wait for another.
func turned(admins, policies int) (*ca.Tenant, []Change) {
	tenant, _ := large(admins, 0)
	var current []ca.Policy
	var changes []Change
	for i := range policies {
		before := policy(fmt.Sprintf("p%03d", i), fmt.Sprintf("CA%03d", i), excluding(breakGlass1, breakGlass2, alice))
		after := policy(before.ID, before.DisplayName, excluding(breakGlass1, breakGlass2, bob))
		switch i {
		case 40:
			before, after = graphBlock(before.ID, "Stricter", alice, bob), graphBlock(before.ID, "Stricter", breakGlass1, bob)
		case 200:
			before, after = graphBlock(before.ID, "Laxer", alice), graphBlock(before.ID, "Laxer", breakGlass1, alice, bob)
		}
		current = append(current, before)
		changes = append(changes, at(before.ID, update(before, after)))
	}
	tenant.Policies = ca.Known(current)
	return tenant, changes
}

// TestAnOrderAtTheLimits: 240 policies that get both stricter and laxer, and one pair that matters.
func TestAnOrderAtTheLimits(t *testing.T) {
	t.Parallel()
	tenant, changes := turned(0, 240)
	config := settings(loose)
	j := newJudgement(new(decider), tenant, engine.Decide(question(tenant, config)), steps(changes), config, noon)
	found, _ := j.way()
	if found.Outcome != order.Found || !found.Exact || found.Judged > 60 {
		t.Fatalf("outcome %d, %d judgements", found.Outcome, found.Judged)
	}
	if diff := cmp.Diff([]string{"p040 waits for p200"}, waiting(j.order())); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkJudgeOrder(b *testing.B) {
	tenant, changes := turned(500, 240)
	for b.Loop() {
		if r := Judge(tenant, changes, settings(loose), noon); r.Refused() {
			b.Fatal(ruleIDs(r.Findings))
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	tenant, changes := large(500, 240)
	for b.Loop() {
		if r := Judge(tenant, changes, settings(), noon); r.Refused() {
			b.Fatal(ruleIDs(r.Findings))
		}
	}
}
