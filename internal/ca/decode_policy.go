package ca

// DecodePolicy reads one conditionalAccessPolicy.
func DecodePolicy(data []byte) (Policy, error) { return decodeDocument(data, readPolicy) }

// DecodePolicies reads the answer of a policy list request.
func DecodePolicies(data []byte) ([]Policy, error) { return decodeCollection(data, readPolicy) }

func readPolicy(r *reader) Policy {
	p := Policy{
		ID:               r.text("id"),
		DisplayName:      r.text("displayName"),
		Description:      r.text("description"),
		TemplateID:       r.text("templateId"),
		State:            State(r.text("state")),
		CreatedDateTime:  r.time("createdDateTime"),
		ModifiedDateTime: r.time("modifiedDateTime"),
		DeletedDateTime:  r.time("deletedDateTime"),
		GrantControls:    readObject(r, "grantControls", readGrantControls),
		SessionControls:  readObject(r, "sessionControls", readSessionControls),
	}
	if c := readObject(r, "conditions", readConditions); c != nil {
		p.Conditions = *c
	}
	p.Extra = r.rest()
	return p
}

func readConditions(r *reader) Conditions {
	c := Conditions{
		ClientApplications:         readObject(r, "clientApplications", readClientApplications),
		ClientAppTypes:             readTexts[ClientApp](r, "clientAppTypes"),
		Platforms:                  readObject(r, "platforms", readPlatforms),
		Locations:                  readObject(r, "locations", readLocations),
		Devices:                    readObject(r, "devices", readDevices),
		UserRiskLevels:             readTexts[RiskLevel](r, "userRiskLevels"),
		SignInRiskLevels:           readTexts[RiskLevel](r, "signInRiskLevels"),
		ServicePrincipalRiskLevels: readTexts[RiskLevel](r, "servicePrincipalRiskLevels"),
		InsiderRiskLevels:          r.flags("insiderRiskLevels"),
		AuthenticationFlows:        readObject(r, "authenticationFlows", readAuthenticationFlows),
		AgentIDRiskLevels:          r.flags("agentIdRiskLevels"),
	}
	if u := readObject(r, "users", readUsers); u != nil {
		c.Users = *u
	}
	if a := readObject(r, "applications", readApplications); a != nil {
		c.Applications = *a
	}
	c.Extra = r.rest()
	return c
}

func readUsers(r *reader) Users {
	u := Users{
		IncludeUsers:                 r.texts("includeUsers"),
		ExcludeUsers:                 r.texts("excludeUsers"),
		IncludeGroups:                r.texts("includeGroups"),
		ExcludeGroups:                r.texts("excludeGroups"),
		IncludeRoles:                 r.texts("includeRoles"),
		ExcludeRoles:                 r.texts("excludeRoles"),
		IncludeGuestsOrExternalUsers: readObject(r, "includeGuestsOrExternalUsers", readGuests),
		ExcludeGuestsOrExternalUsers: readObject(r, "excludeGuestsOrExternalUsers", readGuests),
	}
	u.Extra = r.rest()
	return u
}

func readGuests(r *reader) GuestsOrExternal {
	g := GuestsOrExternal{
		GuestOrExternalUserTypes: r.flags("guestOrExternalUserTypes"),
		ExternalTenants: readObject(r, "externalTenants", func(r *reader) ExternalTenants {
			t := ExternalTenants{MembershipKind: r.text("membershipKind"), Members: r.texts("members")}
			t.Extra = r.rest()
			return t
		}),
	}
	g.Extra = r.rest()
	return g
}

func readApplications(r *reader) Applications {
	a := Applications{
		IncludeApplications:                         r.texts("includeApplications"),
		ExcludeApplications:                         r.texts("excludeApplications"),
		IncludeUserActions:                          r.texts("includeUserActions"),
		IncludeAuthenticationContextClassReferences: r.texts("includeAuthenticationContextClassReferences"),
		ApplicationFilter:                           readObject(r, "applicationFilter", readFilter),
	}
	a.Extra = r.rest()
	return a
}

func readClientApplications(r *reader) ClientApplications {
	c := ClientApplications{
		IncludeServicePrincipals:        r.texts("includeServicePrincipals"),
		ExcludeServicePrincipals:        r.texts("excludeServicePrincipals"),
		ServicePrincipalFilter:          readObject(r, "servicePrincipalFilter", readFilter),
		IncludeAgentIDServicePrincipals: r.texts("includeAgentIdServicePrincipals"),
		ExcludeAgentIDServicePrincipals: r.texts("excludeAgentIdServicePrincipals"),
		AgentIDServicePrincipalFilter:   readObject(r, "agentIdServicePrincipalFilter", readFilter),
	}
	c.Extra = r.rest()
	return c
}

func readPlatforms(r *reader) PlatformCondition {
	p := PlatformCondition{
		IncludePlatforms: readTexts[Platform](r, "includePlatforms"),
		ExcludePlatforms: readTexts[Platform](r, "excludePlatforms"),
	}
	p.Extra = r.rest()
	return p
}

func readLocations(r *reader) LocationCondition {
	l := LocationCondition{IncludeLocations: r.texts("includeLocations"), ExcludeLocations: r.texts("excludeLocations")}
	l.Extra = r.rest()
	return l
}

func readDevices(r *reader) DeviceCondition {
	d := DeviceCondition{DeviceFilter: readObject(r, "deviceFilter", readFilter)}
	d.Extra = r.rest()
	return d
}

func readFilter(r *reader) Filter {
	f := Filter{Mode: FilterMode(r.text("mode")), Rule: r.text("rule")}
	f.Extra = r.rest()
	return f
}

func readAuthenticationFlows(r *reader) AuthenticationFlows {
	a := AuthenticationFlows{TransferMethods: r.flags("transferMethods")}
	// "none" is how the flags enumeration writes an empty set.
	if len(a.TransferMethods) == 1 && a.TransferMethods[0] == "none" {
		a.TransferMethods = nil
	}
	a.Extra = r.rest()
	return a
}

func readGrantControls(r *reader) GrantControls {
	g := GrantControls{
		Operator:                    Operator(r.text("operator")),
		BuiltInControls:             readTexts[BuiltInControl](r, "builtInControls"),
		CustomAuthenticationFactors: r.texts("customAuthenticationFactors"),
		TermsOfUse:                  r.texts("termsOfUse"),
		AuthenticationStrength:      readObject(r, "authenticationStrength", readStrength),
	}
	g.Extra = r.rest()
	return g
}

func readSessionControls(r *reader) SessionControls {
	s := SessionControls{
		ApplicationEnforcedRestrictions: readObject(r, "applicationEnforcedRestrictions", readEnabled),
		CloudAppSecurity: readObject(r, "cloudAppSecurity", func(r *reader) CloudAppSecurityControl {
			c := CloudAppSecurityControl{IsEnabled: r.optFlag("isEnabled"), CloudAppSecurityType: r.text("cloudAppSecurityType")}
			c.Extra = r.rest()
			return c
		}),
		PersistentBrowser: readObject(r, "persistentBrowser", func(r *reader) PersistentBrowserControl {
			c := PersistentBrowserControl{IsEnabled: r.optFlag("isEnabled"), Mode: r.text("mode")}
			c.Extra = r.rest()
			return c
		}),
		SignInFrequency:           readObject(r, "signInFrequency", readSignInFrequency),
		SecureSignInSession:       readObject(r, "secureSignInSession", readEnabled),
		DisableResilienceDefaults: r.optFlag("disableResilienceDefaults"),
		ContinuousAccessEvaluation: readObject(r, "continuousAccessEvaluation", func(r *reader) ContinuousAccessEvaluation {
			c := ContinuousAccessEvaluation{Mode: r.text("mode")}
			c.Extra = r.rest()
			return c
		}),
		GlobalSecureAccessFiltering: readObject(r, "globalSecureAccessFilteringProfile", func(r *reader) FilteringProfile {
			p := FilteringProfile{IsEnabled: r.optFlag("isEnabled"), ProfileID: r.text("profileId")}
			p.Extra = r.rest()
			return p
		}),
	}
	s.Extra = r.rest()
	return s
}

func readEnabled(r *reader) Enabled {
	e := Enabled{IsEnabled: r.optFlag("isEnabled")}
	e.Extra = r.rest()
	return e
}

func readSignInFrequency(r *reader) SignInFrequency {
	f := SignInFrequency{
		IsEnabled:          r.optFlag("isEnabled"),
		Value:              r.optNumber("value"),
		Type:               r.text("type"),
		AuthenticationType: r.text("authenticationType"),
		FrequencyInterval:  r.text("frequencyInterval"),
	}
	f.Extra = r.rest()
	return f
}
