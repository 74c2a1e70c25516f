package differential

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// DrawSignIn makes a tenant, as [Draw] does, whose policies are about everybody, and one sign-in of anybody.
func DrawSignIn(seed, number uint64) (engine.Question, ca.SignIn) {
	q := Draw(seed, number)
	g := &generator{Rand: newRand(seed+1, number), Question: q, t: q.Tenant}
	g.visitors()
	for i := range q.Tenant.Policies.Value() {
		g.widen(&q.Tenant.Policies.Value()[i].Conditions)
	}
	return q, g.signIn()
}

// visitors are users whom no verdict is about.
func (g *generator) visitors() {
	users, read := g.t.Users.Get()
	if !read {
		return
	}
	for id, u := range map[string]ca.User{
		"guest":    {UserPrincipalName: "g_home.example#EXT#@contoso.com", UserType: "Guest"},
		"internal": {UserPrincipalName: "i@contoso.com", UserType: "Guest"},
		"partner":  {UserPrincipalName: "p_home.example#ext#@contoso.com", UserType: "Member"},
		"old":      {UserPrincipalName: "o@contoso.com"},
	} {
		u.ID = id
		users[id] = u
	}
}

// widen lets a policy name what the policies for verdicts have no reason to.
func (g *generator) widen(c *ca.Conditions) {
	if g.chance(20) {
		c.Users.IncludeGuestsOrExternalUsers = g.guests()
	}
	if g.chance(10) {
		c.Users.ExcludeGuestsOrExternalUsers = g.guests()
	}
	if g.chance(10) {
		c.ClientAppTypes = doubtful(g, some(g, 2, ca.ClientApps[1:]))
	}
	if g.chance(10) {
		c.InsiderRiskLevels = doubtful(g, some(g, 2, ca.InsiderRiskLevels))
	}
	if g.chance(10) {
		c.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: doubtful(g, some(g, 2, ca.TransferMethods))}
	}
	if g.chance(5) {
		c.AgentIDRiskLevels = doubtful(g, some(g, 2, ca.AgentRiskLevels))
	}
	if g.chance(5) {
		c.ServicePrincipalRiskLevels = doubtful(g, some(g, 2, ca.RiskLevels))
	}
	if g.chance(10) {
		c.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: g.unresolved([]string{pick(g, "pipeline", ca.ServicePrincipalsInMyOrg)})}
	}
}

func (g *generator) guests() *ca.GuestsOrExternal {
	guests := &ca.GuestsOrExternal{GuestOrExternalUserTypes: doubtful(g, some(g, 3, ca.GuestTypes))}
	if g.chance(50) {
		guests.ExternalTenants = &ca.ExternalTenants{MembershipKind: pick(g, "all", "enumerated", "enumerated", "unknownFutureValue", "")}
		if g.chance(70) {
			guests.ExternalTenants.Members = doubtful(g, []string{pick(g, "home", "HOME", "away")})
		}
	}
	return guests
}

func (g *generator) signIn() ca.SignIn {
	s := ca.SignIn{Identity: g.identity(), Conditions: ca.SignInConditions{
		ClientApp:      pick(g, ca.ClientAppBrowser, ca.ClientAppMobileAndDesktop, ca.ClientAppExchangeActiveSync, ca.ClientAppOther, ""),
		Platform:       pick(g, append(slices.Clone(ca.DefaultPlatforms), ca.PlatformUnknown, ca.PlatformWindowsPhone, "")...),
		Address:        pick(g, "203.0.113.7", "198.51.100.200", "2001:db8:1::9", "8.8.8.8", ""),
		Country:        pick(g, "NO", "SE", "US", ca.CountryUnknown, ""),
		UserRisk:       pick(g, append(slices.Clone(ca.RiskLevels), "", "")...),
		SignInRisk:     pick(g, append(slices.Clone(ca.RiskLevels), "", "")...),
		InsiderRisk:    pick(g, append(slices.Clone(ca.InsiderRiskLevels), "")...),
		TransferMethod: pick(g, append(slices.Clone(ca.TransferMethods), "", "")...),
		AgentRisk:      pick(g, append(slices.Clone(ca.AgentRiskLevels), "", "")...),
	}}
	if s.Identity.ServicePrincipalID != "" {
		s.Conditions.ServicePrincipalRisk = pick(g, append(slices.Clone(ca.RiskLevels), "", "")...)
	}
	if g.chance(50) {
		d := g.device("device")
		delete(d.Properties, "accountEnabled")
		s.Conditions.Device = &d
	}
	switch g.IntN(6) {
	case 0:
		s.Context.UserAction = pick(g, ca.UserActions...)
	case 1:
		s.Context.AuthenticationContext = pick(g, "c1", "c2")
	default:
		s.Context.Applications = some(g, 2, []string{
			ca.AppMicrosoftGraph, ca.AppWindowsAzureAD, ca.AppAzurePortal, ca.AppExchangeOnline, ca.AppSecurityCompliance, "other-app", "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe",
		})
	}
	return s
}

func (g *generator) identity() ca.SignInIdentity {
	var i ca.SignInIdentity
	switch g.IntN(4) {
	case 0:
		i.ExternalUserType = pick(g, ca.GuestTypes...)
		i.ExternalTenantID = pick(g, "", "home", "away")
	case 1:
		i.ServicePrincipalID = "pipeline"
	default:
		users := make([]string, 0, len(g.t.Users.Value()))
		for id := range g.t.Users.Value() {
			users = append(users, id)
		}
		slices.Sort(users)
		i.UserID = pick(g, append(users, "user-1")...)
		if !g.t.Users.Read() || !slices.Contains(users, i.UserID) {
			i = ca.SignInIdentity{ExternalUserType: "otherExternalUser"}
		}
		if g.chance(20) {
			i.ExternalTenantID = "home"
		}
	}
	return i
}
