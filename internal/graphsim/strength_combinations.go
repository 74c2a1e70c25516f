package graphsim

import (
	"net/http"
	"slices"
	"strings"
)

// multifactorCombinations are all combinations of two factors, which is also what
// the built-in strength "Multifactor authentication" allows.
var multifactorCombinations = []string{
	"windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor", "deviceBasedPush",
	"temporaryAccessPassOneTime", "temporaryAccessPassMultiUse",
	"password,microsoftAuthenticatorPush", "password,softwareOath", "password,hardwareOath",
	"password,x509CertificateSingleFactor", "password,x509CertificateMultiFactor",
	"password,sms", "password,voice",
	"federatedMultiFactor", "microsoftAuthenticatorPush,federatedSingleFactor",
	"softwareOath,federatedSingleFactor", "hardwareOath,federatedSingleFactor",
	"sms,federatedSingleFactor", "voice,federatedSingleFactor",
}

func everyCombination() []string { return slices.Concat(multifactorCombinations, singleModes) }

// addBuiltInStrengths adds the strengths that every tenant has.
func (t *tenant) addBuiltInStrengths() {
	for _, s := range []struct {
		id, name, description string
		combinations          []string
	}{
		{multifactorStrength, "Multifactor authentication", "Combinations of methods that satisfy strong authentication, such as a password + SMS", multifactorCombinations},
		{passwordlessStrength, "Passwordless MFA", "Passwordless methods that satisfy strong authentication, such as Passwordless sign-in with the Microsoft Authenticator", multifactorCombinations[:4]},
		{phishingResistant, "Phishing-resistant MFA", "Phishing-resistant, Passwordless methods for the strongest authentication, such as a FIDO2 security key", multifactorCombinations[:3]},
	} {
		if t.collection(strengths).find(s.id) != nil {
			continue
		}
		t.collection(strengths).put(tree{
			"id": s.id, "displayName": s.name, "description": s.description,
			"policyType": "builtIn", "requirementsSatisfied": "mfa",
			"createdDateTime": builtInStrengthModified, "modifiedDateTime": builtInStrengthModified,
			"allowedCombinations": list(s.combinations), "combinationConfigurations": []any{},
		})
	}
}

// spellCombinations brings combinations to the service's form, without spaces and
// in its order, and refuses unknown ones.
func spellCombinations(sent []string) ([]string, *refusal) {
	if len(sent) == 0 {
		return nil, malformed(strengthTypeName, "/allowedCombinations is empty")
	}
	var out []string
	for _, combination := range sent {
		known := slices.IndexFunc(everyCombination(), func(k string) bool { return slices.Equal(modes(k), modes(combination)) })
		if known < 0 {
			return nil, malformed(strengthTypeName, "/allowedCombinations: "+combination)
		}
		if spelled := everyCombination()[known]; !slices.Contains(out, spelled) {
			out = append(out, spelled)
		}
	}
	return out, nil
}

// modes are the parts of a combination, in no order and no case.
func modes(combination string) []string {
	parts := strings.Split(strings.ToLower(combination), ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	slices.Sort(parts)
	return parts
}

// requirementsSatisfied is mfa when every combination has two factors.
func requirementsSatisfied(combinations []string) string {
	for _, combination := range combinations {
		if slices.Contains(singleModes, combination) {
			return "none"
		}
	}
	return "mfa"
}

func (c *call) checkStrengthName(object tree) *refusal {
	name := word(object, "displayName")
	switch {
	case name == "":
		return malformed(strengthTypeName, "displayName is required")
	case len([]rune(name)) > maximumStrengthName || len([]rune(word(object, "description"))) > maximumStrengthText:
		return malformed(strengthTypeName, "displayName or description is too long")
	}
	for _, other := range c.tenant.collection(strengths).current() {
		if strings.EqualFold(word(other, "displayName"), name) && other["id"] != object["id"] {
			return badRequest("An authentication strength with the name '%s' already exists.", name)
		}
	}
	return nil
}

// updateCombinations replaces the combinations of a strength and says which
// policies that reaches. It takes effect at once in every one of them.
func updateCombinations(c *call) (answer, *refusal) {
	r, why := c.custom()
	if why != nil {
		return answer{}, why
	}
	sent, why := c.sentStrength(&shape{name: "updateAllowedCombinations", members: texts("allowedCombinations")})
	if why != nil {
		return answer{}, why
	}
	combinations, why := spellCombinations(words(sent, "allowedCombinations"))
	if why != nil {
		return answer{}, why
	}
	object := cloneTree(r.object)
	previous := words(object, "allowedCombinations")
	object["allowedCombinations"] = list(combinations)
	object["requirementsSatisfied"] = requirementsSatisfied(combinations)
	object["modifiedDateTime"] = timestamp(c.now)
	c.tenant.collection(strengths).write(object)

	references := c.tenant.policiesWith(func(p tree) bool { return usesStrength(p, r.id) })
	var information any
	if len(references) > 0 {
		information = "This Authentication Strength is referenced by one or more Conditional Access policies. Review conditionalAccessReferences to understand which Conditional Access policies were impacted by this change."
	}
	return answer{status: http.StatusOK, body: tree{
		"@odata.context":              c.context("microsoft.graph.updateAllowedCombinationsResult"),
		"previousCombinations":        list(previous),
		"currentCombinations":         list(combinations),
		"conditionalAccessReferences": list(references),
		"additionalInformation":       information,
	}}, nil
}
