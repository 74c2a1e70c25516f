package difference

import (
	"iter"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A roll numbers ids in the order in which they are first called.
type roll struct {
	slots  []slot // open addressing; a power of two
	others map[string]int32
	length int32
}

// ids are the ids on the roll, with their numbers, in no order.
func (r *roll) ids() iter.Seq2[int32, string] {
	return func(yield func(int32, string) bool) {
		for _, s := range r.slots {
			if s.number != 0 && !yield(s.number-1, s.id.String()) {
				return
			}
		}
		for id, n := range r.others {
			if !yield(n, id) {
				return
			}
		}
	}
}

// A slot holds a number from one on; zero is free.
type slot struct {
	id     guid
	number int32
}

func newRoll(expected int) *roll {
	size := 64
	for size < 2*expected {
		size *= 2
	}
	return &roll{slots: make([]slot, size), others: map[string]int32{}}
}

// call returns the number of an id, a new one where it is new.
func (r *roll) call(id string) int32 {
	g, ok := parseGUID(id)
	if !ok {
		id = ca.FoldID(id)
		n, known := r.others[id]
		if !known {
			n = r.length
			r.others[id] = n
			r.length++
		}
		return n
	}
	s := r.slot(g)
	if s.number == 0 {
		if int(r.length) >= len(r.slots)*3/4 {
			r.grow()
			s = r.slot(g)
		}
		r.length++
		*s = slot{g, r.length}
	}
	return s.number - 1
}

// find returns the number of an id; -1 for one that was not called.
func (r *roll) find(id string) int32 {
	g, ok := parseGUID(id)
	if ok {
		return r.slot(g).number - 1
	}
	if n, known := r.others[ca.FoldID(id)]; known {
		return n
	}
	return -1
}

// slot is where an id is, or would be.
func (r *roll) slot(g guid) *slot {
	mask := uint64(len(r.slots) - 1)
	mixed := (g.high ^ g.low*0x9e3779b97f4a7c15) * 0xd6e8feb86659fd93
	for i := mixed >> 32; ; i++ {
		if s := &r.slots[i&mask]; s.number == 0 || s.id == g {
			return s
		}
	}
}

func (r *roll) grow() {
	old := r.slots
	r.slots = make([]slot, 2*len(old))
	for _, s := range old {
		if s.number != 0 {
			*r.slot(s.id) = s
		}
	}
}
