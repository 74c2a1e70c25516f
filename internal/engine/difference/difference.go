package difference

import (
	"slices"
	"strconv"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Of says what the change from one tenant to another does to sign-ins. It has an answer for every input: a
// tenant that is nil was not read.
func Of(before, after *ca.Tenant) Report { return of(before, after, defaultLimit) }

// defaultLimit bounds the work of one search. It is counted in steps and not in time, so that the same
// tenants give the same report everywhere.
const defaultLimit = 1 << 20

func of(before, after *ca.Tenant, limit int) Report {
	if before == nil {
		before = &ca.Tenant{}
	}
	if after == nil {
		after = &ca.Tenant{}
	}
	for _, side := range []struct {
		tenant *ca.Tenant
		name   string
	}{{before, sideBefore}, {after, sideAfter}} {
		if !side.tenant.Policies.Read() {
			return Report{Undecided: "the policies of the tenant " + side.name + " were not read"}
		}
	}
	c := compare(before, after, limit)
	var r Report
	c.leaveOutAgents(&r)
	for _, workload := range []bool{false, true} {
		c.realm(workload, &r)
	}
	for i := range c.policies {
		r.Policies = append(r.Policies, c.policies[i].change)
	}
	sortBoxes(r.Boxes)
	return r
}

// A comparison is every policy of either tenant, read.
type comparison struct {
	before, after *ca.Tenant
	reader        *reader // the one of after, which knows the words of both
	policies      []comparedPolicy
	limit         int
}

type comparedPolicy struct {
	change   PolicyChange
	versions [2][]version // before and after; none where the policy can change no sign-in
	agents   [2]agents    // what it says of agent identities, which are not in the space
}

func compare(before, after *ca.Tenant, limit int) *comparison {
	c := &comparison{before: before, after: after, limit: limit}
	index := map[string]int{}
	read := func(r *reader, t *ca.Tenant, side int) {
		occurrence := map[string]int{}
		for _, p := range t.Policies.Value() {
			key := ca.FoldID(p.ID)
			if n := occurrence[key]; n > 0 { // two policies of one id are two policies
				key += "#" + strconv.Itoa(n)
			}
			occurrence[ca.FoldID(p.ID)]++
			n, known := index[key]
			if !known {
				n = len(c.policies)
				index[key] = n
				c.policies = append(c.policies, comparedPolicy{})
			}
			versions := r.versions(p)
			for i := range versions {
				versions[i].policy = n
			}
			c.policies[n].versions[side] = versions
			c.policies[n].agents[side] = r.agents(p)
			c.policies[n].change.ID, c.policies[n].change.Name = p.ID, policyName(p)
		}
	}
	first := newReader(before)
	read(first, before, 0)
	c.reader = first.and(after)
	read(c.reader, after, 1)
	c.reader.ledger.close()
	for i := range c.policies {
		p := &c.policies[i]
		p.change.Decision = NoEffect
		p.change.Change = p.kind()
	}
	return c
}

// kind tells a policy that begins or ceases to matter to sign-ins from one that does so otherwise.
func (p *comparedPolicy) kind() Change {
	matters := func(side int) bool { return len(p.versions[side]) > 0 || p.agents[side].named != "" }
	switch {
	case slices.EqualFunc(p.versions[0], p.versions[1], version.same) && p.agents[0].same(p.agents[1]):
		return Unchanged
	case !matters(0):
		return Created
	case !matters(1):
		return Deleted
	}
	return Edited
}
