package reference

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// An inquiry asks the policies of one tenant about one sign-in of anybody.
type inquiry struct {
	*judge
	ca.SignIn
	who    somebody
	world  *world
	active map[string][]ca.RoleAssignment // by folded template id
}

func inquire(t *ca.Tenant, s ca.SignIn, w *world) *inquiry {
	j := newJudge(Question{Tenant: t, Pipeline: s.Identity.ServicePrincipalID})
	return &inquiry{judge: j, SignIn: s, who: j.identify(s.Identity), world: w}
}

// A condition is what one condition of a policy says to a sign-in.
type condition struct {
	name string
	value
}

// The names of the conditions: those of the properties that hold them, and of what stands beside them.
const (
	ConditionState                = "state"
	ConditionUsers                = "users"
	ConditionClientApplications   = "clientApplications"
	ConditionApplications         = "applications"
	ConditionClientAppTypes       = "clientAppTypes"
	ConditionPlatforms            = "platforms"
	ConditionLocations            = "locations"
	ConditionDevices              = "devices"
	ConditionUserRisk             = "userRiskLevels"
	ConditionSignInRisk           = "signInRiskLevels"
	ConditionServicePrincipalRisk = "servicePrincipalRiskLevels"
	ConditionAgentRisk            = "agentIdRiskLevels"
	ConditionInsiderRisk          = "insiderRiskLevels"
	ConditionAuthenticationFlows  = "authenticationFlows"
	ConditionNotKnown             = "not known" // whatever the reader of policies does not know
)

// conditions are all conditions of a policy, each asked for itself.
func (q *inquiry) conditions(p *ca.Policy) []condition {
	c := &p.Conditions
	var all []condition
	add := func(name string, v value, of any) {
		all = append(all, condition{name, q.world.settle(v, p.ID, name, of)})
	}
	add(ConditionState, enforces(*p), p.State)
	add(ConditionUsers, q.concernsUser(p), c.Users)
	add(ConditionClientApplications, q.concernsWorkload(p), c.ClientApplications)
	add(ConditionApplications, q.concernsTarget(p), c.Applications)
	add(ConditionClientAppTypes, q.concernsClient(p, q.Conditions.ClientApp), c.ClientAppTypes)
	add(ConditionPlatforms, q.concernsPlatform(p, q.Conditions.Platform), c.Platforms)
	add(ConditionLocations, q.concernsLocation(p), c.Locations)
	add(ConditionDevices, q.concernsDevice(p), c.Devices)
	add(ConditionUserRisk, q.concernsRiskOfPeople(p, ConditionUserRisk, c.UserRiskLevels, q.Conditions.UserRisk), c.UserRiskLevels)
	add(ConditionSignInRisk, q.concernsRiskOfPeople(p, ConditionSignInRisk, c.SignInRiskLevels, q.Conditions.SignInRisk), c.SignInRiskLevels)
	add(ConditionServicePrincipalRisk, q.concernsRiskOfWorkloads(p), c.ServicePrincipalRiskLevels)
	add(ConditionAgentRisk, concernsWord(q, p, ConditionAgentRisk, c.AgentIDRiskLevels, ca.AgentRiskLevels, q.Conditions.AgentRisk), c.AgentIDRiskLevels)
	add(ConditionInsiderRisk, concernsWord(q, p, ConditionInsiderRisk, c.InsiderRiskLevels, ca.InsiderRiskLevels, q.Conditions.InsiderRisk), c.InsiderRiskLevels)
	add(ConditionAuthenticationFlows, q.concernsFlow(p), c.AuthenticationFlows)
	add(ConditionNotKnown, yesIfEmpty(p.UnknownConditions()), unknownContent(p))
	return all
}

// concerns says whether a policy applies: every condition matches.
func (q *inquiry) concerns(p *ca.Policy) value {
	v := yes
	for _, c := range q.conditions(p) {
		v = and(v, c.value)
	}
	return v
}

// unknownContent is everything in the conditions of a policy, and beside them, that nobody knows how to
// read: what each object in them calls Extra.
func unknownContent(p *ca.Policy) []any {
	if len(p.UnknownConditions()) == 0 {
		return nil
	}
	var tree any
	text, err := json.Marshal(p.Conditions)
	if err != nil || json.Unmarshal(text, &tree) != nil {
		return []any{p.Extra, p.Conditions}
	}
	return append([]any{p.Extra}, extras(tree)...)
}

func extras(tree any) []any {
	object, _ := tree.(map[string]any)
	var found []any
	if extra := object["Extra"]; extra != nil {
		found = append(found, extra)
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		found = append(found, extras(object[name])...)
	}
	return found
}
