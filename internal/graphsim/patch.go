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

// nestedNull finds a complex member below the top level that a body sets to null.
func nestedNull(s *shape, sent tree) *mismatch {
	for _, name := range sortedNames(sent) {
		m := s.member(name)
		o, isObject := sent[name].(tree)
		if m == nil || m.kind != object || !isObject {
			continue
		}
		for _, below := range m.of.members {
			value, present := o[below.name]
			if present && value == nil && (below.kind == object || below.kind == reference || below.kind == anything) {
				return &mismatch{at: "/" + name + "/" + below.name, why: "null for a complex member"}
			}
		}
		if found := nestedNull(m.of, o); found != nil {
			found.at = "/" + name + found.at
			return found
		}
	}
	return nil
}
