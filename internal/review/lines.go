package review

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The text is for a terminal of 80 columns.
const textColumns = 78

// lines writes text line by line and remembers the first error, so that what is written stays readable.
type lines struct {
	out    io.Writer
	colour bool
	failed error
}

func (l *lines) print(format string, args ...any) {
	if l.failed == nil {
		_, l.failed = fmt.Fprintf(l.out, format+"\n", args...)
	}
}

// prose writes words that wrap, each line behind the indent.
func (l *lines) prose(indent, text string) {
	l.wrapped(indent, strings.Fields(text), " ")
}

// clauses writes parts with commas between them; a line ends after a comma alone.
func (l *lines) clauses(indent string, parts []string) {
	l.wrapped(indent, parts, ", ")
}

// wrapped writes pieces with a joint between them. A piece that is wider than the line stays whole: it may be
// an id.
func (l *lines) wrapped(indent string, pieces []string, joint string) {
	line := ""
	for i, piece := range pieces {
		switch {
		case i == 0:
			line = piece
		case columns(indent+line+joint+piece) <= textColumns:
			line += joint + piece
		default:
			l.print("%s%s", indent, line+strings.TrimRight(joint, " "))
			line = piece
		}
	}
	if line != "" {
		l.print("%s%s", indent, line)
	}
}

// columns counts what is printed; a colour takes no room.
func columns(text string) int { return utf8.RuneCountInString(colours.Replace(text)) }

var colours = strings.NewReplacer(string(good), "", string(bad), "", string(unsure), "", string(heading), "", plainAgain, "")

// A tone is what a colour says.
type tone string

const (
	good    tone = "\x1b[32m"
	bad     tone = "\x1b[31m"
	unsure  tone = "\x1b[33m"
	heading tone = "\x1b[1m"

	plainAgain = "\x1b[0m"
)

func (l *lines) in(t tone, text string) string {
	if !l.colour {
		return text
	}
	return string(t) + text + plainAgain
}

// plain makes a name from a tenant fit for a line of a terminal: nothing in it moves the cursor, sets a
// colour, or turns the writing direction around.
func plain(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text))
}

// block writes a finding's detail: prose wraps, and lines that are indented stay as they are.
func (l *lines) block(indent, text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "":
			l.print("")
		case strings.HasPrefix(line, " "):
			l.print("%s%s", indent, line)
		default:
			l.prose(indent, line)
		}
	}
}
