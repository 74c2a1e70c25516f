package difference

import (
	"reflect"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A reader reads the policies of one tenant into versions. The second reader shares the vocabularies of the
// first, and what it finds to mean the same.
type reader struct {
	tenant *ca.Tenant
	side   string  // before or after
	other  *reader // the reader of before, for the reader of after
	policy ca.Policy

	ledger     *ledger
	words      [dimensions]*wordVocabulary
	places     *vocabulary[*location]
	devices    *vocabulary[*deviceTerm]
	users      *vocabulary[*whom]
	principals *vocabulary[*whom]
	targets    []string
	homes      []string // home tenants that some policy names, folded

	directory     *directory
	locations     *locations
	memberships   map[string]membership
	memberTermsOf map[string][]int
	ownTypes      *int // the answer of typeSide, once it was asked for
}

// The names of the two tenants.
const (
	sideBefore = "before"
	sideAfter  = "after"
)

func sideOf(side int) string { return [2]string{sideBefore, sideAfter}[side] }

func newReader(t *ca.Tenant) *reader {
	r := &reader{
		tenant: t, side: sideBefore, ledger: newLedger(),
		places: newVocabulary[*location](), devices: newVocabulary[*deviceTerm](),
		users: newVocabulary[*whom](), principals: newVocabulary[*whom](),
		directory: newDirectory(t), locations: newLocations(t, nil),
		memberships: map[string]membership{}, memberTermsOf: map[string][]int{},
	}
	for d := range dimensions {
		r.words[d] = newVocabulary[lists]()
	}
	return r
}

// and is the reader of the tenant of after.
func (r *reader) and(t *ca.Tenant) *reader {
	next := *r
	next.tenant, next.side, next.other = t, sideAfter, r
	next.directory, next.locations = newDirectory(t), newLocations(t, r.locations)
	next.memberships, next.memberTermsOf = map[string]membership{}, map[string][]int{}
	return &next
}

// A version is one policy as one tenant has it, or as both have it.
type version struct {
	policy     int  // among the policies of both tenants
	workload   bool // concerns service principals, and nobody else
	conditions [dimensions]int
	clauses    []int
}

// version reads a policy; ok is false for one that can change no sign-in.
func (r *reader) version(p ca.Policy) (v version, ok bool) {
	if p.State != ca.StateEnabled && p.State != ca.NotYetKnown {
		return v, false
	}
	r.policy = p
	c := p.Conditions
	v.clauses = r.ledger.grant(r.tenant, p)
	if len(v.clauses) == 0 {
		return v, false
	}
	v.conditions = [dimensions]int{
		standing:     r.standingCondition(p),
		target:       r.targetCondition(c.Applications),
		client:       r.clientCondition(c.ClientAppTypes),
		insiderRisk:  r.wordCondition(insiderRisk, c.InsiderRiskLevels, insiderValues, false),
		userRisk:     r.wordCondition(userRisk, words(c.UserRiskLevels), words(ca.RiskLevels), true),
		signInRisk:   r.wordCondition(signInRisk, words(c.SignInRiskLevels), words(ca.RiskLevels), true),
		workloadRisk: r.wordCondition(workloadRisk, words(c.ServicePrincipalRiskLevels), words(ca.RiskLevels), true),
		agentRisk:    r.wordCondition(agentRisk, c.AgentIDRiskLevels, agentValues, false),
		platform:     r.platformCondition(c.Platforms),
		device:       r.deviceCondition(c.Devices),
		network:      r.locationCondition(c.Locations),
	}
	if f := c.AuthenticationFlows; f != nil {
		v.conditions[flow] = r.wordCondition(flow, f.TransferMethods, flowValues, false)
	}
	if a := c.ClientApplications; a != nil {
		v.workload = true
		v.conditions[people] = r.workloadCondition(*a)
		return v, !r.principals.conditions[v.conditions[people]].nothing()
	}
	v.conditions[people] = r.userCondition(c.Users)
	return v, !r.users.conditions[v.conditions[people]].nothing() && !r.words[target].conditions[v.conditions[target]].nothing()
}

// standingCondition is what a policy says before any condition is looked at: one that may not be enabled, or
// that holds something nobody knows, stands only if that is so.
func (r *reader) standingCondition(p ca.Policy) int {
	v := r.words[standing]
	var doubts []int
	id := ca.FoldID(p.ID)
	if p.State == ca.NotYetKnown {
		doubts = append(doubts, v.free(notYetKnown(id, "state"), policyName(p)+", whose state is not known yet, is not enabled", listsAll))
	}
	for path, content := range p.UnknownMembers() {
		doubts = append(doubts, v.free(id+" "+path+" "+canonicalJSON(content), "the condition "+path+" of "+policyName(p)+", which is not known, does not hold", listsAll))
	}
	return v.condition(true, nil, doubts)
}

// typeSide is the tenant whose user objects say who is a guest: the first, where both say the same of
// everybody.
func (r *reader) typeSide() int {
	if r.other == nil {
		return 0
	}
	if r.ownTypes == nil {
		differ := 0
		before, after := r.other.tenant.Users.Value(), r.tenant.Users.Value()
		if !sameMap(before, after) {
			for id, u := range before {
				if v, both := after[id]; both && externalType(u) != externalType(v) {
					differ = 1
				}
			}
		}
		r.ownTypes = &differ
	}
	return *r.ownTypes
}

// sameMap reports whether two maps are one, which saves looking at what is in them.
func sameMap[K comparable, V any](a, b map[K]V) bool {
	return reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer()
}
