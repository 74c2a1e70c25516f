package guard

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// The service's limits for an authentication strength.
const (
	longestStrengthName        = 30
	longestStrengthDescription = 100
	mostCertificateNames       = 5 // issuers, and policy OIDs, of one restriction
)

const allowedCombinations = "allowed_combinations"

// configurationAttribute is where the provider's schema has a restriction: under the combination that it is for.
func configurationAttribute(c ca.CombinationConfiguration) string {
	const all = "combination_configurations"
	switch {
	case c.Kind == ca.ConfigurationFIDO2:
		return all + ".fido2"
	case c.Kind == ca.ConfigurationX509 && len(c.AppliesToCombinations) == 1 && isKnownCombination(c.AppliesToCombinations[0]):
		return all + "." + attributeName(c.AppliesToCombinations[0])
	}
	return all
}

// CheckStrength says what the service would refuse about an authentication strength whatever the tenant. Where a
// value is not known yet it says nothing about what depends on it.
func CheckStrength(s ca.AuthenticationStrength) []Finding {
	var findings []Finding
	for _, r := range refuseStrength(s) {
		findings = append(findings, r.finding(ruleEG060, s.DisplayName))
	}
	return findings
}

func refuseStrength(s ca.AuthenticationStrength) []refusal {
	list := slices.Concat(refuseStrengthTexts(s), refuseCombinations(s.AllowedCombinations))
	for _, c := range s.CombinationConfigurations {
		list = append(list, refuseConfiguration(c, s.AllowedCombinations)...)
	}
	return list
}

// refuseStrengthHere is what the service refuses because of what else the tenant has.
func (j *judgement) refuseStrengthHere(s step) []refusal {
	var list []refusal
	for _, version := range []*ca.AuthenticationStrength{s.StrengthBefore, s.StrengthAfter} {
		if version != nil && isBuiltIn(ca.AuthenticationStrength{ID: s.id, PolicyType: version.PolicyType}) {
			return []refusal{{
				harm: "is built in and cannot be changed",
				text: "the built-in authentication strengths are the same in every tenant. A custom one can be what they are not.",
			}}
		}
	}
	planned, stays := s.strengthAfter()
	for _, other := range j.future.Strengths.Value() {
		if stays && !ca.SameID(other.ID, s.id) && strings.EqualFold(other.DisplayName, planned.DisplayName) && planned.DisplayName != ca.NotYetKnown {
			list = append(list, refusal{
				attribute: "display_name", harm: "has a name that is taken", liftable: true,
				text: fmt.Sprintf("the names of authentication strengths are unique, and the tenant has another one that is called %q.", plain(other.DisplayName)),
			})
			break
		}
	}
	return list
}

func refuseStrengthTexts(s ca.AuthenticationStrength) []refusal {
	var list []refusal
	if strings.TrimSpace(s.DisplayName) == "" {
		list = append(list, refusal{attribute: "display_name", harm: "has no name", text: "an authentication strength needs a display name."})
	}
	list = append(list, refuseLength("display_name", s.DisplayName, longestStrengthName)...)
	return append(list, refuseLength("description", s.Description, longestStrengthDescription)...)
}

func refuseLength(attribute, text string, most int) []refusal {
	n := utf8.RuneCountInString(text)
	if n <= most || text == ca.NotYetKnown {
		return nil
	}
	return []refusal{{
		attribute: attribute, harm: "has a text that is too long",
		text: fmt.Sprintf("`%s` of an authentication strength has at most %d characters, and this one has %d.", attribute, most, n),
	}}
}

// refuseCombinations finds combinations that cannot be. One of modes that are not known, or that are not known to
// go together, may be newer than this version.
func refuseCombinations(combinations []string) []refusal {
	if len(combinations) == 0 {
		return []refusal{{
			attribute: allowedCombinations, harm: "allows no combination",
			text: "an authentication strength allows at least one combination of methods.",
			fix:  []string{`allowed_combinations = ["fido2", "windowsHelloForBusiness"]`},
		}}
	}
	var list []refusal
	for _, combination := range combinations {
		if combination != ca.NotYetKnown && !isKnownCombination(combination) {
			list = append(list, refuseCombination(combination))
		}
	}
	return list
}

func refuseCombination(combination string) refusal {
	r := refusal{attribute: allowedCombinations, harm: "has a combination that is not known", doubtful: true}
	for _, mode := range ca.SplitModes(combination) {
		if slices.Contains(ca.Modes, mode) {
			continue
		}
		r.harm, r.text = "has a method that is not known", fmt.Sprintf("%q is none of %s.", mode, strings.Join(asText(ca.Modes), ", "))
		if meant, ok := nearest(string(mode), asText(ca.Modes)); ok {
			r.doubtful = false
			r.harm, r.text = "has a method that does not exist", fmt.Sprintf("%q does not exist; the word is %q.", mode, meant)
		}
		return r
	}
	r.text = fmt.Sprintf("%q is no combination that an authentication strength is known to take.", combination)
	return r
}

// isKnownCombination reports whether a strength is known to take a combination, however its modes are ordered.
func isKnownCombination(combination string) bool {
	return slices.ContainsFunc(ca.Combinations, func(known string) bool { return sameModes(known, combination) })
}

func sameModes(a, b string) bool {
	x, y := ca.SplitModes(a), ca.SplitModes(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// refuseConfiguration checks one restriction. Kinds that are not known are left alone.
func refuseConfiguration(c ca.CombinationConfiguration, allowed []string) []refusal {
	var list []refusal
	switch c.Kind {
	case ca.ConfigurationFIDO2:
		list = append(refuseApplied(c, allowed, "fido2"), refuseAAGUIDs(c)...)
	case ca.ConfigurationX509:
		list = append(refuseApplied(c, allowed, "x509CertificateMultiFactor", "x509CertificateSingleFactor"), refuseCertificates(c)...)
	}
	return list
}

// refuseApplied wants a restriction to be about combinations that its kind is for, and that the strength allows.
func refuseApplied(c ca.CombinationConfiguration, allowed []string, fits ...string) []refusal {
	attribute := configurationAttribute(c)
	if len(c.AppliesToCombinations) == 0 {
		return []refusal{{
			attribute: attribute, harm: "restricts no combination",
			text: "a restriction says which combinations it applies to.",
		}}
	}
	var list []refusal
	for _, combination := range c.AppliesToCombinations {
		is := func(other string) bool { return sameModes(other, combination) }
		switch {
		case combination == ca.NotYetKnown:
		case !slices.ContainsFunc(fits, is):
			list = append(list, refusal{
				attribute: attribute, harm: "restricts what it is not for",
				text: fmt.Sprintf("this kind of restriction applies to %s, not to %q.", quotedAnd(fits), combination),
			})
		case !slices.ContainsFunc(allowed, is) && !isUnknown(allowed):
			list = append(list, refusal{
				attribute: attribute, harm: "restricts what it does not allow",
				text: fmt.Sprintf("a restriction applies to combinations that the strength allows, and %q is not among them.", combination),
			})
		}
	}
	return list
}

func quotedAnd(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = fmt.Sprintf("%q", word)
	}
	return joinAnd(quoted)
}

var (
	guidForm = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	oidForm  = regexp.MustCompile(`^[0-2](\.(0|[1-9][0-9]*))+$`)
)

func refuseAAGUIDs(c ca.CombinationConfiguration) []refusal {
	attribute := configurationAttribute(c) + ".allowed_aaguids"
	if len(c.AllowedAAGUIDs) == 0 {
		return []refusal{{attribute: attribute, harm: "restricts nothing", doubtful: true, text: "a restriction of security keys names at least one AAGUID."}}
	}
	var list []refusal
	for _, id := range c.AllowedAAGUIDs {
		if id != ca.NotYetKnown && !guidForm.MatchString(id) {
			list = append(list, refusal{
				attribute: attribute, harm: "has an AAGUID that is none",
				text: fmt.Sprintf("%q is not an AAGUID, such as cb69481e-8ff7-4039-93ec-0a2729a154a8.", id),
			})
		}
	}
	return list
}

func refuseCertificates(c ca.CombinationConfiguration) []refusal {
	attribute := configurationAttribute(c)
	issuers, oids := attribute+".allowed_issuer_skis", attribute+".allowed_policy_oids"
	var list []refusal
	if len(c.AllowedIssuerSKIs)+len(c.AllowedPolicyOIDs) == 0 {
		list = append(list, refusal{attribute: attribute, harm: "restricts nothing", doubtful: true, text: "a restriction of certificates names an issuer or a policy OID."})
	}
	for attribute, names := range map[string][]string{issuers: c.AllowedIssuerSKIs, oids: c.AllowedPolicyOIDs} {
		if len(names) > mostCertificateNames {
			list = append(list, refusal{
				attribute: attribute, harm: "names too many certificates",
				text: fmt.Sprintf("a restriction has at most %d issuers and %d policy OIDs, and this one names %d.", mostCertificateNames, mostCertificateNames, len(names)),
			})
		}
	}
	for _, ski := range c.AllowedIssuerSKIs {
		if key, err := hex.DecodeString(ski); ski != ca.NotYetKnown && (err != nil || len(key) != 20) {
			list = append(list, refusal{
				attribute: issuers, harm: "has an issuer that is none",
				text: fmt.Sprintf("%q is not a subject key identifier of 40 hexadecimal digits.", ski),
			})
		}
	}
	for _, oid := range c.AllowedPolicyOIDs {
		if oid != ca.NotYetKnown && !oidForm.MatchString(oid) {
			list = append(list, refusal{
				attribute: oids, harm: "has an OID that is none",
				text: fmt.Sprintf("%q is not an object identifier such as 1.3.6.1.4.1.311.21.8.1.", oid),
			})
		}
	}
	slices.SortStableFunc(list, func(a, b refusal) int { return strings.Compare(a.attribute, b.attribute) })
	return list
}
