package engine

import (
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// follow adds the services that must let the sign-in pass before the ones that were asked for do.
func (w *whatIf) follow() {
	for _, id := range w.signIn.Context.Applications {
		w.follow1(ca.FoldID(id), "")
	}
	for next := 0; next < len(w.audiences); next++ {
		of := w.audiences[next]
		for _, d := range ca.ServiceDependencies[of.AppID] {
			switch {
			case d.Late:
				w.notFollowed = append(w.notFollowed, fmt.Sprintf("%s (late-bound to %s)", d.Name, of.Name))
			case d.AppID == "":
				w.notFollowed = append(w.notFollowed, fmt.Sprintf("%s (early-bound to %s, and its application id is not published)", d.Name, of.Name))
			default:
				w.follow1(d.AppID, of.Name)
			}
		}
	}
	var applications []string
	for _, a := range w.audiences {
		applications = append(applications, a.AppID)
	}
	w.signIn.Context.Applications = applications
}

func (w *whatIf) follow1(id, dependencyOf string) {
	if !slices.ContainsFunc(w.audiences, func(a Audience) bool { return a.AppID == id }) {
		w.audiences = append(w.audiences, Audience{AppID: id, Name: appNamed(w.tenant, id), DependencyOf: dependencyOf})
	}
}

// target decides whether a policy is about what the sign-in asks for.
func (w *whatIf) target(p ca.Policy) clause {
	a := p.Conditions.Applications
	switch context := w.signIn.Context; {
	case context.UserAction != "":
		return w.userAction(p, context.UserAction)
	case context.AuthenticationContext != "":
		id := context.AuthenticationContext
		c := clause{reason: ca.ReasonAuthenticationContext, value: namesID(a.IncludeAuthenticationContextClassReferences, id)}
		c.explain(p, fmt.Sprintf("it does not target authentication context %s", id))
		return c
	}
	c := clause{reason: ca.ReasonApplication}
	for _, audience := range w.audiences {
		c.value = max(c.value, matchApplications(a, []string{audience.AppID}))
	}
	switch {
	case c.value == Unknown && a.ApplicationFilter != nil:
		c.facts = []MissingFact{fact("customSecurityAttributes", "%q filters applications by attributes, which are not read", p.DisplayName)}
	default:
		c.explain(p, w.notTargeted(a))
	}
	return c
}

func (c *clause) explain(p ca.Policy, why string) {
	switch c.value {
	case No:
		c.why = why
	case Unknown:
		c.facts = append(c.facts, fact("condition", "what %q targets is known only when it is applied", p.DisplayName))
	}
}

// notTargeted says what a policy targets instead of the audiences.
func (w *whatIf) notTargeted(a ca.Applications) string {
	var excluded []string
	for _, audience := range w.audiences {
		if namesApplication(a.IncludeApplications, audience.AppID) == Yes {
			excluded = append(excluded, audience.Name)
		}
	}
	if len(excluded) > 0 {
		return "it excludes " + enumerate(excluded)
	}
	targets := namedEach(a.IncludeApplications, func(id string) string { return appNamed(w.tenant, id) })
	targets = append(targets, namedEach(a.IncludeUserActions, func(action string) string { return "user action " + action })...)
	targets = append(targets, namedEach(a.IncludeAuthenticationContextClassReferences, func(id string) string { return "authentication context " + id })...)
	asked := namedEach(w.audiences, func(a Audience) string { return a.Name })
	return fmt.Sprintf("it targets %s, and the sign-in asks for %s", enumerate(targets), enumerate(asked))
}

// userAction decides policies for a user action. Registering security information is met by policies for all
// resources, too.
func (w *whatIf) userAction(p ca.Policy, action string) clause {
	a := p.Conditions.Applications
	c := clause{reason: ca.ReasonUserActions, value: namesID(a.IncludeUserActions, action)}
	if action == ca.UserActionRegisterSecurityInfo {
		c.value, _ = matchRegistration(a)
	}
	c.explain(p, fmt.Sprintf("it does not target user action %s", action))
	return c
}

func namesID(ids []string, id string) Value {
	switch {
	case slices.ContainsFunc(ids, func(have string) bool { return ca.SameID(have, id) }):
		return Yes
	case slices.Contains(ids, ca.NotYetKnown):
		return Unknown
	}
	return No
}

// through names the dependency without which a policy would not apply.
func (w *whatIf) through(a ca.Applications) string {
	through := ""
	for _, audience := range w.audiences {
		if matchApplications(a, []string{audience.AppID}) == No {
			continue
		}
		if audience.DependencyOf == "" {
			return ""
		}
		if through == "" {
			through = fmt.Sprintf("%s, an early-bound dependency of %s", audience.Name, audience.DependencyOf)
		}
	}
	return through
}
