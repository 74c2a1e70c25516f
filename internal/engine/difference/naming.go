package difference

import "strings"

// A name is what people call a group, a named location and the like. Two may be called the same, and one may hold
// something else after than before.
type name struct {
	text string
	id   string // of what is called so
	side string // the tenant that says what is in it
}

// A naming tells names apart that stand among each other.
type naming struct {
	ids   map[string][]string // by text; one, or two where there are more
	sides map[string][]string // by id
}

// newNaming knows the names of what some condition looks at.
func newNaming(names []name) *naming {
	n := &naming{ids: map[string][]string{}, sides: map[string][]string{}}
	for _, own := range names {
		note(n.ids, own.text, own.id)
		note(n.sides, own.id, own.side)
	}
	return n
}

func note(seen map[string][]string, key, value string) {
	if list := seen[key]; len(list) == 0 || (len(list) == 1 && list[0] != value) {
		seen[key] = append(list, value)
	}
}

var asOf = map[string]string{sideBefore: "as before", sideAfter: "as changed"}

// call is a name with the id if something else is called the same, and with what the tenant is if the other one says
// something else of the same thing.
func (n *naming) call(own name) string {
	var which []string
	if len(n.ids[own.text]) > 1 {
		which = append(which, own.id)
	}
	if len(n.sides[own.id]) > 1 {
		which = append(which, asOf[own.side])
	}
	if len(which) == 0 {
		return own.text
	}
	return own.text + " (" + strings.Join(which, ", ") + ")"
}
