package engine

import (
	"reflect"
	"slices"
)

// A passage leads from a program in which something was found to one of which the same is asked, and says for
// whom the finding would be the same, to the letter. It is cautious: what it does not let pass is searched anew.
type passage struct {
	from, to *program
	gone     []int // the policies that only from has
	come     []int // the policies that only to has
	kept     []int // by policy of from: the same one in to, or -1
	networks map[*network]*network
	mild     bool // what stands for everything possible is the same
	harsh    bool // what stands for the worst day is the same
}

// newPassage is the way from one program to another; nil where the people would not find themselves in the
// same surroundings: those are what was stated, the networks, and by what devices and answers are told apart.
func newPassage(from, to *program) *passage {
	w := &passage{from: from, to: to, networks: map[*network]*network{}}
	q, r := &from.question, &to.question
	if from.roster != to.roster || from.exploded != to.exploded ||
		q.Smallest != r.Smallest || !reflect.DeepEqual(q.Assume, r.Assume) || !sameFact(q.Tenant.Strengths, r.Tenant.Strengths, sameList) ||
		!slices.Equal(from.filters.asked, to.filters.asked) || !slices.EqualFunc(from.strengths, to.strengths, strength.same) ||
		!w.lead(from.classes, to.classes) || !w.lead(from.nearAll, to.nearAll) {
		return nil
	}
	w.mild = slices.EqualFunc(from.mildRisks, to.mildRisks, (*risk).same) && w.lead(from.mildest, to.mildest)
	w.harsh = slices.EqualFunc(from.harshRisks, to.harshRisks, (*risk).same) && w.lead(from.harshest, to.harshest)
	w.compare()
	return w
}

// lead maps networks to the same ones, one by one.
func (w *passage) lead(from, to []*network) bool {
	return slices.EqualFunc(from, to, func(a, b *network) bool {
		if known := w.networks[a]; known != nil {
			return known == b
		}
		w.networks[a] = b
		return a.same(b)
	})
}

// compare finds the policies that only one program has. Evidence is looked for and told in the order of the
// policies, so that one that was moved has gone and come. One that asks no sign-in for anything has done neither.
func (w *passage) compare() {
	w.kept = slices.Repeat([]int{-1}, w.from.n)
	next := 0
	for j := range w.to.policies {
		i := next
		for i < w.from.n && !w.same(i, j) {
			i++
		}
		if i < w.from.n {
			w.kept[i], next = j, i+1
		} else if w.to.asks(j) {
			w.come = append(w.come, j)
		}
	}
	for i, j := range w.kept {
		if j < 0 && w.from.asks(i) {
			w.gone = append(w.gone, i)
		}
	}
}

// same reports whether a policy of from is one of to. One that came back has another number than it had.
func (w *passage) same(i, j int) bool {
	a, b := w.from.policies[i], w.to.policies[j]
	return w.from.edition[i] == w.to.edition[j] || a.ID == b.ID && reflect.DeepEqual(a, b)
}

// asks is false for a policy that lies on no channel, and not on the way to registration either.
func (p *program) asks(policy int) bool {
	on := func(c channel) bool { return c.mask.perhaps.Has(policy) }
	return p.registration.perhaps.Has(policy) || slices.ContainsFunc(p.channels, on)
}

// concerns reports whether a policy may mean a person.
func (p *program) concerns(policy int, who person) bool {
	return slices.ContainsFunc(p.columns[policy].turns[:who.turns()], func(m mask) bool { return m.perhaps.Has(who.index) })
}

// holds reports whether what was found of a class, to which a person belonged, is what would be found of that
// person.
//
// It is where no policy that came or went means the person. It is also where policies came that cannot apply
// to the sign-in that was found: they only take away, so that no other sign-in has become a better one.
func (w *passage) holds(k *class, who person) bool {
	f := &k.found
	if (f.verdict != Reachable && !w.mild) || (who.breakGlass && !w.harsh) ||
		slices.ContainsFunc(w.gone, func(i int) bool { return w.from.concerns(i, who) }) {
		return false
	}
	for _, policy := range w.come {
		if w.to.concerns(policy, who) && (who.breakGlass || !w.leaves(k, policy)) {
			return false
		}
	}
	return true
}

// leaves reports whether a policy that came leaves a finding as it is, robustness apart.
func (w *passage) leaves(k *class, policy int) bool {
	f := &k.found
	switch f.verdict {
	case Reachable:
		return f.complete && !w.mayApply(policy, k, f.witness)
	case Undecided:
		return f.complete && !w.mayApply(policy, k, f.open)
	default:
		// A policy that locks out alone is found before those behind it are tried.
		alone := w.kept[f.core.First()]
		return f.core.Count() == 1 && alone >= 0 && alone < policy
	}
}

// mayApply reports whether a policy that came may apply in the environment of a situation that was found.
func (w *passage) mayApply(policy int, k *class, s situation) bool {
	says := func(m mask) bool { return m.perhaps.Has(policy) }
	return says(w.to.platforms[k.searched.options[s.option].platform]) && says(w.networks[s.network].mask) &&
		says(w.to.risks[slices.Index(w.from.risks, s.risk)].mask)
}

// same reports whether two networks are the same example, whatever the policies say to it.
func (n *network) same(o *network) bool {
	return n.surely.Equal(o.surely) && n.perhaps.Equal(o.perhaps) && n.address == o.address && n.country == o.country &&
		n.countryKnown == o.countryKnown && n.anywhere == o.anywhere && n.elsewhere == o.elsewhere && n.stated == o.stated
}

func (r *risk) same(o *risk) bool { return r.user == o.user && r.signIn == o.signIn }

func (s strength) same(o strength) bool {
	return s.found == o.found && reflect.DeepEqual(s.policy, o.policy)
}

// The passages to a program, from wherever something was found.
type passages struct {
	to   *program
	from map[*program]*passage
}

// maxPassages bounds from how many programs findings are taken, and so how many are kept.
const maxPassages = 8

// lead reports whether what was found of a class, if there is one, holds for a person.
func (p *passages) lead(k *class, who person) bool {
	if k == nil {
		return false
	}
	from := k.searched.program
	way, known := p.from[from]
	if !known {
		if len(p.from) < maxPassages {
			way = newPassage(from, p.to)
		}
		p.from[from] = way
	}
	return way != nil && way.holds(k, who)
}
