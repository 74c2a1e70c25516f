package reference

import (
	"maps"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// The two demands of one sign-in compared, before and after a change.
const (
	Same      = "same"
	Lost      = "lost"       // it passed for whoever met the demand; now it is blocked
	Gained    = "gained"     // it was blocked
	AskedMore = "asked_more" // whoever meets the new demand met the old one, too
	AskedLess = "asked_less"
	Changed   = "changed" // some meet only the old one, and some only the new
)

// compareDemands tries everything that somebody could meet.
func compareDemands(before, after demand) string {
	var passedBefore, passesAfter, onlyBefore, onlyAfter bool
	for _, has := range possessions(before, after) {
		b, a := before.met(has), after.met(has)
		passedBefore, passesAfter = passedBefore || b, passesAfter || a
		onlyBefore, onlyAfter = onlyBefore || (b && !a), onlyAfter || (a && !b)
	}
	switch {
	case passedBefore && !passesAfter:
		return Lost
	case passesAfter && !passedBefore:
		return Gained
	case onlyBefore && onlyAfter:
		return Changed
	case onlyBefore:
		return AskedMore
	case onlyAfter:
		return AskedLess
	default:
		return Same
	}
}

// possessions are all sets of atoms that somebody could meet: whoever meets one meets those that it implies.
func possessions(demands ...demand) []map[string]bool {
	named := map[string]atom{}
	for _, d := range demands {
		for _, g := range d {
			for _, a := range g.atoms {
				named[a.name] = a
			}
		}
	}
	sets := []map[string]bool{{}}
	for _, name := range slices.Sorted(maps.Keys(named)) {
		for _, without := range slices.Clone(sets) {
			with := maps.Clone(without)
			with[name] = true
			sets = append(sets, with)
		}
	}
	return slices.DeleteFunc(sets, func(has map[string]bool) bool {
		for met := range has {
			for name, a := range named {
				if !has[name] && implies(named[met], a) {
					return true
				}
			}
		}
		return false
	})
}

// implies says whether whoever meets one atom surely meets another.
func implies(one, other atom) bool {
	switch {
	case one.name == other.name:
		return true
	case one.strength == nil:
		return false
	case other.name == atomMFA:
		return holdsCombinations(ca.BuiltInStrengths[0].AllowedCombinations, one.strength.AllowedCombinations)
	case other.strength == nil:
		return false
	}
	for _, combination := range one.strength.AllowedCombinations {
		modes := ca.SplitModes(combination)
		if !holdsCombination(other.strength.AllowedCombinations, modes) || !asNarrow(one.strength, other.strength, modes) {
			return false
		}
	}
	return true
}

func holdsCombinations(list, all []string) bool {
	return !slices.ContainsFunc(all, func(one string) bool { return !holdsCombination(list, ca.SplitModes(one)) })
}

func holdsCombination(list []string, modes []ca.Mode) bool {
	return slices.ContainsFunc(list, func(one string) bool { return sameModes(ca.SplitModes(one), modes) })
}

// asNarrow says whether one strength lets no more pass as a combination than another: whatever restricts
// the combination there does so here.
func asNarrow(one, other *ca.AuthenticationStrength, modes []ca.Mode) bool {
	here := restrictions(one, modes)
	for _, there := range restrictions(other, modes) {
		if !slices.ContainsFunc(here, func(r ca.CombinationConfiguration) bool { return within(r, there) }) {
			return false
		}
	}
	return true
}

// restrictions are the configurations of a strength that restrict a combination, each with one list: a
// certificate must be on both of a configuration's lists, so these are restrictions apart. A key must be on
// all of its lists, so these are one.
func restrictions(s *ca.AuthenticationStrength, modes []ca.Mode) []ca.CombinationConfiguration {
	var restricting []ca.CombinationConfiguration
	var keys *ca.CombinationConfiguration
	for _, c := range s.CombinationConfigurations {
		onKeys, onCertificates := c.Kind == ca.ConfigurationFIDO2, c.Kind == ca.ConfigurationX509
		switch {
		case onKeys && !slices.Contains(modes, ca.ModeFIDO2):
		case !onKeys && restricted(modes, []ca.CombinationConfiguration{c}) == no:
		case len(c.Extra) > 0 || (!onKeys && !onCertificates):
			c.ID = ""
			restricting = append(restricting, c) // how it restricts is not known
		case onKeys:
			if keys == nil {
				keys = &ca.CombinationConfiguration{Kind: c.Kind, AllowedAAGUIDs: slices.Clone(c.AllowedAAGUIDs)}
			}
			keys.AllowedAAGUIDs = slices.DeleteFunc(keys.AllowedAAGUIDs, func(id string) bool { return !holdsID(c.AllowedAAGUIDs, id) })
		default:
			if len(c.AllowedIssuerSKIs) > 0 {
				restricting = append(restricting, ca.CombinationConfiguration{Kind: c.Kind, AllowedIssuerSKIs: c.AllowedIssuerSKIs})
			}
			if len(c.AllowedPolicyOIDs) > 0 {
				restricting = append(restricting, ca.CombinationConfiguration{Kind: c.Kind, AllowedPolicyOIDs: c.AllowedPolicyOIDs})
			}
		}
	}
	if keys != nil {
		restricting = append(restricting, *keys)
	}
	return restricting
}

// within says whether one restriction lets no more pass than another. What only an apply will tell may be
// anything, and what nobody knows how to read is within nothing but itself.
func within(one, other ca.CombinationConfiguration) bool {
	if slices.Contains(entries(one), ca.NotYetKnown) {
		return false
	}
	if content(one) == content(other) {
		return true
	}
	known := len(one.Extra)+len(other.Extra) == 0 && (one.Kind == ca.ConfigurationFIDO2 || one.Kind == ca.ConfigurationX509)
	return known && one.Kind == other.Kind &&
		(len(one.AllowedIssuerSKIs) > 0) == (len(other.AllowedIssuerSKIs) > 0) &&
		!slices.ContainsFunc(entries(one), func(id string) bool { return !holdsID(entries(other), id) })
}

func entries(c ca.CombinationConfiguration) []string {
	return slices.Concat(c.AllowedAAGUIDs, c.AllowedIssuerSKIs, c.AllowedPolicyOIDs)
}
