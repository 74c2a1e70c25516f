package graphsim

// patch applies the members that a body sent to a stored object. Collections and
// plain values replace; complex members are merged into, or with replaces
// replaced as a whole. An object of a polymorphic type is always replaced, since
// its type may change.
func (s *shape) patch(stored, sent tree, replaces bool) tree {
	out := cloneTree(stored)
	for name, value := range sent {
		m := s.member(name)
		o, isObject := value.(tree)
		before := child(out, name)
		if m == nil || !isObject || m.kind != object || m.of.variants != nil || before == nil || replaces {
			out[name] = value
			continue
		}
		out[name] = m.of.patch(before, o, replaces)
	}
	return out
}

// strictly finds what the options have PATCH refuse: below the top level a complex
// member that is null, or one in which nothing is set.
func (o Options) strictly(s *shape, sent tree) *mismatch {
	for _, name := range sortedNames(sent) {
		m := s.member(name)
		members, isObject := sent[name].(tree)
		if m == nil || m.kind != object || !isObject {
			continue
		}
		for _, below := range m.of.members {
			value, present := members[below.name]
			switch {
			case !present, below.list, below.kind != object && below.kind != reference && below.kind != anything:
			case o.NullStrict && value == nil:
				return &mismatch{at: "/" + name + "/" + below.name, why: "null for a complex member"}
			case o.EmptyStrict && value != nil && emptyObject(value):
				return &mismatch{at: "/" + name + "/" + below.name, why: "a complex member without anything"}
			}
		}
		if found := o.strictly(m.of, members); found != nil {
			found.at = "/" + name + found.at
			return found
		}
	}
	return nil
}

// emptyObject is true for a condition that says nothing.
func emptyObject(value any) bool {
	o, isObject := value.(tree)
	return isObject && switchedOff(o)
}
