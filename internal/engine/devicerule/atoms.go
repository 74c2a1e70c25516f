package devicerule

import (
	"slices"
	"strings"
)

// An Atom is a comparison of one property with one value: what is left of a rule when -and, -or, -not, the
// negated operators and the lists are taken away. Every device makes every atom true or false, and the atoms
// decide the rule.
type Atom struct {
	Property string // as the grammar spells it
	Operator string // eq, startsWith, endsWith or contains
	Value    string // as the rule first writes it; its case means nothing
}

// Atoms returns the distinct atoms of the rule, in order of appearance.
func (r *Rule) Atoms() []Atom {
	var atoms []Atom
	seen := map[Atom]bool{}
	r.each(func(c comparison) {
		for _, value := range c.values {
			name := c.operator.name
			if name == "in" {
				name = "eq"
			}
			folded := Atom{c.property, name, strings.ToLower(value)}
			if !seen[folded] {
				seen[folded] = true
				atoms = append(atoms, Atom{c.property, name, value})
			}
		}
	})
	return atoms
}

// Canonical is a text that rules share which differ in nothing but blanks, letter case, superfluous
// parentheses, and the order or repetition of operands and list members.
func (r *Rule) Canonical() string { return canonical(r.root) }

func canonical(n node) string {
	switch n := n.(type) {
	case and:
		return "(" + strings.Join(operands(n, func(n node) (node, node, bool) { a, ok := n.(and); return a.left, a.right, ok }), " -and ") + ")"
	case or:
		return "(" + strings.Join(operands(n, func(n node) (node, node, bool) { o, ok := n.(or); return o.left, o.right, ok }), " -or ") + ")"
	case not:
		return "-not " + canonical(n.operand)
	case comparison:
		values := make([]string, len(n.values))
		for i, value := range n.values {
			values[i] = `"` + strings.ReplaceAll(strings.ToLower(value), `"`, `""`) + `"`
		}
		slices.Sort(values)
		negation := ""
		if n.operator.negated {
			negation = "not "
		}
		return n.property + " " + negation + n.operator.name + " " + strings.Join(slices.Compact(values), ",")
	}
	return ""
}

// operands are the canonical operands of a chain of one operator, each once.
func operands(n node, split func(node) (left, right node, ok bool)) []string {
	var parts []string
	var walk func(node)
	walk = func(n node) {
		if left, right, ok := split(n); ok {
			walk(left)
			walk(right)
			return
		}
		parts = append(parts, canonical(n))
	}
	walk(n)
	slices.Sort(parts)
	return slices.Compact(parts)
}

// Answers are what the rule's comparisons with a property come to for some values of it, in order: values
// with the same answers are the same to the rule.
func (r *Rule) Answers(property string, have []string) string {
	var b strings.Builder
	r.each(func(c comparison) {
		if c.property != property {
			return
		}
		if slices.ContainsFunc(have, c.matches) {
			b.WriteByte('1')
		} else {
			b.WriteByte('0')
		}
	})
	return b.String()
}

// PropertyNames are the properties that a rule may ask for, in order.
func PropertyNames() []string {
	var names []string
	for _, p := range properties {
		names = append(names, p.name)
	}
	slices.Sort(names)
	return names
}
