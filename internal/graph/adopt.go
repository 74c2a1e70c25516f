package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// lookups is how often to look for an object whose creation got no answer.
const lookups = 4

// A loss is a creation that got no answer.
type loss[T any] struct {
	draft T
	since time.Time       // when it was sent, by the service's clock
	known map[string]bool // the objects that were there before
	trace string          // the client-request-id that it was sent with
}

// lookFor finds out what became of a write. A caller who has given up waits for that no longer than for the
// write's own answer.
func lookFor[T any](ctx context.Context, c *Client, look func(context.Context) (T, bool, error)) (T, bool, error) {
	ctx, done := outlive(ctx, lastWords*c.unit)
	defer done()
	return look(ctx)
}

// adopt looks for the object that a lost creation made: it has the name, it was created since, and nobody
// knew it before. A list that does not show it proves little, so several are read, and then the audit log is
// asked, whose entries carry the id of the request. The log comes minutes late and may not be readable: what it
// says counts, and what it does not say proves nothing.
func adopt[T any](ctx context.Context, c *Client, k *kept[T], lost loss[T]) (object T, found bool, err error) {
	kind := k.own.kind
	var audited []string
	for look := range 2 * lookups {
		if look == lookups {
			if audited = c.auditedIDs(ctx, lost.trace); len(audited) == 0 {
				return object, false, nil
			}
		}
		if err := sleep(ctx, backoff(c.unit, look%lookups)); err != nil {
			return object, false, err
		}
		if err := k.refresh(ctx, time.Now(), false); err != nil {
			return object, false, err
		}
		matches := k.madeBy(lost)
		if len(matches) > 1 {
			matches = slices.DeleteFunc(matches, notAmong(c.auditedIDs(ctx, lost.trace), kind))
			if len(matches) != 1 {
				return object, false, fmt.Errorf("several objects with the name %q were created meanwhile, and the audit log does not say which of them is this one", kind.name(lost.draft))
			}
		}
		if len(matches) == 1 {
			return matches[0], true, nil
		}
	}
	return object, false, fmt.Errorf("the audit log says that it was created with the id %s, which the tenant does not list", audited[0])
}

// madeBy are the objects of the list that may be what a lost creation made.
func (k *kept[T]) madeBy(lost loss[T]) []T {
	kind := k.own.kind
	var matches []T
	for _, candidate := range k.bare() {
		if kind.name(candidate) == kind.name(lost.draft) && !kind.created(candidate).Before(lost.since) && !lost.known[foldedID(kind, candidate)] && !k.claimed(candidate) {
			matches = append(matches, candidate)
		}
	}
	return matches
}

func notAmong[T any](ids []string, kind kind[T]) func(T) bool {
	return func(object T) bool {
		return !slices.ContainsFunc(ids, func(id string) bool { return ca.SameID(id, kind.id(object)) })
	}
}

var readAudits = []string{"AuditLog.Read.All"}

// listAudits asks for the changes that one request made.
func listAudits(requestID string) order {
	info := get("{+baseurl}/auditLogs/directoryAudits{?%24filter}")
	info.QueryParameters["%24filter"] = fmt.Sprintf("correlationId eq '%s'", requestID)
	return order{operation: "search the audit log", version: v1, info: info, needs: readAudits}
}

// auditedIDs are the objects that the audit log says a request added. Nothing depends on it that would not go on
// without it, so whatever goes wrong is no answer.
func (c *Client) auditedIDs(ctx context.Context, requestID string) []string {
	data, _, err := c.list(ctx, listAudits(requestID))
	var log struct {
		Value []struct {
			OperationType   string `json:"operationType"`
			TargetResources []struct {
				ID string `json:"id"`
			} `json:"targetResources"`
		} `json:"value"`
	}
	if err != nil || json.Unmarshal(data, &log) != nil {
		return nil
	}
	var ids []string
	for _, entry := range log.Value {
		for _, target := range entry.TargetResources {
			if entry.OperationType == "Add" && target.ID != "" {
				ids = append(ids, target.ID)
			}
		}
	}
	return ids
}
