package graph

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// A ChangedError is a change that was not sent, since somebody else has changed the object after it was read.
type ChangedError struct {
	Operation string    // completes "cannot …"
	Modified  time.Time // when the object was changed; zero where the service does not say
}

func (e *ChangedError) Error() string {
	when := ""
	if !e.Modified.IsZero() {
		when = " at " + e.Modified.UTC().Format("2006-01-02 15:04:05 UTC")
	}
	return fmt.Sprintf("cannot %s: somebody changed it%s, after it was read; writing to it would undo that", e.Operation, when)
}

// fresh reads an object by itself just before it is changed, since the list that the change rests on may be half a
// minute old and the service has no writes that depend on a version. It fails with a [ChangedError] where current,
// the version that the change was made from, is not the last one any more. False says that the answer is older than
// what is known already, or that there is no such object, which the write itself will be told. A context is the
// exception: the service would take the write for a creation.
func fresh[T any](ctx context.Context, c *Client, k *kept[T], read order, decode func([]byte) (T, error), current T, operation string) (T, bool, error) {
	now, found, err := one(ctx, c, read, decode)
	if err != nil || found && k.own.kind.same(now, current) {
		return now, found, err
	}
	switch newest, known := k.lastKnown(current); {
	case !found && !known:
		return now, false, &Error{Operation: operation, Status: http.StatusNotFound, Message: "somebody deleted it after it was read"}
	case !found, known && !k.own.kind.modified(now).After(newest):
		return now, false, nil
	}
	return now, false, &ChangedError{Operation: operation, Modified: k.own.kind.modified(now)}
}

// lastKnown is up to when what was done to an object is known: by the version that somebody holds, and by what this
// client has written since. False where the service does not say when objects change, and this client has not
// changed it: then a version that looks different is another one.
func (k *kept[T]) lastKnown(held T) (time.Time, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	at := k.own.kind.modified(held)
	own, ok := k.own.notes[foldedID(k.own.kind, held)]
	if upTo := own.served.Add(time.Second); ok && upTo.After(at) { // dates are cut to the second
		at = upTo
	}
	return at, k.own.kind.dated || ok
}
