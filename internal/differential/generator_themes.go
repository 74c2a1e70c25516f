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
	(*generator).keys,
	(*generator).certificates,
	(*generator).filteredDevices,
	(*generator).managedDevices,
	(*generator).somewhere,
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
		ca.MethodFIDO2, ca.MethodWindowsHello, ca.MethodWindowsHello, ca.MethodPlatformCredential, ca.MethodTemporaryAccessPass,
		ca.MethodHardwareOATH, ca.MethodMicrosoftAuthenticator, ca.MethodPhone, ca.MethodEmail, "#microsoft.graph.newAuthenticationMethod",
	}
	for _, id := range userIDs() {
		if _, read := g.t.Devices[id]; read && g.chance(40) {
			g.t.Devices[id] = []ca.Device{g.windowsDevice(id + "-1"), g.windowsDevice(id + "-2")}[:1+g.IntN(2)]
		}
		var methods []ca.AuthenticationMethod
		for _, kind := range some(g, 2, kinds) {
			methods = append(methods, ca.AuthenticationMethod{Kind: kind, AAGUID: pick(g, "key-a", "KEY-B", ""), PhoneType: pick(g, "mobile", "office")})
		}
		g.has(id, methods)
	}
	return g.asksFor(g.strength("strength-1"),
		"fido2", "windowsHelloForBusiness", "windowsHelloForBusiness", "email", "password", "password,hardwareOath", "password,sms",
		"federatedMultiFactor", "temporaryAccessPassOneTime", "deviceBasedPush", "unknownFutureValue")
}

// keys: everybody has FIDO2 keys and is asked for one; which ones count is restricted here and there.
func (g *generator) keys() []ca.Policy {
	for _, id := range userIDs() {
		var methods []ca.AuthenticationMethod
		for _, aaguid := range some(g, 2, []string{"key-a", "KEY-B", "key-c", ""}) {
			methods = append(methods, ca.AuthenticationMethod{Kind: ca.MethodFIDO2, AAGUID: aaguid})
		}
		g.has(id, methods)
	}
	return g.asksFor(g.strength("strength-1"), "fido2")
}

// certificates: some have one, and are asked for it.
func (g *generator) certificates() []ca.Policy {
	g.Assume.CertificateUsers = some(g, 3, userIDs())
	for _, id := range userIDs() {
		g.has(id, nil)
	}
	return g.asksFor(g.strength("strength-1"), "x509CertificateMultiFactor", "x509CertificateMultiFactor", "password,x509CertificateSingleFactor")
}

// has gives a user these methods and mostly a password, where methods were read.
func (g *generator) has(id string, methods []ca.AuthenticationMethod) {
	if _, read := g.t.Methods[id]; !read {
		return
	}
	if g.chance(75) {
		methods = append(methods, ca.AuthenticationMethod{Kind: ca.MethodPassword})
	}
	g.t.Methods[id] = methods
}

// asksFor asks everybody for one or two of the combinations, under the configurations that the strength has.
func (g *generator) asksFor(s ca.AuthenticationStrength, combinations ...string) []ca.Policy {
	s.AllowedCombinations = some(g, 2, combinations)
	g.t.Strengths = ca.Known([]ca.AuthenticationStrength{s})
	return []ca.Policy{forAll(ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: s.ID}})}
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

// somewhere: the network decides, and the log tells of some.
func (g *generator) somewhere() []ca.Policy {
	p := forAll(block())
	p.Conditions.Locations = g.locationCondition()
	if g.chance(60) {
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: some(g, 2, g.locationIDs())}
		g.t.SignIns = ca.Known(g.events(2 + g.IntN(4)))
	}
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
