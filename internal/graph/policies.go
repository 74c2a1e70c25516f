package graph

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	abstractions "github.com/microsoft/kiota-abstractions-go"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Policies returns every policy of the tenant: v1.0 and beta merged, read once for all callers, with this
// client's own writes laid over it.
func (c *Client) Policies(ctx context.Context) ([]ca.Policy, error) {
	if err := c.lists.policies.refresh(ctx, time.Time{}, false); err != nil {
		return nil, err
	}
	return c.lists.policies.current(), nil
}

// Policy returns one policy from the same list, and asks for it alone only if it is not there: it may have
// been created since by somebody else.
func (c *Client) Policy(ctx context.Context, id string) (ca.Policy, bool, error) {
	list, err := c.Policies(ctx)
	if err != nil {
		return ca.Policy{}, false, err
	}
	if p, ok := policyKind.find(list, id); ok || c.lists.policies.deletedHere(id) {
		return p, ok, nil
	}
	version := beta
	if c.lists.versions.Load() == readV1 {
		version = v1
	}
	o := c.onPolicy(abstractions.GET, version, id, "read the policy "+id, nil)
	a, err := c.send(ctx, o)
	switch {
	case IsNotFound(err):
		return ca.Policy{}, false, nil
	case err != nil:
		return ca.Policy{}, false, err
	}
	p, err := ca.DecodePolicy(a.body)
	if err != nil {
		return ca.Policy{}, false, unreadable(o.operation, a, err)
	}
	return p, true, nil
}

// CreatePolicy creates a policy and returns it as the service stored it.
func (c *Client) CreatePolicy(ctx context.Context, p ca.Policy) (ca.Policy, error) {
	operation := "create " + policyKind.title(p)
	body := ca.EncodePolicy(p)
	if err := writable(operation, body); err != nil {
		return ca.Policy{}, err
	}
	version := versionFor(p)
	build := func() order {
		o := order{operation: operation, version: version, needs: writePolicies}
		o.info = withBody(c.conditionalAccess(version).Policies().BaseRequestBuilder, abstractions.POST, body)
		return o
	}
	return create(ctx, c, &c.lists.policies, build, p, ca.DecodePolicy, c.newReferenceMissing(p))
}

// DeletePolicy deletes a policy. One that is gone already is no error.
func (c *Client) DeletePolicy(ctx context.Context, id string) error {
	p, ok := policyKind.find(c.lists.policies.current(), id)
	operation := "delete the policy " + id
	if ok {
		operation = "delete " + policyKind.title(p)
	}
	p.ID = id
	return remove(ctx, c, &c.lists.policies, c.onPolicy(abstractions.DELETE, v1, id, operation, nil), p)
}

// change sends a change. Sent twice it comes to the same, so the transport repeats it by itself.
func change[T any](ctx context.Context, c *Client, k *kept[T], build func() order, transient func(error) bool) error {
	for refused := 0; ; refused++ {
		_, err := c.send(ctx, build())
		if err == nil {
			return nil
		}
		if !transient(err) || refused == throttleRepeats {
			if isUnclear(err) {
				k.forget()
			}
			return err
		}
		if err := sleep(ctx, backoff(c.unit, refused)); err != nil {
			return err
		}
	}
}

// remove deletes an object; what is not there any more is deleted.
func remove[T any](ctx context.Context, c *Client, k *kept[T], o order, object T) error {
	if _, err := c.send(ctx, o); err != nil && !IsNotFound(err) {
		if isUnclear(err) {
			k.forget()
		}
		return err
	}
	k.wrote(deleted, object, c.clock.now())
	return nil
}

// deletedHere reports whether this client deleted the object.
func (k *kept[T]) deletedHere(id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.own.deletedHere(id)
}

// noLocation is the number under which the service refuses a policy that names a location it does not know.
const noLocation = 1040

// noApplication is the number under which the service refuses a policy that names an application it does not know.
const noApplication = 1034

// newReferenceMissing reports whether a refusal is about a location or a strength that this client has just
// created and that not every replica knows yet. A service principal may be as new, since somebody else creates it in
// the same run, and nobody can tell that from one that does not exist; so that refusal passes for a minute, and then
// is one. A refused write has had no effect, and may be sent again.
func (c *Client) newReferenceMissing(p ca.Policy) func(error) bool {
	applications := 0
	return func(err error) bool {
		if statusOf(err) != http.StatusBadRequest {
			return false
		}
		if numberOf(err) == noApplication && strings.Contains(err.Error(), "ServicePrincipalNotFound") {
			applications++
			return applications <= failureRepeats
		}
		if g := p.GrantControls; g != nil && g.AuthenticationStrength != nil {
			// The number of that refusal is in no public text. It names what it misses.
			if id := g.AuthenticationStrength.ID; c.lists.strengths.createdHere(id) && strings.Contains(strings.ToLower(err.Error()), ca.FoldID(id)) {
				return true
			}
		}
		if numberOf(err) != noLocation || p.Conditions.Locations == nil {
			return false
		}
		named := slices.Concat(p.Conditions.Locations.IncludeLocations, p.Conditions.Locations.ExcludeLocations)
		return slices.ContainsFunc(named, c.lists.locations.createdHere)
	}
}

func (k *kept[T]) createdHere(id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.own.createdHere(id, time.Now())
}
