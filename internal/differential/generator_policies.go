package differential

import (
	"encoding/json"
	"fmt"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// something is the content of a property that nobody knows.
var something = json.RawMessage(`{"kind": "new"}`)

// policies draws up to six policies, or a list that was not read. In many tenants the first ones are about
// one theme, so that little else decides.
func (g *generator) policies() {
	list := []ca.Policy{}
	count := pick(g, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6)
	if g.chance(60) {
		list = pick(g, themes...)(g)
		count = g.IntN(2)
	}
	for range count {
		list = append(list, g.policy())
	}
	for i := range list {
		list[i].ID, list[i].DisplayName = fmt.Sprintf("policy-%d", i+1), fmt.Sprintf("CA%03d", i+1)
	}
	g.t.Policies = read(g, 1, list)
}

func (g *generator) policy() ca.Policy {
	p := ca.Policy{State: g.state()}
	switch g.IntN(12) {
	case 0, 1:
		g.workload(&p)
		return p
	case 2:
		p.Conditions = ca.Conditions{Users: g.users(), Applications: ca.Applications{IncludeUserActions: g.userActions()}}
		g.narrow(&p.Conditions, 15)
	case 3, 4, 5: // everybody, everywhere, unless excluded
		p.Conditions.Users = ca.Users{IncludeUsers: []string{ca.All}}
		g.excludeUsers(&p.Conditions.Users)
		p.Conditions.Applications = ca.Applications{IncludeApplications: []string{ca.All}}
		g.narrow(&p.Conditions, 10)
	default:
		p.Conditions = ca.Conditions{Users: g.users(), Applications: g.applications()}
		g.narrow(&p.Conditions, 22)
	}
	if g.chance(95) {
		p.GrantControls = g.grant()
	}
	if g.chance(8) {
		p.SessionControls = g.session()
	}
	g.strange(&p)
	return p
}

func (g *generator) state() ca.State {
	switch g.IntN(30) {
	case 0:
		return ca.StateDisabled
	case 1, 2:
		return ca.StateReportOnly
	case 3:
		return pick(g, ca.State(ca.NotYetKnown), ca.State(ca.NotYetKnown), "unknownFutureValue")
	default:
		return ca.StateEnabled
	}
}

// strange adds, now and then, what the reader of policies does not know.
func (g *generator) strange(p *ca.Policy) {
	if !g.chance(4) {
		return
	}
	extra := ca.Extra{"preview": something}
	c := &p.Conditions
	switch g.IntN(7) {
	case 0:
		p.Extra = extra
	case 1:
		c.Extra = extra
	case 2:
		c.Users.Extra = extra
	case 3:
		c.Applications.Extra = extra
	case 4:
		if c.Locations == nil {
			c.Locations = &ca.LocationCondition{}
		}
		c.Locations.Extra = extra
	case 5:
		if c.Devices == nil {
			c.Devices = &ca.DeviceCondition{}
		}
		c.Devices.Extra = extra
	case 6:
		if p.GrantControls == nil {
			p.GrantControls = &ca.GrantControls{}
		}
		p.GrantControls.Extra = extra
	}
}

func (g *generator) grant() *ca.GrantControls {
	if g.chance(35) {
		return &ca.GrantControls{Operator: pick(g, ca.OperatorOR, ca.OperatorAND, ""), BuiltInControls: []ca.BuiltInControl{ca.ControlBlock}}
	}
	grant := &ca.GrantControls{Operator: pick(g, ca.OperatorOR, ca.OperatorOR, ca.OperatorAND, ca.OperatorAND, "", ca.Operator(ca.NotYetKnown), "XOR")}
	switch g.IntN(10) {
	case 0:
		grant.BuiltInControls = some(g, 3, ca.BuiltInControls)
	case 1, 2, 3, 4:
		grant.BuiltInControls = some(g, 2, []ca.BuiltInControl{
			ca.ControlMFA, ca.ControlMFA, ca.ControlMFA, ca.ControlCompliantDevice, ca.ControlCompliantDevice, ca.ControlDomainJoinedDevice,
			ca.ControlApprovedApplication, ca.ControlCompliantApplication, ca.ControlPasswordChange, ca.ControlRiskRemediation,
		})
	case 5, 6, 7:
		grant.AuthenticationStrength = g.namedStrength()
		if g.chance(25) {
			grant.BuiltInControls = []ca.BuiltInControl{pick(g, ca.ControlMFA, ca.ControlCompliantDevice)}
		}
	case 8:
		grant.TermsOfUse = []string{pick(g, "terms", "terms", ca.NotYetKnown)}
		if g.chance(40) {
			grant.BuiltInControls = []ca.BuiltInControl{ca.ControlMFA}
		}
	case 9:
		if g.chance(40) {
			grant.CustomAuthenticationFactors = []string{"factor"}
		}
		if g.chance(60) {
			grant.BuiltInControls = []ca.BuiltInControl{ca.ControlMFA}
		}
	}
	grant.BuiltInControls = doubtful(g, grant.BuiltInControls)
	return grant
}

func (g *generator) session() *ca.SessionControls {
	enabled := &ca.Enabled{IsEnabled: g.flag(80, 10)}
	if g.chance(60) {
		return &ca.SessionControls{SecureSignInSession: enabled}
	}
	return &ca.SessionControls{ApplicationEnforcedRestrictions: enabled, Extra: ca.Extra{"preview": something}}
}

// workload draws a policy for service principals.
func (g *generator) workload(p *ca.Policy) {
	c := &ca.ClientApplications{}
	if g.chance(90) {
		c.IncludeServicePrincipals = doubtful(g, some(g, 2, []string{ca.ServicePrincipalsInMyOrg, "pipeline", "PIPELINE", "another"}))
	}
	if g.chance(15) {
		c.ExcludeServicePrincipals = doubtful(g, some(g, 1, []string{ca.ServicePrincipalsInMyOrg, "pipeline", "another", "another"}))
	}
	if g.chance(5) {
		c.IncludeAgentIDServicePrincipals = []string{ca.All}
	}
	if g.chance(10) {
		c.ServicePrincipalFilter = &ca.Filter{Mode: pick(g, ca.FilterInclude, ca.FilterExclude, "unknownFutureValue"), Rule: "rule"}
	}
	p.Conditions = ca.Conditions{
		ClientApplications: c,
		Users:              ca.Users{IncludeUsers: []string{pick(g, ca.None, ca.None, ca.All)}},
		Applications:       ca.Applications{IncludeApplications: pick(g, []string{ca.All}, []string{ca.All}, []string{ca.AppMicrosoftGraph}, []string{"other-app"}, nil)},
	}
	if g.chance(15) {
		p.Conditions.Applications.ExcludeApplications = []string{pick(g, ca.AppMicrosoftGraph, "other-app", ca.NotYetKnown)}
	}
	if g.chance(45) {
		p.Conditions.Locations = g.locationCondition()
	}
	if g.chance(20) {
		p.Conditions.ServicePrincipalRiskLevels = doubtful(g, some(g, 2, []ca.RiskLevel{ca.RiskNone, ca.RiskMedium, ca.RiskHigh}))
	}
	if g.chance(12) {
		p.Conditions.ClientAppTypes = doubtful(g, some(g, 1, []ca.ClientApp{ca.ClientAppAll, ca.ClientAppBrowser}))
	}
	if g.chance(6) {
		g.narrow(&p.Conditions, 20)
	}
	p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, BuiltInControls: []ca.BuiltInControl{
		pick(g, ca.ControlBlock, ca.ControlBlock, ca.ControlBlock, ca.ControlMFA, ca.BuiltInControl(ca.NotYetKnown)),
	}}
	g.strange(p)
}
