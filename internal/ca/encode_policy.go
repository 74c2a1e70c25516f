package ca

// EncodePolicy is the body that creates the policy: what it says, and nothing that the server sets.
func EncodePolicy(p Policy) []byte { return encode(policyObject(p)) }

// EncodeStoredPolicy is the policy as a list request shows it, with what the server sets.
func EncodeStoredPolicy(p Policy) []byte {
	o := policyObject(p)
	o.text("id", p.ID)
	o.text("templateId", p.TemplateID)
	o.time("createdDateTime", p.CreatedDateTime)
	o.time("modifiedDateTime", p.ModifiedDateTime)
	o.time("deletedDateTime", p.DeletedDateTime)
	if g := p.GrantControls; g != nil && g.AuthenticationStrength != nil {
		o["grantControls"].(object)["authenticationStrength"] = strengthObject(*g.AuthenticationStrength)
	}
	return encode(o)
}

func policyObject(p Policy) object {
	o := object{}
	o.text("displayName", p.DisplayName)
	o.text("description", p.Description)
	o.text("state", string(p.State))
	o.child("conditions", conditionsObject(p.Conditions))
	if p.GrantControls != nil && !p.GrantControls.IsEmpty() {
		o.child("grantControls", grantObject(*p.GrantControls))
	}
	if p.SessionControls != nil {
		o.child("sessionControls", sessionObject(*p.SessionControls))
	}
	return o.extra(p.Extra)
}

func conditionsObject(c Conditions) object {
	o := object{}
	o.child("users", usersObject(c.Users))
	o.child("applications", applicationsObject(c.Applications))
	if c.ClientApplications != nil {
		o.child("clientApplications", clientApplicationsObject(*c.ClientApplications))
	}
	setTexts(o, "clientAppTypes", c.ClientAppTypes)
	if p := c.Platforms; p != nil {
		platforms := object{}
		setTexts(platforms, "includePlatforms", p.IncludePlatforms)
		setTexts(platforms, "excludePlatforms", p.ExcludePlatforms)
		o.child("platforms", platforms.extra(p.Extra))
	}
	if l := c.Locations; l != nil {
		locations := object{}
		setTexts(locations, "includeLocations", l.IncludeLocations)
		setTexts(locations, "excludeLocations", l.ExcludeLocations)
		o.child("locations", locations.extra(l.Extra))
	}
	if d := c.Devices; d != nil {
		devices := object{}
		devices.filter("deviceFilter", d.DeviceFilter)
		o.child("devices", devices.extra(d.Extra))
	}
	setTexts(o, "userRiskLevels", c.UserRiskLevels)
	setTexts(o, "signInRiskLevels", c.SignInRiskLevels)
	setTexts(o, "servicePrincipalRiskLevels", c.ServicePrincipalRiskLevels)
	o.flags("insiderRiskLevels", c.InsiderRiskLevels)
	if f := c.AuthenticationFlows; f != nil {
		flows := object{}
		flows.flags("transferMethods", f.TransferMethods)
		o.child("authenticationFlows", flows.extra(f.Extra))
	}
	o.flags("agentIdRiskLevels", c.AgentIDRiskLevels)
	return o.extra(c.Extra)
}

func usersObject(u Users) object {
	o := object{}
	setTexts(o, "includeUsers", u.IncludeUsers)
	setTexts(o, "excludeUsers", u.ExcludeUsers)
	setTexts(o, "includeGroups", u.IncludeGroups)
	setTexts(o, "excludeGroups", u.ExcludeGroups)
	setTexts(o, "includeRoles", u.IncludeRoles)
	setTexts(o, "excludeRoles", u.ExcludeRoles)
	o.guests("includeGuestsOrExternalUsers", u.IncludeGuestsOrExternalUsers)
	o.guests("excludeGuestsOrExternalUsers", u.ExcludeGuestsOrExternalUsers)
	return o.extra(u.Extra)
}

func (o object) guests(name string, g *GuestsOrExternal) {
	if g == nil {
		return
	}
	guests := object{}
	guests.flags("guestOrExternalUserTypes", g.GuestOrExternalUserTypes)
	if t := g.ExternalTenants; t != nil {
		tenants := object{}
		tenants.text("membershipKind", t.MembershipKind)
		switch t.MembershipKind {
		case "all":
			tenants["@odata.type"] = "#microsoft.graph.conditionalAccessAllExternalTenants"
		case "enumerated":
			tenants["@odata.type"] = "#microsoft.graph.conditionalAccessEnumeratedExternalTenants"
		}
		if t.MembershipKind == "enumerated" || len(t.Members) > 0 {
			setTexts(tenants, "members", t.Members)
		}
		guests.child("externalTenants", tenants.extra(t.Extra))
	}
	o.child(name, guests.extra(g.Extra))
}

func (o object) filter(name string, f *Filter) {
	if f == nil {
		return
	}
	filter := object{}
	filter.text("mode", string(f.Mode))
	filter.text("rule", f.Rule)
	o.child(name, filter.extra(f.Extra))
}

func applicationsObject(a Applications) object {
	o := object{}
	setTexts(o, "includeApplications", a.IncludeApplications)
	setTexts(o, "excludeApplications", a.ExcludeApplications)
	setTexts(o, "includeUserActions", a.IncludeUserActions)
	setTexts(o, "includeAuthenticationContextClassReferences", a.IncludeAuthenticationContextClassReferences)
	o.filter("applicationFilter", a.ApplicationFilter)
	return o.extra(a.Extra)
}

func clientApplicationsObject(c ClientApplications) object {
	o := object{}
	setTexts(o, "includeServicePrincipals", c.IncludeServicePrincipals)
	setTexts(o, "excludeServicePrincipals", c.ExcludeServicePrincipals)
	o.filter("servicePrincipalFilter", c.ServicePrincipalFilter)
	setTexts(o, "includeAgentIdServicePrincipals", c.IncludeAgentIDServicePrincipals)
	setTexts(o, "excludeAgentIdServicePrincipals", c.ExcludeAgentIDServicePrincipals)
	o.filter("agentIdServicePrincipalFilter", c.AgentIDServicePrincipalFilter)
	return o.extra(c.Extra)
}

func grantObject(g GrantControls) object {
	o := object{}
	o.text("operator", string(g.Operator))
	setTexts(o, "builtInControls", g.BuiltInControls)
	setTexts(o, "customAuthenticationFactors", g.CustomAuthenticationFactors)
	setTexts(o, "termsOfUse", g.TermsOfUse)
	if g.AuthenticationStrength != nil {
		o.child("authenticationStrength", object{"id": g.AuthenticationStrength.ID})
	}
	return o.extra(g.Extra)
}

func sessionObject(s SessionControls) object {
	o := object{}
	o.enabled("applicationEnforcedRestrictions", s.ApplicationEnforcedRestrictions)
	if c := s.CloudAppSecurity; c != nil {
		control := object{}
		control.flag("isEnabled", c.IsEnabled)
		control.text("cloudAppSecurityType", c.CloudAppSecurityType)
		o.child("cloudAppSecurity", control.extra(c.Extra))
	}
	if c := s.PersistentBrowser; c != nil {
		control := object{}
		control.flag("isEnabled", c.IsEnabled)
		control.text("mode", c.Mode)
		o.child("persistentBrowser", control.extra(c.Extra))
	}
	if f := s.SignInFrequency; f != nil {
		control := object{}
		control.flag("isEnabled", f.IsEnabled)
		control.number("value", f.Value)
		control.text("type", f.Type)
		control.text("authenticationType", f.AuthenticationType)
		control.text("frequencyInterval", f.FrequencyInterval)
		o.child("signInFrequency", control.extra(f.Extra))
	}
	o.enabled("secureSignInSession", s.SecureSignInSession)
	o.flag("disableResilienceDefaults", s.DisableResilienceDefaults)
	if c := s.ContinuousAccessEvaluation; c != nil {
		control := object{}
		control.text("mode", c.Mode)
		o.child("continuousAccessEvaluation", control.extra(c.Extra))
	}
	if p := s.GlobalSecureAccessFiltering; p != nil {
		control := object{}
		control.flag("isEnabled", p.IsEnabled)
		control.text("profileId", p.ProfileID)
		o.child("globalSecureAccessFilteringProfile", control.extra(p.Extra))
	}
	return o.extra(s.Extra)
}

func (o object) enabled(name string, e *Enabled) {
	if e == nil {
		return
	}
	control := object{}
	control.flag("isEnabled", e.IsEnabled)
	o.child(name, control.extra(e.Extra))
}
