package engine

import (
	"encoding/binary"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/devicerule"
)

// Filters are the device filters of all policies. Devices of which every rule says the same are one class,
// and what a rule says depends on the properties that it asks for alone.
type filters struct {
	policies   []deviceFilter
	rules      []parsedRule // distinct
	asked      []string     // the properties that some rule asks for
	unfiltered mask         // the policies without a filter
	byValues   map[string]int
	classes    []mask // which policies' filters a device of the class matches
}

// The classes of a sign-in without a device, and of a device of which nothing was read.
const (
	noDeviceClass = iota
	unreadClass
)

// A parsedRule is a rule, or what keeps it from being one.
type parsedRule struct {
	rule *devicerule.Rule
	err  error
}

type deviceFilter struct {
	policy int
	mode   ca.FilterMode
	rule   int
}

func compileFilters(policies []*ca.Policy) filters {
	f := filters{unfiltered: fullMask(len(policies)), byValues: map[string]int{}}
	byText, asked := map[string]int{}, map[string]bool{}
	for i, policy := range policies {
		d := policy.Conditions.Devices
		if d == nil || d.DeviceFilter == nil {
			continue
		}
		rule, known := byText[d.DeviceFilter.Rule]
		if !known {
			rule = len(f.rules)
			byText[d.DeviceFilter.Rule] = rule
			var parsed parsedRule
			parsed.rule, parsed.err = devicerule.Parse(d.DeviceFilter.Rule)
			f.rules = append(f.rules, parsed)
			f.ask(parsed, asked)
		}
		f.policies = append(f.policies, deviceFilter{policy: i, mode: d.DeviceFilter.Mode, rule: rule})
		f.unfiltered.surely.Remove(i)
		f.unfiltered.perhaps.Remove(i)
	}
	f.classes = []mask{noDeviceClass: f.decide(devicerule.Null), unreadClass: f.decide(devicerule.Unread)}
	return f
}

func (f *filters) ask(parsed parsedRule, asked map[string]bool) {
	if parsed.err != nil {
		return
	}
	for _, name := range parsed.rule.Properties() {
		if !asked[name] {
			asked[name] = true
			f.asked = append(f.asked, name)
		}
	}
}

// decide says which policies' filters a device matches.
func (f *filters) decide(device devicerule.Lookup) mask {
	said := make([]Value, len(f.rules))
	for i, parsed := range f.rules {
		said[i] = parsed.says(device)
	}
	m := f.unfiltered.clone()
	for _, p := range f.policies {
		m.put(p.policy, filtered(p.mode, said[p.rule]))
	}
	return m
}

// ruleOf is the rule of a policy that has a filter.
func (f *filters) ruleOf(policy int) parsedRule {
	i := slices.IndexFunc(f.policies, func(d deviceFilter) bool { return d.policy == policy })
	return f.rules[f.policies[i].rule]
}

// says is what a rule says of a device; nobody knows that of one that cannot be parsed.
func (p parsedRule) says(device devicerule.Lookup) Value {
	if p.err != nil {
		return Unknown
	}
	return Value(p.rule.Decide(device))
}

// filtered is whether a device of which the rule says so is in the filter.
func filtered(mode ca.FilterMode, said Value) Value {
	switch mode {
	case ca.FilterInclude:
		return said
	case ca.FilterExclude:
		return said.Not()
	}
	return Unknown
}

// classOf is the class of a device.
func (f *filters) classOf(d *device) int {
	var scratch [256]byte
	key := f.appendValues(scratch[:0], d)
	class, known := f.byValues[string(key)]
	if !known {
		class = len(f.classes)
		f.byValues[string(key)] = class
		f.classes = append(f.classes, f.decide(d.property))
	}
	return class
}

// appendValues appends the device's values of every property that is asked for: how many there are and how long each
// is, so that no value can look like two. Zero is a property that was not read.
func (f *filters) appendValues(key []byte, d *device) []byte {
	for _, name := range f.asked {
		values, read := d.property(name)
		if !read {
			key = append(key, 0)
			continue
		}
		key = binary.AppendUvarint(key, uint64(len(values)+1))
		for _, v := range values {
			key = appendText(key, v)
		}
	}
	return key
}
