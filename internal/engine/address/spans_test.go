package address

import (
	"net/netip"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

func read(t *testing.T, cidrs ...string) Spans {
	t.Helper()
	var ranges []ca.IPRange
	for _, cidr := range cidrs {
		ranges = append(ranges, ca.IPRange{CIDR: cidr})
	}
	s, whole := Read(ranges)
	if !whole {
		t.Fatalf("%v cannot be read", cidrs)
	}
	return s
}

func TestReadJoinsWhatOverlapsAndTouches(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		cidrs []string
		want  int
	}{
		{"apart", []string{"20.0.0.0/24", "20.0.2.0/24"}, 2},
		{"touching", []string{"20.0.1.0/24", "20.0.0.0/24"}, 1},
		{"contained", []string{"20.0.0.0/8", "20.1.0.0/16", "20.0.0.0/8"}, 1},
		{"end-of-the-space", []string{"255.0.0.0/8", "255.255.255.255/32"}, 1},
		{"two-kinds", []string{"255.255.255.255/32", "::/128"}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if s := read(t, c.cidrs...); len(s) != c.want {
				t.Errorf("%v became %v", c.cidrs, s)
			}
		})
	}
	if s, whole := Read([]ca.IPRange{{CIDR: "not a range"}}); whole || len(s) > 0 {
		t.Errorf("what is no range was read: %v", s)
	}
}

func TestHolds(t *testing.T) {
	t.Parallel()
	s := read(t, "20.0.0.0/24", "20.0.2.0/24", "2001:db8::/32")
	for addr, want := range map[string]bool{
		"20.0.0.0": true, "20.0.0.255": true, "20.0.1.0": false, "20.0.2.7": true, "20.0.3.0": false, "19.255.255.255": false,
		"2001:db8::1": true, "2001:db9::": false, "::ffff:20.0.0.1": false,
	} {
		if got := s.Holds(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s: %t", addr, got)
		}
	}
}

func TestFree(t *testing.T) {
	t.Parallel()
	if addr, found := read(t, "0.0.0.0/1", "128.0.0.0/2").Free(Spaces[0]); !found || addr.String() != "192.0.0.0" {
		t.Errorf("%s, %t", addr, found)
	}
	if addr, found := read(t, "0.0.0.0/0").Free(Spaces[0]); found {
		t.Errorf("%s is free in a space that is taken", addr)
	}
}

// TestSweepVisitsEveryStretch: each address is in just the places of the stretch before it.
func TestSweepVisitsEveryStretch(t *testing.T) {
	t.Parallel()
	places := []Spans{read(t, "20.0.0.0/8"), read(t, "20.1.0.0/16", "30.0.0.0/8"), read(t, "10.0.0.0/8"), read(t, "20.1.2.0/24")}
	chosen := bitset.Full(len(places))
	chosen.Remove(3)
	visited := 0
	Sweep(Spaces[0], places, chosen, func(first netip.Addr, in bitset.Set) bool {
		visited++
		if !IsPublic(first) {
			t.Errorf("%s is never seen", first)
		}
		for i, place := range places {
			if want := place.Holds(first) && chosen.Has(i); in.Has(i) != want {
				t.Errorf("%s in place %d: %t", first, i, in.Has(i))
			}
		}
		return true
	})
	if visited < 8 {
		t.Errorf("only %d stretches", visited)
	}
}
