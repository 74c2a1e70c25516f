package difference

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestLimit gives up early: a search that was cut short never says that nothing changes.
func TestLimit(t *testing.T) {
	t.Parallel()
	p := blocked("p", func(c *ca.Conditions) {
		c.Applications.IncludeApplications = []string{"app"}
		c.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh}
	})
	before, after := &ca.Tenant{Policies: ca.Known([]ca.Policy{})}, &ca.Tenant{Policies: ca.Known([]ca.Policy{p})}
	if r := of(before, after, defaultLimit); r.Undecided != "" || len(r.Boxes) != 1 {
		t.Fatalf("with enough work: %+v", r)
	}
	if r := of(before, after, 0); r.None() || r.Policies[0].Decision != NotDecided {
		t.Errorf("without work: %+v", r)
	}
}

// TestTooManyKindsOfDevices: filters that tell more devices apart than can be tried are not decided, and quickly.
func TestTooManyKindsOfDevices(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		rule   string
		decide bool
	}{
		{"few", attributes(3, "%[1]s -eq \"a\""), true},
		{"many-properties", attributes(15, "(%[1]s -eq \"a\" -or %[1]s -eq \"b\")"), false},
		{"many-values-of-one", "device.extensionAttribute1 -contains \"" + strings.Repeat("a", 20) + "\"" + manyContained(40), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := Of(surroundings(), surroundings(blocked("p", func(conditions *ca.Conditions) {
				conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: c.rule}}
			})))
			if decided := r.Undecided == "" && r.Policies[0].Decision == Stricter; decided != c.decide || r.None() {
				t.Errorf("the policy is %s: %q", r.Policies[0].Decision, r.Undecided)
			}
			if !c.decide && !strings.Contains(r.Undecided, "device filters") {
				t.Errorf("it is not said that the device filters are the reason: %q", r.Undecided)
			}
		})
	}
}

// attributes is a rule about the first n extension attributes.
func attributes(n int, format string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = fmt.Sprintf(format, fmt.Sprintf("device.extensionAttribute%d", i+1))
	}
	return strings.Join(parts, " -and ")
}

// manyContained asks for n texts more, any of which a value may hold with any other.
func manyContained(n int) string {
	var rule strings.Builder
	for i := range n {
		fmt.Fprintf(&rule, " -and device.extensionAttribute1 -contains \"%c%c\"", 'b'+i/20, 'b'+i%20)
	}
	return rule.String()
}
