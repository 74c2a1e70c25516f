package graphsim

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
)

// tree is a JSON object. Trees in the store are never changed in place: a write
// replaces them, and a view works on a copy. Numbers are json.Number, so that
// nothing that was loaded loses digits.
type tree = map[string]any

// parse reads exactly one JSON value.
func parse(data []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	return value, nil
}

// canonical turns a Go value, as a test writes it, into the form that parse gives.
func canonical(object map[string]any) (tree, error) {
	data, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	value, err := parse(data)
	if err != nil {
		return nil, err
	}
	out, ok := value.(tree)
	if !ok {
		return nil, errors.New("not a JSON object")
	}
	return out, nil
}

func clone(value any) any {
	switch v := value.(type) {
	case tree:
		return cloneTree(v)
	case []any:
		out := make([]any, len(v))
		for i, element := range v {
			out[i] = clone(element)
		}
		return out
	default:
		return v
	}
}

func cloneTree(t tree) tree {
	if t == nil {
		return nil
	}
	out := make(tree, len(t))
	for name, value := range t {
		out[name] = clone(value)
	}
	return out
}

func equal(a, b any) bool { return reflect.DeepEqual(a, b) }

// child is the object member of t with that name, or nil.
func child(t tree, name string) tree {
	c, _ := t[name].(tree)
	return c
}

// word is the string member of t with that name, or "".
func word(t tree, name string) string {
	w, _ := t[name].(string)
	return w
}

// truth is the boolean member of t with that name, or false.
func truth(t tree, name string) bool {
	b, _ := t[name].(bool)
	return b
}

// words are the strings of the list member of t with that name.
func words(t tree, name string) []string {
	list, _ := t[name].([]any)
	out := make([]string, 0, len(list))
	for _, element := range list {
		if w, ok := element.(string); ok {
			out = append(out, w)
		}
	}
	return out
}

// list is the JSON form of strings.
func list(words []string) []any {
	out := make([]any, len(words))
	for i, w := range words {
		out[i] = w
	}
	return out
}
