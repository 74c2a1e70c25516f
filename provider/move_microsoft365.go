package provider

const microsoft365 = "deploymenttheory/microsoft365"

// Policies of microsoft365 have Graph's names and nesting, as ours do. Its named locations are flat.
var (
	microsoft365Policy = source{
		provider: microsoft365, typeName: "microsoft365_graph_beta_identity_and_access_conditional_access_policy",
		object: func(state map[string]any) (map[string]any, error) { return asGraph(state), nil },
	}
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
)

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
