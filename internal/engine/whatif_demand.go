package engine

import (
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// demand says what a policy asks and whether the account can meet it.
func (w *whatIf) demand(i int, out *WhatIfPolicy, missing *factSet) {
	p, g := w.policies[i], w.means.grants[i]
	out.Operator = g.operator
	if out.Operator == "" {
		out.Operator = ca.OperatorOR
	}
	value := w.valued(p)
	out.Met = g.join(value)
	for _, at := range g.atoms {
		out.Controls = append(out.Controls, w.control(p, at, value(at)))
		if out.Met == Unknown && value(at) == Unknown {
			w.doubtControl(p, at, missing)
		}
	}
	if out.Met == Unknown && g.operator != "" && !slices.Contains(ca.Operators, g.operator) {
		missing.add(fact("operator", "how %q joins its controls is not known", p.DisplayName))
	}
	if w.tokenProtected(p) {
		out.Met = min(out.Met, Unknown)
		missing.add(fact("tokenProtection", "token protection of %q cannot be checked for native clients", p.DisplayName))
	}
}

// tokenProtected reports whether a policy protects tokens of a client that may be a native one.
func (w *whatIf) tokenProtected(p ca.Policy) bool {
	client := w.signIn.Conditions.ClientApp
	s := p.SessionControls
	return s != nil && s.SecureSignInSession != nil && isTrue(s.SecureSignInSession.IsEnabled) &&
		(client == "" || client == ca.ClientAppMobileAndDesktop)
}

// valued is what the account says to the controls of a policy in this sign-in.
func (w *whatIf) valued(p ca.Policy) func(atom) Value {
	if w.visitor.foreign() {
		return elsewhereDecided
	}
	value := func(at atom) Value { return w.means.value(at, w.registration) }
	if w.signIn.Context.UserAction == ca.UserActionRegisterSecurityInfo {
		value = w.whileRegistering(p)
	}
	return func(at atom) Value { return w.asLegacy(at, value(at)) }
}

// elsewhereDecided is what is known of an account that another tenant, or nobody, holds the credentials of.
func elsewhereDecided(at atom) Value {
	if at.kind == atomBlock {
		return No
	}
	return Unknown
}

// asLegacy cuts what a client without modern authentication cannot be asked for: it shows no page on which
// anything could be presented, and sends no device that could be checked for sure.
func (w *whatIf) asLegacy(at atom, v Value) Value {
	if !w.legacy() {
		return v
	}
	switch at.kind {
	case atomMFA, atomStrength, atomRemediation, atomTermsOfUse:
		return No
	}
	return min(v, Unknown)
}

func (w *whatIf) legacy() bool {
	client := w.signIn.Conditions.ClientApp
	return client == ca.ClientAppOther || client == ca.ClientAppExchangeActiveSync
}

// whileRegistering is what the account says to a policy when it registers a method.
func (w *whatIf) whileRegistering(p ca.Policy) func(atom) Value {
	if _, named := matchRegistration(p.Conditions.Applications); !named {
		return w.means.registering
	}
	return func(at atom) Value { return w.means.value(at, No) }
}

// decideRegistration judges the registration sign-in in the same circumstances, from a browser: the worst
// that an enforced policy says to it.
func (w *whatIf) decideRegistration() {
	if w.visitor.foreign() || w.signIn.Context.UserAction == ca.UserActionRegisterSecurityInfo {
		return
	}
	there := *w
	there.signIn.Context = ca.SignInContext{UserAction: ca.UserActionRegisterSecurityInfo}
	there.signIn.Conditions.ClientApp = ca.ClientAppBrowser
	w.registration = Yes
	for i, p := range w.policies {
		if enforcement(p.State) == No {
			continue
		}
		said := there.policy(i)
		v := said.Passes()
		w.registration = min(w.registration, v)
		switch v {
		case No:
			w.registrationShut = append(w.registrationShut, fmt.Sprintf("%q", p.DisplayName))
		case Unknown:
			w.registrationOpen = append(w.registrationOpen, said.MissingFacts...)
		}
	}
}

func (w *whatIf) doubtControl(p ca.Policy, at atom, missing *factSet) {
	switch {
	case w.visitor.isPrincipal:
		missing.add(fact("control", "%q asks a service principal for %q, which it cannot be seen to meet", p.DisplayName, at.name))
	case w.visitor.foreign():
		missing.add(fact("control", "whether %s meets %q of %q is decided where the account lives, and by trust settings that are not read", w.visitor.name, at.name, p.DisplayName))
	case w.legacy():
		missing.add(fact("signInConditions.clientAppType", "whether a client without modern authentication meets %q of %q is not known", at.name, p.DisplayName))
	default:
		w.means.doubt(at, p.DisplayName, w.registration, missing)
		if w.registration == Unknown && w.means.moved(at) {
			for _, f := range w.registrationOpen {
				missing.add(f)
			}
		}
	}
}
