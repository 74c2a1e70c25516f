package engine

import (
	"fmt"
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// platformBlocks are policies of which several together lock everybody out, each blocking some platforms.
func platformBlocks(lists ...[]ca.Platform) []ca.Policy {
	var policies []ca.Policy
	for i, platforms := range lists {
		policies = append(policies, blockEverybody(func(p *ca.Policy) {
			p.ID, p.DisplayName = fmt.Sprintf("policy-%d", i), fmt.Sprintf("Block %v", platforms)
			p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: platforms}
		}))
	}
	return append(policies, blockEverybody(func(p *ca.Policy) {
		p.ID, p.DisplayName = "policy-rest", "Block what is none of them"
		p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: ca.DefaultPlatforms}
	}))
}

// TestCoreWithinEveryBudget takes the budget away one branch after another, so that it ends in every place
// where the search for a core asks for more: the answer is a core that is complete, or none.
func TestCoreWithinEveryBudget(t *testing.T) {
	t.Parallel()
	const (
		windows, macOS, linux = ca.PlatformWindows, ca.PlatformMacOS, ca.PlatformLinux
		iOS, android          = ca.PlatformIOS, ca.PlatformAndroid

		plenty = 1000 // for every core of these
	)
	several := platformBlocks([]ca.Platform{windows, macOS}, []ca.Platform{windows, linux}, []ca.Platform{macOS, iOS}, []ca.Platform{linux, android},
		[]ca.Platform{iOS}, []ca.Platform{macOS, iOS, android})
	text := func(change func(*ca.Applications)) ca.Policy {
		return blockEverybody(func(p *ca.Policy) {
			p.ID, p.GrantControls = "policy-text", &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: "text", AllowedCombinations: []string{"password,sms"}}}
			change(&p.Conditions.Applications)
		})
	}
	// Nobody has a phone yet, so that what asks for one locks out where none can be registered.
	registering := func(a *ca.Applications) { a.IncludeUserActions = []string{ca.UserActionRegisterSecurityInfo} }
	noRegistering := blockEverybody(func(p *ca.Policy) {
		p.ID, p.Conditions.Applications = "policy-register", ca.Applications{}
		registering(&p.Conditions.Applications)
	})
	for _, c := range []struct {
		name     string
		policies []ca.Policy
		smallest bool
		sizes    []int // of the cores, from little budget to much
	}{
		{"one-policy", append(slices.Clone(several), blockEverybody(nil)), false, []int{1}},
		{"one-policy-that-bars-registering-too", append(slices.Clone(several), text(registering)), false, []int{1}},
		{"text-where-the-first-bars-registering", []ca.Policy{noRegistering, text(func(*ca.Applications) {})}, false, []int{2}},
		{"the-first-can-be-left-out", platformBlocks([]ca.Platform{windows}, []ca.Platform{windows, macOS}, []ca.Platform{linux, iOS, android}),
			false, []int{3}},
		{"several", several, false, []int{4}},
		{"the-fewest", several, true, []int{4, 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(c.policies...), Smallest: c.smallest}
			password := []ca.AuthenticationMethod{{Kind: ca.MethodPassword}}
			q.Tenant.Methods = map[string][]ca.AuthenticationMethod{alice: password, bob: password}
			j := judge(q, newRoster(q), nil)
			searched := j.classes[0].searched
			program := searched.program
			active := func(core set) Value {
				v := No
				searched.walk(core, searched.possibleSpace(), maxSteps, func(_ situation, found Value) bool { v = found; return false })
				return v
			}
			ended, sizes := 0, []int(nil)
			for program.steps = 0; len(sizes) < len(c.sizes) && program.steps < plenty; program.steps++ {
				core, finished := searched.core()
				switch {
				case !finished && core == nil && sizes == nil:
					ended++
					continue
				case !finished || core == nil:
					t.Fatalf("with %d steps: core %v, finished %t, after cores of %v", program.steps, core, finished, sizes)
				case active(core) != No:
					t.Fatalf("with %d steps: %v locks nobody out", program.steps, core.Members())
				}
				for i := range core.All {
					if less := core.Clone(); !removed(less, i) || active(less) == No {
						t.Fatalf("with %d steps: %d can be left out of %v", program.steps, i, core.Members())
					}
				}
				if n := core.Count(); len(sizes) == 0 || sizes[len(sizes)-1] != n {
					sizes = append(sizes, n)
				}
			}
			if ended == 0 || fmt.Sprint(sizes) != fmt.Sprint(c.sizes) {
				t.Errorf("the budget ended %d times, and the cores were of %v policies, want %v", ended, sizes, c.sizes)
			}
		})
	}
}

func removed(from set, i int) bool { from.Remove(i); return true }

// TestSpentBudgetIsUndecided: whatever the budget, the answer is the one that there is, or that the work was
// too much.
func TestSpentBudgetIsUndecided(t *testing.T) {
	t.Parallel()
	q := Question{Tenant: office(platformBlocks([]ca.Platform{ca.PlatformWindows, ca.PlatformMacOS}, []ca.Platform{ca.PlatformLinux}, []ca.Platform{ca.PlatformIOS, ca.PlatformAndroid})...)}
	j := judge(q, newRoster(q), nil)
	same := j.classes[0]
	c := *same.searched
	seen := map[Verdict]int{}
	for c.program.steps = 0; seen[LockedOut] == 0 && c.program.steps < maxSteps; c.program.steps++ {
		e := newClass(&c).evidence(&c, new([]testimony))
		seen[e.Verdict]++
		if e.Verdict == Undecided && (len(e.MissingFacts) != 1 || e.MissingFacts[0].Fact != "work") {
			t.Fatalf("with %d steps: %v is missing", c.program.steps, e.MissingFacts)
		}
		if e.Verdict == LockedOut && len(e.Core) == 0 {
			t.Fatalf("with %d steps: locked out by nothing", c.program.steps)
		}
	}
	if seen[Undecided] == 0 || seen[LockedOut] != 1 || seen[Reachable] > 0 {
		t.Errorf("the verdicts were %v", seen)
	}
}

// TestSpentBudgetHidesDoubts: a sign-in that is open is told of only where all that might have been allowed were
// looked at.
func TestSpentBudgetHidesDoubts(t *testing.T) {
	t.Parallel()
	q := Question{Tenant: office(blockEverybody(accept))}
	c := *judge(q, newRoster(q), nil).ofAlice().searched
	p := c.program
	ended, all := 0, false
	for p.steps = 0; !all && p.steps < maxSteps; p.steps++ {
		all = c.walk(p.everything, c.availableSpace(), p.steps, func(situation, Value) bool { return true })
		want := "work"
		if all {
			want = "terms_of_use_accepted"
		} else {
			ended++
		}
		e := newClass(&c).evidence(&c, new([]testimony))
		if e.Verdict != Undecided || len(e.MissingFacts) != 1 || e.MissingFacts[0].Fact != want {
			t.Fatalf("with %d steps: alice is %s, and missing is %v, want %s", p.steps, e.Verdict, e.MissingFacts, want)
		}
	}
	if ended == 0 || !all {
		t.Errorf("the budget ended %d times; all was looked at: %t", ended, all)
	}
}
