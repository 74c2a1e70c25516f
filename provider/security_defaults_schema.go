package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

func defaultsSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Security defaults: Microsoft's own rules for a tenant without Conditional Access, as one switch. " +
			"While they are on, the service enables no Conditional Access policy. Between switching them off and the first enabled policy " +
			"nothing asks for multifactor authentication, so let the policies that replace them depend on this resource.\n\n" +
			"A tenant always has security defaults. Creating the resource takes them over, and writes only where they are not as configured; " +
			"destroying it leaves them as they are.",
		Attributes: map[string]schema.Attribute{
			"id":         stable("The id of security defaults, which is the same in every tenant."),
			"is_enabled": schema.BoolAttribute{Required: true, MarkdownDescription: "Whether security defaults are on."},
			"timeouts":   timeouts.Attributes(ctx, timeouts.Opts{Create: true, Read: true, Update: true}),
		},
	}
}
