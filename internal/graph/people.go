package graph

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// People are the accounts that verdicts are about: those who hold a role that may change Conditional
// Access, and the declared break-glass accounts. Of each of them the groups, the registered methods and the
// devices are read. That scales with their number and not with the size of the groups that policies name:
// of such a group only its members among these people are known, which is all that a verdict asks.
type people struct {
	ids     map[string]bool
	groups  map[string]map[string]bool // user id to group ids; no entry: not read
	methods map[string][]ca.AuthenticationMethod
	devices map[string][]ca.Device
}

func newPeople() people {
	return people{
		ids:     map[string]bool{},
		groups:  map[string]map[string]bool{},
		methods: map[string][]ca.AuthenticationMethod{},
		devices: map[string][]ca.Device{},
	}
}

// ask is what has to be read for the users who are not among the people yet.
func (p *people) ask(ids map[string]bool) iter.Seq[reading] {
	return func(yield func(reading) bool) {
		for _, id := range slices.Sorted(maps.Keys(ids)) {
			if p.ids[id] {
				continue
			}
			p.ids[id] = true
			for _, r := range p.askOne(id) {
				if !yield(r) {
					return
				}
			}
		}
	}
}

func (p *people) askOne(id string) []reading {
	return []reading{
		{fact: "group memberships", order: groupsOf(id),
			take:   into(decodeMembers, func(groups []ca.Member) { p.groups[id] = idsOf(groups) }),
			absent: func() { p.groups[id] = map[string]bool{} }},
		{fact: "authentication methods", order: methodsOf(id), absent: func() {},
			take: into(ca.DecodeMethodList, func(list []ca.AuthenticationMethod) { p.methods[id] = list })},
		{fact: "registered devices", order: devicesOf(id), absent: func() {},
			take: into(ca.DecodeDeviceList, func(list []ca.Device) { p.devices[id] = list })},
	}
}

// complete reports whether the groups of all people were read.
func (p *people) complete() bool { return len(p.groups) == len(p.ids) }

// membersOf are the people in a group; ok is false when somebody's groups were not read.
func (p *people) membersOf(group string) (members []ca.Member, ok bool) {
	members = []ca.Member{}
	for _, id := range slices.Sorted(maps.Keys(p.ids)) {
		groups, read := p.groups[id]
		if !read {
			return nil, false
		}
		if groups[group] {
			members = append(members, ca.Member{ID: id, Kind: kindUser})
		}
	}
	return members, true
}

const (
	kindUser  = "#microsoft.graph.user"
	kindGroup = "#microsoft.graph.group"
)

// decodeMembers reads a list of directory objects.
func decodeMembers(data []byte) ([]ca.Member, error) {
	var list struct {
		Value json.RawMessage `json:"value"`
	}
	if err := json.Unmarshal(data, &list); err != nil || list.Value == nil {
		return nil, &ca.ShapeError{Want: `an object with a list "value"`, Got: "something else"}
	}
	wrapped, err := json.Marshal(map[string]json.RawMessage{"value": list.Value})
	if err != nil {
		return nil, err
	}
	members, err := ca.DecodeGroupMembers(wrapped)
	if err != nil {
		return nil, err
	}
	return members["value"], nil
}

func idsOf(members []ca.Member) map[string]bool {
	ids := make(map[string]bool, len(members))
	for _, m := range members {
		ids[ca.FoldID(m.ID)] = true
	}
	return ids
}
