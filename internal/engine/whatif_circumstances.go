package engine

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// circumstances decides the conditions about how, where and at what risk somebody signs in.
func (w *whatIf) circumstances(p ca.Policy) []clause {
	c := p.Conditions
	return []clause{
		w.clientApp(p),
		w.platform(p),
		w.place.location(w.tenant, p),
		w.place.deviceFilter(p),
		w.risk(p, ca.ReasonUserRisk, "user risk", c.UserRiskLevels, w.signIn.Conditions.UserRisk),
		w.risk(p, ca.ReasonSignInRisk, "sign-in risk", c.SignInRiskLevels, w.signIn.Conditions.SignInRisk),
		w.principalRisk(p),
		level(p, ca.ReasonInsiderRisk, "insider risk", c.InsiderRiskLevels, ca.InsiderRiskLevels, w.signIn.Conditions.InsiderRisk),
		level(p, ca.ReasonAuthenticationFlow, "authentication flow", transferMethods(c), ca.TransferMethods, w.signIn.Conditions.TransferMethod),
		level(p, ca.ReasonAgentIDRisk, "agent risk", c.AgentIDRiskLevels, ca.AgentRiskLevels, w.signIn.Conditions.AgentRisk),
	}
}

func transferMethods(c ca.Conditions) []string {
	if c.AuthenticationFlows == nil {
		return nil
	}
	return c.AuthenticationFlows.TransferMethods
}

func (w *whatIf) clientApp(p ca.Policy) clause {
	types, client := p.Conditions.ClientAppTypes, w.signIn.Conditions.ClientApp
	c := clause{reason: ca.ReasonClientApps, value: matchAnyClient(types, client)}
	c.settle(
		fmt.Sprintf("the client app is %s, and it lists %s", client, enumerate(namedEach(types, func(t ca.ClientApp) string { return string(t) }))),
		func() MissingFact {
			if client == "" {
				return fact("signInConditions.clientAppType", "state the client app: %q looks at it", p.DisplayName)
			}
			return fact("condition", "%q names client apps of which it is not known whether they are %s", p.DisplayName, client)
		})
	return c
}

// matchAnyClient also decides clients that no repairer uses. What easSupported leaves out of
// exchangeActiveSync is not documented.
func matchAnyClient(types []ca.ClientApp, client ca.ClientApp) Value {
	v := matchClient(types, client)
	if v == No && (client == "" || (client == ca.ClientAppExchangeActiveSync && slices.Contains(types, ca.ClientAppEASSupported))) {
		return Unknown
	}
	return v
}

func (w *whatIf) platform(p ca.Policy) clause {
	condition, platform := p.Conditions.Platforms, w.signIn.Conditions.Platform
	c := clause{reason: ca.ReasonDevicePlatform}
	switch {
	case condition == nil:
		c.value = Yes
		return c
	case platform == "":
		c.value = platformUnstated(*condition)
	default:
		c.value = matchPlatform(condition, platform)
	}
	named := func(list []ca.Platform) string {
		return enumerate(namedEach(list, func(p ca.Platform) string { return string(p) }))
	}
	why := fmt.Sprintf("the platform is %s, and it includes %s", platform, named(condition.IncludePlatforms))
	if len(condition.IncludePlatforms) == 0 || listsPlatform(condition.IncludePlatforms, platform) == Yes {
		why = fmt.Sprintf("the platform is %s, and it excludes %s", platform, named(condition.ExcludePlatforms))
	}
	c.settle(why, func() MissingFact {
		if platform == "" {
			return fact("signInConditions.devicePlatform", "state the platform: %q looks at it", p.DisplayName)
		}
		return fact("condition", "%q names a platform that this version does not know", p.DisplayName)
	})
	return c
}

// platformUnstated is the value of every platform alike, or Unknown.
func platformUnstated(c ca.PlatformCondition) Value {
	least, most := Yes, No
	for _, platform := range append(slices.Clone(allPlatforms), ca.PlatformWindowsPhone) {
		v := matchPlatform(&c, platform)
		least, most = min(least, v), max(most, v)
	}
	if least == most {
		return least
	}
	return Unknown
}

// risk is for people: a service principal has neither of the two risks, and no policy for them asks for one.
func (w *whatIf) risk(p ca.Policy, reason ca.AnalysisReason, name string, levels []ca.RiskLevel, have ca.RiskLevel) clause {
	c := clause{reason: reason, value: Yes}
	if len(levels) == 0 {
		return c
	}
	if w.visitor.isPrincipal {
		c.value, c.why = No, fmt.Sprintf("a service principal has no %s", name)
		return c
	}
	have = cmp.Or(have, ca.RiskNone)
	c.value = matchRisk(levels, have)
	c.settle(differs(name, string(have), namedEach(levels, func(l ca.RiskLevel) string { return string(l) })), func() MissingFact { return unknownWord(p, name) })
	return c
}

// principalRisk is for service principals.
func (w *whatIf) principalRisk(p ca.Policy) clause {
	have := string(w.signIn.Conditions.ServicePrincipalRisk)
	if w.visitor.isPrincipal {
		have = cmp.Or(have, string(ca.RiskNone))
	}
	levels := namedEach(p.Conditions.ServicePrincipalRiskLevels, func(l ca.RiskLevel) string { return string(l) })
	words := namedEach(ca.RiskLevels, func(l ca.RiskLevel) string { return string(l) })
	return level(p, ca.ReasonWorkloadIdentities, "service principal risk", levels, words, have)
}

// level decides a list of words against the one that the sign-in has, which may be none at all.
func level(p ca.Policy, reason ca.AnalysisReason, name string, list, known []string, have string) clause {
	c := clause{reason: reason, value: matchUnconfigured(list, known)}
	if have != "" && slices.Contains(list, have) {
		c.value = Yes
	}
	c.settle(differs(name, cmp.Or(have, "none"), list), func() MissingFact { return unknownWord(p, name) })
	return c
}

func differs(name, have string, list []string) string {
	return fmt.Sprintf("%s is %s, and it lists %s", name, have, enumerate(list))
}

func unknownWord(p ca.Policy, name string) MissingFact {
	return fact("condition", "%q names %s in words that this version does not know", p.DisplayName, name)
}

// settle keeps of a clause what its value needs.
func (c *clause) settle(why string, missing func() MissingFact) {
	switch c.value {
	case No:
		c.why = why
	case Unknown:
		c.facts = append(c.facts, missing())
	}
}
