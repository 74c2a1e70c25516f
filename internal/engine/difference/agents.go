package difference

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// agents is what a policy says of agent identities.
type agents struct {
	named string  // which; "" for none
	rest  version // under what conditions, and what it asks
}

func (r *reader) agents(p ca.Policy) agents {
	c := p.Conditions.ClientApplications
	if c == nil || (p.State != ca.StateEnabled && p.State != ca.NotYetKnown) {
		return agents{}
	}
	key := ""
	if include := c.IncludeAgentIDServicePrincipals; len(include) > 0 {
		key += " include " + listKey(include)
	}
	if exclude := c.ExcludeAgentIDServicePrincipals; len(exclude) > 0 {
		key += " exclude " + listKey(exclude)
	}
	if f := c.AgentIDServicePrincipalFilter; filters(f) {
		key += " filter " + string(f.Mode) + " " + plainBlanks(f.Rule)
	}
	if key == "" {
		return agents{}
	}
	rest, _ := r.version(p)
	return agents{key, rest}
}

func (a agents) same(b agents) bool {
	return a.named == b.named && (a.named == "" || a.rest.same(b.rest))
}

// leaveOutAgents says where a change concerns agent identities: the directory does not tell which service
// principals are some, so what it means for them is left open, and not called nothing.
func (c *comparison) leaveOutAgents(r *Report) {
	for i := range c.policies {
		p := &c.policies[i]
		if p.agents[0].same(p.agents[1]) {
			continue
		}
		p.change.Decision = NotDecided
		r.giveUp(p.change.Name + " names agent identities, which are not compared")
	}
}
