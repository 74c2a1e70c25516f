package graphsim

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// filterToken matches one token of a $filter: a quoted text, a bracket or comma,
// or a word that may hold anything else.
var filterToken = regexp.MustCompile(`^\s*('(?:[^']|'')*'|[(),]|[^\s(),']+)`)

// maximumTokens keeps a hostile $filter from nesting without end.
const maximumTokens = 2000

var comparisons = []string{"eq", "ne", "gt", "ge", "lt", "le"}

// filterParser reads a $filter by recursive descent: or, and, not, then one test.
type filterParser struct{ tokens []string }

// parseFilter reads the forms that these endpoints support: comparisons, in,
// startsWith, endsWith, contains, isof, any, and, or, not, brackets.
func parseFilter(clause string) (condition, error) {
	p := &filterParser{}
	for rest := clause; strings.TrimSpace(rest) != ""; {
		m := filterToken.FindStringSubmatch(rest)
		if m == nil {
			return nil, fmt.Errorf("unexpected character at %q", strings.TrimSpace(rest))
		}
		if p.tokens = append(p.tokens, m[1]); len(p.tokens) > maximumTokens {
			return nil, errors.New("too long")
		}
		rest = rest[len(m[0]):]
	}
	c, err := p.disjunction()
	if err == nil && len(p.tokens) > 0 {
		err = fmt.Errorf("unexpected %q", p.tokens[0])
	}
	return c, err
}

func (p *filterParser) peek() string {
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0]
}

func (p *filterParser) next() string {
	token := p.peek()
	if token != "" {
		p.tokens = p.tokens[1:]
	}
	return token
}

// accept takes the next token if it is that word.
func (p *filterParser) accept(word string) bool {
	if !strings.EqualFold(p.peek(), word) {
		return false
	}
	p.next()
	return true
}

func (p *filterParser) expect(word string) error {
	if got := p.next(); !strings.EqualFold(got, word) {
		return fmt.Errorf("want %q, got %q", word, got)
	}
	return nil
}

func (p *filterParser) disjunction() (condition, error) {
	left, err := p.conjunction()
	for err == nil && p.accept("or") {
		var right condition
		right, err = p.conjunction()
		left = disjunction{left, right}
	}
	return left, err
}

func (p *filterParser) conjunction() (condition, error) {
	left, err := p.unary()
	for err == nil && p.accept("and") {
		var right condition
		right, err = p.unary()
		left = conjunction{left, right}
	}
	return left, err
}

func (p *filterParser) unary() (condition, error) {
	if p.accept("not") {
		inner, err := p.unary()
		return negation{inner}, err
	}
	if p.accept("(") {
		inner, err := p.disjunction()
		if err != nil {
			return nil, err
		}
		return inner, p.expect(")")
	}
	name := p.next()
	if p.peek() == "(" {
		return p.function(name)
	}
	return p.comparison(name)
}

func (p *filterParser) comparison(property string) (condition, error) {
	if property == "" || strings.HasPrefix(property, "'") {
		return nil, fmt.Errorf("want a property, got %q", property)
	}
	operator := strings.ToLower(p.next())
	path := strings.Split(property, "/")
	if operator == "in" {
		values, err := p.literals()
		return membership{path, values}, err
	}
	if !slices.Contains(comparisons, operator) {
		return nil, fmt.Errorf("want a comparison after %q, got %q", property, operator)
	}
	value, err := literal(p.next())
	return comparison{path, operator, value}, err
}

func (p *filterParser) function(name string) (condition, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	if path, isAny := strings.CutSuffix(name, "/any"); isAny {
		return p.lambda(strings.Split(path, "/"))
	}
	switch function := strings.ToLower(name); function {
	case "isof":
		odataType, err := quoted(p.next())
		if err != nil {
			return nil, err
		}
		return typeTest{odataType}, p.expect(")")
	case "startswith", "endswith", "contains":
		property := p.next()
		if err := p.expect(","); err != nil {
			return nil, err
		}
		value, err := quoted(p.next())
		if err != nil {
			return nil, err
		}
		return textMatch{function, strings.Split(property, "/"), value}, p.expect(")")
	default:
		return nil, fmt.Errorf("the function %q is not supported", name)
	}
}

// lambda reads "c: c eq 'CA')" after "any(".
func (p *filterParser) lambda(path []string) (condition, error) {
	variable := p.next()
	if rest, glued := strings.CutSuffix(variable, ":"); glued {
		variable = rest
	} else if before, after, found := strings.Cut(variable, ":"); found {
		variable = before
		p.tokens = append([]string{after}, p.tokens...)
	} else if err := p.expect(":"); err != nil {
		return nil, err
	}
	inner, err := p.disjunction()
	if err != nil {
		return nil, err
	}
	return anyOf{path, variable, inner}, p.expect(")")
}

func (p *filterParser) literals() ([]any, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	var out []any
	for {
		value, err := literal(p.next())
		if err != nil {
			return nil, err
		}
		out = append(out, value)
		if !p.accept(",") {
			return out, p.expect(")")
		}
	}
}

func quoted(token string) (string, error) {
	if len(token) < 2 || token[0] != '\'' || token[len(token)-1] != '\'' {
		return "", fmt.Errorf("want a quoted text, got %q", token)
	}
	return strings.ReplaceAll(token[1:len(token)-1], "''", "'"), nil
}

// literal reads a value: a quoted text, null, true, false, a time, a number or a GUID.
func literal(token string) (any, error) {
	switch strings.ToLower(token) {
	case "null":
		return nil, nil
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	if strings.HasPrefix(token, "'") {
		return quoted(token)
	}
	if t, err := time.Parse(time.RFC3339Nano, token); err == nil {
		return t, nil
	}
	if n, err := strconv.ParseFloat(token, 64); err == nil {
		return n, nil
	}
	if isGUID(token) {
		return token, nil
	}
	return nil, fmt.Errorf("%q is not a value", token)
}
