package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The constructors below are the kinds of attribute that the resources have. Where an attribute takes the
// members of an enumeration, its validator and its description come from the same list.

func object(description string, attributes map[string]schema.Attribute) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{MarkdownDescription: description, Optional: true, Attributes: attributes}
}

func requiredObject(description string, attributes map[string]schema.Attribute) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{MarkdownDescription: description, Required: true, Attributes: attributes}
}

func idSet(description string) schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: description,
		ElementType:         types.StringType,
		Optional:            true,
		Validators: []validator.Set{
			setvalidator.NoNullValues(),
			setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1)),
		},
	}
}

func requiredSet(s schema.SetAttribute) schema.SetAttribute {
	s.Optional, s.Required = false, true
	return s
}

// memberSet is a set of words. They are not held to the list here: a tenant may hold newer ones, and the guard
// refuses those that a change would bring in.
func memberSet[S ~string](description string, members []S) schema.SetAttribute {
	return idSet(description + " Any of " + listing(members, "and") + ".")
}

func requiredText(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Required:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

func member[S ~string](description string, members []S) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " One of " + listing(members, "or") + ".",
		Optional:            true,
		Validators:          []validator.String{stringvalidator.OneOf(plainStrings(members)...)},
	}
}

func requiredMember[S ~string](description string, members []S) schema.StringAttribute {
	attribute := member(description, members)
	attribute.Optional, attribute.Required = false, true
	return attribute
}

// judged leaves a word to the guard, which holds it to the same list: its answer would otherwise come twice.
func judged(attribute schema.StringAttribute) schema.StringAttribute {
	attribute.Validators = nil
	return attribute
}

func isEnabled() schema.BoolAttribute {
	return schema.BoolAttribute{
		MarkdownDescription: "Whether the control is on. Defaults to `true`; a control that is off is the same as none.",
		Optional:            true,
		Computed:            true,
		Default:             booldefault.StaticBool(true),
	}
}

// stable is an attribute that the service sets once.
func stable(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Computed:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

func plainStrings[S ~string](members []S) []string {
	plain := make([]string, len(members))
	for i, m := range members {
		plain[i] = string(m)
	}
	return plain
}

// listing is "`a`, `b` and `c`".
func listing[S ~string](members []S, last string) string {
	quoted := make([]string, len(members))
	for i, m := range members {
		quoted[i] = "`" + string(m) + "`"
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	head, tail := quoted[:len(quoted)-1], quoted[len(quoted)-1]
	return strings.Join(head, ", ") + " " + last + " " + tail
}
