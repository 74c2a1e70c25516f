package provider

import (
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

const microsoft365 = "deploymenttheory/microsoft365"

// Microsoft365 has Graph's names and nesting, as we do, save in two places: its named locations are flat, and the
// configurations of a strength are a list.
var (
	microsoft365Policy   = graphNamed(microsoft365, "microsoft365_graph_beta_identity_and_access_conditional_access_policy")
	microsoft365Context  = graphNamed(microsoft365, "microsoft365_graph_beta_identity_and_access_authentication_context")
	microsoft365Location = source{
		provider: microsoft365, typeName: "microsoft365_graph_beta_identity_and_access_named_location",
		object: func(state map[string]any) (map[string]any, error) {
			location := microsoft365LocationNames.ours(state)
			ipv4, _ := state["ipv4_ranges"].([]any)
			ipv6, _ := state["ipv6_ranges"].([]any)
			// The attributes of the other kind are there, too, and say nothing about this one.
			if ranges := append(append([]any{}, ipv4...), ipv6...); len(ranges) > 0 {
				put(location, "ip.ip_ranges", ranges)
				delete(location, "country")
			} else {
				delete(location, "ip")
			}
			return locationAsGraph(location), nil
		},
	}
	microsoft365Strength = source{
		provider: microsoft365, typeName: "microsoft365_graph_beta_identity_and_access_authentication_strength_policy",
		object: func(state map[string]any) (map[string]any, error) {
			strength := asGraph(state)
			configurations, _ := strength["combinationConfigurations"].([]any)
			for _, c := range configurations {
				restrictOne(c)
			}
			return strength, nil
		},
	}
)

// restrictOne writes the configuration of a combination as Graph does: with a list of the one, and with its kind.
func restrictOne(configuration any) {
	c, _ := configuration.(map[string]any)
	combination, ok := c["appliesToCombinations"].(string)
	if !ok {
		return
	}
	c["appliesToCombinations"] = []any{combination}
	c["@odata.type"] = ca.ConfigurationX509
	if strings.EqualFold(combination, string(ca.ModeFIDO2)) {
		c["@odata.type"] = ca.ConfigurationFIDO2
	}
}

// Its ipv4_ranges and ipv6_ranges are ip.ip_ranges together.
var microsoft365LocationNames = renames{
	{"id", "id"},
	{"display_name", "display_name"},
	{"is_trusted", "ip.is_trusted"},
	{"countries_and_regions", "country.countries_and_regions"},
	{"include_unknown_countries_and_regions", "country.include_unknown_countries_and_regions"},
	{"country_lookup_method", "country.country_lookup_method"},
	{"created_date_time", "created_date_time"},
	{"modified_date_time", "modified_date_time"},
}
