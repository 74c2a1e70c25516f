package engine

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A roster is everybody who can repair and what each of them brings. It depends on no policy, so that it can
// be kept while policies change.
type roster struct {
	crowd   *crowd
	carries []carried  // by person
	roles   [][]string // by person: the role template ids that are active, in order
	seen    map[string][]ca.LoggedSignIn
	missing []MissingFact // why there may be more people than these

	gazetteer *gazetteer
	open      *atlas // the one that was asked for last
}

// What a person carries into every sign-in.
type carried struct {
	credentials *credentials
	devices     []device
	devicesRead bool
}

func newRoster(q Question) *roster {
	var missing factSet
	r := &roster{crowd: repairers(q.Tenant, q.BreakGlass, &missing), seen: recentSignIns(q.Tenant), gazetteer: newGazetteer(q.Tenant)}
	r.missing = missing.sorted()
	r.roles = r.crowd.activeRoles()
	w := newWallet(r.crowd, q.Assume.CertificateUsers)
	r.carries = make([]carried, len(r.crowd.people))
	for i, who := range r.crowd.people {
		c := &r.carries[i]
		c.credentials = w.of(who)
		c.devices, c.devicesRead = w.devices(who, c.credentials)
	}
	return r
}

// among is the same people among other named locations.
func (r *roster) among(g *gazetteer) *roster {
	moved := *r
	moved.gazetteer, moved.open = g, nil
	return &moved
}

// atlas is the named locations cut to those that the policies look at.
func (r *roster) atlas(policies []*ca.Policy) *atlas {
	looked := r.gazetteer.lookedAt(policies)
	if r.open == nil || !slices.Equal(r.open.looked, looked) {
		r.open = newAtlas(r.gazetteer, looked)
	}
	return r.open
}
