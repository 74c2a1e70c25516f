package provider

const microsoft365wp = "terraprovider/microsoft365wp"

// Policies of microsoft365wp have Graph's names and nesting, as ours do, but for the home tenants of guests.
// It has no named locations.
var microsoft365wpPolicy = source{
	provider: microsoft365wp, typeName: "microsoft365wp_conditional_access_policy",
	object: func(state map[string]any) (map[string]any, error) {
		for _, guests := range []string{"include_guests_or_external_users", "exclude_guests_or_external_users"} {
			tenants, ok := at(state, "conditions.users."+guests+".external_tenants").(map[string]any)
			if !ok {
				continue
			}
			tenants["members"] = at(tenants, "enumerated.members")
			delete(tenants, "enumerated")
			delete(tenants, "all")
		}
		return asGraph(state), nil
	},
}
