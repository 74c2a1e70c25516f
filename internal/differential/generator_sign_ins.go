package differential

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// signIn draws a sign-in of anybody, every part of it stated.
func (g *generator) signIn(w words) ca.SignIn {
	var s ca.SignIn
	for part := range signInParts {
		g.redraw(&s, w, part)
	}
	return s
}

const signInParts = 12

// redraw draws one part of a sign-in anew.
func (g *generator) redraw(s *ca.SignIn, w words, part int) {
	c := &s.Conditions
	switch part {
	case 0:
		s.Identity = pick(g, w.identities...)
	case 1:
		s.Context = g.target(w)
	case 2:
		c.ClientApp = pick(g, ca.ClientAppBrowser, ca.ClientAppBrowser, ca.ClientAppMobileAndDesktop, ca.ClientAppExchangeActiveSync, ca.ClientAppOther)
	case 3:
		c.Platform = pick(g, ca.PlatformWindows, ca.PlatformWindows, ca.PlatformMacOS, ca.PlatformLinux, ca.PlatformIOS, ca.PlatformAndroid, ca.PlatformUnknown)
	case 4:
		c.Address = pick(g, w.addresses...)
	case 5:
		c.Country = pick(g, w.countries...)
	case 6:
		c.UserRisk = g.risk()
	case 7:
		c.SignInRisk = g.risk()
	case 8:
		c.InsiderRisk = pick(g, often("", ca.InsiderRiskLevels...)...)
	case 9:
		c.TransferMethod = pick(g, often("", ca.TransferMethods...)...)
	case 10:
		c.Device = g.anyDevice(w)
	case 11:
		c.ServicePrincipalRisk, c.AgentRisk = "", ""
		if s.Identity.ServicePrincipalID != "" {
			c.ServicePrincipalRisk = g.risk()
			c.AgentRisk = pick(g, often("", ca.AgentRiskLevels...)...)
		}
	}
}

func (g *generator) target(w words) ca.SignInContext {
	switch g.IntN(8) {
	case 0:
		return ca.SignInContext{UserAction: pick(g, w.actions...)}
	case 1:
		return ca.SignInContext{AuthenticationContext: pick(g, w.contexts...)}
	case 2:
		return ca.SignInContext{Applications: some(g, 3, w.applications)}
	default:
		return ca.SignInContext{Applications: []string{pick(g, w.applications...)}}
	}
}

func (g *generator) risk() ca.RiskLevel {
	return pick(g, ca.RiskNone, ca.RiskNone, ca.RiskLow, ca.RiskMedium, ca.RiskHigh)
}

// anyDevice is none, one of the tenant's, or one that has been drawn, of which everything is known.
func (g *generator) anyDevice(w words) *ca.Device {
	if g.chance(40) {
		return pick(g, w.devices...)
	}
	d := g.device("any")
	for _, name := range propertyNames {
		if _, drawn := d.Properties[name]; !drawn {
			d.Properties[name] = one(pick(g, propertyValues[name]...))
		}
	}
	return &d
}

// leaveOut makes some parts of a sign-in ones that are not stated.
func (g *generator) leaveOut(s *ca.SignIn) {
	c := &s.Conditions
	for _, part := range []func(){
		func() { s.Identity.ExternalTenantID = "" },
		func() { c.ClientApp = "" },
		func() { c.Platform = "" },
		func() { c.Address = "" },
		func() { c.Country = "" },
		func() { c.UserRisk, c.SignInRisk, c.ServicePrincipalRisk = "", "", "" },
	} {
		if g.chance(15) {
			part()
		}
	}
}

// widen adds to a tenant what repairers have nothing to do with: guests, contexts, and policies about them.
func (g *generator) widen() {
	if users, read := g.t.Users.Get(); read {
		for id, u := range map[string]ca.User{
			"guest-1":  {UserPrincipalName: "g1_home.example#EXT#@contoso.com", UserType: "Guest"},
			"guest-2":  {UserPrincipalName: "g2@contoso.com", UserType: "Guest"},
			"member-1": {UserPrincipalName: "m1_home.example#ext#@contoso.com", UserType: "Member"},
			"old-1":    {UserPrincipalName: "o1@contoso.com"},
		} {
			u.ID = id
			users[id] = u
		}
	}
	if principals, read := g.t.ServicePrincipals.Get(); read {
		principals["another"] = ca.ServicePrincipal{
			ID: "another", ServicePrincipalType: "Application", SignInAudience: "AzureADMyOrg", AppOwnerOrganizationID: tenantID,
		}
	}
	for i := range g.t.Policies.Value() {
		p := &g.t.Policies.Value()[i]
		c := &p.Conditions
		if c.ClientApplications != nil {
			continue
		}
		if g.chance(12) {
			c.Users.IncludeGuestsOrExternalUsers = g.guests()
		}
		if g.chance(12) {
			c.Users.ExcludeGuestsOrExternalUsers = g.guests()
		}
		if g.chance(6) {
			c.AgentIDRiskLevels = doubtful(g, some(g, 2, ca.AgentRiskLevels))
		}
		if g.chance(6) {
			c.InsiderRiskLevels = doubtful(g, some(g, 2, ca.InsiderRiskLevels))
		}
		if g.chance(6) {
			c.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: doubtful(g, some(g, 2, ca.TransferMethods))}
		}
	}
}

// guests draws a guest object.
func (g *generator) guests() *ca.GuestsOrExternal {
	guests := &ca.GuestsOrExternal{GuestOrExternalUserTypes: doubtful(g, some(g, 4, ca.GuestTypes))}
	switch g.IntN(5) {
	case 0:
		guests.ExternalTenants = &ca.ExternalTenants{MembershipKind: "all"}
	case 1, 2:
		guests.ExternalTenants = &ca.ExternalTenants{MembershipKind: "enumerated", Members: doubtful(g, some(g, 2, []string{"home-a", "HOME-B"}))}
	case 3:
		if g.chance(40) {
			guests.ExternalTenants = &ca.ExternalTenants{MembershipKind: pick(g, "unknownFutureValue", "")}
		}
	}
	return guests
}
