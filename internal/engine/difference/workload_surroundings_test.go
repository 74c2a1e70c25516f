package difference_test

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestServicePrincipalsHaveNothingOfPeople: no device, no insider risk and no authentication flow. A policy that
// asks for one of them concerns no service principal, and one that leaves it out all of them.
func TestServicePrincipalsHaveNothingOfPeople(t *testing.T) {
	t.Parallel()
	device := func(mode ca.FilterMode, rule string) func(*ca.Conditions) {
		return func(c *ca.Conditions) {
			c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: mode, Rule: rule}}
		}
	}
	insider := func(level string) func(*ca.Conditions) {
		return func(c *ca.Conditions) { c.InsiderRiskLevels = []string{level} }
	}
	flow := func(method string) func(*ca.Conditions) {
		return func(c *ca.Conditions) {
			c.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{method}}
		}
	}
	for name, c := range map[string]struct {
		narrow   func(*ca.Conditions)
		concerns bool
	}{
		"a-model":                 {device(ca.FilterInclude, `device.model -eq "Surface"`), false},
		"no-such-model":           {device(ca.FilterInclude, `device.model -ne "Surface"`), true},
		"without-a-model":         {device(ca.FilterExclude, `device.model -eq "Surface"`), true},
		"all-but-another-model":   {device(ca.FilterExclude, `device.model -ne "Surface"`), false},
		"minor-insider-risk":      {insider(ca.InsiderRiskLevels[0]), false},
		"moderate-insider-risk":   {insider(ca.InsiderRiskLevels[1]), false},
		"device-code":             {flow(ca.TransferMethods[0]), false},
		"authentication-transfer": {flow(ca.TransferMethods[1]), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(tenant(), tenant(blocking(func(conditions *ca.Conditions) {
				conditions.Users = ca.Users{}
				conditions.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
				c.narrow(conditions)
			})))
			if !c.concerns {
				if !r.None() || r.Policies[0].Decision != difference.NoEffect {
					t.Errorf("the policy is %s: %+v", r.Policies[0].Decision, r.Boxes)
				}
				return
			}
			if len(r.Boxes) != 1 || !r.Boxes[0].People.Workload || len(r.Boxes[0].Devices) > 0 || r.Boxes[0].Example.Conditions.Device != nil {
				t.Errorf("want one box of every service principal, and no word of devices: %+v", r.Boxes)
			}
		})
	}
}
