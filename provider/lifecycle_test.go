package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A lifecycle is the configuration in one state of its life.
type lifecycle struct {
	choose   func(attributeCase) string
	suffix   string // of the resources' names
	reversed bool   // resources and sets in the opposite order
}

func firstValue(c attributeCase) string  { return c.first }
func secondValue(c attributeCase) string { return c.second }
func noValue(attributeCase) string       { return "" }

// lifecycleObjects are the resources that policies refer to. A reference names a resource without its suffix.
var lifecycleObjects = map[string]profile{
	"entraguard_security_defaults.all": {
		cases: []attributeCase{{attribute: "is_enabled", first: `false`, second: `false`}},
		base:  map[string]string{"is_enabled": `false`},
	},
	"entraguard_named_location.address": {
		base: map[string]string{"display_name": `"Bergen"`, "ip": `{ ip_ranges = ["198.51.100.0/25"] }`},
		cases: []attributeCase{
			{attribute: "display_name", first: `"Bergen office"`, second: `"Bergen"`},
			{attribute: "ip", first: `{ ip_ranges = ["198.51.100.7/25", "2001:0DB8:0017::/48"], is_trusted = true }`, second: `{ ip_ranges = ["203.0.113.9/32"], is_trusted = false }`},
		},
	},
	"entraguard_named_location.country": {
		base: map[string]string{"display_name": `"Nordics"`, "country": `{ countries_and_regions = ["NO"] }`},
		cases: []attributeCase{{
			attribute: "country",
			first:     `{ countries_and_regions = ["no", "DK"], include_unknown_countries_and_regions = true, country_lookup_method = "authenticatorAppGps" }`,
			second:    `{ countries_and_regions = ["SE"], country_lookup_method = "clientIpAddress" }`,
		}},
	},
	"entraguard_authentication_strength_policy.keys": {
		base: map[string]string{"display_name": `"Keys"`, "allowed_combinations": `["fido2", "windowsHelloForBusiness"]`},
		cases: []attributeCase{
			{attribute: "description", first: `"For administrators"`, second: `"For all administrators"`},
			{attribute: "allowed_combinations", first: `["fido2", "x509CertificateMultiFactor", "x509CertificateSingleFactor"]`, second: `["x509CertificateMultiFactor", "fido2"]`},
			{attribute: "combination_configurations.fido2.allowed_aaguids", first: `["` + theirKey + `", "` + otherKey + `"]`, second: `["` + theirKey + `"]`},
			{attribute: "combination_configurations.x509_certificate_multi_factor.allowed_issuer_skis", first: `["` + issuer + `"]`, second: ``},
			{attribute: "combination_configurations.x509_certificate_multi_factor.allowed_policy_oids", first: `["1.3.6.1.4.1.311.21"]`, second: `["1.2.3"]`},
			{attribute: "combination_configurations.x509_certificate_single_factor.allowed_issuer_skis", first: `["` + issuer + `"]`, second: ``},
			{attribute: "combination_configurations.x509_certificate_single_factor.allowed_policy_oids", first: `["2.16.578"]`, second: ``},
		},
	},
	"entraguard_authentication_context.payments": {
		base: map[string]string{"id": `"c5"`, "display_name": `"Payments"`},
		cases: []attributeCase{
			{attribute: "display_name", first: `"Large payments"`, second: `"Payments"`},
			{attribute: "description", first: `"A key, every time"`, second: `"A key"`},
			{attribute: "is_available", first: `true`, second: `false`},
		},
	},
	// What is enforced, and refers to all of the above.
	"entraguard_conditional_access_policy.references": {
		base: map[string]string{
			"depends_on": `[entraguard_security_defaults.all]`, "display_name": `"CA Payments"`, "state": `"enabled"`,
			"conditions.users":                 `{ include_users = ["All"], exclude_users = ["` + breakGlass1 + `", "` + breakGlass2 + `"] }`,
			"conditions.applications":          `{ include_authentication_context_class_references = [entraguard_authentication_context.payments.id] }`,
			"grant_controls.operator":          `"OR"`,
			"grant_controls.built_in_controls": `["mfa"]`,
		},
		cases: []attributeCase{
			{attribute: "conditions.locations", first: `{ include_locations = ["All"], exclude_locations = [entraguard_named_location.address.id, entraguard_named_location.country.id] }`,
				second: `{ include_locations = [entraguard_named_location.country.id] }`},
			{attribute: "grant_controls.authentication_strength.id", first: `entraguard_authentication_strength_policy.keys.id`, second: `"` + ca.StrengthPhishingResistant + `"`},
			{attribute: "grant_controls.built_in_controls", first: `[]`, second: `[]`},
		},
	},
}

// text is the configuration; every resource that has another name than before is moved.
func (l lifecycle) text() string {
	resources := maps.Clone(lifecycleObjects)
	for name, p := range policyProfiles {
		resources["entraguard_conditional_access_policy."+name] = p
	}
	var blocks []string
	for address, p := range resources {
		kind, name, _ := strings.Cut(address, ".")
		values := maps.Clone(p.base)
		for _, c := range p.cases {
			if said := l.choose(c); said != "" {
				values[c.attribute] = said
			}
		}
		for path, value := range values {
			if values[path] = value; l.reversed {
				values[path] = backwards(value)
			}
		}
		blocks = append(blocks, fmt.Sprintf("resource %q %q %s\n", kind, name+l.suffix, nest(values)))
		if l.suffix != "" {
			blocks = append(blocks, movedBlock(address, address+l.suffix))
		}
	}
	slices.Sort(blocks)
	if l.reversed {
		slices.Reverse(blocks)
	}
	return l.referring(strings.Join(blocks, ""), slices.Collect(maps.Keys(lifecycleObjects)))
}

// referring gives every reference the suffix of what it refers to.
func (l lifecycle) referring(text string, addresses []string) string {
	for _, address := range addresses {
		text = strings.NewReplacer(address+".id", address+l.suffix+".id", address+"]", address+l.suffix+"]").Replace(text)
	}
	return text
}

// backwards is a list in the opposite order.
func backwards(value string) string {
	inner, isList := strings.CutPrefix(value, "[")
	if !isList {
		return value
	}
	members := strings.Split(strings.TrimSuffix(inner, "]"), ", ")
	slices.Reverse(members)
	return "[" + strings.Join(members, ", ") + "]"
}
