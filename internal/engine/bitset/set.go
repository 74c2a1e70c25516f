// Package bitset holds sets of small numbers, one bit for each: of policies, of people, of named locations.
package bitset

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// A Set is a set of small numbers. Sets that are combined were made for as many numbers: it is done word by
// word.
type Set []uint64

// New is an empty set of numbers below n.
func New(n int) Set { return make(Set, (n+63)/64) }

// Full is every number below n.
func Full(n int) Set {
	s := New(n)
	for i := range s {
		s[i] = ^uint64(0)
	}
	if last := n % 64; last != 0 {
		s[len(s)-1] = 1<<last - 1
	}
	return s
}

// Add makes i a member.
func (s Set) Add(i int) { s[i/64] |= 1 << (i % 64) }

// Remove makes i no member.
func (s Set) Remove(i int) { s[i/64] &^= 1 << (i % 64) }

// Toggle changes whether i is a member.
func (s Set) Toggle(i int) { s[i/64] ^= 1 << (i % 64) }

// Has reports whether i is a member.
func (s Set) Has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

// Clone is a copy.
func (s Set) Clone() Set { return append(Set(nil), s...) }

// Empty reports whether there is no member.
func (s Set) Empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

// Equal reports whether the sets have the same members.
func (s Set) Equal(t Set) bool { return slices.Equal(s, t) }

// And is the intersection of all the sets, which has at least one.
func And(first Set, rest ...Set) Set {
	out := first.Clone()
	for _, s := range rest {
		for i := range out {
			out[i] &= s[i]
		}
	}
	return out
}

// Intersect keeps in s what is in t too.
func (s Set) Intersect(t Set) {
	for i := range s {
		s[i] &= t[i]
	}
}

// Unite adds t to s.
func (s Set) Unite(t Set) {
	for i := range s {
		s[i] |= t[i]
	}
}

// Subtract takes out of s what is in t.
func (s Set) Subtract(t Set) {
	for i := range s {
		s[i] &^= t[i]
	}
}

// Meets reports whether the sets have a member in common.
func (s Set) Meets(t Set) bool {
	for i := range s {
		if s[i]&t[i] != 0 {
			return true
		}
	}
	return false
}

// MeetsBoth reports whether the three sets have a member in common.
func (s Set) MeetsBoth(t, u Set) bool {
	for i := range s {
		if s[i]&t[i]&u[i] != 0 {
			return true
		}
	}
	return false
}

// FirstIn is the first member of s that is in t too, or -1.
func (s Set) FirstIn(t Set) int {
	for i := range s {
		if w := s[i] & t[i]; w != 0 {
			return i*64 + bits.TrailingZeros64(w)
		}
	}
	return -1
}

// Within reports whether every member of s is in t.
func (s Set) Within(t Set) bool {
	for i := range s {
		if s[i]&^t[i] != 0 {
			return false
		}
	}
	return true
}

// Complement is the members of n that are not in s.
func (s Set) Complement(n int) Set {
	out := Full(n)
	out.Subtract(s)
	return out
}

// Count is the number of members.
func (s Set) Count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// First is the least member, or -1.
func (s Set) First() int { return s.FirstIn(s) }

// Members are in order.
func (s Set) Members() []int {
	var list []int
	s.Each(func(i int) { list = append(list, i) })
	return list
}

// Each calls f with every member, in order.
func (s Set) Each(f func(int)) {
	for i := range s.All {
		f(i)
	}
}

// All yields every member, in order.
func (s Set) All(yield func(int) bool) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			if !yield(i*64 + bits.TrailingZeros64(w)) {
				return
			}
		}
	}
}

// AppendKey appends the set to a key under which equal sets are equal.
func (s Set) AppendKey(key []byte) []byte {
	for _, w := range s {
		key = binary.LittleEndian.AppendUint64(key, w)
	}
	return key
}

// Key is equal for equal sets.
func (s Set) Key() string { return string(s.AppendKey(nil)) }
