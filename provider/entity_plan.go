package provider

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

// ValidateConfig says what the service would refuse whatever the tenant. It needs no credentials, and says
// nothing about attributes that are not known yet.
func (r *entityResource[T]) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	configuration := whole(ctx, req.Config.Get, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	findings := r.check(r.shape.value(configuration))
	findings = slices.DeleteFunc(findings, func(f guard.Finding) bool { return !knownAt(configuration, f.Attribute) })
	addFindings(&resp.Diagnostics, findings, r.locator(ctx))
}

// ModifyPlan enters every planned change into the guard's ledger, and refuses what the guard refuses. A plan
// that says the same in other words is no change.
func (r *entityResource[T]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.connection == nil {
		return
	}
	plan, state := whole(ctx, req.Plan.Get, &resp.Diagnostics), whole(ctx, req.State.Get, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if !plan.IsNull() && !state.IsNull() && r.shape.same(state, plan) {
		// Nothing is going to be written, so what the service sets stays as it is.
		resp.Diagnostics.Append(resp.Plan.Set(ctx, r.shape.assignedFrom(state, plan))...)
		return
	}
	change, at, ok := r.planned(ctx, plan, state, &resp.Diagnostics)
	if !ok {
		return
	}
	judge, err := r.judge(ctx)
	if err != nil {
		r.addFailure(ctx, &resp.Diagnostics, "check the plan", err)
		return
	}
	findings, err := judge.Plan(ctx, change)
	r.said(findings)
	addFindings(&resp.Diagnostics, findings, at)
	if err != nil {
		r.addFailure(ctx, &resp.Diagnostics, "check the plan", err)
	}
	r.warnOfMissing(ctx, &resp.Diagnostics)
}

// planned is the change that a plan makes, and where to show what is said about it; false where that cannot be
// told.
func (r *entityResource[T]) planned(ctx context.Context, plan, state types.Object, diags *diag.Diagnostics) (guard.Change, locator, bool) {
	after, prior := r.shape.value(plan), r.shape.value(state)
	switch {
	case plan.IsNull():
		r.warnOfLeaving(diags, prior)
		return r.change(&prior, nil), locator{}, true
	case state.IsNull() && r.standing:
		return r.adoption(ctx, after, diags)
	case state.IsNull():
		return r.change(nil, &after), r.locator(ctx), true
	case r.replaces(prior, after):
		// Terraform deletes first, and shows the new object in a plan call of its own.
		return r.change(&prior, nil), r.locator(ctx), true
	}
	current, found, err := r.read(r.client, ctx, r.id(prior))
	if err != nil {
		r.addFailure(ctx, diags, "read the "+r.title(prior), err)
		return guard.Change{}, locator{}, false
	}
	if found {
		var lost []string
		after, lost = r.complete(after, current)
		prior, _ = r.complete(prior, current)
		r.warnOfLoss(diags, prior, lost)
	}
	return r.change(&prior, &after), r.locator(ctx), true
}

// warnOfLoss names what an update takes away although no attribute says so.
func (r *entityResource[T]) warnOfLoss(diags *diag.Diagnostics, object T, lost []string) {
	if len(lost) == 0 {
		return
	}
	diags.AddWarning("\""+r.name(object)+"\" loses settings that no attribute has",
		"The tenant's version of this "+r.noun+" has settings that this provider does not know, inside an object that the plan removes. "+
			"They go with it, and nothing here can bring them back:\n\n  "+strings.Join(lost, "\n  "))
}

// knownAt reports whether an attribute, and all below it, is known. "" is the object as a whole.
func knownAt(object types.Object, attribute string) bool {
	var value attr.Value = object
	for name := range strings.SplitSeq(attribute, ".") {
		parent, ok := value.(types.Object)
		if !ok || parent.IsUnknown() {
			return !value.IsUnknown()
		}
		if child, ok := parent.Attributes()[name]; ok {
			value = child
		}
	}
	return wholly(value)
}
