package provider

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A templatesDataSource is the policies that Microsoft suggests, with conditions and controls that a policy
// can be made of.
type templatesDataSource struct {
	attributes  func(context.Context) map[string]schema.Attribute // of a policy
	*connection                                                   // nil until the provider is configured
}

func templatesOf(policies func(context.Context) map[string]schema.Attribute) func() datasource.DataSource {
	return func() datasource.DataSource { return &templatesDataSource{attributes: policies} }
}

func (d *templatesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_conditional_access_templates"
}

func (d *templatesDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	d.connection, _ = req.ProviderData.(*connection)
}

func (d *templatesDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	policy := d.attributes(ctx)
	scenarios := listing(ca.TemplateScenarios, "or")
	resp.Schema = schema.Schema{
		MarkdownDescription: "The policies that Microsoft suggests, for a tenant to begin with. What a template says of conditions and " +
			"controls is an object that `entraguard_conditional_access_policy` takes as it is.",
		Attributes: map[string]schema.Attribute{
			"name_contains": schema.StringAttribute{MarkdownDescription: containsDescription, Optional: true},
			"scenario": schema.StringAttribute{
				MarkdownDescription: "Only those for this scenario. One of " + scenarios + ".",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(ca.TemplateScenarios...)},
			},
			"templates": schema.ListNestedAttribute{
				MarkdownDescription: "What was found, by name and then by id.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":          schema.StringAttribute{MarkdownDescription: "The template's id.", Computed: true},
					"name":        schema.StringAttribute{MarkdownDescription: "The template's name.", Computed: true},
					"description": schema.StringAttribute{MarkdownDescription: "What the policy is for.", Computed: true},
					"scenarios":   schema.SetAttribute{MarkdownDescription: "What the template is for.", ElementType: types.StringType, Computed: true},
					"conditions": inTemplate(policy["conditions"], " Microsoft excludes whoever creates the policy by a sentence in "+
						"`exclude_users`. No id is a sentence, so it is left out: exclude your break-glass accounts instead."),
					"grant_controls":   policy["grant_controls"],
					"session_controls": policy["session_controls"],
				}},
			},
		},
	}
}

func inTemplate(attribute schema.Attribute, more string) schema.Attribute {
	if nested, ok := attribute.(schema.SingleNestedAttribute); ok {
		nested.MarkdownDescription += more
		return nested
	}
	return attribute
}

func (d *templatesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	configuration := whole(ctx, req.Config.Get, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	all, err := d.client.Templates(ctx)
	if err != nil {
		d.addFailure(ctx, &resp.Diagnostics, "list the policy templates", err)
		return
	}
	part, _ := configuration.Attributes()["name_contains"].(types.String)
	scenario, _ := configuration.Attributes()["scenario"].(types.String)
	chosen := slices.DeleteFunc(slices.Clone(all), func(t ca.Template) bool {
		return !strings.Contains(strings.ToLower(t.Name), strings.ToLower(part.ValueString())) ||
			!scenario.IsNull() && !slices.Contains(t.Scenarios, scenario.ValueString())
	})
	slices.SortFunc(chosen, func(a, b ca.Template) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	found := make([]attr.Value, len(chosen))
	for i, t := range chosen {
		policy := asPolicy(t)
		found[i] = templateRecord.from(&policy)
	}
	attributes := configuration.Attributes()
	attributes["templates"] = types.ListValueMust(templateRecord.kind(), found)
	resp.Diagnostics.Append(resp.State.Set(ctx, types.ObjectValueMust(kindsOf(configuration), attributes))...)
}

// templateRecord shares the records of a policy's parts.
var templateRecord = record[ca.Template]{
	text("id", func(t *ca.Template) *string { return &t.ID }),
	text("name", func(t *ca.Template) *string { return &t.Name }),
	text("description", func(t *ca.Template) *string { return &t.Description }),
	ids("scenarios", func(t *ca.Template) *[]string { return &t.Scenarios }),
	embedded("conditions", conditionsRecord, func(t *ca.Template) *ca.Conditions { return &t.Details.Conditions }),
	nested("grant_controls", grantRecord, func(t *ca.Template) **ca.GrantControls { return &t.Details.GrantControls }),
	control("session_controls", sessionRecord, func(t *ca.Template) **ca.SessionControls { return &t.Details.SessionControls }),
}

// asPolicy is the template with its policy as the service would store it, without the sentence.
func asPolicy(t ca.Template) ca.Template {
	t.Details = storedPolicy(t.Details)
	users := &t.Details.Conditions.Users
	users.ExcludeUsers = slices.DeleteFunc(slices.Clone(users.ExcludeUsers), func(id string) bool { return strings.Contains(id, " ") })
	return t
}
