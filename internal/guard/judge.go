package guard

import (
	"slices"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// A Result is what is to be said about changes to a tenant.
type Result struct {
	Findings []Finding
	Before   engine.Report
	After    engine.Report
	Every    *engine.Report // all old and all new versions together; nil where the order cannot matter

	harmless bool // nothing in the changes can take anything away from a repairer
}

// Refused reports whether some finding stops the changes.
func (r Result) Refused() bool { return slices.ContainsFunc(r.Findings, Finding.Refuses) }

// Judge says what is to be said about changes to a tenant. It is pure; now is the service's clock.
//
// Changes that change nothing raise nothing: adopting a tenant as it is must always be possible. A tenant
// that breaks an invariant already may still be changed in ways that surely take nothing away from a
// repairer; see [judgement.takesNothing].
func Judge(t *ca.Tenant, changes []Change, c Config, now time.Time) Result {
	d := new(decider)
	return judgeFrom(d, t, d.decide(t, c), changes, c, now)
}

// judgeFrom is Judge where the report of the tenant as it is, is known already.
func judgeFrom(d *decider, t *ca.Tenant, before engine.Report, changes []Change, c Config, now time.Time) Result {
	list := steps(changes)
	if len(list) == 0 {
		return Result{Before: before, After: before, harmless: true}
	}
	if !t.Policies.Read() {
		return Result{Before: before, After: before, Findings: []Finding{unreadable(list[0].Change, errPoliciesUnread)}}
	}
	j := newJudgement(d, t, before, list, c, now)
	findings := waive(j.invariants(), c, now)
	if !slices.ContainsFunc(findings, Finding.Refuses) {
		findings = append(findings, j.order()...)
	}
	findings = append(findings, waive(slices.Concat(j.unknowns(), j.rules()), c, now)...)
	slices.SortStableFunc(findings, compareFindings)
	return Result{Findings: findings, Before: before, After: j.after, Every: j.every, harmless: len(j.suspects) == 0}
}

func question(t *ca.Tenant, c Config) engine.Question {
	return engine.Question{Tenant: t, BreakGlass: c.BreakGlass, Assume: c.Assume, Pipeline: c.Pipeline, Smallest: c.Smallest}
}

// A judgement is one state before, one state after, and the steps between them.
type judgement struct {
	config  Config
	now     time.Time
	decider *decider
	steps   []step
	present *ca.Tenant
	future  *ca.Tenant

	before, after engine.Report
	every         *engine.Report
	was, is       standings
	best          *standings // see [judgement.favourable]; nil until it was asked for
	suspects      []step     // steps that may take something away
}

func newJudgement(d *decider, t *ca.Tenant, before engine.Report, list []step, c Config, now time.Time) *judgement {
	j := &judgement{
		config: c, now: now, decider: d, steps: list,
		present: t, future: apply(t, list),
		before: before, was: stand(before, c),
	}
	j.after = j.decide(j.future)
	j.is = stand(j.after, c)
	for _, s := range list {
		if !j.harmless(s) {
			j.suspects = append(j.suspects, s)
		}
	}
	return j
}

func (j *judgement) decide(t *ca.Tenant) engine.Report { return j.decider.decide(t, j.config) }

// rules runs every rule over the objects that change.
func (j *judgement) rules() []Finding {
	var findings []Finding
	for _, s := range j.steps {
		for _, r := range rules {
			if r.step != nil {
				findings = append(findings, r.step(r, j, s)...)
			}
		}
		policy, stays := s.policyAfter()
		if !stays || (s.PolicyBefore != nil && sameEffect(*s.PolicyBefore, policy) && s.PolicyBefore.State == policy.State) {
			continue
		}
		subject := subject{
			policy: policy, previous: s.PolicyBefore, change: s.Change, planned: true,
			tenant: j.future, report: j.after, config: j.config, now: j.now,
		}
		if current, ok := j.present.Policy(s.id); ok && s.ID != "" {
			subject.previous = &current
		}
		findings = append(findings, j.newlySo(subject)...)
	}
	return findings
}

// newlySo is what the rules say about a subject. Where the change only relaxes the policy, what was already
// so is left out: a step in the right direction is never refused for not being the last one.
func (j *judgement) newlySo(s subject) []Finding {
	findings := checkAll(s)
	if s.previous == nil || !relaxes(*s.previous, s.policy) {
		return findings
	}
	earlier := s
	earlier.policy, earlier.planned = *s.previous, false
	var already []Finding
	for _, f := range checkAll(earlier) {
		f.Object, f.ObjectID, f.Address = s.policy.DisplayName, s.change.ID, s.change.Address
		already = append(already, f)
	}
	return slices.DeleteFunc(findings, func(f Finding) bool {
		return slices.ContainsFunc(already, func(a Finding) bool { return compareFindings(f, a) == 0 && subset(f.about, a.about) })
	})
}

func checkAll(s subject) []Finding {
	var findings []Finding
	for _, r := range rules {
		if r.check != nil {
			findings = append(findings, r.check(r, s)...)
		}
	}
	return findings
}
