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

// TestFree: the first address that is in no span, of the kind that is asked for.
func TestFree(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name          string
		taken         []string
		four, sixteen string // the first free address of either kind; "" is none
	}{
		{"nothing-is-taken", nil, "0.0.0.0", "::"},
		{"behind-what-is-taken", []string{"0.0.0.0/1", "128.0.0.0/2", "::/127"}, "192.0.0.0", "::2"},
		{"before-what-is-taken", []string{"20.0.0.0/8", "2001:db8::/32"}, "0.0.0.0", "::"},
		{"between-what-is-taken", []string{"0.0.0.0/8", "2.0.0.0/8", "::/128", "::2/128"}, "1.0.0.0", "::1"},
		{"one-kind-is-taken", []string{"0.0.0.0/0"}, "", "::"},
		{"the-other-kind-is-taken", []string{"::/0"}, "0.0.0.0", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for i, want := range []string{c.four, c.sixteen} {
				addr, found := read(t, c.taken...).Free(Spaces[i])
				if found != (want != "") || found && addr.String() != want {
					t.Errorf("%s is free: %t, want %q", addr, found, want)
				}
			}
		})
	}
}

// TestSweepVisitsEveryStretch: each address is in just the places of the stretch before it, also where several places begin
// or end there; every example is visited.
func TestSweepVisitsEveryStretch(t *testing.T) {
	t.Parallel()
	places := []Spans{
		read(t, "20.0.0.0/8"), read(t, "20.1.0.0/16", "30.0.0.0/8"), read(t, "10.0.0.0/8"), read(t, "20.1.2.0/24"),
		read(t, "230.0.0.0/8"), read(t, "230.128.0.0/9"),
	}
	chosen := bitset.Full(len(places))
	chosen.Remove(3)
	visited := map[netip.Addr]bool{}
	Sweep(Spaces[0], places, chosen, func(first netip.Addr, in bitset.Set) bool {
		visited[first] = true
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
	for _, first := range []string{
		"0.0.0.0", "11.0.0.0", "20.0.0.0", "20.1.0.0", "20.2.0.0", "21.0.0.0", "30.0.0.0", "31.0.0.0", "230.0.0.0", "230.128.0.0", "231.0.0.0",
		"203.0.113.7", "198.51.100.7", "192.0.2.7",
	} {
		if !visited[netip.MustParseAddr(first)] {
			t.Errorf("%s was not visited", first)
		}
	}
}

// TestSweepEndsEarly: who has seen enough is shown no further stretch.
func TestSweepEndsEarly(t *testing.T) {
	t.Parallel()
	places := []Spans{read(t, "20.0.0.0/8"), read(t, "30.0.0.0/8")}
	for enough := 1; enough < 6; enough++ {
		visits := 0
		Sweep(Spaces[0], places, bitset.Full(len(places)), func(netip.Addr, bitset.Set) bool { visits++; return visits < enough })
		if visits != enough {
			t.Errorf("%d stretches, want %d", visits, enough)
		}
	}
}
