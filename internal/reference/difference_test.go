package reference

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// asking is an enabled policy for everything with this grant.
func asking(id string, g ca.GrantControls) ca.Policy {
	p := policy(ca.ControlMFA)
	p.ID, p.GrantControls = id, &g
	return p
}

func controls(operator ca.Operator, list ...ca.BuiltInControl) ca.GrantControls {
	return ca.GrantControls{Operator: operator, BuiltInControls: list}
}

func strong(id string) ca.GrantControls {
	return ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: id}}
}

// strengths are custom ones, each a little different from a built-in one.
var strengths = []ca.AuthenticationStrength{
	{ID: "keys", AllowedCombinations: []string{"fido2"}},
	{ID: "keys-again", AllowedCombinations: []string{"fido2"}},
	{ID: "key-a", AllowedCombinations: []string{"fido2"}, CombinationConfigurations: onKeys("a")},
	{ID: "keys-a-b", AllowedCombinations: []string{"fido2"}, CombinationConfigurations: onKeys("A", "b")},
	{ID: "key-a-twice", AllowedCombinations: []string{"fido2"}, CombinationConfigurations: append(onKeys("a", "b"), onKeys("a", "c")...)},
	{ID: "key-to-come", AllowedCombinations: []string{"fido2"}, CombinationConfigurations: onKeys(ca.NotYetKnown)},
	{ID: "keys-or-sms", AllowedCombinations: []string{"fido2", "sms,password"}},
	{ID: "keys-with-something-new", AllowedCombinations: []string{"fido2"}, CombinationConfigurations: []ca.CombinationConfiguration{{Kind: "new"}}},
	{ID: "keys-with-something-new-elsewhere", AllowedCombinations: []string{"fido2"}, CombinationConfigurations: []ca.CombinationConfiguration{{Kind: "new", AppliesToCombinations: []string{"sms"}}}},
	{ID: "password", AllowedCombinations: []string{"password"}},
	{ID: "certificate", AllowedCombinations: []string{"x509CertificateMultiFactor"}},
	{ID: "certificate-of-1", AllowedCombinations: []string{"x509CertificateMultiFactor"}, CombinationConfigurations: onCertificates([]string{"1"}, nil)},
	{ID: "certificate-of-1-for-2", AllowedCombinations: []string{"x509CertificateMultiFactor"}, CombinationConfigurations: onCertificates([]string{"1"}, []string{"2"})},
}

func onKeys(aaguids ...string) []ca.CombinationConfiguration {
	return []ca.CombinationConfiguration{{Kind: ca.ConfigurationFIDO2, AllowedAAGUIDs: aaguids, AppliesToCombinations: []string{"fido2"}}}
}

func onCertificates(issuers, policies []string) []ca.CombinationConfiguration {
	return []ca.CombinationConfiguration{{
		Kind: ca.ConfigurationX509, AllowedIssuerSKIs: issuers, AllowedPolicyOIDs: policies, AppliesToCombinations: []string{"x509CertificateMultiFactor"},
	}}
}

func TestDifferenceOfDemands(t *testing.T) {
	t.Parallel()
	mfa := controls(ca.OperatorOR, ca.ControlMFA)
	block := controls(ca.OperatorOR, ca.ControlBlock)
	either := controls(ca.OperatorOR, ca.ControlMFA, ca.ControlCompliantDevice)
	both := controls(ca.OperatorAND, ca.ControlMFA, ca.ControlCompliantDevice)
	device := controls(ca.OperatorOR, ca.ControlCompliantDevice)
	list := func(g ...ca.GrantControls) []ca.GrantControls { return g }
	for _, c := range []struct {
		name          string
		before, after []ca.GrantControls
		want          string
	}{
		{"nothing-to-nothing", nil, nil, Same},
		{"a-policy-that-asks-nothing", nil, list(ca.GrantControls{}), Same},
		{"blocked", list(mfa), list(mfa, block), Lost},
		{"no-longer-blocked", list(block), list(mfa), Gained},
		{"blocked-another-way", list(block), list(mfa, block), Same},
		{"blocked-and-more", list(both), list(controls(ca.OperatorAND, ca.ControlBlock, ca.ControlMFA)), Lost},
		{"block-or-something-is-something", list(mfa), list(controls(ca.OperatorOR, ca.ControlBlock, ca.ControlMFA)), Same},
		{"asked-for-the-first-time", nil, list(mfa), AskedMore},
		{"asked-no-more", list(mfa), nil, AskedLess},
		{"one-of-two-to-both", list(either), list(both), AskedMore},
		{"missing-operator-is-or", list(either), list(controls("", ca.ControlCompliantDevice, ca.ControlMFA)), Same},
		{"both-as-two-policies", list(both), list(mfa, device), Same},
		{"one-is-implied-by-both", list(either, both), list(both), Same},
		{"one-to-another", list(mfa), list(device), Changed},
		{"the-same-twice", list(mfa), list(controls(ca.OperatorAND, ca.ControlMFA, ca.ControlMFA), mfa), Same},
		{"terms", list(mfa), list(mfa, ca.GrantControls{TermsOfUse: []string{"t"}}), AskedMore},
		{"factor-for-another", list(ca.GrantControls{CustomAuthenticationFactors: []string{"a"}}), list(ca.GrantControls{CustomAuthenticationFactors: []string{"b"}}), Changed},
		{"a-new-control", list(mfa), list(controls(ca.OperatorAND, ca.ControlMFA, "verifiedID")), AskedMore},
		{"strength-implies-mfa", list(mfa), list(strong(ca.StrengthPhishingResistant)), AskedMore},
		{"mfa-does-not-imply-its-strength", list(strong(ca.StrengthMFA)), list(mfa), AskedLess},
		{"mfa-beside-a-strength-adds-nothing", list(strong("keys")), list(strong("keys"), mfa), Same},
		{"single-factor-strength-is-no-mfa", list(mfa), list(strong("password")), Changed},
		{"stronger", list(strong(ca.StrengthPasswordless)), list(strong(ca.StrengthPhishingResistant)), AskedMore},
		{"combinations-in-another-order", list(strong("keys-or-sms")), list(strong("keys-or-sms"), strong(ca.StrengthMFA)), Same},
		{"the-same-under-another-name", list(strong("keys")), list(strong("keys-again")), Same},
		{"fewer-keys", list(strong("keys")), list(strong("keys-a-b")), AskedMore},
		{"one-key-of-two", list(strong("keys-a-b")), list(strong("key-a")), AskedMore},
		{"one-key-on-two-lists", list(strong("key-a")), list(strong("key-a-twice")), Same},
		{"a-key-to-come", list(strong("key-a")), list(strong("key-to-come")), Changed},
		{"a-key-to-come-on-both-sides", list(strong("key-to-come")), list(strong("key-to-come")), Same},
		{"something-new-about-keys", list(strong("keys")), list(strong("keys-with-something-new")), AskedMore},
		{"something-new-about-another-combination", list(strong("keys")), list(strong("keys-with-something-new-elsewhere")), Same},
		{"certificates-of-one-issuer", list(strong("certificate")), list(strong("certificate-of-1")), AskedMore},
		{"certificates-for-less", list(strong("certificate-of-1")), list(strong("certificate-of-1-for-2")), AskedMore},
		{"strengths-apart", list(strong("keys")), list(strong("certificate")), Changed},
		{"a-strength-not-found", list(strong("gone")), list(strong("gone"), mfa), AskedMore},
		{"or-of-what-implies", list(controlsAnd(either, "keys")), list(either), Same},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenantWith := func(grants []ca.GrantControls) *ca.Tenant {
				var policies []ca.Policy
				for i, g := range grants {
					policies = append(policies, asking(string(rune('a'+i)), g))
				}
				tenant := small(policies...)
				tenant.Strengths = ca.Known(append(strengths, ca.BuiltInStrengths...))
				return tenant
			}
			before, after := tenantWith(c.before), tenantWith(c.after)
			if got := Difference(before, after, asAda()); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			back := map[string]string{Lost: Gained, Gained: Lost, AskedMore: AskedLess, AskedLess: AskedMore}
			want, turns := back[c.want]
			if !turns {
				want = c.want
			}
			if got := Difference(after, before, asAda()); got != want {
				t.Errorf("backwards: got %s, want %s", got, want)
			}
		})
	}
}

// controlsAnd is a grant with a strength among its controls.
func controlsAnd(g ca.GrantControls, strength string) ca.GrantControls {
	g.AuthenticationStrength = &ca.AuthenticationStrength{ID: strength}
	return g
}

// TestDifferenceOfWhatIsNotKnown: what is open on both sides alike is no difference, and what is open on one
// side is no answer where it matters.
func TestDifferenceOfWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	inUnread := func(c *ca.Conditions) { c.Users = ca.Users{IncludeGroups: []string{"unread"}} }
	notInUnread := func(c *ca.Conditions) { c.Users.ExcludeGroups = []string{"unread"} }
	nested := func(c *ca.Conditions) { c.Users = ca.Users{IncludeGroups: []string{"outer"}} }
	gps := func(c *ca.Conditions) { c.Locations = &ca.LocationCondition{IncludeLocations: []string{"gps"}} }
	news := func(text string) func(*ca.Conditions) {
		return func(c *ca.Conditions) { c.Extra = ca.Extra{"new": []byte(text)} }
	}
	filtered := func(mode ca.FilterMode) func(*ca.Conditions) {
		return func(c *ca.Conditions) {
			c.Applications = ca.Applications{ApplicationFilter: &ca.Filter{Mode: mode, Rule: "r"}}
		}
	}
	block := func(change func(*ca.Conditions)) ca.Policy { return policy(ca.ControlBlock, change) }
	named := func(id string, p ca.Policy) ca.Policy { p.ID = id; return p }
	for _, c := range []struct {
		name          string
		before, after []ca.Policy
		want          string
	}{
		{"unchanged", []ca.Policy{block(inUnread)}, []ca.Policy{block(inUnread)}, Same},
		{"nothing-before", nil, []ca.Policy{block(inUnread)}, Undecided},
		{"blocked-for-all-anyway", []ca.Policy{block(inUnread)}, []ca.Policy{named("all", policy(ca.ControlBlock)), block(inUnread)}, Undecided},
		{"in-or-not-in-is-all", []ca.Policy{policy(ca.ControlBlock)}, []ca.Policy{named("in", block(inUnread)), named("out", block(notInUnread))}, Same},
		{"the-same-group-through-another", []ca.Policy{block(inUnread)}, []ca.Policy{block(nested)}, Same},
		{"another-policy-changes", []ca.Policy{block(gps)}, []ca.Policy{block(gps), asking("mfa", controls("", ca.ControlMFA))}, Undecided},
		{"a-condition-that-nobody-knows", []ca.Policy{block(news(`{"a": 1}`))}, []ca.Policy{block(news(`{"a":1}`))}, Same},
		{"a-condition-that-nobody-knows-changed", []ca.Policy{block(news(`{"a": 1}`))}, []ca.Policy{block(news(`{"a": 2}`))}, Undecided},
		{"a-guest-or-not", nil, []ca.Policy{block(func(c *ca.Conditions) {
			c.Users = ca.Users{
				ExcludeUsers:                 []string{ca.GuestsOrExternalUsers},
				IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"internalGuest"}},
			}
		})}, Same},
		{"a-rule-that-nobody-reads", []ca.Policy{block(filter(ca.FilterInclude, "?"))}, []ca.Policy{named("other", block(filter(ca.FilterInclude, "?")))}, Same},
		{"a-filter-of-a-mode-that-nobody-knows", []ca.Policy{block(filtered("new"))}, []ca.Policy{block(filtered("new")), named("other", block(filtered("new")))}, Same},
		{"a-filter-that-is-not-known-yet", []ca.Policy{block(filtered(ca.NotYetKnown))}, []ca.Policy{block(filtered(ca.NotYetKnown)), named("other", block(filtered(ca.NotYetKnown)))}, Undecided},
		{"a-rule-that-nobody-reads-turned", []ca.Policy{block(filter(ca.FilterInclude, "?"))}, []ca.Policy{block(filter(ca.FilterExclude, "?"))}, Undecided},
		{"operator-that-nobody-knows", []ca.Policy{asking("p", controls("XOR", ca.ControlMFA, ca.ControlCompliantDevice))}, []ca.Policy{asking("p", controls("XOR", ca.ControlCompliantDevice, ca.ControlMFA))}, Same},
		{"operator-that-nobody-knows-for-or", []ca.Policy{asking("p", controls("", ca.ControlMFA, ca.ControlCompliantDevice))}, []ca.Policy{asking("p", controls("XOR", ca.ControlMFA, ca.ControlCompliantDevice))}, Undecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenantWith := func(policies []ca.Policy) *ca.Tenant {
				tenant := small(policies...)
				tenant.Groups = ca.Known(map[string]ca.Group{"unread": {ID: "unread"}, "outer": {ID: "outer"}})
				tenant.GroupMembers = map[string][]ca.Member{"outer": {{ID: "unread", Kind: kindGroup}}}
				tenant.Users.Value()[ada] = ca.User{ID: ada, UserPrincipalName: "ada@contoso.com"} // a guest, or not
				tenant.NamedLocations = ca.Known([]ca.NamedLocation{{ID: "gps", Kind: ca.LocationCountry, CountriesAndRegions: []string{"NO"}, CountryLookupMethod: ca.LookupAuthenticatorGPS}})
				return tenant
			}
			if got := Difference(tenantWith(c.before), tenantWith(c.after), asAda()); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	unread := small()
	unread.Policies = ca.Fact[[]ca.Policy]{}
	if got := Difference(unread, unread, asAda()); got != Undecided {
		t.Errorf("policies that were not read: got %s", got)
	}
}
