package difference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// A realm is the policies about users, or those about service principals. No sign-in is in both.
type realm struct {
	*comparison
	*program
	space    *space
	workload bool
	changed  []int // the policies that changed
	before   set   // versions
	after    set
	listings map[listing]bool
	people   *naming // once somebody is named
	places   *naming // once a location is
}

// realm adds what one realm has to say to a report.
func (c *comparison) realm(workload bool, report *Report) {
	r := &realm{comparison: c, workload: workload, listings: map[listing]bool{}}
	versions, sides := r.relevant()
	if len(r.changed) == 0 {
		return
	}
	versions, sides = r.needed(versions, sides)
	if len(versions) == 0 {
		return // what changed is asked anyway, before and after
	}
	if !r.build(versions, sides) {
		report.giveUp("the rules of the device filters combine in too many ways")
		for _, p := range r.changed {
			c.policies[p].change.Decision = worse(c.policies[p].change.Decision, NotDecided)
		}
		return
	}
	whole := r.search(r.before, r.after, c.limit)
	root := whole.run()
	boxes, complete := r.boxes(whole, root)
	report.Boxes = append(report.Boxes, boxes...)
	if !complete {
		report.giveUp("there are too many ways in which the changed policies and the others meet; compare in smaller steps")
	}
	for _, p := range r.changed {
		search, root := whole, root
		if len(r.changed) > 1 {
			search, root = r.alone(p)
		}
		decision, evidence := r.decide(p, search, root)
		change := &c.policies[p].change
		if change.Decision = worse(change.Decision, decision); change.Evidence == nil {
			change.Evidence = evidence
		}
		if search.exhausted {
			report.giveUp("what the change of " + change.Name + " does takes too long to decide")
		}
	}
}

func (r *Report) giveUp(reason string) {
	if r.Undecided == "" {
		r.Undecided = reason
	}
}

// worse is the decision about a policy that was moved from users to service principals: both parts count.
func worse(a, b Decision) Decision {
	for _, d := range []Decision{Stricter, NotDecided, NoStricter} {
		if a == d || b == d {
			return d
		}
	}
	return NoEffect
}

// relevant are the versions that changed, and those of the others that can hide a change or make it worse:
// they ask for something that contains what a changed version asks.
func (r *realm) relevant() (versions []version, sides [][2]bool) {
	asked := bitset.New(len(r.reader.ledger.clauses))
	here := func(v version) bool { return v.workload == r.workload }
	for i, p := range r.policies {
		all := slices.Concat(p.versions[0], p.versions[1])
		if p.change.Change == Unchanged || !slices.ContainsFunc(all, here) {
			continue
		}
		r.changed = append(r.changed, i)
		for _, v := range all {
			for _, c := range v.clauses {
				asked.Add(c)
			}
		}
	}
	for _, p := range r.policies {
		for side := range p.versions {
			for _, v := range p.versions[side] {
				switch {
				case !here(v):
				case p.change.Change != Unchanged:
					versions, sides = append(versions, v), append(sides, [2]bool{side == 0, side == 1})
				case side == 0 && r.contains(v, asked):
					versions, sides = append(versions, v), append(sides, [2]bool{true, true})
				}
			}
		}
	}
	return versions, sides
}

// needed leaves out the versions that others make superfluous, and then those that have no changed one left
// to decide about.
func (r *realm) needed(versions []version, sides [][2]bool) (keptVersions []version, keptSides [][2]bool) {
	covered := r.covered(versions, sides)
	asked := bitset.New(len(r.reader.ledger.clauses))
	for i, v := range versions {
		if sides[i] != [2]bool{true, true} && !covered[i] {
			for _, c := range v.clauses {
				asked.Add(c)
			}
		}
	}
	for i, v := range versions {
		if !covered[i] && r.contains(v, asked) {
			keptVersions, keptSides = append(keptVersions, v), append(keptSides, sides[i])
		}
	}
	return keptVersions, keptSides
}

func (r *realm) contains(v version, asked set) bool {
	for _, c := range v.clauses {
		if r.reader.ledger.contains[c].Meets(asked) {
			return true
		}
	}
	return false
}

// build makes the space and the program. It fails where the devices cannot be told apart with bounded work.
func (r *realm) build(versions []version, sides [][2]bool) bool {
	var ok bool
	r.space, ok = newSpace(r.reader, r.comparison.before, r.comparison.after, versions, r.workload)
	if !ok {
		return false
	}
	axes, columns := r.space.axes, make([][]int, len(r.space.axes))
	for a := range axes {
		columns[a] = make([]int, len(versions))
		for v := range versions {
			columns[a][v] = r.space.column(a, versions[v])
		}
	}
	r.program = newProgram(r.reader.ledger, axes, versions, columns)
	r.before, r.after = bitset.New(len(r.versions)), bitset.New(len(r.versions))
	for v, side := range sides {
		if side[0] {
			r.before.Add(v)
		}
		if side[1] {
			r.after.Add(v)
		}
	}
	return true
}

// alone searches for what the change of one policy does, all others being as they were before.
func (r *realm) alone(policy int) (*search, int) {
	after := r.before.Clone()
	for v := range r.versions {
		if r.versions[v].policy == policy {
			after.Remove(v)
			if r.after.Has(v) {
				after.Add(v)
			}
		}
	}
	s := r.search(r.before, after, r.limit)
	return s, s.run()
}

// decide reads the decision about a policy off the diagram of its change.
func (r *realm) decide(policy int, s *search, root int) (Decision, *Box) {
	exists := func(region *region) bool {
		_, ok := r.example(region)
		return ok
	}
	for _, kind := range []Kind{Lost, AskedMore, Changed} {
		if region, found := s.find(root, func(k Kind) bool { return k == kind }, exists); found {
			box, _ := r.box(region, s.outcomes[region.outcome], scope(policy))
			return Stricter, &box
		}
	}
	if s.exhausted {
		return NotDecided, nil
	}
	if _, found := s.find(root, func(k Kind) bool { return k == Gained || k == AskedLess }, exists); found {
		return NoStricter, nil
	}
	return NoEffect, nil
}
