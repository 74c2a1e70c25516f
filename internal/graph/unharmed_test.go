package graph

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// missing reports what an example has and its other side has not: nulls and annotations aside, collections in any
// order, points in time in any form.
func missing(t *testing.T, where string, want, got any) {
	t.Helper()
	switch want := want.(type) {
	case nil:
	case object:
		members, _ := got.(object)
		for name, value := range want {
			if strings.Contains(name, "@") || strings.HasSuffix(where, "/authenticationStrength") && name != "id" {
				continue
			}
			missing(t, where+"/"+name, value, members[name])
		}
	case []any:
		if !slices.Equal(sortedTexts(t, want), sortedTexts(t, elements(got))) {
			t.Errorf("%s: %v became %v", where, want, got)
		}
	default:
		if want != got && !sameTime(want, got) {
			t.Errorf("%s: %v became %v", where, want, got)
		}
	}
}

func elements(value any) []any {
	list, _ := value.([]any)
	return list
}

// sortedTexts are the elements without annotations and blanks: a combination of modes is written with and without.
func sortedTexts(t *testing.T, list []any) []string {
	t.Helper()
	var texts []string
	for _, element := range list {
		if o, ok := element.(object); ok {
			o = maps.Clone(o)
			maps.DeleteFunc(o, func(name string, value any) bool {
				return strings.Contains(name, "@odata.context") || value == nil || name == "id"
			})
			element = o
		}
		texts = append(texts, strings.ReplaceAll(string(text(t, element)), " ", ""))
	}
	slices.Sort(texts)
	return texts
}

func sameTime(a, b any) bool {
	first, _ := a.(string)
	second, _ := b.(string)
	one, err := time.Parse(time.RFC3339Nano, first)
	if err != nil {
		return false
	}
	other, err := time.Parse(time.RFC3339Nano, second)
	return err == nil && one.Equal(other)
}

func text(t *testing.T, value any) []byte {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func parsed(t *testing.T, data []byte) object {
	t.Helper()
	var o object
	if err := json.Unmarshal(data, &o); err != nil {
		t.Fatal(err)
	}
	return o
}
