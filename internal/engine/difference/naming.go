package difference

import (
	"slices"
	"strings"
)

// A name is what people call a group, a named location and the like. Two may be called the same, and one may hold
// something else after than before.
type name struct {
	text string
	id   string // of what is called so
	side string // the tenant that says what is in it
}

// among is a name where it stands among others: with the id if something else is called the same, and with what the
// tenant is if the other one says something else of the same thing.
func (n name) among(others []name) string {
	var which []string
	if slices.ContainsFunc(others, func(o name) bool { return o.text == n.text && o.id != n.id }) {
		which = append(which, n.id)
	}
	if slices.ContainsFunc(others, func(o name) bool { return o.id == n.id && o.side != n.side }) {
		which = append(which, map[string]string{sideBefore: "as before", sideAfter: "as changed"}[n.side])
	}
	if len(which) == 0 {
		return n.text
	}
	return n.text + " (" + strings.Join(which, ", ") + ")"
}
