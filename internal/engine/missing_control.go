package engine

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// doubtfulControls says why it is unknown whether the person can meet what a policy asks.
func (c *candidate) doubtfulControls(i int, s situation, registration Value, facts *factSet) {
	p := c.program
	o := c.options[s.option]
	g := p.grants[p.grantOf[i]]
	a := p.answer(c.credentials, o.hand, o.platform)
	if registration == No {
		a.register = No // whatever could be, nothing is
	}
	name := p.policies[i].DisplayName
	if g.operator != "" && !slices.Contains(ca.Operators, g.operator) {
		facts.add(fact("operator", "how %q joins its controls is not known", name))
	}
	for _, at := range g.atoms {
		if a.value(p, at, registration) == Unknown {
			c.doubtfulControl(at, name, o, a, facts)
		}
	}
}

func (c *candidate) doubtfulControl(at atom, policy string, o option, a answer, facts *factSet) {
	p := c.program
	switch at.kind {
	case atomMFA:
		if a.mfa == No {
			facts.add(c.wouldRegister(at))
		} else {
			c.doubtfulMethods(p.multifactor, o.hand, policy, facts)
		}
		if a.register == Unknown {
			facts.add(c.doubtfulPermits())
		}
	case atomStrength:
		s := p.strengths[at.strength]
		switch {
		case !s.found:
			facts.add(fact("authenticationStrengthPolicies", "read the authentication strengths: %q asks for one that is not known", policy))
		case a.strengths[at.strength] == No:
			facts.add(c.wouldRegister(at))
		default:
			c.doubtfulMethods(s, o.hand, policy, facts)
		}
	case atomCompliantDevice, atomJoinedDevice:
		facts.add(fact("registeredDevices", "read isCompliant and trustType of the devices of %s", c.who.user.Name()))
	case atomTermsOfUse:
		facts.add(fact("terms_of_use_accepted", "say in assume that the terms of use of %q are accepted", policy))
	case atomRemediation:
		facts.add(fact("riskRemediation", "whether the remediation that %q asks for succeeds is not known beforehand", policy))
	case atomMobileApplication:
		facts.add(fact("managedApplication", "whether an application that %q accepts is in use cannot be read", policy))
	default:
		facts.add(fact("control", "%q asks for %q, which this version cannot decide", policy, at.name))
	}
}

func (c *candidate) wouldRegister(at atom) MissingFact {
	return fact("authenticationMethods", "%s would have to register a method that meets %q", c.who.user.Name(), at.name)
}

// doubtfulPermits says why it is unknown whether a method can be registered.
func (c *candidate) doubtfulPermits() MissingFact {
	if !c.program.question.Tenant.MethodsPolicy.Read() {
		return fact("authenticationMethodsPolicy", "read the authentication methods policy: it says what can be registered at sign-in")
	}
	return fact("groupMembers", "read the members of the groups in the authentication methods policy: it says what can be registered at sign-in")
}

// doubtfulMethods says why a strength is neither met nor missed.
func (c *candidate) doubtfulMethods(s strength, h hand, policy string, facts *factSet) {
	user := c.who.user.Name()
	methods, read := c.program.question.Tenant.Methods[c.who.id]
	if !read {
		facts.add(fact("authenticationMethods", "read the authentication methods of %s", user))
		return
	}
	var named factSet
	presented := c.credentials.presented(s, h, false)
	for _, combination := range s.combinations {
		if combination.value(presented) != Unknown {
			continue
		}
		for _, mode := range combination.modes {
			switch mode {
			case ca.ModeX509SingleFactor, ca.ModeX509MultiFactor:
				if c.credentials.modes.of(mode) == Unknown {
					named.add(fact("certificate_users", "name %s in assume.certificate_users if it signs in with a certificate", user))
				}
			case ca.ModeFederatedSingleFactor, ca.ModeFederatedMultiFactor:
				named.add(fact("domains", "read the domains: %s may be federated", user))
			case ca.ModeWindowsHelloForBusiness:
				named.add(fact("authenticationMethods", "which device the Windows Hello or platform credential of %s lives in is not known", user))
			case ca.ModeFIDO2:
				if slices.ContainsFunc(c.credentials.keys, func(key securityKey) bool { return key.aaguid == "" }) {
					named.add(fact("authenticationMethods", "read the AAGUIDs of the FIDO2 keys of %s", user))
				}
			}
		}
	}
	if len(named.facts) == 0 && len(methods) > 0 {
		named.add(fact("authenticationMethods", "whether a registered method of %s meets %q is not sure", user, policy))
	}
	if len(named.facts) == 0 {
		named.add(fact("authenticationMethods", "%s has no method that surely meets %q", user, policy))
	}
	for _, f := range named.facts {
		facts.add(f)
	}
}
