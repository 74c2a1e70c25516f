package graphsim

import (
	"slices"
	"strings"
)

// collection is a list of objects by id, in the order of their creation.
type collection struct {
	known   bool // false: nobody has read it, so its endpoints answer 403
	lag     lag
	records []*record
	index   map[string]*record
}

// record is one object and what readers still see of its past.
type record struct {
	id     string
	object tree   // nil once it is deleted
	veils  []veil // where v1.0 shows less than beta
	hidden bool   // v1.0 does not show the object at all

	behind behind
}

func newCollection(l lag) *collection {
	return &collection{known: true, lag: l, index: map[string]*record{}}
}

// fold makes ids comparable: GUIDs and user principal names ignore case.
func fold(id string) string { return strings.ToLower(id) }

// find is the record with that id as the service itself knows it, or nil.
func (c *collection) find(id string) *record {
	if r := c.index[fold(id)]; r != nil && r.object != nil {
		return r
	}
	return nil
}

// read is the record with that id and the object that a reader sees of it, or nil.
func (c *collection) read(id string) (*record, tree) {
	r := c.index[fold(id)]
	if r == nil {
		return nil, nil
	}
	return r, c.see(r, false)
}

// readAll are all records with what a reader sees of them.
func (c *collection) readAll(visit func(*record, tree)) {
	for _, r := range slices.Clone(c.records) {
		if object := c.see(r, true); object != nil {
			visit(r, object)
		}
	}
}

// current are the objects as they are, whatever readers still see.
func (c *collection) current() []tree {
	out := make([]tree, 0, len(c.records))
	for _, r := range c.records {
		if r.object != nil {
			out = append(out, r.object)
		}
	}
	return out
}

// put stores an object at once, visible to every reader.
func (c *collection) put(object tree) *record {
	r := c.slot(word(object, "id"))
	r.object, r.behind, r.veils, r.hidden = object, behind{}, nil, false
	return r
}

// write stores an object as a request does: readers may still see what was before.
func (c *collection) write(object tree) *record {
	r := c.slot(word(object, "id"))
	c.age(r)
	r.object = object
	return r
}

// remove deletes the record with that id.
func (c *collection) remove(id string) {
	r := c.index[fold(id)]
	if r == nil {
		return
	}
	c.age(r)
	r.object = nil
	if r.behind.none() {
		c.drop(r)
	}
}

func (c *collection) slot(id string) *record {
	if r := c.index[fold(id)]; r != nil {
		return r
	}
	r := &record{id: id}
	c.records = append(c.records, r)
	c.index[fold(id)] = r
	return r
}

func (c *collection) drop(r *record) {
	delete(c.index, fold(r.id))
	c.records = slices.DeleteFunc(c.records, func(other *record) bool { return other == r })
}
