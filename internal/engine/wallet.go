package engine

import (
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// A wallet finds out what people can present. What it needs of the tenant is decided once for everybody, and
// people who can present the same share it.
type wallet struct {
	tenant    *ca.Tenant
	certified set // of people: those who were said to have a certificate
	permitted []permit
	keys      *ca.KeyRestrictions
	managed   map[string]Value // by domain: whether it is this tenant that signs its users in
	shared    map[string]*credentials
}

func newWallet(c *crowd, certificateUsers []string) *wallet {
	w := &wallet{
		tenant: c.directory.Tenant, certified: bitset.New(len(c.people)), permitted: readPermits(c),
		managed: map[string]Value{}, shared: map[string]*credentials{},
	}
	for _, word := range certificateUsers {
		for _, i := range c.named(word) {
			w.certified.Add(i)
		}
	}
	if configuration, listed := w.tenant.MethodsPolicy.Value().Configuration("Fido2"); listed {
		w.keys = configuration.KeyRestrictions
	}
	return w
}

// of is what a person can present.
func (w *wallet) of(who person) *credentials {
	c := w.credentials(who)
	var scratch [128]byte
	key := c.appendKey(scratch[:0])
	if have, known := w.shared[string(key)]; known {
		return have
	}
	c.number = len(w.shared)
	w.shared[string(key)] = &c
	return &c
}

const initialDomain = ".onmicrosoft.com"

// federated is what the modes are worth that another identity provider would answer for.
func (w *wallet) federated(u ca.User) Value {
	if strings.HasSuffix(strings.ToLower(u.UserPrincipalName), initialDomain) {
		return No
	}
	_, domain, _ := strings.Cut(u.UserPrincipalName, "@")
	v, known := w.managed[domain]
	if !known {
		v = Unknown
		for _, d := range w.tenant.Domains.Value() {
			if ca.SameID(d.ID, domain) && ca.SameID(d.AuthenticationType, "Managed") {
				v = No
			}
		}
		w.managed[domain] = v
	}
	return v
}

// certificate is what the certificate modes are worth. Graph lists no certificates: without the operator's
// word they are unknown, and No only where the methods policy shuts them out.
func (w *wallet) certificate(who person) Value {
	if w.certified.Has(who.index) {
		return Yes
	}
	return Unknown
}
