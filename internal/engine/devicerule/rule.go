// Package devicerule reads and decides the rules of device filters: the whole documented grammar, over
// properties that may be null or may not have been read.
package devicerule

import "strings"

// MaxLength is the longest rule that the service stores, in characters.
const MaxLength = 3072

// A Rule is a parsed rule.
type Rule struct{ root node }

// A node is a part of a rule: a conjunction, a disjunction, a negation or a comparison.
type node interface{ isNode() }

type (
	and        struct{ left, right node }
	or         struct{ left, right node }
	not        struct{ operand node }
	comparison struct {
		property string // as the grammar spells it
		operator operator
		values   []string
	}
)

func (and) isNode()        {}
func (or) isNode()         {}
func (not) isNode()        {}
func (comparison) isNode() {}

// An operator is a positive comparison, or the negation of one.
type operator struct {
	name    string // without its negation: eq, startsWith, endsWith, contains, in
	negated bool
}

// kind says which operators and which values a property takes.
type kind uint8

const (
	text    kind = iota // every string operator
	word                // -eq and -ne with one of a few words
	id                  // -eq, -ne, -in, -notIn
	boolean             // -eq and -ne with True or False
	list                // -contains and -notContains of a whole element
)

// properties are what a rule may ask of a device, under the spelling of the documentation.
var properties = func() map[string]property {
	byName := map[string]property{}
	add := func(k kind, names ...string) {
		for _, name := range names {
			byName[strings.ToLower(name)] = property{name, k}
		}
	}
	add(id, "deviceId", "mdmAppId")
	add(word, "deviceOwnership", "profileType", "trustType")
	add(boolean, "isCompliant")
	add(list, "physicalIds", "systemLabels")
	add(text, "displayName", "enrollmentProfileName", "manufacturer", "model", "operatingSystem", "operatingSystemVersion")
	for _, n := range strings.Fields("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15") {
		add(text, "extensionAttribute"+n)
	}
	return byName
}()

type property struct {
	name string
	kind kind
}

var operators = map[string]operator{
	"-eq":            {"eq", false},
	"-ne":            {"eq", true},
	"-startswith":    {"startsWith", false},
	"-notstartswith": {"startsWith", true},
	"-endswith":      {"endsWith", false},
	"-notendswith":   {"endsWith", true},
	"-contains":      {"contains", false},
	"-notcontains":   {"contains", true},
	"-in":            {"in", false},
	"-notin":         {"in", true},
}

// takes reports whether a property of this kind may be compared with the operator.
func (k kind) takes(o operator) bool {
	switch k {
	case text:
		return true
	case word, boolean:
		return o.name == "eq"
	case id:
		return o.name == "eq" || o.name == "in"
	case list:
		return o.name == "contains"
	}
	return false
}

// Properties returns the names of the properties that the rule asks for, each once, in order of
// appearance.
func (r *Rule) Properties() []string {
	var names []string
	seen := map[string]bool{}
	r.each(func(c comparison) {
		if !seen[c.property] {
			seen[c.property] = true
			names = append(names, c.property)
		}
	})
	return names
}

// each visits every comparison, in order of appearance.
func (r *Rule) each(visit func(comparison)) {
	var walk func(node)
	walk = func(n node) {
		switch n := n.(type) {
		case and:
			walk(n.left)
			walk(n.right)
		case or:
			walk(n.left)
			walk(n.right)
		case not:
			walk(n.operand)
		case comparison:
			visit(n)
		}
	}
	walk(r.root)
}
