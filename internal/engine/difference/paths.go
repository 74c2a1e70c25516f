package difference

import "slices"

// A region is one box before it is put into words: for every level the values that it has there, nil for
// all of them.
type region struct {
	outcome int
	values  []set
}

// mostRegions bounds how many boxes are written out.
const mostRegions = 1 << 14

// regions are the paths through the diagram, joined where they differ in one level alone. complete is false
// where there are more.
func (s *search) regions(root int) (all []region, complete bool) {
	path := make([]set, len(s.levels))
	complete = !s.exhausted
	var walk func(n int)
	walk = func(n int) {
		if n == same {
			return
		}
		node := &s.nodes[n]
		if len(node.edges) == 0 {
			if len(all) == mostRegions {
				complete = false
				return
			}
			all = append(all, region{node.outcome, slices.Clone(path)})
			return
		}
		for _, e := range node.edges {
			if !complete && len(all) == mostRegions {
				return
			}
			path[node.level] = e.values
			walk(e.child)
			path[node.level] = nil
		}
	}
	walk(root)
	return s.join(all), complete
}

// join unites regions that differ in one level alone, until there are none. Once from the last level to the first is
// enough: two regions that are alike but in one level, after joins before it, hold parts that were joined there.
func (s *search) join(all []region) []region {
	for at := range slices.Backward(s.levels) {
		all = s.joinAt(all, at)
	}
	return all
}

func (s *search) joinAt(all []region, at int) []region {
	if !slices.ContainsFunc(all, func(r region) bool { return r.values[at] != nil }) {
		return all
	}
	index := make(map[string]int, len(all))
	var out []region
	for _, r := range all {
		key := []byte{byte(r.outcome), byte(r.outcome >> 8), byte(r.outcome >> 16)}
		for i, values := range r.values {
			if i == at {
				continue
			}
			if values == nil {
				key = append(key, 0)
			} else {
				key = values.AppendKey(append(key, 1))
			}
		}
		n, known := index[string(key)]
		if !known {
			index[string(key)] = len(out)
			r.values[at] = slices.Clone(r.values[at])
			out = append(out, r)
			continue
		}
		// Regions do not meet, so two that are the same elsewhere are both narrowed here.
		out[n].values[at].Unite(r.values[at])
		if out[n].values[at].Count() == s.valuesAt(at) {
			out[n].values[at] = nil
		}
	}
	return out
}

// find is a region with a wanted outcome that some sign-in is in.
func (s *search) find(root int, wanted func(Kind) bool, exists func(*region) bool) (*region, bool) {
	leads := make(map[int]bool, len(s.nodes))
	var mayLead func(n int) bool
	mayLead = func(n int) bool {
		if n == same {
			return false
		}
		if may, known := leads[n]; known {
			return may
		}
		node := &s.nodes[n]
		may := len(node.edges) == 0 && wanted(s.outcomes[node.outcome].kind)
		for _, e := range node.edges {
			may = mayLead(e.child) || may
		}
		leads[n] = may
		return may
	}
	r := &region{values: make([]set, len(s.levels))}
	var walk func(n int) bool
	walk = func(n int) bool {
		if !mayLead(n) {
			return false
		}
		node := &s.nodes[n]
		if len(node.edges) == 0 {
			r.outcome = node.outcome
			return exists(r)
		}
		for _, e := range node.edges {
			r.values[node.level] = e.values
			if walk(e.child) {
				return true
			}
			r.values[node.level] = nil
		}
		return false
	}
	return r, walk(root)
}
