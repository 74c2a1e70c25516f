package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

var setOfStrings = types.SetType{ElemType: types.StringType}

// ids binds a set of ids, reserved words or enumeration members. Graph writes GUIDs in lower case, people do
// not: two that differ in case alone are one.
func ids[T any, S ~string](name string, at func(*T) *[]S) field[T] {
	return setField(name, setOfStrings, ca.FoldID,
		func(of *T) []string {
			list := make([]string, len(*at(of)))
			for i, member := range *at(of) {
				list[i] = string(member)
			}
			return list
		},
		func(into *T, members []string) {
			*at(into) = nil
			for _, member := range members {
				*at(into) = append(*at(into), S(member))
			}
		})
}

// setField binds a set of strings of some kind; two members with the same key are one.
func setField[T any](name string, kind basetypes.SetTypable, key func(string) string, get func(*T) []string, set func(*T, []string)) field[T] {
	return field[T]{
		name: name,
		kind: kind,
		to:   func(value attr.Value, into *T) { set(into, membersOf(value)) },
		from: func(of *T) attr.Value { return setOf(kind, get(of), key) },
		keep: func(prior, meant, fresh attr.Value) (attr.Value, bool) {
			if sameMembers(membersOf(meant), membersOf(fresh), key) {
				return keepLeaf(prior, fresh, true)
			}
			return setOf(kind, respelled(membersOf(prior), membersOf(fresh), key), key), false
		},
	}
}

// membersOf lists a set. A set that is not known yet has one member that is not known yet: it may be empty,
// and it may be anything.
func membersOf(value attr.Value) []string {
	if value.IsUnknown() {
		return []string{ca.NotYetKnown}
	}
	var members []string
	for _, element := range asSet(value).Elements() {
		member, _ := element.(types.String)
		switch {
		case member.IsUnknown():
			members = append(members, ca.NotYetKnown)
		case !member.IsNull():
			members = append(members, member.ValueString())
		}
	}
	return members
}

func asSet(value attr.Value) types.Set {
	if set, ok := value.(basetypes.SetValuable); ok {
		// Neither kind of set that there is can fail to be one.
		plain, _ := set.ToSetValue(context.Background())
		return plain
	}
	return types.SetNull(types.StringType)
}

// setOf is the plain form of a list: no member twice, and null when there is none.
func setOf(kind basetypes.SetTypable, members []string, key func(string) string) attr.Value {
	seen := make(map[string]bool, len(members))
	var elements []attr.Value
	for _, member := range members {
		if !seen[key(member)] {
			seen[key(member)] = true
			elements = append(elements, types.StringValue(member))
		}
	}
	if len(elements) == 0 {
		return nullOf(kind)
	}
	set, _ := kind.ValueFromSet(context.Background(), types.SetValueMust(types.StringType, elements))
	return set
}

// sameMembers works on keys alone: comparing framework sets is quadratic.
func sameMembers(a, b []string, key func(string) string) bool {
	keys, other := keySet(a, key), keySet(b, key)
	if len(keys) != len(other) {
		return false
	}
	for k := range keys {
		if _, ok := other[k]; !ok {
			return false
		}
	}
	return true
}

// respelled is fresh with every member as prior wrote it.
func respelled(prior, fresh []string, key func(string) string) []string {
	spelling := keySet(prior, key)
	list := make([]string, len(fresh))
	for i, member := range fresh {
		list[i] = member
		if written, ok := spelling[key(member)]; ok {
			list[i] = written
		}
	}
	return list
}

func keySet(members []string, key func(string) string) map[string]string {
	keys := make(map[string]string, len(members))
	for _, member := range members {
		keys[key(member)] = member
	}
	return keys
}
