package engine

import (
	"encoding/binary"
	"math/bits"
)

// A set is a set of policies: one bit for each. All sets of one program have the same length, so they are
// combined word by word.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

func fullSet(n int) set {
	s := newSet(n)
	for i := range s {
		s[i] = ^uint64(0)
	}
	if last := n % 64; last != 0 {
		s[len(s)-1] = 1<<last - 1
	}
	return s
}

func (s set) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s set) remove(i int)   { s[i/64] &^= 1 << (i % 64) }
func (s set) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

func (s set) toggle(i int) { s[i/64] ^= 1 << (i % 64) }

func (s set) clone() set { return append(set(nil), s...) }

func (s set) empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

// and is the intersection of all the sets, which has at least one.
func and(first set, rest ...set) set {
	out := first.clone()
	for _, s := range rest {
		for i := range out {
			out[i] &= s[i]
		}
	}
	return out
}

// intersect keeps in s what is in t too.
func (s set) intersect(t set) {
	for i := range s {
		s[i] &= t[i]
	}
}

// unite adds t to s.
func (s set) unite(t set) {
	for i := range s {
		s[i] |= t[i]
	}
}

// subtract takes out of s what is in t.
func (s set) subtract(t set) {
	for i := range s {
		s[i] &^= t[i]
	}
}

// meets reports whether the sets have a member in common.
func (s set) meets(t set) bool {
	for i := range s {
		if s[i]&t[i] != 0 {
			return true
		}
	}
	return false
}

// meetsBoth reports whether the three sets have a member in common.
func (s set) meetsBoth(t, u set) bool {
	for i := range s {
		if s[i]&t[i]&u[i] != 0 {
			return true
		}
	}
	return false
}

// firstIn is the first member of s that is in t too, or -1.
func (s set) firstIn(t set) int {
	for i := range s {
		if w := s[i] & t[i]; w != 0 {
			return i*64 + bits.TrailingZeros64(w)
		}
	}
	return -1
}

// within reports whether every member of s is in t.
func (s set) within(t set) bool {
	for i := range s {
		if s[i]&^t[i] != 0 {
			return false
		}
	}
	return true
}

// complement is the members of n that are not in s.
func (s set) complement(n int) set {
	out := fullSet(n)
	out.subtract(s)
	return out
}

// count is the number of members.
func (s set) count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// members are in order.
func (s set) members() []int {
	var list []int
	s.each(func(i int) { list = append(list, i) })
	return list
}

// each calls f with every member, in order.
func (s set) each(f func(int)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			f(i*64 + bits.TrailingZeros64(w))
		}
	}
}

// appendKey appends the set to a key under which equal sets are equal.
func (s set) appendKey(key []byte) []byte {
	for _, w := range s {
		key = binary.LittleEndian.AppendUint64(key, w)
	}
	return key
}

// A mask is what one value of a dimension does to every policy: surely the policies whose condition
// matches it, perhaps those and the ones of which it is unknown.
type mask struct{ surely, perhaps set }

func newMask(n int) mask { return mask{newSet(n), newSet(n)} }

func fullMask(n int) mask { return mask{fullSet(n), fullSet(n)} }

// put records what policy i's condition says.
func (m mask) put(i int, v Value) {
	if v == Yes {
		m.surely.add(i)
	}
	if v != No {
		m.perhaps.add(i)
	}
}

// within reports whether every policy that m surely or perhaps holds, o holds as surely.
func (m mask) within(o mask) bool { return m.surely.within(o.surely) && m.perhaps.within(o.perhaps) }

func (m mask) clone() mask { return mask{m.surely.clone(), m.perhaps.clone()} }

func (m mask) value(i int) Value {
	switch {
	case m.surely.has(i):
		return Yes
	case m.perhaps.has(i):
		return Unknown
	}
	return No
}

// meet makes m the intersection of two masks.
func (m mask) meet(a, b mask) {
	for i := range m.surely {
		m.surely[i] = a.surely[i] & b.surely[i]
		m.perhaps[i] = a.perhaps[i] & b.perhaps[i]
	}
}

func (m mask) intersect(o mask) {
	m.surely.intersect(o.surely)
	m.perhaps.intersect(o.perhaps)
}

func (m mask) appendKey(key []byte) []byte { return m.perhaps.appendKey(m.surely.appendKey(key)) }
