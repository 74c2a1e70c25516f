package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graph"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

// An entityResource is a resource over one kind of entity.
type entityResource[T any] struct {
	entity[T]
	*connection // nil until the provider is configured
}

func (r *entityResource[T]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.typeName
}

func (r *entityResource[T]) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.schema(ctx)
}

func (r *entityResource[T]) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.connection, _ = req.ProviderData.(*connection)
}

// Create sends the planned object and keeps what the tenant then shows.
func (r *entityResource[T]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	plan := whole(ctx, req.Plan.Get, &resp.Diagnostics)
	ctx, cancel := within(ctx, timeoutsOf(plan).Create, writeTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	planned := r.shape.value(plan)
	doing := "create the " + r.title(planned)
	tenantID, ok := r.home(ctx, nil, doing, &resp.Diagnostics)
	if !ok {
		return
	}
	if r.standing {
		r.adopt(ctx, plan, tenantID, resp)
		return
	}
	var created T
	shown := r.write(ctx, &resp.Diagnostics, doing, r.change(nil, &planned), guard.Write{
		Do: func(ctx context.Context) (id string, err error) {
			created, err = r.create(r.client, ctx, planned)
			return r.id(created), err
		},
		Undo: func(ctx context.Context) error { return r.disarm(ctx, r.client, created) },
		Seen: func(t *ca.Tenant) bool { _, ok := r.find(t, r.id(created)); return ok },
	}, r.locator(ctx))
	if r.id(created) == "" {
		return
	}
	tflog.Info(ctx, "created", map[string]any{"type": r.typeName, "id": r.id(created)})
	if object, ok := r.found(shown, r.id(created)); ok {
		created = object
	}
	r.identify(ctx, resp.Identity, tenantID, r.id(created), &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, r.settled(&resp.Diagnostics, plan, created))...)
}

// Read takes the object from the list that all resources share.
func (r *entityResource[T]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	state := whole(ctx, req.State.Get, &resp.Diagnostics)
	ctx, cancel := within(ctx, timeoutsOf(state).Read, readTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	id := r.id(r.shape.value(state))
	doing := "read the " + r.noun + " " + id
	tenantID, ok := r.home(ctx, req.Identity, doing, &resp.Diagnostics)
	if !ok {
		return
	}
	r.identify(ctx, resp.Identity, tenantID, id, &resp.Diagnostics)
	shown, found, err := r.read(r.client, ctx, id)
	switch {
	case err != nil:
		r.addFailure(ctx, &resp.Diagnostics, doing, err)
	case !found:
		tflog.Info(ctx, "gone", map[string]any{"type": r.typeName, "id": id})
		resp.State.RemoveResource(ctx)
	case r.unfit(shown) != "":
		resp.Diagnostics.AddError("The "+r.noun+" \""+r.name(shown)+"\" cannot be managed here", r.unfit(shown))
	default:
		resp.Diagnostics.Append(resp.State.Set(ctx, r.shape.state(state, shown))...)
	}
}

// Update sends what differs from the tenant's version. Where the plan says the same in other words, there is
// nothing to send.
func (r *entityResource[T]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	plan := whole(ctx, req.Plan.Get, &resp.Diagnostics)
	state := whole(ctx, req.State.Get, &resp.Diagnostics)
	ctx, cancel := within(ctx, timeoutsOf(plan).Update, writeTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	planned, prior := r.shape.value(plan), r.shape.value(state)
	id := r.id(prior)
	doing := "change the " + r.title(prior)
	tenantID, ok := r.home(ctx, req.Identity, doing, &resp.Diagnostics)
	if !ok {
		return
	}
	r.identify(ctx, resp.Identity, tenantID, id, &resp.Diagnostics)
	current, found, err := r.read(r.client, ctx, id)
	if err != nil {
		r.addFailure(ctx, &resp.Diagnostics, "read the "+r.title(prior), err)
		return
	}
	if !found {
		current = prior // the guard says that it is gone
	}
	written := current
	var reached T // as far as the requests got, where it takes several
	if !found || !r.shape.same(state, plan) {
		after, _ := r.complete(planned, current)
		before, _ := r.complete(prior, current)
		shown := r.write(ctx, &resp.Diagnostics, doing, r.change(&before, &after), guard.Write{
			Do: func(ctx context.Context) (_ string, err error) {
				reached, err = r.update(ctx, r.client, after, r.shape.unasked(after, current))
				return id, r.overtaken(err, current)
			},
			Undo: func(ctx context.Context) error {
				_, err := r.update(ctx, r.client, current, after)
				return err
			},
			Seen: func(t *ca.Tenant) bool { return r.shows(t, after, current) },
		}, r.locator(ctx))
		object, ok := r.found(shown, id)
		switch {
		case ok:
			written = object
		case r.id(reached) != "":
			written = reached
		case resp.Diagnostics.HasError():
			return // the state stays as it was; the next refresh says what the tenant holds
		}
		tflog.Info(ctx, "changed", map[string]any{"type": r.typeName, "id": id})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, r.settled(&resp.Diagnostics, plan, written))...)
}

// Delete passes through the guard as every write does: Terraform asks nobody else before a destroy.
func (r *entityResource[T]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	state := whole(ctx, req.State.Get, &resp.Diagnostics)
	ctx, cancel := within(ctx, timeoutsOf(state).Delete, writeTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	prior := r.shape.value(state)
	id := r.id(prior)
	doing := "delete the " + r.title(prior)
	if _, ok := r.home(ctx, req.Identity, doing, &resp.Diagnostics); !ok {
		return
	}
	if r.standing {
		r.warnOfLeaving(&resp.Diagnostics, prior)
		return
	}
	r.write(ctx, &resp.Diagnostics, doing, r.change(&prior, nil), guard.Write{
		Do:   func(ctx context.Context) (string, error) { return id, r.remove(r.client, ctx, id) },
		Seen: func(t *ca.Tenant) bool { _, ok := r.find(t, id); return !ok },
	}, locator{})
	if !resp.Diagnostics.HasError() {
		tflog.Info(ctx, "deleted", map[string]any{"type": r.typeName, "id": id})
	}
}

// shows reports whether a tenant shows a change: its version is another one than before, or says what was
// sent.
func (r *entityResource[T]) shows(t *ca.Tenant, sent, before T) bool {
	now, ok := r.find(t, r.id(before))
	if !ok {
		return false
	}
	return !r.modified(now).Equal(r.modified(before)) || r.shape.same(r.shape.plain(now), r.shape.plain(sent))
}

// overtaken tells the guard where a change was not sent because somebody else has made one.
func (r *entityResource[T]) overtaken(err error, current T) error {
	var changed *graph.ChangedError
	if errors.As(err, &changed) {
		return &guard.ChangedError{Planned: r.modified(current), Modified: changed.Modified}
	}
	return err
}

// found is the object in a tenant that the guard returned, if it did return one.
func (r *entityResource[T]) found(t *ca.Tenant, id string) (T, bool) {
	if t == nil {
		var none T
		return none, false
	}
	return r.find(t, id)
}
