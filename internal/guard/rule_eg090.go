package guard

import "fmt"

var ruleEG090 = Rule{
	ID:    "EG090",
	Title: "Decided at apply",
	Harm: `The plan holds values that are known only once other objects are written, so the policy cannot be checked
completely yet. That alone refuses nothing.`,
	WayOut: `Nothing has to be done. The policy is checked again during the apply, when every value is known, and before
anything is written. To see the verdict in the plan, create the objects that the policy depends on in an apply of their own first.`,
	Severity: Warning,
}

// unknowns warns about what only the apply can decide: policies that are to be enforced, or may be, and
// hold values that are not known yet.
func (j *judgement) unknowns() []Finding {
	var findings []Finding
	for _, s := range j.steps {
		var paths []string
		switch {
		case s.PolicyAfter != nil && mayEnforce(s.PolicyAfter):
			paths = unknownPaths(*s.PolicyAfter)
		case s.LocationAfter != nil && s.LocationBefore != nil, s.StrengthAfter != nil && s.StrengthBefore != nil, s.Object == ObjectSecurityDefaults:
			paths = s.versions().unknownPaths()
		}
		if len(paths) == 0 {
			continue
		}
		f := Finding{
			Rule: ruleEG090.ID, Severity: ruleEG090.Severity,
			Object: s.Name(), ObjectID: s.ID, Address: s.Address, Attribute: paths[0],
			Harm:      "is decided at apply",
			Paragraph: fmt.Sprintf("Not known yet: %s. Whether administrators can still sign in is checked again during the apply, when the values are known and before anything is written.", quotedPaths(paths)),
			Checked:   "Whatever they turn out to be, enough administrators, the break-glass accounts and the pipeline can sign in.",
		}
		if j.is.worst() == undecided {
			f.Checked = "Who can sign in depends on them."
		}
		if j.is.worst() == broken {
			f.Checked = ""
		}
		findings = append(findings, f)
	}
	return findings
}
