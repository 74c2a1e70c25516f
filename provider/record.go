package provider

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A field binds one attribute to one property of a Conditional Access value. Both conversions stand side by
// side, so that a property can never be written and not read.
type field[T any] struct {
	name string
	kind attr.Type

	// computed attributes are the service's: no configuration says them, and no comparison asks for them.
	computed bool

	// to stores an attribute's value. What is not known yet becomes ca.NotYetKnown.
	to func(value attr.Value, into *T)

	// from is the attribute's plain form. Null is the only form of nothing.
	from func(of *T) attr.Value

	// keep returns fresh in the words of prior, and whether the two mean the same. Meant is the plain form
	// of prior.
	keep func(prior, meant, fresh attr.Value) (attr.Value, bool)
}

// A record binds an object's attributes to a value's properties.
type record[T any] []field[T]

func (r record[T]) kind() types.ObjectType {
	kinds := make(map[string]attr.Type, len(r))
	for _, f := range r {
		kinds[f.name] = f.kind
	}
	return types.ObjectType{AttrTypes: kinds}
}

// to stores an object. A null object is all of its attributes null, an unknown one all of them unknown.
func (r record[T]) to(object types.Object, into *T) {
	attributes := object.Attributes()
	for _, f := range r {
		value, ok := attributes[f.name]
		switch {
		case object.IsUnknown():
			value = unknownOf(f.kind)
		case !ok:
			value = nullOf(f.kind)
		}
		f.to(value, into)
	}
}

// from is the plain form of a value: null when nothing in it is set.
func (r record[T]) from(of *T) types.Object {
	attributes := make(map[string]attr.Value, len(r))
	empty := true
	for _, f := range r {
		attributes[f.name] = f.from(of)
		empty = empty && attributes[f.name].IsNull()
	}
	if empty {
		return types.ObjectNull(r.kind().AttrTypes)
	}
	return types.ObjectValueMust(r.kind().AttrTypes, attributes)
}

// keep returns prior itself where it means the same as fresh. Otherwise every attribute that did not change
// its meaning keeps its form.
func (r record[T]) keep(prior, meant, fresh types.Object) (types.Object, bool) {
	if meant.IsNull() || fresh.IsNull() {
		if same := meant.IsNull() && fresh.IsNull(); same && !prior.IsUnknown() {
			return prior, true
		}
		return fresh, false
	}
	attributes, same := r.keepEach(prior, meant, fresh)
	switch {
	case prior.IsUnknown():
		return fresh, false
	case same:
		return prior, true
	case prior.IsNull():
		return fresh, false
	}
	return types.ObjectValueMust(r.kind().AttrTypes, attributes), false
}

// keepEach compares attribute by attribute; what is computed is always fresh.
func (r record[T]) keepEach(prior, meant, fresh types.Object) (map[string]attr.Value, bool) {
	priors, meants, freshes := prior.Attributes(), meant.Attributes(), fresh.Attributes()
	attributes := make(map[string]attr.Value, len(r))
	allSame := true
	for _, f := range r {
		if f.computed {
			attributes[f.name] = orNull(freshes[f.name], f.kind)
			continue
		}
		kept, same := f.keep(orNull(priors[f.name], f.kind), orNull(meants[f.name], f.kind), orNull(freshes[f.name], f.kind))
		attributes[f.name] = kept
		allSame = allSame && same
	}
	return attributes, allSame
}

// nested binds an object to a property that may be absent. An object in which nothing is set is absent.
func nested[T, C any](name string, r record[C], at func(*T) **C) field[T] {
	return optional(name, r, at, func(object types.Object, child *C) bool {
		return !r.from(child).IsNull() || !wholly(object)
	})
}

// control is nested for an object that says something by being there.
func control[T, C any](name string, r record[C], at func(*T) **C) field[T] {
	return optional(name, r, at, func(object types.Object, _ *C) bool { return !object.IsNull() })
}

func optional[T, C any](name string, r record[C], at func(*T) **C, isThere func(types.Object, *C) bool) field[T] {
	return nestedField(name, r,
		func(object types.Object, into *T) {
			*at(into) = nil
			child := new(C)
			r.to(object, child)
			if isThere(object, child) {
				*at(into) = child
			}
		},
		func(of *T) types.Object {
			if child := *at(of); child != nil {
				return r.from(child)
			}
			return types.ObjectNull(r.kind().AttrTypes)
		})
}

// marked is for an object whose presence alone decides something. While it is not known whether it is there,
// it is read as absent, and a mark under its name on the wire says that this is not known.
func marked[T any](wire string, f field[T], extra func(*T) *ca.Extra) field[T] {
	whole := f.to
	f.to = func(value attr.Value, into *T) {
		if !value.IsUnknown() {
			whole(value, into)
			return
		}
		mark(extra(into), wire)
	}
	return f
}

// mark says that a member of an object is not known yet.
func mark(extra *ca.Extra, wire string) {
	if *extra == nil {
		*extra = ca.Extra{}
	}
	(*extra)[wire] = json.RawMessage(strconv.Quote(ca.NotYetKnown))
}

// embedded binds an object to a property that is always there, be it empty.
func embedded[T, C any](name string, r record[C], at func(*T) *C) field[T] {
	return nestedField(name, r,
		func(object types.Object, into *T) { r.to(object, at(into)) },
		func(of *T) types.Object { return r.from(at(of)) })
}

func nestedField[T, C any](name string, r record[C], to func(types.Object, *T), from func(*T) types.Object) field[T] {
	return field[T]{
		name: name,
		kind: r.kind(),
		to: func(value attr.Value, into *T) {
			if object, ok := value.(types.Object); ok {
				to(object, into)
			}
		},
		from: func(of *T) attr.Value { return from(of) },
		keep: func(prior, meant, fresh attr.Value) (attr.Value, bool) {
			return r.keep(asObject(prior), asObject(meant), asObject(fresh))
		},
	}
}

// wholly reports whether everything in a value is known.
func wholly(value attr.Value) bool {
	known, err := value.ToTerraformValue(context.Background())
	return err == nil && known.IsFullyKnown()
}

func asObject(value attr.Value) types.Object {
	object, _ := value.(types.Object)
	return object
}

func orNull(value attr.Value, kind attr.Type) attr.Value {
	if value == nil {
		return nullOf(kind)
	}
	return value
}

func nullOf(kind attr.Type) attr.Value    { return valueOf(kind, nil) }
func unknownOf(kind attr.Type) attr.Value { return valueOf(kind, tftypes.UnknownValue) }

// valueOf is the null or the unknown value of a kind. Every framework type can make both.
func valueOf(kind attr.Type, value any) attr.Value {
	ctx := context.Background()
	made, err := kind.ValueFromTerraform(ctx, tftypes.NewValue(kind.TerraformType(ctx), value))
	if err != nil {
		return types.DynamicNull()
	}
	return made
}
