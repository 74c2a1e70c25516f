package engine

import "github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"

// A set is most often one of policies; of people where a crowd is decided at once, of named locations where a
// network is.
type set = bitset.Set

// A mask is what one value of a dimension does to every policy: surely the policies whose condition
// matches it, perhaps those and the ones of which it is unknown.
type mask struct{ surely, perhaps set }

func newMask(n int) mask { return mask{bitset.New(n), bitset.New(n)} }

func fullMask(n int) mask { return mask{bitset.Full(n), bitset.Full(n)} }

// put records what policy i's condition says.
func (m mask) put(i int, v Value) {
	if v == Yes {
		m.surely.Add(i)
	}
	if v != No {
		m.perhaps.Add(i)
	}
}

// within reports whether every policy that m surely or perhaps holds, o holds as surely.
func (m mask) within(o mask) bool { return m.surely.Within(o.surely) && m.perhaps.Within(o.perhaps) }

func (m mask) clone() mask { return mask{m.surely.Clone(), m.perhaps.Clone()} }

func (m mask) value(i int) Value {
	switch {
	case m.surely.Has(i):
		return Yes
	case m.perhaps.Has(i):
		return Unknown
	}
	return No
}

// meet makes m the intersection of two masks.
func (m mask) meet(a, b mask) {
	for i := range m.surely {
		m.surely[i] = a.surely[i] & b.surely[i]
		m.perhaps[i] = a.perhaps[i] & b.perhaps[i]
	}
}

func (m mask) intersect(o mask) {
	m.surely.Intersect(o.surely)
	m.perhaps.Intersect(o.perhaps)
}

func (m mask) appendKey(key []byte) []byte { return m.perhaps.AppendKey(m.surely.AppendKey(key)) }
