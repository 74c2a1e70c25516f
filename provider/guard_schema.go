package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// guardAttribute has no validators and no defaults: package guard has both, for this block and for the
// guard.json of a tenant folder alike.
func guardAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		Optional: true,
		MarkdownDescription: "What must stay true in every state that the tenant passes through. " +
			"Left out it is at its strictest: it then asks for break-glass accounts to be named.",
		Attributes: map[string]schema.Attribute{
			"minimum_admins": guardNumber("How many administrators must be able to sign in and change policies. At least 1. Defaults to `2`."),
			"break_glass": guardObject("The accounts that must work on the worst day.", map[string]schema.Attribute{
				"users":   guardSet("Object ids of users."),
				"groups":  guardSet("Object ids of groups; every member counts."),
				"minimum": guardNumber("How many of them must be robust. Defaults to `2`; `0` only when it is written."),
			}),
			"staging": guardObject("How a policy gets from report-only to enabled.", map[string]schema.Attribute{
				"mode":           guardText("`gate`: the configuration says the state, and the step to `enabled` is refused when it comes too early. `auto`: the provider takes the step when it may. Defaults to `gate`."),
				"minimum_soak":   guardText("How long a policy must have been in report-only with the same effect. Defaults to `168h`."),
				"evidence":       guardText("Whether the sign-in logs must be readable (`required`), or are used when they are (`if_available`). Defaults to `if_available`."),
				"maximum_impact": guardNumber("How many people the logs may show as stopped. Defaults to `0`."),
			}),
			"assume": guardObject("Facts about the tenant that no request tells. Each one that a verdict rests on is printed with it.", map[string]schema.Attribute{
				"platforms":             guardSet("The device platforms that administrators have."),
				"networks":              guardNetworks("Networks that administrators can sign in from.", true),
				"pipeline_networks":     guardNetworks("Networks that the pipeline signs in from.", false),
				"certificate_users":     guardSet("Users who have a certificate to sign in with: object ids or user principal names."),
				"terms_of_use_accepted": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether administrators can accept the terms of use that policies ask for. Defaults to `false`."},
			}),
			"waivers": schema.ListNestedAttribute{
				Optional:            true,
				MarkdownDescription: "Findings that are let pass, each for one policy, for a reason, until a date.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"rule":    requiredGuardText("The finding, for instance `EG021`."),
					"policy":  requiredGuardText("The policy's display name."),
					"reason":  requiredGuardText("Why it is let pass."),
					"expires": requiredGuardText("The last day on which it counts, for instance `2027-01-31`."),
				}},
			},
			"on_undecided":  guardText("Whether a refusal that rests on nothing but undecided verdicts is a refusal (`refuse`) or a warning (`warn`). Defaults to `refuse`."),
			"verify":        guardText("Whether the service's own What-If API is asked for a second opinion before a policy is enabled: `what_if`, or `none`. Defaults to `none`."),
			"max_staleness": guardText("How old a read of the tenant may be when a write rests on it. Defaults to `10s`."),
			"order_wait":    guardText("How long a write waits for the writes that make it safe. Defaults to `60s`."),
			"settle":        guardText("How long a plan that fails waits for the changes that it has not seen. Defaults to `2s`."),
		},
	}
}

func guardObject(description string, attributes map[string]schema.Attribute) schema.Attribute {
	return schema.SingleNestedAttribute{MarkdownDescription: description, Optional: true, Attributes: attributes}
}

func guardNetworks(description string, perAccount bool) schema.Attribute {
	attributes := map[string]schema.Attribute{
		"address": guardText("A public IPv4 or IPv6 address."),
		"country": guardText("The country that the address belongs to, in two letters."),
	}
	if perAccount {
		attributes["account"] = guardText("The one account that has this network: an object id or a user principal name. Everybody has it when left out.")
	}
	return schema.ListNestedAttribute{
		MarkdownDescription: description,
		Optional:            true,
		NestedObject:        schema.NestedAttributeObject{Attributes: attributes},
	}
}

func guardSet(description string) schema.Attribute {
	return schema.SetAttribute{MarkdownDescription: description, Optional: true, ElementType: types.StringType}
}

func guardNumber(description string) schema.Attribute {
	return schema.Int64Attribute{MarkdownDescription: description, Optional: true}
}

func guardText(description string) schema.Attribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true}
}

func requiredGuardText(description string) schema.Attribute {
	return schema.StringAttribute{MarkdownDescription: description, Required: true}
}
