package ca

import (
	"slices"
	"strings"
	"time"
)

// An AuthenticationStrength is an authenticationStrengthPolicy: the combinations of modes that count.
type AuthenticationStrength struct {
	ID                        string
	DisplayName               string
	Description               string
	PolicyType                string // builtIn, custom
	RequirementsSatisfied     string
	AllowedCombinations       []string // each a comma-joined set of modes
	CombinationConfigurations []CombinationConfiguration
	CreatedDateTime           time.Time
	ModifiedDateTime          time.Time
	Extra                     Extra
}

// Combinations are the combinations that strengths are known to take: those of the built-in ones, and what a
// custom one may allow beside them. The service may have newer ones.
var Combinations = slices.Concat(BuiltInStrengths[0].AllowedCombinations, []string{
	"password", "sms", "federatedSingleFactor", "x509CertificateSingleFactor", "qrCodePin",
})

// The kinds of combination configuration that are known.
const (
	ConfigurationFIDO2 = "#microsoft.graph.fido2CombinationConfiguration"
	ConfigurationX509  = "#microsoft.graph.x509CertificateCombinationConfiguration"
)

// A CombinationConfiguration restricts combinations of a strength further.
type CombinationConfiguration struct {
	ID                    string
	Kind                  string // its @odata.type
	AppliesToCombinations []string
	AllowedAAGUIDs        []string
	AllowedIssuerSKIs     []string
	AllowedPolicyOIDs     []string
	Extra                 Extra
}

// SplitModes takes a combination apart; the order of its members means nothing.
func SplitModes(combination string) []Mode {
	parts := splitFlags(combination)
	modes := make([]Mode, len(parts))
	for i, part := range parts {
		modes[i] = Mode(part)
	}
	return modes
}

// splitFlags takes a comma-joined enumeration apart. Some answers have a blank behind the comma.
func splitFlags(joined string) []string {
	var parts []string
	for part := range strings.SplitSeq(joined, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}
