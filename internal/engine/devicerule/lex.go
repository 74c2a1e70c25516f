package devicerule

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A token is a parenthesis, a bracket, a comma, an operator (-eq), a quoted string or a bare word.
type token struct {
	kind   tokenKind
	text   string // operators in lower case, strings without their quotes
	column int    // of its first character, counted from one
}

type tokenKind uint8

const (
	tokenEnd tokenKind = iota
	tokenOpen
	tokenClose
	tokenOpenList
	tokenCloseList
	tokenComma
	tokenOperator
	tokenString
	tokenWord
)

func (t token) String() string {
	switch t.kind {
	case tokenEnd:
		return "the end of the rule"
	case tokenString:
		return fmt.Sprintf("%q", t.text)
	}
	return t.text
}

func syntaxError(column int, format string, args ...any) error {
	return fmt.Errorf("column %d: %s", column, fmt.Sprintf(format, args...))
}

var punctuation = map[byte]tokenKind{
	'(': tokenOpen, ')': tokenClose, '[': tokenOpenList, ']': tokenCloseList, ',': tokenComma,
}

func lex(rule string) ([]token, error) {
	var tokens []token
	column, counted := 1, 0 // the column of rule[counted]
	for at := 0; ; {
		for at < len(rule) && isSpace(rule[at]) {
			at++
		}
		column += utf8.RuneCountInString(rule[counted:at])
		counted = at
		if at == len(rule) {
			return append(tokens, token{tokenEnd, "", column}), nil
		}
		c := rule[at]
		if kind, ok := punctuation[c]; ok {
			tokens = append(tokens, token{kind, string(c), column})
			at++
			continue
		}
		if c == '"' || c == '\'' {
			content, after, ok := quoted(rule, at)
			if !ok {
				return nil, syntaxError(column, "a quoted string without its end")
			}
			tokens = append(tokens, token{tokenString, content, column})
			at = after
			continue
		}
		end := at
		for end < len(rule) && !isSpace(rule[end]) && punctuation[rule[end]] == tokenEnd && rule[end] != '"' && rule[end] != '\'' {
			end++
		}
		word := rule[at:end]
		if c == '-' {
			tokens = append(tokens, token{tokenOperator, strings.ToLower(word), column})
		} else {
			tokens = append(tokens, token{tokenWord, word, column})
		}
		at = end
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// quoted reads a string that starts at a quote; a doubled quote inside stands for one.
func quoted(rule string, at int) (content string, after int, ok bool) {
	quote := rule[at]
	var b strings.Builder
	for i := at + 1; i < len(rule); i++ {
		if rule[i] != quote {
			b.WriteByte(rule[i])
			continue
		}
		if i+1 < len(rule) && rule[i+1] == quote {
			b.WriteByte(quote)
			i++
			continue
		}
		return b.String(), i + 1, true
	}
	return "", 0, false
}
