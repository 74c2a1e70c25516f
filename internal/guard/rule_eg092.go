package guard

import (
	"fmt"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

var ruleEG092 = Rule{
	ID:    "EG092",
	Title: "The object has changed since it was planned",
	Harm: `Somebody else changed or deleted the object between the plan and the apply. Writing the planned version would
undo that change without anybody having seen it.`,
	WayOut: `Plan again: the new plan shows what the other change was. If it should stay, take it over into the
configuration.`,
	Severity: Error,
}

// lostUpdate finds out whether a write would undo a change that the plan has not seen. An object that is
// to be deleted and is gone already is as it should be.
func lostUpdate(t *ca.Tenant, c Change) (Finding, bool) {
	now, known := c.versions().current(t, c.ID)
	if !known {
		return Finding{}, false
	}
	f := Finding{
		Rule: ruleEG092.ID, Severity: ruleEG092.Severity,
		Object: c.Name(), ObjectID: c.ID, Address: c.Address,
		Harm:    "has changed since it was planned",
		FixText: "To fix it, plan again, and see what the other change was.",
	}
	switch {
	case !now.exists && c.isDelete(), now.exists && now.asPlanned:
		return Finding{}, false
	case !now.exists:
		f.Paragraph = fmt.Sprintf("The tenant no longer has this %s: somebody deleted it after it was planned.", c.Object)
	default:
		f.Paragraph = fmt.Sprintf("Somebody changed this %s after it was planned; writing the planned version would undo that.", c.Object)
		if !now.modified.Equal(now.planned) {
			f.Evidence = table(row{"Version", "Last changed"}, []row{
				{"planned from", moment(now.planned)}, {"in the tenant", moment(now.modified)},
			})
		}
	}
	return f, true
}

func moment(t time.Time) string {
	if t.IsZero() {
		return "never since it was created"
	}
	return t.UTC().Format("2006-01-02 15:04:05 UTC")
}
