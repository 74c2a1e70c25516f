package graph

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// replicaLag is how many units a replica may be behind: what was written longer ago than this and does not
// show is not there.
const replicaLag = 120

// lists are the objects that the quota covers.
type lists struct {
	policies  kept[ca.Policy]
	locations kept[ca.NamedLocation]
	strengths kept[ca.AuthenticationStrength]
	contexts  kept[ca.AuthenticationContext]
	defaults  kept[ca.SecurityDefaults] // one object; the quota does not cover it
	templates kept[ca.Template]         // nor these, which nobody writes

	versions atomic.Int32 // which versions of the policy list have to be read
}

const (
	readBoth int32 = iota // not known yet, or beta leaves out what v1.0 shows
	readBeta              // beta shows everything that v1.0 does, and more
	readV1                // this cloud or application has no beta
)

func (c *Client) prepareLists() {
	life := replicaLag * c.unit
	c.lists.policies.read = c.readPolicies
	c.lists.policies.own = overlay[ca.Policy]{kind: policyKind, life: life}
	c.lists.locations.read = c.readLocations
	c.lists.locations.own = overlay[ca.NamedLocation]{kind: locationKind, life: life}
	c.lists.strengths.read = readList(c, c.listStrengths, ca.DecodeStrengths)
	c.lists.strengths.own = overlay[ca.AuthenticationStrength]{kind: strengthKind, life: life}
	c.lists.contexts.read = readList(c, c.listContexts, ca.DecodeContexts)
	c.lists.contexts.own = overlay[ca.AuthenticationContext]{kind: contextKind, life: life}
	c.lists.templates.read = readList(c, c.listTemplates, ca.DecodeTemplates)
	c.lists.defaults.read = readList(c, c.readSecurityDefaults, decodeOne(ca.DecodeSecurityDefaults))
	c.lists.defaults.own = overlay[ca.SecurityDefaults]{kind: defaultsKind, life: life}
}

// A confirmable list shows, or not yet, what this client wrote.
type confirmable interface {
	lags() bool
	pending() []string
	refresh(ctx context.Context, notBefore time.Time, confirmation bool) error
}

func (l *lists) all() []confirmable {
	return []confirmable{&l.policies, &l.locations, &l.strengths, &l.contexts, &l.defaults}
}

// readPolicies reads the policies of both versions and merges them. From then on beta alone is enough, if
// it listed every policy that v1.0 did: each request saved is one of the tenant's quota.
func (c *Client) readPolicies(ctx context.Context) ([]ca.Policy, time.Time, error) {
	fromV1 := readList(c, func(ctx context.Context) order { return c.listPolicies(ctx, v1) }, ca.DecodePolicies)
	fromBeta := readList(c, func(ctx context.Context) order { return c.listPolicies(ctx, beta) }, ca.DecodePolicies)
	versions := c.lists.versions.Load()
	if versions == readBeta {
		return fromBeta(ctx)
	}
	plain, date, err := fromV1(ctx)
	if err != nil || versions == readV1 {
		return plain, date, err
	}
	preview, _, err := fromBeta(ctx)
	if err != nil {
		if !betaIsMissing(err) {
			return nil, date, err
		}
		c.lists.versions.Store(readV1)
		return plain, date, c.note(ctx, "preview conditions of policies (beta)", err)
	}
	if covers(preview, plain) {
		c.lists.versions.Store(readBeta)
	}
	return ca.MergeBeta(plain, preview), date, nil
}

// betaIsMissing tells an application or a cloud that has no beta from a service in trouble.
func betaIsMissing(err error) bool {
	switch statusOf(err) {
	case http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusNotImplemented:
		return true
	}
	return false
}

func covers(preview, plain []ca.Policy) bool {
	listed := ca.ByID(preview, func(p ca.Policy) string { return p.ID })
	for _, p := range plain {
		if _, ok := listed[ca.FoldID(p.ID)]; !ok {
			return false
		}
	}
	return true
}

func (c *Client) readLocations(ctx context.Context) ([]ca.NamedLocation, time.Time, error) {
	return readList(c, c.listLocations, ca.DecodeNamedLocations)(ctx)
}

// readList reads a list to its end and decodes it.
func readList[T any](c *Client, build func(context.Context) order, decode func([]byte) ([]T, error)) func(context.Context) ([]T, time.Time, error) {
	return func(ctx context.Context) ([]T, time.Time, error) {
		o := build(ctx)
		data, first, err := c.list(ctx, o)
		if err != nil {
			return nil, time.Time{}, err
		}
		list, err := decode(data)
		if err != nil {
			return nil, time.Time{}, unreadable(o.operation, first, err)
		}
		return list, c.dateOf(first), nil
	}
}

// decodeOne decodes an answer that holds one object and no list.
func decodeOne[T any](decode func([]byte) (T, error)) func([]byte) ([]T, error) {
	return func(data []byte) ([]T, error) {
		object, err := decode(data)
		return []T{object}, err
	}
}

// dateOf is when the service gave an answer, by its own clock.
func (c *Client) dateOf(a answer) time.Time {
	if at, err := http.ParseTime(a.header.Get("Date")); err == nil {
		return at
	}
	return c.clock.now()
}
