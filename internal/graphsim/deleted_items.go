package graphsim

import (
	"net/http"
	"time"
)

// deletedItemLife is how long a deleted policy or named location can be restored.
const deletedItemLife = 30 * 24 * time.Hour

// deletable are the collections whose objects can be restored.
var deletable = []struct{ live, deleted, typeName string }{
	{policies, deletedPolicies, policyTypeName},
	{namedLocations, deletedLocations, locationTypeName},
}

func deletedItemRoutes() []route {
	var out []route
	for _, d := range deletable {
		path := "/identity/conditionalAccess/" + d.deleted
		item := path + "/{id}"
		restore := func(c *call) (answer, *refusal) { return c.restore(d.live, d.deleted, d.typeName) }
		out = append(out,
			route{http.MethodGet, path, readPolicies, scopesMissing, true, func(c *call) (answer, *refusal) { return c.listDeleted(d.deleted) }},
			route{http.MethodGet, item, readPolicies, scopesMissing, true, func(c *call) (answer, *refusal) { return c.getDeleted(d.deleted, d.typeName) }},
			route{http.MethodDelete, item, dropPolicies, scopesMissing, true, func(c *call) (answer, *refusal) { return c.purge(d.deleted, d.typeName) }},
			route{http.MethodPost, item + "/restore", dropPolicies, scopesMissing, true, restore},
			route{http.MethodPost, item + "/microsoft.graph.restore", dropPolicies, scopesMissing, true, restore},
		)
	}
	return out
}

// softDelete moves an object to the deleted items.
func (t *tenant) softDelete(live string, r *record, now time.Time) {
	for _, d := range deletable {
		if d.live == live {
			object := cloneTree(r.object)
			object["deletedDateTime"] = timestamp(now)
			deleted := t.collection(d.deleted).put(object)
			deleted.veils, deleted.hidden = r.veils, r.hidden
		}
	}
	t.collection(live).remove(r.id)
}

// deletedItem is a deleted object that can still be restored, or nil.
func (c *call) deletedItem(deleted, id string) *record {
	r := c.tenant.collection(deleted).find(id)
	if r == nil || r.hidden && !c.beta || c.expired(r.object) {
		return nil
	}
	return r
}

func (c *call) expired(object tree) bool {
	at, err := time.Parse(time.RFC3339Nano, word(object, "deletedDateTime"))
	return err == nil && c.now.Sub(at) > deletedItemLife
}

func (c *call) deletedView(deleted string, r *record) tree {
	if deleted == deletedPolicies {
		return c.policyView(r, r.object)
	}
	return c.locationView(r.object)
}

func (c *call) listDeleted(deleted string) (answer, *refusal) {
	var out []tree
	c.tenant.collection(deleted).readAll(func(r *record, object tree) {
		if !c.expired(object) && (!r.hidden || c.beta) {
			out = append(out, c.deletedView(deleted, r))
		}
	})
	return c.list("identity/conditionalAccess/"+deleted, out, nil)
}

func (c *call) getDeleted(deleted, typeName string) (answer, *refusal) {
	r := c.deletedItem(deleted, c.params["id"])
	if r == nil {
		return answer{}, notInDirectory(typeName, c.params["id"])
	}
	return ok(c.entity("identity/conditionalAccess/"+deleted, c.deletedView(deleted, r))), nil
}

func (c *call) purge(deleted, typeName string) (answer, *refusal) {
	r := c.deletedItem(deleted, c.params["id"])
	if r == nil {
		return answer{}, notInDirectory(typeName, c.params["id"])
	}
	c.tenant.collection(deleted).remove(r.id)
	return noContent(), nil
}

// restore brings an object back as it was, enabled if it was; but a named
// location comes back untrusted.
func (c *call) restore(live, deleted, typeName string) (answer, *refusal) {
	r := c.deletedItem(deleted, c.params["id"])
	if r == nil {
		return answer{}, notInDirectory(typeName, c.params["id"])
	}
	object := cloneTree(r.object)
	object["deletedDateTime"] = nil
	if object["isTrusted"] == true {
		object["isTrusted"] = false
	}
	restored := c.tenant.collection(live).write(object)
	c.audit(live, nil, object)
	restored.veils, restored.hidden = r.veils, r.hidden
	c.tenant.collection(deleted).remove(r.id)
	return ok(c.entity("identity/conditionalAccess/"+deleted, c.deletedView(deleted, restored))), nil
}
