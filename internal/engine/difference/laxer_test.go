package difference

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestLaxer(t *testing.T) {
	t.Parallel()
	allowing := func(combinations ...string) ca.AuthenticationStrength {
		return ca.AuthenticationStrength{AllowedCombinations: combinations}
	}
	with := func(s ca.AuthenticationStrength, c ca.CombinationConfiguration) ca.AuthenticationStrength {
		s.CombinationConfigurations = []ca.CombinationConfiguration{c}
		return s
	}
	issuers := func(skis ...string) ca.CombinationConfiguration {
		return ca.CombinationConfiguration{
			Kind: ca.ConfigurationX509, AppliesToCombinations: []string{"x509CertificateMultiFactor"}, AllowedIssuerSKIs: skis,
		}
	}
	newer := func(s ca.AuthenticationStrength, value string) ca.AuthenticationStrength {
		s.Extra = ca.Extra{"newer": []byte(value)}
		return s
	}
	certificate, key := allowing("x509CertificateMultiFactor"), allowing("fido2")
	for _, c := range []struct {
		name    string
		than, s ca.AuthenticationStrength
		want    bool
	}{
		{"the-same-in-another-order", allowing("password,sms", "fido2"), allowing("fido2", "sms, password"), true},
		{"more", key, allowing("fido2", "password,sms"), true},
		{"less", allowing("fido2", "password,sms"), key, false},
		{"nothing-allowed-before", allowing(), key, true},
		{"an-issuer-more", with(certificate, issuers("aa")), with(certificate, issuers("aa", "bb")), true},
		{"an-issuer-less", with(certificate, issuers("aa", "bb")), with(certificate, issuers("aa")), false},
		{"issuers-of-what-is-no-longer-allowed", with(allowing("x509CertificateMultiFactor", "fido2"), issuers("aa")), key, false},
		{"what-is-not-understood-stays", newer(key, `{"a": 1, "b": 2}`), newer(key, `{"b":2,"a":1}`), true},
		{"what-is-not-understood-changes", newer(key, `1`), newer(key, `2`), false},
		{"what-is-not-understood-comes", key, newer(key, `1`), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := Laxer(c.than, c.s); got != c.want {
				t.Errorf("laxer: %t", got)
			}
		})
	}
}
