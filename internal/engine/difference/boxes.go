package difference

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// boxes puts the regions of a diagram into words. A region that no sign-in can be in is left out.
func (r *realm) boxes(s *search, root int) (boxes []Box, complete bool) {
	regions, complete := s.regions(root)
	for i := range regions {
		if box, exists := r.box(&regions[i], s.outcomes[regions[i].outcome], everyChange); exists {
			boxes = append(boxes, box)
		}
	}
	return boxes, complete
}

func (r *realm) box(region *region, o outcome, of scope) (Box, bool) {
	r.trim(region)
	p, exists := r.example(region)
	if !exists {
		return Box{}, false
	}
	b := Box{Kind: o.kind, Example: p.signIn, realm: r, region: *region}
	words := map[dimension]*Values{
		client: &b.Clients, platform: &b.Platforms, userRisk: &b.UserRisks, signInRisk: &b.SignInRisks, workloadRisk: &b.ServicePrincipalRisks,
		agentRisk: &b.AgentRisks, insiderRisk: &b.InsiderRisks, flow: &b.TransferMethods,
	}
	b.Added, b.Removed = r.reader.ledger.texts(o.added), r.reader.ledger.texts(o.removed)
	for a, axis := range r.space.axes {
		values := r.valuesOf(region, a)
		switch axis.dimension {
		case target:
			b.Targets = r.targetValues(r.space.words[a], values)
		case network:
			b.Networks = r.networkValues(values)
		case device:
			b.Devices = append(b.Devices, r.deviceLines(a, values)...)
		case people:
			b.People = r.peopleOf(values)
		default:
			if to, told := words[axis.dimension]; told {
				*to = wordValues(r.space.words[a], values)
			}
		}
	}
	for at, l := range r.levels {
		values := region.values[at]
		if l.proposition < 0 || values == nil {
			continue
		}
		proposition := r.space.axes[l.axis].propositions[l.proposition]
		if values.Has(0) != proposition.inverted {
			proposition.text = "it is not so that " + proposition.text
		}
		b.Assuming = append(b.Assuming, proposition.text)
	}
	b.Assuming = append(b.Assuming, r.assumedTypes(r.valuesOf(region, r.space.peopleAxis))...)
	before, applied := r.asked(0, of, &p)
	after, applies := r.asked(1, of, &p)
	b.Before, b.After = r.reader.ledger.texts(before), r.reader.ledger.texts(after)
	b.Causes = r.causes(before, after, applied, applies)
	return b, true
}

// causes are the changed policies that ask for something new, or no longer ask for something.
func (r *realm) causes(before, after set, applied, applies []*version) []Cause {
	var causes []Cause
	asked, asks := r.closure(before), r.closure(after)
	for _, n := range r.changed {
		p := &r.policies[n]
		says := func(applying []*version, known set) bool {
			return slices.ContainsFunc(applying, func(v *version) bool {
				return v.policy == n && slices.ContainsFunc(v.clauses, func(c int) bool { return !known.Has(c) })
			})
		}
		if says(applied, asks) || says(applies, asked) {
			causes = append(causes, Cause{p.change.ID, p.change.Name})
		}
	}
	slices.SortFunc(causes, func(a, b Cause) int { return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID)) })
	return causes
}

func rank(k Kind) int { return slices.Index([]Kind{Lost, AskedMore, Changed, AskedLess, Gained}, k) }

func sortBoxes(boxes []Box) {
	slices.SortStableFunc(boxes, func(a, b Box) int { return cmp.Compare(rank(a.Kind), rank(b.Kind)) })
}

// wordValues names the values of a set: those in it, or those that are not, whichever are fewer.
func wordValues(words []string, values set) Values { return fewer(parted(words, values)) }

// parted names the values of a set, and those that are not in it.
func parted(words []string, values set) (v Values) {
	if values == nil {
		return Values{}
	}
	for i, w := range words {
		if values.Has(i) {
			v.Only = append(v.Only, w)
		} else {
			v.Except = append(v.Except, w)
		}
	}
	return v
}

// fewer keeps whichever of the two lists is shorter.
func fewer(v Values) Values {
	if len(v.Except) == 0 || len(v.Only) <= len(v.Except) {
		v.Except = nil
	} else {
		v.Only = nil
	}
	return v
}

// targetValues names targets, and suites where all of a suite is meant.
func (r *realm) targetValues(words []string, values set) Values {
	v := parted(words, values)
	return fewer(Values{Only: r.targetNames(v.Only), Except: r.targetNames(v.Except)})
}

func (r *realm) targetNames(targets []string) []string {
	var names []string
	for _, suite := range []struct {
		name string
		ids  []string
	}{{ca.Office365, ca.Office365Apps}, {ca.MicrosoftAdminPortals, ca.AdminPortalApps}} {
		listed := listsApplications(suite.ids)
		n := 0
		for _, t := range targets {
			if listed(t) {
				n++
			}
		}
		if n == len(suite.ids) {
			names = append(names, suite.name)
			targets = slices.DeleteFunc(slices.Clone(targets), listed)
		}
	}
	for _, t := range targets {
		_, name, _ := strings.Cut(t, " ")
		switch {
		case name == "":
			name = OtherApplications
		case t == contextPrefix+r.reader.spareContext() && !slices.Contains(r.reader.targets, t):
			name = OtherContexts
		}
		names = append(names, name)
	}
	return names
}
