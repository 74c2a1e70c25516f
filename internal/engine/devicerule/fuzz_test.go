package devicerule

import (
	"strings"
	"testing"
)

// FuzzParse: any text is a rule or is refused with one line. What a rule surely says of a device of which
// nothing was read, it says of every device.
func FuzzParse(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := Parse(text)
		if err != nil {
			if said := err.Error(); said == "" || strings.ContainsAny(said, "\r\n") {
				t.Errorf("the error is not one line: %q", said)
			}
			return
		}
		if len(rule.Properties()) == 0 {
			t.Error("the rule asks for no property")
		}
		blind := rule.Decide(Unread)
		for _, lookup := range []Lookup{
			Null,
			func(property string) ([]string, bool) { return []string{property}, true },
			func(property string) ([]string, bool) { return []string{"true"}, len(property)%2 == 0 },
		} {
			if said := rule.Decide(lookup); blind != Unknown && said != blind {
				t.Errorf("%d of a device of which nothing was read, %d of another one", blind, said)
			}
		}
	})
}
