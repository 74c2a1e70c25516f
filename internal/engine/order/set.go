package order

import (
	"iter"
	"math/bits"
)

// capacity is more than any plan has that stays within the service's own limits.
const capacity = 1024

// A Set holds writes by their index. Sets are values: they can be compared, and used as keys.
type Set struct{ words [capacity / 64]uint64 }

// SetOf is the set of some writes.
func SetOf(writes ...int) Set {
	var s Set
	for _, w := range writes {
		s = s.With(w)
	}
	return s
}

// Has reports whether the write is in the set.
func (s Set) Has(write int) bool { return s.words[write/64]&(1<<(write%64)) != 0 }

// With is the set and one more write.
func (s Set) With(write int) Set {
	s.words[write/64] |= 1 << (write % 64)
	return s
}

// Union is what is in either set.
func (s Set) Union(other Set) Set {
	for i, word := range other.words {
		s.words[i] |= word
	}
	return s
}

// Intersect is what is in both sets.
func (s Set) Intersect(other Set) Set {
	for i, word := range other.words {
		s.words[i] &= word
	}
	return s
}

// Minus is what is in the set and not in the other one.
func (s Set) Minus(other Set) Set {
	for i, word := range other.words {
		s.words[i] &^= word
	}
	return s
}

// Within reports whether everything in the set is in the other one.
func (s Set) Within(other Set) bool { return s.Minus(other) == Set{} }

// Len is how many writes are in the set.
func (s Set) Len() int {
	n := 0
	for _, word := range s.words {
		n += bits.OnesCount64(word)
	}
	return n
}

// All goes through the writes by their index.
func (s Set) All() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, word := range s.words {
			for ; word != 0; word &= word - 1 {
				if !yield(i*64 + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}
