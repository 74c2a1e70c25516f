package difference

import "github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"

// A program is the versions of the policies about users, or of those about service principals, as far as
// they matter, on the axes of the space. The whole difference and the decision about each policy are
// searches of one program.
type program struct {
	ledger   *ledger
	axes     []*axis
	levels   []level
	versions []version
	columns  [][]int // by axis, by version: its condition there

	constrained []set   // by axis: the versions that it may rule out
	holders     [][]set // by axis, by condition: its versions
	resting     []set   // by level of a proposition: the versions that rest on it
	covers      [][]set // by axis and version: the versions that ask as much and match wherever it does, from that axis on
	asks        []set   // by version: its clauses
	contains    []set   // by version: all clauses that its clauses contain
	answers     []set   // by version: the versions some clause of which contains one of its clauses
}

// A level is one decision of the search: the value of an axis, or, behind it, a proposition about the value.
type level struct {
	axis        int
	proposition int // -1 is the value
}

// newProgram prepares versions for searches.
func newProgram(l *ledger, axes []*axis, versions []version, columns [][]int) *program {
	p := &program{ledger: l, axes: axes, versions: versions, columns: columns}
	n := len(p.versions)
	p.asks, p.contains, p.answers = make([]set, n), make([]set, n), make([]set, n)
	for i, v := range p.versions {
		p.asks[i], p.contains[i] = bitset.New(len(l.clauses)), bitset.New(len(l.clauses))
		for _, c := range v.clauses {
			p.asks[i].Add(c)
			p.contains[i].Unite(l.contains[c])
		}
	}
	for i := range p.versions {
		p.answers[i] = bitset.New(n)
		for j := range p.versions {
			if p.contains[j].Meets(p.asks[i]) {
				p.answers[i].Add(j)
			}
		}
	}
	for a, axis := range axes {
		holders, constrained := make([]set, len(axis.columns)), bitset.New(n)
		for v := range p.versions {
			c := p.columns[a][v]
			if holders[c] == nil {
				holders[c] = bitset.New(n)
			}
			holders[c].Add(v)
			if col := &axis.columns[c]; !col.exact() || !col.surely.Equal(axis.full) {
				constrained.Add(v)
			}
		}
		p.holders, p.constrained = append(p.holders, holders), append(p.constrained, constrained)
		p.levels, p.resting = append(p.levels, level{a, -1}), append(p.resting, nil)
		for proposition := range axis.propositions {
			resting := bitset.New(n)
			for c, versions := range holders {
				if versions != nil && axis.columns[c].restsOn(proposition) {
					resting.Unite(versions)
				}
			}
			p.levels, p.resting = append(p.levels, level{a, proposition}), append(p.resting, resting)
		}
	}
	p.cover()
	return p
}

// cover computes covers, from the last axis to the first.
func (p *program) cover() {
	n := len(p.versions)
	behind := make([]set, n)
	for v := range p.versions {
		behind[v] = bitset.New(n)
		for w := range p.versions {
			if v != w && p.asks[v].Within(p.contains[w]) {
				behind[v].Add(w)
			}
		}
	}
	p.covers = make([][]set, len(p.axes)+1)
	p.covers[len(p.axes)] = behind
	for a := len(p.axes) - 1; a >= 0; a-- {
		wider := make([]set, len(p.axes[a].columns))
		for narrow, versions := range p.holders[a] {
			if versions == nil {
				continue
			}
			wider[narrow] = bitset.New(n)
			for wide, others := range p.holders[a] {
				if others != nil && p.axes[a].covers(wide, narrow) {
					wider[narrow].Unite(others)
				}
			}
		}
		here := make([]set, n)
		for v := range p.versions {
			here[v] = p.covers[a+1][v].Clone()
			here[v].Intersect(wider[p.columns[a][v]])
		}
		p.covers[a] = here
	}
}
