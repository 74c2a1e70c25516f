package graphsim

import (
	"slices"
	"strings"
)

// refusedOptions are the query options that a collection does not take. They are
// those that the metadata annotates as unsupported; what it says nothing about is taken.
var refusedOptions = map[string][]string{
	contextFragment:   {"$select", "$top", "$skip", "$count"},
	templateFragment:  {"$top", "$skip", "$count"},
	agreementFragment: {"$filter", "$select", "$top", "$skip", "$count", "$orderby"},
}

// checkSupport refuses the query options that a collection does not take.
func (c *call) checkSupport(fragment string) *refusal {
	for name := range c.query {
		if slices.Contains(refusedOptions[fragment], strings.ToLower(name)) {
			return badRequest("The query option '%s' is not supported.", name)
		}
	}
	if c.countOnly && slices.Contains(refusedOptions[fragment], "$count") {
		return noSuchPath("$count")
	}
	return nil
}

// pageLimits are the default and the largest page of a collection.
func pageLimits(fragment string) (standard, most int) {
	if strings.HasPrefix(fragment, "auditLogs/") {
		return 1000, 1000
	}
	return defaultPageSize, maximumPageSize
}

// directoryFragments are the collections of directory objects, whose query engine
// answers some questions only from an index that lags behind.
var directoryFragments = []string{users, groups, servicePrincipals, "directoryObjects"}

// checkAdvanced refuses what the directory answers from that index alone, unless the
// request says that it accepts the lag: ConsistencyLevel: eventual, with $count=true
// beside a $filter.
func (c *call) checkAdvanced(fragment string, filter condition) *refusal {
	if !slices.Contains(directoryFragments, fragment) || c.eventual && (filter == nil || c.counts() || c.countOnly) {
		return nil
	}
	switch {
	case c.countOnly:
		return &refusal{status: 400, code: "Request_BadRequest", message: "$count is not currently supported."}
	case filter != nil && c.query.Get("$orderby") != "":
		return &refusal{status: 400, code: "Request_UnsupportedQuery", message: "Sorting not supported for current query."}
	case filter != nil && needsIndex(filter):
		return &refusal{status: 400, code: "Request_UnsupportedQuery", message: "Unsupported Query."}
	}
	return nil
}

// counts is true for $count=true.
func (c *call) counts() bool { return strings.EqualFold(c.query.Get("$count"), "true") }

// needsIndex is true for the operators that the index alone has: ne, not, endsWith.
func needsIndex(filter condition) bool {
	switch f := filter.(type) {
	case conjunction:
		return needsIndex(f.left) || needsIndex(f.right)
	case disjunction:
		return needsIndex(f.left) || needsIndex(f.right)
	case comparison:
		return f.operator == "ne"
	case textMatch:
		return f.function == "endswith"
	case anyOf:
		return needsIndex(f.inner)
	case negation:
		return true
	default:
		return false
	}
}
