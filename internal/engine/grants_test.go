package engine

import (
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestEitherOrBoth: two policies with the same controls ask for different things where one takes either control and the
// other both, whichever comes first.
func TestEitherOrBoth(t *testing.T) {
	t.Parallel()
	joined := func(operator ca.Operator) ca.Policy {
		return blockEverybody(func(p *ca.Policy) {
			grants(ca.ControlMFA, ca.ControlCompliantDevice)(p)
			p.GrantControls.Operator = operator
		})
	}
	for _, c := range []struct {
		name     string
		policies []ca.Policy
		core     []string
	}{
		{"either", []ca.Policy{joined(ca.OperatorOR), joined("")}, nil},
		{"either-before-both", []ca.Policy{joined(ca.OperatorOR), joined(ca.OperatorAND)}, []string{"policy-1"}},
		{"both-before-either", []ca.Policy{joined(ca.OperatorAND), joined(ca.OperatorOR)}, []string{"policy-0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := aliceIn(t, Question{Tenant: office(numbered(c.policies...)...)})
			var core []string
			for _, d := range r.Core {
				core = append(core, d.PolicyID)
			}
			if !slices.Equal(core, c.core) || (core == nil) != (r.Verdict == Reachable) {
				t.Errorf("alice is %s, by %v, want %v", r.Verdict, core, c.core)
			}
		})
	}
}

// TestControlThatLooksLikeTwo: a control with a name that reads like two of them is another one than those two.
func TestControlThatLooksLikeTwo(t *testing.T) {
	t.Parallel()
	asking := func(controls ...ca.BuiltInControl) ca.Policy {
		return blockEverybody(func(p *ca.Policy) { grants(controls...)(p); p.GrantControls.Operator = ca.OperatorAND })
	}
	two, likeTwo := asking("new", ca.ControlBlock), asking("new\x00\x00\x00block")
	for _, c := range []struct {
		name     string
		policies []ca.Policy
		want     Verdict
	}{
		{"alone", []ca.Policy{likeTwo}, Undecided},
		{"before-them", []ca.Policy{likeTwo, two}, LockedOut},
		{"behind-them", []ca.Policy{two, likeTwo}, LockedOut},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if r := aliceIn(t, Question{Tenant: office(numbered(c.policies...)...)}); r.Verdict != c.want {
				t.Errorf("alice is %s, want %s", r.Verdict, c.want)
			}
		})
	}
}
