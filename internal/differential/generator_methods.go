package differential

import (
	"fmt"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// methods draws what each user has registered.
func (g *generator) methods() {
	g.t.Methods = map[string][]ca.AuthenticationMethod{}
	for i := range 3 {
		if g.chance(12) {
			continue // not read
		}
		list := []ca.AuthenticationMethod{}
		if g.chance(88) {
			list = append(list, ca.AuthenticationMethod{Kind: ca.MethodPassword})
		}
		for range g.IntN(4) {
			list = append(list, g.method())
		}
		g.t.Methods[fmt.Sprintf("user-%d", i+1)] = list
	}
	if g.chance(3) {
		g.t.Methods = nil
	}
	if g.chance(12) {
		g.Assume.CertificateUsers = some(g, 2, []string{"USER-1", "user-2", "U1@contoso.com", "user-3"})
	}
}

func (g *generator) method() ca.AuthenticationMethod {
	switch g.IntN(14) {
	case 0, 1:
		return ca.AuthenticationMethod{Kind: ca.MethodPhone, PhoneType: pick(g, "mobile", "mobile", "office", "alternateMobile", "")}
	case 2, 3:
		return ca.AuthenticationMethod{Kind: ca.MethodMicrosoftAuthenticator}
	case 4, 5, 6, 7:
		return ca.AuthenticationMethod{Kind: ca.MethodFIDO2, AAGUID: pick(g, "key-a", "key-a", "KEY-B", "")}
	case 8:
		return ca.AuthenticationMethod{Kind: ca.MethodWindowsHello}
	default:
		return ca.AuthenticationMethod{Kind: pick(g,
			ca.MethodSoftwareOATH, ca.MethodHardwareOATH, ca.MethodPlatformCredential, ca.MethodTemporaryAccessPass,
			ca.MethodExternal, ca.MethodEmail, ca.MethodQRCodePIN, "#microsoft.graph.newAuthenticationMethod")}
	}
}

var configurationIDs = []string{
	"Fido2", "MicrosoftAuthenticator", "Sms", "Voice", "SoftwareOath", "HardwareOath", "TemporaryAccessPass", "X509Certificate", "QRCodePin",
}

// methodsPolicy draws which methods the tenant lets whom use.
func (g *generator) methodsPolicy() {
	var policy ca.AuthenticationMethodsPolicy
	strict := g.chance(40)
	for _, id := range configurationIDs {
		c := ca.MethodConfiguration{ID: id, State: "enabled", IncludeTargets: []ca.MethodTarget{{ID: ca.AllUsersTarget, TargetType: "group"}}}
		if strict {
			if g.chance(15) {
				continue // not listed
			}
			c.State = pick(g, "enabled", "enabled", "enabled", "disabled", "disabled", "unknownFutureValue")
			c.IncludeTargets, c.ExcludeTargets = nil, nil
			if g.chance(60) {
				c.IncludeTargets = append(c.IncludeTargets, ca.MethodTarget{ID: ca.AllUsersTarget, TargetType: "group"})
			} else {
				c.IncludeTargets = g.targets()
			}
			if g.chance(25) {
				c.ExcludeTargets = g.targets()
			}
		}
		if id == "Fido2" && g.chance(30) {
			c.KeyRestrictions = &ca.KeyRestrictions{
				IsEnforced:      g.chance(75),
				EnforcementType: pick(g, "allow", "allow", "block", "block", "unknownFutureValue"),
				AAGUIDs:         doubtful(g, some(g, 2, []string{"KEY-A", "key-b", "key-c"})),
			}
			if g.chance(10) {
				c.KeyRestrictions.AAGUIDs = nil
			}
		}
		policy.Configurations = append(policy.Configurations, c)
	}
	g.t.MethodsPolicy = read(g, 20, policy)
}

func (g *generator) targets() []ca.MethodTarget {
	var targets []ca.MethodTarget
	for _, id := range some(g, 2, groupIDs) {
		targets = append(targets, ca.MethodTarget{ID: id, TargetType: "group"})
	}
	if g.chance(10) {
		targets = append(targets, ca.MethodTarget{ID: pick(g, "user-1", ca.NotYetKnown), TargetType: "user"})
	}
	return targets
}

// combinations are what strengths are drawn from: the built-in ones, single factors, and a word that nobody
// knows.
var combinations = append([]string{
	"password", "sms", "federatedSingleFactor", "x509CertificateSingleFactor", "qrCodePin", "email", "password, hardwareOath",
	"softwareOath,password", "fido2", "fido2", "unknownFutureValue", "password,unknownFutureValue",
}, ca.BuiltInStrengths[0].AllowedCombinations...)

func (g *generator) strength(id string) ca.AuthenticationStrength {
	s := ca.AuthenticationStrength{ID: id, DisplayName: id, AllowedCombinations: doubtful(g, some(g, 4, combinations))}
	for range pick(g, 0, 0, 1, 1, 2) {
		c := ca.CombinationConfiguration{ID: "configuration"}
		switch g.IntN(6) {
		case 0, 1, 2:
			c.Kind = ca.ConfigurationFIDO2
			c.AllowedAAGUIDs = doubtful(g, some(g, 2, []string{"key-a", "KEY-B", "key-c"}))
			if g.chance(5) {
				c.AllowedAAGUIDs = nil
			}
			c.AppliesToCombinations = pick(g, []string{"fido2"}, []string{"fido2"}, nil)
		case 3, 4:
			c.Kind = ca.ConfigurationX509
			c.AllowedIssuerSKIs = []string{"issuer"}
			c.AppliesToCombinations = pick(g, nil, []string{"x509CertificateMultiFactor"}, []string{"x509CertificateSingleFactor"},
				[]string{"x509CertificateSingleFactor,password"})
		default:
			c.Kind = "#microsoft.graph.newCombinationConfiguration"
			c.AppliesToCombinations = doubtful(g, pick(g, nil, []string{"fido2"}, []string{"softwareOath,password"}))
		}
		s.CombinationConfigurations = append(s.CombinationConfigurations, c)
	}
	return s
}

// strengths draws the tenant's authentication strengths.
func (g *generator) strengths() {
	list := append([]ca.AuthenticationStrength{}, ca.BuiltInStrengths...)
	if g.chance(20) {
		list = nil // read, and the built-in ones are missing
	}
	for i := range 3 {
		list = append(list, g.strength(fmt.Sprintf("strength-%d", i+1)))
	}
	if g.chance(4) {
		list = append([]ca.AuthenticationStrength{g.strength(ca.StrengthMFA)}, list...)
	}
	g.t.Strengths = read(g, 20, list)
}

// namedStrength is a strength as a grant names it.
func (g *generator) namedStrength() *ca.AuthenticationStrength {
	id := pick(g, ca.StrengthMFA, ca.StrengthPasswordless, ca.StrengthPhishingResistant, ca.StrengthPhishingResistant,
		"strength-1", "strength-1", "STRENGTH-2", "strength-2", "strength-3", "deleted", ca.NotYetKnown, "")
	s := ca.AuthenticationStrength{ID: id}
	if g.chance(40) {
		s = g.strength(id) // the expanded copy of an answer
	}
	return &s
}
