package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
)

func contextSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "An authentication context: a mark that applications ask for before something sensitive, and that policies " +
			"can be about. A context that is published (`is_available`) is withdrawn before it is deleted, since the service deletes no published one.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "`c1` to `c99`. Applications and policies name the context by it, so it is yours to choose; " +
					"another one is another context, and replaces this one. An id that the tenant has already is refused: import it.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"display_name": requiredText("The name that applications show for the context."),
			"description":  schema.StringAttribute{Optional: true, MarkdownDescription: "What the policies behind the context ask for."},
			"is_available": withFalse("Whether the context is published, so that applications can be set to ask for it."),
			"timeouts":     timeouts.Attributes(ctx, timeouts.Opts{Create: true, Read: true, Update: true, Delete: true}),
		},
	}
}
