package graphsim

import "fmt"

// The methods below are how a test writes the tenant behind the service's back.
// They panic on a collection that does not exist and on objects that are no JSON,
// since both are mistakes in the test itself.

// Put stores an object in a collection, in place of one with the same id, and
// makes the collection known. Readers see it at once. Collections have the names
// of the files of a tenant folder, such as "users"; "templates" and "agreements" are two more.
func (s *Server) Put(collection string, object map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.mustHave(collection)
	stored := mustBeJSON(object)
	ids := identifier{collection: collection, count: len(c.records)}
	if err := ids.identify(stored); err != nil {
		panic("graphsim: " + err.Error())
	}
	if collection == securityDefaults || collection == methodsPolicy {
		c.records, c.index = nil, map[string]*record{}
	}
	c.known = true
	c.put(tidyFor(collection, stored))
}

// Remove deletes an object as another administrator would. A policy or a named
// location goes to the deleted items.
func (s *Server) Remove(collection, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.mustHave(collection)
	r := c.find(id)
	if r == nil {
		return
	}
	s.tenant.audit(someoneElse, timestamp(s.now()), newGUID(), collection, r.object, nil)
	if collection == policies || collection == namedLocations {
		s.tenant.softDelete(collection, r, s.now())
		return
	}
	c.remove(id)
}

// Edit changes an object as another administrator would: behind the client's
// back, with a new modifiedDateTime, and as stale to readers as any write.
func (s *Server) Edit(kind, id string, change func(object map[string]any)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.mustHave(kind)
	r := c.find(id)
	if r == nil {
		panic(fmt.Sprintf("graphsim: Edit: no %s with id %s", kind, id))
	}
	object := cloneTree(r.object)
	change(object)
	object = mustBeJSON(object)
	object["id"] = r.object["id"]
	if kind == policies || kind == namedLocations || kind == strengths {
		object["modifiedDateTime"] = timestamp(s.now())
	}
	object = tidyFor(kind, object)
	s.tenant.audit(someoneElse, timestamp(s.now()), newGUID(), kind, r.object, object)
	c.write(object)
}

// Get is an object as the service itself knows it, or nil.
func (s *Server) Get(collection, id string) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.mustHave(collection).find(id); r != nil {
		return cloneTree(r.object)
	}
	return nil
}

// List are the objects of a collection as the service itself knows them.
func (s *Server) List(collection string) []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []map[string]any
	for _, object := range s.mustHave(collection).current() {
		out = append(out, cloneTree(object))
	}
	return out
}

// SetMembers says who the direct members of a group are, as {"@odata.type", "id"}.
func (s *Server) SetMembers(groupID string, members []map[string]any) {
	s.setRelated(groupMembers, groupID, members)
}

// SetMethods says which authentication methods a user has registered.
func (s *Server) SetMethods(userID string, methods []map[string]any) {
	s.setRelated(authenticationMethod, userID, methods)
}

// SetDevices says which devices a user has registered.
func (s *Server) SetDevices(userID string, devices []map[string]any) {
	s.setRelated(registeredDevices, userID, devices)
}

// Forget makes a collection or a per-object file unread: its endpoints answer 403.
func (s *Server) Forget(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.tenant.related[name]; r != nil {
		s.tenant.related[name] = &relation{lists: map[string]relatedList{}}
		return
	}
	s.mustHave(name)
	s.tenant.collections[name] = newCollection(s.options.lag())
	s.tenant.collections[name].known = false
}

func (s *Server) setRelated(name, id string, objects []map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stored := make([]tree, 0, len(objects))
	for _, object := range objects {
		stored = append(stored, mustBeJSON(object))
	}
	s.tenant.related[name].set(id, stored)
}

func (s *Server) mustHave(name string) *collection {
	c := s.tenant.collection(name)
	if c == nil {
		panic(fmt.Sprintf("graphsim: there is no collection %q", name))
	}
	return c
}

func mustBeJSON(object map[string]any) tree {
	out, err := canonical(object)
	if err != nil {
		panic("graphsim: " + err.Error())
	}
	return out
}
