package difference

import "github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"

// settle decides the last axis. Behind it lies nothing, so it does not matter which of the versions that did
// not change apply, but only which clauses they contain of those that the changed ones add or remove: one
// set of values for each such clause, and not one share for each way in which conditions overlap.
func (s *search) settle(at int, alive set) (n node, ok bool) {
	a := s.levels[at].axis
	axis := s.axes[a]
	for v := range alive.All {
		if !axis.columns[s.columns[a][v]].exact() {
			return n, false
		}
	}
	n = node{level: at}
	for _, sh := range s.changedShares(a, alive) {
		added, removed := s.candidates(sh.alive)
		both := added.Clone()
		both.Unite(removed)
		parts := []share{{sh.values, both}}
		for clause := range both.All {
			parts = withoutClause(parts, clause, s.asking(a, sh.alive, clause))
		}
		for _, part := range parts {
			o := outcome{added: added.Clone(), removed: removed.Clone()}
			o.added.Intersect(part.alive)
			o.removed.Intersect(part.alive)
			if child := s.outcomeNode(o); child != same {
				n.edges = append(n.edges, edge{part.values, child})
			}
		}
	}
	return n, true
}

// changedShares cuts the values by the changed versions alone.
func (s *search) changedShares(a int, alive set) []share {
	axis := s.axes[a]
	shares := []share{{axis.full.Clone(), alive.Clone()}}
	for c, versions := range s.holders[a] {
		if !s.hasChanged(versions, alive) {
			continue
		}
		if column := &axis.columns[c]; !column.surely.Equal(axis.full) {
			shares = s.cut(shares, versions, column.surely)
		}
	}
	return shares
}

// candidates are the clauses that the changed versions of a share add and remove, if nothing else is asked.
func (s *search) candidates(alive set) (added, removed set) {
	n := len(s.ledger.clauses)
	added, removed = bitset.New(n), bitset.New(n)
	asked, asks := bitset.New(n), bitset.New(n)
	for v := range alive.All {
		switch before, after := s.before.Has(v), s.after.Has(v); {
		case before && after:
		case before:
			removed.Unite(s.asks[v])
			asked.Unite(s.contains[v])
		case after:
			added.Unite(s.asks[v])
			asks.Unite(s.contains[v])
		}
	}
	added.Subtract(asked)
	removed.Subtract(asks)
	return added, removed
}

// asking are the values at which a version that did not change asks for something that contains a clause.
func (s *search) asking(a int, alive set, clause int) set {
	axis := s.axes[a]
	values := bitset.New(axis.values)
	for v := range alive.All {
		if s.unchanged.Has(v) && s.contains[v].Has(clause) {
			values.Unite(axis.columns[s.columns[a][v]].surely)
		}
	}
	return values
}

// withoutClause takes a clause away where it is asked anyway.
func withoutClause(parts []share, clause int, asked set) []share {
	for i := range len(parts) {
		values := parts[i].values
		if !values.Meets(asked) {
			continue
		}
		left := parts[i].alive.Clone()
		left.Remove(clause)
		if values.Within(asked) {
			parts[i].alive = left
			continue
		}
		in := values.Clone()
		in.Intersect(asked)
		out := values.Clone()
		out.Subtract(asked)
		parts[i].values = out
		parts = append(parts, share{in, left})
	}
	return parts
}
