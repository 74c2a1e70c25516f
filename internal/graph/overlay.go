package graph

import (
	"fmt"
	"slices"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// An overlay is what this client wrote. It is laid over what the tenant shows, since a read may be answered
// by a replica that has not heard of a write, even after another replica has shown it.
type overlay[T any] struct {
	kind  kind[T]
	life  time.Duration // how long a replica may lag behind; after that the tenant is believed
	notes map[string]note[T]
	order []string // the keys of notes as they were written
}

// A note is one object's last write.
type note[T any] struct {
	object   T
	verb     string    // created, changed, deleted
	replaced time.Time // the modification time of the version that it replaced
	at       time.Time // when the answer came, by our clock
	served   time.Time // and by the service's
}

// wrote records a write. shown is the tenant's list as it was last read.
func (o *overlay[T]) wrote(verb string, object T, shown []T, now, served time.Time) {
	key := ca.FoldID(o.kind.id(object))
	n := note[T]{object: object, verb: verb, at: now, served: served}
	if before, ok := o.kind.find(shown, key); ok {
		n.replaced = o.kind.modified(before)
	}
	if earlier, ok := o.notes[key]; ok {
		// Dates are cut to the second: what was modified within that second may be the earlier write still.
		if upTo := earlier.served.Add(time.Second); upTo.After(n.replaced) {
			n.replaced = upTo
		}
	} else {
		o.order = append(o.order, key)
	}
	if o.notes == nil {
		o.notes = map[string]note[T]{}
	}
	o.notes[key] = n
}

// over is the list with the writes laid over it.
func (o *overlay[T]) over(shown []T, now time.Time) []T {
	list := slices.Clone(shown)
	for _, key := range o.order {
		n := o.notes[key]
		if now.Sub(n.at) > o.life || o.shows(n, shown) {
			continue
		}
		at := slices.IndexFunc(list, func(object T) bool { return ca.SameID(o.kind.id(object), key) })
		switch {
		case n.verb == deleted && at >= 0:
			list = slices.Delete(list, at, at+1)
		case n.verb == deleted:
		case at >= 0:
			list[at] = n.object
		default:
			list = append(list, n.object)
		}
	}
	return list
}

// shows reports whether a list holds the write, or something newer.
func (o *overlay[T]) shows(n note[T], shown []T) bool {
	have, ok := o.kind.find(shown, o.kind.id(n.object))
	switch {
	case n.verb == deleted:
		return !ok
	case !ok:
		return false
	case n.verb == created:
		return true // nothing older bears its id
	}
	return o.kind.modified(have).After(n.replaced) || o.kind.same(have, n.object)
}

// The verbs of a note.
const (
	created = "created"
	changed = "changed"
	deleted = "deleted"
)

// deletedHere reports whether the object was deleted by this client and not written since.
func (o *overlay[T]) deletedHere(id string) bool {
	n, ok := o.notes[ca.FoldID(id)]
	return ok && n.verb == deleted
}

// createdHere reports whether this client created the object, not longer ago than a replica may lag.
func (o *overlay[T]) createdHere(id string, now time.Time) bool {
	n, ok := o.notes[ca.FoldID(id)]
	return ok && n.verb == created && now.Sub(n.at) <= o.life
}

// latest is when the last write ended; zero: there was none.
func (o *overlay[T]) latest() time.Time {
	var at time.Time
	for _, n := range o.notes {
		if n.at.After(at) {
			at = n.at
		}
	}
	return at
}

// pending says for each write that a list does not hold what it shows instead.
func (o *overlay[T]) pending(shown []T) []string {
	var lines []string
	for _, key := range o.order {
		n := o.notes[key]
		if o.shows(n, shown) {
			continue
		}
		says := map[string]string{
			created: "the tenant does not list it",
			changed: "the tenant still shows what was there before",
			deleted: "the tenant still lists it",
		}[n.verb]
		lines = append(lines, fmt.Sprintf("%s was %s at %s, but %s", o.kind.title(n.object), n.verb, n.served.Format(time.TimeOnly+"Z"), says))
	}
	return lines
}
