package devicerule

import (
	"slices"
	"strings"
)

// An Answer is what a rule says of a device.
type Answer uint8

// The answers, in the order No < Unknown < Yes.
const (
	No Answer = iota
	Unknown
	Yes
)

// A Lookup returns the values of a property and whether it was read; no values is null.
type Lookup func(property string) (values []string, read bool)

// Null is the device that is not there: every property is null.
func Null(string) (values []string, read bool) { return nil, true }

// Unread is a device of which nothing was read.
func Unread(string) (values []string, read bool) { return nil, false }

// Decide says whether the rule holds for a device.
func (r *Rule) Decide(lookup Lookup) Answer { return decide(r.root, lookup) }

func decide(n node, lookup Lookup) Answer {
	switch n := n.(type) {
	case and:
		return min(decide(n.left, lookup), decide(n.right, lookup))
	case or:
		return max(decide(n.left, lookup), decide(n.right, lookup))
	case not:
		return Yes - decide(n.operand, lookup)
	case comparison:
		return n.decide(lookup)
	}
	return Unknown
}

// decide makes a positive operator false and a negative one true where the property is null.
func (c comparison) decide(lookup Lookup) Answer {
	have, read := lookup(c.property)
	if !read {
		return Unknown
	}
	holds := slices.ContainsFunc(have, c.matches)
	if holds != c.operator.negated {
		return Yes
	}
	return No
}

// matches compares one value, whatever its case, with what the rule names.
func (c comparison) matches(have string) bool {
	have = strings.ToLower(have)
	wholeElement := properties[strings.ToLower(c.property)].kind == list
	return slices.ContainsFunc(c.values, func(want string) bool {
		want = strings.ToLower(want)
		switch {
		case c.operator.name == "startsWith":
			return strings.HasPrefix(have, want)
		case c.operator.name == "endsWith":
			return strings.HasSuffix(have, want)
		case c.operator.name == "contains" && !wholeElement:
			return strings.Contains(have, want)
		}
		return have == want
	})
}
