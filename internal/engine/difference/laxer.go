package difference

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// Laxer reports whether everything that surely satisfies one strength satisfies another. A strength that changes
// into a laxer one takes nothing from anybody. What neither can be seen to be is not laxer.
func Laxer(than, s ca.AuthenticationStrength) bool {
	if len(than.Extra)+len(s.Extra) > 0 {
		return false
	}
	return newStrength(than).implies(newStrength(s))
}
