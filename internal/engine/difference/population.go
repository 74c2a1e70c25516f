package difference

import (
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A population is the users, or the service principals, that both tenants have. Where one tenant's were not
// read, it is those of the other; where neither's were, nobody knows who is there: everybody who is listed
// somewhere, and one more who stands for all others.
type population interface {
	size() int

	// counted reports whether it is known who there is; otherwise there are those whom policies name, and others.
	counted() bool

	// each visits everybody, with the number on a roll, or -1. The types are left out where they do not matter.
	each(r *roll, typed bool, visit func(number int32, o object))

	// object is one of them, by folded id.
	object(id string, typed bool) (object, bool)
}

// objects is a population of one kind of object.
type objects[T any] struct {
	before, after map[string]T
	known         bool // at least one of them was read
	shared        bool // the two are one
	read          func(id string, before, after T, typed bool) object
	stand         string // the id of somebody of whom nothing was read
}

func users(before, after *ca.Tenant) population {
	known := before.Users.Read() || after.Users.Read()
	off := func(u ca.User) bool { return u.AccountEnabled != nil && !*u.AccountEnabled }
	return newObjects(before.Users, after.Users, "00000000-0000-0000-0000-00000000aaaa", func(id string, b, a ca.User, typed bool) object {
		o := object{id: id, awkward: a.IsGuest() || off(a)}
		if a.ID != "" {
			o.id = a.ID
		}
		switch {
		case !typed:
		case known:
			o.types = [2]string{externalType(b), externalType(a)}
		default:
			o.types = [2]string{unread, unread}
		}
		return o
	})
}

func servicePrincipals(before, after *ca.Tenant) population {
	return newObjects(before.ServicePrincipals, after.ServicePrincipals, "00000000-0000-0000-0000-00000000bbbb", func(id string, _, a ca.ServicePrincipal, _ bool) object {
		if a.ID != "" {
			id = a.ID
		}
		return object{id: id}
	})
}

func newObjects[T any](before, after ca.Fact[map[string]T], stand string, read func(string, T, T, bool) object) *objects[T] {
	o := &objects[T]{before: before.Value(), after: after.Value(), known: before.Read() || after.Read(), stand: stand, read: read}
	// What only one tenant knows holds for both.
	switch {
	case !before.Read():
		o.before = o.after
	case !after.Read():
		o.after = o.before
	}
	o.shared = sameMap(o.before, o.after)
	return o
}

func (o *objects[T]) counted() bool { return o.known }

func (o *objects[T]) size() int {
	if !o.known {
		return 1 << 20
	}
	return len(o.after)
}

func (o *objects[T]) object(id string, typed bool) (object, bool) {
	after, ok := o.after[id]
	if !ok {
		var zero T
		return o.read(id, zero, zero, typed), !o.known
	}
	before := after
	if !o.shared {
		if before, ok = o.before[id]; !ok {
			return object{}, false
		}
	}
	return o.read(id, before, after, typed), true
}

func (o *objects[T]) each(r *roll, typed bool, visit func(int32, object)) {
	var zero T
	if !o.known {
		for n, id := range r.ids() {
			visit(n, o.read(id, zero, zero, typed))
		}
		visit(-1, o.read(o.stand, zero, zero, typed))
		return
	}
	waiting, who := newQueue(r), make([]object, 0, queueLength)
	flush := func() {
		for i, n := range waiting.find() {
			visit(n, who[i])
		}
		who = who[:0]
	}
	for id, after := range o.after {
		before := after
		if !o.shared {
			var both bool
			if before, both = o.before[id]; !both {
				continue
			}
		}
		who = append(who, o.read(id, before, after, typed))
		if waiting.add(id) {
			flush()
		}
	}
	flush()
}

// isOutside reports whether a user principal name is that of somebody from another tenant.
func isOutside(name string) bool {
	const mark = "#EXT#"
	for {
		at := strings.IndexByte(name, mark[0])
		if at < 0 {
			return false
		}
		if name = name[at:]; len(name) >= len(mark) && strings.EqualFold(name[:len(mark)], mark) {
			return true
		}
		name = name[1:]
	}
}
