package guard

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// graphBlock blocks Microsoft Graph, which closes every channel, for everybody but some users.
func graphBlock(id, name string, spared ...string) ca.Policy {
	return policy(id, name, demanding(ca.ControlBlock), forApps(ca.AppMicrosoftGraph, ca.AppWindowsAzureAD), excluding(spared...))
}

// loose is a configuration that asks for one administrator and nothing else.
func loose(c *Config) {
	c.MinimumAdmins = 1
	c.BreakGlass = ca.BreakGlass{}
}

func mustPlan(t *testing.T, g *Guard, c Change) []Finding {
	t.Helper()
	findings, err := g.Plan(t.Context(), c)
	if err != nil {
		t.Error(err)
	}
	return findings
}

func TestPlanOfNoChangeReadsNothing(t *testing.T) {
	t.Parallel()
	tenant := &living{fails: errors.New("not to be read")}
	p := graphBlock("p1", "Block")
	same := p
	same.Conditions.ClientAppTypes = nil // what the service fills in
	findings := mustPlan(t, New(settings(), tenant), update(p, same))
	if len(findings) != 0 || tenant.snapshots != 0 {
		t.Errorf("%v after %d reads", ruleIDs(findings), tenant.snapshots)
	}
}

func TestPlanHoldsARefusal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := New(settings(loose), &living{now: contoso()})
		started := time.Now()
		findings := mustPlan(t, g, create(graphBlock("", "Block")))
		if diff := cmp.Diff([]string{"EG001!"}, ruleIDs(findings)); diff != "" {
			t.Error(diff)
		}
		if held := time.Since(started); held != 2*time.Second {
			t.Errorf("held for %s", held)
		}
	})
}

// TestPlanDoesNotHoldWhatStaysWrong: no other change makes a policy's shape better.
func TestPlanDoesNotHoldWhatStaysWrong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := New(settings(), &living{now: contoso()})
		started := time.Now()
		findings := mustPlan(t, g, create(policy("", "Compliant device", demanding(ca.ControlCompliantDevice))))
		if diff := cmp.Diff([]string{"EG021!"}, ruleIDs(findings)); diff != "" {
			t.Error(diff)
		}
		if held := time.Since(started); held != 0 {
			t.Errorf("held for %s", held)
		}
	})
}

func TestPlanPassesWhatALaterChangeMakesSafe(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		old := graphBlock("p1", "Block all but alice", alice)
		g := New(settings(loose), &living{now: contoso(old)})
		var wait sync.WaitGroup
		wait.Go(func() {
			started := time.Now()
			stricter := create(graphBlock("", "Block alice too", bob, breakGlass1, breakGlass2))
			if findings := mustPlan(t, g, stricter); len(findings) > 0 && findings[0].Refuses() {
				t.Errorf("refused: %s", findings[0].Summary())
			}
			if held := time.Since(started); held != time.Second {
				t.Errorf("held for %s", held)
			}
		})
		time.Sleep(time.Second)
		mustPlan(t, g, remove(old))
		wait.Wait()
	})
}

func TestPlanHoldsNoLongerThanTwentySeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := New(settings(loose), &living{now: contoso()})
		var wait sync.WaitGroup
		wait.Go(func() {
			started := time.Now()
			if findings := mustPlan(t, g, create(graphBlock("", "Block"))); len(findings) == 0 {
				t.Error("passed")
			}
			if held := time.Since(started); held != 20*time.Second {
				t.Errorf("held for %s", held)
			}
		})
		for i := range 30 {
			time.Sleep(time.Second)
			c := create(policy("", fmt.Sprintf("Harmless %d", i), in(ca.StateDisabled)))
			c.Address = fmt.Sprintf("entraguard_conditional_access_policy.other[%d]", i)
			mustPlan(t, g, c)
		}
		wait.Wait()
	})
}

func TestHeldCallsDoNotWaitForEachOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := New(settings(loose), &living{now: contoso()})
		started := time.Now()
		var wait sync.WaitGroup
		var mu sync.Mutex
		refused := 0
		for i := range 10 {
			wait.Go(func() {
				c := create(graphBlock("", fmt.Sprintf("Block %d", i)))
				c.Address = fmt.Sprintf("entraguard_conditional_access_policy.block[%d]", i)
				findings := mustPlan(t, g, c)
				mu.Lock()
				defer mu.Unlock()
				for _, f := range findings {
					if f.Refuses() {
						refused++
					}
				}
			})
		}
		wait.Wait()
		if held := time.Since(started); held != 2*time.Second {
			t.Errorf("held for %s", held)
		}
		if refused != 1 {
			t.Errorf("%d calls carry the refusal of one lockout, want 1", refused)
		}
	})
}

// TestSomebodyCarriesTheRefusal: two changes are safe alone and not together. The first call has returned
// when the second one arrives, so the second one fails, whichever of them the finding names.
func TestSomebodyCarriesTheRefusal(t *testing.T) {
	t.Parallel()
	sparesAlice := create(graphBlock("", "A", alice))
	sparesOthers := create(graphBlock("", "B", bob, breakGlass1, breakGlass2))
	sparesOthers.Address += "2"
	for name, order := range map[string][]Change{"a-first": {sparesAlice, sparesOthers}, "b-first": {sparesOthers, sparesAlice}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				g := New(settings(loose), &living{now: contoso()})
				if findings := mustPlan(t, g, order[0]); len(findings) != 0 {
					t.Fatalf("the first one: %v", ruleIDs(findings))
				}
				findings := mustPlan(t, g, order[1])
				if diff := cmp.Diff([]string{"EG001!"}, ruleIDs(findings)); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestPlanKeepsTheNewestOfEachObject(t *testing.T) {
	t.Parallel()
	current := policy("p1", "Policy", in(ca.StateDisabled))
	for _, c := range []struct {
		name         string
		first, later Change
	}{
		{"by-id", update(current, graphBlock("p1", "Policy")), update(current, graphBlock("p1", "Policy", alice))},
		{"by-address", create(graphBlock("", "Policy")), create(graphBlock("", "Renamed", alice))},
		{"by-name-while-unknown", nameless(create(graphBlock("", "Policy", ca.NotYetKnown))), nameless(create(graphBlock("", "Policy", alice)))},
		{"back-to-no-change", update(current, graphBlock("p1", "Policy")), update(current, current)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				g := New(settings(loose), &living{now: contoso(current)})
				mustPlan(t, g, c.first)
				if findings := mustPlan(t, g, c.later); len(findings) != 0 {
					t.Errorf("the later version is judged with the earlier one: %v", ruleIDs(findings))
				}
			})
		})
	}
}

func nameless(c Change) Change {
	c.Address = ""
	return c
}

func TestTwoPoliciesOfOneNameAreTwo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := New(settings(loose), &living{now: contoso()})
		mustPlan(t, g, nameless(create(graphBlock("", "Block", alice))))
		findings := mustPlan(t, g, nameless(create(graphBlock("", "Block", bob, breakGlass1, breakGlass2))))
		if diff := cmp.Diff([]string{"EG001!"}, ruleIDs(findings)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPlanOfAnUnreadableTenant(t *testing.T) {
	t.Parallel()
	g := New(settings(), &living{fails: errors.New("policies: the permission Policy.Read.All is missing")})
	findings := mustPlan(t, g, create(policy("", "MFA")))
	if diff := cmp.Diff([]string{"EG091!"}, ruleIDs(findings)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"policies: the permission Policy.Read.All is missing"}, findings[0].Evidence); diff != "" {
		t.Error(diff)
	}
}

func TestPlanEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := New(settings(loose), &living{now: contoso()})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := g.Plan(ctx, create(graphBlock("", "Block"))); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
	})
}

func TestPlanReadsWhatTheChangeNames(t *testing.T) {
	t.Parallel()
	tenant := &living{now: contoso()}
	p := policy("", "MFA", excludingGroups(breakGlasses, ca.NotYetKnown), forApps(ca.AppExchangeOnline, ca.Office365))
	mustPlan(t, New(settings(func(c *Config) { c.Pipeline = pipelineID }), tenant), create(p))
	want := Scope{
		Users:             []string{breakGlass1, breakGlass2},
		Groups:            []string{breakGlasses},
		ServicePrincipals: []string{ca.AppExchangeOnline, pipelineID},
	}
	if diff := cmp.Diff([]Scope{want}, tenant.scopes); diff != "" {
		t.Error(diff)
	}
}

// TestPlanReadsTheListsThatAChangeNeeds: what a change names or is has to be read, also where no stored policy
// names any of its kind.
func TestPlanReadsTheListsThatAChangeNeeds(t *testing.T) {
	t.Parallel()
	here := contoso().NamedLocations.Value()[0]
	for _, c := range []struct {
		name   string
		change Change
		want   Scope
	}{
		{"a-policy", create(policy("", "MFA")), Scope{}},
		{"a-policy-in-a-location", create(policy("", "MFA", outside(office))), Scope{NamedLocations: true}},
		{"a-policy-outside-trust", create(policy("", "MFA", outside(ca.AllTrusted))), Scope{NamedLocations: true}},
		{"a-policy-in-a-location-to-come", create(policy("", "MFA", outside(ca.NotYetKnown))), Scope{}},
		{"a-policy-with-a-strength", create(policy("", "Keys", demandingStrength(keysID))), Scope{Strengths: true}},
		{"a-policy-with-a-built-in-strength", create(policy("", "Keys", demandingStrength(ca.StrengthMFA))), Scope{}},
		{"a-policy-for-a-context", create(policy("", "Sensitive", forContexts("c1"))), Scope{Contexts: true}},
		{"a-policy-that-goes", remove(policy("p1", "Sensitive", forContexts("c1"))), Scope{}},
		{"a-location", updateLocation(here, grown(here)), Scope{NamedLocations: true}},
		{"a-strength", updateStrength(strength(anybodys), strength(breakGlass)), Scope{Strengths: true}},
		{"a-context", createContext(authContext("c2")), Scope{Contexts: true}},
		{"a-context-that-goes", removeContext(authContext("c1")), Scope{Contexts: true}},
		{"security-defaults", switchDefaults(defaults(true), defaults(false)), Scope{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := New(Defaults(), &living{}).scope([]Change{c.change})
			got.Users, got.Groups, got.ServicePrincipals = nil, nil, nil
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestSomebodyCarriesTheWarning: what has to wait was planned, and answered, before what it has to wait for was
// seen. One of the calls that come later says it, once.
func TestSomebodyCarriesTheWarning(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		old := graphBlock("p1", "Old", alice, bob)
		g := New(settings(loose), &living{now: contoso(old)})
		var mu sync.Mutex
		var said []string
		plan := func(c Change) {
			for _, f := range mustPlan(t, g, c) {
				mu.Lock()
				said = append(said, f.Summary())
				mu.Unlock()
			}
		}
		plan(at("z", create(graphBlock("", "Last", bob, breakGlass1))))
		var wait sync.WaitGroup
		wait.Go(func() { plan(at("b", create(graphBlock("", "Middle", alice, breakGlass1)))) })
		time.Sleep(time.Second)
		plan(at("a", update(old, graphBlock("p1", "Old", alice, bob, breakGlass1))))
		wait.Wait()
		plan(at("c", create(policy("", "Something else"))))
		want := []string{`EG005: "Last" is safe only after another change`}
		if diff := cmp.Diff(want, said); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// TestPlanHoldsAPlanWithoutAnOrder: a change that makes room for a swap may be on its way.
func TestPlanHoldsAPlanWithoutAnOrder(t *testing.T) {
	t.Parallel()
	one, two := graphBlock("p1", "A", alice, breakGlass1), graphBlock("p2", "B", alice, breakGlass1)
	inTheWay := graphBlock("p3", "C", alice, bob)
	for name, c := range map[string]struct {
		later []Change
		want  []string
		held  time.Duration
	}{
		"refused": {nil, []string{"EG005!"}, 2 * time.Second},
		"lifted":  {[]Change{remove(inTheWay)}, []string{"EG005"}, time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				g := New(settings(loose), &living{now: contoso(one, two, inTheWay)})
				if findings := mustPlan(t, g, update(two, graphBlock("p2", "B", bob, breakGlass1))); len(findings) == 0 {
					t.Error("the first one alone locks everybody out, and passes")
				}
				var wait sync.WaitGroup
				wait.Go(func() {
					started := time.Now()
					findings := mustPlan(t, g, update(one, graphBlock("p1", "A", bob, breakGlass1)))
					if diff := cmp.Diff(c.want, ruleIDs(findings)); diff != "" {
						t.Error(diff)
					}
					if held := time.Since(started); held != c.held {
						t.Errorf("held for %s", held)
					}
				})
				time.Sleep(time.Second)
				for _, change := range c.later {
					mustPlan(t, g, change)
				}
				wait.Wait()
			})
		})
	}
}
