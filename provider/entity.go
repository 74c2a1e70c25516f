package provider

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graph"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

// An entity is one kind of object that the provider manages: what it is called, what stands for it in
// Terraform, and where it is read and written. What is the same for every kind, entityResource does.
type entity[T any] struct {
	noun     string // "policy", for messages
	typeName string // behind the provider's name
	address  address

	schema func(context.Context) schema.Schema
	scalar string // the root attribute that findings about the whole object are shown at
	shape  shape[T]

	id       func(T) string
	name     func(T) string
	modified func(T) time.Time
	in       func(*ca.Tenant) []T

	// state is what a list can be narrowed to, and states all that there are; nil for a kind that has none.
	state  func(T) string
	states []string

	list   func(*graph.Client, context.Context) ([]T, error)
	read   func(*graph.Client, context.Context, string) (T, bool, error)
	create func(*graph.Client, context.Context, T) (T, error)
	remove func(*graph.Client, context.Context, string) error
	update func(ctx context.Context, c *graph.Client, desired, current T) (T, error)

	// change is what the guard judges; nil before is a create, nil after a delete.
	change func(before, after *T) guard.Change
	check  func(T) []guard.Finding

	// complete adds to a planned version what the tenant's has beyond every attribute, and names what cannot
	// stay.
	complete func(planned, current T) (T, []string)

	// disarm takes the effect out of an object that was just created and must not have been.
	disarm func(context.Context, *graph.Client, T) error

	// decode reads an object as Graph writes it; sources are the resources of other providers that it can be
	// taken over from, besides those that write it as Graph does.
	decode  func([]byte) (T, error)
	sources []source

	// unfit says why an object of the tenant cannot be managed; "" where it can.
	unfit func(T) string

	// standing says that a tenant always has the object, and only the one: to create it is to adopt it, and to
	// destroy it is to leave it as it is.
	standing bool

	// replaces reports whether a plan makes another object of it.
	replaces func(before, after T) bool
}

// once builds a schema, or a part of one, a single time: data sources are made of it, and every plan and every
// write asks it where an attribute stands. Whoever changes what it returns works on a copy.
func once[S any](build func(context.Context) S) func(context.Context) S {
	var first sync.Once
	var built S
	return func(ctx context.Context) S {
		first.Do(func() { built = build(ctx) })
		return built
	}
}

// How long an operation may take unless its resource says otherwise. The quota of one request a second is
// shared by everything that Terraform does at once, and by every other client of the tenant.
const (
	writeTimeout = 20 * time.Minute
	readTimeout  = 10 * time.Minute
)

// find returns the tenant's version of an object.
func (e entity[T]) find(t *ca.Tenant, id string) (T, bool) {
	for _, object := range e.in(t) {
		if ca.SameID(e.id(object), id) {
			return object, true
		}
	}
	var none T
	return none, false
}

// title is how messages call an object.
func (e entity[T]) title(object T) string { return e.noun + ` "` + e.name(object) + `"` }

func (e entity[T]) locator(ctx context.Context) locator {
	return locator{attributes: e.schema(ctx).Attributes, scalar: e.scalar}
}

// whole reads a configuration, a plan or a state as one object.
func whole(ctx context.Context, get func(context.Context, any) diag.Diagnostics, diags *diag.Diagnostics) types.Object {
	var object types.Object
	diags.Append(get(ctx, &object)...)
	return object
}

// timeoutsOf is what an object grants its operations.
func timeoutsOf(object types.Object) timeouts.Value {
	granted, _ := object.Attributes()["timeouts"].(timeouts.Value)
	return granted
}
