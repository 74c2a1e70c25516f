package guard

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestCheckStrength(t *testing.T) {
	t.Parallel()
	const key = "cb69481e-8ff7-4039-93ec-0a2729a154a8"
	ski := strings.Repeat("0a", 20)
	named := func(name, description string) func(*ca.AuthenticationStrength) {
		return func(s *ca.AuthenticationStrength) { s.DisplayName, s.Description = name, description }
	}
	applying := func(combinations ...string) func(*ca.AuthenticationStrength) {
		return func(s *ca.AuthenticationStrength) {
			s.CombinationConfigurations = []ca.CombinationConfiguration{{Kind: ca.ConfigurationFIDO2, AppliesToCombinations: combinations, AllowedAAGUIDs: []string{key}}}
		}
	}
	certificates := func(combination string, skis, oids []string) ca.AuthenticationStrength {
		s := strength([]string{"x509CertificateMultiFactor"})
		s.CombinationConfigurations = []ca.CombinationConfiguration{{
			Kind: ca.ConfigurationX509, AppliesToCombinations: []string{combination}, AllowedIssuerSKIs: skis, AllowedPolicyOIDs: oids,
		}}
		return s
	}
	six := []string{ski, ski, ski, ski, ski, ski}
	for _, c := range []struct {
		name     string
		strength ca.AuthenticationStrength
		want     string // severity, attribute and harm; "" for none
	}{
		{"fine", strength(anybodys), ""},
		{"modes-in-another-order", strength([]string{"microsoftAuthenticatorPush, password"}), ""},
		{"a-single-factor", strength([]string{"password", "qrCodePin"}), ""},
		{"name-of-30-characters", strength(anybodys, named(strings.Repeat("ü", 30), strings.Repeat("ü", 100))), ""},
		{"no-name", strength(anybodys, named(" ", "")), "error display_name has no name"},
		{"long-name", strength(anybodys, named(strings.Repeat("ü", 31), "")), "error display_name has a text that is too long"},
		{"long-description", strength(anybodys, named("Keys", strings.Repeat("ü", 101))), "error description has a text that is too long"},
		{"name-not-yet-known", strength(anybodys, named(ca.NotYetKnown, ca.NotYetKnown)), ""},
		{"no-combination", strength(nil), "error allowed_combinations allows no combination"},
		{"a-slip", strength([]string{"fido"}), "error allowed_combinations has a method that does not exist"},
		{"another-case", strength([]string{"FIDO2"}), "error allowed_combinations has a method that does not exist"},
		{"a-newer-method", strength([]string{"verifiableCredential"}), "warning allowed_combinations has a method that is not known"},
		{"an-odd-pair", strength([]string{"fido2,sms"}), "warning allowed_combinations has a combination that is not known"},
		{"not-yet-known", strength([]string{ca.NotYetKnown}, restrictedTo(ca.NotYetKnown)), ""},
		{"restricted", strength(breakGlass, restrictedTo(key)), ""},
		{"not-an-aaguid", strength(breakGlass, restrictedTo("yubikey")), "error combination_configurations.fido2.allowed_aaguids has an AAGUID that is none"},
		{"no-aaguid", strength(breakGlass, restrictedTo()), "warning combination_configurations.fido2.allowed_aaguids restricts nothing"},
		{"applies-to-nothing", strength(breakGlass, applying()), "error combination_configurations.fido2 restricts no combination"},
		{"applies-to-what-it-is-not-for", strength(anybodys, applying("password,microsoftAuthenticatorPush")), "error combination_configurations.fido2 restricts what it is not for"},
		{"applies-to-what-is-not-allowed", strength(nobodys, applying("fido2")), "error combination_configurations.fido2 restricts what it does not allow"},
		{"applies-to-what-may-be-allowed", strength([]string{ca.NotYetKnown}, applying("fido2")), ""},
		{"certificates", certificates("x509CertificateMultiFactor", []string{ski}, []string{"1.3.6.1.4.1.311.21.8.1"}), ""},
		{"certificates-of-nothing", certificates("x509CertificateMultiFactor", nil, nil), "warning combination_configurations.x509_certificate_multi_factor restricts nothing"},
		{"certificates-for-keys", certificates("fido2", []string{ski}, nil), "error combination_configurations.fido2 restricts what it is not for"},
		{"an-issuer-that-is-none", certificates("x509CertificateMultiFactor", []string{"0a0a"}, nil), "error combination_configurations.x509_certificate_multi_factor.allowed_issuer_skis has an issuer that is none"},
		{"an-oid-that-is-none", certificates("x509CertificateMultiFactor", nil, []string{"issuance"}), "error combination_configurations.x509_certificate_multi_factor.allowed_policy_oids has an OID that is none"},
		{"six-issuers", certificates("x509CertificateMultiFactor", six, nil), "error combination_configurations.x509_certificate_multi_factor.allowed_issuer_skis names too many certificates"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, f := range CheckStrength(c.strength) {
				got = append(got, string(f.Severity)+" "+f.Attribute+" "+f.Harm)
				if f.Rule != "EG060" || f.Object != c.strength.DisplayName {
					t.Errorf("%s about %q", f.Rule, f.Object)
				}
				if n := columns(Finding{Rule: "EG060", Object: "x", Harm: f.Harm}.Summary()); n > summaryColumns {
					t.Errorf("the summary takes %d columns", n)
				}
			}
			if got := strings.Join(got, "; "); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestStrengthsHere is what the service refuses because of what the tenant has.
func TestStrengthsHere(t *testing.T) {
	t.Parallel()
	builtIn := ca.BuiltInStrengths[2]
	weaker := builtIn
	weaker.AllowedCombinations = anybodys
	stored := strength(anybodys)
	called := func(name string) func(*ca.AuthenticationStrength) {
		return func(s *ca.AuthenticationStrength) { s.DisplayName = name }
	}
	long := called(strings.Repeat("x", 40))
	for _, c := range []struct {
		name    string
		changes []Change
		want    []string // attribute and harm of EG060
	}{
		{"a-new-one", []Change{createStrength(strength(anybodys, called("Vault")))}, nil},
		{"built-in-changed", []Change{updateStrength(builtIn, weaker)}, []string{" is built in and cannot be changed"}},
		{"built-in-deleted", []Change{removeStrength(builtIn)}, []string{" is built in and cannot be changed"}},
		{"name-taken", []Change{createStrength(strength(anybodys, called("company KEYS")))}, []string{"display_name has a name that is taken"}},
		{"name-of-a-built-in-one", []Change{createStrength(strength(anybodys, called("Passwordless MFA")))}, []string{"display_name has a name that is taken"}},
		{"name-that-becomes-free", []Change{createStrength(strength(anybodys, called("Company keys"))), removeStrength(stored)}, nil},
		{"name-not-yet-known", []Change{createStrength(strength(anybodys, called(ca.NotYetKnown)))}, nil},
		{"what-the-service-has-taken", []Change{updateStrength(strength(anybodys, long), strength(breakGlass, long))}, nil},
		{"what-it-has-not", []Change{updateStrength(stored, strength(anybodys, long))}, []string{"display_name has a text that is too long"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, f := range Judge(withStrengths(contoso(), stored), c.changes, settings(), noon).Findings {
				if f.Rule == ruleEG060.ID {
					got = append(got, f.Attribute+" "+f.Harm)
					if !f.Refuses() || f.Address == "" {
						t.Errorf("%s at %q is a %s", f.Harm, f.Address, f.Severity)
					}
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
