package engine

import (
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Credentials are what a person can present, apart from what depends on the device in hand.
type credentials struct {
	modes       levels // after the methods policy; FIDO2 and Windows Hello are decided by what is in hand
	registrable levels // modes that can be registered when a sign-in asks for them
	keys        []securityKey
	unreadKeys  Value // what a FIDO2 key that was not read is worth: methods unread, or a kind nobody knows
	external    Value // an external method: it satisfies mfa and no strength
	hello       helloKinds
}

// A securityKey is a registered FIDO2 key that the methods policy does not surely forbid.
type securityKey struct {
	aaguid  string // "" was not read
	allowed Value
}

// helloKinds are the credentials that live in a device.
type helloKinds struct {
	windows, platform bool // registered
	unknown           bool // not read, or of a kind nobody knows
}

// modesOfKind are the modes of the methods that do not depend on anything else.
var modesOfKind = map[string]map[ca.Mode]Value{
	ca.MethodPassword:               {ca.ModePassword: Yes},
	ca.MethodMicrosoftAuthenticator: {ca.ModeMicrosoftAuthenticatorPush: Yes, ca.ModeSoftwareOATH: Unknown, ca.ModeDeviceBasedPush: Unknown},
	ca.MethodSoftwareOATH:           {ca.ModeSoftwareOATH: Yes},
	ca.MethodHardwareOATH:           {ca.ModeHardwareOATH: Yes},
	ca.MethodQRCodePIN:              {ca.ModeQRCodePIN: Yes},
	ca.MethodTemporaryAccessPass:    {ca.ModeTemporaryAccessPassOneTime: Unknown, ca.ModeTemporaryAccessPassMultiUse: Unknown},
	ca.MethodEmail:                  {},
}

// registrableModes can be registered in the interrupt that asks for them.
var registrableModes = []ca.Mode{ca.ModeMicrosoftAuthenticatorPush, ca.ModeSoftwareOATH, ca.ModeSMS, ca.ModeVoice}

// methodModes are the modes that only a registered method gives, and of which nothing is known where the
// methods were not read.
var methodModes = []ca.Mode{
	ca.ModeVoice, ca.ModeHardwareOATH, ca.ModeSoftwareOATH, ca.ModeSMS, ca.ModeMicrosoftAuthenticatorPush,
	ca.ModeDeviceBasedPush, ca.ModeTemporaryAccessPassOneTime, ca.ModeTemporaryAccessPassMultiUse, ca.ModeQRCodePIN,
}

// configurationOf is the part of the methods policy that a mode hangs on; a mode without one is not cut.
var configurationOf = map[ca.Mode]string{
	ca.ModeFIDO2:                       "Fido2",
	ca.ModeMicrosoftAuthenticatorPush:  "MicrosoftAuthenticator",
	ca.ModeDeviceBasedPush:             "MicrosoftAuthenticator",
	ca.ModeSMS:                         "Sms",
	ca.ModeVoice:                       "Voice",
	ca.ModeSoftwareOATH:                "SoftwareOath",
	ca.ModeHardwareOATH:                "HardwareOath",
	ca.ModeTemporaryAccessPassOneTime:  "TemporaryAccessPass",
	ca.ModeTemporaryAccessPassMultiUse: "TemporaryAccessPass",
	ca.ModeX509SingleFactor:            "X509Certificate",
	ca.ModeX509MultiFactor:             "X509Certificate",
	ca.ModeQRCodePIN:                   "QRCodePin",
}

func (p *program) credentials(who person) credentials {
	var c credentials
	methods, read := p.question.Tenant.Methods[who.id]
	if !read {
		c.forget()
		c.modes.raise(ca.ModePassword, Yes)
		c.external = Unknown
	}
	for _, m := range methods {
		c.register(m)
	}
	c.federate(p.question.Tenant, who.user)
	c.certify(p, who)

	permitted := p.permits(who)
	for i := range c.modes {
		c.modes[i] = min(c.modes[i], permitted[i])
	}
	fido2 := permitted.of(ca.ModeFIDO2)
	c.unreadKeys = min(c.unreadKeys, fido2)
	for i := range c.keys {
		c.keys[i].allowed = min(fido2, p.keyPermitted(c.keys[i].aaguid))
	}
	for _, mode := range registrableModes {
		c.registrable.raise(mode, min(permitted.of(mode), p.unreadPolicy()))
	}
	return c
}

// forget makes every mode that is not sure unknown: nothing says what else the person holds.
func (c *credentials) forget() {
	for _, mode := range methodModes {
		c.modes.raise(mode, Unknown)
	}
	c.unreadKeys = Unknown
	c.hello.unknown = true
}

func (c *credentials) register(m ca.AuthenticationMethod) {
	if gives, known := modesOfKind[m.Kind]; known {
		for mode, v := range gives {
			c.modes.raise(mode, v)
		}
		return
	}
	switch m.Kind {
	case ca.MethodPhone:
		c.modes.raise(ca.ModeVoice, Yes)
		if m.PhoneType == "mobile" {
			c.modes.raise(ca.ModeSMS, Yes)
		}
	case ca.MethodFIDO2:
		c.keys = append(c.keys, securityKey{aaguid: m.AAGUID})
	case ca.MethodWindowsHello:
		c.hello.windows = true
	case ca.MethodPlatformCredential:
		c.hello.platform = true
	case ca.MethodExternal:
		c.external = Yes
	default:
		c.forget()
		for _, mode := range []ca.Mode{ca.ModePassword, ca.ModeX509SingleFactor, ca.ModeX509MultiFactor, ca.ModeFederatedSingleFactor, ca.ModeFederatedMultiFactor} {
			c.modes.raise(mode, Unknown)
		}
	}
}

// federate decides the modes that another identity provider would answer for.
func (c *credentials) federate(t *ca.Tenant, u ca.User) {
	v := Unknown
	_, domain, _ := strings.Cut(u.UserPrincipalName, "@")
	if strings.HasSuffix(strings.ToLower(u.UserPrincipalName), ".onmicrosoft.com") {
		v = No
	}
	for _, d := range t.Domains.Value() {
		if ca.SameID(d.ID, domain) && ca.SameID(d.AuthenticationType, "Managed") {
			v = No
		}
	}
	for _, mode := range []ca.Mode{ca.ModeFederatedSingleFactor, ca.ModeFederatedMultiFactor} {
		c.modes.raise(mode, v)
	}
}

// certify decides the certificate modes. Graph lists no certificates: without the operator's word they are
// unknown, and No only where the methods policy shuts them out, which the cut sees to.
func (c *credentials) certify(p *program, who person) {
	v := Unknown
	if slices.ContainsFunc(p.question.Assume.CertificateUsers, func(word string) bool { return names(word, who.user) }) {
		v = Yes
	}
	for _, mode := range []ca.Mode{ca.ModeX509SingleFactor, ca.ModeX509MultiFactor} {
		c.modes.raise(mode, v)
	}
}

// unreadPolicy is the most that a registrable mode can be worth: nothing is sure where the methods policy
// was not read.
func (p *program) unreadPolicy() Value {
	if p.question.Tenant.MethodsPolicy.Read() {
		return Yes
	}
	return Unknown
}

// permits is the most that the methods policy lets every mode be worth to a person.
func (p *program) permits(who person) levels {
	var out levels
	for i := range out {
		out[i] = Yes
	}
	for id, modes := range p.cuts {
		v := No
		if c, listed := p.question.Tenant.MethodsPolicy.Value().Configuration(id); listed {
			v = min(switchedOn(c.State), p.targets(c.IncludeTargets, who), p.targets(c.ExcludeTargets, who).Not())
		}
		for _, i := range modes {
			out[i] = v
		}
	}
	return out
}

func switchedOn(state string) Value {
	switch strings.ToLower(state) {
	case "enabled":
		return Yes
	case "disabled":
		return No
	}
	return Unknown
}

// cuts are the modes that hang on each part of the methods policy; none where it was not read.
func cuts(t *ca.Tenant) map[string][]int {
	if !t.MethodsPolicy.Read() {
		return nil
	}
	byConfiguration := map[string][]int{}
	for mode, id := range configurationOf {
		byConfiguration[id] = append(byConfiguration[id], modeIndex[mode])
	}
	return byConfiguration
}

func (p *program) targets(targets []ca.MethodTarget, who person) Value {
	v := No
	for _, t := range targets {
		switch {
		case t.ID == ca.AllUsersTarget, ca.SameID(t.ID, who.id):
			return Yes
		case t.ID == ca.NotYetKnown:
			v = max(v, Unknown)
		case !strings.EqualFold(t.TargetType, "user"):
			v = max(v, p.directory.group(t.ID).of(who.id))
		}
	}
	return v
}

// keyPermitted is what the methods policy's key restrictions say to a key.
func (p *program) keyPermitted(aaguid string) Value {
	configuration, _ := p.question.Tenant.MethodsPolicy.Value().Configuration("Fido2")
	r := configuration.KeyRestrictions
	if r == nil || !r.IsEnforced {
		return Yes
	}
	listed := aaguidIn(r.AAGUIDs, aaguid)
	switch strings.ToLower(r.EnforcementType) {
	case "allow":
		return listed
	case "block":
		return listed.Not()
	}
	return Unknown
}

func aaguidIn(list []string, aaguid string) Value {
	switch {
	case aaguid == "":
		return Unknown
	case slices.ContainsFunc(list, func(id string) bool { return ca.SameID(id, aaguid) }):
		return Yes
	case slices.Contains(list, ca.NotYetKnown):
		return Unknown
	}
	return No
}
