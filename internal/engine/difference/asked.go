package difference

import (
	"net/netip"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/devicerule"
)

// A scope is the changes that are looked at: of one policy, or all of them.
type scope int

const everyChange scope = -1

func (s scope) holds(policy int) bool { return s == everyChange || s == scope(policy) }

// asked is everything that a tenant asks of a point, of all policies and not only of those that matter to
// the change, and the versions that apply.
func (r *realm) asked(side int, of scope, p *point) (clauses set, applying []*version) {
	clauses = bitset.New(len(r.reader.ledger.clauses))
	for i := range r.policies {
		versions := r.policies[i].versions[0]
		if side == 1 && of.holds(i) {
			versions = r.policies[i].versions[1]
		}
		for v := range versions {
			if versions[v].workload != r.workload || !r.applies(&versions[v], p) {
				continue
			}
			applying = append(applying, &versions[v])
			for _, c := range versions[v].clauses {
				clauses.Add(c)
			}
		}
	}
	return clauses, applying
}

// closure is every clause that some clauses contain.
func (r *realm) closure(clauses set) set {
	out := bitset.New(len(r.reader.ledger.clauses))
	for c := range clauses.All {
		out.Unite(r.reader.ledger.contains[c])
	}
	return out
}

// applies decides the conditions of a version at a point, the cheap ones first. What rests on a fact that the
// point does not assume does not hold.
func (r *realm) applies(v *version, p *point) bool {
	s, c := r.space, p.signIn.Conditions
	for a, axis := range s.axes {
		words, named := s.words[a]
		if !named {
			continue
		}
		vocabulary, value := r.reader.words[axis.dimension], words[p.values[a]]
		if !matches(vocabulary, v.conditions[axis.dimension], p, func(_ int, l lists) bool { return l(value) }) {
			return false
		}
	}
	address, err := netip.ParseAddr(c.Address)
	return matches(r.reader.places, v.conditions[network], p, func(_ int, l *location) bool {
		return l.anywhere || (err == nil && l.holdsAddress(address)) || l.holdsCountry(c.Country)
	}) && matches(r.reader.devices, v.conditions[device], p, func(_ int, d *deviceTerm) bool {
		return d.rule == nil || d.rule.Decide(lookupOf(c.Device)) == devicerule.Yes
	}) && r.concerns(v, p)
}

// lookupOf answers for the device of an example, of which every property is there.
func lookupOf(d *ca.Device) devicerule.Lookup {
	if d == nil {
		return devicerule.Null
	}
	return func(name string) ([]string, bool) { return d.Properties[name].Values, true }
}

func (r *realm) concerns(v *version, p *point) bool {
	vocabulary := r.reader.users
	if r.workload {
		vocabulary = r.reader.principals
	}
	who := r.space.census.people[p.values[r.space.peopleAxis]]
	return matches(vocabulary, v.conditions[people], p, func(t int, w *whom) bool {
		members := r.space.census.members[t]
		switch {
		case members != nil:
			return members.Has(p.values[r.space.peopleAxis])
		case w.everybody:
			return true
		case w.guests != nil:
			return w.guests.match(who.types[w.guests.side], who.home)
		case w.objects:
			return who.class >= 0
		}
		return who.class >= 0 && r.lists(w, who.id)
	})
}

// lists reports whether a term lists somebody. Examples ask for the same few people again and again.
func (r *realm) lists(w *whom, id string) bool {
	key := listing{w, id}
	is, known := r.listings[key]
	if !known {
		end := lower(id)
		w.listed.each(func(other string) { is = is || (lower(other) == end && ca.SameID(id, other)) })
		r.listings[key] = is
	}
	return is
}

// lower is the last letter of an id, which tells most ids apart.
func lower(id string) byte {
	if id == "" {
		return 0
	}
	return id[len(id)-1] | 0x20
}

type listing struct {
	whom *whom
	id   string
}

func matches[T any](v *vocabulary[T], n int, p *point, about func(t int, what T) bool) bool {
	c := v.conditions[n]
	some := func(terms []int) bool {
		return slices.ContainsFunc(terms, func(t int) bool {
			term := v.terms[t]
			return (term.fact == "" || p.holds[term.fact]) && about(t, term.what)
		})
	}
	return (c.any || some(c.include)) && !some(c.exclude)
}
