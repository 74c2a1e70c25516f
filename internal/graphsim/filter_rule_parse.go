package graphsim

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var ruleToken = regexp.MustCompile(`^\s*("(?:[^"\\]|\\.)*"|'[^']*'|[()\[\],]|[^\s()\[\],"']+)`)

// ruleParser reads a filter rule by recursive descent: -or, -and, -not, then one
// test, with brackets around any.
type ruleParser struct {
	tokens    []string
	operators func(property string) []string
}

// parseRule reads the rule of a filter; operators are what each property takes.
func parseRule(text string, operators func(property string) []string) (rule, error) {
	switch {
	case strings.TrimSpace(text) == "":
		return nil, errors.New("it is empty")
	case len([]rune(text)) > maximumRule:
		return nil, fmt.Errorf("it has more than %d characters", maximumRule)
	}
	p := &ruleParser{operators: operators}
	for rest := text; strings.TrimSpace(rest) != ""; {
		m := ruleToken.FindStringSubmatch(rest)
		if m == nil {
			return nil, fmt.Errorf("unexpected character at %s", strings.TrimSpace(rest))
		}
		p.tokens = append(p.tokens, m[1])
		rest = rest[len(m[0]):]
	}
	r, err := p.either()
	if err == nil && len(p.tokens) > 0 {
		err = fmt.Errorf("unexpected %s", p.tokens[0])
	}
	return r, err
}

// next takes a token; "" is the end.
func (p *ruleParser) next() string {
	if len(p.tokens) == 0 {
		return ""
	}
	token := p.tokens[0]
	p.tokens = p.tokens[1:]
	return token
}

// accept takes the next token if it is that word.
func (p *ruleParser) accept(word string) bool {
	if len(p.tokens) == 0 || !strings.EqualFold(p.tokens[0], word) {
		return false
	}
	p.next()
	return true
}

func (p *ruleParser) either() (rule, error) {
	left, err := p.both()
	for err == nil && p.accept("-or") {
		var right rule
		right, err = p.both()
		left = eitherRule{left, right}
	}
	return left, err
}

func (p *ruleParser) both() (rule, error) {
	left, err := p.not()
	for err == nil && p.accept("-and") {
		var right rule
		right, err = p.not()
		left = bothRules{left, right}
	}
	return left, err
}

func (p *ruleParser) not() (rule, error) {
	if p.accept("-not") {
		inner, err := p.not()
		return notRule{inner}, err
	}
	if !p.accept("(") {
		return p.test()
	}
	inner, err := p.either()
	if err == nil && !p.accept(")") {
		err = errors.New("a closing bracket is missing")
	}
	return inner, err
}

func (p *ruleParser) test() (rule, error) {
	property := p.next()
	allowed := p.operators(strings.ToLower(property))
	if allowed == nil {
		return nil, fmt.Errorf("%q is not a property", property)
	}
	operator := p.next()
	if !slices.Contains(allowed, strings.ToLower(operator)) {
		return nil, fmt.Errorf("%q does not take the operator %q", property, operator)
	}
	read := func() ([]string, error) {
		value, err := p.value()
		return []string{value}, err
	}
	if strings.EqualFold(operator, "-in") || strings.EqualFold(operator, "-notIn") {
		read = p.list
	}
	values, err := read()
	return ruleTest{strings.ToLower(property), strings.ToLower(operator), values, slices.Equal(allowed, wholeElements)}, err
}

func (p *ruleParser) value() (string, error) {
	token := p.next()
	switch {
	case token == "", strings.HasPrefix(token, "-"), len(token) == 1 && strings.ContainsAny(token, "()[],"):
		return "", errors.New("a value is missing")
	case token[0] == '"':
		return unescapeQuoted(token[1 : len(token)-1]), nil
	case token[0] == '\'':
		return token[1 : len(token)-1], nil
	default:
		return token, nil
	}
}

// unescapeQuoted undoes the backslashes of a text in double quotes.
func unescapeQuoted(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

func (p *ruleParser) list() ([]string, error) {
	if p.next() != "[" {
		return nil, errors.New("want a list in square brackets")
	}
	var out []string
	for {
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		out = append(out, value)
		switch p.next() {
		case ",":
		case "]":
			return out, nil
		default:
			return nil, errors.New("a closing square bracket is missing")
		}
	}
}
