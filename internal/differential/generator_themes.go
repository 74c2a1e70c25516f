package differential

import (
	"fmt"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A theme makes one part of the model decide: it draws a policy or two that ask about that part alone, and
// sees to it that the tenant has something to say there.
var themes = []func(*generator) []ca.Policy{
	(*generator).newcomers,
	(*generator).newcomers,
	(*generator).strongMethods,
	(*generator).strongMethods,
	(*generator).filteredDevices,
	(*generator).managedDevices,
	(*generator).somewhere,
	(*generator).somebody,
	(*generator).resources,
	(*generator).oneGrant,
	(*generator).workloads,
}

// forAll is an enabled policy for all users and all resources.
func forAll(grant ca.GrantControls) ca.Policy {
	return ca.Policy{
		State: ca.StateEnabled,
		Conditions: ca.Conditions{
			Users:        ca.Users{IncludeUsers: []string{ca.All}},
			Applications: ca.Applications{IncludeApplications: []string{ca.All}},
		},
		GrantControls: &grant,
	}
}

func block() ca.GrantControls {
	return ca.GrantControls{Operator: ca.OperatorOR, BuiltInControls: []ca.BuiltInControl{ca.ControlBlock}}
}

// userIDs are the users that a tenant may have.
func userIDs() []string {
	var ids []string
	for i := range 3 {
		ids = append(ids, fmt.Sprintf("user-%d", i+1))
	}
	return ids
}

// newcomers: people have little more than a password, everybody is asked for more, and something stands in
// the way of registering it.
func (g *generator) newcomers() []ca.Policy {
	for _, id := range userIDs() {
		if _, read := g.t.Methods[id]; read && g.chance(60) {
			g.t.Methods[id] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}}
		}
	}
	asks := forAll(ca.GrantControls{BuiltInControls: []ca.BuiltInControl{
		pick(g, often(ca.ControlMFA, ca.ControlPasswordChange, ca.ControlRiskRemediation)...),
	}})
	if g.chance(35) {
		asks = forAll(ca.GrantControls{AuthenticationStrength: g.namedStrength()})
	}
	guards := forAll(block())
	if g.chance(60) {
		guards.GrantControls = g.grant()
	}
	if g.chance(75) {
		guards.Conditions.Applications = ca.Applications{IncludeUserActions: g.userActions()}
	}
	g.narrow(&guards.Conditions, 18)
	return []ca.Policy{asks, guards}
}

// strongMethods: everybody is asked for one strength of few combinations, and has one or two methods that
// may be among them.
func (g *generator) strongMethods() []ca.Policy {
	kinds := []string{
		ca.MethodFIDO2, ca.MethodFIDO2, ca.MethodWindowsHello, ca.MethodPlatformCredential, ca.MethodTemporaryAccessPass,
		ca.MethodHardwareOATH, ca.MethodMicrosoftAuthenticator, ca.MethodPhone, ca.MethodEmail, "#microsoft.graph.newAuthenticationMethod",
	}
	for _, id := range userIDs() {
		if _, read := g.t.Methods[id]; !read {
			continue
		}
		g.t.Methods[id] = nil
		if g.chance(70) {
			g.t.Methods[id] = append(g.t.Methods[id], ca.AuthenticationMethod{Kind: ca.MethodPassword})
		}
		if _, read := g.t.Devices[id]; read && g.chance(40) {
			g.t.Devices[id] = []ca.Device{g.windowsDevice(id + "-1"), g.windowsDevice(id + "-2")}[:1+g.IntN(2)]
		}
		for _, kind := range some(g, 2, kinds) {
			m := ca.AuthenticationMethod{Kind: kind}
			switch kind {
			case ca.MethodFIDO2:
				m.AAGUID = pick(g, "key-a", "KEY-B", "key-c", "")
			case ca.MethodPhone:
				m.PhoneType = pick(g, "mobile", "office")
			}
			g.t.Methods[id] = append(g.t.Methods[id], m)
		}
	}
	few := []string{
		"fido2", "fido2", "fido2", "windowsHelloForBusiness", "windowsHelloForBusiness", "x509CertificateMultiFactor", "x509CertificateSingleFactor,password",
		"email", "password", "password,hardwareOath", "password,sms", "federatedMultiFactor", "temporaryAccessPassOneTime", "deviceBasedPush", "unknownFutureValue",
	}
	s := g.strength("strength-1")
	s.AllowedCombinations = some(g, 2, few)
	if g.chance(30) {
		s.CombinationConfigurations = nil
	}
	g.t.Strengths = ca.Known([]ca.AuthenticationStrength{s})
	if g.chance(30) {
		g.Assume.CertificateUsers = userIDs()[:2]
	}
	return []ca.Policy{forAll(ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: "strength-1"}})}
}

func (g *generator) windowsDevice(id string) ca.Device {
	d := g.device(id)
	d.Properties["operatingSystem"] = one("Windows")
	return d
}

// filteredDevices: a rule over the properties of a device decides.
func (g *generator) filteredDevices() []ca.Policy {
	p := forAll(block())
	p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: pick(g, ca.FilterInclude, ca.FilterExclude), Rule: g.rule()}}
	return []ca.Policy{p}
}

// managedDevices: the state of a device decides, and on some platforms nothing helps.
func (g *generator) managedDevices() []ca.Policy {
	p := forAll(ca.GrantControls{BuiltInControls: []ca.BuiltInControl{pick(g, ca.ControlCompliantDevice, ca.ControlDomainJoinedDevice)}})
	if g.chance(50) {
		p.Conditions.Platforms = g.platforms()
	}
	return []ca.Policy{p}
}

// somewhere: the network decides.
func (g *generator) somewhere() []ca.Policy {
	p := forAll(block())
	p.Conditions.Locations = g.locationCondition()
	return []ca.Policy{p}
}

// somebody: who is asked decides.
func (g *generator) somebody() []ca.Policy {
	p := forAll(block())
	p.Conditions.Users = g.users()
	return []ca.Policy{p}
}

// resources: what is asked for decides, and so the channel.
func (g *generator) resources() []ca.Policy {
	p := forAll(block())
	p.Conditions.Applications = g.applications()
	return []ca.Policy{p}
}

// oneGrant: what is asked of everybody decides.
func (g *generator) oneGrant() []ca.Policy {
	p := forAll(*g.grant())
	if g.chance(10) {
		p.GrantControls.Extra = ca.Extra{"preview": something}
	}
	if g.chance(30) {
		p.SessionControls = g.session()
	}
	g.strange(&p)
	return []ca.Policy{p}
}

// workloads: the pipeline decides, and people do not.
func (g *generator) workloads() []ca.Policy {
	p := ca.Policy{State: g.state()}
	g.workload(&p)
	return []ca.Policy{p}
}
