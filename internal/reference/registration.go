package reference

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// registration says whether a method can be registered where and as the attempt is made: no policy on the
// user action, or on all resources, stands in the way.
func (j *judge) registration(a attempt) value {
	a.registering = true
	a.Client = ca.ClientAppBrowser
	v := yes
	if !j.tenant.Policies.Read() {
		v = unknown
	}
	for i := range j.policies {
		p := &j.policies[i]
		o := registeringFromAll
		if actsOnRegistration(p.Conditions.Applications) != no {
			o = registeringThrough
		}
		v = and(v, or(not(j.applies(p, a)), j.satisfied(p, a, o)))
	}
	return v
}
