package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// text binds a string.
func text[T any, S ~string](name string, at func(*T) *S) field[T] {
	return textField(name, at, func(a, b string) bool { return a == b })
}

func textField[T any, S ~string](name string, at func(*T) *S, same func(a, b string) bool) field[T] {
	return field[T]{
		name: name,
		kind: types.StringType,
		to: func(value attr.Value, into *T) {
			s, _ := value.(types.String)
			*at(into) = S(s.ValueString())
			if s.IsUnknown() {
				*at(into) = ca.NotYetKnown
			}
		},
		from: func(of *T) attr.Value { return textOrNull(string(*at(of))) },
		keep: func(prior, meant, fresh attr.Value) (attr.Value, bool) {
			m, _ := meant.(types.String)
			f, _ := fresh.(types.String)
			return keepLeaf(prior, fresh, m.IsNull() == f.IsNull() && same(m.ValueString(), f.ValueString()))
		},
	}
}

// flag binds a boolean. One that is not known yet is absent.
func flag[T any](name string, at func(*T) **bool) field[T] {
	return field[T]{
		name: name,
		kind: types.BoolType,
		to: func(value attr.Value, into *T) {
			b, _ := value.(types.Bool)
			*at(into) = b.ValueBoolPointer()
			if b.IsUnknown() {
				*at(into) = nil
			}
		},
		from: func(of *T) attr.Value { return types.BoolPointerValue(*at(of)) },
		keep: keepEqual,
	}
}

// whether binds a boolean that is false unless it is said. One that is not known yet leaves a mark under its
// name on the wire.
func whether[T any](name, wire string, at func(*T) *bool, extra func(*T) *ca.Extra) field[T] {
	return field[T]{
		name: name,
		kind: types.BoolType,
		to: func(value attr.Value, into *T) {
			b, _ := value.(types.Bool)
			*at(into) = b.ValueBool()
			if b.IsUnknown() {
				mark(extra(into), wire)
			}
		},
		from: func(of *T) attr.Value { return types.BoolValue(*at(of)) },
		keep: keepEqual,
	}
}

// number binds a whole number. One that is not known yet is absent.
func number[T any](name string, at func(*T) **int) field[T] {
	return field[T]{
		name: name,
		kind: types.Int64Type,
		to: func(value attr.Value, into *T) {
			*at(into) = nil
			if i, _ := value.(types.Int64); !i.IsNull() && !i.IsUnknown() {
				n := int(i.ValueInt64())
				*at(into) = &n
			}
		},
		from: func(of *T) attr.Value {
			if n := *at(of); n != nil {
				return types.Int64Value(int64(*n))
			}
			return types.Int64Null()
		},
		keep: keepEqual,
	}
}

// moment binds a time that the service sets.
func moment[T any](name string, at func(*T) *time.Time) field[T] {
	return field[T]{
		name:     name,
		kind:     types.StringType,
		computed: true,
		to: func(value attr.Value, into *T) {
			s, _ := value.(types.String)
			t, err := time.Parse(time.RFC3339Nano, s.ValueString())
			if err != nil {
				t = time.Time{}
			}
			*at(into) = t
		},
		from: func(of *T) attr.Value {
			if at(of).IsZero() {
				return types.StringNull()
			}
			return types.StringValue(at(of).UTC().Format(time.RFC3339Nano))
		},
	}
}

// assigned makes an attribute one that the service sets. Until it has, there is none.
func assigned[T any](f field[T]) field[T] {
	f.computed = true
	known := f.to
	f.to = func(value attr.Value, into *T) {
		if value.IsUnknown() {
			value = nullOf(f.kind)
		}
		known(value, into)
	}
	return f
}

func textOrNull(s string) attr.Value {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

func keepEqual(prior, meant, fresh attr.Value) (attr.Value, bool) {
	return keepLeaf(prior, fresh, meant.Equal(fresh))
}

func keepLeaf(prior, fresh attr.Value, same bool) (attr.Value, bool) {
	if same && !prior.IsUnknown() {
		return prior, true
	}
	return fresh, false
}
