package provider

const microsoft365wp = "terraprovider/microsoft365wp"

// Microsoft365wp has Graph's names and nesting, as we do, but for the home tenants of guests. It has no named
// locations, and the configurations of a strength are resources of their own: their strength is taken over
// without them, and the refresh finds them.
var (
	microsoft365wpPolicy = source{
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
	microsoft365wpStrength = graphNamed(microsoft365wp, "microsoft365wp_authentication_strength_policy")
	microsoft365wpContext  = graphNamed(microsoft365wp, "microsoft365wp_authentication_context_class_reference")
	microsoft365wpDefaults = graphNamed(microsoft365wp, "microsoft365wp_identity_security_defaults_enforcement_policy")
)
