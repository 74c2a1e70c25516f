package graph

import (
	"bytes"
	"context"
	"net/http"
	"time"

	abstractions "github.com/microsoft/kiota-abstractions-go"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// UpdatePolicy turns the policy, of which current is the last known version, into desired. The result is
// desired with current's id and dates; the service answers no body, so how it normalised the policy shows
// in the next list. ModifiedDateTime is the service's time of the answer, to the second.
//
// To take away a nested object it sends null. A service that refuses that is told in other words, and last in
// none, which one that replaces what it is sent understands; one that merges then keeps the object, and the
// next list shows it.
func (c *Client) UpdatePolicy(ctx context.Context, desired, current ca.Policy) (ca.Policy, error) {
	desired.ID, desired.TemplateID = current.ID, current.TemplateID
	desired.CreatedDateTime, desired.DeletedDateTime = current.CreatedDateTime, time.Time{}
	operation := "change " + policyKind.title(desired)
	version := versionFor(desired, current)

	var err error
	for i, body := range policyPatches(desired, current) {
		if i == 1 && !refusedAsAWhole(err) || i > 1 && statusOf(err) != http.StatusBadRequest {
			break
		}
		if err := writable(operation, body); err != nil {
			return ca.Policy{}, err
		}
		build := func() order {
			return c.onPolicy(abstractions.PATCH, version, current.ID, operation, body)
		}
		err = change(ctx, c, &c.lists.policies, build, c.newReferenceMissing(desired))
	}
	if err != nil {
		return ca.Policy{}, err
	}
	desired.ModifiedDateTime = c.clock.now()
	c.lists.policies.wrote(changed, desired, c.clock.now())
	return desired, nil
}

// policyPatches are the bodies that make the change, in the order in which they are tried. There is more than
// one only where a nested object goes.
func policyPatches(desired, current ca.Policy) [][]byte {
	var bodies [][]byte
	for _, gone := range []ca.Gone{ca.GoneNull, ca.GoneEmptied, ca.GoneLeftOut} {
		body := ca.EncodePolicyPatch(desired, current, gone)
		if len(bodies) == 0 || !bytes.Equal(bodies[len(bodies)-1], body) {
			bodies = append(bodies, body)
		}
	}
	return bodies
}

// notInTheSchema is the number under which the service refuses a body as a whole; it names no member.
const notInTheSchema = 1007

func refusedAsAWhole(err error) bool {
	return statusOf(err) == http.StatusBadRequest && numberOf(err) == notInTheSchema
}

// versionFor is the lowest version that can express the policies: v1.0, unless one of them has something that
// only beta knows. For a change that is either side: what goes has to be named to go.
func versionFor(policies ...ca.Policy) string {
	for _, p := range policies {
		if len(p.Preview()) > 0 {
			return beta
		}
	}
	return v1
}
