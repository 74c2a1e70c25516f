package difference

import (
	"reflect"
	"slices"

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

	directory     *members
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
		directory: newMembers(t), locations: newLocations(t, nil),
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
	next.directory, next.locations = newMembers(t), newLocations(t, r.locations)
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

// versions reads a policy: one version, or none of a policy that can change no sign-in. One whose operator
// nobody knows is two, and the second stands only if the operator means "and".
func (r *reader) versions(p ca.Policy) []version {
	r.policy = p
	v, ok := r.version(p)
	if !ok {
		return nil
	}
	_, ifAll := r.ledger.grant(r.tenant, r.side, p)
	if ifAll == nil {
		return []version{v}
	}
	strict := v
	strict.clauses = ifAll
	word := string(p.GrantControls.Operator)
	key := "operator " + word + " of " + ca.FoldID(p.ID)
	means := r.words[standing].doubt(key, key, "the operator "+word+" of "+policyName(p)+" asks for all", listsAll)
	strict.conditions[standing] = r.words[standing].condition(true, nil, append(r.doubts(p), means))
	return []version{v, strict}
}

// same reports whether two versions mean the same.
func (v version) same(w version) bool {
	return v.workload == w.workload && v.conditions == w.conditions && slices.Equal(v.clauses, w.clauses)
}

// version reads a policy but for an operator that nobody knows.
func (r *reader) version(p ca.Policy) (v version, ok bool) {
	if p.State != ca.StateEnabled && p.State != ca.NotYetKnown {
		return v, false
	}
	c := p.Conditions
	v.clauses, _ = r.ledger.grant(r.tenant, r.side, p)
	if len(v.clauses) == 0 {
		return v, false
	}
	v.conditions = [dimensions]int{
		standing:     r.words[standing].condition(true, nil, r.doubts(p)),
		target:       r.targetCondition(c.Applications),
		client:       r.clientCondition(c.ClientAppTypes),
		insiderRisk:  r.wordCondition(insiderRisk, c.InsiderRiskLevels, ca.InsiderRiskLevels),
		userRisk:     r.wordCondition(userRisk, words(c.UserRiskLevels), words(ca.RiskLevels)),
		signInRisk:   r.wordCondition(signInRisk, words(c.SignInRiskLevels), words(ca.RiskLevels)),
		workloadRisk: r.wordCondition(workloadRisk, words(c.ServicePrincipalRiskLevels), words(ca.RiskLevels)),
		agentRisk:    r.wordCondition(agentRisk, c.AgentIDRiskLevels, ca.AgentRiskLevels),
		platform:     r.platformCondition(c.Platforms),
		device:       r.deviceCondition(c.Devices),
		network:      r.locationCondition(c.Locations),
	}
	if f := c.AuthenticationFlows; f != nil {
		v.conditions[flow] = r.wordCondition(flow, f.TransferMethods, ca.TransferMethods)
	}
	if a := c.ClientApplications; a != nil {
		if len(c.UserRiskLevels)+len(c.SignInRiskLevels) > 0 {
			return v, false // a service principal has neither risk
		}
		v.workload = true
		v.conditions[people] = r.workloadCondition(*a)
		return v, !r.principals.conditions[v.conditions[people]].nothing()
	}
	v.conditions[people] = r.userCondition(c.Users)
	return v, !r.users.conditions[v.conditions[people]].nothing() && !r.words[target].conditions[v.conditions[target]].nothing()
}

// doubts are what is not known of a policy before any condition is looked at: whether it is enabled, and
// whether what nobody knows in it holds.
func (r *reader) doubts(p ca.Policy) (doubts []int) {
	v := r.words[standing]
	id := ca.FoldID(p.ID)
	if p.State == ca.NotYetKnown {
		key := notYetKnown(id, "state")
		doubts = append(doubts, v.doubt(key, key, policyName(p)+", whose state is not known yet, is enabled", listsAll))
	}
	for path, content := range p.UnknownMembers() {
		key := id + " " + path + " " + canonicalJSON(content)
		doubts = append(doubts, v.doubt(key, key, "the condition "+path+" of "+policyName(p)+", which is not known, holds", listsAll))
	}
	return doubts
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
