package difference

// A share is values of an axis that leave the same versions alive.
type share struct {
	values, alive set
}

// split decides the value of an axis: it cuts the values by one condition after the other. What no changed
// version is left for is let go at once, so the conditions of changed versions come first.
func (s *search) split(at int, alive set) node {
	a := s.levels[at].axis
	axis := s.axes[a]
	shares := []share{{axis.full.clone(), alive}}
	doubts := false
	for _, changed := range []bool{true, false} {
		for c, versions := range s.holders[a] {
			if versions == nil || !versions.meets(alive) || s.hasChanged(versions, alive) != changed {
				continue
			}
			column := &axis.columns[c]
			if !column.perhaps.equal(axis.full) {
				shares = s.cut(shares, versions, column.perhaps)
			}
			if !column.exact() {
				doubts = true
				shares = s.cutDoubts(shares, versions, column)
			}
		}
		if changed {
			kept := shares[:0]
			for _, sh := range shares {
				if s.answering(sh.alive) {
					kept = append(kept, sh)
				}
			}
			shares = kept
		}
	}
	n := node{level: at}
	for _, sh := range shares {
		about := noDoubt
		if doubts {
			about = doubt{sh.values.first(), newSet(len(axis.propositions))}
		}
		if child := s.visit(at+1, sh.alive, about); child != same {
			n.edges = append(n.edges, edge{sh.values, child})
		}
	}
	return n
}

// hasChanged reports whether one of some versions that is alive has changed.
func (s *search) hasChanged(versions, alive set) bool {
	for i, w := range versions {
		if w&alive[i]&^s.unchanged[i] != 0 {
			return true
		}
	}
	return false
}

// cut takes the versions of one condition from the values that it does not match.
func (s *search) cut(shares []share, versions, matched set) []share {
	s.work += len(shares) / 16
	for i := range len(shares) {
		if !shares[i].alive.meets(versions) {
			continue
		}
		within, meets := shares[i].values.within(matched), shares[i].values.meets(matched)
		switch {
		case within:
		case !meets:
			shares[i].alive.subtract(versions)
		default:
			out := share{shares[i].values.clone(), shares[i].alive.clone()}
			out.values.subtract(matched)
			out.alive.subtract(versions)
			shares[i].values.intersect(matched)
			shares = append(shares, out)
		}
	}
	return shares
}

// cutDoubts cuts until the propositions of a condition say the same of all values of a share.
func (s *search) cutDoubts(shares []share, versions set, c *column) []share {
	apart := func(by set) {
		for i := range len(shares) {
			if sh := shares[i]; sh.alive.meets(versions) && !sh.values.within(by) && sh.values.meets(by) {
				out := share{sh.values.clone(), sh.alive.clone()}
				out.values.subtract(by)
				shares[i].values.intersect(by)
				shares = append(shares, out)
			}
		}
	}
	apart(c.surely)
	apart(c.included)
	for _, p := range c.include {
		apart(p.about)
	}
	for _, p := range c.exclude {
		apart(p.about)
	}
	return shares
}
