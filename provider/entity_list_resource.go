package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// An entityListResource finds the objects of a kind that Terraform could manage, for `terraform query`.
type entityListResource[T any] struct{ entityResource[T] }

// listResourceOf is the list of a kind.
func listResourceOf[T any](e entity[T]) func() list.ListResource {
	return func() list.ListResource { return &entityListResource[T]{entityResource[T]{entity: e}} }
}

func (l *entityListResource[T]) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	attributes := map[string]schema.Attribute{}
	if l.address.sole == "" {
		attributes[containsAttribute] = schema.StringAttribute{MarkdownDescription: containsDescription, Optional: true}
	}
	if l.state != nil {
		attributes[stateAttribute] = schema.StringAttribute{
			MarkdownDescription: stateDescription + " One of " + listing(l.states, "or") + ".",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.OneOf(l.states...)},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The tenant's " + plural(l.noun) + ", by name and then by id, each with its identity. " +
			"What Microsoft keeps, and nobody else can write, is not among them.",
		Attributes: attributes,
	}
}

// List reads the list once, and turns an object into a result when Terraform asks for the next one.
func (l *entityListResource[T]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var diags diag.Diagnostics
	configuration := whole(ctx, req.Config.Get, &diags)
	tenantID, ok := l.home(ctx, nil, "list the "+plural(l.noun), &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	all, err := l.list(l.client, ctx)
	if err != nil {
		l.addFailure(ctx, &diags, "list the "+plural(l.noun), err)
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		var found int64
		for _, object := range l.selected(all, configuration) {
			if l.unfit(object) != "" {
				continue
			}
			if !push(l.result(ctx, req, tenantID, object)) {
				return
			}
			if found++; found == req.Limit {
				return
			}
		}
	}
}

// result is one object as a list shows it.
func (l *entityListResource[T]) result(ctx context.Context, req list.ListRequest, tenantID string, object T) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = l.name(object)
	l.identify(ctx, result.Identity, tenantID, l.id(object), &result.Diagnostics)
	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.Set(ctx, l.shape.state(l.nothing(ctx), object))...)
	}
	return result
}

// nothing is the state of an object about which no word was said yet.
func (e entity[T]) nothing(ctx context.Context) types.Object {
	kinds := map[string]attr.Type{}
	values := map[string]attr.Value{}
	for name, attribute := range e.schema(ctx).Attributes {
		kinds[name] = attribute.GetType()
		values[name] = nullOf(kinds[name])
	}
	return types.ObjectValueMust(kinds, values)
}
