package ca

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// word reads one word of a list, whatever its case, in the list's spelling.
func (r *reader) word(name string, words ...string) string {
	raw := r.members[name]
	text := r.text(name)
	if name == "@odata.type" && text != "" && !strings.HasPrefix(text, "#") {
		text = "#" + text
	}
	i := slices.IndexFunc(words, func(word string) bool { return strings.EqualFold(word, text) })
	switch {
	case i >= 0:
		return words[i]
	case text != "":
		r.fail(name, "one of "+strings.Join(words, ", "), raw)
	}
	return ""
}

// unlessWord is "" for the word that says nothing.
func unlessWord(word, nothing string) string {
	if word == nothing {
		return ""
	}
	return word
}

var guid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

func isGUID(text string) bool { return guid.MatchString(text) }

func (r *reader) guid(name string) string {
	raw := r.members[name]
	text := r.text(name)
	if text != "" && !isGUID(text) {
		r.fail(name, "an id", raw)
	}
	return FoldID(text)
}

func (r *reader) country(name string) string {
	raw := r.members[name]
	text := r.text(name)
	if strings.EqualFold(text, CountryUnknown) {
		return CountryUnknown
	}
	code := strings.ToUpper(text)
	if code != "" && !slices.Contains(CountryCodes, code) {
		r.fail(name, "a two-letter ISO 3166-1 code such as NO, or unknown", raw)
	}
	return code
}

func (r *reader) address(name string) string {
	raw := r.members[name]
	text := r.text(name)
	if text == "" {
		return ""
	}
	address, err := netip.ParseAddr(text)
	if err != nil || address.Zone() != "" {
		r.fail(name, "an IPv4 or IPv6 address", raw)
		return text
	}
	return address.Unmap().String()
}

// nothingElse refuses a member that nobody took, even one that says nothing: it may be a slip of the pen, and
// what it meant would be left out of the answer.
func (r *reader) nothingElse() {
	names := make([]string, 0, len(r.members))
	for name := range r.members {
		if !isAnnotation(name) {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		slices.Sort(names)
		r.refuse(names[0], "is no member of What-If's request")
	}
}

// refuse says what is wrong with a member that has the right shape.
func (r *reader) refuse(name, why string) {
	if *r.failed == nil {
		*r.failed = fmt.Errorf("%s %s", r.at(name), why)
	}
}
