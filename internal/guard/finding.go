package guard

import "cmp"

// Severity says whether a finding refuses the change.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// A Finding is what one rule has to say about one object, or about the tenant.
type Finding struct {
	Rule      string // EG001
	Severity  Severity
	Object    string // display name; "" where the finding is about no object
	ObjectID  string // "" where the object has none yet
	Address   string // of the change that the finding belongs to; "" if none
	Attribute string // full path in the provider's schema, such as conditions.users.exclude_users; "" if none

	Harm      string   // completes the summary: locks out every administrator
	Paragraph string   // what would happen, to whom; one line per paragraph
	Evidence  []string // who is stopped by what; lines
	Checked   string   // what the claim rests on, and what was not checked
	Witness   []string // the smallest sign-in that shows it; lines

	FixText     string   // what the edit is
	Fix         []string // the edit; HCL lines
	Alternative string   // another way out

	Waived       bool
	WaiverReason string
	Core         []string // ids of the policies that together cause it

	// about are the ids that the finding is about, where one finding speaks of several.
	about []string

	// liftable is a refusal that another change of the same run may take away, and that therefore waits for the
	// others as one about an invariant does.
	liftable bool
}

// Refuses reports whether the finding stops the change.
func (f Finding) Refuses() bool { return f.Severity == Error && !f.Waived }

// compareFindings orders findings by rule, then by object.
func compareFindings(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Address, b.Address),
		cmp.Compare(a.Object, b.Object),
		cmp.Compare(a.ObjectID, b.ObjectID),
		cmp.Compare(a.Attribute, b.Attribute),
		cmp.Compare(a.Harm, b.Harm),
	)
}
