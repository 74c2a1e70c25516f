package graph

import (
	"context"
	"fmt"
	"net/http"
	"time"

	azpolicy "github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// renew gets another token than the one that was refused to a request which began at the given time. It reports
// whether there is one. The credential has a cache of its own and does not know that its token was refused; asked
// for one that did not exist until now, as the service itself asks where it says more, it has to get it.
func (s *signIn) renew(ctx context.Context, scope string, began time.Time) bool {
	select {
	case <-s.turn:
	case <-ctx.Done():
		return false
	}
	defer func() { s.turn <- struct{}{} }()
	if s.obtained.After(began) {
		return true // somebody else has
	}
	refused := s.token.Token
	for _, claims := range []string{"", fmt.Sprintf(`{"access_token":{"nbf":{"essential":true,"value":"%d"}}}`, time.Now().Unix())} {
		token, err := s.credential.GetToken(ctx, azpolicy.TokenRequestOptions{Scopes: []string{scope}, EnableCAE: true, Claims: claims})
		if err == nil && token.Token != refused {
			s.token, s.obtained = token, time.Now()
			return true
		}
	}
	return false
}

// send sends a request and returns the answer, if it is one of success. A token that is refused, though by its own
// dates it is good, is replaced once: nothing was done with it.
func (c *Client) send(ctx context.Context, o order) (answer, error) {
	began := time.Now()
	got, err := c.sendOnce(ctx, o)
	if err == nil || statusOf(err) != http.StatusUnauthorized || !c.signIn.renew(ctx, c.place.scope, began) {
		return got, err
	}
	o.info.Headers.Remove("Authorization") // the SDK signs no request twice
	return c.sendOnce(ctx, o)
}
