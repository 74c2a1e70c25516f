package graphsim

import (
	"slices"
	"strings"
)

// rule is a parsed filter rule. valuesOf are the values of a property, in lower
// case; a property without one is null, as every property of a device is that is
// not registered.
type rule interface {
	holds(valuesOf func(property string) []string) bool
}

type (
	eitherRule struct{ left, right rule }
	bothRules  struct{ left, right rule }
	notRule    struct{ inner rule }
	ruleTest   struct {
		property, operator string // in lower case
		values             []string
		whole              bool // -contains means an element, not a part of a text
	}
)

func (r eitherRule) holds(valuesOf func(string) []string) bool {
	return r.left.holds(valuesOf) || r.right.holds(valuesOf)
}

func (r bothRules) holds(valuesOf func(string) []string) bool {
	return r.left.holds(valuesOf) && r.right.holds(valuesOf)
}

func (r notRule) holds(valuesOf func(string) []string) bool { return !r.inner.holds(valuesOf) }

// holds: a negative operator is the opposite of its positive one. On null, then,
// every positive operator is false and every negative one true.
func (t ruleTest) holds(valuesOf func(string) []string) bool {
	operator, negative := strings.CutPrefix(t.operator, "-not")
	if t.operator == "-ne" {
		operator, negative = "eq", true
	}
	operator = strings.TrimPrefix(operator, "-")
	found := slices.ContainsFunc(valuesOf(t.property), func(held string) bool {
		return slices.ContainsFunc(t.values, func(wanted string) bool {
			return t.fits(operator, held, strings.ToLower(wanted))
		})
	})
	return found != negative
}

func (t ruleTest) fits(operator, held, wanted string) bool {
	switch {
	case operator == "startswith":
		return strings.HasPrefix(held, wanted)
	case operator == "endswith":
		return strings.HasSuffix(held, wanted)
	case operator == "contains" && !t.whole:
		return strings.Contains(held, wanted)
	default: // eq, in, and contains of a collection
		return held == wanted
	}
}
