package differential

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// SignIns draws sign-ins of anybody, made of whatever some policy of the tenants can tell from something else.
func SignIns(seed uint64, n int, tenants ...*ca.Tenant) []ca.SignIn {
	g := &generator{Rand: newRand(seed, streamSignIn), t: tenants[0]}
	w := wordsOf(tenants...)
	drawn := make([]ca.SignIn, n)
	for i := range drawn {
		drawn[i] = g.signIn(w)
	}
	return drawn
}
