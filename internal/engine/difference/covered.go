package difference

import "slices"

// covered marks the versions that another one makes superfluous in every search: one that did not change,
// asks as much, and applies wherever they do. What both tenants ask of a sign-in is the same without them.
//
// It looks at what the conditions name and not at whom or what that means, and so it comes before the axes,
// which cost most and then need to know less.
func (r *realm) covered(versions []version, sides [][2]bool) []bool {
	out := make([]bool, len(versions))
	for w := range versions {
		for v := range versions {
			if v == w || out[v] || sides[v] != [2]bool{true, true} {
				continue
			}
			if r.asksAsMuch(versions[v], versions[w]) && r.wider(versions[v], versions[w]) {
				out[w] = true
				break
			}
		}
	}
	return out
}

func (r *realm) asksAsMuch(v, than version) bool {
	for _, c := range than.clauses {
		if !slices.ContainsFunc(v.clauses, func(own int) bool { return r.reader.ledger.contains[own].Has(c) }) {
			return false
		}
	}
	return true
}

// wider reports whether one version applies wherever another does.
func (r *realm) wider(v, than version) bool {
	who := r.reader.users
	if r.workload {
		who = r.reader.principals
	}
	for d := range dimensions {
		a, b := v.conditions[d], than.conditions[d]
		if a == b || a == everything {
			continue
		}
		var wide bool
		switch d {
		case network:
			wide = widerCondition(r.reader.places, a, b)
		case device:
			wide = widerCondition(r.reader.devices, a, b)
		case people:
			wide = widerCondition(who, a, b)
		default:
			wide = widerCondition(r.reader.words[d], a, b)
		}
		if !wide {
			return false
		}
	}
	return true
}

// widerCondition reports whether a condition matches whatever another matches: it includes what that includes,
// and excludes nothing else.
func widerCondition[T any](v *vocabulary[T], wide, narrow int) bool {
	a, b := v.conditions[wide], v.conditions[narrow]
	within := func(list, in []int) bool {
		return !slices.ContainsFunc(list, func(t int) bool {
			_, found := slices.BinarySearch(in, t)
			return !found
		})
	}
	all, known := v.number["all"]
	if known = known && v.terms[all].fact == ""; known { // else it is a word that nobody knows
		_, known = slices.BinarySearch(a.include, all)
	}
	return (a.any || known || (!b.any && within(b.include, a.include))) && within(a.exclude, b.exclude)
}
