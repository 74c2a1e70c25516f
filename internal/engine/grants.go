package engine

import (
	"encoding/binary"
	"reflect"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// A grant is what a policy asks: an operator over atoms. Policies that ask the same share one.
type grant struct {
	operator ca.Operator
	atoms    []atom
	policies set
}

// An atom is one control. A strength is named by its index among the program's strengths.
type atom struct {
	kind     atomKind
	strength int
	name     string // for messages: the control's word on the wire, or the strength's display name
}

type atomKind uint8

const (
	atomBlock atomKind = iota
	atomMFA
	atomStrength
	atomCompliantDevice
	atomJoinedDevice
	atomMobileApplication // approved application, app protection policy
	atomRemediation       // password change, risk remediation
	atomTermsOfUse
	atomUnknown
)

func (p *program) compileGrants() {
	p.multifactor = compileStrength(p.question.Tenant.Strength(ca.AuthenticationStrength{ID: ca.StrengthMFA}))
	p.grantOf = make([]int, p.n)
	byKey := map[string]int{}
	var key []byte
	for i, policy := range p.policies {
		g := p.readGrant(policy.GrantControls)
		key = g.appendKey(key[:0])
		index, known := byKey[string(key)]
		if !known {
			index = len(p.grants)
			byKey[string(key)] = index
			g.policies = bitset.New(p.n)
			p.grants = append(p.grants, g)
		}
		p.grants[index].policies.Add(i)
		p.grantOf[i] = index
	}
}

// appendKey appends what is equal for grants that ask the same.
func (g grant) appendKey(key []byte) []byte {
	key = appendText(key, string(g.operator))
	for _, a := range g.atoms {
		key = appendText(binary.AppendUvarint(append(key, byte(a.kind)), uint64(a.strength)), a.name)
	}
	return key
}

var atomOfControl = map[ca.BuiltInControl]atomKind{
	ca.ControlBlock:                atomBlock,
	ca.ControlMFA:                  atomMFA,
	ca.ControlCompliantDevice:      atomCompliantDevice,
	ca.ControlDomainJoinedDevice:   atomJoinedDevice,
	ca.ControlApprovedApplication:  atomMobileApplication,
	ca.ControlCompliantApplication: atomMobileApplication,
	ca.ControlPasswordChange:       atomRemediation,
	ca.ControlRiskRemediation:      atomRemediation,
}

func (p *program) readGrant(g *ca.GrantControls) grant {
	if g == nil {
		return grant{}
	}
	read := grant{operator: g.Operator}
	add := func(a atom) {
		if !slices.Contains(read.atoms, a) {
			read.atoms = append(read.atoms, a)
		}
	}
	for _, control := range g.BuiltInControls {
		kind, known := atomOfControl[control]
		if !known {
			kind = atomUnknown
		}
		add(atom{kind: kind, name: string(control)})
	}
	if s := g.AuthenticationStrength; s != nil {
		index := p.strength(*s)
		add(atom{kind: atomStrength, strength: index, name: p.strengths[index].policy.DisplayName})
	}
	for _, id := range g.TermsOfUse {
		if id == ca.NotYetKnown {
			add(atom{kind: atomUnknown, name: id})
			continue
		}
		add(atom{kind: atomTermsOfUse, name: "termsOfUse"})
	}
	for _, factor := range g.CustomAuthenticationFactors {
		add(atom{kind: atomUnknown, name: factor})
	}
	for _, name := range g.Extra.Names() {
		add(atom{kind: atomUnknown, name: name})
	}
	return read
}

// strength is the index of a strength among the program's.
func (p *program) strength(own ca.AuthenticationStrength) int {
	policy, found := p.question.Tenant.Strength(own)
	if policy.DisplayName == "" {
		policy.DisplayName = "authentication strength " + own.ID
	}
	for i, have := range p.strengths {
		if reflect.DeepEqual(have.policy, policy) {
			return i
		}
	}
	p.strengths = append(p.strengths, compileStrength(policy, found))
	return len(p.strengths) - 1
}

// join combines the values of a grant's atoms. A grant without atoms asks nothing.
func (g grant) join(value func(atom) Value) Value {
	if len(g.atoms) == 0 {
		return Yes
	}
	all, some := Yes, No
	for _, a := range g.atoms {
		v := value(a)
		all, some = min(all, v), max(some, v)
	}
	switch g.operator {
	case ca.OperatorAND:
		return all
	case ca.OperatorOR, "":
		return some
	}
	if all == some {
		return all
	}
	return Unknown
}
