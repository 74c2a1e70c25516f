package reference

import (
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// everyMode are the modes that are known; a word beside them may mean any credential.
var everyMode = []ca.Mode{
	ca.ModePassword, ca.ModeVoice, ca.ModeHardwareOATH, ca.ModeSoftwareOATH, ca.ModeSMS, ca.ModeFIDO2,
	ca.ModeWindowsHelloForBusiness, ca.ModeMicrosoftAuthenticatorPush, ca.ModeDeviceBasedPush,
	ca.ModeTemporaryAccessPassOneTime, ca.ModeTemporaryAccessPassMultiUse, ca.ModeEmail,
	ca.ModeX509SingleFactor, ca.ModeX509MultiFactor, ca.ModeFederatedSingleFactor, ca.ModeFederatedMultiFactor,
	ca.ModeQRCodePIN,
}

// mode says whether the person can present a mode in this attempt: what it has, cut by what the tenant's
// methods policy permits. FIDO2 is apart, since a strength may not take every key: see fido2.
func (j *judge) mode(m ca.Mode, a attempt) value {
	switch {
	case m == ca.ModeEmail:
		return no
	case !slices.Contains(everyMode, m):
		return unknown
	}
	return and(j.has(m, a), j.permitted(m, a.who.user, yes))
}

// has says whether the person has what a mode needs.
func (j *judge) has(m ca.Mode, a attempt) value {
	methods, read := j.methods(a.who.user)
	var v value
	switch m {
	case ca.ModePassword:
		v = yes
		if read {
			v = yesIf(hasMethod(methods, ca.MethodPassword))
		}
	case ca.ModeX509SingleFactor, ca.ModeX509MultiFactor:
		v = j.hasCertificate(m, a.who.user)
	case ca.ModeFederatedSingleFactor, ca.ModeFederatedMultiFactor:
		v = j.federated(a.who.user)
	default:
		if !read {
			return unknown
		}
		for _, method := range methods {
			v = or(v, j.produces(method, m, a))
		}
	}
	return or(v, strangeMethod(methods))
}

func (j *judge) methods(u ca.User) ([]ca.AuthenticationMethod, bool) {
	methods, read := j.tenant.Methods[ca.FoldID(u.ID)]
	return methods, read
}

func hasMethod(methods []ca.AuthenticationMethod, kind string) bool {
	return slices.ContainsFunc(methods, func(m ca.AuthenticationMethod) bool { return m.Kind == kind })
}

// knownKinds are the kinds of method whose modes are known.
var knownKinds = []string{
	ca.MethodPassword, ca.MethodPhone, ca.MethodMicrosoftAuthenticator, ca.MethodSoftwareOATH, ca.MethodHardwareOATH,
	ca.MethodFIDO2, ca.MethodWindowsHello, ca.MethodPlatformCredential, ca.MethodTemporaryAccessPass,
	ca.MethodExternal, ca.MethodEmail, ca.MethodQRCodePIN,
}

// strangeMethod is unknown where the person has a method of a kind that nobody knows: it may produce any
// mode.
func strangeMethod(methods []ca.AuthenticationMethod) value {
	for _, m := range methods {
		if !slices.Contains(knownKinds, m.Kind) {
			return unknown
		}
	}
	return no
}

// produces says whether a registered method can be presented as a mode in this attempt.
func (j *judge) produces(method ca.AuthenticationMethod, m ca.Mode, a attempt) value {
	switch method.Kind {
	case ca.MethodPhone:
		return yesIf(m == ca.ModeVoice || (m == ca.ModeSMS && method.PhoneType == "mobile"))
	case ca.MethodMicrosoftAuthenticator:
		switch m {
		case ca.ModeMicrosoftAuthenticatorPush:
			return yes
		case ca.ModeSoftwareOATH, ca.ModeDeviceBasedPush:
			return unknown // whether it shows codes, and signs in without a password, is not read
		}
	case ca.MethodSoftwareOATH:
		return yesIf(m == ca.ModeSoftwareOATH)
	case ca.MethodHardwareOATH:
		return yesIf(m == ca.ModeHardwareOATH)
	case ca.MethodQRCodePIN:
		return yesIf(m == ca.ModeQRCodePIN)
	case ca.MethodWindowsHello:
		return and(yesIf(m == ca.ModeWindowsHelloForBusiness), j.hello(a))
	case ca.MethodPlatformCredential:
		onMac := a.Device != nil && a.Platform == ca.PlatformMacOS
		return and(yesIf(m == ca.ModeWindowsHelloForBusiness && onMac), unknown)
	case ca.MethodTemporaryAccessPass:
		// It expires: nothing may rest on it.
		return and(yesIf(m == ca.ModeTemporaryAccessPassOneTime || m == ca.ModeTemporaryAccessPassMultiUse), unknown)
	}
	return no
}

// hello says whether a Windows Hello credential is on the device of this attempt. The method does not say
// on which one it was made.
func (j *judge) hello(a attempt) value {
	if a.Device == nil || a.Platform != ca.PlatformWindows {
		return no
	}
	devices, read := j.devices(a.who.user)
	onWindows := 0
	for _, d := range devices {
		if d.Platform() == ca.PlatformWindows {
			onWindows++
		}
	}
	if !read || onWindows > 1 {
		return unknown
	}
	return yes
}

// hasCertificate: certificates are no method objects, so only the operator can say who has one.
func (j *judge) hasCertificate(m ca.Mode, u ca.User) value {
	if names(j.Assume.CertificateUsers, u) {
		return yes
	}
	return and(unknown, j.permitted(m, u, unknown))
}

func (j *judge) federated(u ca.User) value {
	upn := strings.ToLower(u.UserPrincipalName)
	if strings.HasSuffix(upn, ".onmicrosoft.com") {
		return no
	}
	for _, d := range j.tenant.Domains.Value() {
		if strings.HasSuffix(upn, "@"+strings.ToLower(d.ID)) && d.AuthenticationType == "Managed" {
			return no
		}
	}
	return unknown
}
