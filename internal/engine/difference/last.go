package difference

// settle decides the last axis. Behind it lies nothing, so it does not matter which of the versions that did
// not change apply, but only which clauses they contain of those that the changed ones add or remove: one
// set of values for each such clause, and not one share for each way in which conditions overlap.
func (s *search) settle(at int, alive set) (n node, ok bool) {
	a := s.levels[at].axis
	axis := s.axes[a]
	for v := range alive.all {
		if !axis.columns[s.columns[a][v]].exact() {
			return n, false
		}
	}
	n = node{level: at}
	for _, sh := range s.changedShares(a, alive) {
		added, removed := s.candidates(sh.alive)
		both := added.clone()
		both.unite(removed)
		parts := []share{{sh.values, both}}
		for clause := range both.all {
			parts = withoutClause(parts, clause, s.asking(a, sh.alive, clause))
		}
		for _, part := range parts {
			o := outcome{added: added.clone(), removed: removed.clone()}
			o.added.intersect(part.alive)
			o.removed.intersect(part.alive)
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
	shares := []share{{axis.full.clone(), alive.clone()}}
	for c, versions := range s.holders[a] {
		if versions == nil || !s.hasChanged(versions, alive) {
			continue
		}
		changed := versions.clone()
		changed.subtract(s.unchanged)
		if column := &axis.columns[c]; !column.surely.equal(axis.full) {
			shares = s.cut(shares, changed, column.surely)
		}
	}
	return shares
}

// candidates are the clauses that the changed versions of a share add and remove, if nothing else is asked.
func (s *search) candidates(alive set) (added, removed set) {
	n := len(s.ledger.clauses)
	added, removed = newSet(n), newSet(n)
	asked, asks := newSet(n), newSet(n)
	for v := range alive.all {
		switch before, after := s.before.has(v), s.after.has(v); {
		case before && after:
		case before:
			removed.unite(s.asks[v])
			asked.unite(s.contains[v])
		case after:
			added.unite(s.asks[v])
			asks.unite(s.contains[v])
		}
	}
	added.subtract(asked)
	removed.subtract(asks)
	return added, removed
}

// asking are the values at which a version that did not change asks for something that contains a clause.
func (s *search) asking(a int, alive set, clause int) set {
	axis := s.axes[a]
	values := newSet(axis.values)
	for v := range alive.all {
		if s.unchanged.has(v) && s.contains[v].has(clause) {
			values.unite(axis.columns[s.columns[a][v]].surely)
		}
	}
	return values
}

// withoutClause takes a clause away where it is asked anyway.
func withoutClause(parts []share, clause int, asked set) []share {
	for i := range len(parts) {
		values := parts[i].values
		if !values.meets(asked) {
			continue
		}
		left := parts[i].alive.clone()
		left.remove(clause)
		if values.within(asked) {
			parts[i].alive = left
			continue
		}
		in := values.clone()
		in.intersect(asked)
		out := values.clone()
		out.subtract(asked)
		parts[i].values = out
		parts = append(parts, share{in, left})
	}
	return parts
}
