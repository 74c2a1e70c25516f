package reference

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A Question is everything that a verdict rests on.
type Question struct {
	Tenant     *ca.Tenant
	BreakGlass ca.BreakGlass
	Assume     ca.Assumptions
	Pipeline   string // object id of the service principal that the provider itself uses; "" is not checked
}

// The verdicts about a repairer and about the pipeline.
const (
	Reachable  = "reachable"
	LockedOut  = "locked_out"
	Undecided  = "undecided"
	NotChecked = "not_checked" // of the pipeline alone
)

// The robustness of a break-glass account; it may be Undecided, too.
const (
	Robust  = "robust"
	Fragile = "fragile"
)

// A Report is the answer to a Question.
type Report struct {
	Repairers       []Repairer // ordered by user principal name, then id
	PipelineVerdict string
	Complete        bool // nobody else may be a repairer
}

// A Repairer is a user who may change Conditional Access, and whether it can still sign in to do so.
type Repairer struct {
	UserID     string
	Eligible   bool // holds the role only as eligible
	BreakGlass bool
	Verdict    string
	Robustness string // of break-glass accounts alone
}

// Decide answers a question.
func Decide(q Question) Report {
	j := newJudge(q)
	people, complete := j.repairers()
	report := Report{PipelineVerdict: j.pipelineVerdict(), Complete: complete}
	for _, p := range people {
		r := Repairer{UserID: p.user.ID, Eligible: p.eligible, BreakGlass: j.isBreakGlass(p.user), Verdict: j.verdict(p)}
		if r.BreakGlass {
			r.Robustness = j.robustness(p)
		}
		report.Repairers = append(report.Repairers, r)
	}
	return report
}

// A judge is a question, with what is worked out of the tenant only once.
type judge struct {
	Question
	tenant   *ca.Tenant
	policies []ca.Policy // all but those that surely do not enforce
	rules    map[string]rule
	modesIn  map[string][]ca.Mode
	spans    map[[3]string]span
	inside   map[Network][]value
	possible []Network
	members  map[[2]string]value
}

func newJudge(q Question) *judge {
	j := &judge{
		Question: q,
		tenant:   q.Tenant,
		rules:    map[string]rule{},
		modesIn:  map[string][]ca.Mode{},
		spans:    map[[3]string]span{},
		inside:   map[Network][]value{},
		members:  map[[2]string]value{},
	}
	for _, p := range q.Tenant.Policies.Value() {
		if enforces(p) != no {
			j.policies = append(j.policies, p)
		}
	}
	return j
}

// enforces says whether a policy does anything at all: only an enabled one does.
func enforces(p ca.Policy) value {
	switch p.State {
	case ca.StateEnabled:
		return yes
	case ca.NotYetKnown:
		return unknown
	default:
		return no
	}
}

func byName(a, b *person) int {
	return cmp.Or(
		strings.Compare(a.user.UserPrincipalName, b.user.UserPrincipalName),
		strings.Compare(a.user.ID, b.user.ID))
}

// holdsID reports whether a list of ids holds one.
func holdsID(ids []string, id string) bool {
	return slices.ContainsFunc(ids, func(listed string) bool { return ca.SameID(listed, id) })
}

// names reports whether a list of user ids or user principal names names the user.
func names(list []string, u ca.User) bool {
	return holdsID(list, u.ID) || (u.UserPrincipalName != "" && holdsID(list, u.UserPrincipalName))
}
