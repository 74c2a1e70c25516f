package reference

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// longestRule is how many characters the service takes.
const longestRule = 3072

// parseRule reads a device filter rule:
//
//	rule       = all { "-or" all }
//	all        = one { "-and" one }
//	one        = "-not" one | "(" rule ")" | comparison
//	comparison = "device." property operator value
//	value      = string | True | False | "[" string { "," string } "]"
//
// Case matters in no word. A string stands between double or single quotes and holds its own quote doubled.
// A word ends at a blank, a quote or a sign.
func parseRule(text string) (rule, error) {
	if utf8.RuneCountInString(text) > longestRule {
		return nil, fmt.Errorf("longer than %d characters", longestRule)
	}
	tokens, err := tokenize(text)
	if err != nil {
		return nil, err
	}
	p := &ruleParser{tokens: tokens}
	r, err := p.rule()
	if err != nil {
		return nil, err
	}
	if len(p.tokens) > 0 {
		return nil, fmt.Errorf("%q is too much", p.tokens[0].text)
	}
	return r, nil
}

// A token is a word, a sign, or the content of a string.
type token struct {
	text   string // words in lower case
	quoted bool
}

func tokenize(text string) ([]token, error) {
	var tokens []token
	for text != "" {
		switch c := text[:1]; {
		case strings.Contains(blanks, c):
			text = text[1:]
		case strings.Contains(signs, c):
			tokens = append(tokens, token{text: c})
			text = text[1:]
		case strings.Contains(quotes, c):
			content, rest, err := quotedString(text)
			if err != nil {
				return nil, err
			}
			tokens = append(tokens, token{text: content, quoted: true})
			text = rest
		default:
			end := strings.IndexAny(text, blanks+signs+quotes)
			if end < 0 {
				end = len(text)
			}
			tokens = append(tokens, token{text: strings.ToLower(text[:end])})
			text = text[end:]
		}
	}
	return tokens, nil
}

const (
	blanks = " \t\r\n"
	signs  = "()[],"
	quotes = `"'`
)

func quotedString(text string) (content, rest string, err error) {
	quote := text[:1]
	var b strings.Builder
	rest = text[1:]
	for {
		before, after, closed := strings.Cut(rest, quote)
		if !closed {
			return "", "", errors.New("a string does not end")
		}
		b.WriteString(before)
		if !strings.HasPrefix(after, quote) {
			return b.String(), after, nil
		}
		b.WriteString(quote)
		rest = after[1:]
	}
}

type ruleParser struct{ tokens []token }

// take removes the next token if it is this word or sign.
func (p *ruleParser) take(word string) bool {
	if len(p.tokens) == 0 || p.tokens[0] != (token{text: word}) {
		return false
	}
	p.tokens = p.tokens[1:]
	return true
}

func (p *ruleParser) rule() (rule, error) {
	left, err := p.all()
	for err == nil && p.take("-or") {
		var right rule
		right, err = p.all()
		left = either{left, right}
	}
	return left, err
}

func (p *ruleParser) all() (rule, error) {
	left, err := p.one()
	for err == nil && p.take("-and") {
		var right rule
		right, err = p.one()
		left = both{left, right}
	}
	return left, err
}

func (p *ruleParser) one() (rule, error) {
	if p.take("-not") {
		r, err := p.one()
		return opposite{r}, err
	}
	if p.take("(") {
		r, err := p.rule()
		if err == nil && !p.take(")") {
			err = errors.New("a parenthesis is not closed")
		}
		return r, err
	}
	return p.comparison()
}

func (p *ruleParser) comparison() (rule, error) {
	property, err := p.word()
	if err != nil {
		return nil, err
	}
	name, ofDevice := strings.CutPrefix(property, "device.")
	allowed, known := operators[name]
	if !ofDevice || !known {
		return nil, fmt.Errorf("%q is no device property", property)
	}
	word, err := p.word()
	if err != nil {
		return nil, err
	}
	operator, negative := twins[word]
	if !negative {
		operator = word
	}
	if !slices.Contains(allowed, operator) {
		return nil, fmt.Errorf("%q does not take %q", property, word)
	}
	c := comparison{property: name, operator: operator, negative: negative}
	switch {
	case operator == "-in":
		c.operands, err = p.list()
	case name == "iscompliant":
		c.operands, err = p.boolean()
	default:
		c.operands, err = p.string()
	}
	return c, err
}

func (p *ruleParser) word() (string, error) {
	if len(p.tokens) == 0 {
		return "", errors.New("the rule ends too early")
	}
	t := p.tokens[0]
	if t.quoted {
		return "", fmt.Errorf("the string %q stands where a word should", t.text)
	}
	p.tokens = p.tokens[1:]
	return t.text, nil
}

func (p *ruleParser) string() ([]string, error) {
	if len(p.tokens) == 0 || !p.tokens[0].quoted {
		return nil, errors.New("a string is missing")
	}
	s := p.tokens[0].text
	p.tokens = p.tokens[1:]
	return []string{s}, nil
}

// boolean takes True and False bare or as strings.
func (p *ruleParser) boolean() ([]string, error) {
	if len(p.tokens) > 0 {
		word := strings.ToLower(p.tokens[0].text)
		if word == "true" || word == "false" {
			p.tokens = p.tokens[1:]
			return []string{word}, nil
		}
	}
	return nil, errors.New("neither True nor False")
}

func (p *ruleParser) list() ([]string, error) {
	if !p.take("[") {
		return nil, errors.New("a list is missing")
	}
	operands, err := p.string()
	for err == nil && p.take(",") {
		var more []string
		more, err = p.string()
		operands = append(operands, more...)
	}
	if err == nil && !p.take("]") {
		err = errors.New("a list is not closed")
	}
	return operands, err
}
