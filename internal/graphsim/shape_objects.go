package graphsim

import "slices"

const (
	ipLocation      = "#microsoft.graph.ipNamedLocation"
	countryLocation = "#microsoft.graph.countryNamedLocation"
	ipv4Range       = "#microsoft.graph.iPv4CidrRange"
	ipv6Range       = "#microsoft.graph.iPv6CidrRange"
)

var ipRangeShape = &shape{name: "ipRange", variants: map[string]*shape{
	ipv4Range: {name: "iPv4CidrRange", members: []member{{name: "cidrAddress", required: true}}},
	ipv6Range: {name: "iPv6CidrRange", members: []member{{name: "cidrAddress", required: true}}},
}}

var locationShape = &shape{name: "namedLocation", members: locationMembers(), variants: map[string]*shape{
	ipLocation: {name: "ipNamedLocation", members: append(locationMembers(),
		member{name: "ipRanges", kind: object, list: true, of: ipRangeShape},
		member{name: "isTrusted", kind: boolean, required: true, standard: false},
	)},
	countryLocation: {name: "countryNamedLocation", members: slices.Concat(locationMembers(), texts("countriesAndRegions"), []member{
		{name: "countryLookupMethod", kind: enum, words: []string{"clientIpAddress", "authenticatorAppGps"}, standard: "clientIpAddress"},
		{name: "includeUnknownCountriesAndRegions", kind: boolean, required: true, standard: false},
	})},
}}

func locationMembers() []member {
	return append(byServer("id", "createdDateTime", "modifiedDateTime", "deletedDateTime"), member{name: "displayName", required: true})
}

// singleModes are the combinations of one factor, allowed in custom strengths only.
var singleModes = []string{"password", "sms", "federatedSingleFactor", "x509CertificateSingleFactor", "qrCodePin"}

// lateModes are the method modes that the metadata lists after unknownFutureValue.
var lateModes = []string{"qrCodePin"}

var combinationShape = &shape{name: "authenticationCombinationConfiguration", variants: map[string]*shape{
	"#microsoft.graph.fido2CombinationConfiguration": {
		name: "fido2CombinationConfiguration", members: append(byServer("id"), texts("allowedAAGUIDs", "appliesToCombinations")...),
	},
	"#microsoft.graph.x509CertificateCombinationConfiguration": {
		name: "x509CertificateCombinationConfiguration", members: append(byServer("id"), texts("allowedIssuerSkis", "allowedPolicyOIDs", "appliesToCombinations")...),
	},
}}

var strengthShape = &shape{name: "authenticationStrengthPolicy", members: slices.Concat(
	byServer("id", "createdDateTime", "modifiedDateTime", "policyType", "requirementsSatisfied"),
	[]member{{name: "displayName", required: true}, {name: "description"}},
	texts("allowedCombinations"),
	[]member{{name: "combinationConfigurations", kind: object, list: true, of: combinationShape}},
)}

var contextShape = &shape{name: "authenticationContextClassReference", members: []member{
	{name: "id", required: true}, {name: "displayName"}, {name: "description"}, {name: "isAvailable", kind: boolean},
}}

var securityDefaultsShape = &shape{name: "identitySecurityDefaultsEnforcementPolicy", members: append(
	byServer("id", "displayName", "description"), member{name: "isEnabled", kind: boolean, required: true},
)}
