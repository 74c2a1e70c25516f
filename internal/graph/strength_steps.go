package graph

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A stepKind is one of the requests that a change of a strength is made of.
type stepKind int

const (
	rename   stepKind = iota // its name and its description
	combine                  // its allowed combinations, all at once
	restrict                 // a new combination configuration
	adjust                   // another content for one
	release                  // none any more
)

// A strengthStep is one request on the way from one version of a strength to another.
type strengthStep struct {
	kind          stepKind
	combinations  []string                    // combine
	configuration ca.CombinationConfiguration // restrict, adjust, release
	closes        bool                        // restrict: a combination is allowed already that must not be without it
}

// strengthSteps are the requests that turn current into desired, in an order in which the policies that name
// the strength can bear every state in between.
//
// First everything that lets more people in, then everything that lets fewer in. Up to the turn, a state lets
// in whoever the old version does, and after it, whoever the new one does: nobody is stopped in between whom
// neither version stops, not even somebody who needs one method for the old version and another for the new.
// And no state lets in with a method that both versions refuse. In particular, a combination that leaves does
// so before its restriction is deleted, which would otherwise open it to every key and certificate.
//
// One thing cannot be had: the service takes a restriction only for a combination that is allowed, so a
// combination that is new and restricted is there without its restriction until the next request has added it.
// That request comes at once, and the combination is taken away again should it fail.
func strengthSteps(current, desired ca.AuthenticationStrength) []strengthStep {
	var steps []strengthStep
	if current.DisplayName != desired.DisplayName || current.Description != desired.Description {
		steps = append(steps, strengthStep{kind: rename}) // a name that is taken is refused before anything else has changed
	}
	added := minus(spelled(desired.AllowedCombinations), spelled(current.AllowedCombinations))
	all := append(slices.Clone(current.AllowedCombinations), added...)
	if len(added) > 0 {
		steps = append(steps, strengthStep{kind: combine, combinations: all})
	}
	t := pairUp(current, desired, added)
	steps = slices.Concat(steps, t.closing, t.widening, t.swapping)
	if !sameCombinations(all, desired.AllowedCombinations) {
		steps = append(steps, strengthStep{kind: combine, combinations: desired.AllowedCombinations})
	}
	return slices.Concat(steps, t.narrowing, t.leaving)
}

// A turn is what happens to the configurations, by what it does to who is let in.
type turn struct{ closing, widening, swapping, narrowing, leaving []strengthStep }

func pairUp(current, desired ca.AuthenticationStrength, added []string) turn {
	var t turn
	left := slices.Clone(current.CombinationConfigurations)
	var news []ca.CombinationConfiguration
	for _, wanted := range identifiedFirst(desired.CombinationConfigurations) {
		have, ok := counterpart(wanted, left)
		if !ok {
			news = append(news, wanted)
			continue
		}
		left = withoutConfiguration(ca.AuthenticationStrength{CombinationConfigurations: left}, have.ID).CombinationConfigurations
		wanted.ID = have.ID
		t.change(have, wanted)
	}
	for _, wanted := range news {
		step := strengthStep{kind: restrict, configuration: wanted}
		if len(minus(spelled(wanted.AppliesToCombinations), added)) < len(wanted.AppliesToCombinations) {
			step.closes = true
			t.closing = append(t.closing, step)
		} else {
			t.narrowing = append(t.narrowing, step)
		}
	}
	for _, gone := range left {
		step := strengthStep{kind: release, configuration: gone}
		if stays(gone, desired) && !replaced(gone, news) {
			t.widening = append(t.widening, step)
		} else {
			t.leaving = append(t.leaving, step)
		}
	}
	return t
}

// identifiedFirst puts the configurations that say which one they are before those that only look like one.
func identifiedFirst(list []ca.CombinationConfiguration) []ca.CombinationConfiguration {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b ca.CombinationConfiguration) int {
		switch {
		case a.ID != "" && b.ID == "":
			return -1
		case a.ID == "" && b.ID != "":
			return 1
		}
		return 0
	})
	return list
}

// change goes from one content to another by way of both together, where one configuration can say that.
func (t *turn) change(have, wanted ca.CombinationConfiguration) {
	adjustTo := func(c ca.CombinationConfiguration) []strengthStep {
		return []strengthStep{{kind: adjust, configuration: c}}
	}
	if sameRestriction(have, wanted) {
		return
	}
	both, ok := together(have, wanted)
	switch {
	case !ok:
		t.swapping = append(t.swapping, adjustTo(wanted)...)
	case sameRestriction(both, wanted):
		t.widening = append(t.widening, adjustTo(wanted)...)
	case sameRestriction(both, have):
		t.narrowing = append(t.narrowing, adjustTo(wanted)...)
	default:
		t.widening = append(t.widening, adjustTo(both)...)
		t.narrowing = append(t.narrowing, adjustTo(wanted)...)
	}
}

// listLimit is how many issuers, and how many policy OIDs, the service takes in one configuration.
const listLimit = 5

// together is the configuration that lets through what either of two does, and nothing else; false where there
// is none. Issuers and policy OIDs have to match both, so where both lists differ, their unions would let
// through an issuer of the one version with an OID of the other.
func together(a, b ca.CombinationConfiguration) (ca.CombinationConfiguration, bool) {
	if !sameCombinations(a.AppliesToCombinations, b.AppliesToCombinations) || a.Kind != b.Kind {
		return ca.CombinationConfiguration{}, false
	}
	both := b
	switch a.Kind {
	case ca.ConfigurationFIDO2:
		both.AllowedAAGUIDs = append(slices.Clone(a.AllowedAAGUIDs), minus(b.AllowedAAGUIDs, a.AllowedAAGUIDs)...)
		return both, true
	case ca.ConfigurationX509:
		both.AllowedIssuerSKIs = unless(a.AllowedIssuerSKIs, b.AllowedIssuerSKIs)
		both.AllowedPolicyOIDs = unless(a.AllowedPolicyOIDs, b.AllowedPolicyOIDs)
		exact := sameWords(a.AllowedIssuerSKIs, b.AllowedIssuerSKIs) || sameWords(a.AllowedPolicyOIDs, b.AllowedPolicyOIDs) ||
			sameRestriction(both, a) || sameRestriction(both, b)
		return both, exact && len(both.AllowedIssuerSKIs) <= listLimit && len(both.AllowedPolicyOIDs) <= listLimit
	}
	return ca.CombinationConfiguration{}, false
}

// unless is the union of two lists of certificates' marks, of which an empty one asks for none.
func unless(a, b []string) []string {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	return append(slices.Clone(a), minus(b, a)...)
}

// stays reports whether a combination of the configuration is still allowed in a strength.
func stays(c ca.CombinationConfiguration, s ca.AuthenticationStrength) bool {
	return len(c.AppliesToCombinations) == 0 ||
		len(minus(spelled(c.AppliesToCombinations), spelled(s.AllowedCombinations))) < len(c.AppliesToCombinations)
}

// replaced reports whether a new configuration restricts some of the same combinations.
func replaced(c ca.CombinationConfiguration, news []ca.CombinationConfiguration) bool {
	return slices.ContainsFunc(news, func(n ca.CombinationConfiguration) bool {
		return n.Kind == c.Kind && len(minus(spelled(n.AppliesToCombinations), spelled(c.AppliesToCombinations))) < len(n.AppliesToCombinations)
	})
}
