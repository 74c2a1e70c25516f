package difference

import (
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/devicerule"
)

// A component is device filter rules that look at common properties, and everything that a device can make
// of them. Rules of different components say nothing about each other, so each component is an axis.
type component struct {
	terms      []int // of the rules
	properties []string
	platforms  bool // a rule asks for the operating system, which decides the platform
	values     []deviceValue
}

// A deviceValue is one thing that a device can make of the rules of a component. The first value of a
// component is that of no device at all.
type deviceValue struct {
	holds []bool // by rule
	// witnesses are properties that make it so, by platform; under "" where any platform will do.
	witnesses map[string]map[string][]string
}

// mostWitnesses bounds what is tried for one component.
const mostWitnesses = 1 << 16

// components groups the rules of the terms that are used. ok is false where there are too many combinations
// to try.
func components(v *vocabulary[*deviceTerm], used []bool) (all []*component, ok bool) {
	for i, t := range v.terms {
		if !used[i] || t.what.rule == nil {
			continue
		}
		joined := &component{terms: []int{i}, properties: t.what.rule.Properties()}
		var rest []*component
		for _, c := range all {
			if slices.ContainsFunc(c.properties, func(p string) bool { return slices.Contains(joined.properties, p) }) {
				joined.terms = append(c.terms, joined.terms...)
				joined.properties = unique(append(c.properties, joined.properties...))
			} else {
				rest = append(rest, c)
			}
		}
		rest = append(rest, joined)
		all = rest
	}
	for _, c := range all {
		slices.Sort(c.terms)
		slices.Sort(c.properties)
		if !c.enumerate(v) {
			return nil, false
		}
	}
	return all, true
}

// platformPrefixes are what the operating system of a device begins with, and so tell the platform.
var platformPrefixes = []string{"windowsphone", "windows", "mac", "linux", "ios", "ipados", "iphone", "ipad", "android"}

const operatingSystem = "operatingSystem"

func (c *component) enumerate(v *vocabulary[*deviceTerm]) bool {
	var atoms []devicerule.Atom
	for _, t := range c.terms {
		atoms = append(atoms, v.terms[t].what.rule.Atoms()...)
	}
	choices := make([][][]string, len(c.properties))
	combinations := 1
	for i, property := range c.properties {
		var own []devicerule.Atom
		for _, a := range atoms {
			if a.Property == property && !slices.ContainsFunc(own, func(b devicerule.Atom) bool {
				return a.Operator == b.Operator && strings.EqualFold(a.Value, b.Value)
			}) {
				own = append(own, a)
			}
		}
		if property == operatingSystem {
			c.platforms = true
			for _, prefix := range platformPrefixes {
				own = append(own, devicerule.Atom{Property: property, Operator: "startsWith", Value: prefix})
			}
		}
		values, ok := devicerule.Witnesses(property, own, mostWitnesses)
		choices[i] = c.telling(v, property, values)
		if combinations *= len(choices[i]); !ok || combinations > mostWitnesses {
			return false
		}
	}
	byKey := map[string]int{}
	have := map[string][]string{}
	lookup := func(name string) ([]string, bool) { return have[name], true }
	chosen := make([]int, len(choices))
	for {
		for i, property := range c.properties {
			have[property] = choices[i][chosen[i]]
		}
		c.note(v, lookup, have, byKey)
		// Count up. The last property changes fastest, and each begins with null.
		i := len(chosen) - 1
		for ; i >= 0; i-- {
			if chosen[i]++; chosen[i] < len(choices[i]) {
				break
			}
			chosen[i] = 0
		}
		if i < 0 {
			return true
		}
	}
}

// telling keeps one of the values that are the same to every rule; and of operating systems one for each
// platform.
func (c *component) telling(v *vocabulary[*deviceTerm], property string, values [][]string) [][]string {
	seen := map[string]bool{}
	var kept [][]string
	for _, have := range values {
		var key strings.Builder
		for _, t := range c.terms {
			key.WriteString(v.terms[t].what.rule.Answers(property, have) + " ")
		}
		if property == operatingSystem {
			key.WriteString(platformOf(have))
		}
		if !seen[key.String()] {
			seen[key.String()] = true
			kept = append(kept, have)
		}
	}
	return kept
}

// platformOf is the platform of a device with an operating system.
func platformOf(system []string) string {
	return string(ca.Device{Properties: map[string]ca.Property{operatingSystem: {Values: system}}}.Platform())
}

func (c *component) note(v *vocabulary[*deviceTerm], lookup devicerule.Lookup, have map[string][]string, byKey map[string]int) {
	value := deviceValue{holds: make([]bool, len(c.terms)), witnesses: map[string]map[string][]string{}}
	key := make([]byte, len(c.terms))
	for i, t := range c.terms {
		value.holds[i] = v.terms[t].what.rule.Decide(lookup) == devicerule.Yes
		key[i] = '0'
		if value.holds[i] {
			key[i] = '1'
		}
	}
	n, known := byKey[string(key)]
	if !known {
		n = len(c.values)
		byKey[string(key)] = n
		c.values = append(c.values, value)
	}
	platform := ""
	if c.platforms {
		platform = platformOf(have[operatingSystem])
	}
	if _, known := c.values[n].witnesses[platform]; !known {
		witness := make(map[string][]string, len(have))
		for property, values := range have {
			witness[property] = values
		}
		c.values[n].witnesses[platform] = witness
	}
}

// deviceAxis is the axis of a component, or of the filters that cannot be read where c is nil.
func deviceAxis(v *vocabulary[*deviceTerm], c *component, used []bool) *axis {
	values := 1
	if c != nil {
		values = len(c.values)
	}
	return newAxis(device, v, values, used, func(t term[*deviceTerm]) set {
		if c == nil {
			return bitset.Full(values)
		}
		s, rule := bitset.New(values), slices.Index(c.terms, v.number[t.key])
		for i, value := range c.values {
			if value.holds[rule] {
				s.Add(i)
			}
		}
		return s
	})
}
