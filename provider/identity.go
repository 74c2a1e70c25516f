package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// An objectIdentity tells an object from every other one, in whichever tenant: some ids, such as an
// authentication context's, are the same in all of them.
type objectIdentity struct {
	TenantID types.String `tfsdk:"tenant_id"`
	ID       types.String `tfsdk:"id"`
}

// IdentitySchema is the same for every kind of object. Neither attribute ever changes.
func (r *entityResource[T]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"tenant_id": identityschema.StringAttribute{
			OptionalForImport: true,
			Description:       "The id of the tenant that the object is in. The provider's own when left out; an import refuses any other.",
		},
		"id": identityschema.StringAttribute{
			RequiredForImport: true,
			Description:       "The object's id.",
		},
	}}
}

// tenantID is the id of the tenant that the provider signs in to. A configuration may name it by a domain, or
// not at all; the access token knows.
func (c *connection) tenantID(ctx context.Context) (string, error) {
	self, err := c.client.Identity(ctx)
	if err != nil {
		return "", err
	}
	if self.TenantID == "" {
		return "", errors.New("the access token does not say which tenant it is for")
	}
	return ca.FoldID(self.TenantID), nil
}

// home is the provider's tenant, provided that nothing known about an object says it is in another one. In
// the wrong tenant an object looks deleted, or is a stranger with the same id.
func (r *entityResource[T]) home(ctx context.Context, known *tfsdk.ResourceIdentity, doing string, diags *diag.Diagnostics) (string, bool) {
	tenantID, err := r.tenantID(ctx)
	if err != nil {
		r.addFailure(ctx, diags, doing, err)
		return "", false
	}
	stored := identityOf(ctx, known, diags)
	if elsewhere := stored.TenantID.ValueString(); elsewhere != "" && !ca.SameID(elsewhere, tenantID) {
		diags.AddError("That "+r.noun+" is in another tenant",
			fmt.Sprintf("It is the %s %s of the tenant %s, and the provider signs in to the tenant %s. Nothing has been read or changed.\n\n"+
				"Configure the provider for the object's tenant. Or name an object of this one: `terraform state rm` has Terraform forget the other.",
				r.noun, stored.ID.ValueString(), elsewhere, tenantID))
	}
	return tenantID, !diags.HasError()
}

// identify says which object the answer is about. What was said before stays as it is: Terraform allows an
// identity no change, be it of case.
func (r *entityResource[T]) identify(ctx context.Context, into *tfsdk.ResourceIdentity, tenantID, id string, diags *diag.Diagnostics) {
	stored := identityOf(ctx, into, diags)
	if ca.SameID(stored.TenantID.ValueString(), tenantID) && ca.SameID(stored.ID.ValueString(), id) {
		return
	}
	diags.Append(into.Set(ctx, objectIdentity{TenantID: types.StringValue(tenantID), ID: types.StringValue(id)})...)
}

// identityOf reads an identity. Terraform before 1.12 knows none.
func identityOf(ctx context.Context, known *tfsdk.ResourceIdentity, diags *diag.Diagnostics) objectIdentity {
	var identity objectIdentity
	if known != nil && !known.Raw.IsNull() {
		diags.Append(known.Get(ctx, &identity)...)
	}
	return identity
}

// ImportState takes the id in any of the forms that people have it in, or an identity. Read does the rest.
func (r *entityResource[T]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	tenantID, ok := r.home(ctx, req.Identity, "import the "+r.noun, &resp.Diagnostics)
	if !ok {
		return
	}
	written := req.ID
	if written == "" {
		written = identityOf(ctx, req.Identity, &resp.Diagnostics).ID.ValueString()
	}
	id, err := r.address.idIn(written)
	if err != nil {
		resp.Diagnostics.AddError("That is no id of "+withArticle(r.noun), sentence(err.Error()))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	r.identify(ctx, resp.Identity, tenantID, id, &resp.Diagnostics)
}
