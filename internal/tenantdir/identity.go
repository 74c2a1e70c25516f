package tenantdir

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// An identity is how an object of a list is told from the others, and what a person calls it.
type identity struct {
	id   string
	name string
}

// checkIdentities holds that every object has an id, and its own. Policies refer to each other's objects
// by id alone, so an object without one can never be found, and of two with the same only one. Where repeats is
// given, an object may be listed again when it says that both entries are the same in what counts.
func checkIdentities[T any](list []T, identify func(T) identity, repeats func(a, b T) bool) error {
	first := make(map[string]int, len(list))
	for i, item := range list {
		is := identify(item)
		if is.id == "" {
			return fmt.Errorf("value[%d]%s has no id", i, quoted(is.name))
		}
		if before, ok := first[ca.FoldID(is.id)]; ok {
			if repeats != nil && repeats(list[before], item) {
				continue
			}
			return fmt.Errorf("value[%d]%s and value[%d]%s have the same id %s",
				before, quoted(identify(list[before]).name), i, quoted(is.name), printable(is.id))
		}
		first[ca.FoldID(is.id)] = i
	}
	return nil
}

// checkMembers holds that every object in a per-object file has an id.
func checkMembers[T any](lists map[string][]T, id func(T) string) error {
	for _, owner := range slices.Sorted(maps.Keys(lists)) {
		for i, item := range lists[owner] {
			if id(item) == "" {
				return fmt.Errorf("%s[%d] has no id", printable(owner), i)
			}
		}
	}
	return nil
}

// printable is an id as one line of text can show it: a file may hold anything.
func printable(id string) string {
	if strings.ContainsFunc(id, unicode.IsControl) {
		return strconv.Quote(id)
	}
	return id
}

func quoted(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf(" (%q)", name)
}

// checkAssignments holds that every assignment says who holds which role.
func checkAssignments(_ []byte, list []ca.RoleAssignment) error {
	for i, a := range list {
		switch {
		case a.PrincipalID == "":
			return fmt.Errorf("value[%d] has no principalId", i)
		case a.RoleDefinitionID == "":
			return fmt.Errorf("value[%d] has no roleDefinitionId", i)
		}
	}
	return nil
}

// sameGroup reports whether two listings of a group differ in nothing that decides anything: exports that
// were put together over time list a group under its old name and its new one.
func sameGroup(a, b ca.Group) bool {
	a.DisplayName, a.Extra = b.DisplayName, b.Extra
	return reflect.DeepEqual(a, b)
}
