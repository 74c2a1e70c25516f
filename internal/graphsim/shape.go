package graphsim

// A shape says what a type of the published metadata holds: which members a body
// may have, of which kind, and what the service stores for a member that is left out.

// kind is the kind of value that a member holds.
type kind int

const (
	text kind = iota
	boolean
	integer
	enum      // one of words
	flags     // some of words, joined by commas
	object    // of a shape
	reference // {"id": …} of another object
	anything  // a preview that nobody has described
)

// member is one property of a type.
type member struct {
	name  string
	kind  kind
	list  bool     // a collection of that kind; never null
	words []string // for enum and flags, in the order of the metadata
	late  []string // those words that need Prefer: include-unknown-enum-members
	ahead []string // words of previews, which beta takes and no metadata has
	of    *shape   // for object

	beta     bool // v1.0 does not have it
	server   bool // set by the service; ignored in a body
	dropped  bool // accepted and forgotten
	sparse   bool // left out of the answer to POST while it is unset
	required bool // never null
	standard any  // what is stored when it is left out; nil is null, or [] for a list
}

// shape is a type.
type shape struct {
	name     string
	members  []member
	variants map[string]*shape // by @odata.type, for an abstract type
}

func (s *shape) member(name string) *member {
	for i := range s.members {
		if s.members[i].name == name {
			return &s.members[i]
		}
	}
	return nil
}

// variant is the shape that an object of this shape really has.
func (s *shape) variant(object tree) *shape {
	if v := s.variants[word(object, "@odata.type")]; v != nil {
		return v
	}
	return s
}

// empty is what is stored for the member when a body leaves it out.
func (m *member) empty() any {
	if m.list && m.standard == nil {
		return []any{}
	}
	return clone(m.standard)
}

// texts are collections of strings.
func texts(names ...string) []member {
	var out []member
	for _, name := range names {
		out = append(out, member{name: name, list: true})
	}
	return out
}

// inBeta marks members that v1.0 does not have.
func inBeta(members ...member) []member {
	for i := range members {
		members[i].beta = true
	}
	return members
}

// droppedMembers are accepted in a body and forgotten.
func droppedMembers(names ...string) []member {
	var out []member
	for _, name := range names {
		out = append(out, member{name: name, kind: anything, dropped: true})
	}
	return out
}

// byServer are the members that only the service sets.
func byServer(names ...string) []member {
	var out []member
	for _, name := range names {
		out = append(out, member{name: name, server: true})
	}
	return out
}
