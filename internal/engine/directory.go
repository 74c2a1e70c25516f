package engine

import (
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A directory answers who is in which group. It holds nothing of its own: what is asked often is kept by who
// asks, for the people that it asks about.
type directory struct{ tenant *ca.Tenant }

// members calls visit with every user of a group, nested groups included, by folded id; one who is in it in
// two ways is visited twice. open says that there may be others, since some group in it was not read. A
// group that does not exist holds nobody.
func (d directory) members(id string, visit func(userID string)) (open bool) {
	visited := map[string]bool{}
	pending := []string{ca.FoldID(id)}
	for len(pending) > 0 {
		current := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if visited[current] {
			continue
		}
		visited[current] = true
		if d.tenant.Groups.Read() && !d.isGroup(current) {
			continue
		}
		members, read := d.tenant.GroupMembers[current]
		if !read {
			open = true
			continue
		}
		for _, member := range members {
			switch memberID := ca.FoldID(member.ID); d.kindOf(member) {
			case memberUser:
				visit(memberID)
			case memberGroup:
				pending = append(pending, memberID)
			}
		}
	}
	return open
}

type memberKind uint8

const (
	memberOther memberKind = iota
	memberUser
	memberGroup
)

// kindOf reads a member's type; one that was exported without it is a group where a group has its id.
func (d directory) kindOf(m ca.Member) memberKind {
	switch strings.ToLower(m.Kind) {
	case "#microsoft.graph.user":
		return memberUser
	case "#microsoft.graph.group":
		return memberGroup
	case "":
		if _, listed := d.tenant.GroupMembers[ca.FoldID(m.ID)]; listed || d.isGroup(ca.FoldID(m.ID)) {
			return memberGroup
		}
		return memberUser
	}
	return memberOther
}

func (d directory) isGroup(foldedID string) bool {
	_, ok := d.tenant.Groups.Value()[foldedID]
	return ok
}

// isUser reports whether the id is a user's, which keeps a service principal that holds a role from being
// taken for a group.
func (d directory) isUser(foldedID string) bool {
	_, ok := d.tenant.Users.Value()[foldedID]
	return ok
}

// mayBeGroup tells a group whose members were not read from a user or a service principal.
func (d directory) mayBeGroup(foldedID string) bool {
	if d.tenant.Groups.Read() {
		return d.isGroup(foldedID)
	}
	_, servicePrincipal := d.tenant.ServicePrincipals.Value()[foldedID]
	return !servicePrincipal && !d.isUser(foldedID)
}
