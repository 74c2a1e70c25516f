package provider

import "strings"

// A rename says which of our attributes an attribute of another provider is. The guide to migrating shows these
// tables.
type rename struct{ theirs, ours string }

type renames []rename

// ours is a state in our words, without what says nothing, 0 and false included. An attribute that no table has
// is left out, as one that the other provider may have added since: what it says is read in the tenant.
func (r renames) ours(state any) map[string]any {
	object := map[string]any{}
	for _, name := range r {
		if value := said(at(state, name.theirs)); value != nil && !isZero(value) {
			put(object, name.ours, value)
		}
	}
	return object
}

// at is what stands at a path in nested objects; nil where there is nothing.
func at(value any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

// put sets what stands at a path, and makes the objects on the way.
func put(object map[string]any, path string, value any) {
	name, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		object[name] = value
		return
	}
	below, ok := object[name].(map[string]any)
	if !ok {
		below = map[string]any{}
		object[name] = below
	}
	put(below, rest, value)
}
