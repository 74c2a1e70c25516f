package graphsim

import (
	"errors"
	"fmt"
	"slices"
)

// tidyFor brings an exported object of a collection to the form in which it is stored.
func tidyFor(collection string, object tree) tree {
	switch collection {
	case policies:
		return policyShape.tidy(object)
	case namedLocations:
		inferLocationType(object)
		return locationShape.tidy(object)
	case strengths:
		return wholeStrength(strengthShape.tidy(object))
	case contexts:
		return contextShape.tidy(object)
	default:
		out := cloneTree(object)
		delete(out, "@odata.context")
		return out
	}
}

// wholeStrength gives a strength what the service always answers with, where an
// export was stripped of it.
func wholeStrength(object tree) tree {
	kind := "custom"
	if slices.Contains([]string{multifactorStrength, passwordlessStrength, phishingResistant}, fold(word(object, "id"))) {
		kind = "builtIn"
	}
	fill(object, "policyType", kind)
	fill(object, "requirementsSatisfied", requirementsSatisfied(words(object, "allowedCombinations")))
	fill(object, "createdDateTime", builtInStrengthModified)
	fill(object, "modifiedDateTime", builtInStrengthModified)
	return object
}

// identifier gives objects of one file an id where they came without one, since
// exports are often stripped of theirs: always the same for the same name, or for
// the same place where there is no name.
type identifier struct {
	collection string
	count      int
	named      map[string]int
}

func (n *identifier) identify(object tree) error {
	n.count++
	switch id := object["id"].(type) {
	case string:
		if id != "" {
			return nil
		}
	case nil:
	default:
		return errors.New("the id is not a string")
	}
	switch n.collection {
	case securityDefaults, methodsPolicy:
		object["id"] = n.collection
	case policies, betaPolicies, namedLocations, strengths, roleAssignments, activeInstances, eligibleInstances, signIns, directoryAudits, templates:
		object["id"] = guidFor(trimBeta(n.collection) + " " + n.unique(word(object, "displayName")))
	default:
		return errors.New("no id")
	}
	return nil
}

// unique keeps two objects of one name, or two without, apart.
func (n *identifier) unique(name string) string {
	if name == "" {
		return fmt.Sprintf("at %d", n.count)
	}
	if n.named == nil {
		n.named = map[string]int{}
	}
	if n.named[name]++; n.named[name] > 1 {
		return fmt.Sprintf("%s, %d", name, n.named[name])
	}
	return name
}

// trimBeta makes a policy that both exports name the same one.
func trimBeta(collection string) string {
	if collection == betaPolicies {
		return policies
	}
	return collection
}

// inferLocationType names the type of a location that came without it, by the
// members that only that type has: the service always answers with a type.
func inferLocationType(object tree) {
	if word(object, "@odata.type") != "" {
		return
	}
	switch {
	case object["ipRanges"] != nil:
		object["@odata.type"] = ipLocation
	case object["countriesAndRegions"] != nil:
		object["@odata.type"] = countryLocation
	}
	ranges, _ := object["ipRanges"].([]any)
	for _, element := range ranges {
		if r, isObject := element.(tree); isObject && word(r, "@odata.type") == "" {
			r["@odata.type"] = rangeType(word(r, "cidrAddress"))
		}
	}
}
