package reference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// configurationOf names the part of the methods policy that a mode stands under; modes beside these are not
// governed by it.
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

// permitted says whether the methods policy lets the user use a mode; unread is what holds where the policy
// was not read.
func (j *judge) permitted(m ca.Mode, u ca.User, unread value) value {
	name, governed := configurationOf[m]
	if !governed {
		return yes
	}
	policy, read := j.tenant.MethodsPolicy.Get()
	if !read {
		return unread
	}
	c, found := policy.Configuration(name)
	if !found {
		return no
	}
	targeted := and(j.targeted(c.IncludeTargets, u), not(j.targeted(c.ExcludeTargets, u)))
	switch c.State {
	case "enabled":
		return targeted
	case "disabled":
		return no
	default:
		return and(unknown, targeted)
	}
}

func (j *judge) targeted(targets []ca.MethodTarget, u ca.User) value {
	v := no
	for _, t := range targets {
		switch {
		case t.ID == ca.AllUsersTarget, t.TargetType == "user" && ca.SameID(t.ID, u.ID):
			return yes
		case t.ID == ca.NotYetKnown:
			v = or(v, unknown)
		case t.TargetType == "user":
		default:
			v = or(v, j.member(u, t.ID))
		}
	}
	return v
}

// fido2 says whether the person has a FIDO2 key that a strength takes, and the methods policy too.
func (j *judge) fido2(s ca.AuthenticationStrength, a attempt) value {
	methods, read := j.methods(a.who.user)
	v := strangeMethod(methods)
	if !read {
		v = unknown
	}
	for _, m := range methods {
		if m.Kind == ca.MethodFIDO2 {
			v = or(v, j.keyCounts(m.AAGUID, s))
		}
	}
	return and(v, j.permitted(ca.ModeFIDO2, a.who.user, yes))
}

// keyCounts says whether every restriction allows a key of this kind.
func (j *judge) keyCounts(aaguid string, s ca.AuthenticationStrength) value {
	v := yes
	for _, c := range s.CombinationConfigurations {
		if c.Kind == ca.ConfigurationFIDO2 {
			v = and(v, aaguidIn(c.AllowedAAGUIDs, aaguid))
		}
	}
	c, _ := j.tenant.MethodsPolicy.Value().Configuration("Fido2")
	if r := c.KeyRestrictions; r != nil && r.IsEnforced {
		switch r.EnforcementType {
		case "allow":
			v = and(v, aaguidIn(r.AAGUIDs, aaguid))
		case "block":
			v = and(v, not(aaguidIn(r.AAGUIDs, aaguid)))
		default:
			v = and(v, unknown)
		}
	}
	return v
}

// aaguidIn is unknown for a key whose kind was not read.
func aaguidIn(list []string, aaguid string) value {
	if aaguid == "" {
		return unknown
	}
	return or(yesIf(holdsID(list, aaguid)), notYetKnownIn(list))
}

// registrable are the modes that a user can register at the interrupt of a sign-in.
var registrable = []ca.Mode{ca.ModeMicrosoftAuthenticatorPush, ca.ModeSoftwareOATH, ca.ModeSMS, ca.ModeVoice}

// canRegister says whether the user may register a mode.
func (j *judge) canRegister(m ca.Mode, u ca.User) value {
	if !slices.Contains(registrable, m) {
		return no
	}
	return j.permitted(m, u, unknown)
}
