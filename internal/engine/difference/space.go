package difference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A space is the axes of one realm and what their values are.
type space struct {
	reader     *reader
	workload   bool
	axes       []*axis
	words      map[int][]string // by axis, of the dimensions with named values
	networks   []networkClass
	located    []bool // the terms of locations that some condition looks at
	components []*component
	component  map[int]*component // by axis; nil for the filters that cannot be read
	census     *census
	peopleAxis int
	netAxis    int
}

// newSpace makes the axes on which some versions are decided. ok is false where the devices cannot be told
// apart with bounded work.
func newSpace(r *reader, before, after *ca.Tenant, versions []version, workload bool) (*space, bool) {
	s := &space{reader: r, workload: workload, words: map[int][]string{}, component: map[int]*component{}}
	used := func(d dimension, n int) []bool {
		u := make([]bool, n)
		u[everything] = true
		for _, v := range versions {
			u[v.conditions[d]] = true
		}
		return u
	}
	word := func(d dimension, values []string) {
		s.words[len(s.axes)] = values
		s.axes = append(s.axes, wordAxis(d, r.words[d], values, used(d, len(r.words[d].conditions))))
	}
	// A service principal has none of what belongs to people, and people nothing of what belongs to it.
	ofUsers := func(values []string) []string {
		if workload {
			return values[:1]
		}
		return values
	}
	ofPrincipals := func(values []string) []string {
		if workload {
			return values
		}
		return values[:1]
	}
	word(standing, []string{""})
	word(target, r.allTargets(workload))
	word(client, clientValues)
	word(flow, ofUsers(flowValues))
	word(insiderRisk, ofUsers(insiderValues))
	word(userRisk, ofUsers(riskValues))
	word(signInRisk, ofUsers(riskValues))
	word(workloadRisk, ofPrincipals(riskValues))
	word(agentRisk, ofPrincipals(agentValues))
	word(platform, platformValues)

	if !s.addDevices(used(device, len(r.devices.conditions))) {
		return nil, false
	}
	conditions := used(network, len(r.places.conditions))
	s.located = termsOf(r.places, conditions)
	s.networks = networks(r.places, s.located)
	s.netAxis = len(s.axes)
	s.axes = append(s.axes, networkAxis(r.places, s.networks, conditions))

	vocabulary, who := r.users, users(before, after)
	if workload {
		vocabulary, who = r.principals, servicePrincipals(before, after)
	}
	conditions = used(people, len(vocabulary.conditions))
	s.census = takeCensus(who, vocabulary, termsOf(vocabulary, conditions), r.homes, !workload)
	s.peopleAxis = len(s.axes)
	s.axes = append(s.axes, peopleAxis(vocabulary, s.census, conditions))
	return s, true
}

// termsOf are the terms of the conditions that are used.
func termsOf[T any](v *vocabulary[T], used []bool) []bool {
	terms := make([]bool, len(v.terms))
	for i, c := range v.conditions {
		if used[i] {
			for _, t := range c.include {
				terms[t] = true
			}
			for _, t := range c.exclude {
				terms[t] = true
			}
		}
	}
	return terms
}

// addDevices adds an axis for each component of the device filters. A service principal has no device.
func (s *space) addDevices(used []bool) bool {
	v := s.reader.devices
	terms := termsOf(v, used)
	all, ok := components(v, terms)
	if !ok {
		return false
	}
	unread := false
	for i, t := range v.terms {
		unread = unread || (terms[i] && t.what.rule == nil)
	}
	if unread {
		all = append(all, nil)
	}
	for _, c := range all {
		if s.workload && c != nil {
			c.values = c.values[:1]
		}
		own := make([]bool, len(used))
		for i, condition := range v.conditions {
			own[i] = used[i] && (i == everything || componentOf(condition, all) == c)
		}
		s.component[len(s.axes)] = c
		s.components = append(s.components, c)
		s.axes = append(s.axes, deviceAxis(v, c, own))
	}
	return true
}

// componentOf is the component of a device condition, which has one rule; nil for a rule that cannot be read.
func componentOf(c condition, all []*component) *component {
	for _, component := range all {
		if component == nil {
			continue
		}
		for _, t := range component.terms {
			for _, own := range slices.Concat(c.include, c.exclude) {
				if own == t {
					return component
				}
			}
		}
	}
	return nil
}

// column is the condition of a version on an axis.
func (s *space) column(a int, v version) int {
	axis := s.axes[a]
	c := v.conditions[axis.dimension]
	if axis.dimension == device && c != everything && componentOf(s.reader.devices.conditions[c], s.components) != s.component[a] {
		return everything
	}
	return c
}
