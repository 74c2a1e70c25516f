package provider

import (
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// storedLocations names locations by their bare ids. The azuread provider keeps the path of one,
// /identity/conditionalAccess/namedLocations/<id>, and a configuration that moves here piece by piece still
// takes it from there; the service knows ids alone.
func storedLocations(c *ca.LocationCondition) *ca.LocationCondition {
	if c == nil {
		return nil
	}
	stored := *c
	stored.IncludeLocations = bareLocationIDs(c.IncludeLocations)
	stored.ExcludeLocations = bareLocationIDs(c.ExcludeLocations)
	return &stored
}

func bareLocationIDs(ids []string) []string {
	var bare []string
	for _, id := range ids {
		if named, err := locationEntity.address.idIn(id); err == nil && strings.Contains(id, "/") {
			id = named
		}
		bare = append(bare, id)
	}
	return bare
}
