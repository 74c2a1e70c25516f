package ca

import (
	"encoding/json"
	"strconv"
	"strings"
)

// DecodeNamedLocation reads one namedLocation.
func DecodeNamedLocation(data []byte) (NamedLocation, error) {
	return decodeDocument(data, readNamedLocation)
}

// DecodeNamedLocations reads the answer of a named location list request.
func DecodeNamedLocations(data []byte) ([]NamedLocation, error) {
	return decodeCollection(data, readNamedLocation)
}

// DecodeStrength reads one authenticationStrengthPolicy.
func DecodeStrength(data []byte) (AuthenticationStrength, error) {
	return decodeDocument(data, readStrength)
}

// DecodeStrengths reads the answer of an authentication strength list request.
func DecodeStrengths(data []byte) ([]AuthenticationStrength, error) {
	return decodeCollection(data, readStrength)
}

// DecodeCombinationConfiguration reads one restriction of a strength.
func DecodeCombinationConfiguration(data []byte) (CombinationConfiguration, error) {
	return decodeDocument(data, readCombinationConfiguration)
}

// DecodeContext reads one authenticationContextClassReference.
func DecodeContext(data []byte) (AuthenticationContext, error) {
	return decodeDocument(data, readContext)
}

// DecodeContexts reads the answer of an authentication context list request.
func DecodeContexts(data []byte) ([]AuthenticationContext, error) {
	return decodeCollection(data, readContext)
}

func readContext(r *reader) AuthenticationContext {
	c := AuthenticationContext{
		ID: r.text("id"), DisplayName: r.text("displayName"),
		Description: r.text("description"), IsAvailable: r.flag("isAvailable"),
	}
	c.Extra = r.rest()
	return c
}

// DecodeSecurityDefaults reads the security defaults policy.
func DecodeSecurityDefaults(data []byte) (SecurityDefaults, error) {
	return decodeDocument(data, func(r *reader) SecurityDefaults {
		d := SecurityDefaults{
			ID: r.text("id"), DisplayName: r.text("displayName"),
			Description: r.text("description"), IsEnabled: r.flag("isEnabled"),
		}
		d.Extra = r.rest()
		return d
	})
}

// DecodeOrganization reads the organization list: the tenant's id and name.
func DecodeOrganization(data []byte) (id, name string, err error) {
	type organization struct{ id, name string }
	list, err := decodeCollection(data, func(r *reader) organization {
		return organization{r.text("id"), r.text("displayName")}
	})
	if err != nil || len(list) == 0 {
		return "", "", err
	}
	return list[0].id, list[0].name, nil
}

func readNamedLocation(r *reader) NamedLocation {
	l := NamedLocation{
		ID:               r.text("id"),
		DisplayName:      r.text("displayName"),
		Kind:             LocationKind(r.kind()),
		CreatedDateTime:  r.time("createdDateTime"),
		ModifiedDateTime: r.time("modifiedDateTime"),
		DeletedDateTime:  r.time("deletedDateTime"),
		IPRanges: readObjects(r, "ipRanges", func(r *reader) IPRange {
			v := IPRange{CIDR: r.text("cidrAddress"), Lower: r.text("lowerAddress"), Upper: r.text("upperAddress")}
			v.Extra = r.rest()
			return v
		}),
		IsTrusted:                         r.flag("isTrusted"),
		CountriesAndRegions:               r.texts("countriesAndRegions"),
		CountryLookupMethod:               r.text("countryLookupMethod"),
		IncludeUnknownCountriesAndRegions: r.flag("includeUnknownCountriesAndRegions"),
	}
	l.Extra = r.rest()
	return l
}

func readStrength(r *reader) AuthenticationStrength {
	s := AuthenticationStrength{
		ID:                        r.text("id"),
		DisplayName:               r.text("displayName"),
		Description:               r.text("description"),
		PolicyType:                r.text("policyType"),
		RequirementsSatisfied:     r.text("requirementsSatisfied"),
		AllowedCombinations:       r.texts("allowedCombinations"),
		CombinationConfigurations: readObjects(r, "combinationConfigurations", readCombinationConfiguration),
		CreatedDateTime:           r.time("createdDateTime"),
		ModifiedDateTime:          r.time("modifiedDateTime"),
	}
	s.Extra = r.rest()
	return s
}

func readCombinationConfiguration(r *reader) CombinationConfiguration {
	c := CombinationConfiguration{
		ID:                    r.text("id"),
		Kind:                  r.kind(),
		AppliesToCombinations: r.texts("appliesToCombinations"),
		AllowedAAGUIDs:        r.texts("allowedAAGUIDs"),
		AllowedIssuerSKIs:     r.texts("allowedIssuerSkis"),
		AllowedPolicyOIDs:     r.texts("allowedPolicyOIDs"),
	}
	c.Extra = r.rest()
	return c
}

// DecodeMethods reads the registered methods of users: user id to the value of their list.
func DecodeMethods(data []byte) (map[string][]AuthenticationMethod, error) {
	return decodePerObject(data, readMethod)
}

// DecodeMethodList reads the answer of one user's methods request.
func DecodeMethodList(data []byte) ([]AuthenticationMethod, error) {
	return decodeCollection(data, readMethod)
}

func readMethod(r *reader) AuthenticationMethod {
	m := AuthenticationMethod{
		ID:          r.text("id"),
		Kind:        r.kind(),
		DisplayName: r.text("displayName"),
		AAGUID:      r.text("aaGuid"),
		PhoneType:   r.text("phoneType"),
	}
	m.Extra = r.rest()
	return m
}

// DecodeMethodsPolicy reads the authentication methods policy.
func DecodeMethodsPolicy(data []byte) (AuthenticationMethodsPolicy, error) {
	return decodeDocument(data, func(r *reader) AuthenticationMethodsPolicy {
		p := AuthenticationMethodsPolicy{
			Configurations: readObjects(r, "authenticationMethodConfigurations", readMethodConfiguration),
		}
		p.Extra = r.rest()
		return p
	})
}

func readMethodConfiguration(r *reader) MethodConfiguration {
	target := func(r *reader) MethodTarget {
		return MethodTarget{ID: r.text("id"), TargetType: r.text("targetType")}
	}
	c := MethodConfiguration{
		ID:             r.text("id"),
		State:          r.text("state"),
		IncludeTargets: readObjects(r, "includeTargets", target),
		ExcludeTargets: readObjects(r, "excludeTargets", target),
		KeyRestrictions: readObject(r, "keyRestrictions", func(r *reader) KeyRestrictions {
			return KeyRestrictions{
				IsEnforced:      r.flag("isEnforced"),
				EnforcementType: r.text("enforcementType"),
				AAGUIDs:         r.texts("aaGuids"),
			}
		}),
	}
	c.Extra = r.rest()
	return c
}

// DecodeDevices reads the registered devices of users: user id to the value of their list.
func DecodeDevices(data []byte) (map[string][]Device, error) {
	return decodePerObject(data, readDevice)
}

// DecodeDeviceList reads the answer of one user's registered devices request.
func DecodeDeviceList(data []byte) ([]Device, error) { return decodeCollection(data, readDevice) }

func readDevice(r *reader) Device {
	d := Device{ID: r.text("id"), Properties: map[string]Property{}}
	if raw, ok := r.take("extensionAttributes"); ok {
		nested := newReader(r.at("extensionAttributes"), raw, r.failed)
		for name, value := range nested.members {
			d.setProperty(name, value)
		}
	}
	for name, value := range r.members {
		d.setProperty(name, value)
	}
	return d
}

// setProperty keeps scalars and lists of scalars; a device has nothing else that a filter can ask for.
func (d *Device) setProperty(name string, raw json.RawMessage) {
	if isAnnotation(name) {
		return
	}
	var value any
	if json.Unmarshal(raw, &value) != nil {
		return
	}
	var p Property
	add := func(v any) bool {
		switch v := v.(type) {
		case string:
			if v != "" {
				p.Values = append(p.Values, v)
			}
		case bool:
			p.Values = append(p.Values, strconv.FormatBool(v))
		case float64:
			p.Values = append(p.Values, strconv.FormatFloat(v, 'f', -1, 64))
		case nil:
		default:
			return false
		}
		return true
	}
	if list, ok := value.([]any); ok {
		for _, item := range list {
			if !add(item) {
				return
			}
		}
	} else if !add(value) {
		return
	}
	d.Properties[name] = p
}

// DecodeSignIns reads the answer of a sign-in log request.
func DecodeSignIns(data []byte) ([]LoggedSignIn, error) {
	return decodeCollection(data, func(r *reader) LoggedSignIn {
		s := LoggedSignIn{
			ID:                      r.text("id"),
			CreatedDateTime:         r.time("createdDateTime"),
			UserID:                  r.text("userId"),
			UserPrincipalName:       r.text("userPrincipalName"),
			IPAddress:               r.text("ipAddress"),
			ConditionalAccessStatus: r.text("conditionalAccessStatus"),
			AppliedPolicies: readObjects(r, "appliedConditionalAccessPolicies", func(r *reader) AppliedPolicy {
				return AppliedPolicy{ID: r.text("id"), DisplayName: r.text("displayName"), Result: r.text("result")}
			}),
		}
		if country := readObject(r, "location", func(r *reader) string { return r.text("countryOrRegion") }); country != nil && len(*country) == 2 {
			s.CountryOrRegion = strings.ToUpper(*country)
		}
		if code := readObject(r, "status", func(r *reader) *int { return r.optNumber("errorCode") }); code != nil && *code != nil {
			s.ErrorCode = **code
		}
		s.Extra = r.rest()
		return s
	})
}
