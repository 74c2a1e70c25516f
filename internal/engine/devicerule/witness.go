package devicerule

import (
	"slices"
	"strings"
)

// Witnesses returns values for one property such that everything that a device can make of the atoms is
// made by one of them: null comes first, and each combination of answers is there once. ok is false where
// there would be more than limit values to try.
//
// It is complete. Where no equality holds, a value starts with its longest prefix and ends with its longest
// suffix among the atoms, and has some texts in between. Written one after the other, with a character in
// between that no atom has, these make no other atom true.
func Witnesses(property string, atoms []Atom, limit int) (values [][]string, ok bool) {
	var candidates [][]string
	switch asked := properties[strings.ToLower(property)]; asked.kind {
	case boolean:
		candidates = [][]string{nil, {"true"}, {"false"}}
	case list:
		candidates, ok = subsets(constants(atoms, "contains"), limit)
		if !ok {
			return nil, false
		}
	default:
		candidates, ok = texts(atoms, limit)
		if !ok {
			return nil, false
		}
	}
	seen := map[string]bool{}
	for _, candidate := range candidates {
		if answers := answers(atoms, candidate); !seen[answers] {
			seen[answers] = true
			values = append(values, candidate)
		}
	}
	return values, true
}

// answers tells apart what is not the same to the atoms.
func answers(atoms []Atom, have []string) string {
	b := make([]byte, len(atoms))
	for i, a := range atoms {
		if a.Holds(have) {
			b[i] = '1'
		}
	}
	return string(b)
}

// Holds reports whether a property with these values makes the atom true.
func (a Atom) Holds(have []string) bool {
	return slices.ContainsFunc(have, comparison{property: a.Property, operator: operator{name: a.Operator}, values: []string{a.Value}}.matches)
}

func constants(atoms []Atom, operator string) []string {
	var values []string
	for _, a := range atoms {
		if a.Operator == operator && a.Value != "" {
			values = append(values, a.Value)
		}
	}
	return values
}

func subsets(of []string, limit int) ([][]string, bool) {
	if limit>>len(of) == 0 { // there are more than limit
		return nil, false
	}
	all := make([][]string, 1<<len(of))
	for chosen := range all {
		for i, member := range of {
			if chosen>>i&1 == 1 {
				all[chosen] = append(all[chosen], member)
			}
		}
	}
	return all, true
}

func texts(atoms []Atom, limit int) ([][]string, bool) {
	candidates := [][]string{nil}
	for _, a := range atoms {
		if a.Value != "" {
			candidates = append(candidates, []string{a.Value})
		}
	}
	prefixes := append([]string{""}, constants(atoms, "startsWith")...)
	suffixes := append([]string{""}, constants(atoms, "endsWith")...)
	middles, ok := subsets(constants(atoms, "contains"), limit)
	if !ok || len(prefixes)*len(suffixes)*len(middles) > limit {
		return nil, false
	}
	between := unused(atoms)
	for _, middle := range middles {
		for _, prefix := range prefixes {
			for _, suffix := range suffixes {
				parts := append(append([]string{prefix}, middle...), suffix)
				candidates = append(candidates, []string{strings.Join(parts, between)})
			}
		}
	}
	return candidates, true
}

// unused is a character that no atom has.
func unused(atoms []Atom) string {
	free := func(c string) bool {
		return !slices.ContainsFunc(atoms, func(a Atom) bool { return strings.Contains(strings.ToLower(a.Value), c) })
	}
	for _, c := range []string{"-", "_", ".", "~", "|", "+"} {
		if free(c) {
			return c
		}
	}
	for c := 'α'; ; c++ {
		if lower := strings.ToLower(string(c)); free(lower) {
			return lower
		}
	}
}
