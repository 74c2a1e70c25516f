package graphsim

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"
)

// condition is a parsed $filter.
type condition interface{ holds(object tree) bool }

type (
	conjunction struct{ left, right condition }
	disjunction struct{ left, right condition }
	negation    struct{ inner condition }
	comparison  struct {
		path     []string
		operator string // eq, ne, gt, ge, lt, le
		value    any
	}
	membership struct {
		path   []string
		values []any
	}
	textMatch struct {
		function string // startswith, endswith, contains
		path     []string
		value    string
	}
	typeTest struct{ odataType string }
	anyOf    struct {
		path  []string
		name  string // the range variable
		inner condition
	}
)

func (c conjunction) holds(o tree) bool { return c.left.holds(o) && c.right.holds(o) }
func (c disjunction) holds(o tree) bool { return c.left.holds(o) || c.right.holds(o) }
func (c negation) holds(o tree) bool    { return !c.inner.holds(o) }

func (c comparison) holds(o tree) bool {
	n, same := compare(at(o, c.path), c.value)
	switch c.operator {
	case "eq":
		return same && n == 0
	case "ne":
		return !same || n != 0
	case "gt":
		return same && n > 0
	case "ge":
		return same && n >= 0
	case "lt":
		return same && n < 0
	default:
		return same && n <= 0
	}
}

func (c membership) holds(o tree) bool {
	for _, value := range c.values {
		if n, same := compare(at(o, c.path), value); same && n == 0 {
			return true
		}
	}
	return false
}

func (c textMatch) holds(o tree) bool {
	got, _ := at(o, c.path).(string)
	got, want := strings.ToLower(got), strings.ToLower(c.value)
	switch c.function {
	case "startswith":
		return strings.HasPrefix(got, want)
	case "endswith":
		return strings.HasSuffix(got, want)
	default:
		return strings.Contains(got, want)
	}
}

func (c typeTest) holds(o tree) bool {
	return strings.EqualFold(strings.TrimPrefix(word(o, "@odata.type"), "#"), c.odataType)
}

func (c anyOf) holds(o tree) bool {
	elements, _ := at(o, c.path).([]any)
	for _, element := range elements {
		if c.inner.holds(tree{c.name: element}) {
			return true
		}
	}
	return false
}

// at follows a path of properties. A segment that names a type is a cast: it
// holds objects of that type only.
func at(o tree, path []string) any {
	var value any = o
	for _, name := range path {
		object, isObject := value.(tree)
		if !isObject {
			return nil
		}
		if strings.Contains(name, ".") {
			if !(typeTest{name}).holds(object) {
				return nil
			}
			continue
		}
		value = object[name]
	}
	return value
}

// compare orders a stored value and a literal: times as times, texts without
// case, numbers as numbers. Values of two kinds cannot be compared.
func compare(stored, literal any) (n int, sameKind bool) {
	switch want := literal.(type) {
	case nil:
		return 0, stored == nil
	case bool:
		got, ok := stored.(bool)
		if !ok || got == want {
			return 0, ok
		}
		return 1, true
	case float64:
		number, ok := stored.(json.Number)
		if !ok {
			return 0, false
		}
		got, err := number.Float64()
		return cmp.Compare(got, want), err == nil
	case time.Time:
		w, _ := stored.(string)
		got, err := time.Parse(time.RFC3339Nano, w)
		return got.Compare(want), err == nil
	case string:
		got, ok := stored.(string)
		return strings.Compare(strings.ToLower(got), strings.ToLower(want)), ok
	default:
		return 0, false
	}
}
