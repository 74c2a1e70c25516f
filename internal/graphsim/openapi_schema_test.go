package graphsim_test

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// schema is the part of JSON Schema that the published OpenAPI files use.
type schema struct {
	Ref           string `json:"$ref"`
	Type          string
	Format        string
	Pattern       string
	Enum          []string
	Nullable      bool
	AllOf         []*schema
	Properties    map[string]*schema
	Required      []string
	Items         *schema
	MaxItems      int
	Minimum       *float64
	Maximum       *float64
	Additional    json.RawMessage `json:"additionalProperties"`
	OpenType      bool            `json:"x-open-type"`
	Discriminator struct {
		Mapping map[string]string
	} `json:"x-discriminator"`
}

// walk holds one value against a schema, down to every member, and collects what
// does not fit. Unknown members do not fit either, unless allowed says so.
type walk struct {
	schemas map[string]*schema
	allowed func(name string, value any) bool
	anyCase bool // words may have any case, as the service reads them
	faults  []string
	values  int
}

func (w *walk) fault(at, format string, args ...any) {
	w.faults = append(w.faults, at+": "+fmt.Sprintf(format, args...))
}

// follow resolves a reference.
func (w *walk) follow(s *schema) *schema {
	for s.Ref != "" {
		target := w.schemas[s.Ref[strings.LastIndex(s.Ref, "/")+1:]]
		if target == nil {
			w.fault(s.Ref, "leads nowhere")
			return &schema{}
		}
		s = target
	}
	return s
}

// parts are a schema and all that it consists of.
func (w *walk) parts(s *schema) []*schema {
	s = w.follow(s)
	out := []*schema{s}
	for _, part := range s.AllOf {
		out = append(out, w.parts(part)...)
	}
	return out
}

func (w *walk) value(at string, s *schema, value any) {
	w.values++
	s = w.follow(s)
	if value == nil {
		if !s.Nullable && !slices.ContainsFunc(w.parts(s), func(p *schema) bool { return p.Nullable }) && !isAnything(s) {
			w.fault(at, "null, and the schema forbids it")
		}
		return
	}
	if o, isObject := value.(object); isObject {
		w.object(at, s, o)
		return
	}
	for _, part := range w.parts(s) {
		switch v := value.(type) {
		case []any:
			w.list(at, part, v)
		case string:
			w.text(at, part, v)
		case float64:
			w.number(at, part, v)
		case bool:
			if part.Type != "" && part.Type != "boolean" {
				w.fault(at, "%v is no %s", v, part.Type)
			}
		}
	}
}

func isAnything(s *schema) bool {
	return s.Type == "" && s.Enum == nil && s.AllOf == nil && s.Properties == nil
}

func (w *walk) object(at string, s *schema, o object) {
	parts := w.parts(s)
	name, _ := o["@odata.type"].(string)
	for _, part := range parts {
		if derived := part.Discriminator.Mapping[name]; derived != "" {
			parts = w.parts(&schema{Ref: derived})
			break
		}
	}
	known := map[string]*schema{}
	open := isAnything(s)
	for _, part := range parts {
		if part.Type != "" && part.Type != "object" {
			w.fault(at, "an object is no %s", part.Type)
			return
		}
		open = open || part.OpenType || len(part.Additional) > 0
		for name, property := range part.Properties {
			known[name] = property
		}
		for _, name := range part.Required {
			if _, present := o[name]; !present {
				w.fault(at, "%s is missing", name)
			}
		}
	}
	for name, v := range o {
		property := known[name]
		switch {
		case property != nil:
			w.value(at+"/"+name, property, v)
		case strings.ContainsAny(name, "@#") || open || w.allowed != nil && w.allowed(name, v):
		default:
			w.fault(at+"/"+name, "no such property")
		}
	}
}

func (w *walk) list(at string, s *schema, elements []any) {
	if s.Type != "" && s.Type != "array" {
		w.fault(at, "a list is no %s", s.Type)
		return
	}
	if s.MaxItems > 0 && len(elements) > s.MaxItems {
		w.fault(at, "%d elements, and %d are the most", len(elements), s.MaxItems)
	}
	if s.Items == nil {
		return
	}
	for i, element := range elements {
		w.value(fmt.Sprintf("%s[%d]", at, i), s.Items, element)
	}
}

func (w *walk) text(at string, s *schema, v string) {
	switch {
	case s.Type != "" && s.Type != "string":
		w.fault(at, "%q is no %s", v, s.Type)
	case s.Enum != nil && !slices.ContainsFunc(s.Enum, func(known string) bool { return known == v || w.anyCase && strings.EqualFold(known, v) }):
		w.fault(at, "%q is none of %v", v, s.Enum)
	case s.Pattern != "" && !pattern(s.Pattern, w.anyCase).MatchString(v):
		w.fault(at, "%q does not match %s", v, s.Pattern)
	case s.Format == "date-time":
		if _, err := time.Parse(time.RFC3339Nano, v); err != nil {
			w.fault(at, "%q is no time", v)
		}
	}
}

func (w *walk) number(at string, s *schema, v float64) {
	switch {
	case s.Type != "" && s.Type != "integer" && s.Type != "number", s.Type == "integer" && v != math.Trunc(v):
		w.fault(at, "%v is no %s", v, s.Type)
	case s.Minimum != nil && v < *s.Minimum, s.Maximum != nil && v > *s.Maximum:
		w.fault(at, "%v is out of range", v)
	}
}

var patterns sync.Map // of *regexp.Regexp, since the same few are met thousands of times

func pattern(text string, anyCase bool) *regexp.Regexp {
	if anyCase {
		text = "(?i)" + text
	}
	if known, found := patterns.Load(text); found {
		return known.(*regexp.Regexp)
	}
	compiled := regexp.MustCompile(text)
	patterns.Store(text, compiled)
	return compiled
}
