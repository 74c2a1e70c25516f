package difference

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A strength is an authentication strength as far as it decides: its combinations, and what narrows them.
type strength struct {
	id           string
	combinations []string // each the sorted modes of one, joined
	restrictions []ca.CombinationConfiguration
}

func newStrength(s ca.AuthenticationStrength) *strength {
	out := &strength{id: ca.FoldID(s.ID), restrictions: s.CombinationConfigurations}
	for _, combination := range s.AllowedCombinations {
		out.combinations = append(out.combinations, canonicalCombination(combination))
	}
	slices.Sort(out.combinations)
	out.combinations = slices.Compact(out.combinations)
	return out
}

func canonicalCombination(combination string) string {
	modes := ca.SplitModes(combination)
	slices.Sort(modes)
	var words []string
	for _, mode := range slices.Compact(modes) {
		words = append(words, string(mode))
	}
	return strings.Join(words, ",")
}

// key is the same for strengths that ask the same, whatever they are called.
func (s *strength) key() string {
	var restrictions []string
	for _, c := range s.restrictions {
		restrictions = append(restrictions, s.restrictionKey(c))
	}
	slices.Sort(restrictions)
	return fmt.Sprintf("%q %q", s.combinations, slices.Compact(restrictions))
}

// restrictionKey is the same for restrictions that narrow alike. What is not known yet is something else in every
// strength.
func (s *strength) restrictionKey(c ca.CombinationConfiguration) string {
	var applies []string
	for _, combination := range c.AppliesToCombinations {
		applies = append(applies, canonicalCombination(combination))
	}
	parts := []string{c.Kind, listKey(applies), listKey(c.AllowedAAGUIDs), listKey(c.AllowedIssuerSKIs), listKey(c.AllowedPolicyOIDs)}
	for _, name := range c.Extra.Names() {
		parts = append(parts, name+"="+canonicalJSON(c.Extra[name]))
	}
	if slices.Contains(slices.Concat(c.AppliesToCombinations, c.AllowedAAGUIDs, c.AllowedIssuerSKIs, c.AllowedPolicyOIDs), ca.NotYetKnown) {
		parts = append(parts, "of "+s.id)
	}
	return fmt.Sprintf("%q", parts)
}

// listKey is the same for lists of the same members. They are quoted, here and in every key of several texts, so that
// one cannot read like two.
func listKey(list []string) string {
	folded := make([]string, len(list))
	for i, member := range list {
		folded[i] = ca.FoldID(member)
	}
	slices.Sort(folded)
	return fmt.Sprintf("%q", slices.Compact(folded))
}

// implies reports whether everything that satisfies s satisfies t: each of its combinations is one of t's,
// and where t narrows it, s narrows it at least as much.
func (s *strength) implies(t *strength) bool {
	for _, combination := range s.combinations {
		if _, listed := slices.BinarySearch(t.combinations, combination); !listed || !s.narrows(t, combination) {
			return false
		}
	}
	return true
}

func (s *strength) narrows(t *strength, combination string) bool {
	keysOf, keysNarrowed := t.keys(combination, false)
	if keysNarrowed {
		own, narrowed := s.keys(combination, true)
		if !s.sameKeys(t) && (!narrowed || slices.ContainsFunc(own, func(k string) bool { return !slices.Contains(keysOf, k) })) {
			return false
		}
	}
	for _, c := range t.restrictions {
		if c.Kind == ca.ConfigurationFIDO2 || !restricts(c, combination) {
			continue
		}
		if !slices.ContainsFunc(s.restrictions, func(own ca.CombinationConfiguration) bool {
			return restricts(own, combination) &&
				(s.restrictionKey(own) == t.restrictionKey(c) || asNarrow(own, c))
		}) {
			return false
		}
	}
	return true
}

// keys are the security keys that may be used in a combination, and whether they are narrowed at all. Of a
// list with members that are not known yet, most is what it may hold at most, the rest what it surely holds.
func (s *strength) keys(combination string, most bool) (keys []string, narrowed bool) {
	if !slices.Contains(strings.Split(combination, ","), string(ca.ModeFIDO2)) {
		return nil, false
	}
	for _, c := range s.restrictions {
		if c.Kind != ca.ConfigurationFIDO2 || (most && slices.Contains(c.AllowedAAGUIDs, ca.NotYetKnown)) {
			continue
		}
		var list []string
		for _, key := range c.AllowedAAGUIDs {
			if key = ca.FoldID(key); key != ca.FoldID(ca.NotYetKnown) && (!narrowed || slices.Contains(keys, key)) {
				list = append(list, key)
			}
		}
		keys, narrowed = list, true
	}
	return keys, narrowed
}

func (s *strength) sameKeys(t *strength) bool { return slices.Equal(s.keyLists(), t.keyLists()) }

func (s *strength) keyLists() []string {
	var lists []string
	for _, c := range s.restrictions {
		if c.Kind == ca.ConfigurationFIDO2 {
			lists = append(lists, s.restrictionKey(c))
		}
	}
	slices.Sort(lists)
	return slices.Compact(lists)
}

// restricts reports whether a configuration narrows a combination: one that it names, or any where it names none.
// Certificates may be named by their mode alone; those of security keys are compared by the keys themselves.
func restricts(c ca.CombinationConfiguration, combination string) bool {
	names := func(is func(named string) bool) bool { return slices.ContainsFunc(c.AppliesToCombinations, is) }
	named := len(c.AppliesToCombinations) == 0 || names(func(named string) bool {
		return named == ca.NotYetKnown || canonicalCombination(named) == combination
	})
	if c.Kind != ca.ConfigurationX509 {
		return named
	}
	modes := strings.Split(combination, ",")
	return slices.ContainsFunc([]ca.Mode{ca.ModeX509SingleFactor, ca.ModeX509MultiFactor}, func(m ca.Mode) bool {
		return slices.Contains(modes, string(m)) && (named || names(func(named string) bool { return named == string(m) }))
	})
}

// asNarrow reports whether one configuration of certificates lets no more through than another.
func asNarrow(own, than ca.CombinationConfiguration) bool {
	within := func(own, than []string) bool {
		return len(than) == 0 || (len(own) > 0 && !slices.ContainsFunc(own, func(member string) bool {
			return member == ca.NotYetKnown || !slices.ContainsFunc(than, func(other string) bool { return ca.SameID(member, other) })
		}))
	}
	surely := !slices.Contains(own.AppliesToCombinations, ca.NotYetKnown)
	return surely && own.Kind == ca.ConfigurationX509 && than.Kind == ca.ConfigurationX509 && len(than.Extra) == 0 &&
		within(own.AllowedIssuerSKIs, than.AllowedIssuerSKIs) && within(own.AllowedPolicyOIDs, than.AllowedPolicyOIDs)
}
