package provider

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graph"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

func newLocationResource() resource.Resource {
	return &entityResource[ca.NamedLocation]{entity: locationEntity}
}

var locationEntity = entity[ca.NamedLocation]{
	noun:     "named location",
	typeName: "named_location",
	address:  address{collections: []string{"identity/conditionalAccess/namedLocations"}},

	schema: once(locationSchema),
	scalar: "display_name",
	shape:  locationShape,

	id:       func(l ca.NamedLocation) string { return l.ID },
	name:     func(l ca.NamedLocation) string { return l.DisplayName },
	modified: func(l ca.NamedLocation) time.Time { return l.ModifiedDateTime },
	in:       func(t *ca.Tenant) []ca.NamedLocation { return t.NamedLocations.Value() },

	list:   (*graph.Client).NamedLocations,
	read:   (*graph.Client).NamedLocation,
	create: (*graph.Client).CreateNamedLocation,
	update: func(ctx context.Context, c *graph.Client, desired, current ca.NamedLocation) (ca.NamedLocation, error) {
		return c.UpdateNamedLocation(ctx, desired, current)
	},
	remove: (*graph.Client).DeleteNamedLocation,

	change:   locationChange,
	check:    checkLocation,
	complete: func(planned, _ ca.NamedLocation) (ca.NamedLocation, []string) { return planned, nil },
	disarm: func(ctx context.Context, c *graph.Client, created ca.NamedLocation) error {
		return c.DeleteNamedLocation(ctx, created.ID)
	},
	decode:   ca.DecodeNamedLocation,
	sources:  []source{azureadLocation, microsoft365Location},
	unfit:    unfitLocation,
	replaces: func(before, after ca.NamedLocation) bool { return before.Kind != after.Kind },
}

func locationChange(before, after *ca.NamedLocation) guard.Change {
	change := guard.Change{Object: guard.ObjectNamedLocation, LocationBefore: before, LocationAfter: after}
	if before != nil {
		change.ID = before.ID
	}
	return change
}

// checkLocation leaves a location of no kind to the schema, which says that it must have one.
func checkLocation(l ca.NamedLocation) []guard.Finding {
	if l.Kind == "" {
		return nil
	}
	return guard.ValidateNamedLocation(l)
}

// unfitLocation explains the kinds of location that nobody can write: Microsoft keeps them.
func unfitLocation(l ca.NamedLocation) string {
	if l.Kind == ca.LocationIP || l.Kind == ca.LocationCountry {
		return ""
	}
	return "It is a " + strings.TrimPrefix(string(l.Kind), "#microsoft.graph.") +
		", and this resource has only locations by address (`ip`) and by country (`country`). Policies can name its id as it is."
}
