package graphsim_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestWalkFindsFaults: the check against the OpenAPI can fail, for each reason that
// it has, in the published files and in our own.
func TestWalkFindsFaults(t *testing.T) {
	t.Parallel()
	const path = "identity/conditionalAccess/policies"
	whole := func(changes ...func(object)) object {
		return policy(append([]func(object){with("id", someID), with("createdDateTime", "2026-01-01T00:00:00.1234567Z"), with("sessionControls", nil)}, changes...)...)
	}
	for _, d := range documents()["v1.0"] {
		for _, test := range []struct {
			name   string
			answer any
			want   string // "" is an answer that fits
		}{
			{"good", whole(), ""},
			{"unknown-property", whole(with("conditions/colour", "red")), "/conditions/colour: no such property"},
			{"unknown-null", whole(with("conditions/times", nil)), ""},
			{"unknown-null-with-a-value", whole(with("conditions/times", object{})), "/conditions/times: no such property"},
			{"enum", whole(with("state", "on")), `/state: "on" is none of`},
			{"flags", whole(with("conditions/insiderRiskLevels", "minor,huge")), `/conditions/insiderRiskLevels: "minor,huge" does not match`},
			{"null", whole(with("displayName", nil)), "/displayName: null, and the schema forbids it"},
			{"null-in-a-list", whole(with("conditions/users/includeUsers", []any{nil})), "/conditions/users/includeUsers[0]: null"},
			{"scalar-for-a-list", whole(with("conditions/users/includeUsers", "All")), `/conditions/users/includeUsers: "All" is no array`},
			{"list-for-a-scalar", whole(with("displayName", []any{})), "/displayName: a list is no string"},
			{"object-for-a-scalar", whole(with("displayName", object{})), "/displayName: an object is no string"},
			{"number-for-a-text", whole(with("displayName", 1.0)), "/displayName: 1 is no string"},
			{"truth-for-a-text", whole(with("displayName", true)), "/displayName: true is no string"},
			{"fraction", whole(with("sessionControls", object{"signInFrequency": object{"value": 1.5}})), "/sessionControls/signInFrequency/value: 1.5 is no integer"},
			{"time", whole(with("createdDateTime", "yesterday")), `/createdDateTime: "yesterday" is no time`},
		} {
			faults := d.faults(path, test.answer)
			if test.want == "" && len(faults) == 0 {
				continue
			}
			if test.want == "" || !slices.ContainsFunc(faults, func(f string) bool { return strings.HasPrefix(f, test.want) }) {
				t.Errorf("%s (published: %v): %q, want %q", test.name, d.published, faults, test.want)
			}
		}
		if faults := d.faults("identity/conditionalAccess/namedLocations", object{"@odata.type": "#microsoft.graph.countryNamedLocation", "ipRanges": []any{}}); len(faults) != 1 {
			t.Errorf("a member of another derived type (published: %v): %q", d.published, faults)
		}
		if faults := d.faults("identity/conditionalAccess/nothing", object{}); len(faults) != 1 {
			t.Errorf("a path that does not exist (published: %v): %q", d.published, faults)
		}
	}
}

// faults are what does not fit in an answer to POST.
func (d *document) faults(path string, answer any) []string {
	op := d.find("POST", path)
	if op == nil {
		return []string{"no operation among " + strings.Join(slices.Sorted(maps.Keys(d.Paths)), ", ")}
	}
	w := &walk{schemas: d.Components.Schemas, allowed: allowedIn("v1.0")}
	w.value("", op.answer(201), answer)
	return w.faults
}
