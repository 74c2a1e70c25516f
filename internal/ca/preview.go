package ca

import "slices"

// UnknownFutureValue is how the service writes an enumeration's member that it takes the reader to be too old
// for.
const UnknownFutureValue = "unknownFutureValue"

// Words of preview features. They are in no published enumeration, and what they do to a sign-in is not
// described, so the lists that the engine reads do not have them.
const (
	AllAgentIDUsers           = "AllAgentIdUsers"
	AllAgentIDResources       = "AllAgentIdResources"
	UserActionAccountRecovery = "urn:user:accountrecovery"

	ControlVerifiedID BuiltInControl = "verifiedID"
)

// The lists of preview words, for validators, generated docs and tests.
var (
	PreviewUserActions     = []string{UserActionAccountRecovery}
	PreviewBuiltInControls = []BuiltInControl{ControlVerifiedID}
)

// Preview returns the paths of everything in the policy that v1.0 does not have: only beta can write such a
// policy, and only beta shows all of it. Paths have Graph's names.
func (p Policy) Preview() []string {
	paths := p.UnknownConditions()
	add := func(there bool, path string) {
		if there {
			paths = append(paths, path)
		}
	}
	c := p.Conditions
	add(slices.Contains(c.Users.IncludeUsers, AllAgentIDUsers), "conditions.users.includeUsers")
	add(slices.Contains(c.Users.ExcludeUsers, AllAgentIDUsers), "conditions.users.excludeUsers")
	add(slices.Contains(c.Applications.IncludeApplications, AllAgentIDResources), "conditions.applications.includeApplications")
	add(slices.Contains(c.Applications.ExcludeApplications, AllAgentIDResources), "conditions.applications.excludeApplications")
	add(anyOf(c.Applications.IncludeUserActions, PreviewUserActions), "conditions.applications.includeUserActions")
	add(len(c.AgentIDRiskLevels) > 0, "conditions.agentIdRiskLevels")
	if w := c.ClientApplications; w != nil {
		const at = "conditions.clientApplications."
		add(len(w.IncludeAgentIDServicePrincipals) > 0, at+"includeAgentIdServicePrincipals")
		add(len(w.ExcludeAgentIDServicePrincipals) > 0, at+"excludeAgentIdServicePrincipals")
		add(w.AgentIDServicePrincipalFilter != nil, at+"agentIdServicePrincipalFilter")
	}
	extra := func(path string, e Extra) {
		for _, name := range e.Names() {
			paths = append(paths, path+name)
		}
	}
	if g := p.GrantControls; g != nil {
		add(anyOf(g.BuiltInControls, PreviewBuiltInControls), "grantControls.builtInControls")
		extra("grantControls.", g.Extra)
	}
	if s := p.SessionControls; s != nil {
		add(s.ContinuousAccessEvaluation != nil, "sessionControls.continuousAccessEvaluation")
		add(s.GlobalSecureAccessFiltering != nil, "sessionControls.globalSecureAccessFilteringProfile")
		extra("sessionControls.", s.Extra)
		s.eachExtra(extra)
	}
	return paths
}

// eachExtra visits what the controls of v1.0 hold beyond the known.
func (s SessionControls) eachExtra(visit func(path string, e Extra)) {
	const at = "sessionControls."
	if r := s.ApplicationEnforcedRestrictions; r != nil {
		visit(at+"applicationEnforcedRestrictions.", r.Extra)
	}
	if c := s.CloudAppSecurity; c != nil {
		visit(at+"cloudAppSecurity.", c.Extra)
	}
	if b := s.PersistentBrowser; b != nil {
		visit(at+"persistentBrowser.", b.Extra)
	}
	if f := s.SignInFrequency; f != nil {
		visit(at+"signInFrequency.", f.Extra)
	}
	if t := s.SecureSignInSession; t != nil {
		visit(at+"secureSignInSession.", t.Extra)
	}
}

func anyOf[S ~string](list, words []S) bool {
	return slices.ContainsFunc(list, func(have S) bool { return slices.Contains(words, have) })
}

// unveiled is v1.0's list, or beta's where v1.0 keeps to itself what is in it.
func unveiled[S ~string](v1, beta []S) []S {
	if len(beta) > 0 && slices.Contains(v1, UnknownFutureValue) {
		return beta
	}
	return v1
}
