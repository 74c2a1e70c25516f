package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

// adoption is the change that taking over a standing object makes.
func (r *entityResource[T]) adoption(ctx context.Context, after T, diags *diag.Diagnostics) (guard.Change, locator, bool) {
	current, ok := r.adopted(ctx, diags)
	if !ok {
		return guard.Change{}, locator{}, false
	}
	after, _ = r.complete(after, current)
	return r.change(&current, &after), r.locator(ctx), true
}

// adopted is a standing object as the tenant has it.
func (r *entityResource[T]) adopted(ctx context.Context, diags *diag.Diagnostics) (T, bool) {
	current, found, err := r.read(r.client, ctx, r.address.sole)
	switch {
	case err != nil:
		r.addFailure(ctx, diags, "read the "+r.noun, err)
	case !found:
		diags.AddError("The tenant has no such "+r.noun, "Microsoft Graph shows none at "+r.address.collections[0]+".")
	}
	return current, err == nil && found
}

// adopt takes over a standing object, and writes to it only where it is not as planned already.
func (r *entityResource[T]) adopt(ctx context.Context, plan types.Object, tenantID string, resp *resource.CreateResponse) {
	current, ok := r.adopted(ctx, &resp.Diagnostics)
	if !ok {
		return
	}
	planned, _ := r.complete(r.shape.value(plan), current)
	written := current
	if !r.shape.same(r.shape.plain(current), r.shape.plain(planned)) {
		shown := r.write(ctx, &resp.Diagnostics, "change the "+r.title(current), r.change(&current, &planned), guard.Write{
			Do: func(ctx context.Context) (_ string, err error) {
				written, err = r.update(ctx, r.client, planned, current)
				return r.id(current), err
			},
			Undo: func(ctx context.Context) error {
				_, err := r.update(ctx, r.client, current, planned)
				return err
			},
			Seen: func(t *ca.Tenant) bool { return r.shows(t, planned, current) },
		}, r.locator(ctx))
		if object, ok := r.found(shown, r.id(current)); ok {
			written = object
		} else if resp.Diagnostics.HasError() {
			return // nothing was taken over, and the next attempt begins anew
		}
	}
	tflog.Info(ctx, "adopted", map[string]any{"type": r.typeName, "id": r.id(current)})
	r.identify(ctx, resp.Identity, tenantID, r.id(current), &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, r.settled(&resp.Diagnostics, plan, written))...)
}

// warnOfLeaving says that destroying a standing object changes nothing in the tenant.
func (r *entityResource[T]) warnOfLeaving(diags *diag.Diagnostics, object T) {
	if !r.standing {
		return
	}
	diags.AddWarning("\""+r.name(object)+"\" stays as it is in the tenant",
		"Every tenant has this "+r.noun+", so that it cannot be deleted. Terraform forgets it, and nothing in the tenant changes. "+
			"To change it, apply the value that it is to have before you take it out of the configuration.")
}
