package reference

import (
	"encoding/json"
	"fmt"
)

// A world says of what is not known which way it is. Whatever two policies or two tenants leave open in the
// same words is one thing with one answer, so that what did not change cannot look changed.
type world struct {
	answers map[string]value
	asked   string // the first thing that was asked and has no answer yet
}

// settle is v, unless that is unknown and the world has an answer to what it is about.
func (w *world) settle(v value, about string) value {
	if v != unknown {
		return v
	}
	if answer, answered := w.answers[about]; answered {
		return answer
	}
	if w.asked == "" {
		w.asked = about
	}
	return unknown
}

// with is the world in which one more thing has an answer.
func (w *world) with(about string, answer value) *world {
	answers := map[string]value{about: answer}
	for known, v := range w.answers {
		answers[known] = v
	}
	return &world{answers: answers}
}

// content is a value in words, the same for the same content.
func content(of any) string {
	text, err := json.Marshal(of)
	if err != nil {
		return fmt.Sprint(of)
	}
	return string(text)
}
