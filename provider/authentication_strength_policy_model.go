package provider

import (
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

var strengthPolicyShape = shape[ca.AuthenticationStrength]{
	record:  strengthPolicyRecord,
	stored:  func(s ca.AuthenticationStrength) ca.AuthenticationStrength { return s },
	unasked: func(_, shown ca.AuthenticationStrength) ca.AuthenticationStrength { return shown },
}

var strengthPolicyRecord = record[ca.AuthenticationStrength]{
	assigned(text("id", func(s *ca.AuthenticationStrength) *string { return &s.ID })),
	text("display_name", func(s *ca.AuthenticationStrength) *string { return &s.DisplayName }),
	text("description", func(s *ca.AuthenticationStrength) *string { return &s.Description }),
	setField("allowed_combinations", setOfStrings, combinationKey,
		func(s *ca.AuthenticationStrength) []string { return s.AllowedCombinations },
		func(s *ca.AuthenticationStrength, combinations []string) { s.AllowedCombinations = combinations }),
	embedded("combination_configurations", configurationsRecord, func(s *ca.AuthenticationStrength) *ca.AuthenticationStrength { return s }),
	assigned(text("policy_type", func(s *ca.AuthenticationStrength) *string { return &s.PolicyType })),
	assigned(text("requirements_satisfied", func(s *ca.AuthenticationStrength) *string { return &s.RequirementsSatisfied })),
	moment("created_date_time", func(s *ca.AuthenticationStrength) *time.Time { return &s.CreatedDateTime }),
	moment("modified_date_time", func(s *ca.AuthenticationStrength) *time.Time { return &s.ModifiedDateTime }),
}

// configurationsRecord finds the configurations by what they restrict: the service keeps a list, of which a
// combination has at most one.
var configurationsRecord = record[ca.AuthenticationStrength]{
	restriction("fido2", ca.ConfigurationFIDO2, string(ca.ModeFIDO2), record[ca.CombinationConfiguration]{
		ids("allowed_aaguids", func(c *ca.CombinationConfiguration) *[]string { return &c.AllowedAAGUIDs }),
	}),
	restriction("x509_certificate_multi_factor", ca.ConfigurationX509, string(ca.ModeX509MultiFactor), certificateRecord),
	restriction("x509_certificate_single_factor", ca.ConfigurationX509, string(ca.ModeX509SingleFactor), certificateRecord),
}

var certificateRecord = record[ca.CombinationConfiguration]{
	ids("allowed_issuer_skis", func(c *ca.CombinationConfiguration) *[]string { return &c.AllowedIssuerSKIs }),
	ids("allowed_policy_oids", func(c *ca.CombinationConfiguration) *[]string { return &c.AllowedPolicyOIDs }),
}

// restriction binds an object to the configuration of one combination. One in which nothing is set is none.
func restriction(name, kind, combination string, r record[ca.CombinationConfiguration]) field[ca.AuthenticationStrength] {
	return nestedField(name, r,
		func(object types.Object, into *ca.AuthenticationStrength) {
			c := ca.CombinationConfiguration{Kind: kind, AppliesToCombinations: []string{combination}}
			r.to(object, &c)
			if !r.from(&c).IsNull() {
				into.CombinationConfigurations = append(into.CombinationConfigurations, c)
			}
		},
		func(of *ca.AuthenticationStrength) types.Object {
			if i := restrictionOf(of.CombinationConfigurations, kind, combination); i >= 0 {
				return r.from(&of.CombinationConfigurations[i])
			}
			return types.ObjectNull(r.kind().AttrTypes)
		})
}

// restrictionOf is where a list has the configuration of one combination; -1 where it has none.
func restrictionOf(list []ca.CombinationConfiguration, kind, combination string) int {
	return slices.IndexFunc(list, func(c ca.CombinationConfiguration) bool {
		return c.Kind == kind && len(c.AppliesToCombinations) == 1 && combinationKey(c.AppliesToCombinations[0]) == combinationKey(combination)
	})
}

// withUnmanagedConfigurations adds to a planned strength the configurations that no attribute stands for, and
// to the others what the tenant has of them beyond every attribute: a kind that Microsoft adds tomorrow stays,
// and the guard judges the strength with it.
func withUnmanagedConfigurations(planned, current ca.AuthenticationStrength) (ca.AuthenticationStrength, []string) {
	var managed ca.AuthenticationStrength
	strengthPolicyRecord.to(strengthPolicyRecord.from(&current), &managed)
	known := map[int]bool{}
	for _, c := range managed.CombinationConfigurations {
		known[restrictionOf(current.CombinationConfigurations, c.Kind, c.AppliesToCombinations[0])] = true
	}
	planned.CombinationConfigurations = slices.Clone(planned.CombinationConfigurations)
	for i, c := range current.CombinationConfigurations {
		if !known[i] {
			planned.CombinationConfigurations = append(planned.CombinationConfigurations, c)
			continue
		}
		if at := restrictionOf(planned.CombinationConfigurations, c.Kind, c.AppliesToCombinations[0]); at >= 0 {
			planned.CombinationConfigurations[at].ID, planned.CombinationConfigurations[at].Extra = c.ID, c.Extra
		}
	}
	planned.Extra = current.Extra
	return planned, nil
}

// combinationKey is one text for every way to write a combination: the order of its methods means nothing, nor
// does a blank.
func combinationKey(combination string) string {
	var words []string
	for _, mode := range ca.SplitModes(combination) {
		words = append(words, strings.ToLower(string(mode)))
	}
	slices.Sort(words)
	return strings.Join(words, ",")
}
