package graphsim

import (
	"net/http"
	"slices"
)

const modePath = "/identity/conditionalAccess/authenticationStrength/authenticationMethodModes"

// methodModes are the single modes that combinations consist of, with the method
// that each is a mode of.
var methodModes = []struct{ id, name, method string }{
	{"password", "Password", "password"},
	{"voice", "Voice", "voice"},
	{"hardwareOath", "Hardware OATH tokens", "hardwareOath"},
	{"softwareOath", "Software OATH tokens", "softwareOath"},
	{"sms", "SMS", "sms"},
	{"fido2", "FIDO2 Security Key", "fido2"},
	{"windowsHelloForBusiness", "Windows Hello for Business", "windowsHelloForBusiness"},
	{"microsoftAuthenticatorPush", "Microsoft Authenticator (push notification)", "microsoftAuthenticator"},
	{"deviceBasedPush", "Microsoft Authenticator (Passwordless)", "microsoftAuthenticator"},
	{"temporaryAccessPassOneTime", "Temporary Access Pass (one-time use)", "temporaryAccessPass"},
	{"temporaryAccessPassMultiUse", "Temporary Access Pass (multi-use)", "temporaryAccessPass"},
	{"email", "Email one-time passcode", "email"},
	{"x509CertificateSingleFactor", "Certificate-based authentication (single-factor)", "x509Certificate"},
	{"x509CertificateMultiFactor", "Certificate-based authentication (multi-factor)", "x509Certificate"},
	{"federatedSingleFactor", "Federation (single-factor)", "federation"},
	{"federatedMultiFactor", "Federation (multi-factor)", "federation"},
	{"qrCodePin", "QR code", "qrCodePin"},
}

func modeRoutes() []route {
	return []route{
		{http.MethodGet, modePath, readStrengths, scopesMissing, false, listModes},
		{http.MethodGet, modePath + "/{id}", readStrengths, scopesMissing, false, getMode},
	}
}

func (c *call) modes() []tree {
	var out []tree
	for _, m := range methodModes {
		method := m.method
		if !c.includeUnknown && slices.Contains(lateModes, method) {
			method = "unknownFutureValue"
		}
		out = append(out, tree{"id": m.id, "displayName": m.name, "authenticationMethod": method})
	}
	return out
}

func listModes(c *call) (answer, *refusal) {
	return c.list(modePath[1:], c.modes(), nil)
}

func getMode(c *call) (answer, *refusal) {
	for _, mode := range c.modes() {
		if fold(word(mode, "id")) == fold(c.params["id"]) {
			view, why := c.selected(mode)
			return ok(c.entity(modePath[1:], view)), why
		}
	}
	return answer{}, notInDirectory("AuthenticationMethodModeDetail", c.params["id"])
}
