package reference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// strength looks a strength up: among those read, else in the policy's own copy, else among the built-in.
func (j *judge) strength(s *ca.AuthenticationStrength) (ca.AuthenticationStrength, bool) {
	if s.ID == ca.NotYetKnown {
		return ca.AuthenticationStrength{}, false
	}
	lists := [][]ca.AuthenticationStrength{j.tenant.Strengths.Value(), nil, ca.BuiltInStrengths}
	if s.ID == "" {
		lists = make([][]ca.AuthenticationStrength, 2)
	}
	if len(s.AllowedCombinations) > 0 {
		lists[1] = []ca.AuthenticationStrength{*s}
	}
	for _, list := range lists {
		for _, candidate := range list {
			if ca.SameID(candidate.ID, s.ID) {
				return candidate, true
			}
		}
	}
	return ca.AuthenticationStrength{}, false
}

// multifactor is the built-in strength that the mfa control asks for.
func (j *judge) multifactor() ca.AuthenticationStrength {
	s, _ := j.strength(&ca.AuthenticationStrength{ID: ca.StrengthMFA})
	return s
}

// meets says whether the person can present one of a strength's combinations; with registering, as if every
// mode that can be registered at the interrupt had been.
func (j *judge) meets(s ca.AuthenticationStrength, a attempt, registering bool) value {
	v := no
	for _, combination := range s.AllowedCombinations {
		v = or(v, j.combination(combination, s, a, registering))
	}
	return v
}

// combination is the least of its modes, and open where something restricts it that is not modelled.
func (j *judge) combination(text string, s ca.AuthenticationStrength, a attempt, registering bool) value {
	modes := j.split(text)
	if len(modes) == 0 {
		return unknown
	}
	v := not(restricted(modes, s.CombinationConfigurations))
	for _, m := range modes {
		var has value
		if m == ca.ModeFIDO2 {
			has = j.fido2(s, a)
		} else {
			has = j.mode(m, a)
		}
		if registering {
			has = or(has, j.canRegister(m, a.who.user))
		}
		v = and(v, has)
	}
	return v
}

// split takes a combination apart once.
func (j *judge) split(combination string) []ca.Mode {
	modes, done := j.modesIn[combination]
	if !done {
		modes = ca.SplitModes(combination)
		j.modesIn[combination] = modes
	}
	return modes
}

// restricted is unknown for a combination under a configuration whose effect nobody can foretell: which
// certificates a person has, and anything that is not known.
func restricted(modes []ca.Mode, configurations []ca.CombinationConfiguration) value {
	for _, c := range configurations {
		named := len(c.AppliesToCombinations) == 0 || notYetKnownIn(c.AppliesToCombinations) == unknown ||
			slices.ContainsFunc(c.AppliesToCombinations, func(text string) bool { return sameModes(modes, ca.SplitModes(text)) })
		switch c.Kind {
		case ca.ConfigurationFIDO2: // see keyCounts
		case ca.ConfigurationX509:
			for _, m := range modes {
				certificate := m == ca.ModeX509SingleFactor || m == ca.ModeX509MultiFactor
				if certificate && (named || slices.Contains(c.AppliesToCombinations, string(m))) {
					return unknown
				}
			}
		default:
			if named {
				return unknown
			}
		}
	}
	return no
}

// sameModes compares combinations as sets.
func sameModes(a, b []ca.Mode) bool {
	in := func(set []ca.Mode) func(ca.Mode) bool {
		return func(m ca.Mode) bool { return !slices.Contains(set, m) }
	}
	return !slices.ContainsFunc(a, in(b)) && !slices.ContainsFunc(b, in(a))
}
