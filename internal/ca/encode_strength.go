package ca

// EncodeStrength is the body that creates the strength, with its restrictions.
func EncodeStrength(s AuthenticationStrength) []byte {
	return encode(strengthObject(AuthenticationStrength{
		DisplayName: s.DisplayName, Description: s.Description, AllowedCombinations: s.AllowedCombinations,
		CombinationConfigurations: withoutIDs(s.CombinationConfigurations), Extra: s.Extra,
	}))
}

// withoutIDs are restrictions as their author writes them: the service gives the ids.
func withoutIDs(list []CombinationConfiguration) []CombinationConfiguration {
	out := make([]CombinationConfiguration, len(list))
	for i, c := range list {
		c.ID = ""
		out[i] = c
	}
	return out
}

// EncodeStrengthPatch is the body that gives the strength its name and description. The service takes nothing
// else by PATCH.
func EncodeStrengthPatch(s AuthenticationStrength) []byte {
	o := object{"displayName": s.DisplayName, "description": nil}
	o.text("description", s.Description)
	return encode(o)
}

// EncodeAllowedCombinations is the body of updateAllowedCombinations.
func EncodeAllowedCombinations(s AuthenticationStrength) []byte {
	return encode(object{"allowedCombinations": append([]string{}, s.AllowedCombinations...)})
}

// EncodeStoredStrength is the strength as a list request shows it.
func EncodeStoredStrength(s AuthenticationStrength) []byte { return encode(strengthObject(s)) }

// EncodeCombinationConfiguration is the body that creates a restriction, and the one that changes it: it says
// everything that its kind has.
func EncodeCombinationConfiguration(c CombinationConfiguration) []byte {
	c.ID = ""
	o := configurationObject(c)
	o["appliesToCombinations"] = append([]string{}, c.AppliesToCombinations...)
	if c.Kind == ConfigurationFIDO2 {
		o["allowedAAGUIDs"] = append([]string{}, c.AllowedAAGUIDs...)
	}
	if c.Kind == ConfigurationX509 {
		o["allowedIssuerSkis"] = append([]string{}, c.AllowedIssuerSKIs...)
		o["allowedPolicyOIDs"] = append([]string{}, c.AllowedPolicyOIDs...)
	}
	return encode(o)
}

func strengthObject(s AuthenticationStrength) object {
	o := object{}
	o.text("id", s.ID)
	o.text("displayName", s.DisplayName)
	o.text("description", s.Description)
	o.text("policyType", s.PolicyType)
	o.text("requirementsSatisfied", s.RequirementsSatisfied)
	setTexts(o, "allowedCombinations", s.AllowedCombinations)
	configurations := make([]object, 0, len(s.CombinationConfigurations))
	for _, c := range s.CombinationConfigurations {
		configurations = append(configurations, configurationObject(c))
	}
	if len(configurations) > 0 {
		o["combinationConfigurations"] = configurations
	}
	o.time("createdDateTime", s.CreatedDateTime)
	o.time("modifiedDateTime", s.ModifiedDateTime)
	return o.extra(s.Extra)
}

func configurationObject(c CombinationConfiguration) object {
	o := object{}
	o.text("id", c.ID)
	o.text("@odata.type", c.Kind)
	setTexts(o, "appliesToCombinations", c.AppliesToCombinations)
	setTexts(o, "allowedAAGUIDs", c.AllowedAAGUIDs)
	setTexts(o, "allowedIssuerSkis", c.AllowedIssuerSKIs)
	setTexts(o, "allowedPolicyOIDs", c.AllowedPolicyOIDs)
	return o.extra(c.Extra)
}
