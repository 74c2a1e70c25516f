package difference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A population is the users, or the service principals, that both tenants have. Where one tenant's were not
// read, it is those of the other; where neither's were, nobody knows who is there, and every id counts.
type population interface {
	object(id string) (object, bool)

	// rest are those who are not in index, in classes by their types if these matter.
	rest(index map[string]int, typed bool) []class
}

// objects is a population of one kind of object.
type objects[T any] struct {
	before, after         map[string]T
	beforeRead, afterRead bool
	shared                bool // the two maps are one
	read                  func(id string, before, after T) object
	unread                string // the id of an example of whom nothing was read
}

func users(before, after *ca.Tenant) *objects[ca.User] {
	read := before.Users.Read() || after.Users.Read()
	return newObjects(before.Users, after.Users, "00000000-0000-0000-0000-00000000aaaa", func(id string, b, a ca.User) object {
		off := func(u ca.User) bool { return u.AccountEnabled != nil && !*u.AccountEnabled }
		name := a.UserPrincipalName
		if name == "" {
			name = id
		}
		o := object{id: a.ID, name: name, types: [2]string{externalType(b), externalType(a)}}
		if o.id == "" {
			o.id = id
		}
		if !read {
			o.types = [2]string{unread, unread}
		}
		o.awkward = o.types != [2]string{} || off(a) || off(b)
		return o
	})
}

func servicePrincipals(before, after *ca.Tenant) *objects[ca.ServicePrincipal] {
	return newObjects(before.ServicePrincipals, after.ServicePrincipals, "00000000-0000-0000-0000-00000000bbbb", func(id string, _, a ca.ServicePrincipal) object {
		o := object{id: a.ID, name: a.DisplayName}
		if o.id == "" {
			o.id = id
		}
		return o
	})
}

func newObjects[T any](before, after ca.Fact[map[string]T], unread string, read func(string, T, T) object) *objects[T] {
	o := &objects[T]{before: before.Value(), after: after.Value(), beforeRead: before.Read(), afterRead: after.Read(), unread: unread, read: read}
	// What only one tenant knows holds for both.
	switch {
	case !o.beforeRead:
		o.before = o.after
	case !o.afterRead:
		o.after = o.before
	}
	o.shared = sameMap(o.before, o.after)
	return o
}

func (o *objects[T]) known() bool { return o.beforeRead || o.afterRead }

func (o *objects[T]) object(id string) (object, bool) {
	after, ok := o.after[id]
	if !ok {
		var zero T
		return o.read(id, zero, zero), !o.known()
	}
	before := after
	if !o.shared {
		if before, ok = o.before[id]; !ok {
			return object{}, false
		}
	}
	return o.read(id, before, after), true
}

func (o *objects[T]) rest(index map[string]int, typed bool) []class {
	var zero T
	if !o.known() {
		somebody := o.read(o.unread, zero, zero)
		k := class{best: somebody}
		if typed {
			k.types = somebody.types
		}
		return []class{k}
	}
	byType := map[[2]string]*class{}
	at := func(types [2]string) *class {
		if !typed {
			types = [2]string{}
		}
		k := byType[types]
		if k == nil {
			k = &class{types: types}
			byType[types] = k
		}
		return k
	}
	for id, after := range o.after {
		before := after
		if !o.shared {
			var both bool
			if before, both = o.before[id]; !both {
				continue
			}
		}
		who := o.read(id, before, after)
		k := at(who.types)
		k.count++
		if k.best.id == "" || who.plainer(k.best) {
			if n, touched := index[id]; !touched || n < 0 {
				k.best = who
			}
		}
	}
	for id, n := range index {
		if n >= 0 {
			who, _ := o.object(id)
			at(who.types).count--
		}
	}
	var rest []class
	for _, k := range byType {
		if k.count > 0 {
			rest = append(rest, *k)
		}
	}
	slices.SortFunc(rest, func(a, b class) int {
		if a.best.plainer(b.best) {
			return -1
		}
		return 1
	})
	return rest
}
