package engine

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Means are what one account can present in one sign-in. This is where what-if rests on how verdicts are
// worked out: a question here has the answer that it has there.
type means struct {
	candidate *candidate
	hand      hand
	platform  ca.Platform
	grants    []grant // by policy
	answer    answer
}

func newMeans(q Question, who *crowd, c ca.SignInConditions, policies []ca.Policy) *means {
	p := &program{question: q, roster: &roster{crowd: who}}
	p.multifactor = compileStrength(q.Tenant.Strength(ca.AuthenticationStrength{ID: ca.StrengthMFA}))
	m := &means{candidate: &candidate{program: p, who: who.people[0]}, platform: c.Platform}
	m.candidate.credentials = newWallet(who, q.Assume.CertificateUsers).of(who.people[0])
	for _, policy := range policies {
		m.grants = append(m.grants, p.readGrant(policy.GrantControls))
	}
	if m.platform == "" {
		// Whether a mobile application can be in use is unknown there, as it is on a platform not stated.
		m.platform = ca.PlatformIOS
	}
	m.hand = m.holding(c)
	m.answer = p.answer(m.candidate.credentials, m.hand, m.platform)
	return m
}

// holding is the sign-in's device in the account's hand.
func (m *means) holding(c ca.SignInConditions) hand {
	kinds := m.candidate.credentials.hello
	if c.Device == nil {
		return hand{device: emptyHand, hello: kinds.on("", false)}
	}
	d := newDevice(*c.Device)
	h := hand{compliant: d.compliant, joined: d.joined} // nothing that is asked here looks into the device itself
	platforms := []ca.Platform{d.platform}
	if system, read := d.source.Property("operatingSystem"); !read || system.Null() {
		platforms = []ca.Platform{c.Platform}
		if c.Platform == "" {
			platforms = allPlatforms
		}
	}
	for _, platform := range platforms {
		h.hello = max(h.hello, kinds.on(platform, m.onlyWindows(d.source)))
	}
	return h
}

// onlyWindows reports whether the device is the account's only Windows device.
func (m *means) onlyWindows(d ca.Device) bool {
	var windows []ca.Device
	for _, registered := range m.candidate.program.question.Tenant.Devices[m.candidate.who.id] {
		if registered.Enabled() && registered.Platform() == ca.PlatformWindows {
			windows = append(windows, registered)
		}
	}
	return len(windows) == 1 && sameDevice(windows[0], d)
}

func sameDevice(a, b ca.Device) bool {
	aID, _ := a.Property("deviceId")
	bID, _ := b.Property("deviceId")
	return (a.ID != "" && ca.SameID(a.ID, b.ID)) || (!aID.Null() && ca.SameID(aID.Text(), bID.Text()))
}

// value is what the account says to a control, when registering a method on the way is worth registration.
func (m *means) value(at atom, registration Value) Value {
	return m.answer.value(m.candidate.program, at, registration)
}

// registering is the same while it registers, under a policy that concerns that only through all resources.
func (m *means) registering(at atom) Value {
	return m.answer.valueThroughAllResources(m.candidate.program, at)
}

// registrable is the best mode that could be registered on the way.
func (m *means) registrable() Value { return m.answer.register }

// modes are the plainest that surely meet mfa or a strength; none where an external method does.
func (m *means) modes(at atom) []ca.Mode {
	s := m.candidate.program.multifactor
	if at.kind == atomStrength {
		s = m.candidate.program.strengths[at.strength]
	}
	return slices.Clone(m.candidate.plainest(s, m.hand))
}

// moved reports whether it matters to a control what registering a method on the way is worth.
func (m *means) moved(at atom) bool { return m.value(at, No) != m.value(at, Yes) }

// doubt says why it is unknown whether the account can meet a control.
func (m *means) doubt(at atom, policy string, registration Value, facts *factSet) {
	a := m.answer
	if registration == No {
		a.register = No // whatever could be, nothing is
	}
	m.candidate.doubtfulControl(at, policy, option{hand: m.hand, platform: m.platform}, a, facts)
}
