package difference

import (
	"encoding/binary"
	"math/bits"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// A search decides, for two sets of versions, at which sign-ins what they ask differs.
//
// It goes from level to level with the versions that may still apply, and knows three ways to stop early or
// to meet again. A sign-in can only change where a changed version applies, so a branch without one is cut.
// A version that is covered by another, or whose clauses contain none of a changed version's, can decide
// nothing any more and is left out. And branches that reach a level with the same versions have the same
// answer, which is kept. The result is a decision diagram.
type search struct {
	*program
	before, after set // versions
	unchanged     set

	memo  map[string]int
	nodes []node // the first is that nothing changes
	index map[string]int
	leafs map[string]int
	key   []byte
	keep  set // scratch

	outcomes     []outcome
	outcomeIndex map[string]int

	work, limit int
	exhausted   bool
}

// A node is an outcome, or a level with what follows from its values. Values in no edge change nothing.
type node struct {
	level   int
	edges   []edge
	outcome int // of a node without edges, but the first
}

type edge struct {
	values set // of the axis; of a proposition: 0 is that it does not hold, 1 that it does
	child  int
}

const same = 0

func (p *program) search(before, after set, limit int) *search {
	s := &search{
		program: p, before: before, after: after,
		memo: map[string]int{}, nodes: make([]node, 1), index: map[string]int{}, leafs: map[string]int{},
		outcomeIndex: map[string]int{}, limit: limit,
	}
	s.keep = bitset.New(len(p.versions))
	s.unchanged = s.before.Clone()
	s.unchanged.Intersect(s.after)
	return s
}

// run returns the root of the diagram.
func (s *search) run() int {
	alive := s.before.Clone()
	alive.Unite(s.after)
	return s.visit(0, alive, noDoubt)
}

// A doubt is a value of an axis about which propositions have to be decided, and those that were decided to
// hold.
type doubt struct {
	value int // -1 is none
	given set
}

var noDoubt = doubt{value: -1}

// visit decides a level. It may change alive.
func (s *search) visit(at int, alive set, about doubt) int {
	for {
		axis := len(s.axes)
		if at < len(s.levels) {
			axis = s.levels[at].axis
		}
		if !s.reduce(alive, axis) {
			return same
		}
		if at == len(s.levels) {
			return s.leaf(alive)
		}
		if l := s.levels[at]; l.proposition < 0 {
			about = noDoubt
			if alive.Meets(s.constrained[axis]) {
				break
			}
		} else if about.value >= 0 && s.pending(at, alive, about.value) {
			break
		}
		at++
	}
	if s.exhausted {
		return same
	}
	if s.work++; s.work > s.limit {
		s.exhausted = true
		return same
	}
	s.key = binary.AppendUvarint(s.key[:0], uint64(at))
	s.key = alive.AppendKey(s.key)
	if about.value >= 0 {
		s.key = about.given.AppendKey(binary.AppendUvarint(s.key, uint64(about.value)))
	}
	if found, known := s.memo[string(s.key)]; known {
		return found
	}
	key := string(s.key)
	var n node
	if about.value >= 0 {
		n = s.branch(at, alive, about)
	} else {
		settled := false
		if s.levels[at].axis == len(s.axes)-1 {
			n, settled = s.settle(at, alive)
		}
		if !settled {
			n = s.split(at, alive)
		}
	}
	found := s.intern(n)
	s.memo[key] = found
	return found
}

// pending reports whether a version that is alive rests on the proposition of a level at a value.
func (s *search) pending(at int, alive set, value int) bool {
	l := s.levels[at]
	for i, w := range s.resting[at] {
		for w &= alive[i]; w != 0; w &= w - 1 {
			v := i*64 + bits.TrailingZeros64(w)
			if s.axes[l.axis].columns[s.columns[l.axis][v]].pending(value, l.proposition) {
				return true
			}
		}
	}
	return false
}

// reduce leaves out of alive what can decide nothing from an axis on, and reports whether anything that
// changed is left.
func (s *search) reduce(alive set, axis int) bool {
	if !s.answering(alive) {
		return false
	}
	for i := range alive {
		for w := alive[i]; w != 0; w &= w - 1 {
			v := i*64 + bits.TrailingZeros64(w)
			if s.covered(v, alive, axis) {
				alive.Remove(v)
			}
		}
	}
	return s.answering(alive)
}

// answering keeps the changed versions and those of which a clause may contain one of theirs.
func (s *search) answering(alive set) bool {
	some := false
	keep := s.keep
	clear(keep)
	for i := range alive {
		for w := alive[i] &^ s.unchanged[i]; w != 0; w &= w - 1 {
			some = true
			for j, answers := range s.answers[i*64+bits.TrailingZeros64(w)] {
				keep[j] |= answers
			}
		}
	}
	for i := range alive {
		alive[i] &= keep[i] | ^s.unchanged[i]
	}
	return some
}

// covered reports whether another version that is alive asks as much as v does, wherever v still may apply,
// on every side that v is on.
func (s *search) covered(v int, alive set, axis int) bool {
	before, after := s.before.Has(v), s.after.Has(v)
	for i, w := range s.covers[axis][v] {
		w &= alive[i]
		if before {
			w &= s.before[i]
		}
		if after {
			w &= s.after[i]
		}
		if w != 0 {
			return true
		}
	}
	return false
}

// branch decides a proposition.
func (s *search) branch(at int, alive set, about doubt) node {
	l := s.levels[at]
	axis := s.axes[l.axis]
	n := node{level: at}
	for holds := range 2 {
		next, now := alive.Clone(), doubt{about.value, about.given.Clone()}
		if holds == 1 {
			now.given.Add(l.proposition)
		}
		for v := range alive.All {
			if s.resting[at].Has(v) && !axis.columns[s.columns[l.axis][v]].mayMatch(now.value, now.given, l.proposition+1) {
				next.Remove(v)
			}
		}
		if child := s.visit(at+1, next, now); child != same {
			values := bitset.New(2)
			values.Add(holds)
			n.edges = append(n.edges, edge{values, child})
		}
	}
	return n
}

// intern returns the node that is like n: the child alone where all values lead to it.
func (s *search) intern(n node) int {
	var edges []edge
	for _, e := range n.edges {
		joined := false
		for i := range edges {
			if edges[i].child == e.child {
				edges[i].values.Unite(e.values)
				joined = true
				break
			}
		}
		if !joined {
			edges = append(edges, e)
		}
	}
	if len(edges) == 0 {
		return same
	}
	if len(edges) == 1 && edges[0].values.Count() == s.valuesAt(n.level) {
		return edges[0].child
	}
	s.key = binary.AppendUvarint(s.key[:0], uint64(n.level))
	for _, e := range edges {
		s.key = e.values.AppendKey(binary.AppendUvarint(s.key, uint64(e.child)))
	}
	if found, known := s.index[string(s.key)]; known {
		return found
	}
	n.edges = edges
	s.nodes = append(s.nodes, n)
	s.index[string(s.key)] = len(s.nodes) - 1
	return len(s.nodes) - 1
}

func (s *search) valuesAt(at int) int {
	if l := s.levels[at]; l.proposition < 0 {
		return s.axes[l.axis].values
	}
	return 2
}
