package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// An Error is a request that Graph refused, or that got no answer.
type Error struct {
	Operation       string // what was attempted: `create the policy "Block legacy authentication"`
	Status          int    // 0: no answer
	Code            string // Graph's word, for instance AccessDenied
	Message         string // Graph's sentence, without its number; or why there was no answer
	Number          int    // Conditional Access's number, for instance 1034; 0: none
	RequestID       string
	ClientRequestID string
	Scopes          []string // a 403: the application permissions that it needs and the application lacks

	// unclear says that the request may have been carried out all the same.
	unclear bool
	cause   error
}

// Error is one line.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "cannot %s: ", e.Operation)
	if e.Status == 0 {
		b.WriteString(e.Message)
		return b.String()
	}
	fmt.Fprintf(&b, "%d", e.Status)
	if e.Code != "" {
		b.WriteString(" " + e.Code)
	}
	b.WriteString(": ")
	if e.Number != 0 {
		fmt.Fprintf(&b, "%d: ", e.Number)
	}
	b.WriteString(firstOf(e.Message, http.StatusText(e.Status), "no reason was given"))
	if len(e.Scopes) > 0 {
		fmt.Fprintf(&b, " (needs %s)", strings.Join(e.Scopes, ", "))
	}
	if id := firstOf(e.RequestID, e.ClientRequestID); id != "" {
		b.WriteString("; request-id " + id)
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.cause }

// IsNotFound reports whether the service knows no such object.
func IsNotFound(err error) bool { return statusOf(err) == http.StatusNotFound }

// IsForbidden reports whether a permission is missing, or a licence.
func IsForbidden(err error) bool { return statusOf(err) == http.StatusForbidden }

// unlicensed reports whether the tenant lacks a licence: then no permission helps.
func (e *Error) unlicensed() bool { return strings.Contains(strings.ToLower(e.Message), "licen") }

func statusOf(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Status
	}
	return 0
}

func numberOf(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Number
	}
	return 0
}

// An answer is what came back of a request: of one that was sent alone, or of a step of a batch.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// refusal makes an error of an answer that is none of success.
func (a answer) refusal(operation string) *Error {
	e := &Error{
		Operation:       operation,
		Status:          a.status,
		RequestID:       a.header.Get("request-id"),
		ClientRequestID: a.header.Get("client-request-id"),
	}
	var envelope struct {
		Error struct {
			Code    string `json:"code"`
			Message string `json:"message"`
			Inner   struct {
				Message         string `json:"message"`
				RequestID       string `json:"request-id"`
				ClientRequestID string `json:"client-request-id"`
			} `json:"innerError"`
		} `json:"error"`
	}
	if json.Unmarshal(a.body, &envelope) != nil {
		e.Message = pageTitle(a)
		return e
	}
	said := envelope.Error
	e.Code = said.Code
	e.Message = oneLine(said.Message)
	// The older envelope says something general outside and keeps the reason inside.
	if inner := oneLine(said.Inner.Message); inner != "" && (numbered.MatchString(inner) || e.Message == "" || strings.Contains(e.Message, "malformed or incorrect")) {
		e.Message = inner
	}
	if found := numbered.FindStringSubmatch(e.Message); found != nil {
		e.Number, _ = strconv.Atoi(found[1])
		e.Message = found[2]
	}
	e.RequestID = firstOf(e.RequestID, said.Inner.RequestID)
	e.ClientRequestID = firstOf(e.ClientRequestID, said.Inner.ClientRequestID)
	return e
}

// numbered is how Conditional Access numbers its refusals.
var numbered = regexp.MustCompile(`^(\d{4}):\s*(.*)$`)

var title = regexp.MustCompile(`(?is)<title>(.*?)</title>`)

// pageTitle is what can be said about a body that is not Graph's: a proxy's page, or nothing.
func pageTitle(a answer) string {
	text := oneLine(string(a.body))
	switch found := title.FindSubmatch(a.body); {
	case text == "":
		return "the answer was empty"
	case found != nil:
		return fmt.Sprintf("the answer is a page, not Graph's: %q", shorten(oneLine(string(found[1]))))
	}
	return fmt.Sprintf("the answer is not Graph's: %q", shorten(text))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func shorten(s string) string {
	if runes := []rune(s); len(runes) > 120 {
		return string(runes[:119]) + "…"
	}
	return s
}

// unreadable is an answer of success whose body is not what it should be.
func unreadable(operation string, a answer, err error) *Error {
	return &Error{
		Operation: operation, Status: a.status, cause: err,
		Message:   "the answer cannot be read: " + err.Error(),
		RequestID: a.header.Get("request-id"), ClientRequestID: a.header.Get("client-request-id"),
	}
}
