package differential

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// Describe writes a question down for people: one line for each object, and nothing that is empty.
func Describe(q engine.Question) string {
	var b strings.Builder
	line := func(name string, value any) { fmt.Fprintf(&b, "  %-20s %s\n", name, text(reflect.ValueOf(value))) }
	t := q.Tenant
	line("tenant", t.ID)
	list(&b, "policy", t.Policies)
	list(&b, "location", t.NamedLocations)
	list(&b, "strength", t.Strengths)
	fact(&b, "methods policy", t.MethodsPolicy)
	list(&b, "domain", t.Domains)
	fact(&b, "users", t.Users)
	fact(&b, "groups", t.Groups)
	fact(&b, "service principals", t.ServicePrincipals)
	list(&b, "role definition", t.RoleDefinitions)
	list(&b, "role assignment", t.RoleAssignments)
	list(&b, "assignment schedule", t.AssignmentSchedules)
	list(&b, "eligible schedule", t.EligibleSchedules)
	list(&b, "sign-in", t.SignIns)
	line("group members", t.GroupMembers)
	line("methods", t.Methods)
	line("devices", t.Devices)
	line("break-glass", q.BreakGlass)
	line("assume", q.Assume)
	line("pipeline", q.Pipeline)
	return b.String()
}

func list[T any](b *strings.Builder, name string, f ca.Fact[[]T]) {
	for _, item := range f.Value() {
		fmt.Fprintf(b, "  %-20s %s\n", name, text(reflect.ValueOf(item)))
	}
	if len(f.Value()) == 0 {
		fact(b, name, f)
	}
}

func fact[T any](b *strings.Builder, name string, f ca.Fact[T]) {
	said := "(not read)"
	if f.Read() {
		said = text(reflect.ValueOf(f.Value()))
	}
	fmt.Fprintf(b, "  %-20s %s\n", name, said)
}

func text(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return "nil"
		}
		return text(v.Elem())
	case reflect.Struct:
		if stringer, ok := v.Interface().(fmt.Stringer); ok {
			return stringer.String()
		}
		return structText(v)
	case reflect.Slice:
		if raw, ok := v.Interface().(json.RawMessage); ok {
			return string(raw)
		}
		items := make([]string, v.Len())
		for i := range items {
			items[i] = text(v.Index(i))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case reflect.Map:
		var entries []string
		for e := v.MapRange(); e.Next(); {
			entries = append(entries, text(e.Key())+": "+text(e.Value()))
		}
		slices.Sort(entries)
		return "{" + strings.Join(entries, ", ") + "}"
	case reflect.String:
		return fmt.Sprintf("%q", v.String())
	default:
		return fmt.Sprint(v.Interface())
	}
}

func structText(v reflect.Value) string {
	var fields []string
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.IsExported() && !isEmpty(v.Field(i)) {
			fields = append(fields, f.Name+": "+text(v.Field(i)))
		}
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

func isEmpty(v reflect.Value) bool {
	return v.IsZero() || ((v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.Len() == 0)
}
