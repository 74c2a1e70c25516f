package graphsim

import (
	"net/http"
	"slices"
)

const (
	maximumLocations = 195
	locationFragment = "identity/conditionalAccess/namedLocations"
	locationTypeName = "NamedLocation"
	locationPath     = "/identity/conditionalAccess/namedLocations"
)

func locationRoutes() []route {
	item := locationPath + "/{id}"
	return []route{
		{http.MethodGet, locationPath, readPolicies, scopesMissing, true, listLocations},
		{http.MethodPost, locationPath, dropPolicies, scopesMissing, true, createLocation},
		{http.MethodGet, item, readPolicies, scopesMissing, true, getLocation},
		{http.MethodPatch, item, dropPolicies, scopesMissing, true, updateLocation},
		{http.MethodDelete, item, dropPolicies, scopesMissing, true, deleteLocation},
	}
}

func (c *call) locationView(object tree) tree {
	view := locationShape.view(object, c.beta, c.includeUnknown)
	if c.options.Reorder {
		reverseLists(view)
	}
	return view
}

func listLocations(c *call) (answer, *refusal) {
	var out []tree
	c.tenant.collection(namedLocations).readAll(func(_ *record, object tree) {
		out = append(out, c.locationView(object))
	})
	return c.list(locationFragment, out, nil)
}

func getLocation(c *call) (answer, *refusal) {
	_, object := c.tenant.collection(namedLocations).read(c.params["id"])
	if object == nil {
		return answer{}, notInDirectory(locationTypeName, c.params["id"])
	}
	view, why := c.selected(c.locationView(object))
	return ok(c.entity(locationFragment, view)), why
}

// sentLocation reads a body; unlike a policy's, it must name its type.
func (c *call) sentLocation() (tree, *refusal) {
	if why := c.checkLicence(); why != nil {
		return nil, why
	}
	body, why := c.object(locationTypeName)
	if why != nil {
		return nil, why
	}
	if _, typed := body["@odata.type"]; !typed {
		return nil, wrongType("")
	}
	sent, m := locationShape.conform(body, c.beta, "")
	if m != nil {
		return nil, m.refusal(locationTypeName)
	}
	return sent, nil
}

func createLocation(c *call) (answer, *refusal) {
	sent, why := c.sentLocation()
	if why != nil {
		return answer{}, why
	}
	if len(c.tenant.collection(namedLocations).current()) >= maximumLocations {
		return answer{}, limitReached("named locations", maximumLocations)
	}
	object := locationShape.complete(sent)
	if why := checkLocation(object); why != nil {
		return answer{}, why
	}
	object["id"] = newGUID()
	object["createdDateTime"] = timestamp(c.now)
	object["modifiedDateTime"] = object["createdDateTime"] // unlike a policy's, never null
	c.tenant.collection(namedLocations).write(object)
	c.audit(namedLocations, nil, object)
	return created(c.entity(locationFragment, c.locationView(object))), nil
}

func updateLocation(c *call) (answer, *refusal) {
	r := c.tenant.collection(namedLocations).find(c.params["id"])
	if r == nil {
		return answer{}, notInDirectory(locationTypeName, c.params["id"])
	}
	sent, why := c.sentLocation()
	if why != nil {
		return answer{}, why
	}
	if sent["@odata.type"] != r.object["@odata.type"] {
		return answer{}, malformed(locationTypeName, "the type of a named location cannot change")
	}
	object := locationShape.variant(r.object).patch(r.object, sent, c.options.PatchReplaces)
	object = locationShape.complete(object)
	if why := checkLocation(object); why != nil {
		return answer{}, why
	}
	object["modifiedDateTime"] = timestamp(c.now)
	c.audit(namedLocations, r.object, object)
	c.tenant.collection(namedLocations).write(object)
	return noContent(), nil
}

func deleteLocation(c *call) (answer, *refusal) {
	r := c.tenant.collection(namedLocations).find(c.params["id"])
	switch {
	case r == nil:
		return answer{}, notInDirectory(locationTypeName, c.params["id"])
	case truth(r.object, "isTrusted"):
		return answer{}, badRequest("A trusted named location cannot be deleted. Set isTrusted to false first.")
	case len(c.tenant.policiesWith(func(p tree) bool { return usesLocation(p, r.id) })) > 0:
		return answer{}, badRequest("The named location %s is referenced by a Conditional Access policy and cannot be deleted.", r.id)
	}
	c.audit(namedLocations, r.object, nil)
	c.tenant.softDelete(namedLocations, r, c.now)
	return noContent(), nil
}

func usesLocation(policy tree, id string) bool {
	locations := child(child(policy, "conditions"), "locations")
	isIt := func(other string) bool { return fold(other) == fold(id) }
	return slices.ContainsFunc(words(locations, "includeLocations"), isIt) ||
		slices.ContainsFunc(words(locations, "excludeLocations"), isIt)
}

// policiesWith are the ids of the policies, as they are, for which use is true.
func (t *tenant) policiesWith(use func(policy tree) bool) []string {
	var out []string
	for _, policy := range t.collection(policies).current() {
		if use(policy) {
			out = append(out, word(policy, "id"))
		}
	}
	return out
}
