package difference_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestTheSameAsked writes what a policy asks in another way: it is not even edited.
func TestTheSameAsked(t *testing.T) {
	t.Parallel()
	asking := func(g ca.GrantControls) *ca.Tenant {
		return tenant(policy("p", func(p *ca.Policy) { p.GrantControls = &g }))
	}
	controls := func(operator ca.Operator, list ...ca.BuiltInControl) ca.GrantControls {
		return ca.GrantControls{Operator: operator, BuiltInControls: list}
	}
	extra := func(raw string) ca.GrantControls {
		return ca.GrantControls{Operator: ca.OperatorOR, Extra: ca.Extra{"limit": json.RawMessage(raw)}}
	}
	const mfa, device, joined = ca.ControlMFA, ca.ControlCompliantDevice, ca.ControlDomainJoinedDevice
	for _, c := range []struct {
		name          string
		before, after ca.GrantControls
		change        difference.Change
	}{
		{"all-in-another-order", controls(ca.OperatorAND, mfa, device, joined), controls(ca.OperatorAND, joined, device, mfa), difference.Unchanged},
		{"all-of-them-twice", controls(ca.OperatorAND, mfa, device), controls(ca.OperatorAND, device, mfa, device), difference.Unchanged},
		{"one-in-another-order", controls(ca.OperatorOR, mfa, device, joined), controls(ca.OperatorOR, joined, device, mfa), difference.Unchanged},
		{"one-of-them-twice", controls(ca.OperatorOR, mfa, device), controls(ca.OperatorOR, device, mfa, device), difference.Unchanged},
		{"all-for-one", controls(ca.OperatorAND, mfa, device), controls(ca.OperatorOR, mfa, device), difference.Edited},
		{"blocked-by-an-operator-that-nobody-knows", controls(ca.OperatorOR, ca.ControlBlock), controls("XOR", ca.ControlBlock), difference.Unchanged},
		{"property-spaced-otherwise", extra(`{"a":1,"b":2}`), extra(`{ "b": 2, "a": 1 }`), difference.Unchanged},
		{"large-number", extra(`9007199254740992`), extra(`9007199254740993`), difference.Edited},
		{"unreadable-property", extra(`{`), extra(`}`), difference.Edited},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(asking(c.before), asking(c.after))
			if r.Policies[0].Change != c.change || r.None() != (c.change == difference.Unchanged) {
				t.Errorf("the policy is %s, want %s: %+v", r.Policies[0].Change, c.change, r.Boxes)
			}
		})
	}
}

// TestPoliciesOfOneID: policies that have the same id are as many policies, in their order.
func TestPoliciesOfOneID(t *testing.T) {
	t.Parallel()
	list := func(controls ...ca.BuiltInControl) *ca.Tenant {
		var policies []ca.Policy
		for i, c := range controls {
			policies = append(policies, policy([]string{"p", "P", "p"}[i], asks(c)))
		}
		return tenant(policies...)
	}
	const mfa, block = ca.ControlMFA, ca.ControlBlock
	for _, c := range []struct {
		before, after *ca.Tenant
		changes       []difference.Change
	}{
		{list(mfa, block, mfa), list(mfa, block, mfa), []difference.Change{difference.Unchanged, difference.Unchanged, difference.Unchanged}},
		{list(block, mfa, mfa), list(mfa, mfa, mfa), []difference.Change{difference.Edited, difference.Unchanged, difference.Unchanged}},
		{list(mfa, block, mfa), list(mfa, mfa, mfa), []difference.Change{difference.Unchanged, difference.Edited, difference.Unchanged}},
		{list(mfa, mfa, block), list(mfa, mfa), []difference.Change{difference.Unchanged, difference.Unchanged, difference.Deleted}},
	} {
		r := difference.Of(c.before, c.after)
		var changes []difference.Change
		for _, p := range r.Policies {
			changes = append(changes, p.Change)
		}
		if same := !slices.Contains(c.changes, difference.Edited) && !slices.Contains(c.changes, difference.Deleted); !slices.Equal(changes, c.changes) || r.None() != same {
			t.Errorf("they are %s, want %s: %+v", changes, c.changes, r.Boxes)
		}
	}
}
