package reference

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// The kinds of member that matter: nothing else in a group is a user or holds one.
const (
	kindUser  = "#microsoft.graph.user"
	kindGroup = "#microsoft.graph.group"
)

// member says whether a user is in a group, directly or through groups in it. One sure path is enough;
// without one, a group on the way whose members were not read leaves the answer open.
func (j *judge) member(u ca.User, groupID string) value {
	key := [2]string{ca.FoldID(u.ID), ca.FoldID(groupID)}
	if v, done := j.members[key]; done {
		return v
	}
	v := j.search(u, groupID)
	j.members[key] = v
	return v
}

func (j *judge) search(u ca.User, groupID string) value {
	found := no
	seen := map[string]bool{} // groups may hold each other
	next := []string{ca.FoldID(groupID)}
	for len(next) > 0 {
		id := next[0]
		next = next[1:]
		if seen[id] || !j.mayBeGroup(id) {
			continue
		}
		seen[id] = true
		members, read := j.tenant.GroupMembers[id]
		if !read {
			found = unknown
		}
		for _, m := range members {
			switch j.kind(m) {
			case kindGroup:
				next = append(next, ca.FoldID(m.ID))
			case kindUser:
				if ca.SameID(m.ID, u.ID) {
					return yes
				}
			}
		}
	}
	return found
}

// mayBeGroup reports whether a group with this id exists, as far as is known. A deleted group leaves its
// id behind in policies and holds nobody.
func (j *judge) mayBeGroup(id string) bool {
	_, exists := j.tenant.Group(id)
	return exists || !j.tenant.Groups.Read()
}

func (j *judge) kind(m ca.Member) string {
	if m.Kind != "" {
		return m.Kind
	}
	_, hasMembers := j.tenant.GroupMembers[ca.FoldID(m.ID)]
	if _, isGroup := j.tenant.Group(m.ID); isGroup || hasMembers {
		return kindGroup
	}
	return kindUser
}
