package reference

import (
	"cmp"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// The values of a condition in words.
const (
	Yes     = "yes"
	No      = "no"
	Unknown = "unknown"
)

func (v value) String() string { return [...]string{no: No, unknown: Unknown, yes: Yes}[v] }

// A PolicyAnswer is what one policy says to one sign-in.
type PolicyAnswer struct {
	PolicyID   string
	Applies    string            // all conditions together
	Conditions map[string]string // each condition's own value
	Asks       string            // what it asks where it applies, in words; "" is nothing
}

// WhatIf asks every policy of a tenant, in order, about one sign-in of anybody.
func WhatIf(t *ca.Tenant, s ca.SignIn) []PolicyAnswer {
	q := inquire(t, s, &world{})
	var answers []PolicyAnswer
	for i := range t.Policies.Value() {
		p := &t.Policies.Value()[i]
		answer := PolicyAnswer{PolicyID: p.ID, Conditions: map[string]string{}, Asks: q.asks(p)}
		applies := yes
		for _, c := range q.conditions(p) {
			answer.Conditions[c.name] = c.String()
			applies = and(applies, c.value)
		}
		answer.Applies = applies.String()
		answers = append(answers, answer)
	}
	return answers
}

func (q *inquiry) asks(p *ca.Policy) string {
	if p.GrantControls.IsEmpty() {
		return ""
	}
	var names []string
	for _, a := range q.atoms(p) {
		names = append(names, a.name)
	}
	return strings.Join(names, " "+string(cmp.Or(p.GrantControls.Operator, ca.OperatorOR))+" ")
}
