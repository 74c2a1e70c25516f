package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graph"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

func newStrengthResource() resource.Resource {
	return &entityResource[ca.AuthenticationStrength]{entity: strengthEntity}
}

var strengthEntity = entity[ca.AuthenticationStrength]{
	noun:     "authentication strength",
	typeName: "authentication_strength_policy",
	address: address{collections: []string{
		"identity/conditionalAccess/authenticationStrength/policies", "policies/authenticationStrengthPolicies",
	}},

	schema: once(strengthSchema),
	scalar: "display_name",
	shape:  strengthPolicyShape,

	id:       func(s ca.AuthenticationStrength) string { return s.ID },
	name:     func(s ca.AuthenticationStrength) string { return s.DisplayName },
	modified: func(s ca.AuthenticationStrength) time.Time { return s.ModifiedDateTime },
	in:       func(t *ca.Tenant) []ca.AuthenticationStrength { return t.Strengths.Value() },

	list:   (*graph.Client).Strengths,
	read:   (*graph.Client).Strength,
	create: (*graph.Client).CreateStrength,
	update: func(ctx context.Context, c *graph.Client, desired, current ca.AuthenticationStrength) (ca.AuthenticationStrength, error) {
		return c.UpdateStrength(ctx, desired, current)
	},
	remove: (*graph.Client).DeleteStrength,

	change:   strengthChange,
	check:    guard.CheckStrength,
	complete: withUnmanagedConfigurations,
	disarm: func(ctx context.Context, c *graph.Client, created ca.AuthenticationStrength) error {
		return c.DeleteStrength(ctx, created.ID)
	},
	decode:   ca.DecodeStrength,
	sources:  []source{azureadStrength, microsoft365Strength, microsoft365wpStrength},
	unfit:    unfitStrength,
	replaces: func(_, _ ca.AuthenticationStrength) bool { return false },
}

func strengthChange(before, after *ca.AuthenticationStrength) guard.Change {
	change := guard.Change{Object: guard.ObjectStrength, StrengthBefore: before, StrengthAfter: after}
	if before != nil {
		change.ID = before.ID
	}
	return change
}

// unfitStrength explains the strengths that nobody can write: Microsoft keeps them.
func unfitStrength(s ca.AuthenticationStrength) string {
	if s.PolicyType != "builtIn" {
		return ""
	}
	return "It is one of the strengths that Microsoft provides, and nobody can change or delete those. " +
		"Policies can name its id as it is: `authentication_strength = { id = \"" + s.ID + "\" }`."
}
