package difference

// An outcome is what the change does to a sign-in: the clauses that are asked and were not, and those that
// were and are not.
type outcome struct {
	kind           Kind
	added, removed set // least
}

// leaf is the outcome of the versions that apply.
func (s *search) leaf(alive set) int {
	key := alive.Key()
	if found, known := s.leafs[key]; known {
		return found
	}
	o := outcome{}
	o.added, o.removed = s.candidates(alive)
	for v := range alive.All {
		if s.unchanged.Has(v) {
			o.added.Subtract(s.contains[v])
			o.removed.Subtract(s.contains[v])
		}
	}
	found := s.outcomeNode(o)
	s.leafs[key] = found
	return found
}

// outcomeNode is the node of an outcome.
func (s *search) outcomeNode(o outcome) int {
	if o.added.Empty() && o.removed.Empty() {
		return same
	}
	o.added, o.removed = s.ledger.least(o.added), s.ledger.least(o.removed)
	s.key = o.removed.AppendKey(o.added.AppendKey(s.key[:0]))
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
	case written && o.added.Has(block):
		return Lost
	case written && o.removed.Has(block):
		return Gained
	case o.removed.Empty():
		return AskedMore
	case o.added.Empty():
		return AskedLess
	}
	return Changed
}
