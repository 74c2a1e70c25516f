package graph

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A credential is one thing that somebody signs in with, as a strength sees it.
type credential struct{ combination, key, issuer, oid string }

// credentials are one of each kind that a strength of the tests can tell from the others.
var credentials = func() []credential {
	list := []credential{{combination: "windowsHelloForBusiness"}, {combination: "password,sms"}}
	for _, key := range []string{"k1", "k2", "k3"} {
		list = append(list, credential{combination: "fido2", key: key})
	}
	for _, issuer := range []string{"i1", "i2"} {
		for _, oid := range []string{"o1", "o2"} {
			list = append(list, credential{combination: "x509CertificateMultiFactor", issuer: issuer, oid: oid})
		}
	}
	return list
}()

func lets(s ca.AuthenticationStrength, c credential) bool {
	if !slices.Contains(spelled(s.AllowedCombinations), c.combination) {
		return false
	}
	for _, r := range s.CombinationConfigurations {
		switch {
		case !slices.Contains(r.AppliesToCombinations, c.combination):
		case r.Kind == ca.ConfigurationFIDO2 && !slices.Contains(r.AllowedAAGUIDs, c.key):
			return false
		case r.Kind == ca.ConfigurationX509 && len(r.AllowedIssuerSKIs) > 0 && !slices.Contains(r.AllowedIssuerSKIs, c.issuer):
			return false
		case r.Kind == ca.ConfigurationX509 && len(r.AllowedPolicyOIDs) > 0 && !slices.Contains(r.AllowedPolicyOIDs, c.oid):
			return false
		}
	}
	return true
}

// letsEither reports whether somebody who has two credentials gets in with either.
func letsEither(s ca.AuthenticationStrength, a, b credential) bool { return lets(s, a) || lets(s, b) }

// apply does what the service does at a step, and fails where the service would refuse it.
func apply(t *testing.T, s, desired ca.AuthenticationStrength, step strengthStep, n int) ca.AuthenticationStrength {
	t.Helper()
	if step.kind == restrict || step.kind == adjust {
		if missing := minus(spelled(step.configuration.AppliesToCombinations), spelled(s.AllowedCombinations)); len(missing) > 0 {
			t.Fatalf("%s is restricted before it is allowed", missing)
		}
	}
	switch step.kind {
	case rename:
		s.DisplayName, s.Description = desired.DisplayName, desired.Description
	case combine:
		s.AllowedCombinations = step.combinations
	case restrict:
		step.configuration.ID = fmt.Sprintf("new-%d", n)
		s = withConfiguration(s, step.configuration)
	case adjust:
		s = withConfiguration(s, step.configuration)
	case release:
		s = withoutConfiguration(s, step.configuration.ID)
	}
	return s
}

// TestStrengthStepsBear walks from random versions of a strength to others, and asks of every state on the way
// what the comment of strengthSteps promises.
func TestStrengthStepsBear(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	several, opened := 0, 0
	for n := range 4000 {
		before, after := randomStrength(r), randomStrength(r)
		for i := range before.CombinationConfigurations {
			before.CombinationConfigurations[i].ID = fmt.Sprintf("old-%d", i)
		}
		steps := strengthSteps(before, after)
		if len(steps) > 2 {
			several++
		}
		now, open := before, []string{}
		for i, step := range steps {
			now = apply(t, now, after, step, i)
			if step.kind == combine {
				open = minus(spelled(now.AllowedCombinations), spelled(before.AllowedCombinations))
			}
			if step.closes {
				open = minus(open, step.configuration.AppliesToCombinations)
			}
			for _, a := range credentials {
				if lets(now, a) && !lets(before, a) && !lets(after, a) {
					if !slices.Contains(open, a.combination) {
						t.Fatalf("%d: after step %d of %+v, %+v gets in, which neither version allows\nbefore %+v\nafter %+v", n, i, steps, a, before, after)
					}
					opened++
				}
				for _, b := range credentials {
					if letsEither(before, a, b) && letsEither(after, a, b) && !letsEither(now, a, b) {
						t.Fatalf("%d: after step %d of %+v, %+v and %+v are stopped, which neither version does\nbefore %+v\nafter %+v", n, i, steps, a, b, before, after)
					}
				}
			}
		}
		if diff := cmp.Diff(string(strengthKind.encode(after)), string(strengthKind.encode(now))); diff != "" {
			t.Fatalf("%d: the steps lead elsewhere (-want +got)\n%s", n, diff)
		}
		if again := strengthSteps(now, after); len(again) != 0 {
			t.Fatalf("%d: at the end there is more to do: %+v", n, again)
		}
	}
	if several < 1000 || opened == 0 {
		t.Fatalf("%d changes took several steps, %d combinations were open for a moment: too few to show anything", several, opened)
	}
}

// TestStrengthStepsInWords pins the orders that people ask about.
func TestStrengthStepsInWords(t *testing.T) {
	t.Parallel()
	const hello, key, cert = "windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor"
	keys := func(id string, aaguids ...string) ca.CombinationConfiguration {
		return ca.CombinationConfiguration{ID: id, Kind: ca.ConfigurationFIDO2, AppliesToCombinations: []string{key}, AllowedAAGUIDs: aaguids}
	}
	certificates := func(id string, issuers, oids []string) ca.CombinationConfiguration {
		return ca.CombinationConfiguration{ID: id, Kind: ca.ConfigurationX509, AppliesToCombinations: []string{cert}, AllowedIssuerSKIs: issuers, AllowedPolicyOIDs: oids}
	}
	of := func(combinations []string, list ...ca.CombinationConfiguration) ca.AuthenticationStrength {
		return ca.AuthenticationStrength{DisplayName: "Keys", AllowedCombinations: combinations, CombinationConfigurations: list}
	}
	tests := map[string]struct {
		before, after ca.AuthenticationStrength
		want          []string
	}{
		"same-in-other-words":   {of([]string{"password,sms"}, keys("1", "A", "b")), of([]string{"sms, password"}, keys("", "B", "a")), nil},
		"restriction-leaves":    {of([]string{hello, key}, keys("1", "a")), of([]string{hello, key}), []string{"release 1"}},
		"combination-leaves":    {of([]string{hello, key}, keys("1", "a")), of([]string{hello}), []string{"combine [windowsHelloForBusiness]", "release 1"}},
		"combination-comes":     {of([]string{hello}), of([]string{hello, key}, keys("", "a")), []string{"combine [windowsHelloForBusiness fido2]", "restrict fido2"}},
		"restriction-comes":     {of([]string{hello, key}), of([]string{key}, keys("", "a")), []string{"combine [fido2]", "restrict fido2"}},
		"keys-are-exchanged":    {of([]string{key}, keys("1", "a")), of([]string{key}, keys("", "b")), []string{"adjust 1 [a b]", "adjust 1 [b]"}},
		"keys-are-added":        {of([]string{key}, keys("1", "a")), of([]string{key}, keys("", "b", "a")), []string{"adjust 1 [b a]"}},
		"method-for-method":     {of([]string{hello}), of([]string{key}), []string{"combine [windowsHelloForBusiness fido2]", "combine [fido2]"}},
		"certificate-both-ways": {of([]string{cert}, certificates("1", []string{"i"}, []string{"o"})), of([]string{cert}, certificates("", []string{"j"}, []string{"p"})), []string{"adjust 1 [j p]"}},
		"certificate-one-way":   {of([]string{cert}, certificates("1", []string{"i"}, []string{"o"})), of([]string{cert}, certificates("", []string{"j"}, []string{"o"})), []string{"adjust 1 [i j o]", "adjust 1 [j o]"}},
		"name-goes-first":       {of([]string{hello}), ca.AuthenticationStrength{DisplayName: "Other", AllowedCombinations: []string{key}}, []string{"rename", "combine [windowsHelloForBusiness fido2]", "combine [fido2]"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, step := range strengthSteps(test.before, test.after) {
				got = append(got, say(step))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func say(s strengthStep) string {
	c := s.configuration
	switch s.kind {
	case rename:
		return "rename"
	case combine:
		return fmt.Sprintf("combine %v", s.combinations)
	case restrict:
		return "restrict " + combinationsOf(c)
	case adjust:
		return fmt.Sprintf("adjust %s %v", c.ID, slices.Concat(c.AllowedAAGUIDs, c.AllowedIssuerSKIs, c.AllowedPolicyOIDs))
	}
	return "release " + c.ID
}

func randomStrength(r *rand.Rand) ca.AuthenticationStrength {
	pick := func(words ...string) []string {
		var list []string
		for _, word := range words {
			if r.IntN(2) == 0 {
				list = append(list, word)
			}
		}
		return list
	}
	s := ca.AuthenticationStrength{DisplayName: string(rune('a' + r.IntN(3)))}
	s.AllowedCombinations = append(pick("password,sms", "fido2", "x509CertificateMultiFactor"), "windowsHelloForBusiness")
	if r.IntN(3) == 0 {
		s.AllowedCombinations = append(pick("password,sms", "x509CertificateMultiFactor"), "fido2")
	}
	if keys := pick("k1", "k2", "k3"); len(keys) > 0 && slices.Contains(s.AllowedCombinations, "fido2") {
		s.CombinationConfigurations = append(s.CombinationConfigurations, ca.CombinationConfiguration{
			Kind: ca.ConfigurationFIDO2, AppliesToCombinations: []string{"fido2"}, AllowedAAGUIDs: keys})
	}
	if slices.Contains(s.AllowedCombinations, "x509CertificateMultiFactor") && r.IntN(2) == 0 {
		s.CombinationConfigurations = append(s.CombinationConfigurations, ca.CombinationConfiguration{
			Kind: ca.ConfigurationX509, AppliesToCombinations: []string{"x509CertificateMultiFactor"},
			AllowedIssuerSKIs: pick("i1", "i2"), AllowedPolicyOIDs: pick("o1", "o2")})
	}
	return s
}
