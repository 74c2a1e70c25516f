package devicerule

import (
	"fmt"
	"strings"
	"testing"
)

// TestSyntaxErrors: what is wrong is said, and at which column, counted in characters.
func TestSyntaxErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, rule, want string }{
		{"empty", "", "the rule is empty"},
		{"blank", " \t\r\n", "the rule is empty"},
		{"too-long", strings.Repeat(" ", MaxLength) + "é", "the rule has 3073 characters; the service stores at most 3072"},
		{"nothing-but-parentheses", strings.Repeat("(", MaxLength), "column 3073: expected device.<property>, found the end of the rule"},
		{"open-string", `device.model -eq "a`, "column 18: a quoted string without its end"},
		{"open-string-after-a-doubled-quote", `device.model -eq "a""`, "column 18: a quoted string without its end"},
		{"more-after-the-end", `device.model -eq "a" x`, "column 22: expected -and, -or or the end, found x"},
		{"more-after-blanks", "device.model\t-eq\r\n\"é\"  x", "column 24: expected -and, -or or the end, found x"},
		{"closed-too-often", `device.model -eq "a")`, "column 21: expected -and, -or or the end, found )"},
		{"not-closed", `(device.model -eq "a"`, "column 22: expected ), found the end of the rule"},
		{"nothing-to-negate", `-not`, "column 5: expected device.<property>, found the end of the rule"},
		{"nothing-after-and", `device.model -eq "a" -and`, "column 26: expected device.<property>, found the end of the rule"},
		{"nothing-after-or", `device.model -eq "a" -or`, "column 25: expected device.<property>, found the end of the rule"},
		{"nothing-in-parentheses", `()`, "column 2: expected device.<property>, found )"},
		{"no-subject", `-eq "a"`, "column 1: expected device.<property>, found -eq"},
		{"a-string-as-subject", `"device.model" -eq "a"`, `column 1: expected device.<property>, found "device.model"`},
		{"unknown-property", `device.colour -eq "a"`, `column 1: "device.colour" is not a device property`},
		{"another-object", `user.model -eq "a"`, `column 1: "user.model" is not a device property`},
		{"no-object", `model -eq "a"`, `column 1: "model" is not a device property`},
		{"no-operator", `device.model = "a"`, "column 14: expected an operator such as -eq, found ="},
		{"unknown-operator", `device.model -like "a"`, "column 14: expected an operator such as -eq, found -like"},
		{"a-string-as-operator", `device.model "-eq" "a"`, `column 14: expected an operator such as -eq, found "-eq"`},
		{"operator-of-another-kind", `device.isCompliant -contains "a"`, "column 20: device.isCompliant cannot be compared with -contains"},
		{"id-by-its-start", `device.deviceId -startsWith "a"`, "column 17: device.deviceId cannot be compared with -startswith"},
		{"word-in-a-list", `device.trustType -in ["a"]`, "column 18: device.trustType cannot be compared with -in"},
		{"list-as-a-whole", `device.physicalIds -eq "a"`, "column 20: device.physicalIds cannot be compared with -eq"},
		{"no-list", `device.model -in "a"`, `column 18: expected a list such as ["a", "b"], found "a"`},
		{"no-comma", `device.model -in ["a" "b"]`, `column 23: expected , or ], found "b"`},
		{"list-not-closed", `device.model -in ["a",`, "column 23: expected a quoted string, found the end of the rule"},
		{"list-without-members", `device.model -in []`, "column 19: expected a quoted string, found ]"},
		{"no-quotes", `device.model -eq a`, "column 18: expected a quoted string, found a"},
		{"neither-true-nor-false", `device.isCompliant -eq "yes"`, `column 24: device.isCompliant is compared with True or False, found "yes"`},
		{"no-word", `device.isCompliant -eq (`, "column 24: device.isCompliant is compared with True or False, found ("},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if _, err := Parse(c.rule); err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// TestDecide: what rules say of a compliant device of model A. Its manufacturer was not read, and what is not
// named here is null.
func TestDecide(t *testing.T) {
	t.Parallel()
	device := func(property string) ([]string, bool) {
		switch property {
		case "model":
			return []string{"A"}, true
		case "isCompliant":
			return []string{"True"}, true
		case "physicalIds":
			return []string{"[tag]:x", "whole"}, true
		case "displayName":
			return []string{`it's "it"`}, true
		}
		return nil, property != "manufacturer"
	}
	for _, c := range []struct {
		rule string
		want Answer
	}{
		{`device.model -eq "a"`, Yes},
		{`device.model -ne "a"`, No},
		{`DEVICE.MODEL -EQ 'A'`, Yes},
		{`device.model -startsWith "b"`, No},
		{`device.model -notStartsWith "b"`, Yes},
		{`device.displayName -eq "it's ""it"""`, Yes},
		{`device.displayName -eq 'it''s "it"'`, Yes},
		{`device.displayName -startsWith "it's"`, Yes},
		{`device.displayName -endsWith '"it"'`, Yes},
		{`device.displayName -endsWith "it's"`, No},
		{`device.displayName -notEndsWith "it's"`, Yes},
		{`device.displayName -contains "s "`, Yes},
		{`device.displayName -notContains "s "`, No},
		{`device.model -in ["b", "a"]`, Yes},
		{`device.model -notIn ["b","c"]`, Yes},
		{`device.physicalIds -contains "WHOLE"`, Yes},
		{`device.physicalIds -contains "tag"`, No},
		{`device.isCompliant -eq True`, Yes},
		{`device.isCompliant -eq "false"`, No},
		{`device.operatingSystem -eq ""`, No},
		{`device.operatingSystem -ne "x"`, Yes},
		{`device.manufacturer -eq "x"`, Unknown},
		{`-not device.manufacturer -eq "x"`, Unknown},
		{`-not device.model -eq "a"`, No},
		{`-not(device.model -eq "a")`, No},
		{`-not -not device.model -eq "a"`, Yes},
		{`device.model -eq "a" -or device.model -eq "b" -and device.model -eq "c"`, Yes},
		{`(device.model -eq "a" -or device.model -eq "b") -and device.model -eq "c"`, No},
		{`device.model -eq "b" -or device.manufacturer -eq "x"`, Unknown},
		{`device.model -eq "b" -and device.manufacturer -eq "x"`, No},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			r, err := Parse(c.rule)
			if err != nil {
				t.Fatal(err)
			}
			if got := r.Decide(device); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

// TestLongestRule: as many characters as the service stores are not too many, whatever bytes they take.
func TestLongestRule(t *testing.T) {
	t.Parallel()
	rule := fmt.Sprintf(`device.model -eq "%s"`, strings.Repeat("é", MaxLength-19))
	if _, err := Parse(rule); err != nil {
		t.Error(err)
	}
	if _, err := Parse(rule + " "); err == nil {
		t.Error("one more is not too many")
	}
}
