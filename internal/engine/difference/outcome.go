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
	found := same
	if o, changes := s.outcome(alive); changes {
		key := string(o.removed.appendKey(o.added.appendKey(nil)))
		n, known := s.outcomeIndex[key]
		if !known {
			s.outcomes = append(s.outcomes, o)
			s.nodes = append(s.nodes, node{level: len(s.levels), outcome: len(s.outcomes) - 1})
			n = len(s.nodes) - 1
			s.outcomeIndex[key] = n
		}
		found = n
	}
	s.leafs[key] = found
	return found
}

func (s *search) outcome(alive set) (outcome, bool) {
	return s.program.outcome(alive, s.before, s.after)
}

// outcome compares what the versions of two sides ask, of those that apply.
func (p *program) outcome(alive, before, after set) (outcome, bool) {
	n := len(p.ledger.clauses)
	o := outcome{added: newSet(n), removed: newSet(n)}
	asked, asks := newSet(n), newSet(n)
	for v := range alive.all {
		if before.has(v) {
			o.removed.unite(p.asks[v])
			asked.unite(p.contains[v])
		}
		if after.has(v) {
			o.added.unite(p.asks[v])
			asks.unite(p.contains[v])
		}
	}
	o.added.subtract(asked)
	o.removed.subtract(asks)
	o.added, o.removed = p.ledger.least(o.added), p.ledger.least(o.removed)
	block, written := p.ledger.index["[]"]
	switch {
	case o.added.empty() && o.removed.empty():
		return o, false
	case written && o.added.has(block):
		o.kind = Lost
	case written && o.removed.has(block):
		o.kind = Gained
	case o.removed.empty():
		o.kind = AskedMore
	case o.added.empty():
		o.kind = AskedLess
	default:
		o.kind = Changed
	}
	return o, true
}
