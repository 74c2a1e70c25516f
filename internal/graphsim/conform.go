package graphsim

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// mismatch is a body that does not fit its shape. The service answers all of
// them with the same sentence; where it was goes to the request log.
type mismatch struct {
	at, why string
	typed   string // the @odata.type that was refused, if that was it
	isType  bool
}

// refusal is the answer to a mismatch.
func (m *mismatch) refusal(typeName string) *refusal {
	if m.isType {
		return wrongType(m.typed)
	}
	return malformed(typeName, m.at+": "+m.why)
}

// conform checks a body against a shape and brings it to the service's own
// spelling: annotations and server-set members are gone, enum words have their
// case, flags their order. Members that the body leaves out stay out.
func (s *shape) conform(body tree, beta bool, at string) (tree, *mismatch) {
	actual, m := s.typed(body, at)
	if m != nil {
		return nil, m
	}
	out := tree{}
	if actual != s {
		out["@odata.type"] = body["@odata.type"]
	}
	for _, name := range sortedNames(body) {
		where := at + "/" + name
		switch {
		case strings.HasSuffix(name, "@odata.bind"):
			return nil, &mismatch{at: where, why: "the simulator does not know what the service makes of a binding"}
		case isAnnotation(name):
			continue
		}
		known := actual.member(name)
		switch {
		case known == nil || known.beta && !beta && body[name] != nil:
			return nil, &mismatch{at: where, why: "no such property"}
		case known.server || known.dropped || known.beta && !beta:
			continue // v1.0 answers null for some members that it does not have
		}
		value, m := known.conform(body[name], beta, where)
		if m != nil {
			return nil, m
		}
		out[name] = value
	}
	return out, nil
}

// typed is the shape that @odata.type names. Where a type is not abstract the
// annotation may be absent; if present it must be the type's own.
func (s *shape) typed(body tree, at string) (*shape, *mismatch) {
	annotation, present := body["@odata.type"]
	name, _ := annotation.(string)
	if s.variants != nil {
		if v := s.variants[name]; v != nil {
			return v, nil
		}
		if !present {
			return nil, &mismatch{at: at, why: "an abstract type needs @odata.type"}
		}
		return nil, &mismatch{at: at, typed: name, isType: true}
	}
	if present && !strings.EqualFold(name, "#microsoft.graph."+s.name) {
		return nil, &mismatch{at: at, why: fmt.Sprintf("@odata.type %q is not #microsoft.graph.%s", name, s.name)}
	}
	return s, nil
}

func (m *member) conform(value any, beta bool, at string) (any, *mismatch) {
	if !m.list {
		return m.conformOne(value, beta, at)
	}
	elements, ok := value.([]any)
	if !ok {
		return nil, &mismatch{at: at, why: "want a collection"}
	}
	out := make([]any, 0, len(elements))
	for i, element := range elements {
		if element == nil {
			return nil, &mismatch{at: fmt.Sprintf("%s[%d]", at, i), why: "null in a collection"}
		}
		v, mis := m.conformOne(element, beta, fmt.Sprintf("%s[%d]", at, i))
		if mis != nil {
			return nil, mis
		}
		if _, isText := v.(string); isText && slices.Contains(out, v) {
			continue // a collection of words holds each once
		}
		out = append(out, v)
	}
	return out, nil
}

func (m *member) conformOne(value any, beta bool, at string) (any, *mismatch) {
	if value == nil {
		if m.required {
			return nil, &mismatch{at: at, why: "must not be null"}
		}
		return nil, nil
	}
	wrong := func(want string) (any, *mismatch) { return nil, &mismatch{at: at, why: "want " + want} }
	switch m.kind {
	case object:
		o, ok := value.(tree)
		if !ok {
			return wrong("an object")
		}
		return m.of.conform(o, beta, at)
	case boolean:
		if _, ok := value.(bool); !ok {
			return wrong("true or false")
		}
		return value, nil
	case integer:
		n, ok := value.(json.Number)
		if !ok {
			return wrong("a number")
		}
		if _, err := n.Int64(); err != nil {
			return wrong("a whole number")
		}
		return value, nil
	case reference:
		o, ok := value.(tree)
		if !ok || word(o, "id") == "" {
			return wrong(`{"id": "…"}`)
		}
		return tree{"id": strings.ToLower(word(o, "id"))}, nil
	case anything:
		return value, nil
	}
	w, ok := value.(string)
	if !ok {
		return wrong("a string")
	}
	switch m.kind {
	case enum:
		if known, ok := m.spell(w); ok {
			return known, nil
		}
		if beta && slices.Contains(m.ahead, w) {
			return w, nil
		}
		return wrong("one of " + strings.Join(m.words, ", ") + ", not " + w)
	case flags:
		joined, ok := m.join(strings.Split(w, ","))
		if !ok {
			return wrong("some of " + strings.Join(m.words, ",") + ", not " + w)
		}
		return joined, nil
	default:
		return w, nil
	}
}

// spell is the service's spelling of an enum word; input may use any case.
func (m *member) spell(w string) (string, bool) {
	for _, known := range m.words {
		if strings.EqualFold(known, w) {
			return known, true
		}
	}
	return "", false
}

// join is the service's form of a set of flags: each once, in the order of their values.
func (m *member) join(parts []string) (string, bool) {
	held := map[string]bool{}
	for _, part := range parts {
		known, ok := m.spell(strings.TrimSpace(part))
		if !ok {
			return "", false
		}
		held[known] = true
	}
	var out []string
	for _, known := range m.words {
		if held[known] && (known != "none" || len(held) == 1) {
			out = append(out, known)
		}
	}
	return strings.Join(out, ","), true
}

func sortedNames(t tree) []string {
	names := make([]string, 0, len(t))
	for name := range t {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
