package graphsim

// veil is one place where the v1.0 export of a policy said something else than
// the beta export. v1.0 goes on saying so until that place is written.
type veil struct {
	path   []string
	beta   any // what beta says there
	v1     any // what v1.0 says
	absent bool
}

// veils compares the two exports of one object.
func veils(v1, beta tree, path ...string) []veil {
	var out []veil
	for _, name := range sortedNames(beta) {
		here := append(append([]string{}, path...), name)
		before, present := v1[name]
		a, aIsObject := before.(tree)
		b, bIsObject := beta[name].(tree)
		switch {
		case aIsObject && bIsObject:
			out = append(out, veils(a, b, here...)...)
		case !present || !equal(before, beta[name]):
			out = append(out, veil{path: here, beta: beta[name], v1: before, absent: !present})
		}
	}
	return out
}

// apply draws the veil over a view, if the object still says there what it said
// when it was loaded.
func (v veil) apply(view, object tree) {
	last := len(v.path) - 1
	for _, name := range v.path[:last] {
		view, object = child(view, name), child(object, name)
		if view == nil || object == nil {
			return
		}
	}
	name := v.path[last]
	if !equal(object[name], v.beta) {
		return
	}
	if v.absent {
		delete(view, name)
		return
	}
	view[name] = clone(v.v1)
}
