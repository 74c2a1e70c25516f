package difference

import "github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"

// A share is values of an axis that leave the same versions alive.
type share struct {
	values, alive set
}

// split decides the value of an axis: it cuts the values by one condition after the other. What no changed
// version is left for is let go at once, so the conditions of changed versions come first.
func (s *search) split(at int, alive set) node {
	a := s.levels[at].axis
	axis := s.axes[a]
	shares := []share{{axis.full.Clone(), alive.Clone()}} // what is left out of one share may stay in another
	doubts := false
	for _, changed := range []bool{true, false} {
		for c, versions := range s.holders[a] {
			if versions == nil || !versions.Meets(alive) || s.hasChanged(versions, alive) != changed {
				continue
			}
			column := &axis.columns[c]
			if !column.perhaps.Equal(axis.full) {
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
			about = doubt{sh.values.First(), bitset.New(len(axis.propositions))}
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
		if !shares[i].alive.Meets(versions) {
			continue
		}
		within, meets := shares[i].values.Within(matched), shares[i].values.Meets(matched)
		switch {
		case within:
		case !meets:
			shares[i].alive.Subtract(versions)
		default:
			out := share{shares[i].values.Clone(), shares[i].alive.Clone()}
			out.values.Subtract(matched)
			out.alive.Subtract(versions)
			shares[i].values.Intersect(matched)
			shares = append(shares, out)
		}
	}
	return shares
}

// cutDoubts cuts until the propositions of a condition say the same of all values of a share. What the condition cannot
// match was cut off before, so what it surely matches follows from the rest.
func (s *search) cutDoubts(shares []share, versions set, c *column) []share {
	apart := func(by set) {
		for i := range len(shares) {
			if sh := shares[i]; sh.alive.Meets(versions) && !sh.values.Within(by) && sh.values.Meets(by) {
				out := share{sh.values.Clone(), sh.alive.Clone()}
				out.values.Subtract(by)
				shares[i].values.Intersect(by)
				shares = append(shares, out)
			}
		}
	}
	apart(c.included)
	for _, p := range c.include {
		apart(p.about)
	}
	for _, p := range c.exclude {
		apart(p.about)
	}
	return shares
}
