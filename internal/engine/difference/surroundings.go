package difference

import (
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// networkValues names a set of networks by the locations that conditions look at: one location, all but one,
// or one line for every class of networks.
func (r *realm) networkValues(values set) Values {
	if values == nil {
		return Values{}
	}
	classes := r.space.networks
	outside := r.space.axes[r.space.netAxis].full.Clone()
	outside.Subtract(values)
	for t, term := range r.reader.places.terms {
		in := bitset.New(len(classes))
		for i, n := range classes {
			if n.in.Has(t) {
				in.Add(i)
			}
		}
		switch {
		case in.Equal(values):
			return Values{Only: []string{term.what.name}}
		case in.Equal(outside):
			return Values{Except: []string{term.what.name}}
		}
	}
	name := func(i int) string {
		var names []string
		for t := range classes[i].in.All {
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
	settled := r.space.axes[a].full.Clone()
	for i, t := range component.terms {
		in := bitset.New(len(component.values))
		for n, value := range component.values {
			if value.holds[i] {
				in.Add(n)
			}
		}
		switch {
		case values.Within(in):
			lines = append(lines, "matches "+r.reader.devices.terms[t].what.text)
			settled.Intersect(in)
		case !values.Meets(in):
			lines = append(lines, "does not match "+r.reader.devices.terms[t].what.text)
			settled.Subtract(in)
		}
	}
	if settled.Equal(values) {
		return lines
	}
	var ways []string
	for n := range values.All {
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
