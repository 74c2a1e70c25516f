package provider

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// slots is how many resources Terraform works on at once.
const slots = 10

// TestQuota is TestAccQuota in exact time, without a terraform: a tenant that grants one Conditional Access request
// a second and answers after 50 ms, and ten resources at a time, each planned and written.
func TestQuota(t *testing.T) {
	t.Parallel()
	inBubble(t, graphsim.Options{Quota: 1, Delay: 50 * time.Millisecond}, func(t *testing.T, f *fixture, newCore func(words) *core) {
		ctx := context.Background()
		cost := func(what string, atMost int, run func()) int {
			f.ResetLog()
			began := time.Now()
			run()
			requests, throttled := conditionalAccessRequests(f)
			fmt.Printf("quota %s %d\n", what, requests)
			t.Logf("%s took %s", what, time.Since(began).Round(time.Second))
			if requests == 0 || requests > atMost || throttled > 0 {
				t.Errorf("%s: %d Conditional Access requests, %d of them refused; want 1 to %d, and none", what, requests, throttled, atMost)
			}
			time.Sleep(2 * time.Second) // what Terraform takes between two runs
			return requests
		}
		states := make([]keptObject, quotaLocations+quotaPolicies)
		ids := make([]string, quotaLocations)
		write := func(c *core, from, to int, configuration func(i int) (string, words)) {
			atOnce(to-from, func(i int) {
				i += from
				typeName, wanted := configuration(i)
				kept, said := c.apply(ctx, typeName, states[i], wanted)
				if failed(said) {
					t.Errorf("%s %d: %s", typeName, i, told(said))
				}
				states[i] = kept
			})
		}
		location := func(i int) (string, words) {
			return "entraguard_named_location", words{
				"display_name": fmt.Sprintf("Site %d", i), "ip": words{"ip_ranges": []string{fmt.Sprintf("198.51.100.%d/32", i)}},
			}
		}
		policy := func(name string) func(int) (string, words) {
			return func(i int) (string, words) {
				return "entraguard_conditional_access_policy", words{
					"display_name": fmt.Sprintf("CA%d %s", i, name), "state": "enabledForReportingButNotEnforced",
					"conditions": words{
						"users":        words{"include_users": []string{"All"}, "exclude_users": []string{breakGlass1, breakGlass2}},
						"applications": words{"include_applications": []string{"All"}},
						"locations":    words{"include_locations": []string{"All"}, "exclude_locations": []string{ids[i%quotaLocations]}},
					},
					"grant_controls": words{"operator": "OR", "built_in_controls": []string{"mfa"}},
				}
			}
		}
		refresh := func() {
			c := newCore(nil)
			atOnce(len(states), func(i int) {
				typeName, wanted := location(i)
				if i >= quotaLocations {
					typeName, wanted = policy("MFA")(i)
				}
				if read, said := c.read(ctx, typeName, states[i]); failed(said) || read.state == nil {
					t.Errorf("%s %d: %s", typeName, i, told(said))
				}
				if changes, said := c.plan(ctx, typeName, states[i], wanted); changes || len(said) > 0 {
					t.Errorf("%s %d is planned again: %s", typeName, i, told(said))
				}
			})
		}

		cost("create-20-locations", 30, func() { write(newCore(nil), 0, quotaLocations, location) })
		for i := range ids {
			ids[i] = newCore(nil).attribute("entraguard_named_location", states[i], "id")
		}
		all := len(states)
		cost("create-240-policies", 290, func() { write(newCore(nil), quotaLocations, all, policy("MFA")) })
		if n := len(f.List("policies")); n != quotaPolicies {
			t.Fatalf("the tenant has %d policies, want %d", n, quotaPolicies)
		}
		plan := cost("plan-240-policies-20-locations", 10, refresh)
		cost("apply-without-changes", plan, refresh)
		cost("change-240-policies", 290, func() { write(newCore(nil), quotaLocations, all, policy("Multifactor")) })
		cost("delete-240-policies", 290, func() {
			write(newCore(nil), quotaLocations, all, func(int) (string, words) { return "entraguard_conditional_access_policy", nil })
		})
		if n := len(f.List("policies")); n != 0 {
			t.Errorf("the tenant has %d policies, want none", n)
		}
	})
}

// atOnce does n jobs, as many at a time as Terraform has slots. The first one alone: in a bubble, time does not pass
// for who waits behind a mutex, and the guard is made under one.
func atOnce(n int, job func(int)) {
	job(0)
	jobs := make(chan int)
	var wait sync.WaitGroup
	for range slots {
		wait.Go(func() {
			for i := range jobs {
				job(i)
			}
		})
	}
	for i := 1; i < n; i++ {
		jobs <- i
	}
	close(jobs)
	wait.Wait()
}
