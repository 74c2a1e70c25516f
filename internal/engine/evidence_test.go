package engine

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestOneLockoutIsToldOnce: people who are locked out for the same reason share the evidence, which names nobody.
func TestOneLockoutIsToldOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		breakGlass []string
		shared     bool
	}{
		{"administrators", nil, true},
		{"break-glass-accounts", []string{alice, bob}, false},
		{"one-of-each", []string{alice}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			all := Decide(Question{Tenant: office(blockEverybody(nil)), BreakGlass: ca.BreakGlass{Users: c.breakGlass}}).Repairers
			if shared := all[0].Evidence == all[1].Evidence; shared != c.shared {
				t.Errorf("the evidence is shared: %t, want %t", shared, c.shared)
			}
			for _, r := range all {
				if r.Verdict != LockedOut || len(r.Core) != 1 {
					t.Errorf("%s is %s by %v", r.User.Name(), r.Verdict, r.Core)
				}
			}
		})
	}
}

// TestWitnessRestsOnOwnNetwork: a witness rests on the network that was stated for the account itself, also where the policies
// do not tell two accounts apart.
func TestWitnessRestsOnOwnNetwork(t *testing.T) {
	t.Parallel()
	q := Question{Tenant: office(blockEverybody(func(p *ca.Policy) {
		p.Conditions.Locations = locations([]string{ca.All}, []string{branch.ID})
	}))}
	q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{branch})
	q.Assume.Networks = []ca.Network{{Account: alice, Address: "50.1.1.1", Country: "NO"}, {Account: bob, Address: "50.2.2.2", Country: "SE"}}
	want := map[string]string{
		alice: "network 50.1.1.1 (NO), stated in assume.networks",
		bob:   "network 50.2.2.2 (SE), stated in assume.networks",
	}
	if classes := len(judge(q, newRoster(q), nil).classes); classes != 1 {
		t.Errorf("there are %d classes, want 1", classes)
	}
	for _, r := range Decide(q).Repairers {
		if r.Verdict != Reachable || !slices.Contains(r.Assumptions, want[r.User.ID]) || len(r.Assumptions) != 3 {
			t.Errorf("%s is %s, and it rests on %q, want %q", r.User.Name(), r.Verdict, r.Assumptions, want[r.User.ID])
		}
	}
}

// TestCounterexample: the environment in which a break-glass account does not get in is told in full, with what the account
// presents there; it is about every channel, and names none.
func TestCounterexample(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		asked []ca.Policy
		want  []ca.Mode
	}{
		{"password", nil, []ca.Mode{ca.ModePassword}},
		{"mfa", []ca.Policy{blockEverybody(combined(ca.OperatorOR, ca.ControlMFA))},
			[]ca.Mode{ca.ModeMicrosoftAuthenticatorPush, ca.ModePassword}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			atRisk := blockEverybody(func(p *ca.Policy) { p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh} })
			q := Question{Tenant: office(numbered(append([]ca.Policy{atRisk}, c.asked...)...)...), BreakGlass: ca.BreakGlass{Users: []string{alice}}}
			r := aliceIn(t, q)
			if r.Verdict != Reachable || r.Robustness != Fragile || r.Counterexample == nil {
				t.Fatalf("alice is %s and %s", r.Verdict, r.Robustness)
			}
			want := *r.Witness
			want.Channel, want.UserRisk, want.Modes = "", ca.RiskHigh, c.want
			if diff := cmp.Diff(want, *r.Counterexample); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestRobustnessMissing: what keeps a break-glass account from being called robust is said: a fact, or that not every
// network was looked at.
func TestRobustnessMissing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		policy   ca.Policy
		exploded bool
		want     []string
	}{
		{"fact", blockEverybody(accept), false, []string{"terms_of_use_accepted"}},
		{"work", blockEverybody(func(p *ca.Policy) { p.Conditions.Users.ExcludeUsers = []string{alice} }), true, []string{"work"}},
		{"fact-and-work", blockEverybody(accept), true, []string{"terms_of_use_accepted"}},
		{"nothing", blockEverybody(func(p *ca.Policy) { p.Conditions.Users.ExcludeUsers = []string{alice} }), false, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(c.policy), BreakGlass: ca.BreakGlass{Users: []string{alice}}}
			searched := *judge(q, newRoster(q), nil).ofAlice().searched
			searched.program.exploded = c.exploded
			e := newClass(&searched).evidence(&searched, new([]testimony))
			var facts []string
			for _, f := range e.RobustnessMissing {
				facts = append(facts, f.Fact)
			}
			wanted := map[bool]Robustness{false: Robust, true: RobustnessUndecided}[c.want != nil]
			if e.Robustness != wanted || !slices.Equal(facts, c.want) {
				t.Errorf("alice is %s, and missing is %v, want %s, %v", e.Robustness, facts, wanted, c.want)
			}
		})
	}
}
