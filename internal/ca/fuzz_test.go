package ca

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What is fuzzed here are files that people and other programs wrote. Whatever they hold, a decoder answers
// with a value or with one line, the same each time; and what has an encoder loses nothing on the way.

// decodes asks a decoder twice.
func decodes[T any](t *testing.T, decode func([]byte) (T, error), data []byte) (T, bool) {
	t.Helper()
	value, err := decode(data)
	again, errAgain := decode(data)
	if (err == nil) != (errAgain == nil) || (err != nil && err.Error() != errAgain.Error()) {
		t.Fatalf("first %v, then %v", err, errAgain)
	}
	if err != nil {
		if said := err.Error(); said == "" || strings.ContainsAny(said, "\r\n") {
			t.Fatalf("the error is not one line: %q", said)
		}
		return value, false
	}
	if !reflect.DeepEqual(value, again) {
		t.Fatalf("decoded again, it is another value (-first +again)\n%s", cmp.Diff(value, again))
	}
	return value, true
}

// survives holds that a value that was written, and read again, writes the same document, and that this says
// what the first one said.
func survives[T any](t *testing.T, decode func([]byte) (T, error), encode func(T) []byte, data []byte) {
	t.Helper()
	value, ok := decodes(t, decode, data)
	if !ok {
		return
	}
	written := encode(value)
	again, err := decode(written)
	if err != nil {
		t.Fatalf("what was written cannot be read: %v\n%s", err, written)
	}
	if diff := cmp.Diff(string(written), string(encode(again))); diff != "" {
		t.Fatalf("written again, it is another document (-first +again)\n%s", diff)
	}
	if diff := cmp.Diff(said(t, data), said(t, written)); diff != "" {
		t.Fatalf("the document lost something (-before +after)\n%s", diff)
	}
}

// said is a document as what it says, see [essence], with times as instants and flags apart.
func said(t *testing.T, data []byte) any {
	t.Helper()
	data = []byte(strings.TrimPrefix(string(data), "\xef\xbb\xbf"))
	return plainly(essence(t, data))
}

func plainly(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, member := range v {
			// A flag that is no pointer says the same when it is absent.
			plainFlag := name == "isTrusted" || name == "includeUnknownCountriesAndRegions"
			if member = plainly(member); !isEmptyValue(member) && (member != false || !plainFlag) {
				out[name] = member
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = plainly(item)
		}
		return out
	case string:
		if at, err := time.Parse(time.RFC3339Nano, v); err == nil {
			if at.IsZero() {
				return nil // an absent time, to who writes none
			}
			return at.UTC().Format(time.RFC3339Nano)
		}
		return strings.Join(splitFlags(v), ",")
	default:
		return v
	}
}

func FuzzDecodePolicy(f *testing.F) {
	f.Add([]byte(fullPolicy))
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, ok := decodes(t, DecodePolicy, data); ok {
			p.UnknownConditions()
		}
		survives(t, DecodePolicy, EncodeStoredPolicy, data)
	})
}

func FuzzDecodeNamedLocation(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		survives(t, DecodeNamedLocation, EncodeStoredNamedLocation, data)
		if l, err := DecodeNamedLocation(data); err == nil {
			for _, r := range l.IPRanges {
				if first, last, ok := r.Bounds(); ok && (first.BitLen() != last.BitLen() || last.Less(first)) {
					t.Errorf("%+v is from %s to %s", r, first, last)
				}
			}
		}
	})
}

func FuzzDecodeStrengths(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		strengths, _ := decodes(t, DecodeStrengths, data)
		for _, s := range strengths {
			for _, c := range s.AllowedCombinations {
				SplitModes(c)
			}
		}
	})
}

func FuzzDecodeMethods(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		decodes(t, DecodeMethods, data)
		decodes(t, DecodeMethodList, data)
		if p, ok := decodes(t, DecodeMethodsPolicy, data); ok {
			p.Configuration("Fido2")
		}
	})
}

func FuzzDecodeDevices(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		decodes(t, DecodeDevices, data)
		devices, _ := decodes(t, DecodeDeviceList, data)
		for _, d := range devices {
			about := func() []any {
				compliant, read := d.Property("isCompliant")
				return []any{d.DisplayName(), d.Enabled(), d.Platform(), compliant, read}
			}
			first := about()
			for range 8 { // as often as it takes another order of the properties to show
				if again := about(); !reflect.DeepEqual(first, again) {
					t.Fatalf("first %v, then %v", first, again)
				}
			}
		}
	})
}

func FuzzDecodeDirectory(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		decodes(t, DecodeUsers, data)
		decodes(t, DecodeGroups, data)
		decodes(t, DecodeGroupMembers, data)
		decodes(t, DecodeRoleDefinitions, data)
		decodes(t, DecodeRoleAssignments, data)
		decodes(t, DecodeServicePrincipals, data)
		decodes(t, DecodeDomains, data)
		decodes(t, DecodeContexts, data)
		decodes(t, DecodeTemplates, data)
		decodes(t, DecodeSignIns, data)
		decodes(t, DecodeSecurityDefaults, data)
		decodes(t, func(data []byte) ([2]string, error) {
			id, name, err := DecodeOrganization(data)
			return [2]string{id, name}, err
		}, data)
	})
}
