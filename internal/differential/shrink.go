package differential

import (
	"iter"
	"reflect"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// Shrink takes parts out of a question for as long as it still fails, and returns what is left.
func Shrink(q engine.Question, fails func(engine.Question) bool) engine.Question {
	for {
		smaller, found := firstFailing(q, fails)
		if !found {
			return q
		}
		q = smaller
	}
}

func firstFailing(q engine.Question, fails func(engine.Question) bool) (engine.Question, bool) {
	for candidate := range smallerQuestions(q) {
		if fails(candidate) {
			return candidate, true
		}
	}
	return q, false
}

// smallerQuestions are the questions with one part less: of the tenant, each fact in turn, or of what is
// stated about it.
func smallerQuestions(q engine.Question) iter.Seq[engine.Question] {
	return func(yield func(engine.Question) bool) {
		for tenant := range smallerTenants(q.Tenant) {
			smaller := q
			smaller.Tenant = tenant
			if !yield(smaller) {
				return
			}
		}
		stated := struct {
			BreakGlass ca.BreakGlass
			Assume     ca.Assumptions
			Pipeline   string
		}{q.BreakGlass, q.Assume, q.Pipeline}
		for v := range smallerValues(stated) {
			if !yield(engine.Question{Tenant: q.Tenant, BreakGlass: v.BreakGlass, Assume: v.Assume, Pipeline: v.Pipeline}) {
				return
			}
		}
	}
}

func smallerTenants(t *ca.Tenant) iter.Seq[*ca.Tenant] {
	return func(yield func(*ca.Tenant) bool) {
		_ = smallerFact(t, &t.Policies, yield) &&
			smallerFact(t, &t.NamedLocations, yield) &&
			smallerFact(t, &t.Strengths, yield) &&
			smallerFact(t, &t.MethodsPolicy, yield) &&
			smallerFact(t, &t.Domains, yield) &&
			smallerFact(t, &t.Users, yield) &&
			smallerFact(t, &t.Groups, yield) &&
			smallerFact(t, &t.ServicePrincipals, yield) &&
			smallerFact(t, &t.RoleDefinitions, yield) &&
			smallerFact(t, &t.RoleAssignments, yield) &&
			smallerFact(t, &t.AssignmentSchedules, yield) &&
			smallerFact(t, &t.EligibleSchedules, yield) &&
			smallerFact(t, &t.SignIns, yield) &&
			smallerField(t, &t.GroupMembers, yield) &&
			smallerField(t, &t.Methods, yield) &&
			smallerField(t, &t.Devices, yield)
	}
}

// smallerFact yields the tenant with less in one of its facts; a fact is never made one that was not read,
// since that is a different tenant and no smaller one. It reports whether to go on.
func smallerFact[T any](t *ca.Tenant, fact *ca.Fact[T], yield func(*ca.Tenant) bool) bool {
	value, read := fact.Get()
	if !read {
		return true
	}
	for smaller := range smallerValues(value) {
		if !yield(with(t, fact, ca.Known(smaller))) {
			return false
		}
	}
	return true
}

func smallerField[T any](t *ca.Tenant, field *T, yield func(*ca.Tenant) bool) bool {
	for smaller := range smallerValues(*field) {
		if !yield(with(t, field, smaller)) {
			return false
		}
	}
	return true
}

// with copies a tenant with one field, given by its address in the original, set to another value.
func with[T any](t *ca.Tenant, field *T, value T) *ca.Tenant {
	before := *field
	*field = value
	changed := *t
	*field = before
	return &changed
}

func smallerValues[T any](value T) iter.Seq[T] {
	return func(yield func(T) bool) {
		smaller(reflect.ValueOf(value), func(v reflect.Value) bool { return yield(v.Interface().(T)) })
	}
}

// smaller yields the value with one part left out, the greatest parts first, and reports whether to go on.
// The original is never changed.
func smaller(v reflect.Value, yield func(reflect.Value) bool) bool {
	switch v.Kind() {
	case reflect.Slice:
		return smallerSlice(v, yield)
	case reflect.Map:
		return smallerMap(v, yield)
	case reflect.Pointer:
		if v.IsNil() || !yield(reflect.Zero(v.Type())) {
			return v.IsNil()
		}
		return smaller(v.Elem(), func(elem reflect.Value) bool {
			p := reflect.New(v.Type().Elem())
			p.Elem().Set(elem)
			return yield(p)
		})
	case reflect.Struct:
		return smallerStruct(v, yield)
	case reflect.Bool:
		return !v.Bool() || yield(reflect.Zero(v.Type()))
	}
	return true
}

func smallerSlice(v reflect.Value, yield func(reflect.Value) bool) bool {
	for i := range v.Len() {
		without := reflect.MakeSlice(v.Type(), 0, v.Len()-1)
		without = reflect.AppendSlice(without, v.Slice(0, i))
		without = reflect.AppendSlice(without, v.Slice(i+1, v.Len()))
		if !yield(without) {
			return false
		}
	}
	for i := range v.Len() {
		goOn := smaller(v.Index(i), func(item reflect.Value) bool {
			changed := reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v)
			changed.Index(i).Set(item)
			return yield(changed)
		})
		if !goOn {
			return false
		}
	}
	return true
}

func smallerMap(v reflect.Value, yield func(reflect.Value) bool) bool {
	clone := func() reflect.Value {
		c := reflect.MakeMapWithSize(v.Type(), v.Len())
		for entries := v.MapRange(); entries.Next(); {
			c.SetMapIndex(entries.Key(), entries.Value())
		}
		return c
	}
	for _, key := range v.MapKeys() {
		without := clone()
		without.SetMapIndex(key, reflect.Value{})
		if !yield(without) {
			return false
		}
		goOn := smaller(v.MapIndex(key), func(item reflect.Value) bool {
			changed := clone()
			changed.SetMapIndex(key, item)
			return yield(changed)
		})
		if !goOn {
			return false
		}
	}
	return true
}

func smallerStruct(v reflect.Value, yield func(reflect.Value) bool) bool {
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			continue
		}
		goOn := smaller(v.Field(i), func(field reflect.Value) bool {
			changed := reflect.New(v.Type()).Elem()
			changed.Set(v)
			changed.Field(i).Set(field)
			return yield(changed)
		})
		if !goOn {
			return false
		}
	}
	return true
}
