package difference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// workloadCondition says which service principals a policy concerns.
func (r *reader) workloadCondition(c ca.ClientApplications) int {
	v := r.principals
	list := func(ids []string, side string) []int {
		var terms []int
		for _, id := range ids {
			switch id {
			case ca.None:
			case ca.ServicePrincipalsInMyOrg:
				terms = append(terms, v.term("all", &whom{everybody: true, name: name{text: "every service principal of the tenant"}}))
			case ca.NotYetKnown:
				terms = append(terms, v.free(notYetKnown(ca.FoldID(r.policy.ID), side+" service principals", ids...),
					"what is not known yet of the service principals of "+policyName(r.policy)+" names this one", &whom{everybody: true}))
			default:
				terms = append(terms, v.term("principal "+ca.FoldID(id), &whom{listed: r.only(id), name: name{text: r.principalName(id), id: ca.FoldID(id)}}))
			}
		}
		return terms
	}
	include, exclude := list(c.IncludeServicePrincipals, "include"), list(c.ExcludeServicePrincipals, "exclude")
	if f := c.ServicePrincipalFilter; filters(f) {
		in, out := filterTerms(r, v, "service principal", f, &whom{everybody: true})
		include, exclude = append(include, in...), append(exclude, out...)
	}
	if len(include) > 0 {
		exclude = append(exclude, r.outsideWorkload()...)
	}
	return v.condition(false, include, exclude)
}

func (r *reader) principalName(id string) string {
	if s, ok := r.tenant.ServicePrincipals.Value()[ca.FoldID(id)]; ok && s.DisplayName != "" {
		return s.DisplayName
	}
	return "service principal " + id
}

// outsideWorkload are the service principals that no policy concerns: managed identities and applications of
// other tenants or of many; and, where that was not read, those that may be.
func (r *reader) outsideWorkload() []int {
	const key = "outside"
	if terms, known := r.memberTermsOf[key]; known {
		return terms
	}
	var outside, doubtful []string
	for id, s := range r.tenant.ServicePrincipals.Value() {
		switch singleTenant(r.tenant, s) {
		case "no":
			outside = append(outside, id)
		case "unknown":
			doubtful = append(doubtful, id)
		}
	}
	slices.Sort(outside)
	slices.Sort(doubtful)
	m := membership{ids: outside, unread: doubtful}
	r.memberships[key] = m
	terms := []int{}
	if o := r.other; o != nil && o.memberTermsOf[key] != nil && o.memberships[key].same(o.directory, m, r.directory) && o.tenant.ServicePrincipals.Read() == r.tenant.ServicePrincipals.Read() {
		terms = o.memberTermsOf[key]
	} else {
		if len(outside) > 0 {
			terms = append(terms, r.principals.term(r.side+" "+key, &whom{listed: r.only(outside...), name: name{"service principals that workload policies do not concern", key, r.side}}))
		}
		const text = "the service principal is a single-tenant application of this tenant, which was not read"
		switch {
		case !r.tenant.ServicePrincipals.Read():
			terms = append(terms, r.principals.doubt("doubtful", "not single-tenant", text, &whom{everybody: true}))
		case len(doubtful) > 0:
			terms = append(terms, r.principals.doubt(r.side+" doubtful", "not single-tenant", text, &whom{listed: r.only(doubtful...)}))
		}
	}
	r.memberTermsOf[key] = terms
	return terms
}

// singleTenant says whether workload policies concern a service principal at all: yes, no or unknown.
func singleTenant(t *ca.Tenant, s ca.ServicePrincipal) string {
	unknown := s.ServicePrincipalType == "" || s.SignInAudience == "" || s.AppOwnerOrganizationID == "" || t.ID == ""
	switch {
	case ca.SameID(s.ServicePrincipalType, "ManagedIdentity"),
		s.SignInAudience != "" && !ca.SameID(s.SignInAudience, "AzureADMyOrg"),
		s.AppOwnerOrganizationID != "" && t.ID != "" && !ca.SameID(s.AppOwnerOrganizationID, t.ID):
		return "no"
	case unknown:
		return "unknown"
	}
	return "yes"
}
