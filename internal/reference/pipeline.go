package reference

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// pipelineVerdict is about the service principal whose token the provider itself uses. It signs in from
// the networks that are stated, the worst of which counts, or from one that nobody knows.
func (j *judge) pipelineVerdict() string {
	if j.Pipeline == "" {
		return NotChecked
	}
	var networks []Network
	for _, n := range j.Assume.PipelineNetworks {
		networks = append(networks, stated(n.Address, n.Country)...)
	}
	if len(networks) == 0 {
		networks = []Network{{}}
	}
	worst := Allowed
	for _, n := range networks {
		worst = worse(worst, j.pipelineOutcome(n))
	}
	switch worst {
	case Allowed:
		return Reachable
	case Denied:
		return LockedOut
	default:
		return Undecided
	}
}

func (j *judge) pipelineOutcome(n Network) Outcome {
	outcome := Allowed
	if !j.tenant.Policies.Read() {
		outcome = Open
	}
	for i := range j.policies {
		p := &j.policies[i]
		switch applies := j.appliesToPipeline(p, n); {
		case applies == no:
		case applies == yes && blocks(p.GrantControls):
			return Denied
		default:
			outcome = Open // whatever else a policy may ask of a workload
		}
	}
	return outcome
}

func blocks(g *ca.GrantControls) bool {
	if g == nil {
		return false
	}
	for _, c := range g.BuiltInControls {
		if c == ca.ControlBlock {
			return true
		}
	}
	return false
}

func (j *judge) appliesToPipeline(p *ca.Policy, n Network) value {
	c := p.Conditions
	if c.ClientApplications == nil {
		return no // a policy for people
	}
	return and(
		enforces(*p),
		j.namesPipeline(c.ClientApplications),
		j.withinWorkloadPolicies(),
		matchesAudience(c.Applications, ca.AppMicrosoftGraph),
		j.matchesLocation(c.Locations, n),
		matchesRisk(c.ServicePrincipalRiskLevels, ca.RiskNone),
		asksNothingOfPeople(c),
		yesIfEmpty(p.UnknownConditions()),
	)
}

func (j *judge) namesPipeline(c *ca.ClientApplications) value {
	included := j.pipelineAmong(c.IncludeServicePrincipals)
	excluded := j.pipelineAmong(c.ExcludeServicePrincipals)
	if f := c.ServicePrincipalFilter; f != nil {
		if f.Mode != ca.FilterExclude {
			included = or(included, unknown)
		}
		if f.Mode != ca.FilterInclude {
			excluded = or(excluded, unknown)
		}
	}
	return and(included, not(excluded))
}

func (j *judge) pipelineAmong(ids []string) value {
	v := notYetKnownIn(ids)
	for _, id := range ids {
		v = or(v, yesIf(id == ca.ServicePrincipalsInMyOrg || ca.SameID(id, j.Pipeline)))
	}
	return v
}

// withinWorkloadPolicies says whether such policies reach the pipeline at all: not if it is a managed
// identity, nor if its application belongs to several tenants or to another one.
func (j *judge) withinWorkloadPolicies() value {
	sp := j.tenant.ServicePrincipals.Value()[ca.FoldID(j.Pipeline)] // every property "" where it was not read
	is := func(have, want string) value {
		if have == "" || want == "" {
			return unknown
		}
		return yesIf(ca.SameID(have, want))
	}
	return and(
		not(is(sp.ServicePrincipalType, "ManagedIdentity")),
		is(sp.SignInAudience, "AzureADMyOrg"),
		is(sp.AppOwnerOrganizationID, j.tenant.ID),
	)
}

// asksNothingOfPeople: conditions about people on a policy for workloads are not documented; what they do
// is unknown. A client app condition that is satisfied by everything is none.
func asksNothingOfPeople(c ca.Conditions) value {
	clients := yes
	if len(c.ClientAppTypes) > 0 {
		clients = or(listed(c.ClientAppTypes, ca.ClientApps, ca.ClientAppAll), unknown)
	}
	others := (c.Platforms != nil && len(c.Platforms.IncludePlatforms)+len(c.Platforms.ExcludePlatforms) > 0) ||
		(c.Devices != nil && c.Devices.DeviceFilter != nil) ||
		(c.AuthenticationFlows != nil && len(c.AuthenticationFlows.TransferMethods) > 0) ||
		len(c.UserRiskLevels)+len(c.SignInRiskLevels)+len(c.InsiderRiskLevels)+len(c.AgentIDRiskLevels) > 0
	if others {
		return and(clients, unknown)
	}
	return clients
}
