package engine

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestInitialDomainIsNotFederated: whom the tenant's first domain names, however it is written, no other identity provider
// signs in; of whom another one names that is not known, unless the domain was read.
func TestInitialDomainIsNotFederated(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, user string
		want       Verdict
	}{
		{"initial-domain", "alice@contoso.onmicrosoft.com", LockedOut},
		{"initial-domain-in-capitals", "alice@contoso.onMicrosoft.COM", LockedOut},
		{"another-domain", "alice@contoso.com", Undecided},
		{"another-domain-that-looks-like-it", "alice@onmicrosoft.com", Undecided},
		{"managed-domain", "alice@fabrikam.com", LockedOut},
		{"federated-domain", "alice@northwind.com", Undecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(combining("federatedMultiFactor"), noRegistering())}
			users := q.Tenant.Users.Value()
			user := users[alice]
			user.UserPrincipalName = c.user
			users[alice] = user
			q.Tenant.Domains = ca.Known([]ca.Domain{
				{ID: "Fabrikam.com", AuthenticationType: "managed"}, {ID: "northwind.com", AuthenticationType: "Federated"},
			})
			if r := aliceIn(t, q); r.Verdict != c.want {
				t.Errorf("alice is %s, want %s", r.Verdict, c.want)
			}
		})
	}
}
