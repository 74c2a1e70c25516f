package devicerule

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Parse reads a rule. The error is one clause that says at which column what is wrong.
func Parse(rule string) (*Rule, error) {
	if n := utf8.RuneCountInString(rule); n > MaxLength {
		return nil, fmt.Errorf("the rule has %d characters; the service stores at most %d", n, MaxLength)
	}
	if strings.TrimSpace(rule) == "" {
		return nil, errors.New("the rule is empty")
	}
	tokens, err := lex(rule)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	root, err := p.disjunction()
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != tokenEnd {
		return nil, syntaxError(t.column, "expected -and, -or or the end, found %s", t)
	}
	return &Rule{root}, nil
}

// A parser goes down one precedence level per method: -or, -and, -not, comparison. MaxLength bounds how deep a rule
// can nest.
type parser struct {
	tokens []token
	next   int
}

func (p *parser) peek() token { return p.tokens[p.next] }

func (p *parser) take() token {
	t := p.tokens[p.next]
	if t.kind != tokenEnd {
		p.next++
	}
	return t
}

func (p *parser) takeOperator(name string) bool {
	if t := p.peek(); t.kind == tokenOperator && t.text == name {
		p.next++
		return true
	}
	return false
}

func (p *parser) disjunction() (node, error) {
	left, err := p.conjunction()
	for err == nil && p.takeOperator("-or") {
		var right node
		right, err = p.conjunction()
		left = or{left, right}
	}
	return left, err
}

func (p *parser) conjunction() (node, error) {
	left, err := p.negation()
	for err == nil && p.takeOperator("-and") {
		var right node
		right, err = p.negation()
		left = and{left, right}
	}
	return left, err
}

func (p *parser) negation() (node, error) {
	if p.takeOperator("-not") {
		operand, err := p.negation()
		return not{operand}, err
	}
	if p.peek().kind == tokenOpen {
		p.take()
		inner, err := p.disjunction()
		if err != nil {
			return nil, err
		}
		if t := p.take(); t.kind != tokenClose {
			return nil, syntaxError(t.column, "expected ), found %s", t)
		}
		return inner, nil
	}
	return p.comparison()
}

func (p *parser) comparison() (node, error) {
	subject := p.take()
	if subject.kind != tokenWord {
		return nil, syntaxError(subject.column, "expected device.<property>, found %s", subject)
	}
	prefix, name, ok := strings.Cut(subject.text, ".")
	asked, known := properties[strings.ToLower(name)]
	if !ok || !strings.EqualFold(prefix, "device") || !known {
		return nil, syntaxError(subject.column, "%q is not a device property", subject.text)
	}
	verb := p.take()
	op, known := operators[verb.text]
	if verb.kind != tokenOperator || !known {
		return nil, syntaxError(verb.column, "expected an operator such as -eq, found %s", verb)
	}
	if !asked.kind.takes(op) {
		return nil, syntaxError(verb.column, "device.%s cannot be compared with %s", asked.name, verb.text)
	}
	values, err := p.values(asked, op)
	if err != nil {
		return nil, err
	}
	return comparison{asked.name, op, values}, nil
}

func (p *parser) values(asked property, op operator) ([]string, error) {
	if op.name != "in" {
		value, err := p.value(asked)
		return []string{value}, err
	}
	if t := p.take(); t.kind != tokenOpenList {
		return nil, syntaxError(t.column, "expected a list such as [\"a\", \"b\"], found %s", t)
	}
	var values []string
	for {
		value, err := p.value(asked)
		if err != nil {
			return nil, err
		}
		values = append(values, value)
		switch t := p.take(); t.kind {
		case tokenComma:
		case tokenCloseList:
			return values, nil
		default:
			return nil, syntaxError(t.column, "expected , or ], found %s", t)
		}
	}
}

func (p *parser) value(asked property) (string, error) {
	t := p.take()
	if asked.kind == boolean {
		if (t.kind == tokenWord || t.kind == tokenString) && (strings.EqualFold(t.text, "true") || strings.EqualFold(t.text, "false")) {
			return t.text, nil
		}
		return "", syntaxError(t.column, "device.%s is compared with True or False, found %s", asked.name, t)
	}
	if t.kind != tokenString {
		return "", syntaxError(t.column, "expected a quoted string, found %s", t)
	}
	return t.text, nil
}
