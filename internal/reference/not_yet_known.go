package reference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// notYetKnownIn is unknown where a list holds a value that only an apply will tell: it may be the one that
// is looked for. OR it to what the rest of the list says.
func notYetKnownIn[T ~string](list []T) value {
	if slices.Contains(list, T(ca.NotYetKnown)) {
		return unknown
	}
	return no
}

// listed says whether an enumeration list holds one of the wanted words. A word that is not among the known
// ones may mean anything.
func listed[T ~string](list, known []T, wanted ...T) value {
	v := no
	for _, word := range list {
		switch {
		case slices.Contains(wanted, word):
			return yes
		case !slices.Contains(known, word):
			v = unknown
		}
	}
	return v
}
