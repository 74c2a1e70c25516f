package differential

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// properties are everything about a policy that can matter to a sign-in, and the session controls, which
// cannot.
var properties = slices.Concat(stateAndUsers(), resources(), circumstances(), controls())

func stateAndUsers() []policyProperty {
	users := func(v vocabulary) []string { return v.users }
	groups := func(v vocabulary) []string { return v.groups }
	roles := func(v vocabulary) []string { return v.roles }
	types := func(vocabulary) []string { return ca.GuestTypes }
	homes := func(vocabulary) []string { return []string{"home-a", "home-c"} }
	included := func(p *ca.Policy) *ca.GuestsOrExternal { return p.Conditions.Users.IncludeGuestsOrExternalUsers }
	excluded := func(p *ca.Policy) *ca.GuestsOrExternal { return p.Conditions.Users.ExcludeGuestsOrExternalUsers }
	return []policyProperty{
		choiceOf("state", ca.States, func(p *ca.Policy) *ca.State { return &p.State }),
		listOf("includeUsers", users, func(p *ca.Policy) *[]string { return &p.Conditions.Users.IncludeUsers }),
		listOf("excludeUsers", users, func(p *ca.Policy) *[]string { return &p.Conditions.Users.ExcludeUsers }),
		listOf("includeGroups", groups, func(p *ca.Policy) *[]string { return &p.Conditions.Users.IncludeGroups }),
		listOf("excludeGroups", groups, func(p *ca.Policy) *[]string { return &p.Conditions.Users.ExcludeGroups }),
		listOf("includeRoles", roles, func(p *ca.Policy) *[]string { return &p.Conditions.Users.IncludeRoles }),
		listOf("excludeRoles", roles, func(p *ca.Policy) *[]string { return &p.Conditions.Users.ExcludeRoles }),
		listOf("includeGuestsOrExternalUsers", types, guestTypes(included)),
		listOf("excludeGuestsOrExternalUsers", types, guestTypes(excluded)),
		listOf("includeGuestsOrExternalUsers.externalTenants", homes, homeTenants(included)),
		listOf("excludeGuestsOrExternalUsers.externalTenants", homes, homeTenants(excluded)),
	}
}

func guestTypes(of func(*ca.Policy) *ca.GuestsOrExternal) func(*ca.Policy) *[]string {
	return func(p *ca.Policy) *[]string {
		if g := of(p); g != nil {
			return &g.GuestOrExternalUserTypes
		}
		return nil
	}
}

func homeTenants(of func(*ca.Policy) *ca.GuestsOrExternal) func(*ca.Policy) *[]string {
	return func(p *ca.Policy) *[]string {
		if g := of(p); g != nil && g.ExternalTenants != nil && g.ExternalTenants.MembershipKind == "enumerated" {
			return &g.ExternalTenants.Members
		}
		return nil
	}
}

func resources() []policyProperty {
	applications := func(v vocabulary) []string { return v.applications }
	actions := func(vocabulary) []string { return ca.UserActions }
	contexts := func(v vocabulary) []string { return v.contexts }
	principals := func(v vocabulary) []string { return v.principals }
	filter := func(p *ca.Policy) *ca.FilterMode {
		if f := p.Conditions.Applications.ApplicationFilter; f != nil {
			return &f.Mode
		}
		return nil
	}
	return []policyProperty{
		listOf("includeApplications", applications, func(p *ca.Policy) *[]string { return &p.Conditions.Applications.IncludeApplications }),
		listOf("excludeApplications", applications, func(p *ca.Policy) *[]string { return &p.Conditions.Applications.ExcludeApplications }),
		listOf("includeUserActions", actions, func(p *ca.Policy) *[]string { return &p.Conditions.Applications.IncludeUserActions }),
		listOf("includeAuthenticationContextClassReferences", contexts, func(p *ca.Policy) *[]string {
			return &p.Conditions.Applications.IncludeAuthenticationContextClassReferences
		}),
		choiceOf("applicationFilter.mode", ca.FilterModes, filter),
		listOf("includeServicePrincipals", principals, func(p *ca.Policy) *[]string {
			if c := p.Conditions.ClientApplications; c != nil {
				return &c.IncludeServicePrincipals
			}
			return nil
		}),
		listOf("excludeServicePrincipals", principals, func(p *ca.Policy) *[]string {
			if c := p.Conditions.ClientApplications; c != nil {
				return &c.ExcludeServicePrincipals
			}
			return nil
		}),
	}
}

func circumstances() []policyProperty {
	platforms := func(vocabulary) []ca.Platform { return ca.Platforms }
	locations := func(v vocabulary) []string { return v.locations }
	levels := func(vocabulary) []ca.RiskLevel {
		return []ca.RiskLevel{ca.RiskHigh, ca.RiskMedium, ca.RiskLow, ca.RiskNone}
	}
	words := func(list []string) func(vocabulary) []string { return func(vocabulary) []string { return list } }
	filter := func(p *ca.Policy) *ca.Filter {
		if d := p.Conditions.Devices; d != nil {
			return d.DeviceFilter
		}
		return nil
	}
	return []policyProperty{
		listOf("clientAppTypes", func(vocabulary) []ca.ClientApp {
			return []ca.ClientApp{ca.ClientAppBrowser, ca.ClientAppMobileAndDesktop, ca.ClientAppExchangeActiveSync, ca.ClientAppOther}
		}, func(p *ca.Policy) *[]ca.ClientApp { return &p.Conditions.ClientAppTypes }),
		listOf("includePlatforms", platforms, func(p *ca.Policy) *[]ca.Platform {
			if c := p.Conditions.Platforms; c != nil {
				return &c.IncludePlatforms
			}
			return nil
		}),
		listOf("excludePlatforms", platforms, func(p *ca.Policy) *[]ca.Platform {
			if c := p.Conditions.Platforms; c != nil {
				return &c.ExcludePlatforms
			}
			return nil
		}),
		objectOf("platforms", func(p *ca.Policy) **ca.PlatformCondition { return &p.Conditions.Platforms }),
		listOf("includeLocations", locations, func(p *ca.Policy) *[]string {
			if c := p.Conditions.Locations; c != nil {
				return &c.IncludeLocations
			}
			return nil
		}),
		listOf("excludeLocations", locations, func(p *ca.Policy) *[]string {
			if c := p.Conditions.Locations; c != nil {
				return &c.ExcludeLocations
			}
			return nil
		}),
		objectOf("locations", func(p *ca.Policy) **ca.LocationCondition { return &p.Conditions.Locations }),
		choiceOf("deviceFilter.mode", ca.FilterModes, func(p *ca.Policy) *ca.FilterMode {
			if f := filter(p); f != nil {
				return &f.Mode
			}
			return nil
		}),
		choiceOf("deviceFilter.rule", []string{`device.isCompliant -eq True`, `device.model -startsWith "Book"`}, func(p *ca.Policy) *string {
			if f := filter(p); f != nil {
				return &f.Rule
			}
			return nil
		}),
		objectOf("devices", func(p *ca.Policy) **ca.DeviceCondition { return &p.Conditions.Devices }),
		listOf("userRiskLevels", levels, func(p *ca.Policy) *[]ca.RiskLevel { return &p.Conditions.UserRiskLevels }),
		listOf("signInRiskLevels", levels, func(p *ca.Policy) *[]ca.RiskLevel { return &p.Conditions.SignInRiskLevels }),
		listOf("servicePrincipalRiskLevels", levels, func(p *ca.Policy) *[]ca.RiskLevel { return &p.Conditions.ServicePrincipalRiskLevels }),
		listOf("insiderRiskLevels", words(ca.InsiderRiskLevels), func(p *ca.Policy) *[]string { return &p.Conditions.InsiderRiskLevels }),
		listOf("transferMethods", words(ca.TransferMethods), func(p *ca.Policy) *[]string {
			if f := p.Conditions.AuthenticationFlows; f != nil {
				return &f.TransferMethods
			}
			return nil
		}),
	}
}

func controls() []policyProperty {
	grant := func(p *ca.Policy) *ca.GrantControls { return p.GrantControls }
	return []policyProperty{
		choiceOf("operator", ca.Operators, func(p *ca.Policy) *ca.Operator {
			if g := grant(p); g != nil {
				return &g.Operator
			}
			return nil
		}),
		listOf("builtInControls", func(vocabulary) []ca.BuiltInControl {
			return []ca.BuiltInControl{ca.ControlCompliantDevice, ca.ControlMFA, ca.ControlBlock}
		}, func(p *ca.Policy) *[]ca.BuiltInControl {
			if g := grant(p); g != nil {
				return &g.BuiltInControls
			}
			return nil
		}),
		listOf("termsOfUse", func(vocabulary) []string { return []string{"added-terms"} }, func(p *ca.Policy) *[]string {
			if g := grant(p); g != nil {
				return &g.TermsOfUse
			}
			return nil
		}),
		listOf("customAuthenticationFactors", func(vocabulary) []string { return []string{"added-factor"} }, func(p *ca.Policy) *[]string {
			if g := grant(p); g != nil {
				return &g.CustomAuthenticationFactors
			}
			return nil
		}),
		{"authenticationStrength", strengthChanges},
		{"sessionControls", sessionChanges},
	}
}

func strengthChanges(v vocabulary, p ca.Policy) []ca.Policy {
	var changes []ca.Policy
	become := func(s *ca.AuthenticationStrength) {
		changed := clone(p)
		if changed.GrantControls == nil {
			changed.GrantControls = &ca.GrantControls{}
		}
		changed.GrantControls.AuthenticationStrength = s
		changes = append(changes, changed)
	}
	for _, id := range v.strengths {
		become(&ca.AuthenticationStrength{ID: id})
	}
	become(nil)
	return changes
}

// sessionChanges change nothing that is asked of a sign-in.
func sessionChanges(_ vocabulary, p ca.Policy) []ca.Policy {
	on, hours := true, 4
	other := clone(p)
	other.SessionControls = &ca.SessionControls{SignInFrequency: &ca.SignInFrequency{IsEnabled: &on, Value: &hours, Type: "hours"}}
	none := clone(p)
	none.SessionControls = nil
	return []ca.Policy{other, none}
}
