package ca

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A reader takes the members of one JSON object one by one; what nobody took is the object's Extra. The
// first thing that is not of the expected shape is the error, with its path.
type reader struct {
	path    string
	members map[string]json.RawMessage
	failed  *error // shared by the readers of one document
}

// A ShapeError says where a document is not what Graph returns there.
type ShapeError struct {
	Path string // for instance value[3].conditions.users.includeUsers
	Want string // for instance a list of strings
	Got  string // for instance a number
}

func (e *ShapeError) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("want %s, found %s", e.Want, e.Got)
	}
	return fmt.Sprintf("%s: want %s, found %s", e.Path, e.Want, e.Got)
}

// parseJSON checks that data is one JSON value, and says on which line it is not.
func parseJSON(data []byte) (json.RawMessage, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	decoder := json.NewDecoder(bytes.NewReader(data))
	var raw json.RawMessage
	err := decoder.Decode(&raw)
	if err == nil {
		if _, trailing := decoder.Token(); !errors.Is(trailing, io.EOF) {
			return nil, fmt.Errorf("line %d: more text after the end of the JSON value", lineAt(data, decoder.InputOffset()))
		}
		return raw, nil
	}
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return nil, fmt.Errorf("line %d: not JSON: %s", lineAt(data, syntax.Offset), syntax.Error())
	case errors.Is(err, io.EOF):
		return nil, errors.New("the document is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("line %d: not JSON: the document ends too early", lineAt(data, int64(len(data))))
	}
	return nil, fmt.Errorf("not JSON: %w", err)
}

func lineAt(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:min(int(offset), len(data))], []byte("\n"))
}

// decodeDocument reads one object with decode.
func decodeDocument[T any](data []byte, decode func(*reader) T) (T, error) {
	var failed error
	raw, err := parseJSON(data)
	if err != nil {
		var zero T
		return zero, err
	}
	value := decode(newReader("", raw, &failed))
	return value, failed
}

// decodeCollection reads {"value": [...]} with decode.
func decodeCollection[T any](data []byte, decode func(*reader) T) ([]T, error) {
	var failed error
	raw, err := parseJSON(data)
	if err != nil {
		return nil, err
	}
	list := newReader("", raw, &failed)
	if _, ok := list.members["value"]; !ok && failed == nil {
		return nil, &ShapeError{Want: `an object with a list "value"`, Got: `an object without one`}
	}
	values := readObjects(list, "value", decode)
	return values, failed
}

// decodePerObject reads {"<id>": [...], …} with decode, keyed by folded id.
func decodePerObject[T any](data []byte, decode func(*reader) T) (map[string][]T, error) {
	var failed error
	raw, err := parseJSON(data)
	if err != nil {
		return nil, err
	}
	lists := newReader("", raw, &failed)
	byID := make(map[string][]T, len(lists.members))
	for _, id := range slices.Sorted(maps.Keys(lists.members)) {
		if !isAnnotation(id) {
			byID[FoldID(id)] = readObjects(lists, id, decode)
		}
	}
	return byID, failed
}

func newReader(path string, raw json.RawMessage, failed *error) *reader {
	r := &reader{path: path, failed: failed}
	if err := json.Unmarshal(raw, &r.members); err != nil || r.members == nil {
		r.members = map[string]json.RawMessage{}
		r.fail("", "an object", raw)
	}
	return r
}

func (r *reader) at(name string) string {
	name = printable(name)
	switch {
	case name == "":
		return r.path
	case r.path == "":
		return name
	}
	return r.path + "." + name
}

// printable is a name as one line of text can show it. Ids are names in some documents, and those may be
// anything.
func printable(name string) string {
	if strings.ContainsFunc(name, unicode.IsControl) {
		return strconv.Quote(name)
	}
	return name
}

func (r *reader) fail(name, want string, raw json.RawMessage) {
	if *r.failed == nil {
		*r.failed = &ShapeError{Path: r.at(name), Want: want, Got: kindOf(raw)}
	}
}

func kindOf(raw json.RawMessage) string {
	switch trimmed := bytes.TrimSpace(raw); {
	case len(trimmed) == 0:
		return "nothing"
	case trimmed[0] == '{':
		return "an object"
	case trimmed[0] == '[':
		return "a list"
	case trimmed[0] == '"':
		return "the string " + shorten(string(trimmed))
	case trimmed[0] == 't', trimmed[0] == 'f':
		return "the boolean " + string(trimmed)
	case trimmed[0] == 'n':
		return "null"
	default:
		return "the number " + shorten(string(trimmed))
	}
}

func shorten(s string) string {
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:39]) + "…"
	}
	return s
}

// take removes a member and reports whether it holds something.
func (r *reader) take(name string) (json.RawMessage, bool) {
	raw, ok := r.members[name]
	delete(r.members, name)
	return raw, ok && !bytes.Equal(bytes.TrimSpace(raw), []byte("null"))
}

func takeAs[T any](r *reader, name, want string) (value T) {
	if raw, ok := r.take(name); ok {
		if err := json.Unmarshal(raw, &value); err != nil {
			r.fail(name, want, raw)
		}
	}
	return value
}

func (r *reader) text(name string) string    { return takeAs[string](r, name, "a string") }
func (r *reader) flag(name string) bool      { return takeAs[bool](r, name, "true or false") }
func (r *reader) optFlag(name string) *bool  { return takeAs[*bool](r, name, "true or false") }
func (r *reader) optNumber(name string) *int { return takeAs[*int](r, name, "a whole number") }

func (r *reader) texts(name string) []string {
	raw, ok := r.take(name)
	if !ok {
		return nil
	}
	var values []*string
	if err := json.Unmarshal(raw, &values); err != nil {
		r.fail(name, "a list of strings", raw)
		return nil
	}
	var list []string
	for _, v := range values {
		if v != nil {
			list = append(list, *v)
		}
	}
	return list
}

func readTexts[T ~string](r *reader, name string) []T {
	var list []T
	for _, v := range r.texts(name) {
		list = append(list, T(v))
	}
	return list
}

// flags reads a comma-joined enumeration. A list of members is read alike: other tools write it so.
func (r *reader) flags(name string) []string {
	if raw, ok := r.members[name]; ok && bytes.HasPrefix(bytes.TrimSpace(raw), []byte("[")) {
		return splitFlags(strings.Join(r.texts(name), ","))
	}
	return splitFlags(r.text(name))
}

func (r *reader) time(name string) time.Time {
	raw, ok := r.take(name)
	if !ok {
		return time.Time{}
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
			return t
		}
	}
	r.fail(name, "a time such as 2026-08-01T10:00:00Z", raw)
	return time.Time{}
}

// kind reads @odata.type, with or without its leading number sign.
func (r *reader) kind() string {
	kind := r.text("@odata.type")
	if kind != "" && !strings.HasPrefix(kind, "#") {
		kind = "#" + kind
	}
	return kind
}

// readObject reads a nested object; absent, null and empty are nil.
func readObject[T any](r *reader, name string, decode func(*reader) T) *T {
	raw, ok := r.take(name)
	if !ok {
		return nil
	}
	if isEmptyJSON(raw) {
		return nil // some exports write an object that is not there as []
	}
	value := decode(newReader(r.at(name), raw, r.failed))
	return &value
}

func readObjects[T any](r *reader, name string, decode func(*reader) T) []T {
	raw, ok := r.take(name)
	if !ok {
		return nil
	}
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		r.fail(name, "a list of objects", raw)
		return nil
	}
	list := make([]T, 0, len(items))
	for i, item := range items {
		list = append(list, decode(newReader(r.at(name)+"["+strconv.Itoa(i)+"]", item, r.failed)))
	}
	return list
}

// rest is what nobody took.
func (r *reader) rest() Extra {
	var extra Extra
	for name, raw := range r.members {
		if isAnnotation(name) || isEmptyJSON(raw) {
			continue
		}
		if extra == nil {
			extra = Extra{}
		}
		extra[name] = raw
	}
	return extra
}
