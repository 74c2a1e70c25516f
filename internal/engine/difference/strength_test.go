package difference_test

import (
	"encoding/json"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestStrengths asks everybody for one authentication strength, and then for another.
func TestStrengths(t *testing.T) {
	t.Parallel()
	const key, hello, certificate, weak = "fido2", "windowsHelloForBusiness", "x509CertificateMultiFactor", "password,x509CertificateSingleFactor"
	keys := func(aaguids ...string) ca.CombinationConfiguration {
		return ca.CombinationConfiguration{Kind: ca.ConfigurationFIDO2, AppliesToCombinations: []string{key}, AllowedAAGUIDs: aaguids}
	}
	issuers := func(skis ...string) ca.CombinationConfiguration {
		return ca.CombinationConfiguration{Kind: ca.ConfigurationX509, AllowedIssuerSKIs: skis}
	}
	rules := func(oids ...string) ca.CombinationConfiguration {
		return ca.CombinationConfiguration{Kind: ca.ConfigurationX509, AllowedPolicyOIDs: oids}
	}
	on := func(c ca.CombinationConfiguration, combinations ...string) ca.CombinationConfiguration {
		c.AppliesToCombinations = combinations
		return c
	}
	with := func(c ca.CombinationConfiguration, raw string) ca.CombinationConfiguration {
		c.Extra = ca.Extra{"new": json.RawMessage(raw)}
		return c
	}
	strange := ca.CombinationConfiguration{Kind: "#microsoft.graph.strangeCombinationConfiguration"}
	type configurations = []ca.CombinationConfiguration
	type side struct {
		combinations []string
		narrowed     configurations
	}
	only := func(combination string, narrowed ...ca.CombinationConfiguration) side {
		return side{[]string{combination}, narrowed}
	}
	for _, c := range []struct {
		name          string
		before, after side
		kind          difference.Kind
	}{
		{"modes-in-another-order", only("password,sms"), only("sms,password"), ""},
		{"combination-twice", only(key), side{combinations: []string{key, key}}, ""},
		{"one-combination-more", only(key), side{combinations: []string{key, hello}}, difference.AskedLess},
		{"another-combination", only(key), only(hello), difference.Changed},
		{"combination-that-reads-like-two", only(key + ";" + hello), side{combinations: []string{key, hello}}, difference.Changed},
		{"issuer-that-reads-like-two", only(certificate, issuers("a,b")), only(certificate, issuers("a", "b")), difference.Changed},
		{"issuers-that-read-like-a-rule", only(certificate, issuers("a/b")), only(certificate, on(issuers("a"))), difference.Changed},

		{"some-keys", only(key), only(key, keys("k1", "k2")), difference.AskedMore},
		{"fewer-keys", only(key, keys("k1", "k2")), only(key, keys("K1")), difference.AskedMore},
		{"more-keys", only(key, keys("k1")), only(key, keys("k1", "k2")), difference.AskedLess},
		{"other-keys", only(key, keys("k1")), only(key, keys("k2")), difference.Changed},
		{"keys-in-another-order", only(key, keys("K1", "k2")), only(key, keys("k2", "k1", "k2")), ""},
		{"lists-in-another-order", only(key, keys("k1", "k2"), keys("k2", "k3")), only(key, keys("k2", "k3"), keys("k1", "k2")), ""},
		{"keys-of-both-lists", only(key, keys("k1", "k2"), keys("k2", "k3")), only(key, keys("k2")), ""},
		{"keys-of-one-list", only(key, keys("k1", "k2"), keys("k2", "k3")), only(key, keys("k1", "k2")), difference.AskedLess},
		{"lists-not-all-known-in-another-order", side{[]string{key, hello}, configurations{keys("k1", ca.NotYetKnown), keys("k2", ca.NotYetKnown)}},
			only(key, keys("k2", ca.NotYetKnown), keys("k1", ca.NotYetKnown)), difference.AskedMore},
		{"keys-are-all-known", only(key, keys("k1", ca.NotYetKnown)), only(key, keys("k1")), difference.AskedMore},
		{"keys-are-not-all-known", only(key, keys("k1")), only(key, keys("k1", ca.NotYetKnown)), difference.AskedLess},
		{"keys-where-none-will-do", only(hello), only(hello, keys("k1")), ""},
		{"keys-beside-something-else", side{[]string{key, hello}, configurations{keys("k1")}}, side{combinations: []string{key, hello}}, difference.AskedLess},

		{"some-issuers", only(certificate), only(certificate, issuers("i1", "i2")), difference.AskedMore},
		{"fewer-issuers", only(certificate, issuers("i1", "i2")), only(certificate, issuers("I1")), difference.AskedMore},
		{"other-issuers", only(certificate, issuers("i1")), only(certificate, issuers("i2")), difference.Changed},
		{"issuers-in-another-order", only(certificate, issuers("i1", "i2")), only(certificate, issuers("I2", "i1")), ""},
		{"fewer-rules", only(certificate, rules("1.2", "1.3")), only(certificate, rules("1.2")), difference.AskedMore},
		{"rules-for-issuers", only(certificate, issuers("i1")), only(certificate, rules("1.2")), difference.Changed},
		{"issuers-are-not-all-known", only(certificate, issuers("i1")), only(certificate, issuers("i1", ca.NotYetKnown)), difference.AskedLess},
		{"issuers-where-none-will-do", only(key), only(key, issuers("i1")), ""},
		{"issuers-of-this", only(certificate), only(certificate, on(issuers("i1"), certificate)), difference.AskedMore},
		{"issuers-of-another", only(certificate), only(certificate, on(issuers("i1"), "x509CertificateSingleFactor")), ""},
		{"issuers-by-the-mode", only(weak), only(weak, on(issuers("i1"), "x509CertificateSingleFactor")), difference.AskedMore},
		{"issuers-of-what-is-not-known", only(certificate), only(certificate, on(issuers("i1"), ca.NotYetKnown)), difference.AskedMore},
		{"issuers-and-something-new", only(certificate, issuers("i1")), only(certificate, with(issuers("i1"), "1")), difference.AskedMore},

		{"something-strange", only(key), only(key, strange), difference.AskedMore},
		{"something-strange-of-this", only(key), only(key, on(strange, key)), difference.AskedMore},
		{"something-strange-of-another", only(key), only(key, on(strange, hello)), ""},
		{"strange-in-another-order", only(key, with(strange, `{"a":1,"b":2}`), strange), only(key, strange, with(strange, `{"b":2, "a":1}`), strange), ""},
		{"strange-otherwise", only(key, with(strange, "1")), only(key, with(strange, "2")), difference.Changed},
		{"strange-of-others", side{[]string{key, hello}, configurations{on(strange, key)}}, side{[]string{key, hello}, configurations{on(strange, hello)}}, difference.Changed},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			asking := func(s side) *ca.Tenant {
				out := tenant(policy("p", func(p *ca.Policy) {
					p.GrantControls = &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: "ours"}}
				}))
				out.Strengths = ca.Known([]ca.AuthenticationStrength{{ID: "ours", DisplayName: "Ours", AllowedCombinations: s.combinations, CombinationConfigurations: s.narrowed}})
				return out
			}
			r := difference.Of(asking(c.before), asking(c.after))
			switch {
			case c.kind == "" && r.None():
			case len(r.Boxes) != 1 || r.Boxes[0].Kind != c.kind || r.Undecided != "":
				t.Errorf("want one box that is %q: %+v %s", c.kind, r.Boxes, r.Undecided)
			}
		})
	}
}

// TestStrengthsWrittenOtherwise: a strength that lists the same in another order, or twice, has not changed.
func TestStrengthsWrittenOtherwise(t *testing.T) {
	t.Parallel()
	keys := ca.CombinationConfiguration{Kind: ca.ConfigurationFIDO2, AppliesToCombinations: []string{"fido2"}, AllowedAAGUIDs: []string{"k"}}
	issuers := ca.CombinationConfiguration{Kind: ca.ConfigurationX509, AllowedIssuerSKIs: []string{"i"}}
	asking := func(combinations []string, narrowed ...ca.CombinationConfiguration) *ca.Tenant {
		out := tenant(policy("p", func(p *ca.Policy) {
			p.GrantControls = &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: "ours"}}
		}))
		out.Strengths = ca.Known([]ca.AuthenticationStrength{{ID: "ours", AllowedCombinations: combinations, CombinationConfigurations: narrowed}})
		return out
	}
	want := asking([]string{"fido2", "password,sms"}, keys, issuers)
	for name, other := range map[string]*ca.Tenant{
		"combinations": asking([]string{"sms,password", "fido2"}, keys, issuers),
		"twice":        asking([]string{"fido2", "password,sms", "fido2"}, keys, issuers, keys),
		"narrowed":     asking([]string{"fido2", "password,sms"}, issuers, keys),
	} {
		if r := difference.Of(want, other); !r.None() || r.Policies[0].Change != difference.Unchanged {
			t.Errorf("%s: the policy is %s: %+v", name, r.Policies[0].Change, r.Boxes)
		}
	}
}

// TestStrengthsNotYetKnown: what is not known yet of one strength is not what is not known yet of another.
func TestStrengthsNotYetKnown(t *testing.T) {
	t.Parallel()
	list := []string{"one", ca.NotYetKnown}
	for name, c := range map[string]struct {
		combination string
		narrowed    ca.CombinationConfiguration
	}{
		"keys":    {"fido2", ca.CombinationConfiguration{Kind: ca.ConfigurationFIDO2, AllowedAAGUIDs: list}},
		"issuers": {"x509CertificateMultiFactor", ca.CombinationConfiguration{Kind: ca.ConfigurationX509, AllowedIssuerSKIs: list}},
		"rules":   {"x509CertificateMultiFactor", ca.CombinationConfiguration{Kind: ca.ConfigurationX509, AllowedPolicyOIDs: list}},
		"of-what": {"x509CertificateMultiFactor", ca.CombinationConfiguration{Kind: ca.ConfigurationX509, AllowedIssuerSKIs: []string{"one"}, AppliesToCombinations: list}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asking := func(id string) *ca.Tenant {
				out := tenant(policy("p", func(p *ca.Policy) {
					p.GrantControls = &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: id}}
				}))
				var all []ca.AuthenticationStrength
				for _, id := range []string{"ours", "theirs"} {
					all = append(all, ca.AuthenticationStrength{
						ID: id, DisplayName: id, AllowedCombinations: []string{c.combination},
						CombinationConfigurations: []ca.CombinationConfiguration{c.narrowed},
					})
				}
				out.Strengths = ca.Known(all)
				return out
			}
			if r := difference.Of(asking("ours"), asking("ours")); !r.None() {
				t.Errorf("nothing changes, and it says %+v", r.Boxes)
			}
			if r := difference.Of(asking("ours"), asking("theirs")); len(r.Boxes) != 1 || r.Boxes[0].Kind != difference.Changed {
				t.Errorf("want one box that is changed: %+v", r.Boxes)
			}
		})
	}
}
