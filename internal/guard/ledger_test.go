package guard

import (
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestSameObject(t *testing.T) {
	t.Parallel()
	p := policy("p1", "MFA")
	here := contoso().NamedLocations.Value()[0]
	unknown := here
	unknown.IPRanges = []ca.IPRange{{CIDR: ca.NotYetKnown}}
	place := func(l ca.NamedLocation) Change { return Change{Object: ObjectNamedLocation, LocationAfter: &l} }
	for _, c := range []struct {
		name           string
		earlier, later Change
		want           bool
	}{
		{"same-id", update(p, p), remove(p), true},
		{"same-id-in-another-case", update(p, p), remove(policy("P1", "MFA")), true},
		{"another-id", update(p, p), update(policy("p2", "MFA"), p), false},
		{"an-id-and-none", update(p, p), nameless(create(p)), false},
		{"a-policy-and-a-location", nameless(create(p)), place(here), false},
		{"one-address", at("a", create(p)), at("a", create(policy("", "Other"))), true},
		{"two-addresses", at("a", create(p)), at("b", create(p)), false},
		{"no-address-and-the-same", nameless(create(p)), nameless(create(p)), true},
		{"no-address-and-another-state", nameless(create(p)), nameless(create(policy("", "MFA", in(ca.StateDisabled)))), false},
		{"no-address-and-another-effect", nameless(create(p)), nameless(create(policy("", "MFA", excluding()))), false},
		{"no-address-and-another-name", nameless(create(p)), nameless(create(policy("", "Other"))), false},
		{"the-same-location", place(here), place(here), true},
		{"another-location-of-its-name", place(here), place(grown(here)), false},
		{"a-location-while-unknown", place(unknown), place(here), true},
		{"a-create-and-a-delete-of-nothing", nameless(create(p)), Change{Object: ObjectPolicy}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := sameObject(c.earlier, c.later); got != c.want {
				t.Errorf("same object: %t", got)
			}
		})
	}
}

// TestAStaleJudgementIsNotAnswered: between judging and answering, another change came in.
func TestAStaleJudgementIsNotAnswered(t *testing.T) {
	t.Parallel()
	l := newLedger()
	mine := l.arrive(at("a", create(policy("", "A"))))
	_, version := l.changes()
	l.arrive(at("b", create(policy("", "B"))))
	if _, _, done := l.settle(mine, Result{}, version, time.Now(), 0); done {
		t.Error("answered")
	}
	_, version = l.changes()
	if _, _, done := l.settle(mine, Result{}, version, time.Now(), 0); !done || !mine.answered {
		t.Error("not answered")
	}
}
