package guard

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// unknownPaths are the attributes of a policy that hold a value that is not known yet, without its name.
func unknownPaths(p ca.Policy) []string {
	p.DisplayName, p.Description = "", ""
	return attributesWith(ca.EncodePolicy(p), ca.NotYetKnown)
}

// unknownLocationPaths are the same of a named location.
func unknownLocationPaths(l ca.NamedLocation) []string {
	l.DisplayName = ""
	return attributesWith(ca.EncodeNamedLocation(l), ca.NotYetKnown)
}

// unknownStrengthPaths are the same of an authentication strength.
func unknownStrengthPaths(s ca.AuthenticationStrength) []string {
	var paths []string
	if slices.Contains(s.AllowedCombinations, ca.NotYetKnown) {
		paths = append(paths, allowedCombinations)
	}
	for _, c := range s.CombinationConfigurations {
		for _, path := range attributesWith(ca.EncodeCombinationConfiguration(c), ca.NotYetKnown) {
			paths = append(paths, configurationAttribute(c)+"."+path)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// unknownContextPaths are the same of an authentication context.
func unknownContextPaths(c ca.AuthenticationContext) []string {
	c.DisplayName, c.Description = "", ""
	return attributesWith(ca.EncodeContext(c), ca.NotYetKnown)
}

// unknownDefaultsPaths are the same of security defaults.
func unknownDefaultsPaths(d ca.SecurityDefaults) []string {
	return attributesWith(ca.EncodeSecurityDefaults(d), ca.NotYetKnown)
}

// attributesWith are the schema paths under which a body holds a word, in order.
func attributesWith(body []byte, word string) []string {
	if !bytes.Contains(body, []byte(word)) {
		return nil
	}
	var value any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		return nil
	}
	var paths []string
	walkText(value, "", func(path, text string) {
		if slices.Contains(strings.Split(text, ","), word) && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	})
	slices.Sort(paths)
	return paths
}

func walkText(value any, path string, visit func(path, text string)) {
	switch v := value.(type) {
	case string:
		visit(path, v)
	case []any:
		for _, item := range v {
			walkText(item, path, visit)
		}
	case map[string]any:
		for name, member := range v {
			walkText(member, strings.TrimPrefix(path+"."+attributeName(name), "."), visit)
		}
	}
}

// attributeName is the name that a property of Graph has in the provider's schema.
func attributeName(property string) string {
	var name strings.Builder
	inWord := false
	for _, r := range property {
		if unicode.IsUpper(r) && inWord {
			name.WriteByte('_')
		}
		inWord = !unicode.IsUpper(r) // allowedAAGUIDs has two words
		name.WriteRune(unicode.ToLower(r))
	}
	return name.String()
}

// quotedPaths lists attributes for a sentence: `a`, `b` and 3 more.
func quotedPaths(paths []string) string {
	const most = 3
	var shown []string
	for _, path := range paths[:min(len(paths), most)] {
		shown = append(shown, "`"+path+"`")
	}
	if more := len(paths) - most; more > 0 {
		return strings.Join(shown, ", ") + " and " + strconv.Itoa(more) + " more"
	}
	return joinAnd(shown)
}

// joinAnd joins words for a sentence.
func joinAnd(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
