package engine

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// An answer is what one person with one thing in hand can say to everything that policies ask. People with
// equal answers are equal to every policy.
type answer struct {
	mfa         Value // with a registered method
	register    Value // the best mode that could be registered
	remediate   Value
	compliant   Value
	joined      Value
	mobile      bool // on iOS or Android
	strengths   []Value
	registering []Value // strengths, with the registrable modes added
}

func (a answer) key() string {
	key := []byte{byte(a.mfa), byte(a.register), byte(a.remediate), byte(a.compliant), byte(a.joined), 0}
	if a.mobile {
		key[5] = 1
	}
	for i := range a.strengths {
		key = append(key, byte(a.strengths[i]), byte(a.registering[i]))
	}
	return string(key)
}

func isMobile(platform ca.Platform) bool {
	return platform == ca.PlatformIOS || platform == ca.PlatformAndroid
}

// answer works out what the person can say with this in hand.
func (p *program) answer(c *credentials, h hand, platform ca.Platform) answer {
	combinations := c.best(p.multifactor, h, false)
	a := answer{
		mfa:         max(combinations, c.external),
		remediate:   min(combinations, Unknown),
		compliant:   h.compliant,
		joined:      h.joined,
		mobile:      isMobile(platform),
		strengths:   make([]Value, len(p.strengths)),
		registering: make([]Value, len(p.strengths)),
	}
	for _, mode := range registrableModes {
		a.register = max(a.register, c.registrable.of(mode))
	}
	for i, s := range p.strengths {
		a.strengths[i] = c.best(s, h, false)
		a.registering[i] = c.best(s, h, true)
	}
	return a
}

// best is the value of a strength: its best combination.
func (c *credentials) best(s strength, h hand, registering bool) Value {
	if !s.found {
		return Unknown
	}
	presented := c.presented(s, h, registering)
	v := No
	for _, combination := range s.combinations {
		v = max(v, combination.value(presented))
	}
	return v
}

// presented is what every mode is worth towards a strength, with this in hand. A mode that nobody knows is
// unknown.
func (c *credentials) presented(s strength, h hand, registering bool) (presented [modeCount + 1]Value) {
	copy(presented[:], c.modes[:])
	if registering {
		for i, v := range c.registrable {
			presented[i] = max(presented[i], v)
		}
	}
	presented[modeIndex[ca.ModeFIDO2]] = c.fido2(s)
	presented[modeIndex[ca.ModeWindowsHelloForBusiness]] = h.hello
	presented[newMode] = Unknown
	return presented
}

// value is that of the least mode.
func (c combination) value(presented [modeCount + 1]Value) Value {
	v := c.most
	for _, i := range c.indexes {
		v = min(v, presented[i])
	}
	return v
}

// fido2 is the best of the keys that every restriction of the strength lets count.
func (c *credentials) fido2(s strength) Value {
	v := c.unreadKeys
	for _, key := range c.keys {
		counts := key.allowed
		for _, list := range s.keyLists {
			counts = min(counts, aaguidIn(list, key.aaguid))
		}
		v = max(v, counts)
	}
	return v
}

// restricts reports whether a configuration makes a combination uncertain: one about certificates, which
// cannot be checked, or one of a kind that nobody knows.
func restricts(configuration ca.CombinationConfiguration, modes []ca.Mode) bool {
	names := len(configuration.AppliesToCombinations) == 0 || slices.Contains(configuration.AppliesToCombinations, ca.NotYetKnown)
	for _, applies := range configuration.AppliesToCombinations {
		named := ca.SplitModes(applies)
		names = names || sameModes(named, modes) || (len(named) == 1 && slices.Contains(modes, named[0]))
	}
	switch configuration.Kind {
	case ca.ConfigurationFIDO2:
		return false
	case ca.ConfigurationX509:
		return names && (slices.Contains(modes, ca.ModeX509SingleFactor) || slices.Contains(modes, ca.ModeX509MultiFactor))
	}
	return names
}

func sameModes(a, b []ca.Mode) bool {
	contains := func(list []ca.Mode, all []ca.Mode) bool {
		return !slices.ContainsFunc(all, func(m ca.Mode) bool { return !slices.Contains(list, m) })
	}
	return contains(a, b) && contains(b, a)
}

// value is what the answer says to one atom, when registering at this sign-in is worth registration.
func (a answer) value(p *program, at atom, registration Value) Value {
	switch at.kind {
	case atomBlock:
		return No
	case atomMFA:
		return max(a.mfa, min(registration, a.register))
	case atomStrength:
		v := a.strengths[at.strength]
		if v == No && registration != No && a.registering[at.strength] != No {
			return Unknown
		}
		return v
	case atomCompliantDevice:
		return a.compliant
	case atomJoinedDevice:
		return a.joined
	case atomMobileApplication:
		if a.mobile {
			return Unknown
		}
		return No
	case atomRemediation:
		return a.remediate
	case atomTermsOfUse:
		return max(Unknown, yesIf(p.question.Assume.TermsOfUseAccepted))
	}
	return Unknown
}

// valueThroughAllResources is the same for registering itself, under a policy that concerns it only
// through all resources: registering is how its mfa is met.
func (a answer) valueThroughAllResources(p *program, at atom) Value {
	switch at.kind {
	case atomMFA:
		return Yes
	case atomStrength:
		return max(a.value(p, at, No), Unknown)
	}
	return a.value(p, at, No)
}

// What an answer follows from.
type answerSource struct {
	credentials              int
	compliant, joined, hello Value
	mobile                   bool
}

// answeredBy is the answer of a person with something in hand, worked out for every policy.
func (p *program) answeredBy(c *credentials, h hand, platform ca.Platform) *answered {
	source := answerSource{c.number, h.compliant, h.joined, h.hello, isMobile(platform)}
	if have, known := p.answerOf[source]; known {
		return have
	}
	out := p.answered(p.answer(c, h, platform))
	p.answerOf[source] = out
	return out
}

// An answered is an answer worked out for every policy: which ones it surely satisfies, and which it
// surely does not, by what registering is worth; and the same for the registration sign-in.
type answered struct {
	yes, no     [3]set
	registerYes set
	registerNo  set
	moved       set // the policies for which it matters what registering is worth
}

// answered works an answer out, once for all who give it.
func (p *program) answered(a answer) *answered {
	key := a.key()
	if have, ok := p.answers[key]; ok {
		return have
	}
	out := &answered{registerYes: bitset.New(p.n), registerNo: bitset.New(p.n)}
	for registration := No; registration <= Yes; registration++ {
		out.yes[registration], out.no[registration] = bitset.New(p.n), bitset.New(p.n)
		for _, g := range p.grants {
			v := g.join(func(at atom) Value { return a.value(p, at, registration) })
			record(v, g.policies, out.yes[registration], out.no[registration])
		}
	}
	for _, g := range p.grants {
		named := bitset.And(g.policies, p.byUserAction)
		plain := g.join(func(at atom) Value { return a.value(p, at, No) })
		record(plain, named, out.registerYes, out.registerNo)
		through := g.policies.Clone()
		for i := range through {
			through[i] &^= p.byUserAction[i]
		}
		record(g.join(func(at atom) Value { return a.valueThroughAllResources(p, at) }), through, out.registerYes, out.registerNo)
	}
	out.moved = out.yes[Yes].Clone()
	out.moved.Subtract(out.yes[No])
	denied := out.no[No].Clone()
	denied.Subtract(out.no[Yes])
	out.moved.Unite(denied)
	p.answers[key] = out
	return out
}

func record(v Value, policies, yes, no set) {
	switch v {
	case Yes:
		yes.Unite(policies)
	case No:
		no.Unite(policies)
	}
}
