package difference

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// A ledger holds every control and every clause that some policy of either tenant asks, each once, and which
// clause contains which.
//
// What is asked of a sign-in is a conjunction of clauses, a clause a disjunction of controls. To be blocked
// is the clause without controls: nothing meets it, and it contains every other.
type ledger struct {
	controls []control
	number   map[string]int
	clauses  [][]int // each sorted
	index    map[string]int
	contains []set // by clause: the clauses that are met whenever it is, itself among them
	names    *naming
}

// A control is an atom of what may be asked.
type control struct {
	key      string
	name     name
	strength *strength // nil for everything else, and for a strength that nobody knows
}

const keyMFA = "control:" + string(ca.ControlMFA)

func newLedger() *ledger {
	return &ledger{number: map[string]int{}, index: map[string]int{}}
}

func (l *ledger) control(key string, own name, s *strength) int {
	if n, known := l.number[key]; known {
		return n
	}
	n := len(l.controls)
	l.number[key] = n
	l.controls = append(l.controls, control{key, own, s})
	return n
}

func (l *ledger) clause(controls ...int) int {
	slices.Sort(controls)
	controls = slices.Compact(controls)
	key := fmt.Sprint(controls)
	if n, known := l.index[key]; known {
		return n
	}
	n := len(l.clauses)
	l.index[key] = n
	l.clauses = append(l.clauses, controls)
	return n
}

// text is a clause in words.
func (l *ledger) text(clause int) string {
	if len(l.clauses[clause]) == 0 {
		return string(ca.ControlBlock)
	}
	var words []string
	for _, c := range l.clauses[clause] {
		words = append(words, l.names.call(l.controls[c].name))
	}
	slices.Sort(words)
	return strings.Join(words, " or ")
}

// grant reads what a policy asks into clauses: those of its operator, and for an operator that nobody knows
// those that it asks if it means "and". Those of "or" are asked either way.
func (l *ledger) grant(t *ca.Tenant, side string, p ca.Policy) (clauses, ifAll []int) {
	g := p.GrantControls
	if g.IsEmpty() {
		return nil, nil
	}
	controls, block := l.controlsOf(t, side, p)
	if len(controls) == 0 {
		return []int{l.clause()}, nil
	}
	var all []int
	if block {
		all = []int{l.clause()}
	} else {
		for _, c := range controls {
			all = append(all, l.clause(c))
		}
		slices.Sort(all)
		all = slices.Compact(all)
	}
	switch g.Operator {
	case ca.OperatorAND:
		return all, nil
	case ca.OperatorOR, "":
		return []int{l.clause(controls...)}, nil
	}
	return []int{l.clause(controls...)}, all
}

func (l *ledger) controlsOf(t *ca.Tenant, side string, p ca.Policy) (controls []int, block bool) {
	g := p.GrantControls
	add := func(kind, word, text string) {
		key := kind + ":" + notYetKnownOf(word, p, kind)
		controls = append(controls, l.control(key, name{text, text, side}, nil))
	}
	for _, c := range g.BuiltInControls {
		if c == ca.ControlBlock {
			block = true
			continue
		}
		add("control", string(c), string(c))
	}
	if own := g.AuthenticationStrength; own != nil {
		found, ok := t.Strength(*own)
		text := fmt.Sprintf("authentication strength %q", cmp.Or(found.DisplayName, own.ID))
		if ok {
			s := newStrength(found)
			controls = append(controls, l.control("strength:"+s.key(), name{text, s.id, side}, s))
		} else {
			add("strength id", ca.FoldID(own.ID), text)
		}
	}
	for _, id := range g.TermsOfUse {
		add("terms", ca.FoldID(id), "terms of use "+id)
	}
	for _, factor := range g.CustomAuthenticationFactors {
		add("factor", factor, "custom factor "+factor)
	}
	for _, name := range g.Extra.Names() {
		add("grant", name+"="+canonicalJSON(g.Extra[name]), "what the property "+name+" asks")
	}
	return controls, block
}

// notYetKnownOf is the identity of a word; one that is not known yet is a different one in every policy.
func notYetKnownOf(word string, p ca.Policy, path string, list ...string) string {
	if strings.EqualFold(word, ca.NotYetKnown) {
		return notYetKnown(ca.FoldID(p.ID), path, list...)
	}
	return word
}

// close decides which clause contains which, and what each control is called. No clause may be added afterwards.
func (l *ledger) close() {
	var names []name
	for _, c := range l.controls {
		names = append(names, c.name)
	}
	l.names = newNaming(names)
	multifactor := newStrength(ca.BuiltInStrengths[0])
	implied := func(a, b int) bool {
		x, y := l.controls[a], l.controls[b]
		return a == b || (x.strength != nil && ((y.strength != nil && x.strength.implies(y.strength)) ||
			(y.key == keyMFA && !slices.ContainsFunc(x.strength.combinations, func(c string) bool {
				return !slices.Contains(multifactor.combinations, c)
			}))))
	}
	implies := make([]set, len(l.controls))
	for a := range l.controls {
		implies[a] = bitset.New(len(l.controls))
		for b := range l.controls {
			if implied(a, b) {
				implies[a].Add(b)
			}
		}
	}
	l.contains = make([]set, len(l.clauses))
	for c, controls := range l.clauses {
		l.contains[c] = bitset.New(len(l.clauses))
		for d, others := range l.clauses {
			if !slices.ContainsFunc(controls, func(a int) bool {
				return !slices.ContainsFunc(others, func(b int) bool { return implies[a].Has(b) })
			}) {
				l.contains[c].Add(d)
			}
		}
	}
}

// least leaves out of a set of clauses what others in it contain; of clauses that contain each other the
// first stays.
func (l *ledger) least(clauses set) set {
	out := clauses.Clone()
	for c := range clauses.All {
		for d := range clauses.All {
			if c != d && out.Has(d) && l.contains[d].Has(c) && (!l.contains[c].Has(d) || d < c) {
				out.Remove(c)
				break
			}
		}
	}
	return out
}

// texts are the clauses of a set in words, in order.
func (l *ledger) texts(clauses set) []string {
	var out []string
	for c := range l.least(clauses).All {
		out = append(out, l.text(c))
	}
	slices.Sort(out)
	return out
}

// canonicalJSON is the same for two values that differ in blanks and in the order of members alone.
func canonicalJSON(raw json.RawMessage) string {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return string(raw)
	}
	sorted, err := json.Marshal(value)
	if err != nil {
		return string(raw)
	}
	return string(sorted)
}
