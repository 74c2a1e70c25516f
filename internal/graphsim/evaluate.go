package graphsim

import "net/http"

// evaluate is the service's What-If: which stored policies apply to a sign-in that
// the body describes. It knows no body of a policy but the stored ones, it follows
// no service dependency, and it does not say whether a control can be met.

const evaluateTypeName = "WhatIfAnalysis" // assumed: no refusal of evaluate was captured

func evaluateRoutes() []route {
	needs := oneOf("Policy.Read.ConditionalAccess", "Policy.Read.All", "Policy.ReadWrite.ConditionalAccess")
	const path = "/identity/conditionalAccess/"
	return []route{
		{http.MethodPost, path + "evaluate", needs, scopesMissing, true, evaluate},
		{http.MethodPost, path + "microsoft.graph.evaluate", needs, scopesMissing, true, evaluate},
	}
}

func evaluate(c *call) (answer, *refusal) {
	body, why := c.object(evaluateTypeName)
	if why != nil {
		return answer{}, why
	}
	sent, m := evaluateShape.conform(body, c.beta, "")
	if m != nil {
		return answer{}, m.refusal(evaluateTypeName)
	}
	s, why := c.signIn(sent)
	if why != nil {
		return answer{}, why
	}
	value := []any{}
	c.tenant.collection(policies).readAll(func(r *record, object tree) {
		if why != nil || r.hidden && !c.beta {
			return
		}
		var because reason
		if because, why = s.firstReason(object); why != nil {
			return
		}
		because = c.tenant.contradicted(r, because)
		if because != applies && truth(sent, "appliedPoliciesOnly") {
			return
		}
		view := c.policyView(r, object)
		view["policyApplies"] = because == applies
		view["analysisReasons"] = c.reasonWord(because)
		value = append(value, view)
	})
	if why != nil {
		return answer{}, why
	}
	return ok(tree{"@odata.context": c.context("Collection(microsoft.graph.whatIfAnalysisResult)"), "value": value}), nil
}

// reason is why a policy does not apply, in the words of analysisReasons.
type reason string

const (
	applies              reason = "notSet"
	notEnoughInformation reason = "notEnoughInformation"
	becauseUsers         reason = "users"
	becauseWorkloads     reason = "workloadIdentities"
	becauseApplication   reason = "application"
	becauseUserActions   reason = "userActions"
	becauseContext       reason = "authenticationContext"
	becausePlatform      reason = "devicePlatform"
	becauseDevices       reason = "devices"
	becauseClientApps    reason = "clientApps"
	becauseLocation      reason = "location"
	becauseSignInRisk    reason = "signInRisk"
	becauseUserRisk      reason = "userRisk"
	becauseInsiderRisk   reason = "insiderRisk"
	becauseFlow          reason = "authenticationFlow"
	becauseEmpty         reason = "emptyPolicy"
	becauseNotEnabled    reason = "policyNotEnabled"
	becauseAgentRisk     reason = "agentIdRisk"     // beta alone
	becauseAgentIdentity reason = "agentIdentities" // beta alone
	becauseServiceRisk   reason = "signInRisk"      // assumed: risk of a service principal has no word of its own
	becauseInvalid       reason = "invalidPolicy"
	becauseUnknownInV1   reason = "unknownFutureValue"
)

// reasonWord is the word for a reason in the version that was asked.
func (c *call) reasonWord(r reason) string {
	if !c.beta && (r == becauseAgentRisk || r == becauseAgentIdentity) {
		return string(becauseUnknownInV1)
	}
	return string(r)
}
