package engine

import (
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

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

// A permit is one part of the methods policy decided for everybody: whom it lets use the modes that hang on it.
type permit struct {
	modes []int
	whom  mask // of people
}

// permits are the most that the methods policy lets every mode be worth to a person; all of it where the
// policy was not read.
func (w *wallet) permits(who person) levels {
	out := everyMode
	for _, part := range w.permitted {
		v := part.whom.value(who.index)
		for _, i := range part.modes {
			out[i] = v
		}
	}
	return out
}

var everyMode = func() (all levels) {
	for i := range all {
		all[i] = Yes
	}
	return all
}()

// readPermits decides every part of the methods policy; none where it was not read.
func readPermits(c *crowd) []permit {
	policy, read := c.directory.Tenant.MethodsPolicy.Get()
	if !read {
		return nil
	}
	byConfiguration := map[string]*permit{}
	for mode, id := range configurationOf {
		part, known := byConfiguration[id]
		if !known {
			part = &permit{whom: newMask(len(c.people))}
			if configuration, listed := policy.Configuration(id); listed {
				part.whom = c.permitted(configuration)
			}
			byConfiguration[id] = part
		}
		part.modes = append(part.modes, modeIndex[mode])
	}
	var parts []permit
	for _, part := range byConfiguration {
		parts = append(parts, *part)
	}
	return parts
}

// permitted is whom a configuration lets use its method: those in an include target and in no exclude target.
func (c *crowd) permitted(configuration ca.MethodConfiguration) mask {
	on := switchedOn(configuration.State)
	include, exclude := c.targets(configuration.IncludeTargets), c.targets(configuration.ExcludeTargets)
	out := newMask(len(c.people))
	for i := range c.people {
		out.put(i, min(on, include.value(i), exclude.value(i).Not()))
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

func (c *crowd) targets(targets []ca.MethodTarget) mask {
	m := newMask(len(c.people))
	for _, t := range targets {
		if t.ID == ca.AllUsersTarget {
			return fullMask(len(c.people))
		}
		if user, known := c.index[ca.FoldID(t.ID)]; known {
			m.put(user, Yes)
		}
		if t.ID == ca.NotYetKnown || !strings.EqualFold(t.TargetType, "user") {
			m.uniteNamed(t.ID, len(c.people), c.group)
		}
	}
	return m
}

// keyPermitted is what the methods policy's key restrictions say to a key.
func (w *wallet) keyPermitted(aaguid string) Value {
	if w.keys == nil || !w.keys.IsEnforced {
		return Yes
	}
	listed := aaguidIn(w.keys.AAGUIDs, aaguid)
	switch strings.ToLower(w.keys.EnforcementType) {
	case "allow":
		return listed
	case "block":
		return listed.Not()
	}
	return Unknown
}

// unreadPolicy is the most that a registrable mode can be worth: nothing is sure where the methods policy
// was not read.
func (w *wallet) unreadPolicy() Value {
	if w.tenant.MethodsPolicy.Read() {
		return Yes
	}
	return Unknown
}
