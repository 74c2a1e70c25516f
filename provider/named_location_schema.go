package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/objectvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func locationSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A named location: networks that policies name, either by address or by country. " +
			"A location cannot change from one kind to the other; that replaces it.",
		Attributes: map[string]schema.Attribute{
			"id":           stable("The location's object id, which policies name in `conditions.locations`."),
			"display_name": requiredText("The location's name. Names need not be unique."),
			"ip": either(replacing(object("A location by address.", map[string]schema.Attribute{
				"ip_ranges":  rangeAttribute("Address blocks in CIDR form, IPv4 and IPv6."),
				"is_trusted": withFalse("Whether the location is trusted. `AllTrusted` in a policy means every trusted location."),
			}))),
			"country": replacing(object("A location by country.", map[string]schema.Attribute{
				"countries_and_regions":                 requiredSet(idSet("Two-letter country codes (ISO 3166-1).")),
				"include_unknown_countries_and_regions": withFalse("Whether addresses that belong to no known country are in the location."),
				"country_lookup_method":                 withDefault(member("How the service finds the country.", ca.CountryLookups), ca.LookupClientIPAddress),
			})),
			"created_date_time":  stable("When the location was created."),
			"modified_date_time": schema.StringAttribute{Computed: true, MarkdownDescription: "When the location was last changed."},
			"timeouts":           timeouts.Attributes(ctx, timeouts.Opts{Create: true, Read: true, Update: true, Delete: true}),
		},
	}
}

func rangeAttribute(description string) schema.SetAttribute {
	attribute := requiredSet(idSet(description))
	attribute.CustomType = rangeSetKind
	return attribute
}

// either asks for exactly one of the two kinds. One of them asks, so that the answer comes once.
func either(attribute schema.SingleNestedAttribute) schema.SingleNestedAttribute {
	attribute.Validators = []validator.Object{objectvalidator.ExactlyOneOf(path.MatchRoot("country"))}
	return attribute
}

func replacing(attribute schema.SingleNestedAttribute) schema.SingleNestedAttribute {
	const description = "Replaces the location when it is added or removed."
	attribute.PlanModifiers = []planmodifier.Object{objectplanmodifier.RequiresReplaceIf(changesKind, description, description)}
	return attribute
}

// changesKind asks for a replacement when the object comes or goes.
func changesKind(_ context.Context, req planmodifier.ObjectRequest, resp *objectplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !req.PlanValue.IsUnknown() && req.StateValue.IsNull() != req.PlanValue.IsNull()
}

func withFalse(description string) schema.BoolAttribute {
	return schema.BoolAttribute{
		MarkdownDescription: description + " Defaults to `false`.",
		Optional:            true,
		Computed:            true,
		Default:             booldefault.StaticBool(false),
	}
}
