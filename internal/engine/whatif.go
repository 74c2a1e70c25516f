package engine

import (
	"errors"
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// WhatIf holds one sign-in against every policy of the tenant, the report-only and the disabled ones too.
//
// It goes further than the service's What-If in three ways: it follows service dependencies, it says whether
// this account can meet what is asked, and what was not stated stays unknown. The error is about the sign-in:
// it is not one, or it names what the tenant does not have.
func WhatIf(q Question, s ca.SignIn) (WhatIfReport, error) {
	if q.Tenant == nil {
		return WhatIfReport{}, errors.New("there is no tenant")
	}
	s, err := s.Resolve(q.Tenant)
	if err != nil {
		return WhatIfReport{}, err
	}
	w := newWhatIf(q, s)
	report := WhatIfReport{SignIn: w.signIn, Person: w.visitor.name, Audiences: w.audiences, NotFollowed: w.notFollowed}
	for i := range w.policies {
		report.Policies = append(report.Policies, w.policy(i))
	}
	w.conclude(&report)
	return report, nil
}

// A whatIf is one sign-in beside a tenant, with everything looked up that policies ask about.
type whatIf struct {
	question Question
	tenant   *ca.Tenant
	policies []ca.Policy
	crowd    *crowd // the visitor alone

	signIn      ca.SignIn
	visitor     visitor
	audiences   []Audience
	notFollowed []string
	place       whatIfPlace
	means       *means

	registration     Value // what registering a method on the way is worth
	registrationShut []string
	registrationOpen []MissingFact
}

func newWhatIf(q Question, s ca.SignIn) *whatIf {
	w := &whatIf{
		question: q, tenant: q.Tenant, policies: q.Tenant.Policies.Value(),
		signIn: s,
	}
	w.visitor = newVisitor(q.Tenant, s.Identity)
	w.crowd = alone(q.Tenant, w.visitor.user)
	w.follow()
	w.place = newWhatIfPlace(q.Tenant, w.policies, s.Conditions)
	w.means = newMeans(q, w.crowd, s.Conditions, w.policies)
	w.decideRegistration()
	return w
}

// policy is what one policy says.
func (w *whatIf) policy(i int) WhatIfPolicy {
	p := w.policies[i]
	out := WhatIfPolicy{ID: p.ID, DisplayName: p.DisplayName, State: p.State, IfEnabled: Yes, Session: sessionControls(p.SessionControls)}
	var missing factSet
	for _, c := range w.conditions(p) {
		out.IfEnabled = min(out.IfEnabled, c.value)
		if c.value == No {
			out.Reasons = append(out.Reasons, NotApplied{c.reason, c.why})
		}
		for _, f := range c.facts {
			missing.add(f)
		}
	}
	part := takesPart(p)
	switch part {
	case No:
		out.Reasons = slices.Insert(out.Reasons, 0, NotApplied{ca.ReasonPolicyNotEnabled, fmt.Sprintf("its state is %s", p.State)})
	case Unknown:
		missing.add(fact("state", "the state of %q is known only when it is applied", p.DisplayName))
	}
	out.Applies = min(out.IfEnabled, part)
	if out.IfEnabled != No {
		out.Through = w.through(p.Conditions.Applications)
	}
	w.demand(i, &out, &missing)
	if out.Passes() == Unknown {
		out.MissingFacts = missing.sorted()
	}
	return out
}

// takesPart says whether the service looks at a policy: at enabled and report-only ones.
func takesPart(p ca.Policy) Value {
	if p.State == ca.StateReportOnly {
		return Yes
	}
	return enforcement(p.State)
}

// conclude says what becomes of the sign-in.
func (w *whatIf) conclude(report *WhatIfReport) {
	verdict := Yes
	var missing factSet
	if !w.tenant.Policies.Read() {
		verdict = Unknown
		missing.add(fact("policies", "read the Conditional Access policies"))
	}
	for _, p := range report.Policies {
		if !p.Enforced() {
			continue
		}
		verdict = min(verdict, p.Passes())
		for _, f := range p.MissingFacts {
			missing.add(f)
		}
	}
	switch enabled := w.visitor.enabled; {
	case enabled == nil:
		missing.add(fact(w.visitor.list, "read accountEnabled of %s: a disabled account cannot sign in", w.visitor.name))
		verdict = min(verdict, Unknown)
	case !*enabled:
		report.Barred = fmt.Sprintf("%s is disabled", w.visitor.name)
		verdict = No
	}
	report.Outcome = map[Value]Outcome{No: Denied, Unknown: Open, Yes: Allowed}[verdict]
	if verdict == Unknown {
		report.MissingFacts = missing.sorted()
	}
	report.Assumptions = w.assumptions(report.Policies)
}

// A clause is what one condition of a policy says to the sign-in.
type clause struct {
	reason ca.AnalysisReason
	value  Value
	why    string        // No: why it does not match
	facts  []MissingFact // Unknown: what would tell
}

// conditions are all conditions of a policy, in the order in which reasons are given.
func (w *whatIf) conditions(p ca.Policy) []clause {
	clauses := []clause{w.identity(p), w.target(p)}
	clauses = append(clauses, w.circumstances(p)...)
	for _, path := range p.UnknownConditions() {
		clauses = append(clauses, clause{value: Unknown, facts: []MissingFact{
			fact("condition", "%q has %s, which this version does not know", p.DisplayName, path),
		}})
	}
	return clauses
}
