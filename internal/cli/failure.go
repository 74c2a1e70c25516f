package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// A hintedError is an error and what to do about it.
type hintedError struct {
	error
	hints []string
}

func (e *hintedError) Unwrap() error { return e.error }

func withHint(err error, hints ...string) error { return &hintedError{err, hints} }

// report writes an error in one line, and its hints in one line each.
func report(w io.Writer, err error) {
	fmt.Fprintf(w, "entraguard: error: %s\n", oneLine(err.Error()))
	var hinted *hintedError
	if errors.As(err, &hinted) {
		for _, hint := range hinted.hints {
			fmt.Fprintf(w, "entraguard: hint: %s\n", oneLine(hint))
		}
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
