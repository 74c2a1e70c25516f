package graphsim

import (
	"slices"
	"strings"
)

// workload matches the service principal that signs in. Policies reach only those
// that were registered in this tenant.
func (s *signIn) workload(wanted tree) (reason, *refusal) {
	if wanted == nil || !s.isOwn() {
		return becauseWorkloads, nil
	}
	isIt := func(id string) bool { return strings.EqualFold(id, word(s.principal, "id")) }
	included := words(wanted, "includeServicePrincipals")
	if slices.ContainsFunc(words(wanted, "excludeServicePrincipals"), isIt) ||
		!slices.Contains(included, "ServicePrincipalsInMyTenant") && !slices.ContainsFunc(included, isIt) {
		return becauseWorkloads, nil
	}
	filter := child(wanted, "servicePrincipalFilter")
	if filter == nil {
		return applies, nil
	}
	inFilter, why := attributesFit(filter, s.principal)
	if why != nil || !inFilter {
		return becauseWorkloads, why
	}
	return applies, nil
}

// isOwn is true for a service principal of an application of this tenant. Where
// the tenant's id or the owner is not known, nothing speaks against it.
func (s *signIn) isOwn() bool {
	if kind := word(s.principal, "servicePrincipalType"); kind != "" && !strings.EqualFold(kind, "Application") {
		return false
	}
	owner := word(s.principal, "appOwnerOrganizationId")
	for _, object := range s.tenant.collection(organization).current() {
		return owner == "" || strings.EqualFold(owner, word(object, "id"))
	}
	return true
}

// attributesFit tests a filter on custom security attributes. An export has them
// only when they were asked for: without, the answer is not known.
func attributesFit(filter, principal tree) (bool, *refusal) {
	attributes, present := principal["customSecurityAttributes"]
	if !present {
		return false, privilegesMissing()
	}
	sets, _ := attributes.(tree)
	return filterFits(filter, attributeOperators, func(property string) []string {
		set, attribute, _ := strings.Cut(strings.TrimPrefix(property, "customsecurityattribute."), "_")
		for name, value := range sets {
			if s, isSet := value.(tree); isSet && strings.EqualFold(name, set) {
				return lowerValues(memberFold(s, attribute))
			}
		}
		return nil
	}), nil
}

// filterFits says whether what a filter looks at stays in the policy. A rule that
// cannot be read, as an export may hold one, fits nothing.
func filterFits(filter tree, operators func(string) []string, valuesOf func(string) []string) bool {
	r, err := parseRule(word(filter, "rule"), operators)
	return err == nil && r.holds(valuesOf) == (word(filter, "mode") != "exclude")
}

// memberFold is a member by its name in any case.
func memberFold(t tree, name string) any {
	for held, value := range t {
		if strings.EqualFold(held, name) {
			return value
		}
	}
	return nil
}

// lowerValues are the values of a property as rules compare them: none for null,
// one for a plain value, all for a collection.
func lowerValues(value any) []string {
	switch v := value.(type) {
	case string:
		if v == "" {
			return nil
		}
		return []string{strings.ToLower(v)}
	case bool:
		if v {
			return []string{"true"}
		}
		return []string{"false"}
	case []any:
		var out []string
		for _, element := range v {
			out = append(out, lowerValues(element)...)
		}
		return out
	default:
		return nil
	}
}
