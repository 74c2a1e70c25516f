package reference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A demand is what the policies that apply to a sign-in ask of it: every grant must be met.
type demand []grant

// A grant is what one policy asks: all of its atoms, or one of them. A policy that asks nothing is met by
// all of none.
type grant struct {
	atoms []atom
	all   bool
}

// An atom is one thing that a policy can ask. Its name is the same wherever the same is asked.
type atom struct {
	name     string
	strength *ca.AuthenticationStrength // of an authentication strength that was found
}

const (
	atomBlock = "block" // never met
	atomMFA   = "mfa"
)

func (g grant) met(has map[string]bool) bool {
	met := func(a atom) bool { return a.name != atomBlock && has[a.name] }
	if g.all {
		return !slices.ContainsFunc(g.atoms, func(a atom) bool { return !met(a) })
	}
	return slices.ContainsFunc(g.atoms, met)
}

func (d demand) met(has map[string]bool) bool {
	return !slices.ContainsFunc(d, func(g grant) bool { return !g.met(has) })
}

// demand is what is asked of the sign-in, and false where that hangs on something that this world has no
// answer to.
func (q *inquiry) demand() (demand, bool) {
	var d demand
	for i := range q.tenant.Policies.Value() {
		p := &q.tenant.Policies.Value()[i]
		q.world.asked = ""
		switch q.concerns(p) {
		case unknown:
			return nil, false
		case yes:
			g, known := q.grant(p)
			if !known {
				return nil, false
			}
			d = append(d, g)
		}
	}
	return d, true
}

// grant is what a policy asks, and false where its operator is a word that this world has no answer to.
func (q *inquiry) grant(p *ca.Policy) (grant, bool) {
	if p.GrantControls.IsEmpty() {
		return grant{all: true}, true
	}
	g := grant{atoms: q.atoms(p)}
	if len(g.atoms) == 1 {
		return g, true
	}
	operator := p.GrantControls.Operator
	if operator == ca.OperatorAND || operator == ca.OperatorOR || operator == "" {
		g.all = operator == ca.OperatorAND
		return g, true
	}
	all := q.world.settle(unknown, p.ID, "asks for all", string(operator))
	g.all = all == yes
	return g, all != unknown
}

// own is a word as a policy has it: what only an apply will tell is the policy's own.
func own(p *ca.Policy, word string) string {
	if word == ca.NotYetKnown {
		return word + " of " + p.ID
	}
	return word
}

// atoms are what the grant of a policy lists. A word that nobody knows is an atom by that name.
func (q *inquiry) atoms(p *ca.Policy) []atom {
	g := p.GrantControls
	var atoms []atom
	add := func(kind, name string) { atoms = append(atoms, atom{name: kind + own(p, name)}) }
	for _, c := range g.BuiltInControls {
		add("", string(c))
	}
	if s := g.AuthenticationStrength; s != nil {
		if found, ok := q.strength(s); ok {
			// What it says, and not what it is called: then a strength that was changed is another one.
			says := content([]any{found.AllowedCombinations, found.CombinationConfigurations})
			atoms = append(atoms, atom{"strength " + ca.FoldID(found.ID) + " " + says, &found})
		} else {
			add("strength ", ca.FoldID(s.ID))
		}
	}
	for _, id := range g.TermsOfUse {
		add("terms ", ca.FoldID(id))
	}
	for _, id := range g.CustomAuthenticationFactors {
		add("factor ", id)
	}
	if len(g.Extra) > 0 {
		add("", content(g.Extra))
	}
	return atoms
}
