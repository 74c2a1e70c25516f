package provider

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// An entityDataSource is one object of a kind, found by its id or by its name.
type entityDataSource[T any] struct {
	entity[T]
	attributes  func(context.Context) map[string]schema.Attribute // of an object
	*connection                                                   // nil until the provider is configured
}

func (d *entityDataSource[T]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.typeName
}

func (d *entityDataSource[T]) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	d.connection, _ = req.ProviderData.(*connection)
}

func (d *entityDataSource[T]) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	managed := d.schema(ctx)
	attributes := maps.Clone(d.attributes(ctx))
	// The first sentence says what it is; the others are about managing it.
	what, _, _ := strings.Cut(managed.MarkdownDescription, ". ")
	resp.Schema = schema.Schema{MarkdownDescription: strings.TrimSuffix(what, ".") + ".", Attributes: attributes}
	if d.sole() {
		return
	}
	resp.Schema.MarkdownDescription += " This data source finds one by its id or by its name."
	for name, description := range map[string]string{
		"id":           asShown(managed.Attributes["id"].GetMarkdownDescription()) + " Either this or `display_name`.",
		"display_name": "The name, exactly. More than one of that name is an error. Either this or `id`.",
	} {
		attributes[name] = schema.StringAttribute{
			MarkdownDescription: description,
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		}
	}
}

func (d *entityDataSource[T]) ConfigValidators(context.Context) []datasource.ConfigValidator {
	if d.sole() {
		return nil
	}
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("display_name"))}
}

// sole reports whether a tenant has but one object of the kind, which needs no finding.
func (d *entityDataSource[T]) sole() bool { return d.address.sole != "" }

func (d *entityDataSource[T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	configuration := whole(ctx, req.Config.Get, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if object, ok := d.wanted(ctx, configuration, &resp.Diagnostics); ok {
		resp.Diagnostics.Append(resp.State.Set(ctx, d.shape.plain(object))...)
	}
}

func (d *entityDataSource[T]) wanted(ctx context.Context, configuration types.Object, diags *diag.Diagnostics) (T, bool) {
	if d.sole() {
		return d.byID(ctx, d.address.sole, diags)
	}
	if id, _ := configuration.Attributes()["id"].(types.String); !id.IsNull() {
		return d.byID(ctx, id.ValueString(), diags)
	}
	name, _ := configuration.Attributes()["display_name"].(types.String)
	return d.byName(ctx, name.ValueString(), diags)
}

func (d *entityDataSource[T]) byID(ctx context.Context, written string, diags *diag.Diagnostics) (object T, found bool) {
	id, err := d.address.idIn(written)
	if err != nil {
		diags.AddAttributeError(path.Root("id"), "That is no id of "+withArticle(d.noun), sentence(err.Error()))
		return object, false
	}
	object, found, err = d.read(d.client, ctx, id)
	switch {
	case err != nil:
		d.addFailure(ctx, diags, "read the "+d.noun+" "+id, err)
	case !found:
		diags.AddAttributeError(path.Root("id"), "The tenant has no "+d.noun+" "+id, "It was deleted, or is in another tenant.")
	}
	return object, found && err == nil
}

func (d *entityDataSource[T]) byName(ctx context.Context, name string, diags *diag.Diagnostics) (object T, found bool) {
	list, err := d.list(d.client, ctx)
	if err != nil {
		d.addFailure(ctx, diags, "find the "+d.noun+` "`+name+`"`, err)
		return object, false
	}
	var called, nearly []T
	for _, object := range d.selected(list, types.Object{}) {
		switch {
		case d.name(object) == name:
			called = append(called, object)
		case strings.EqualFold(strings.TrimSpace(d.name(object)), strings.TrimSpace(name)):
			nearly = append(nearly, object)
		}
	}
	switch {
	case len(called) == 1:
		return called[0], true
	case len(called) > 1:
		diags.AddAttributeError(path.Root("display_name"), fmt.Sprintf("%d %s are called %q", len(called), plural(d.noun), name),
			"Names need not be unique. Only the id tells them apart:\n\n"+d.lines(called)+"\n\nSet `id` instead of `display_name`.")
	case len(nearly) > 0:
		diags.AddAttributeError(path.Root("display_name"), fmt.Sprintf("No %s is called %q", d.noun, name),
			"Names are compared letter by letter, and this is called almost that:\n\n"+d.lines(nearly))
	default:
		diags.AddAttributeError(path.Root("display_name"), fmt.Sprintf("No %s is called %q", d.noun, name),
			fmt.Sprintf("The tenant has %d %s, and none of that name.", len(list), plural(d.noun)))
	}
	return object, false
}

// lines are objects as an error lists them.
func (d *entityDataSource[T]) lines(objects []T) string {
	lines := make([]string, len(objects))
	for i, object := range objects {
		lines[i] = fmt.Sprintf("  %s  %q", d.id(object), d.name(object))
	}
	return strings.Join(lines, "\n")
}

// dataSourcesOf are the two data sources of a kind, one object and all of them, which show the same attributes.
func dataSourcesOf[T any](e entity[T], attributes func(context.Context) map[string]schema.Attribute) []func() datasource.DataSource {
	one := func() datasource.DataSource { return &entityDataSource[T]{entity: e, attributes: attributes} }
	if e.address.sole != "" {
		return []func() datasource.DataSource{one}
	}
	all := func() datasource.DataSource { return &entityListDataSource[T]{entity: e, attributes: attributes} }
	return []func() datasource.DataSource{one, all}
}
