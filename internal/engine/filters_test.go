package engine

import (
	"fmt"
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// byRules are policies that block the devices of which a rule is true, one for each rule.
func byRules(rules ...string) []ca.Policy {
	var policies []ca.Policy
	for _, rule := range rules {
		policies = append(policies, blockEverybody(func(p *ca.Policy) {
			p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: rule}}
		}))
	}
	return numbered(policies...)
}

func compiled(policies []ca.Policy) filters {
	var list []*ca.Policy
	for i := range policies {
		list = append(list, &policies[i])
	}
	return compileFilters(list)
}

// owned is a device with these properties.
func owned(properties map[string][]string) *device {
	source := ca.Device{ID: "device", Properties: map[string]ca.Property{}}
	for name, values := range properties {
		source.Properties[name] = ca.Property{Values: values}
	}
	d := newDevice(source)
	return &d
}

// TestRuleOfEachPolicy: every policy decides by its own rule, and policies with one rule decide alike.
func TestRuleOfEachPolicy(t *testing.T) {
	t.Parallel()
	const other, own = `device.model -eq "other"`, `device.model -eq "own"`
	f := compiled(byRules(other, own, other, own))
	d := owned(map[string][]string{"model": {"own"}})
	for policy, want := range []Value{No, Yes, No, Yes} {
		if got := f.classes[f.classOf(d)].value(policy); got != want {
			t.Errorf("policy %d says %s, want %s", policy, got, want)
		}
	}
}

// TestDevicesAreToldApart: a device is judged by its own values, whatever devices were judged before it: those of which
// something was not read, or is null, or is empty, are told from each other; those with equal values are one class.
func TestDevicesAreToldApart(t *testing.T) {
	t.Parallel()
	policies := byRules(`device.model -eq "a"`, `device.model -eq ""`, `device.manufacturer -eq "a"`, `device.manufacturer -eq "b"`,
		`device.physicalIds -contains "b"`)
	devices := []map[string][]string{
		{"model": {"a"}, "manufacturer": nil, "physicalIds": nil},
		{"model": nil, "manufacturer": {"a"}, "physicalIds": nil},
		{"model": nil, "manufacturer": {"b"}, "physicalIds": nil},
		{"model": nil, "manufacturer": nil, "physicalIds": {"b"}},
		{"model": nil, "manufacturer": {"a"}, "physicalIds": {"b"}},
		{"model": nil, "manufacturer": {"b"}, "physicalIds": {"a"}},
		{"model": nil, "manufacturer": nil, "physicalIds": {"a", "b"}},
		{"model": nil, "manufacturer": nil, "physicalIds": {"a\x01b"}},
		{"model": nil, "manufacturer": nil, "physicalIds": {"a\x02b"}},
		{"model": nil, "manufacturer": nil, "physicalIds": nil},
		{"manufacturer": nil, "physicalIds": nil},
		{"model": nil, "physicalIds": nil},
		{"model": nil, "manufacturer": nil},
		{"model": {""}, "manufacturer": nil, "physicalIds": nil},
		{},
	}
	for first := range devices {
		t.Run(fmt.Sprintf("after-number-%d", first), func(t *testing.T) {
			t.Parallel()
			f := compiled(policies)
			class := f.classOf(owned(devices[first]))
			if again := f.classOf(owned(devices[first])); again != class {
				t.Errorf("a device with the same values is of class %d, want %d", again, class)
			}
			for i, properties := range devices {
				d := owned(properties)
				got, want := f.classes[f.classOf(d)], f.decide(d.property)
				if !got.surely.Equal(want.surely) || !got.perhaps.Equal(want.perhaps) {
					t.Errorf("of device %d the policies say %v, perhaps %v, want %v, perhaps %v",
						i, got.surely.Members(), got.perhaps.Members(), want.surely.Members(), want.perhaps.Members())
				}
			}
		})
	}
}

// TestAskedOnce: devices are told apart by each property that some rule asks for, once, so that a further rule about the
// same properties tells nobody apart anew.
func TestAskedOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		rules []string
		want  []string
	}{
		{"one-rule", []string{`device.model -eq "a"`}, []string{"model"}},
		{"the-same-property", []string{`device.model -eq "a"`, `device.model -eq "b"`}, []string{"model"}},
		{"another-property", []string{`device.model -eq "a"`, `device.model -eq "a" -and device.manufacturer -eq "b"`},
			[]string{"model", "manufacturer"}},
		{"no-rule", []string{`device.model`}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if f := compiled(byRules(c.rules...)); !slices.Equal(f.asked, c.want) {
				t.Errorf("asked for are %v, want %v", f.asked, c.want)
			}
		})
	}
}
