package difference

// A share is values of an axis that leave the same versions alive.
type share struct {
	values, alive set
}

// split decides the value of an axis: it cuts the values by one condition after the other. What no changed
// version is left for is let go at once, so the conditions of changed versions come first.
func (s *search) split(at int, alive, given set) node {
	a := s.levels[at].axis
	axis := s.axes[a]
	shares := []share{{axis.full.clone(), alive}}
	for _, changed := range []bool{true, false} {
		for c, versions := range s.holders[a] {
			if versions == nil || !versions.meets(alive) || s.hasChanged(versions, alive) != changed {
				continue
			}
			column := &axis.columns[c]
			if column.exact() && column.surely.equal(axis.full) {
				continue
			}
			shares = s.cut(shares, versions, column.under(given))
		}
		if !changed {
			continue
		}
		kept := shares[:0]
		for _, sh := range shares {
			if s.answering(sh.alive) {
				kept = append(kept, sh)
			}
		}
		shares = kept
	}
	n := node{level: at}
	for _, sh := range shares {
		if child := s.visit(at+1, sh.alive, nil); child != same {
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
		sh := shares[i]
		if !sh.alive.meets(versions) {
			continue
		}
		switch {
		case sh.values.within(matched):
		case !sh.values.meets(matched):
			shares[i].alive.subtract(versions)
		default:
			out := share{sh.values.clone(), sh.alive.clone()}
			out.values.subtract(matched)
			out.alive.subtract(versions)
			shares[i].values.intersect(matched)
			shares = append(shares, out)
		}
	}
	return shares
}
