package engine

import (
	"fmt"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// numberedAddresses are as many locations as there are digits, which tell neighbouring addresses apart: each is in
// those locations of which the digit is one in its binary number.
func numberedAddresses(addresses, digits int) (all []ca.NamedLocation, ids []string) {
	const start = 11 << 24
	for digit := range digits {
		l := ca.NamedLocation{ID: fmt.Sprintf("digit-%d", digit), DisplayName: fmt.Sprintf("Digit %d", digit), Kind: ca.LocationIP}
		for first := 1 << digit; first < addresses; first += 2 << digit {
			last := min(first+1<<digit, addresses) - 1
			l.IPRanges = append(l.IPRanges, ca.IPRange{Lower: ipv4(uint32(start + first)), Upper: ipv4(uint32(start + last))})
		}
		all, ids = append(all, l), append(ids, l.ID)
	}
	return all, ids
}

// manyAddresses is more addresses than combinations of locations are looked at.
const manyAddresses = maxPlaces + maxPlaces/16

// blockAmongAddresses blocks alice everywhere, beside a policy that looks at many addresses, changed.
func blockAmongAddresses(digits int, change func(*ca.Policy)) Question {
	all, ids := numberedAddresses(manyAddresses, digits)
	q := Question{Tenant: office(numbered(
		blockEverybody(func(p *ca.Policy) { p.Conditions.Users.IncludeUsers = []string{alice} }),
		blockEverybody(func(p *ca.Policy) {
			p.Conditions.Users.IncludeUsers, p.Conditions.Locations = []string{bob}, locations([]string{ca.All}, ids)
			change(p)
		}))...)}
	q.Tenant.NamedLocations = ca.Known(all)
	return q
}

// TestManyAddresses: a lockout is certain where every combination of locations was looked at, however many addresses
// and countries there are. Locations at which no policy looks make none, nor do those of a policy that means nobody.
func TestManyAddresses(t *testing.T) {
	t.Parallel()
	const few, many = 11, 17 // digits
	for _, c := range []struct {
		name   string
		digits int
		change func(*ca.Policy)
	}{
		{"few-combinations", few, func(*ca.Policy) {}},
		{"nobody-is-meant", many, func(p *ca.Policy) { p.Conditions.Users.IncludeUsers = nil }},
		{"not-looked-at", many, func(p *ca.Policy) { p.Conditions.Locations.ExcludeLocations = nil }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if r := aliceIn(t, blockAmongAddresses(c.digits, c.change)); r.Verdict != LockedOut {
				t.Errorf("alice is %s, and missing is %v", r.Verdict, r.MissingFacts)
			}
		})
	}
}

// TestTooManyPlaces: where addresses are in more combinations of locations than are looked at, nobody is said to be
// locked out.
func TestTooManyPlaces(t *testing.T) {
	t.Parallel()
	r := aliceIn(t, blockAmongAddresses(17, func(*ca.Policy) {}))
	if r.Verdict != Undecided || len(r.MissingFacts) != 1 || r.MissingFacts[0].Fact != "work" {
		t.Errorf("alice is %s, and missing is %v", r.Verdict, r.MissingFacts)
	}
}

// TestTrustedLocationsAreLookedAt: a policy that names all trusted locations looks at each of them.
func TestTrustedLocationsAreLookedAt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		trusted bool
		want    Verdict
	}{{"trusted", true, Undecided}, {"not-trusted", false, LockedOut}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(blockEverybody(func(p *ca.Policy) { p.Conditions.Locations = locations(nil, []string{ca.AllTrusted}) }))}
			trusted := headOffice
			trusted.IsTrusted = c.trusted
			q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{trusted})
			if r := aliceIn(t, q); r.Verdict != c.want {
				t.Errorf("alice is %s, want %s", r.Verdict, c.want)
			}
		})
	}
}
