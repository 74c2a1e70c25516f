package guard

import (
	"slices"
	"strings"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// A Rule is one permanent number: what it finds, the harm, the way out. The docs page, the command line's
// explanation and the findings all come from here.
type Rule struct {
	ID       string
	Title    string
	Harm     string // Markdown, one line for each paragraph
	WayOut   string // Markdown, the same
	Example  string // HCL; "" where the way out is no edit
	Severity Severity
	Waivable bool

	// check says what the rule has to say about one policy. Nil for the rules that judging itself raises:
	// the invariants, and what befalls a change on its way.
	check func(Rule, subject) []Finding

	// step says what the rule has to say about one step of a plan, of whatever kind its object is. Nil where
	// policies are all that the rule is about.
	step func(Rule, *judgement, step) []Finding
}

// A subject is one policy as it would be, and the tenant around it.
type subject struct {
	policy   ca.Policy
	previous *ca.Policy // as the tenant has it; nil for a create, and when a tenant is judged as it is
	change   Change     // the zero Change when a tenant is judged as it is
	planned  bool       // a change is judged, and not the tenant as it is
	tenant   *ca.Tenant // with every change in it
	report   engine.Report
	config   Config
	now      time.Time
}

var rules = []Rule{
	ruleEG001, ruleEG002, ruleEG003, ruleEG004, ruleEG005, ruleEG006,
	ruleEG010, ruleEG011,
	ruleEG020, ruleEG021, ruleEG022, ruleEG023, ruleEG024, ruleEG025, ruleEG026, ruleEG027,
	ruleEG030,
	ruleEG050,
	ruleEG060, ruleEG061,
	ruleEG090, ruleEG091, ruleEG092, ruleEG093, ruleEG094,
}

// Rules returns every rule, ordered by its number.
func Rules() []Rule {
	list := slices.SortedFunc(slices.Values(rules), func(a, b Rule) int { return strings.Compare(a.ID, b.ID) })
	for i := range list {
		list[i] = list[i].unwrapped()
	}
	return list
}

// Explain finds a rule by its number, whatever its case.
func Explain(id string) (Rule, bool) {
	for _, r := range rules {
		if strings.EqualFold(r.ID, id) {
			return r.unwrapped(), true
		}
	}
	return Rule{}, false
}

// unwrapped joins the lines of each paragraph: whoever shows a rule knows how wide its page is.
func (r Rule) unwrapped() Rule {
	r.Harm, r.WayOut = paragraphs(r.Harm), paragraphs(r.WayOut)
	return r
}

func paragraphs(text string) string {
	list := strings.Split(text, "\n\n")
	for i, paragraph := range list {
		list[i] = strings.Join(strings.Fields(paragraph), " ")
	}
	return strings.Join(list, "\n\n")
}

// finding starts a finding of the rule about a subject.
func (r Rule) finding(s subject) Finding {
	id := s.policy.ID
	if s.planned {
		id = s.change.ID
	}
	return Finding{
		Rule: r.ID, Severity: r.Severity,
		Object: s.policy.DisplayName, ObjectID: id, Address: s.change.Address,
	}
}

// about starts a finding of the rule about a step.
func (r Rule) about(s step) Finding {
	return Finding{Rule: r.ID, Severity: r.Severity, Object: s.Name(), ObjectID: s.ID, Address: s.Address}
}

// enforces reports whether the subject is, or is to be, enabled.
func (s subject) enforces() bool { return s.policy.State == ca.StateEnabled }

// reports reports whether the subject is, or is to be, in report-only.
func (s subject) reports() bool { return s.policy.State == ca.StateReportOnly }
