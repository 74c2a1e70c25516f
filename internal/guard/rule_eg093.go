package guard

import (
	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

var ruleEG093 = Rule{
	ID:    "EG093",
	Title: "The tenant changed while the object was written",
	Harm: `The change was safe for the tenant that it was judged against. Just after it was made, the tenant is another one:
somebody else changed something in between, and together the two changes break what the guard promises.`,
	WayOut: `The guard puts what it has just written back: into report-only, or to its previous version. Look at the audit
log for the other change, and plan again. A change that only relaxes, or a deletion, is left as it is.`,
	Severity: Error,
}

// What became of a change that was overtaken.
const (
	takenBack           = "What was written has been put back."
	couldNotBeTakenBack = "What was written could not be put back; the error says why."
	leftAsItIs          = "What was written is left as it is: without it, the tenant would be no safer."
)

// overtaken says that the tenant is not what the change was judged against.
func overtaken(t *ca.Tenant, r engine.Report, c Config, change Change, id, outcome string) Finding {
	f := Finding{
		Rule: ruleEG093.ID, Severity: ruleEG093.Severity,
		Object: change.Name(), ObjectID: id, Address: change.Address,
		Harm: "met another change to the tenant",
		Paragraph: joinSentences("This change was safe when it was sent. The tenant as it is now is not: somebody else changed it in between.",
			outcome),
		FixText: "To fix it, look for the other change in the audit log, and plan again.",
	}
	s := stand(r, c)
	for _, in := range unmet(s) {
		why := in.finding(in.standing(s), claim{tenant: t, report: r, config: c})
		f.Paragraph = joinSentences(f.Paragraph, why.Paragraph)
		f.Evidence, f.Checked, f.Witness, f.Core = why.Evidence, why.Checked, why.Witness, why.Core
		break
	}
	return f
}
