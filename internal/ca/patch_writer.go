package ca

import (
	"encoding/json"
	"maps"
	"reflect"
)

// A Gone is how a PATCH says that a nested object is not there any more. Services were seen that want it said
// in the first way, and services that refuse that.
type Gone int

// The ways. Lists are always emptied, and plain values always null: nobody refuses that.
const (
	GoneNull    Gone = iota // null, which one that merges understands and one that replaces
	GoneEmptied             // the object with nothing in it, where it has such a form; else left out
	GoneLeftOut             // not at all, which is enough for one that replaces
)

// EncodePolicyPatch is the body that turns current, as the tenant has it, into desired: the whole desired
// policy, and explicit nulls and empty lists for what current has beyond it. What no caller changes and only
// the service understands is left out: a top-level member that is absent stays as it is.
func EncodePolicyPatch(desired, current Policy, gone Gone) []byte {
	want, have := policyObject(desired), policyObject(current)
	body := withGone(want, have, gone)
	for _, name := range []string{"grantControls", "sessionControls"} {
		if want[name] == nil && have[name] != nil {
			body[name] = nil // at the top, everybody takes null
		}
	}
	if desired.Description == current.Description {
		delete(body, "description")
	}
	for name, raw := range desired.Extra {
		if sameJSON(raw, current.Extra[name]) {
			delete(body, name)
		}
	}
	return encode(body)
}

// withGone adds to desired everything that current has and desired lacks: an empty list for a list, null for a
// plain value, and for an object what gone says.
func withGone(desired, current object, gone Gone) object {
	full := maps.Clone(desired)
	for name, have := range current {
		want, wanted := desired[name]
		haveObject, isObject := have.(object)
		switch wantObject, bothObjects := want.(object); {
		case isObject && bothObjects && haveObject[typeMember] != wantObject[typeMember]:
			// An object of another type is replaced as a whole: what the old one held may not be named in it.
		case isObject && bothObjects:
			full[name] = withGone(wantObject, haveObject, gone)
		case wanted:
		case isList(have):
			full[name] = []string{}
		case gone == GoneNull || !isObject && !isRawObject(have):
			full[name] = nil
		case gone == GoneEmptied:
			if nothing, ok := emptied(haveObject); ok {
				full[name] = nothing
			}
		}
	}
	return full
}

// noFlags are the comma-joined enumerations that have a word for none of them.
var noFlags = []string{"guestOrExternalUserTypes", "transferMethods"}

// emptied is the form in which an object says nothing, and false where there is none: a control that is off, no
// flag, or lists without members.
func emptied(have object) (object, bool) {
	if _, ok := have["isEnabled"]; ok {
		off := maps.Clone(have)
		off["isEnabled"] = false
		return off, true
	}
	for _, name := range noFlags {
		if _, ok := have[name]; ok {
			return object{name: "none"}, true
		}
	}
	nothing := object{}
	for name, value := range have {
		if !isList(value) {
			return nil, false
		}
		nothing[name] = []string{}
	}
	return nothing, len(nothing) > 0
}

// sameJSON compares values, whatever the order of their members.
func sameJSON(a, b json.RawMessage) bool {
	var valueA, valueB any
	return json.Unmarshal(a, &valueA) == nil && json.Unmarshal(b, &valueB) == nil && reflect.DeepEqual(valueA, valueB)
}
