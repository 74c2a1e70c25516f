package engine

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestMissingControls: where it is unknown whether somebody meets a control, it is said what would settle it, as far as
// something would.
func TestMissingControls(t *testing.T) {
	t.Parallel()
	own := func(combinations ...string) *ca.GrantControls {
		return &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{
			ID: "own", DisplayName: "Own", AllowedCombinations: combinations,
		}}
	}
	restricted := func(kind, combination string) *ca.GrantControls {
		g := own(combination)
		g.AuthenticationStrength.CombinationConfigurations = []ca.CombinationConfiguration{{
			Kind: kind, AppliesToCombinations: []string{combination}, AllowedAAGUIDs: []string{"de1e552d-db1d-4423-a619-566b625cdc84"},
		}}
		return g
	}
	control := func(c ca.BuiltInControl) *ca.GrantControls {
		return &ca.GrantControls{BuiltInControls: []ca.BuiltInControl{c}}
	}
	with := func(methods ...ca.AuthenticationMethod) func(*Question) {
		return func(q *Question) { q.Tenant.Methods[alice] = methods }
	}
	of := func(kind string) ca.AuthenticationMethod { return ca.AuthenticationMethod{Kind: kind} }
	unread := func(allowed ca.Fact[ca.AuthenticationMethodsPolicy]) func(*Question) {
		return func(q *Question) { delete(q.Tenant.Methods, alice); q.Tenant.MethodsPolicy = allowed }
	}
	contoso := func(q *Question) {
		u := q.Tenant.Users.Value()[alice]
		u.UserPrincipalName = "alice@contoso.com"
		q.Tenant.Users.Value()[alice] = u
	}
	having := func(property string) func(*Question) {
		return func(q *Question) {
			d := laptop("hers", "true", "ServerAd")
			delete(d.Properties, property)
			q.Tenant.Devices[alice] = []ca.Device{d}
		}
	}
	shut := blockEverybody(func(p *ca.Policy) {
		p.Conditions.Applications = ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}
	})
	register := func(what string) MissingFact {
		return missed("authenticationMethods", aliceName+" would have to register a method that meets "+what)
	}
	methods := missed("authenticationMethods", "read the authentication methods of "+aliceName)
	allowed := missed("authenticationMethodsPolicy", "read the authentication methods policy: it says what can be registered at sign-in")
	unsure := missed("authenticationMethods", "whether a registered method of "+aliceName+` meets "Policy 0" is not sure`)
	certificate := missed("certificate_users", "name "+aliceName+" in assume.certificate_users if it signs in with a certificate")
	federated := missed("domains", "read the domains: alice@contoso.com may be federated")
	devices := missed("registeredDevices", "read isCompliant and trustType of the devices of "+aliceName)
	for _, c := range []struct {
		name   string
		asks   *ca.GrantControls
		change func(*Question)
		want   []MissingFact
	}{
		{"mfa-of-methods-not-read", control(ca.ControlMFA), unread(ca.Fact[ca.AuthenticationMethodsPolicy]{}), []MissingFact{methods, allowed}},
		{"mfa-of-methods-not-read-and-none-can-be-registered", control(ca.ControlMFA), unread(methodsForAll()), []MissingFact{methods}},
		{"mfa-of-methods-not-read-and-registering-is-shut", control(ca.ControlMFA), func(q *Question) {
			unread(methodsForAll("Sms"))(q)
			q.Tenant.Policies = ca.Known(append(q.Tenant.Policies.Value(), shut))
		}, []MissingFact{methods}},
		{"mfa-to-be-registered", control(ca.ControlMFA), func(q *Question) {
			with(of(ca.MethodPassword))(q)
			q.Tenant.MethodsPolicy = methodsFor("key holders", "Sms")
			q.Tenant.Groups = ca.Known(map[string]ca.Group{"key holders": {ID: "key holders"}})
		}, []MissingFact{
			register(`"mfa"`),
			missed("groupMembers", "read the members of the groups in the authentication methods policy: it says what can be registered at sign-in"),
		}},
		{"mfa-by-a-pass-that-may-have-expired", control(ca.ControlMFA), with(of(ca.MethodTemporaryAccessPass)),
			[]MissingFact{allowed, certificate}},

		{"strength-nobody-knows", &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: "gone"}}, nil, []MissingFact{
			missed("authenticationStrengthPolicies", `read the authentication strengths: "Policy 0" asks for one that is not known`),
		}},
		{"strength-to-be-registered", own("password,sms"), nil, []MissingFact{register(`"Own"`)}},
		{"strength-of-methods-not-read", own("hardwareOath"), unread(methodsForAll("HardwareOath")), []MissingFact{methods}},
		{"certificate-of-one-factor", own("password,x509CertificateSingleFactor"), nil, []MissingFact{certificate}},
		{"certificate-of-many-factors", own("x509CertificateMultiFactor"), nil, []MissingFact{certificate}},
		{"certificate-that-was-named-and-is-restricted", restricted(ca.ConfigurationX509, "x509CertificateMultiFactor"),
			func(q *Question) { q.Assume.CertificateUsers = []string{alice} }, []MissingFact{unsure}},
		{"federation-of-one-factor", own("federatedSingleFactor"), contoso, []MissingFact{federated}},
		{"federation-of-many-factors", own("federatedMultiFactor"), contoso, []MissingFact{federated}},
		{"windows-hello-of-two-devices", own("windowsHelloForBusiness"), func(q *Question) {
			with(of(ca.MethodPassword), of(ca.MethodWindowsHello))(q)
			q.Tenant.Devices[alice] = []ca.Device{laptop("one", "true", "AzureAd"), laptop("other", "true", "AzureAd")}
		}, []MissingFact{
			missed("authenticationMethods", "which device the Windows Hello or platform credential of "+aliceName+" lives in is not known"),
		}},
		{"key-of-a-make-not-read", restricted(ca.ConfigurationFIDO2, "fido2"), with(of(ca.MethodFIDO2)),
			[]MissingFact{missed("authenticationMethods", "read the AAGUIDs of the FIDO2 keys of "+aliceName)}},
		{"key-of-somebody-who-may-not-use-it", own("fido2"), func(q *Question) {
			with(ca.AuthenticationMethod{Kind: ca.MethodFIDO2, AAGUID: "de1e552d-db1d-4423-a619-566b625cdc84"})(q)
			q.Tenant.MethodsPolicy = methodsFor("key holders", "Fido2")
			q.Tenant.Groups = ca.Known(map[string]ca.Group{"key holders": {ID: "key holders"}})
		}, []MissingFact{unsure}},
		{"pass-that-may-have-expired", own("temporaryAccessPassOneTime", "windowsHelloForBusiness", "sms,x509CertificateSingleFactor"),
			with(of(ca.MethodTemporaryAccessPass)), []MissingFact{unsure}},
		{"combination-nobody-knows", own("newer"), with(),
			[]MissingFact{missed("authenticationMethods", aliceName+` has no method that surely meets "Policy 0"`)}},

		{"compliance-not-read", control(ca.ControlCompliantDevice), having("isCompliant"), []MissingFact{devices}},
		{"join-not-read", control(ca.ControlDomainJoinedDevice), having("trustType"), []MissingFact{devices}},
		{"remediation", control(ca.ControlPasswordChange), nil,
			[]MissingFact{missed("riskRemediation", `whether the remediation that "Policy 0" asks for succeeds is not known beforehand`)}},
		{"application", control(ca.ControlApprovedApplication), nil,
			[]MissingFact{missed("managedApplication", `whether an application that "Policy 0" accepts is in use cannot be read`)}},
		{"control-nobody-knows", control("newer"), nil,
			[]MissingFact{missed("control", `"Policy 0" asks for "newer", which this version cannot decide`)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(numbered(blockEverybody(func(p *ca.Policy) { p.GrantControls = c.asks }))...)}
			if c.change != nil {
				c.change(&q)
			}
			mustMiss(t, q, c.want)
		})
	}
}
