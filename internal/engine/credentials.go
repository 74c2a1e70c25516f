package engine

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Credentials are what a person can present, apart from what depends on the device in hand.
type credentials struct {
	number      int    // equal for people who can present the same
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

func (h helloKinds) byte() (b byte) {
	for i, kind := range []bool{h.windows, h.platform, h.unknown} {
		if kind {
			b |= 1 << i
		}
	}
	return b
}

// modesOfKind are the modes of the methods that do not depend on anything else.
var modesOfKind = map[string]levels{
	ca.MethodPassword:               levelsOf(map[ca.Mode]Value{ca.ModePassword: Yes}),
	ca.MethodMicrosoftAuthenticator: levelsOf(map[ca.Mode]Value{ca.ModeMicrosoftAuthenticatorPush: Yes, ca.ModeSoftwareOATH: Unknown, ca.ModeDeviceBasedPush: Unknown}),
	ca.MethodSoftwareOATH:           levelsOf(map[ca.Mode]Value{ca.ModeSoftwareOATH: Yes}),
	ca.MethodHardwareOATH:           levelsOf(map[ca.Mode]Value{ca.ModeHardwareOATH: Yes}),
	ca.MethodQRCodePIN:              levelsOf(map[ca.Mode]Value{ca.ModeQRCodePIN: Yes}),
	ca.MethodTemporaryAccessPass:    levelsOf(map[ca.Mode]Value{ca.ModeTemporaryAccessPassOneTime: Unknown, ca.ModeTemporaryAccessPassMultiUse: Unknown}),
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

// credentials are what one person can present.
func (w *wallet) credentials(who person) credentials {
	var c credentials
	methods, read := w.tenant.Methods[who.id]
	if !read {
		c.forget()
		c.modes.raise(ca.ModePassword, Yes)
		c.external = Unknown
	}
	for i := range methods {
		c.register(&methods[i])
	}
	c.federate(w.federated(*who.user))
	c.certify(w.certificate(who))

	permitted := w.permits(who)
	for i := range c.modes {
		c.modes[i] = min(c.modes[i], permitted[i])
	}
	fido2 := permitted.of(ca.ModeFIDO2)
	c.unreadKeys = min(c.unreadKeys, fido2)
	for i := range c.keys {
		c.keys[i].allowed = min(fido2, w.keyPermitted(c.keys[i].aaguid))
	}
	for _, mode := range registrableModes {
		c.registrable.raise(mode, min(permitted.of(mode), w.unreadPolicy()))
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

func (c *credentials) register(m *ca.AuthenticationMethod) {
	if gives, known := modesOfKind[m.Kind]; known {
		for i, v := range gives {
			c.modes[i] = max(c.modes[i], v)
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

// federate gives the modes that another identity provider would answer for.
func (c *credentials) federate(v Value) {
	c.modes.raise(ca.ModeFederatedSingleFactor, v)
	c.modes.raise(ca.ModeFederatedMultiFactor, v)
}

// certify gives the certificate modes.
func (c *credentials) certify(v Value) {
	c.modes.raise(ca.ModeX509SingleFactor, v)
	c.modes.raise(ca.ModeX509MultiFactor, v)
}

// appendKey appends what tells these credentials from others.
func (c *credentials) appendKey(key []byte) []byte {
	for i := range c.modes {
		key = append(key, byte(c.modes[i])|byte(c.registrable[i])<<2)
	}
	key = append(key, byte(c.unreadKeys), byte(c.external), c.hello.byte())
	for _, k := range c.keys {
		key = appendText(append(key, byte(k.allowed)), k.aaguid)
	}
	return key
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
