package provider

import (
	"cmp"
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graph"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

func newDefaultsResource() resource.Resource {
	return &entityResource[ca.SecurityDefaults]{entity: defaultsEntity}
}

var defaultsEntity = entity[ca.SecurityDefaults]{
	noun:     "setting",
	typeName: "security_defaults",
	address: address{
		collections: []string{"policies/identitySecurityDefaultsEnforcementPolicy"},
		sole:        "00000000-0000-0000-0000-000000000005",
	},

	schema: once(defaultsSchema),
	scalar: "is_enabled",
	shape:  defaultsShape,

	id:       func(d ca.SecurityDefaults) string { return d.ID },
	name:     func(d ca.SecurityDefaults) string { return cmp.Or(d.DisplayName, "Security Defaults") },
	modified: func(ca.SecurityDefaults) time.Time { return time.Time{} }, // the service does not say
	in: func(t *ca.Tenant) []ca.SecurityDefaults {
		if d, read := t.SecurityDefaults.Get(); read {
			return []ca.SecurityDefaults{d}
		}
		return nil
	},

	list: func(c *graph.Client, ctx context.Context) ([]ca.SecurityDefaults, error) {
		d, err := c.SecurityDefaults(ctx)
		return []ca.SecurityDefaults{d}, err
	},
	read: func(c *graph.Client, ctx context.Context, _ string) (ca.SecurityDefaults, bool, error) {
		d, err := c.SecurityDefaults(ctx)
		return d, err == nil, err
	},
	update: func(ctx context.Context, c *graph.Client, desired, current ca.SecurityDefaults) (ca.SecurityDefaults, error) {
		return c.UpdateSecurityDefaults(ctx, desired, current)
	},

	standing: true,
	change:   defaultsChange,
	check:    func(ca.SecurityDefaults) []guard.Finding { return nil },
	complete: func(planned, current ca.SecurityDefaults) (ca.SecurityDefaults, []string) {
		planned.ID, planned.DisplayName, planned.Description = current.ID, current.DisplayName, current.Description
		return planned, nil
	},
	decode:   ca.DecodeSecurityDefaults,
	sources:  []source{microsoft365wpDefaults},
	unfit:    func(ca.SecurityDefaults) string { return "" },
	replaces: func(_, _ ca.SecurityDefaults) bool { return false },
}

var defaultsShape = shape[ca.SecurityDefaults]{
	record: record[ca.SecurityDefaults]{
		assigned(text("id", func(d *ca.SecurityDefaults) *string { return &d.ID })),
		whether("is_enabled", "isEnabled", func(d *ca.SecurityDefaults) *bool { return &d.IsEnabled },
			func(d *ca.SecurityDefaults) *ca.Extra { return &d.Extra }),
	},
	stored:  func(d ca.SecurityDefaults) ca.SecurityDefaults { return d },
	unasked: func(_, shown ca.SecurityDefaults) ca.SecurityDefaults { return shown },
}

func defaultsChange(before, after *ca.SecurityDefaults) guard.Change {
	change := guard.Change{Object: guard.ObjectSecurityDefaults, SecurityDefaultsBefore: before, SecurityDefaultsAfter: after}
	if before != nil {
		change.ID = before.ID
	}
	return change
}
