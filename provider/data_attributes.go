package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// The attributes of a data source are those of the resource, as it shows what the tenant holds. They are made
// of the resource's, so that nothing can be in the one and missing in the other.

// shown are the attributes of an object as every data source shows it.
func (e entity[T]) shown(ctx context.Context) map[string]datasource.Attribute {
	return computedAll(e.schema(ctx).Attributes, e.shape.record.kind().AttrTypes)
}

// computedAll are the attributes that stand for properties. What a resource has besides, such as timeouts, is
// about what Terraform does to an object, and a data source does nothing.
func computedAll(attributes map[string]resource.Attribute, properties map[string]attr.Type) map[string]datasource.Attribute {
	computed := make(map[string]datasource.Attribute, len(properties))
	for name := range properties {
		computed[name] = computedOne(attributes[name])
	}
	return computed
}

func computedOne(attribute resource.Attribute) datasource.Attribute {
	description := asShown(attribute.GetMarkdownDescription())
	switch a := attribute.(type) {
	case resource.SingleNestedAttribute:
		return datasource.SingleNestedAttribute{MarkdownDescription: description, Computed: true, Attributes: computedBelow(a.Attributes)}
	case resource.ListNestedAttribute:
		return datasource.ListNestedAttribute{MarkdownDescription: description, Computed: true, NestedObject: computedObject(a.NestedObject)}
	case resource.SetNestedAttribute:
		return datasource.SetNestedAttribute{MarkdownDescription: description, Computed: true, NestedObject: computedObject(a.NestedObject)}
	case resource.SetAttribute:
		return datasource.SetAttribute{MarkdownDescription: description, Computed: true, ElementType: a.ElementType, CustomType: a.CustomType}
	case resource.ListAttribute:
		return datasource.ListAttribute{MarkdownDescription: description, Computed: true, ElementType: a.ElementType, CustomType: a.CustomType}
	case resource.StringAttribute:
		return datasource.StringAttribute{MarkdownDescription: description, Computed: true, CustomType: a.CustomType}
	case resource.BoolAttribute:
		return datasource.BoolAttribute{MarkdownDescription: description, Computed: true, CustomType: a.CustomType}
	case resource.Int64Attribute:
		return datasource.Int64Attribute{MarkdownDescription: description, Computed: true, CustomType: a.CustomType}
	}
	return nil
}

func computedBelow(attributes map[string]resource.Attribute) map[string]datasource.Attribute {
	computed := make(map[string]datasource.Attribute, len(attributes))
	for name, attribute := range attributes {
		computed[name] = computedOne(attribute)
	}
	return computed
}

func computedObject(object resource.NestedAttributeObject) datasource.NestedAttributeObject {
	return datasource.NestedAttributeObject{Attributes: computedBelow(object.Attributes)}
}

// asShown is a description without the sentences that concern only who writes the attribute.
func asShown(description string) string {
	before, after, found := strings.Cut(description, " Defaults to ")
	if !found {
		return description
	}
	_, rest, _ := strings.Cut(after, ".")
	return before + asShown(rest)
}
