package reference

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A world says of what is not known which way it is. Whatever two policies or two tenants leave open in the
// same words is one thing with one answer, so that what did not change cannot look changed.
type world struct {
	answers map[string]value
	asked   string // the first thing that was asked and has no answer yet
}

// settle is v, unless that is unknown and the world has an answer to what it is about.
func (w *world) settle(v value, about ...any) value {
	if v != unknown {
		return v
	}
	question := inWords(about)
	if answer, answered := w.answers[question]; answered {
		return answer
	}
	if w.asked == "" {
		w.asked = question
	}
	return unknown
}

// inWords is what a thing is called: the same for the same thing.
func inWords(about []any) string {
	var words []string
	for _, part := range about {
		switch p := part.(type) {
		case string:
			words = append(words, p)
		case []string:
			words = append(words, list(p))
		default:
			words = append(words, content(p))
		}
	}
	return strings.Join(words, " ")
}

// with is the world in which one more thing has an answer.
func (w *world) with(about string, answer value) *world {
	answers := map[string]value{about: answer}
	for known, v := range w.answers {
		answers[known] = v
	}
	return &world{answers: answers}
}

// content is a value in words, the same for the same content: no list that policies hold has an order.
func content(of any) string {
	text, err := json.Marshal(of)
	if err != nil {
		return fmt.Sprint(of)
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		return string(text)
	}
	return unordered(tree)
}

func unordered(tree any) string {
	var parts []string
	switch t := tree.(type) {
	case []any:
		for _, item := range t {
			parts = append(parts, unordered(item))
		}
	case map[string]any:
		for name, member := range t {
			parts = append(parts, fmt.Sprintf("%q: %s", name, unordered(member)))
		}
	default:
		return fmt.Sprintf("%#v", t)
	}
	slices.Sort(parts)
	return fmt.Sprintf("%T(%s)", tree, strings.Join(parts, ", "))
}

// list is a list of ids in words. Graph writes ids in lower case; people do not.
func list(ids []string) string {
	var names []string
	for _, id := range ids {
		names = append(names, ca.FoldID(id))
	}
	return content(names)
}
