package engine

import (
	"reflect"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A class is people of whom every policy says the same. One of them was searched for all; the evidence is
// shared as far as nobody's name is in it.
type class struct {
	searched *candidate
	found    finding

	modes       []ca.Mode // what a reachable one presents
	registers   bool
	assumptions []string // what its witness rests on, where that is nobody's own network
	core        []Denial
	counter     []Denial

	shared *Evidence // of all to whom the same is to be said
}

func newClass(c *candidate) *class {
	same := &class{searched: c, found: c.find()}
	switch f := same.found; f.verdict {
	case Reachable:
		same.modes, same.registers = c.presents(f.witness)
		same.assumptions = c.assumptions(f.witness, same.modes)
	case LockedOut:
		same.core = c.denials(f.core)
	}
	if same.found.robustness == Fragile {
		same.counter = c.counterDenials(same.found.counterCore, same.found.counter)
	}
	return same
}

// moved is a situation of the searched one as it is for a member, whose own networks are others.
func (same *class) moved(s situation, c *candidate) situation {
	if i := slices.Index(same.searched.near, s.network); i >= 0 {
		s.network = c.near[i]
	}
	return s
}

// tells reports whether a class was told of in the very words that it would be told of now, whoever of it is
// told of.
func (same *class) tells(before *class) bool {
	f, g := &same.found, &before.found
	if f.verdict != g.verdict || f.robustness != g.robustness || f.environments != g.environments || (f.robustness != Robust && f.robustness != "") {
		return false
	}
	switch f.verdict {
	case Reachable:
		s, b := f.witness, g.witness
		p, q := same.searched.program, before.searched.program
		return s.channel == b.channel && same.searched.options[s.option].alike(before.searched.options[b.option]) &&
			s.risk.user == b.risk.user && s.risk.signIn == b.risk.signIn && s.network.stated == "" && b.network.stated == "" &&
			reflect.DeepEqual(p.witnessNetwork(s.network), q.witnessNetwork(b.network)) &&
			slices.Equal(same.modes, before.modes) && same.registers == before.registers && slices.Equal(same.assumptions, before.assumptions)
	case LockedOut:
		return slices.Equal(same.core, before.core)
	}
	return false
}
