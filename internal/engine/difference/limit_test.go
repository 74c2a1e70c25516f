package difference

import (
	"fmt"
	"slices"
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
	} else if !strings.HasPrefix(r.Undecided, "there are too many ways in which the changed policies and the others meet") {
		t.Errorf("without work the reason is %q", r.Undecided)
	}
}

// TestLimitOfOneChange: where all changes together are easy to decide, what one does alone may not be, and the
// reason names it.
func TestLimitOfOneChange(t *testing.T) {
	t.Parallel()
	everywhere := blocked("everywhere", func(*ca.Conditions) {})
	somewhere := blocked("somewhere", func(c *ca.Conditions) { c.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh} })
	r := of(surroundings(), surroundings(everywhere, somewhere), 1) // the applications are one step, the risk another
	if len(r.Boxes) != 1 || r.Boxes[0].Kind != Lost || !r.Boxes[0].People.Everybody {
		t.Errorf("want one box of everybody: %+v", r.Boxes)
	}
	if r.Policies[0].Decision != Stricter || r.Policies[1].Decision != NotDecided {
		t.Errorf("the policies are %s and %s", r.Policies[0].Decision, r.Policies[1].Decision)
	}
	if want := "what the change of Policy somewhere does takes too long to decide"; r.Undecided != want {
		t.Errorf("the reason is %q, want %q", r.Undecided, want)
	}
}

// TestWhatIsFoundWithinTheLimit is told, although the search had to be given up elsewhere.
func TestWhatIsFoundWithinTheLimit(t *testing.T) {
	t.Parallel()
	about := func(application string, risks ...ca.RiskLevel) ca.Policy {
		return blocked(application, func(c *ca.Conditions) {
			c.Applications.IncludeApplications, c.UserRiskLevels = []string{application}, risks
		})
	}
	r := of(surroundings(), surroundings(about("app-1"), about("app-2", ca.RiskHigh)), 1) // the risk is a step too many
	if len(r.Boxes) != 1 || r.Boxes[0].Kind != Lost || !slices.Equal(r.Boxes[0].Targets.Only, []string{"app-1"}) || r.Undecided == "" {
		t.Errorf("want one box of app-1, and that there may be more: %+v %q", r.Boxes, r.Undecided)
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

// TestDevicesLeaveOthersDecided: that devices cannot be told apart leaves open what changed about users, and
// neither what stayed the same nor what changed about service principals.
func TestDevicesLeaveOthersDecided(t *testing.T) {
	t.Parallel()
	same := blocked("same", func(c *ca.Conditions) { c.Applications.IncludeApplications = []string{"app"} })
	robots := blocked("robots", func(c *ca.Conditions) {
		c.Users, c.ClientApplications = ca.Users{}, &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
	})
	devices := blocked("devices", func(c *ca.Conditions) {
		rule := attributes(15, "(%[1]s -eq \"a\" -or %[1]s -eq \"b\")")
		c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterInclude, Rule: rule}}
	})
	r := Of(surroundings(same, robots), surroundings(same, devices))
	for i, want := range []Decision{NoEffect, NoStricter, NotDecided} {
		if p := r.Policies[i]; p.Decision != want {
			t.Errorf("%s, which is %s, is %s, want %s", p.Name, p.Change, p.Decision, want)
		}
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
