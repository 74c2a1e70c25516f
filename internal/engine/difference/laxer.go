package difference

import (
	"encoding/json"
	"maps"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Laxer reports whether everything that surely satisfies one strength satisfies another. A strength that changes
// into a laxer one takes nothing from anybody. What neither can be seen to be is not laxer.
func Laxer(than, s ca.AuthenticationStrength) bool {
	if !sameExtra(than.Extra, s.Extra) {
		return false
	}
	return newStrength(than).implies(newStrength(s))
}

// sameExtra reports whether two versions have the same of what nobody here understands.
func sameExtra(a, b ca.Extra) bool {
	return maps.EqualFunc(a, b, func(x, y json.RawMessage) bool { return canonicalJSON(x) == canonicalJSON(y) })
}
