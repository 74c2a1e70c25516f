package difference

// An outcome is what the change does to a sign-in: the clauses that are asked and were not, and those that
// were and are not.
type outcome struct {
	kind           Kind
	added, removed set // least
}

// leaf is the outcome of the versions that apply.
func (s *search) leaf(alive set) int {
	key := alive.key()
	if found, known := s.leafs[key]; known {
		return found
	}
	o := outcome{}
	o.added, o.removed = s.candidates(alive)
	for v := range alive.all {
		if s.unchanged.has(v) {
			o.added.subtract(s.contains[v])
			o.removed.subtract(s.contains[v])
		}
	}
	found := s.outcomeNode(o)
	s.leafs[key] = found
	return found
}

// outcomeNode is the node of an outcome.
func (s *search) outcomeNode(o outcome) int {
	if o.added.empty() && o.removed.empty() {
		return same
	}
	o.added, o.removed = s.ledger.least(o.added), s.ledger.least(o.removed)
	s.key = o.removed.appendKey(o.added.appendKey(s.key[:0]))
	if n, known := s.outcomeIndex[string(s.key)]; known {
		return n
	}
	o.kind = s.ledger.kind(o)
	s.outcomes = append(s.outcomes, o)
	s.nodes = append(s.nodes, node{level: len(s.levels), outcome: len(s.outcomes) - 1})
	s.outcomeIndex[string(s.key)] = len(s.nodes) - 1
	return len(s.nodes) - 1
}

// kind is what an outcome comes to.
func (l *ledger) kind(o outcome) Kind {
	block, written := l.index["[]"]
	switch {
	case written && o.added.has(block):
		return Lost
	case written && o.removed.has(block):
		return Gained
	case o.removed.empty():
		return AskedMore
	case o.added.empty():
		return AskedLess
	}
	return Changed
}
