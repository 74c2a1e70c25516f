package graph

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// staleness is the default of the guard.
const staleness = 10 * time.Second

// aSecond is the service's real quota.
var aSecond = graphsim.Options{Quota: 1, Delay: 150 * time.Millisecond}

func TestPlanOfHundredPoliciesCostsFourRequests(t *testing.T) {
	t.Parallel()
	inBubble(t, aSecond, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
		for i := range 100 {
			seedPolicy(sim, i)
		}
		c := newClient()
		parallel(100, 10, func(i int) {
			ctx := context.Background()
			if _, ok, err := c.Policy(ctx, policyID(i)); err != nil || !ok {
				t.Errorf("policy %d: %v, %v", i, ok, err)
			}
			if _, err := c.Snapshot(ctx, staleness, Scope{Groups: []string{glassGroup}, Users: []string{glassID}}); err != nil {
				t.Error(err)
			}
		})
		if n := count(sim, metered); n > 4 {
			t.Errorf("the plan cost %d Conditional Access requests, want at most 4", n)
		}
	})
}

// TestApplyOfHundredPolicies is a terraform apply: a process that plans, and one that writes, ten resources
// at a time, each judged before its write and confirmed after it.
func TestApplyOfHundredPolicies(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		options graphsim.Options
		atMost  int
	}{
		"consistent": {aSecond, 125},
		"stale":      {graphsim.Options{Quota: 1, Delay: 150 * time.Millisecond, Staleness: 1}, 140},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, test.options, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
				ctx := context.Background()
				location, err := newClient().CreateNamedLocation(ctx, office(true))
				if err != nil {
					t.Fatal(err)
				}
				sim.ResetLog()
				if _, err := newClient().Snapshot(ctx, staleness, Scope{}); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Second) // what Terraform takes between its two walks
				c := newClient()
				tenant := make(chan struct{}, 1) // the guard's lock; in a bubble, time does not pass for a mutex
				parallel(100, 10, func(i int) {
					draft := policy(fmt.Sprintf("CA%03d", i))
					draft.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{location.ID}}
					tenant <- struct{}{}
					if _, err := c.Snapshot(ctx, staleness, Scope{}); err != nil {
						t.Error(err)
					}
					p, err := c.CreatePolicy(ctx, draft)
					<-tenant
					if err != nil {
						t.Error(err)
						return
					}
					err = c.Shown(ctx, Scope{}, func(t *ca.Tenant) bool { _, ok := t.Policy(p.ID); return ok })
					if err != nil {
						t.Error(err)
					}
				})
				n := count(sim, metered)
				t.Logf("%d Conditional Access requests", n)
				if n > test.atMost {
					t.Errorf("the apply cost %d Conditional Access requests, want at most %d", n, test.atMost)
				}
				if got := len(sim.List("policies")); got != 100 {
					t.Errorf("the tenant has %d policies, want 100", got)
				}
			})
		})
	}
}

// parallel does n jobs, as many at a time as Terraform has slots.
func parallel(n, slots int, job func(int)) {
	jobs := make(chan int)
	var wait sync.WaitGroup
	for range slots {
		wait.Go(func() {
			for i := range jobs {
				job(i)
			}
		})
	}
	for i := range n {
		jobs <- i
	}
	close(jobs)
	wait.Wait()
}

func policyID(i int) string { return fmt.Sprintf("00000000-0000-0000-0001-%012d", i) }

func seedPolicy(sim *graphsim.Server, i int) {
	sim.Put("policies", object{
		"id": policyID(i), "displayName": fmt.Sprintf("CA%03d", i), "state": "enabled",
		"conditions": object{
			"clientAppTypes": []any{"all"},
			"users":          object{"includeUsers": []any{"All"}, "excludeGroups": []any{glassGroup}},
			"applications":   object{"includeApplications": []any{"All"}},
		},
		"grantControls": object{"operator": "OR", "builtInControls": []any{"mfa"}},
	})
}
