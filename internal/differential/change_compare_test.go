package differential

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestCompareChanges holds what the engine says of a change against what the reference says of sign-ins.
func TestCompareChanges(t *testing.T) {
	t.Parallel()
	l := CompareChanges(Run{Seed: 1, Count: 800, Quick: *quick})
	compareAnybody(t, l, 800)
	for subject, floor := range map[string]int{
		"noise": 150, "report: none": 300, "policy: no_effect": 1000, "policy: no_stricter": 100, "policy: stricter": 80,
		"sign-in: same": 20000, "sign-in: undecided": 1000, "sign-in: lost": 300, "sign-in: asked_more": 300,
		"sign-in: changed": 200, "sign-in: asked_less": 1000, "sign-in: gained": 700,
		"example: lost": 40, "example: asked_more": 50, "example: changed": 20, "example: asked_less": 100, "example: gained": 80,
	} {
		if n := l.Count(subject); n < floor {
			t.Errorf("%s: only %d, want %d", subject, n, floor)
		}
	}
}

// TestNoiseIsNoChange: a tenant with other names, times and orders is the same to every sign-in.
func TestNoiseIsNoChange(t *testing.T) {
	t.Parallel()
	for number := range uint64(300) {
		before := drawWide(9, number)
		written := describeTenant(before)
		after := Noise(number, before)
		if now := describeTenant(before); now != written {
			t.Fatalf("tenant %d was changed itself (-before +after)\n%s", number, cmp.Diff(written, now))
		}
		if len(before.Policies.Value()) > 0 && describeTenant(after) == written {
			t.Errorf("tenant %d: there is no noise", number)
		}
		if report := difference.Of(before, after); len(report.Boxes) > 0 {
			t.Errorf("tenant %d: %s", number, boxText(report.Boxes[0]))
		}
	}
}

// blockedForAll is a tenant before and after a policy that blocks other clients.
func blockedForAll() Pair {
	before := tenant()
	after := tenant(policy("p", ca.ControlBlock, func(p *ca.Policy) { p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppOther} }))
	before.Tenant.Policies = ca.Known([]ca.Policy{})
	return Pair{Before: before.Tenant, After: after.Tenant, Changes: []string{"created"}}
}

// TestChangeDisagreementsAreFound spoils a report that holds, one part at a time.
func TestChangeDisagreementsAreFound(t *testing.T) {
	t.Parallel()
	pair := blockedForAll()
	for _, c := range []struct {
		name, want string
		spoil      func(*difference.Report)
	}{
		{"nothing", "", func(*difference.Report) {}},
		{"another-kind", "example: engine gained", func(r *difference.Report) { r.Boxes[0].Kind = difference.Gained }},
		{"example-outside", "example: engine lost (assuming 0), reference same", func(r *difference.Report) {
			r.Boxes[0].Example.Conditions.ClientApp = ca.ClientAppBrowser
		}},
		{"no-box", "sign-in: reference lost, engine []", func(r *difference.Report) { r.Boxes = nil }},
		{"a-box-twice", "beside its example: sign-in: reference lost, engine [lost lost]", func(r *difference.Report) { r.Boxes = append(r.Boxes, r.Boxes[0]) }},
		{"assumed-for-others", "", func(r *difference.Report) { r.Boxes[0].Assuming = []string{"something"} }},
		{"no-evidence", "decision: stricter without evidence", func(r *difference.Report) { r.Policies[0].Evidence = nil }},
		{"wrong-evidence", "decision: evidence: example: engine asked_more", func(r *difference.Report) {
			evidence := *r.Policies[0].Evidence
			evidence.Kind = difference.AskedMore
			r.Policies[0].Evidence = &evidence
		}},
		{"no-stricter", "decision: no_stricter, reference lost", func(r *difference.Report) { r.Policies[0].Decision = difference.NoStricter }},
		{"no-effect", "decision: no_effect, reference lost", func(r *difference.Report) { r.Policies[0].Decision = difference.NoEffect }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			report := difference.Of(pair.Before, pair.After)
			if len(report.Boxes) != 1 || len(report.Policies) != 1 {
				t.Fatalf("%d boxes, %d policies", len(report.Boxes), len(report.Policies))
			}
			c.spoil(&report)
			what := CheckReport(pair, report, map[string]int{})
			if (c.want == "") != (what == "") || !strings.HasPrefix(what, c.want) {
				t.Errorf("got %q, want %q", what, c.want)
			}
		})
	}
	noise := pair
	noise.Changes = nil
	if what := checkPair(noise, map[string]int{}); !strings.HasPrefix(what, "noise: a box that is lost") {
		t.Errorf("noise that is none: %q", what)
	}
}

// TestShrinkPair: of a pair that disagrees nothing stays but what it takes.
func TestShrinkPair(t *testing.T) {
	t.Parallel()
	pair := DrawChange(1, 0)
	for number := uint64(1); len(pair.Before.Policies.Value()) < 3 || len(pair.Changes) == 0; number++ {
		pair = DrawChange(1, number)
	}
	id := pair.Before.Policies.Value()[0].ID
	small := shrinkPair(pair, func(p Pair) bool { _, has := p.Before.Policy(id); return has })
	if n := len(small.Before.Policies.Value()) + len(small.After.Policies.Value()); n != 1 {
		t.Errorf("%d policies are left:\n%s", n, small.Describe())
	}
}
