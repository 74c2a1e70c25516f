package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// An entityListDataSource is all objects of a kind, or those that a configuration narrows them down to.
type entityListDataSource[T any] struct {
	entity[T]
	attributes  func(context.Context) map[string]schema.Attribute // of an object
	*connection                                                   // nil until the provider is configured
}

func (d *entityListDataSource[T]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + plural(d.typeName)
}

func (d *entityListDataSource[T]) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	d.connection, _ = req.ProviderData.(*connection)
}

func (d *entityListDataSource[T]) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		containsAttribute: schema.StringAttribute{MarkdownDescription: containsDescription, Optional: true},
		d.results(): schema.ListNestedAttribute{
			MarkdownDescription: "What was found, by name and then by id.",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: d.attributes(ctx)},
		},
	}
	if d.state != nil {
		attributes[stateAttribute] = schema.StringAttribute{
			MarkdownDescription: stateDescription + " One of " + listing(d.states, "or") + ".",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.OneOf(d.states...)},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The tenant's " + plural(d.noun) + ". However many data sources ask, the list is read once.",
		Attributes:          attributes,
	}
}

// results is the attribute that holds what was found: the last word of the data source's type.
func (d *entityListDataSource[T]) results() string {
	return plural(d.typeName[strings.LastIndexByte(d.typeName, '_')+1:])
}

func (d *entityListDataSource[T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	configuration := whole(ctx, req.Config.Get, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	list, err := d.list(d.client, ctx)
	if err != nil {
		d.addFailure(ctx, &resp.Diagnostics, "list the "+plural(d.noun), err)
		return
	}
	chosen := d.selected(list, configuration)
	found := make([]attr.Value, len(chosen))
	for i, object := range chosen {
		found[i] = d.shape.plain(object)
	}
	attributes := configuration.Attributes()
	attributes[d.results()] = types.ListValueMust(d.shape.record.kind(), found)
	resp.Diagnostics.Append(resp.State.Set(ctx, types.ObjectValueMust(kindsOf(configuration), attributes))...)
}
