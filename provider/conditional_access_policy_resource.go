package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graph"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

var (
	_ resource.ResourceWithConfigure      = (*entityResource[ca.Policy])(nil)
	_ resource.ResourceWithIdentity       = (*entityResource[ca.Policy])(nil)
	_ resource.ResourceWithImportState    = (*entityResource[ca.Policy])(nil)
	_ resource.ResourceWithModifyPlan     = (*entityResource[ca.Policy])(nil)
	_ resource.ResourceWithMoveState      = (*entityResource[ca.Policy])(nil)
	_ resource.ResourceWithValidateConfig = (*entityResource[ca.Policy])(nil)
)

func newPolicyResource() resource.Resource { return &entityResource[ca.Policy]{entity: policyEntity} }

var policyEntity = entity[ca.Policy]{
	noun:     "policy",
	typeName: "conditional_access_policy",
	address:  address{collections: []string{"identity/conditionalAccess/policies"}},

	schema: once(policySchema),
	scalar: "state",
	shape:  policyShape,

	id:       func(p ca.Policy) string { return p.ID },
	name:     func(p ca.Policy) string { return p.DisplayName },
	modified: func(p ca.Policy) time.Time { return p.ModifiedDateTime },
	in:       func(t *ca.Tenant) []ca.Policy { return t.Policies.Value() },

	state:  func(p ca.Policy) string { return string(p.State) },
	states: plainStrings(ca.States),

	list:   (*graph.Client).Policies,
	read:   (*graph.Client).Policy,
	create: (*graph.Client).CreatePolicy,
	update: updatePolicy,
	remove: (*graph.Client).DeletePolicy,

	change:   policyChange,
	check:    guard.ValidatePolicy,
	complete: withUnmanaged,
	disarm:   toReportOnly,
	decode:   ca.DecodePolicy,
	sources:  []source{azureadPolicy, microsoft365Policy, microsoft365wpPolicy},
	unfit:    func(ca.Policy) string { return "" },
	replaces: func(_, _ ca.Policy) bool { return false },
}

func policyChange(before, after *ca.Policy) guard.Change {
	change := guard.Change{Object: guard.ObjectPolicy, PolicyBefore: before, PolicyAfter: after}
	if before != nil {
		change.ID = before.ID
	}
	return change
}

// updatePolicy sends what differs, and clears what the service may have made of the desired words.
func updatePolicy(ctx context.Context, c *graph.Client, desired, current ca.Policy) (ca.Policy, error) {
	current.Conditions.Users = withGuestsToClear(desired.Conditions.Users, current.Conditions.Users)
	return c.UpdatePolicy(ctx, desired, current)
}

// toReportOnly stops a policy from enforcing anything.
func toReportOnly(ctx context.Context, c *graph.Client, created ca.Policy) error {
	harmless := created
	harmless.State = ca.StateReportOnly
	_, err := c.UpdatePolicy(ctx, harmless, created)
	return err
}
