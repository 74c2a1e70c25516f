package ca

import (
	"encoding/json"
	"strings"
	"time"
)

// An object is a JSON object under construction. Its setters leave out what is empty, since absent, null
// and empty are one value: what must be said explicitly is said by [withGone].
type object map[string]any

func (o object) text(name, value string) {
	if value != "" {
		o[name] = value
	}
}

func (o object) flag(name string, value *bool) {
	if value != nil {
		o[name] = *value
	}
}

func (o object) number(name string, value *int) {
	if value != nil {
		o[name] = *value
	}
}

func (o object) time(name string, value time.Time) {
	if !value.IsZero() {
		o[name] = value.UTC().Format("2006-01-02T15:04:05.9999999Z07:00")
	}
}

// flags writes a comma-joined enumeration.
func (o object) flags(name string, values []string) { o.text(name, strings.Join(values, ",")) }

// child sets a nested object unless there is nothing in it.
func (o object) child(name string, value object) {
	if len(value) > 0 {
		o[name] = value
	}
}

// extra puts back what the decoder did not know.
func (o object) extra(e Extra) object {
	for name, raw := range e {
		o[name] = raw
	}
	return o
}

func setTexts[T ~string](o object, name string, values []T) {
	if len(values) > 0 {
		o[name] = values
	}
}

// typeMember says of which type an object is that may be of several.
const typeMember = "@odata.type"

func isList(value any) bool {
	switch v := value.(type) {
	case object, string, bool, int, nil:
		return false
	case json.RawMessage:
		return strings.HasPrefix(strings.TrimSpace(string(v)), "[")
	}
	return true
}

// encode renders a body. Every value in it came from a setter, so it cannot fail.
func encode(o object) []byte {
	data, err := json.Marshal(o)
	if err != nil {
		return []byte("null")
	}
	return data
}

// isRawObject is true for an object that came from an Extra.
func isRawObject(value any) bool {
	raw, ok := value.(json.RawMessage)
	return ok && strings.HasPrefix(strings.TrimSpace(string(raw)), "{")
}
