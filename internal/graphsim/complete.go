package graphsim

import "strings"

// complete fills in what a body left out, so that a stored object has every
// member that the service always answers with.
func (s *shape) complete(t tree) tree {
	out := tree{}
	for name, value := range t {
		out[name] = value
	}
	actual := s.variant(t)
	for i := range actual.members {
		m := &actual.members[i]
		value, present := out[m.name]
		switch {
		case m.dropped, m.beta && !present:
			continue
		case !present, value == nil && m.standard != nil:
			out[m.name] = m.empty()
		case m.kind == object && m.list:
			elements, _ := value.([]any)
			completed := make([]any, len(elements))
			for j, element := range elements {
				completed[j] = element
				if o, ok := element.(tree); ok {
					completed[j] = m.of.complete(o)
				}
			}
			out[m.name] = completed
		case m.kind == object:
			if o, ok := value.(tree); ok {
				out[m.name] = m.of.complete(o)
			}
		}
	}
	return out
}

// tidy makes an object that somebody exported into one that the service would
// answer with: the annotations of a full-metadata export go, an empty list where
// an object belongs becomes null, a list of flags becomes their joined form.
// Members and words that nobody knows stay as they are.
func (s *shape) tidy(t tree) tree {
	out := tree{}
	actual := s.variant(t)
	for name, value := range t {
		if isAnnotation(name) && name != "@odata.type" {
			continue
		}
		if name == "@odata.type" && s.variants == nil {
			continue
		}
		m := actual.member(name)
		if m == nil || m.dropped {
			if m == nil {
				out[name] = clone(value)
			}
			continue
		}
		out[name] = m.tidy(value)
	}
	return s.complete(out)
}

func (m *member) tidy(value any) any {
	elements, isList := value.([]any)
	switch {
	case m.list && isList:
		out := make([]any, len(elements))
		for i, element := range elements {
			out[i] = m.tidyOne(element)
		}
		return out
	case m.list && value == nil:
		return []any{}
	case m.kind == flags && isList:
		parts := words(tree{"": elements}, "")
		if joined, ok := m.join(parts); ok {
			return joined
		}
		return strings.Join(parts, ",")
	case m.kind == object && isList && len(elements) == 0:
		return nil
	default:
		return m.tidyOne(value)
	}
}

func (m *member) tidyOne(value any) any {
	if o, isObject := value.(tree); isObject && m.kind == object {
		return m.of.tidy(o)
	}
	if m.kind == reference {
		return withoutAnnotations(value)
	}
	if w, isText := value.(string); isText && m.kind == enum {
		if known, ok := m.spell(w); ok {
			return known
		}
	}
	return clone(value)
}

// isAnnotation is true for "@odata.id", "state@odata.type" and "#microsoft.graph.restore".
func isAnnotation(name string) bool {
	return strings.Contains(name, "@") || strings.HasPrefix(name, "#")
}

// withoutAnnotations is a value without any, at any depth.
func withoutAnnotations(value any) any {
	object, isObject := value.(tree)
	if !isObject {
		return clone(value)
	}
	out := tree{}
	for name, element := range object {
		if !isAnnotation(name) {
			out[name] = withoutAnnotations(element)
		}
	}
	return out
}
