package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A factSet collects missing facts, each once, in the order of their names.
type factSet struct{ facts []MissingFact }

func fact(name, how string, args ...any) MissingFact {
	return MissingFact{Fact: name, How: fmt.Sprintf(how, args...)}
}

func (s *factSet) add(f MissingFact) {
	if !slices.Contains(s.facts, f) {
		s.facts = append(s.facts, f)
	}
}

func (s *factSet) sorted() []MissingFact {
	out := slices.Clone(s.facts)
	slices.SortFunc(out, func(a, b MissingFact) int {
		return cmp.Or(strings.Compare(a.Fact, b.Fact), strings.Compare(a.How, b.How))
	})
	return out
}

func factGroupMembers(t *ca.Tenant, id string) MissingFact {
	name := id
	if g, ok := t.Group(id); ok && g.DisplayName != "" {
		name = fmt.Sprintf("%q (%s)", g.DisplayName, id)
	}
	return fact("groupMembers", "read the members of group %s, and of the groups in it", name)
}

func factRoleDefinitions(id string) MissingFact {
	return fact("roleDefinitions", "read the role definitions: role %s may be one that changes Conditional Access", id)
}

func factOpaque(l ca.NamedLocation) MissingFact {
	return fact("namedLocations", "whether a network is in %q cannot be told from addresses and countries", l.DisplayName)
}
