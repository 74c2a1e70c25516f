package provider

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The attributes by which lists are narrowed, and what they say.
const (
	containsAttribute = "display_name_contains"
	stateAttribute    = "state"

	containsDescription = "Only those whose name holds this text, whatever its case."
	stateDescription    = "Only those in this state."
)

// selected are the objects that a configuration asks for, by name and then by id, so that the order says
// nothing about the service's.
func (e entity[T]) selected(list []T, configuration types.Object) []T {
	said := func(name string) string {
		text, _ := configuration.Attributes()[name].(types.String)
		return text.ValueString()
	}
	part, state := strings.ToLower(said(containsAttribute)), said(stateAttribute)
	list = slices.DeleteFunc(slices.Clone(list), func(object T) bool {
		return !strings.Contains(strings.ToLower(e.name(object)), part) || state != "" && e.state(object) != state
	})
	slices.SortFunc(list, func(a, b T) int {
		return cmp.Or(strings.Compare(e.name(a), e.name(b)), strings.Compare(e.id(a), e.id(b)))
	})
	return list
}

// plural is the word for several: a noun, or the name of a type.
func plural(word string) string {
	switch stem, endsInY := strings.CutSuffix(word, "y"); {
	case endsInY:
		return stem + "ies"
	case strings.HasSuffix(word, "s"):
		return word
	}
	return word + "s"
}
