package engine

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// decidePipeline says whether the service principal that the provider itself uses can get a token for
// Microsoft Graph. Policies for people do not concern it; policies for workload identities only block.
func decidePipeline(q Question, r *roster) Pipeline {
	t := q.Tenant
	out := Pipeline{ID: q.Pipeline, Verdict: NotChecked}
	if q.Pipeline == "" {
		return out
	}
	principal, found := t.ServicePrincipals.Value()[ca.FoldID(q.Pipeline)]
	out.DisplayName = principal.DisplayName
	concerned := Unknown
	if found {
		concerned = singleTenant(t, principal)
	}
	var missing factSet
	networks := pipelineNetworks(q, r)
	worst := Yes
	for _, policy := range t.Policies.Value() {
		if enforcement(policy.State) == No || policy.Conditions.ClientApplications == nil {
			continue
		}
		v := Yes
		for _, n := range networks {
			applies := min(standing(&policy), concerned, matchWorkload(policy, q.Pipeline), n.match(policy.Conditions.Locations))
			v = min(v, max(applies.Not(), workloadSatisfied(policy)))
		}
		switch v {
		case No:
			out.Core = append(out.Core, Denial{PolicyID: policy.ID, Policy: policy.DisplayName, Control: string(ca.ControlBlock), Why: "blocks this service principal"})
		case Unknown:
			doubtPipeline(&missing, q, policy, concerned, networks)
		}
		worst = min(worst, v)
	}
	switch worst {
	case Yes:
		out.Verdict = Reachable
	case No:
		out.Verdict = LockedOut
		out.Core = out.Core[:1]
	case Unknown:
		out.Verdict = Undecided
		out.MissingFacts = missing.sorted()
	}
	return out
}

// singleTenant says whether workload policies concern the principal at all: managed identities and
// applications of other tenants, or of many, are outside them.
func singleTenant(t *ca.Tenant, s ca.ServicePrincipal) Value {
	if ca.SameID(s.ServicePrincipalType, "ManagedIdentity") {
		return No
	}
	audience, owner := Unknown, Unknown
	if s.SignInAudience != "" {
		audience = yesIf(ca.SameID(s.SignInAudience, "AzureADMyOrg"))
	}
	if s.AppOwnerOrganizationID != "" && t.ID != "" {
		owner = yesIf(ca.SameID(s.AppOwnerOrganizationID, t.ID))
	}
	kind := Yes
	if s.ServicePrincipalType == "" {
		kind = Unknown
	}
	return min(audience, owner, kind)
}

// matchWorkload decides every condition of a workload policy but the place.
func matchWorkload(p ca.Policy, id string) Value {
	c := p.Conditions
	v := min(
		matchPrincipal(*c.ClientApplications, id),
		matchApplications(c.Applications, []string{ca.AppMicrosoftGraph}),
		matchRisk(c.ServicePrincipalRiskLevels, ca.RiskNone))
	if len(c.ClientAppTypes) > 0 && !slices.Contains(c.ClientAppTypes, ca.ClientAppAll) {
		v = min(v, Unknown)
	}
	if narrowsWorkload(c) {
		v = min(v, Unknown)
	}
	return v
}

// narrowsWorkload reports whether a policy looks at something that a workload's sign-in has none of.
func narrowsWorkload(c ca.Conditions) bool {
	return (c.Platforms != nil && len(c.Platforms.IncludePlatforms)+len(c.Platforms.ExcludePlatforms) > 0) ||
		(c.Devices != nil && c.Devices.DeviceFilter != nil) ||
		(c.AuthenticationFlows != nil && len(c.AuthenticationFlows.TransferMethods) > 0) ||
		len(c.UserRiskLevels)+len(c.SignInRiskLevels)+len(c.InsiderRiskLevels)+len(c.AgentIDRiskLevels) > 0
}

func matchPrincipal(c ca.ClientApplications, id string) Value {
	list := func(ids []string) Value {
		v := No
		for _, have := range ids {
			switch {
			case have == ca.ServicePrincipalsInMyOrg, ca.SameID(have, id):
				return Yes
			case have == ca.NotYetKnown:
				v = Unknown
			}
		}
		return v
	}
	include, exclude := list(c.IncludeServicePrincipals), list(c.ExcludeServicePrincipals)
	if f := c.ServicePrincipalFilter; f != nil {
		if f.Mode != ca.FilterExclude {
			include = max(include, Unknown)
		}
		if f.Mode != ca.FilterInclude {
			exclude = max(exclude, Unknown)
		}
	}
	return min(include, exclude.Not())
}

// workloadSatisfied is No for a block; nothing else can be said of what a workload is asked.
func workloadSatisfied(p ca.Policy) Value {
	if p.GrantControls != nil && slices.Contains(p.GrantControls.BuiltInControls, ca.ControlBlock) {
		return No
	}
	return Unknown
}

// A pipelineNetwork is a stated network, or the unknown one. A person can go elsewhere, a pipeline runs where it
// runs: an address that is not stated may be in any range.
type pipelineNetwork struct {
	gazetteer *gazetteer
	network   *network // nil is the unknown one
}

func pipelineNetworks(q Question, r *roster) []pipelineNetwork {
	var out []pipelineNetwork
	for _, n := range q.Assume.PipelineNetworks {
		if stated := r.gazetteer.stated(statement{n.Address, n.Country, "stated in assume.pipeline_networks"}); stated != nil {
			if stated.anywhere {
				stated.perhaps.Unite(r.gazetteer.hasRanges)
			}
			out = append(out, pipelineNetwork{r.gazetteer, stated})
		}
	}
	if len(out) == 0 {
		out = []pipelineNetwork{{gazetteer: r.gazetteer}}
	}
	return out
}

// unsaid reports whether more could be stated of the network.
func (n pipelineNetwork) unsaid() bool {
	return n.network == nil || n.network.anywhere || !n.network.countryKnown
}

func (n pipelineNetwork) match(c *ca.LocationCondition) Value {
	if c == nil {
		return Yes
	}
	list := func(ids []string) Value {
		l := n.gazetteer.list(ids)
		switch {
		case n.network != nil:
			return l.match(n.network)
		case l.always != Yes && !l.in.Empty():
			return Unknown
		}
		return l.always
	}
	include := Yes
	if len(c.IncludeLocations) > 0 {
		include = list(c.IncludeLocations)
	}
	return min(include, list(c.ExcludeLocations).Not())
}

func doubtPipeline(missing *factSet, q Question, p ca.Policy, concerned Value, networks []pipelineNetwork) {
	if concerned == Unknown {
		missing.add(fact("servicePrincipals", "read servicePrincipalType, signInAudience and appOwnerOrganizationId of service principal %s", q.Pipeline))
	}
	var unsaid bool
	for _, n := range networks {
		unsaid = unsaid || (n.unsaid() && n.match(p.Conditions.Locations) == Unknown)
	}
	if unsaid {
		missing.add(fact("pipeline_networks", "state in assume.pipeline_networks the address and the country that the pipeline runs from: %q looks at the network", p.DisplayName))
	}
	if len(missing.facts) == 0 {
		missing.add(fact("condition", "whether %q concerns the pipeline cannot be decided", p.DisplayName))
	}
}
