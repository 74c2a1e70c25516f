package engine

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestKeyRestrictions: which FIDO2 keys the methods policy lets count.
func TestKeyRestrictions(t *testing.T) {
	t.Parallel()
	const listed, other = "de1e552d-db1d-4423-a619-566b625cdc84", "90a3ccdf-635c-4729-a248-9b709135078f"
	for _, c := range []struct {
		name, enforcement string
		enforced          bool
		aaguid            string
		want              Verdict
	}{
		{"allowed", "allow", true, listed, Reachable},
		{"not-allowed", "allow", true, other, LockedOut},
		{"blocked", "block", true, listed, LockedOut},
		{"not-blocked", "Block", true, other, Reachable},
		{"blocked-or-not", "block", true, "", Undecided},
		{"not-enforced", "block", false, listed, Reachable},
		{"enforced-in-a-new-way", "newer", true, listed, Undecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(blockEverybody(func(p *ca.Policy) { p.GrantControls = phishingResistant() }))}
			policy := methodsForAll("Fido2").Value()
			policy.Configurations[0].KeyRestrictions = &ca.KeyRestrictions{
				IsEnforced: c.enforced, EnforcementType: c.enforcement, AAGUIDs: []string{listed},
			}
			q.Tenant.MethodsPolicy = ca.Known(policy)
			q.Tenant.Methods[alice] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}, {Kind: ca.MethodFIDO2, AAGUID: c.aaguid}}
			if r := aliceIn(t, q); r.Verdict != c.want {
				t.Errorf("alice is %s, want %s", r.Verdict, c.want)
			}
		})
	}
}
