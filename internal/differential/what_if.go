package differential

import (
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
)

// signInsPerTenant is how many sign-ins a tenant is asked about.
const signInsPerTenant = 12

// CompareWhatIf draws tenants, and for each some sign-ins of anybody, of which parts may not be stated, and
// asks both implementations what every policy says to them.
func CompareWhatIf(run Run) *Ledger {
	return inParallel(run, whatIfSubjects(), (*Ledger).compareWhatIf)
}

// whatIfSubjects are each condition with each of its values, and what follows from all.
func whatIfSubjects() []string {
	subjects := []string{"applies: yes", "applies: no", "applies: unknown"}
	for _, condition := range conditionNames {
		for _, v := range []string{reference.Yes, reference.No, reference.Unknown} {
			if condition != reference.ConditionNotKnown || v != reference.No { // nobody can say no to what is not known
				subjects = append(subjects, condition+": "+v)
			}
		}
	}
	return subjects
}

// conditionNames are the conditions with the reason that the engine gives where one does not match.
var conditionNames = []string{
	reference.ConditionUsers, reference.ConditionClientApplications, reference.ConditionApplications,
	reference.ConditionClientAppTypes, reference.ConditionPlatforms, reference.ConditionLocations, reference.ConditionDevices,
	reference.ConditionUserRisk, reference.ConditionSignInRisk, reference.ConditionServicePrincipalRisk,
	reference.ConditionAgentRisk, reference.ConditionInsiderRisk, reference.ConditionAuthenticationFlows, reference.ConditionNotKnown,
}

func (l *Ledger) compareWhatIf(number uint64) {
	t := drawWide(l.run.Seed, number)
	g := &generator{Rand: newRand(l.run.Seed, number+streamSignIn), t: t}
	w := wordsOf(t)
	for range signInsPerTenant {
		s := g.signIn(w)
		if g.chance(50) {
			g.leaveOut(&s)
		}
		answers, what := checkWhatIf(t, s)
		for _, a := range answers {
			l.counts["applies: "+a.Applies]++
			for _, name := range conditionNames {
				l.counts[name+": "+a.Conditions[name]]++
			}
		}
		if what == "" {
			continue
		}
		l.disagree(what, func() string {
			if !l.run.Quick {
				q := Shrink(engine.Question{Tenant: t}, func(q engine.Question) bool {
					_, still := checkWhatIf(q.Tenant, s)
					return kind(still) == kind(what)
				})
				t = q.Tenant
				_, what = checkWhatIf(t, s)
			}
			return fmt.Sprintf("seed %d, tenant %d: %s\n%s  %+v\n", l.run.Seed, number, what, Describe(engine.Question{Tenant: t}), s)
		})
		return
	}
}

// checkWhatIf asks both about one sign-in. It returns "" when every policy applies alike, and for the same
// reasons does not.
func checkWhatIf(t *ca.Tenant, s ca.SignIn) (want []reference.PolicyAnswer, what string) {
	defer func() {
		if p := recover(); p != nil {
			what = fmt.Sprintf("panic: %v", p)
		}
	}()
	got, err := engine.WhatIf(engine.Question{Tenant: t}, s)
	if err != nil {
		return nil, "refused: " + err.Error()
	}
	want = reference.WhatIf(t, got.SignIn) // with the services that the asked ones depend on
	return want, compareWhatIf(got, want)
}

// CheckWhatIf asks the reference about the sign-in of a report. It returns "" when every policy applies alike,
// and for the same reasons does not.
func CheckWhatIf(t *ca.Tenant, got engine.WhatIfReport) string {
	return compareWhatIf(got, reference.WhatIf(t, got.SignIn))
}

func compareWhatIf(got engine.WhatIfReport, want []reference.PolicyAnswer) string {
	if len(got.Policies) != len(want) {
		return fmt.Sprintf("number of policies: engine %d, reference %d", len(got.Policies), len(want))
	}
	for i, w := range want {
		if what := comparePolicy(got.Policies[i], w, got.SignIn); what != "" {
			return fmt.Sprintf("%s: of %s", what, w.PolicyID)
		}
	}
	return ""
}

func comparePolicy(got engine.WhatIfPolicy, want reference.PolicyAnswer, s ca.SignIn) string {
	if got.ID != want.PolicyID {
		return fmt.Sprintf("policy: engine %s, reference %s", got.ID, want.PolicyID)
	}
	ifEnabled := reference.Yes
	var reasons []string
	for _, name := range conditionNames {
		switch v := want.Conditions[name]; {
		case v == reference.No:
			ifEnabled = reference.No
			reasons = append(reasons, string(reasonOf(name, s)))
		case v == reference.Unknown && ifEnabled == reference.Yes:
			ifEnabled = reference.Unknown
		}
	}
	if g := got.IfEnabled.String(); g != ifEnabled {
		return fmt.Sprintf("if enabled: engine %s, reference %s", g, ifEnabled)
	}
	// A report-only policy takes part for the engine, which says apart that it does not enforce.
	if g := got.Applies.String(); got.State != ca.StateReportOnly && g != want.Applies {
		return fmt.Sprintf("applies: engine %s, reference %s", g, want.Applies)
	}
	var given []string
	for _, r := range got.Reasons {
		if r.Reason != ca.ReasonPolicyNotEnabled {
			given = append(given, string(r.Reason))
		}
	}
	slices.Sort(given)
	slices.Sort(reasons)
	if !slices.Equal(given, reasons) {
		return fmt.Sprintf("reasons: engine %v, reference %v; only the engine %v, only the reference %v",
			given, reasons, without(given, reasons), without(reasons, given))
	}
	return ""
}

// reasonOf is the word of Graph's What-If for a condition that does not match. Some of these words depend on
// the sign-in: who does not match is told by who signs in.
func reasonOf(condition string, s ca.SignIn) ca.AnalysisReason {
	workload := s.Identity.ServicePrincipalID != ""
	switch {
	case condition == reference.ConditionUsers && workload:
		return ca.ReasonWorkloadIdentities
	case condition == reference.ConditionClientApplications && !workload:
		return ca.ReasonUsers
	case condition == reference.ConditionApplications && s.Context.UserAction != "":
		return ca.ReasonUserActions
	case condition == reference.ConditionApplications && s.Context.AuthenticationContext != "":
		return ca.ReasonAuthenticationContext
	}
	return map[string]ca.AnalysisReason{
		reference.ConditionUsers:                ca.ReasonUsers,
		reference.ConditionClientApplications:   ca.ReasonWorkloadIdentities,
		reference.ConditionApplications:         ca.ReasonApplication,
		reference.ConditionClientAppTypes:       ca.ReasonClientApps,
		reference.ConditionPlatforms:            ca.ReasonDevicePlatform,
		reference.ConditionLocations:            ca.ReasonLocation,
		reference.ConditionDevices:              ca.ReasonDevices,
		reference.ConditionUserRisk:             ca.ReasonUserRisk,
		reference.ConditionSignInRisk:           ca.ReasonSignInRisk,
		reference.ConditionServicePrincipalRisk: ca.ReasonWorkloadIdentities,
		reference.ConditionAgentRisk:            ca.ReasonAgentIDRisk,
		reference.ConditionInsiderRisk:          ca.ReasonInsiderRisk,
		reference.ConditionAuthenticationFlows:  ca.ReasonAuthenticationFlow,
	}[condition]
}
