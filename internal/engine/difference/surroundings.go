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
	members := make([]set, len(r.reader.places.terms)) // the classes that are in a location
	for t := range members {
		in := bitset.New(len(classes))
		members[t] = in
		for i, n := range classes {
			if n.in.Has(t) {
				in.Add(i)
			}
		}
		switch {
		case in.Equal(values):
			return Values{Only: []string{r.placeName(t)}}
		case in.Equal(outside):
			return Values{Except: []string{r.placeName(t)}}
		}
	}
	words := make([]string, len(classes))
	for i := range classes {
		words[i] = r.className(classes[i].in, members)
	}
	return wordValues(words, values)
}

// className names the networks that are in these locations and in no other: alone says that there are others
// which are in these and in more.
func (r *realm) className(in set, members []set) string {
	var names []string
	within := r.space.axes[r.space.netAxis].full.Clone() // the classes that are in these locations
	for t := range in.All {
		names = append(names, r.placeName(t))
		within.Intersect(members[t])
	}
	if len(names) == 0 {
		return "in none of the named locations"
	}
	slices.Sort(names)
	text := strings.Join(names, " and ")
	if within.Count() > 1 {
		text += " alone"
	}
	return text
}

// placeName is the name of a location among those that conditions look at.
func (r *realm) placeName(t int) string {
	terms := r.reader.places.terms
	if r.places == nil {
		var names []name
		for other, located := range r.space.located {
			if located {
				names = append(names, terms[other].what.name)
			}
		}
		r.places = newNaming(names)
	}
	return r.places.call(terms[t].what.name)
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
