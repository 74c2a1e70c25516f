package graphsim

import (
	"slices"
	"strings"
)

// firstReason is the first thing that keeps a policy from applying, or applies.
// The service names one reason; that it looks in this order is assumed. It is
// refused where the answer depends on what the tenant folder did not hold.
func (s *signIn) firstReason(policy tree) (reason, *refusal) {
	conditions := child(policy, "conditions")
	switch {
	case word(policy, "state") == "disabled":
		return becauseNotEnabled, nil
	case requirements(child(policy, "grantControls")) == 0 && isUnset(policy["sessionControls"]):
		return becauseEmpty, nil
	case conditions == nil:
		return becauseInvalid, nil
	}
	for _, check := range []func(tree) (reason, *refusal){
		s.identity, s.target,
		certain(s.platform), certain(s.location), certain(s.clientApp), s.device,
		certain(s.risks), certain(s.flow), certain(agents),
	} {
		if because, why := check(conditions); because != applies || why != nil {
			return because, why
		}
	}
	return applies, nil
}

// certain is a check that the tenant always knows enough for.
func certain(check func(conditions tree) reason) func(tree) (reason, *refusal) {
	return func(conditions tree) (reason, *refusal) { return check(conditions), nil }
}

func (s *signIn) platform(conditions tree) reason {
	wanted := child(conditions, "platforms")
	if wanted == nil {
		return applies
	}
	is := word(s.conditions, "devicePlatform")
	included := words(wanted, "includePlatforms")
	if !slices.Contains(included, "all") && !slices.Contains(included, is) || slices.Contains(words(wanted, "excludePlatforms"), is) {
		return becausePlatform
	}
	return applies
}

func (s *signIn) clientApp(conditions tree) reason {
	included := words(conditions, "clientAppTypes")
	is := word(s.conditions, "clientAppType")
	if len(included) == 0 || slices.Contains(included, "all") || slices.Contains(included, is) ||
		is == "easSupported" && slices.Contains(included, "exchangeActiveSync") {
		return applies
	}
	return becauseClientApps
}

func (s *signIn) risks(conditions tree) reason {
	for _, r := range []struct {
		wanted  []string
		is      string
		because reason
	}{
		{words(conditions, "signInRiskLevels"), word(s.conditions, "signInRiskLevel"), becauseSignInRisk},
		{words(conditions, "userRiskLevels"), word(s.conditions, "userRiskLevel"), becauseUserRisk},
		{words(conditions, "servicePrincipalRiskLevels"), word(s.conditions, "servicePrincipalRiskLevel"), becauseServiceRisk},
		{flagWords(conditions, "insiderRiskLevels"), word(s.conditions, "insiderRiskLevel"), becauseInsiderRisk},
		{flagWords(conditions, "agentIdRiskLevels"), word(s.conditions, "agentIdRiskLevel"), becauseAgentRisk},
	} {
		if len(r.wanted) > 0 && !slices.Contains(r.wanted, r.is) {
			return r.because
		}
	}
	return applies
}

func (s *signIn) flow(conditions tree) reason {
	wanted := flagWords(child(conditions, "authenticationFlows"), "transferMethods")
	is := word(child(s.conditions, "authenticationFlow"), "transferMethod")
	if len(wanted) > 0 && !slices.Contains(wanted, is) {
		return becauseFlow
	}
	return applies
}

// agents: a sign-in of this request is never that of an agent.
func agents(conditions tree) reason {
	if !isUnset(conditions["agents"]) || !isUnset(conditions["agentContext"]) {
		return becauseAgentIdentity
	}
	return applies
}

// flagWords are the parts of a text of flags; "none" is none.
func flagWords(t tree, name string) []string {
	text := word(t, name)
	if text == "" || text == "none" {
		return nil
	}
	return strings.Split(text, ",")
}
