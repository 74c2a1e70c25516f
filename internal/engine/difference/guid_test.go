package difference

import (
	"regexp"
	"strings"
	"testing"
)

var guidPattern = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)

func FuzzParseGUID(f *testing.F) {
	f.Add("a0000000-0000-0000-0000-000000000001")
	f.Add("01234567-89AB-cdef-FEDC-ba9876543210")
	f.Add("0123456g-89ab-cdef-fedc-ba9876543210")
	f.Add("0123456:-89ab-cdef-fedc-ba987654321@")
	f.Add("0123456\xb7-89ab-cdef-fedc-ba9876543210")
	f.Add("user-1")
	for _, at := range []int{8, 13, 18, 23} { // every hyphen, where a digit stands instead
		torn := []byte("01234567-89ab-cdef-fedc-ba9876543210")
		torn[at] = '0'
		f.Add(string(torn))
	}
	f.Fuzz(func(t *testing.T, id string) {
		g, ok := parseGUID(id)
		if want := guidPattern.MatchString(id); ok != want {
			t.Fatalf("%q is a GUID: %t, want %t", id, ok, want)
		}
		if ok && g.String() != strings.ToLower(id) {
			t.Fatalf("%q is read as %s", id, g)
		}
	})
}

func TestRoll(t *testing.T) {
	t.Parallel()
	for _, expected := range []int{1, 5000} {
		r := newRoll(expected)
		ids := []string{"A0000000-0000-0000-0000-000000000001", "a0000000-0000-0000-0000-000000000001", "user", "USER", "b"}
		for i, want := range []int32{0, 0, 1, 1, 2} {
			if got := r.call(ids[i]); got != want {
				t.Errorf("%s is number %d, want %d", ids[i], got, want)
			}
		}
		for n := range uint64(1000) {
			if got := r.call(guid{n, n}.String()); got != int32(n)+3 {
				t.Fatalf("number %d is %d", n+3, got)
			}
		}
		if n := r.find("nobody"); n != -1 {
			t.Errorf("nobody is number %d", n)
		}
		if n := r.find(guid{999, 999}.String()); n != 1002 {
			t.Errorf("the last is number %d", n)
		}
		seen := map[int32]string{}
		for n, id := range r.ids() {
			seen[n] = id
		}
		if len(seen) != int(r.length) || seen[0] != ids[1] || seen[1] != "user" {
			t.Errorf("%d are on the roll of %d, the first %s", len(seen), r.length, seen[0])
		}
	}
}

// TestRollThatGrows: a roll has room for a power of two, and twice that where three quarters are taken: there is
// always a free slot to end at.
func TestRollThatGrows(t *testing.T) {
	t.Parallel()
	for _, expected := range []int{0, 40, 5000} {
		if n := len(newRoll(expected).slots); n&(n-1) != 0 {
			t.Errorf("a roll for %d has room for %d", expected, n)
		}
	}
	r := newRoll(0)
	room := len(r.slots)
	for n := range uint64(200) {
		r.call(guid{n, n}.String())
		if 4*int(r.length) > 3*room {
			room *= 2
		}
		if len(r.slots) != room {
			t.Fatalf("a roll of %d has room for %d, want %d", r.length, len(r.slots), room)
		}
	}
}

// TestRollInPart: whoever reads a roll may stop anywhere.
func TestRollInPart(t *testing.T) {
	t.Parallel()
	r := newRoll(0)
	for _, id := range []string{guid{1, 1}.String(), guid{2, 2}.String(), "a", "b"} {
		r.call(id)
	}
	for stop := 1; stop <= int(r.length); stop++ {
		seen := 0
		for range r.ids() {
			if seen++; seen == stop {
				break
			}
		}
		if seen != stop {
			t.Errorf("%d were read, want %d", seen, stop)
		}
	}
}

func TestSpareID(t *testing.T) {
	t.Parallel()
	first := spareID(func(string) bool { return false })
	second := spareID(func(id string) bool { return id == first })
	for _, id := range []string{first, second} {
		if !guidPattern.MatchString(id) {
			t.Errorf("%q is no id that a directory could have", id)
		}
	}
	if first == second {
		t.Errorf("%s is taken and comes again", first)
	}
}
