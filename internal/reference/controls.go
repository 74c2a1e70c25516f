package reference

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// An occasion is when a policy asks: it decides what registering a method is worth.
type occasion int

const (
	signingIn          occasion = iota // a method may be registered at the interrupt
	withoutRegistering                 // with registered methods alone
	registeringThrough                 // registering, where the policy names the user action
	registeringFromAll                 // registering, where the policy applies only through all resources
)

// satisfied says whether the attempt can meet what a policy asks.
func (j *judge) satisfied(p *ca.Policy, a attempt, o occasion) value {
	v := j.granted(p.GrantControls, a, o)
	if protectsToken(p.SessionControls) && !a.registering && a.Client == ca.ClientAppMobileAndDesktop {
		v = and(v, unknown)
	}
	return v
}

func (j *judge) granted(g *ca.GrantControls, a attempt, o occasion) value {
	if g.IsEmpty() {
		return yes
	}
	values := j.controls(g, a, o)
	switch all, one := and(values...), or(values...); {
	case g.Operator == ca.OperatorAND:
		return all
	case g.Operator == ca.OperatorOR || g.Operator == "":
		return one
	case all == one:
		return all
	default:
		return unknown
	}
}

// protectsToken: a session bound to its device is one that not every native client can have.
func protectsToken(s *ca.SessionControls) bool {
	return s != nil && s.SecureSignInSession != nil && s.SecureSignInSession.IsEnabled != nil && *s.SecureSignInSession.IsEnabled
}

func (j *judge) controls(g *ca.GrantControls, a attempt, o occasion) []value {
	var values []value
	for _, c := range g.BuiltInControls {
		values = append(values, j.control(c, a, o))
	}
	if g.AuthenticationStrength != nil {
		values = append(values, j.strengthControl(g.AuthenticationStrength, a, o))
	}
	for _, id := range g.TermsOfUse {
		accepted := j.Assume.TermsOfUseAccepted && id != ca.NotYetKnown
		values = append(values, or(yesIf(accepted), unknown))
	}
	for range g.CustomAuthenticationFactors {
		values = append(values, unknown)
	}
	if len(g.Extra) > 0 {
		values = append(values, unknown)
	}
	return values
}

func (j *judge) control(c ca.BuiltInControl, a attempt, o occasion) value {
	switch c {
	case ca.ControlBlock:
		return no
	case ca.ControlMFA:
		return j.multifactorControl(a, o)
	case ca.ControlCompliantDevice:
		return and(yesIf(a.Device != nil), compliant(a.Device))
	case ca.ControlDomainJoinedDevice:
		return and(yesIf(a.Device != nil), hybridJoined(a.Device))
	case ca.ControlApprovedApplication, ca.ControlCompliantApplication:
		return and(yesIf(a.Platform == ca.PlatformIOS || a.Platform == ca.PlatformAndroid), unknown)
	case ca.ControlPasswordChange, ca.ControlRiskRemediation:
		return and(j.meets(j.multifactor(), a, false), unknown)
	default:
		return unknown
	}
}

func (j *judge) multifactorControl(a attempt, o occasion) value {
	if o == registeringFromAll {
		return yes // registering is how it is met
	}
	v := or(j.meets(j.multifactor(), a, false), j.external(a.who.user))
	if o == signingIn && v != yes {
		best := no
		for _, m := range registrable {
			best = or(best, j.canRegister(m, a.who.user))
		}
		v = or(v, and(best, j.registration(a)))
	}
	return v
}

// external says whether the user has an external method, which is no mode and still counts for mfa.
func (j *judge) external(u ca.User) value {
	methods, read := j.methods(u)
	if !read {
		return unknown
	}
	return yesIf(hasMethod(methods, ca.MethodExternal))
}

func (j *judge) strengthControl(named *ca.AuthenticationStrength, a attempt, o occasion) value {
	s, found := j.strength(named)
	if !found {
		return unknown
	}
	v := j.meets(s, a, false)
	switch {
	case o == registeringFromAll:
		return or(v, unknown)
	case o == signingIn && v == no && j.meets(s, a, true) != no && j.registration(a) != no:
		return unknown
	default:
		return v
	}
}
