package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func strengthSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "An authentication strength: the combinations of methods that satisfy a policy which asks for it. " +
			"A change of a strength changes every policy that names it, and is judged so. " +
			"The strengths that Microsoft provides cannot be managed; policies name their ids as they are.",
		Attributes: map[string]schema.Attribute{
			"id":           stable("The strength's object id, which policies name in `grant_controls.authentication_strength`."),
			"display_name": requiredText("The strength's name, at most 30 characters. Every strength of a tenant has another one."),
			"description":  schema.StringAttribute{Optional: true, MarkdownDescription: "What the strength is for, at most 100 characters."},
			"allowed_combinations": requiredSet(idSet("The combinations of methods that satisfy the strength, each of them enough by itself: " +
				"the methods of one joined by commas, in any order. Any of " + listing(ca.Combinations, "and") + ".")),
			"combination_configurations": object("What some of the allowed combinations ask for beyond the method. "+
				"The attributes are named after the combination that they restrict.", map[string]schema.Attribute{
				"fido2": object("Which security keys and passkeys satisfy `fido2`.", map[string]schema.Attribute{
					"allowed_aaguids": requiredSet(atLeastOne(idSet("The AAGUIDs of the models that count. No other does."))),
				}),
				"x509_certificate_multi_factor":  certificates("x509CertificateMultiFactor"),
				"x509_certificate_single_factor": certificates("x509CertificateSingleFactor"),
			}),
			"policy_type": stable("`custom`. The strengths that Microsoft provides are `builtIn`."),
			"requirements_satisfied": schema.StringAttribute{Computed: true,
				MarkdownDescription: "`mfa` where every combination is multifactor authentication, else `none`."},
			"created_date_time":  stable("When the strength was created."),
			"modified_date_time": schema.StringAttribute{Computed: true, MarkdownDescription: "When the strength was last changed."},
			"timeouts":           timeouts.Attributes(ctx, timeouts.Opts{Create: true, Read: true, Update: true, Delete: true}),
		},
	}
}

// certificates are the restrictions of one combination with a certificate.
func certificates(combination string) schema.SingleNestedAttribute {
	attribute := object("Which certificates satisfy `"+combination+"`. Where both attributes are set, a certificate has to match both.",
		map[string]schema.Attribute{
			"allowed_issuer_skis": atLeastOne(idSet("The subject key identifiers of the certificate authorities that count, 40 hexadecimal digits each, at most five.")),
			"allowed_policy_oids": atLeastOne(idSet("The policy object identifiers that count, at most five.")),
		})
	attribute.Validators = []validator.Object{saysSomething{}}
	return attribute
}

// saysSomething refuses an object that is there and has nothing in it: it restricts nothing, and looks as if it
// did.
type saysSomething struct{}

func (saysSomething) Description(context.Context) string {
	return "at least one of its attributes has to be set"
}

func (v saysSomething) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v saysSomething) ValidateObject(ctx context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	for _, attribute := range req.ConfigValue.Attributes() {
		if !attribute.IsNull() {
			return
		}
	}
	resp.Diagnostics.AddAttributeError(req.Path, "An object that restricts nothing",
		"`"+req.Path.String()+"` is empty, so it restricts nothing: "+v.Description(ctx)+", or the object left out.")
}

func atLeastOne(attribute schema.SetAttribute) schema.SetAttribute {
	attribute.Validators = append([]validator.Set{setvalidator.SizeAtLeast(1)}, attribute.Validators...)
	return attribute
}
