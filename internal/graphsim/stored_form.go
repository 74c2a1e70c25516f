package graphsim

import (
	"errors"
	"fmt"
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
		return strengthShape.tidy(object)
	case contexts:
		return contextShape.tidy(object)
	default:
		out := cloneTree(object)
		delete(out, "@odata.context")
		return out
	}
}

// identify gives an object an id that came without one, since exports are often
// stripped of theirs: always the same one for the same name and place.
func identify(collection string, index int, object tree) error {
	switch id := object["id"].(type) {
	case string:
		if id != "" {
			return nil
		}
	case nil:
	default:
		return errors.New("the id is not a string")
	}
	switch collection {
	case policies, betaPolicies, namedLocations, strengths:
		name := word(object, "displayName")
		if name == "" {
			return errors.New("neither an id nor a display name")
		}
		object["id"] = guidFor(fmt.Sprintf("%s %s", trimBeta(collection), name))
	case securityDefaults, methodsPolicy:
		object["id"] = collection
	case roleAssignments, activeInstances, eligibleInstances, signIns, directoryAudits, templates:
		object["id"] = guidFor(fmt.Sprintf("%s %d", collection, index))
	default:
		return errors.New("no id")
	}
	return nil
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
