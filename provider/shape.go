package provider

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// A shape is how a resource's object and a Conditional Access value stand for each other.
type shape[T any] struct {
	record record[T]

	// stored turns a value into what the service stores for it. Two values mean the same when what is
	// stored for them is the same.
	stored func(T) T

	// unasked takes out of what the service shows what it added by itself to what was asked.
	unasked func(asked, shown T) T
}

// value reads a plan, a state or a configuration.
func (s shape[T]) value(object types.Object) T {
	var value T
	s.record.to(object, &value)
	return s.stored(value)
}

func (s shape[T]) plain(value T) types.Object {
	value = s.stored(value)
	return s.record.from(&value)
}

// state is what the service shows, in the words of prior: a plan or an earlier state. Attributes that are no
// property of the value, such as timeouts, are prior's.
func (s shape[T]) state(prior types.Object, shown T) types.Object {
	asked := s.value(prior)
	plain := s.plain(s.unasked(asked, shown))
	attributes := prior.Attributes()
	if s.nothingSaid(prior) {
		maps.Copy(attributes, plain.Attributes())
	} else {
		kept, _ := s.record.keepEach(prior, s.record.from(&asked), plain)
		maps.Copy(attributes, kept)
	}
	return types.ObjectValueMust(kindsOf(prior), attributes)
}

// assignedFrom is a plan with the attributes that the service sets as they were.
func (s shape[T]) assignedFrom(state, plan types.Object) types.Object {
	attributes, known := plan.Attributes(), state.Attributes()
	for _, f := range s.record {
		if f.computed {
			attributes[f.name] = known[f.name]
		}
	}
	return types.ObjectValueMust(kindsOf(plan), attributes)
}

// nothingSaid reports whether prior is an import: it holds an id, and no word to keep.
func (s shape[T]) nothingSaid(prior types.Object) bool {
	attributes := prior.Attributes()
	for _, f := range s.record {
		if value, ok := attributes[f.name]; ok && !f.computed && f.name != "id" && !value.IsNull() {
			return false
		}
	}
	return true
}

// same reports whether two objects surely mean the same.
func (s shape[T]) same(a, b types.Object) bool {
	if !s.known(a) || !s.known(b) {
		return false
	}
	meantA, meantB := s.value(a), s.value(b)
	_, same := s.record.keepEach(a, s.record.from(&meantA), s.record.from(&meantB))
	return same
}

// known reports whether everything that a configuration says is known.
func (s shape[T]) known(object types.Object) bool {
	attributes := object.Attributes()
	for _, f := range s.record {
		if value, ok := attributes[f.name]; ok && !f.computed && !wholly(value) {
			return false
		}
	}
	return true
}

func kindsOf(object types.Object) map[string]attr.Type {
	return object.AttributeTypes(context.Background())
}
