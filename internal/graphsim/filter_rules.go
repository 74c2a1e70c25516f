package graphsim

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// maximumRule is how many characters a filter rule may have.
const maximumRule = 3072

// The operators that the properties of a device take.
var (
	equality      = []string{"-eq", "-ne"}
	identities    = []string{"-eq", "-ne", "-in", "-notin"}
	wholeElements = []string{"-contains", "-notcontains"}
	textual       = []string{"-eq", "-ne", "-startswith", "-notstartswith", "-endswith", "-notendswith", "-contains", "-notcontains", "-in", "-notin"}
)

// deviceProperties are the properties that a device filter can test.
var deviceProperties = map[string][]string{
	"deviceid": identities, "mdmappid": identities,
	"displayname": textual, "enrollmentprofilename": textual, "manufacturer": textual, "model": textual,
	"operatingsystem": textual, "operatingsystemversion": textual,
	"deviceownership": equality, "iscompliant": equality, "profiletype": equality, "trusttype": equality,
	"physicalids": wholeElements, "systemlabels": wholeElements,
}

var (
	extensionAttribute = regexp.MustCompile(`^extensionattribute([1-9]|1[0-5])$`)
	securityAttribute  = regexp.MustCompile(`^customsecurityattribute\.\w+$`)
	ruleToken          = regexp.MustCompile(`^\s*("(?:[^"\\]|\\.)*"|'[^']*'|[()\[\],]|[^\s()\[\],"']+)`)
)

// checkFilters wants the rule of every filter to be one that the service can read.
func checkFilters(conditions tree) *refusal {
	for _, f := range []struct {
		filter    tree
		operators func(property string) []string
	}{
		{child(child(conditions, "devices"), "deviceFilter"), deviceOperators},
		{child(child(conditions, "applications"), "applicationFilter"), attributeOperators},
		{child(child(conditions, "clientApplications"), "servicePrincipalFilter"), attributeOperators},
		{child(child(conditions, "clientApplications"), "agentIdServicePrincipalFilter"), attributeOperators},
	} {
		if f.filter == nil {
			continue
		}
		if err := checkRule(word(f.filter, "rule"), f.operators); err != nil {
			return badRequest("The filter rule is invalid: %s.", err)
		}
	}
	return nil
}

func deviceOperators(property string) []string {
	name, isDevice := strings.CutPrefix(property, "device.")
	switch {
	case !isDevice:
		return nil
	case extensionAttribute.MatchString(name):
		return textual
	}
	return deviceProperties[name]
}

func attributeOperators(property string) []string {
	if securityAttribute.MatchString(property) {
		return textual
	}
	return nil
}

// ruleParser reads a filter rule: tests joined by -and and -or, -not before any of
// them, brackets around any.
type ruleParser struct {
	tokens    []string
	operators func(property string) []string
}

func checkRule(rule string, operators func(string) []string) error {
	switch {
	case strings.TrimSpace(rule) == "":
		return errors.New("it is empty")
	case len([]rune(rule)) > maximumRule:
		return fmt.Errorf("it has more than %d characters", maximumRule)
	}
	p := &ruleParser{operators: operators}
	for rest := rule; strings.TrimSpace(rest) != ""; {
		m := ruleToken.FindStringSubmatch(rest)
		if m == nil {
			return fmt.Errorf("unexpected character at %s", strings.TrimSpace(rest))
		}
		p.tokens = append(p.tokens, m[1])
		rest = rest[len(m[0]):]
	}
	if err := p.expression(); err != nil {
		return err
	}
	if len(p.tokens) > 0 {
		return fmt.Errorf("unexpected %s", p.tokens[0])
	}
	return nil
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

func (p *ruleParser) peek() string {
	if len(p.tokens) == 0 {
		return ""
	}
	return strings.ToLower(p.tokens[0])
}

func (p *ruleParser) expression() error {
	for {
		if err := p.test(); err != nil {
			return err
		}
		if p.peek() != "-and" && p.peek() != "-or" {
			return nil
		}
		p.next()
	}
}

func (p *ruleParser) test() error {
	for p.peek() == "-not" {
		p.next()
	}
	if p.peek() == "(" {
		p.next()
		if err := p.expression(); err != nil {
			return err
		}
		if p.next() != ")" {
			return errors.New("a closing bracket is missing")
		}
		return nil
	}
	property := p.next()
	allowed := p.operators(strings.ToLower(property))
	if allowed == nil {
		return fmt.Errorf("%q is not a property", property)
	}
	operator := p.next()
	if !slices.Contains(allowed, strings.ToLower(operator)) {
		return fmt.Errorf("%q does not take the operator %q", property, operator)
	}
	if strings.EqualFold(operator, "-in") || strings.EqualFold(operator, "-notIn") {
		return p.list()
	}
	return p.value()
}

func (p *ruleParser) value() error {
	switch token := p.next(); {
	case token == "", strings.HasPrefix(token, "-"), len(token) == 1 && strings.ContainsAny(token, "()[],"):
		return errors.New("a value is missing")
	default:
		return nil
	}
}

func (p *ruleParser) list() error {
	if p.next() != "[" {
		return errors.New("want a list in square brackets")
	}
	for {
		if err := p.value(); err != nil {
			return err
		}
		switch p.next() {
		case ",":
		case "]":
			return nil
		default:
			return errors.New("a closing square bracket is missing")
		}
	}
}
