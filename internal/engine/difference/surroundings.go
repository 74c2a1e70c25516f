package difference

import (
	"slices"
	"strings"
)

// networkValues names a set of networks by the locations that conditions look at: one location, all but one,
// or one line for every class of networks.
func (r *realm) networkValues(values set) Values {
	if values == nil {
		return Values{}
	}
	classes := r.space.networks
	outside := r.space.axes[r.space.netAxis].full.clone()
	outside.subtract(values)
	for t, term := range r.reader.places.terms {
		if term.what.anywhere {
			continue
		}
		in := newSet(len(classes))
		for i, n := range classes {
			if n.in.has(t) {
				in.add(i)
			}
		}
		switch {
		case in.equal(values):
			return Values{Only: []string{term.what.name}}
		case in.equal(outside):
			return Values{Except: []string{term.what.name}}
		}
	}
	name := func(i int) string {
		var names []string
		for t := range classes[i].in.all {
			names = append(names, r.reader.places.terms[t].what.name)
		}
		if len(names) == 0 {
			return "in none of the named locations"
		}
		slices.Sort(names)
		return strings.Join(slices.Compact(names), " and ")
	}
	words := make([]string, len(classes))
	for i := range classes {
		words[i] = name(i)
	}
	return wordValues(words, values)
}

// deviceLines say what filters make of the devices of a set.
func (r *realm) deviceLines(a int, values set) []string {
	component := r.space.component[a]
	if values == nil || component == nil {
		return nil
	}
	var lines []string
	settled := r.space.axes[a].full.clone()
	for i, t := range component.terms {
		in := newSet(len(component.values))
		for n, value := range component.values {
			if value.holds[i] {
				in.add(n)
			}
		}
		switch {
		case values.within(in):
			lines = append(lines, "matches "+r.reader.devices.terms[t].what.text)
			settled.intersect(in)
		case !values.meets(in):
			lines = append(lines, "does not match "+r.reader.devices.terms[t].what.text)
			settled.subtract(in)
		}
	}
	if settled.equal(values) {
		return lines
	}
	var ways []string
	for n := range values.all {
		var parts []string
		for i, t := range component.terms {
			if component.values[n].holds[i] {
				parts = append(parts, r.reader.devices.terms[t].what.text)
			}
		}
		if len(parts) == 0 {
			parts = []string{"none of the filters"}
		}
		ways = append(ways, strings.Join(parts, " and "))
	}
	return append(lines, "matches exactly "+strings.Join(ways, ", or exactly "))
}
